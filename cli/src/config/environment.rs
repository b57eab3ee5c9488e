//! Reads environment variables through the caller's function.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use zeroize::Zeroizing;

use super::ConfigError;
use super::source::{KeyParts, Keys};

pub(super) struct Environment<'a> {
    read: &'a dyn Fn(&str) -> Option<OsString>,
}

impl<'a> Environment<'a> {
    pub(super) fn new(read: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { read }
    }

    fn raw(&self, name: &str) -> Option<OsString> {
        (self.read)(name).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.raw(name) else {
            return Ok(None);
        };
        match value.into_string() {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(ConfigError::BadVariable { variable: name, allowed: "UTF-8" }),
        }
    }

    fn secret(&self, name: &'static str) -> Result<Option<Zeroizing<String>>, ConfigError> {
        Ok(self.text(name)?.map(Zeroizing::new))
    }

    /// Returns a file's path from a variable. `~/` is expanded here, because no shell expands it if the variable is set
    /// in the settings of a container or a service.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let path = PathBuf::from(self.raw(name)?);
        match (path.strip_prefix("~"), self.raw("HOME")) {
            (Ok(rest), Some(home)) => Some(Path::new(&home).join(rest)),
            _ => Some(path),
        }
    }

    /// Returns a path below the home directory. `None` without a home directory.
    pub(super) fn below_home(&self, path: &str) -> Option<PathBuf> {
        Some(Path::new(&self.raw("HOME")?).join(path))
    }

    pub(super) fn keys(&self) -> Result<Option<Keys>, ConfigError> {
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        let [access_name, secret_name] = names;
        let parts = KeyParts {
            access_key: self.text(access_name)?,
            secret_key: self.secret(secret_name)?,
            session_token: self.secret("AWS_SESSION_TOKEN")?,
        };
        let Some(mut keys) = parts.complete("the environment".to_owned(), names)? else {
            return Ok(None);
        };
        keys.expire_at = self.expiration()?;
        Ok(Some(keys))
    }

    fn expiration(&self) -> Result<Option<i64>, ConfigError> {
        let variable = "AWS_CREDENTIAL_EXPIRATION";
        let Some(text) = self.text(variable)? else {
            return Ok(None);
        };
        match OffsetDateTime::parse(&text, &Rfc3339) {
            Ok(moment) => Ok(Some(moment.unix_timestamp())),
            Err(_) => Err(ConfigError::BadVariable { variable, allowed: "an RFC 3339 time" }),
        }
    }

    pub(super) fn region(&self) -> Result<Option<String>, ConfigError> {
        match self.text("AWS_REGION")? {
            Some(region) => Ok(Some(region)),
            None => self.text("AWS_DEFAULT_REGION"),
        }
    }

    pub(super) fn endpoint(&self) -> Result<Option<String>, ConfigError> {
        match self.text("AWS_ENDPOINT_URL_S3")? {
            Some(endpoint) => Ok(Some(endpoint)),
            None => self.text("AWS_ENDPOINT_URL"),
        }
    }

    /// Whether AWS's endpoint settings are ignored. `None` if the variable is unset, so that the profile decides.
    pub(super) fn ignores_endpoints(&self) -> Result<Option<bool>, ConfigError> {
        let ignore = self.text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?;
        Ok(ignore.map(|value| value.eq_ignore_ascii_case("true")))
    }
}
