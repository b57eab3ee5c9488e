//! Finds keys and settings in the environment, `~/.aws` and `~/.s3cfg`.
//!
//! [`load`] uses the first source that has keys and never mixes two: access key, secret key and session token are read
//! from the same source. Region, endpoint and the other settings are read from the profile (or from `~/.s3cfg`, if its
//! keys are used); environment variables take precedence over both. This module does not sign or print, and does not
//! read the process's environment: the caller passes a function that does.

mod aws;
mod environment;
mod error;
mod file;
mod ini;
mod names;
mod quotes;
mod s3cfg;
mod source;
#[cfg(test)]
mod tests;

use std::{ffi::OsString, fmt};

use presign::{Addressing, Signer, Version};
use zeroize::Zeroizing;

use self::environment::Environment;
pub use self::error::ConfigError;
use self::source::{Keys, Storage};

/// Options of [`load`].
pub struct Lookup<'a> {
    /// The profile requested by name. It takes precedence over the environment's keys; a profile without keys is an
    /// error.
    pub profile: Option<&'a str>,
    /// Whether `~/.s3cfg` is read before `~/.aws` (but after the environment), as a user of s3cmd expects.
    pub s3cfg_first: bool,
    /// Returns the value of an environment variable. An empty value counts as unset.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
}

/// Keys from one source, and the settings of the storage that they are for.
///
/// Only the syntax of the files has been checked: keys, region and endpoint are unchecked and verbatim.
pub struct Settings {
    /// The access key's id. It is not a secret: every presigned URL contains it.
    pub access_key: String,
    /// The secret key.
    pub secret_key: Zeroizing<String>,
    /// The session token of temporary keys.
    pub session_token: Option<Zeroizing<String>>,
    /// When temporary keys expire, in Unix seconds. Known only for keys from the environment.
    pub credentials_expire_at: Option<i64>,
    /// The region. `None` if no setting names one.
    pub region: Option<String>,
    /// The endpoint's URL. `None` if no setting names one, or if it is AWS itself.
    pub endpoint: Option<String>,
    /// Where the bucket is written in a URL.
    pub addressing: Addressing,
    /// The signature version. `None` if no setting names one.
    pub version: Option<Version>,
    /// The name of the source of the keys, as text for a message.
    pub source: String,
    /// How to rename a section of `~/.aws` that was not read and was probably meant, as text for a message.
    pub misnamed: Option<String>,
}

/// Omits the secrets, and the endpoint too, because it may contain a password.
impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Settings")
            .field("access_key", &self.access_key)
            .field("credentials_expire_at", &self.credentials_expire_at)
            .field("region", &self.region)
            .field("addressing", &self.addressing)
            .field("version", &self.version)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Options of the caller that take precedence over the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides<'a> {
    /// The region.
    pub region: Option<&'a str>,
    /// The endpoint's URL.
    pub endpoint: Option<&'a str>,
    /// Where the bucket is written in a URL.
    pub addressing: Option<Addressing>,
    /// The signature version.
    pub version: Option<Version>,
    /// The longest lifetime of a presigned URL, in seconds.
    pub max_expires_in: Option<i64>,
}

impl Settings {
    /// Builds a signer from the settings and the caller's options.
    ///
    /// # Errors
    ///
    /// Returns an error if a setting or an option breaks a rule of [`presign::SignerBuilder`].
    pub fn signer(&self, overrides: &Overrides<'_>) -> Result<Signer, presign::Error> {
        Signer::builder(&self.access_key, &self.secret_key)
            .session_token(self.session_token.as_ref().map(|token| token.as_str()))
            .credentials_expire_at(self.credentials_expire_at)
            .region(overrides.region.or(self.region.as_deref()))
            .endpoint(overrides.endpoint.or(self.endpoint.as_deref()))
            .addressing(match (overrides.addressing, self.addressing) {
                (Some(addressing), _) => addressing,
                // The setting in ~/.s3cfg applies to the host in that file, not to an endpoint given by the caller.
                (None, Addressing::VirtualOrPath) if overrides.endpoint.is_some() => Addressing::Auto,
                (None, addressing) => addressing,
            })
            .max_expires_in(overrides.max_expires_in)
            .version(overrides.version.or(self.version).unwrap_or_default())
            .build()
    }
}

/// Finds the keys and the settings that belong to them.
///
/// Only regular files are read, directly or through symbolic links. The null device counts as an empty file.
///
/// # Errors
///
/// Returns an error if no source has keys; if the first source that has any has an incomplete set; if a requested
/// profile does not exist or has no static keys; if a file cannot be read, is not a regular file, or is malformed; or
/// if a value is not allowed.
pub fn load(lookup: &Lookup<'_>) -> Result<Settings, ConfigError> {
    let environment = Environment::new(lookup.environment);
    if let Some(name) = lookup.profile {
        return from_named_profile(name, &environment);
    }
    let environment_keys = environment.keys()?;
    if environment_keys.is_none()
        && lookup.s3cfg_first
        && let Some((keys, storage)) = s3cfg::load(&environment)?
    {
        return Ok(settings(keys, storage, None));
    }

    let files = aws::Files::read(&environment)?;
    let chosen = environment.profile()?;
    let name = chosen.as_deref().unwrap_or("default");
    let profile = files.profile(name);
    if chosen.is_some() && !profile.exists() {
        return Err(files.missing(name));
    }
    let keys = match environment_keys {
        Some(keys) => Some(keys),
        None => profile.keys()?,
    };
    if let Some(keys) = keys {
        return Ok(settings(keys, profile.storage(&environment)?, files.misnamed(name)));
    }
    if !lookup.s3cfg_first
        && let Some((keys, storage)) = s3cfg::load(&environment)?
    {
        return Ok(settings(keys, storage, None));
    }
    Err(ConfigError::NoKeys {
        profile: name.to_owned(),
        files: files.names(),
        s3cfg: s3cfg::name(&environment),
        misnamed: files.misnamed(name),
        fetched: environment.fetches_keys(),
    })
}

fn from_named_profile(name: &str, environment: &Environment<'_>) -> Result<Settings, ConfigError> {
    let files = aws::Files::read(environment)?;
    let profile = files.profile(name);
    if !profile.exists() {
        return Err(files.missing(name));
    }
    let keys = profile.keys()?.ok_or_else(|| ConfigError::ProfileWithoutKeys {
        profile: name.to_owned(),
        misnamed: files.misnamed(name),
    })?;
    Ok(settings(keys, profile.storage(environment)?, files.misnamed(name)))
}

fn settings(keys: Keys, storage: Storage, misnamed: Option<String>) -> Settings {
    Settings {
        access_key: keys.access_key,
        secret_key: keys.secret_key,
        session_token: keys.session_token,
        credentials_expire_at: keys.expire_at,
        region: storage.region,
        endpoint: storage.endpoint,
        addressing: storage.addressing,
        version: storage.version,
        source: keys.origin,
        misnamed,
    }
}
