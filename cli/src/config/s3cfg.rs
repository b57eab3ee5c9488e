//! Reads s3cmd's file, `~/.s3cfg`. `s3cmd --configure` writes every default into it, so an empty value or a default
//! counts as unset.

use std::path::{Path, PathBuf};

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::ConfigError;
use super::environment::Environment;
use super::ini::{Dialect, Document, Section};
use super::source::{KeyParts, Keys, Storage};
use crate::shown;

const VARIABLE: &str = "S3CMD_CONFIG";

/// s3cmd's defaults, for a file that does not set them.
const AWS_HOST: &str = "s3.amazonaws.com";
const AWS_HOST_BUCKET: &str = "%(bucket)s.s3.amazonaws.com";

/// Returns the keys and the settings. `None` if the file does not exist or has no keys.
pub(super) fn load(environment: &Environment<'_>) -> Result<Option<(Keys, Storage)>, ConfigError> {
    let Some(path) = location(environment) else {
        return Ok(None);
    };
    let Some(document) = Document::read(&path, Dialect::S3cmd)? else {
        if environment.path(VARIABLE).is_none() {
            return Ok(None);
        }
        return Err(ConfigError::MissingFile { variable: VARIABLE, path });
    };
    let Some(section) = document.section(|name| name == "default") else {
        return Ok(None);
    };
    let file = S3cfg { path: &path, section };
    match file.keys()? {
        Some(keys) => Ok(Some((keys, file.storage(environment)?))),
        None => Ok(None),
    }
}

/// Returns the path of the file, for a message.
pub(super) fn name(environment: &Environment<'_>) -> String {
    match location(environment) {
        Some(path) => shown::path(&path),
        None => "~/.s3cfg (HOME is not set)".to_owned(),
    }
}

fn location(environment: &Environment<'_>) -> Option<PathBuf> {
    let path = environment.path(VARIABLE);
    path.or_else(|| environment.below_home(".s3cfg"))
}

struct S3cfg<'a> {
    path: &'a Path,
    section: &'a Section,
}

impl S3cfg<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let value = &self.section.get(name)?.value;
        (!value.is_empty()).then(|| value.to_string())
    }

    fn keys(&self) -> Result<Option<Keys>, ConfigError> {
        let parts = KeyParts {
            access_key: self.text("access_key"),
            secret_key: self.text("secret_key").map(Zeroizing::new),
            session_token: self.text("access_token").map(Zeroizing::new),
        };
        let origin = shown::path(self.path);
        parts.complete(origin, ["access_key", "secret_key"])
    }

    fn storage(&self, environment: &Environment<'_>) -> Result<Storage, ConfigError> {
        let from_environment = match environment.ignores_endpoints()? {
            Some(true) => None,
            Some(false) | None => environment.endpoint()?,
        };
        let own = self.endpoint()?;
        // host_bucket applies to the host in the file, not to an endpoint from the environment.
        let addressing = match from_environment {
            Some(_) => Addressing::Auto,
            None => self.addressing(),
        };
        let endpoint = from_environment.or(own);
        let region = match environment.region()? {
            Some(region) => Some(region),
            None => self.region(endpoint.as_deref()),
        };
        let version = self.switch("signature_v2", false)?.then_some(Version::V2);
        Ok(Storage { region, endpoint, addressing, version })
    }

    fn endpoint(&self) -> Result<Option<String>, ConfigError> {
        // Both are always read, so that a value that is neither true nor false is refused.
        let https =
            [self.switch("use_https", true)?, self.switch("signurl_use_https", false)?].contains(&true);
        let scheme = if https { "https" } else { "http" };
        let Some(host) = self.text("host_base") else {
            return Ok(None);
        };
        // s3cmd ignores a scheme here: only use_https decides.
        let host = host.strip_prefix("http://").unwrap_or(&host);
        let host = host.strip_prefix("https://").unwrap_or(host);
        if host.eq_ignore_ascii_case(AWS_HOST) {
            return Ok(None);
        }
        Ok(Some(format!("{scheme}://{host}")))
    }

    fn addressing(&self) -> Addressing {
        let host_bucket = self.section.get("host_bucket");
        let host_bucket = host_bucket.map_or(AWS_HOST_BUCKET, |property| property.value.as_str());
        if host_bucket.contains("%(bucket)s") { Addressing::VirtualOrPath } else { Addressing::Path }
    }

    fn region(&self, endpoint: Option<&str>) -> Option<String> {
        let location = self.text("bucket_location").unwrap_or_default();
        if location.eq_ignore_ascii_case("EU") {
            return Some("eu-west-1".to_owned());
        }
        if !location.is_empty() && !location.eq_ignore_ascii_case("US") {
            return Some(location.to_lowercase());
        }
        // A regional AWS host contains the region; a default that s3cmd wrote must not contradict it.
        if endpoint.is_some_and(|endpoint| endpoint.contains(".amazonaws.com")) {
            return None;
        }
        Some("us-east-1".to_owned())
    }

    /// Reads a Boolean setting, in the words that s3cmd accepts.
    fn switch(&self, key: &'static str, default: bool) -> Result<bool, ConfigError> {
        let Some(property) = self.section.get(key) else {
            return Ok(default);
        };
        match property.value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            _ => Err(ConfigError::BadValue {
                path: self.path.to_owned(),
                line: property.line,
                key,
                allowed: "true, yes, on, 1, false, no, off or 0",
            }),
        }
    }
}
