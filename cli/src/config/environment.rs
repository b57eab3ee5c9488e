//! Reads environment variables through the caller's function.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use zeroize::Zeroizing;

use super::ConfigError;
use super::quotes;
use super::source::{KeyPart, KeyParts, Keys};

/// The names of the session token's variable, in botocore's order: the older one first.
const TOKENS: [&str; 2] = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"];

/// Variables that make the AWS tools fetch keys: in a pod with a role, and in a container of ECS or EKS.
const FETCHED: [&str; 3] = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The variable with the path of the home directory.
pub(super) const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// The name of this source in messages.
const ORIGIN: &str = "the environment";

pub(super) struct Environment<'a> {
    read: &'a dyn Fn(&str) -> Option<OsString>,
}

impl<'a> Environment<'a> {
    pub(super) fn new(read: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { read }
    }

    /// Returns a variable's value, which may be empty.
    pub(super) fn verbatim(&self, name: &str) -> Option<OsString> {
        (self.read)(name)
    }

    fn raw(&self, name: &str) -> Option<OsString> {
        self.verbatim(name).filter(|value| !value.is_empty())
    }

    fn text(&self, name: &'static str) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.raw(name) else {
            return Ok(None);
        };
        match value.into_string() {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(ConfigError::BadVariable { variable: name, allowed: "UTF-8" }),
        }
    }

    fn key_part(&self, name: &'static str) -> Result<KeyPart, ConfigError> {
        Ok((name, self.text(name)?.map(Zeroizing::new)))
    }

    /// Returns a setting of the storage, which may not be in quotation marks.
    fn setting(&self, name: &'static str) -> Result<Option<String>, ConfigError> {
        let value = self.text(name)?;
        quotes::refuse_around(name, ORIGIN, value.as_deref().unwrap_or_default())?;
        Ok(value)
    }

    /// Returns the first of these settings that is set.
    fn first(&self, names: [&'static str; 2]) -> Result<Option<String>, ConfigError> {
        let [name, other] = names;
        match self.setting(name)? {
            Some(value) => Ok(Some(value)),
            None => self.setting(other),
        }
    }

    /// Returns a file's path from a variable. `~/` is expanded here, because no shell expands it if the variable is set
    /// in the settings of a container or a service.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let path = PathBuf::from(self.raw(name)?);
        match (path.strip_prefix("~"), self.home()) {
            (Ok(rest), Some(home)) => Some(home.join(rest)),
            _ => Some(path),
        }
    }

    /// Returns the home directory, as Python finds it for the AWS tools and s3cmd. `None` if no variable names it.
    fn home(&self) -> Option<PathBuf> {
        let home = self.raw(HOME).map(PathBuf::from);
        if cfg!(windows) {
            let drive = || self.raw("HOMEDRIVE").unwrap_or_default();
            return home.or_else(|| Some(Path::new(&drive()).join(self.raw("HOMEPATH")?)));
        }
        home
    }

    /// Returns a path below the home directory. `None` without a home directory.
    pub(super) fn below_home(&self, path: &str) -> Option<PathBuf> {
        let mut below = self.home()?;
        // With the separator of the system.
        below.extend(path.split('/'));
        Some(below)
    }

    /// Returns where s3cmd has its file without a variable of its own: on Windows it is not below the home directory.
    pub(super) fn s3cfg(&self) -> Option<PathBuf> {
        if cfg!(windows)
            && let Some(home) = self.raw(HOME)
        {
            let folder = self.raw("APPDATA").unwrap_or_else(|| "Application Data".into());
            return Some(Path::new(&home).join(folder).join("s3cmd.ini"));
        }
        self.below_home(".s3cfg")
    }

    pub(super) fn keys(&self) -> Result<Option<Keys>, ConfigError> {
        let [older_token, token] = TOKENS;
        let parts = KeyParts {
            access_key: self.key_part("AWS_ACCESS_KEY_ID")?,
            secret_key: self.key_part("AWS_SECRET_ACCESS_KEY")?,
            session_token: match self.key_part(older_token)? {
                (_, None) => self.key_part(token)?,
                found => found,
            },
        };
        let Some(mut keys) = parts.complete(ORIGIN.to_owned())? else {
            return Ok(None);
        };
        keys.expire_at = self.expiration()?;
        Ok(Some(keys))
    }

    /// Returns the name of a variable that makes the AWS tools fetch keys, if one is set.
    pub(super) fn fetches_keys(&self) -> Option<&'static str> {
        FETCHED.into_iter().find(|name| self.raw(name).is_some())
    }

    /// Returns the name of the chosen profile. botocore reads the older variable first.
    pub(super) fn profile(&self) -> Result<Option<String>, ConfigError> {
        match self.text("AWS_DEFAULT_PROFILE")? {
            Some(profile) => Ok(Some(profile)),
            None => self.text("AWS_PROFILE"),
        }
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
        self.first(["AWS_REGION", "AWS_DEFAULT_REGION"])
    }

    pub(super) fn endpoint(&self) -> Result<Option<String>, ConfigError> {
        self.first(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
    }

    /// Whether AWS's endpoint settings are ignored. `None` if the variable is unset, so that the profile decides.
    pub(super) fn ignores_endpoints(&self) -> Result<Option<bool>, ConfigError> {
        let ignore = self.text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?;
        Ok(ignore.map(|value| value.eq_ignore_ascii_case("true")))
    }
}
