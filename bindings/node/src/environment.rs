//! Signers with the keys and settings of the environment and of settings files.

use std::ffi::OsString;

use napi::bindgen_prelude::Function;
use napi_derive::napi;
use presign::ErrorKind;
use presign_cli::config::{self, Lookup, Overrides};

use crate::failure::Failure;
use crate::optional::optional;
use crate::signer::{SignerSettings, handle};
use crate::values::{Handle, Outcome, Text};

impl SignerSettings {
    fn build_from_env(
        &self,
        profile: Option<&Text>,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<presign::Signer, Failure> {
        let profile = optional(profile, "profile", ErrorKind::Credentials)?;
        let settings = config::load(&Lookup { profile, s3cfg_first: false, environment })
            .map_err(|error| Failure::new(ErrorKind::Credentials, error.to_string()))?;
        let signer = settings.signer(&Overrides {
            region: self.region()?,
            endpoint: self.endpoint()?,
            addressing: self.addressing()?,
            version: self.version()?,
            max_expires_in: self.max_expires_in,
        })?;
        Ok(signer)
    }
}

/// Creates a signer from the environment and settings files. `profile` is the name of a profile; `environment` returns a variable's value; it is
/// JavaScript's `process.env`, which differs from the process's own in a worker thread.
#[napi(catch_unwind)]
pub fn signer_from_env(
    settings: SignerSettings,
    profile: Option<Text>,
    environment: Function<'_, String, Option<String>>,
) -> Outcome<Handle> {
    let variable = |name: &str| environment.call(name.to_owned()).ok().flatten().map(OsString::from);
    handle(settings.build_from_env(profile.as_ref(), &variable))
}
