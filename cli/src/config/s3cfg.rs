//! Reads s3cmd's file, `~/.s3cfg`, as s3cmd does: lines `name = value` count in any section or in none, double quotes
//! around a value are removed, the last value of a name counts, every other line is ignored, and a value that begins
//! with `$` names an environment variable.
//!
//! `s3cmd --configure` writes every default into the file, so an empty value or a default counts as unset.

use std::path::{Path, PathBuf};

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::ConfigError;
use super::environment::{Environment, HOME};
use super::file::read_lines;
use super::source::{KeyPart, KeyParts, Keys, Storage};
use crate::shown;

/// The settings that are read.
const NAMES: [&str; 9] = [
    "access_key",
    "secret_key",
    "access_token",
    "host_base",
    "host_bucket",
    "bucket_location",
    "use_https",
    "signurl_use_https",
    "signature_v2",
];

/// How many variables may name one another. s3cmd has no limit of its own, and Python's stack overflows in a circle.
const MAX_REFERENCES: usize = 16;

const VARIABLE: &str = "S3CMD_CONFIG";

/// s3cmd's defaults, for a file that does not set them.
const AWS_HOST: &str = "s3.amazonaws.com";
const AWS_HOST_BUCKET: &str = "%(bucket)s.s3.amazonaws.com";

/// Returns the keys and the settings. `None` if the file does not exist or has no keys.
pub(super) fn load(environment: &Environment<'_>) -> Result<Option<(Keys, Storage)>, ConfigError> {
    let Some(path) = location(environment) else {
        return Ok(None);
    };
    let mut file = S3cfg { path: &path, environment, settings: Vec::new() };
    let exists = read_lines(&path, |line, number| {
        file.line(line, number);
        Ok(())
    })?;
    if !exists {
        if environment.path(VARIABLE).is_none() {
            return Ok(None);
        }
        return Err(ConfigError::MissingFile { variable: VARIABLE, path });
    }
    match file.keys()? {
        Some(keys) => Ok(Some((keys, file.storage()?))),
        None => Ok(None),
    }
}

/// Returns the path of the file, for a message.
pub(super) fn name(environment: &Environment<'_>) -> String {
    match location(environment) {
        Some(path) => shown::path(&path),
        None => format!("~/.s3cfg ({HOME} is not set)"),
    }
}

fn location(environment: &Environment<'_>) -> Option<PathBuf> {
    let path = environment.path(VARIABLE);
    path.or_else(|| environment.s3cfg())
}

/// Splits a line into a name and its value. `None` if it is no setting.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let end = line.find(|character: char| !character.is_alphanumeric() && character != '_')?;
    let (name, rest) = line.split_at_checked(end)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    Some((name, quoted.unwrap_or(value).trim()))
}

struct Setting {
    name: &'static str,
    value: Zeroizing<String>,
    line: u32,
}

struct S3cfg<'a> {
    path: &'a Path,
    environment: &'a Environment<'a>,
    settings: Vec<Setting>,
}

impl S3cfg<'_> {
    fn line(&mut self, line: &str, number: u32) {
        let Some((name, value)) = split(line) else { return };
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else { return };
        let setting = Setting { name, value: Zeroizing::new(value.to_owned()), line: number };
        match self.settings.iter_mut().find(|earlier| earlier.name == name) {
            Some(earlier) => *earlier = setting,
            None => self.settings.push(setting),
        }
    }

    /// Returns a setting and its value, which an environment variable may contain. `None` if the setting is missing or
    /// the variable is not set.
    fn get(&self, name: &str) -> Result<Option<(&Setting, Zeroizing<String>)>, ConfigError> {
        let Some(setting) = self.settings.iter().find(|setting| setting.name == name) else {
            return Ok(None);
        };
        let mut value = setting.value.clone();
        for _ in 0..=MAX_REFERENCES {
            let Some(variable) = value.strip_prefix('$') else {
                return Ok(Some((setting, value)));
            };
            let Some(found) = self.environment.verbatim(variable) else {
                return Ok(None);
            };
            let text = found
                .into_string()
                .map_err(|_| self.malformed(setting, "the variable that the value names is not UTF-8"))?;
            value = Zeroizing::new(text);
        }
        Err(self
            .malformed(setting, "the value names a variable that names a variable, and so on in a circle"))
    }

    fn malformed(&self, setting: &Setting, problem: &'static str) -> ConfigError {
        ConfigError::Malformed { path: self.path.to_owned(), line: setting.line, problem }
    }

    fn text(&self, name: &str) -> Result<Option<Zeroizing<String>>, ConfigError> {
        let found = self.get(name)?.map(|(_, value)| value);
        Ok(found.filter(|value| !value.is_empty()))
    }

    /// Returns a key that may not be missing if the file names a variable for it.
    fn key(&self, name: &'static str) -> Result<KeyPart, ConfigError> {
        let setting = self.settings.iter().find(|setting| setting.name == name);
        match (self.text(name)?, setting) {
            (None, Some(setting)) if setting.value.starts_with('$') => Err(self.malformed(
                setting,
                "the value begins with `$`, so s3cmd reads an environment variable, but it is unset or empty",
            )),
            (value, _) => Ok((name, value)),
        }
    }

    fn keys(&self) -> Result<Option<Keys>, ConfigError> {
        let parts = KeyParts {
            access_key: self.key("access_key")?,
            secret_key: self.key("secret_key")?,
            session_token: ("access_token", self.text("access_token")?),
        };
        parts.complete(shown::path(self.path))
    }

    fn storage(&self) -> Result<Storage, ConfigError> {
        let from_environment = match self.environment.ignores_endpoints()? {
            Some(true) => None,
            Some(false) | None => self.environment.endpoint()?,
        };
        let own = self.endpoint()?;
        // host_bucket applies to the host in the file, not to an endpoint from the environment.
        let addressing = match from_environment {
            Some(_) => Addressing::Auto,
            None => self.addressing()?,
        };
        let endpoint = from_environment.or(own);
        let region = match self.environment.region()? {
            Some(region) => Some(region),
            None => self.region(endpoint.as_deref())?,
        };
        let version = self.switch("signature_v2", false)?.then_some(Version::V2);
        Ok(Storage { region, endpoint, addressing, version })
    }

    fn endpoint(&self) -> Result<Option<String>, ConfigError> {
        // Both are always read, so that a value that is neither true nor false is refused.
        let https =
            [self.switch("use_https", true)?, self.switch("signurl_use_https", false)?].contains(&true);
        let scheme = if https { "https" } else { "http" };
        let Some(host) = self.text("host_base")? else {
            return Ok(None);
        };
        // s3cmd ignores a scheme here: only use_https decides.
        let without_scheme = host.strip_prefix("http://").or_else(|| host.strip_prefix("https://"));
        let host = without_scheme.unwrap_or(&host);
        if host.eq_ignore_ascii_case(AWS_HOST) {
            return Ok(None);
        }
        Ok(Some(format!("{scheme}://{host}")))
    }

    fn addressing(&self) -> Result<Addressing, ConfigError> {
        let found = self.get("host_bucket")?;
        let host_bucket = found.as_ref().map_or(AWS_HOST_BUCKET, |(_, value)| value.as_str());
        let names_bucket = host_bucket.contains("%(bucket)s");
        Ok(if names_bucket { Addressing::VirtualOrPath } else { Addressing::Path })
    }

    fn region(&self, endpoint: Option<&str>) -> Result<Option<String>, ConfigError> {
        let location = self.text("bucket_location")?.unwrap_or_default().to_lowercase();
        // A regional AWS host contains the region; a default that s3cmd wrote must not contradict it.
        let is_in_host = endpoint.is_some_and(|endpoint| endpoint.contains(".amazonaws.com"));
        Ok(match location.as_str() {
            "eu" => Some("eu-west-1".to_owned()),
            "" | "us" if is_in_host => None,
            "" | "us" => Some("us-east-1".to_owned()),
            _ => Some(location),
        })
    }

    /// Reads a Boolean setting, in the words that s3cmd accepts.
    fn switch(&self, key: &'static str, default: bool) -> Result<bool, ConfigError> {
        let Some((setting, value)) = self.get(key)? else {
            return Ok(default);
        };
        match value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            _ => Err(ConfigError::BadValue {
                path: self.path.to_owned(),
                line: setting.line,
                key,
                allowed: "true, yes, on, 1, false, no, off or 0",
            }),
        }
    }
}
