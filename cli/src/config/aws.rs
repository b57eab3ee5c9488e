//! Reads profiles from `~/.aws/credentials` and `~/.aws/config`.

use std::path::{Path, PathBuf};

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::ConfigError;
use super::environment::Environment;
use super::ini::{Dialect, Document, Property, Section};
use super::source::{KeyParts, Keys, Storage};
use crate::shown;

/// Settings that make the AWS tools fetch keys, even if the profile has static keys too.
const FETCHED: [&str; 7] = [
    "role_arn",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "sso_role_name",
    "login_session",
];

/// The two files. A file is `None` without a home directory and without a variable that names the file.
pub(super) struct Files {
    credentials: Option<Document>,
    config: Option<Document>,
}

impl Files {
    pub(super) fn read(environment: &Environment<'_>) -> Result<Self, ConfigError> {
        let file = |variable, default| {
            let path = environment.path(variable);
            path.or_else(|| environment.below_home(default)).map(read).transpose()
        };
        Ok(Self {
            credentials: file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")?,
            config: file("AWS_CONFIG_FILE", ".aws/config")?,
        })
    }

    /// Returns the profile of that name, which may be in neither file.
    pub(super) fn profile<'a>(&'a self, name: &'a str) -> Profile<'a> {
        let credentials = self.credentials.as_ref();
        let config = self.config.as_ref();
        let named = |section: &str| name_after("profile", section) == Some(name);
        let plain = |section: &str| section == "default" && name == "default";
        Profile {
            name,
            files: self,
            credentials: credentials.and_then(|file| Place::find(file, |section| section == name)),
            config: config.and_then(|file| Place::find(file, named).or_else(|| Place::find(file, plain))),
        }
    }

    pub(super) fn missing(&self, profile: &str) -> ConfigError {
        ConfigError::MissingProfile { profile: profile.to_owned(), files: self.names() }
    }

    /// Returns the paths of the files, for a message.
    pub(super) fn names(&self) -> String {
        let files = [&self.credentials, &self.config];
        let names: Vec<_> = files.into_iter().flatten().map(|file| shown::path(&file.path)).collect();
        if names.is_empty() {
            return "~/.aws (HOME is not set)".to_owned();
        }
        names.join(" and ")
    }
}

/// Reads a file. A missing file counts as empty, also if a variable names it, as in the AWS tools.
fn read(path: PathBuf) -> Result<Document, ConfigError> {
    let found = Document::read(&path, Dialect::Aws)?;
    Ok(found.unwrap_or_else(|| Document::empty(path)))
}

/// Returns `x` from a section name such as `profile x` or `profile "x y"`.
fn name_after<'a>(word: &str, section: &'a str) -> Option<&'a str> {
    let rest = section.strip_prefix(word)?;
    let name = rest.trim_start();
    if name.len() == rest.len() {
        return None;
    }
    for quote in ['"', '\''] {
        let inner = name.strip_prefix(quote);
        if let Some(inner) = inner.and_then(|inner| inner.strip_suffix(quote)) {
            return Some(inner);
        }
    }
    (!name.contains(char::is_whitespace)).then_some(name)
}

/// A section and the path of its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a Path,
    section: &'a Section,
}

impl<'a> Place<'a> {
    fn find(file: &'a Document, accepts: impl Fn(&str) -> bool) -> Option<Self> {
        let section = file.section(accepts)?;
        let path = &file.path;
        Some(Self { path, section })
    }

    fn text(self, name: &str) -> Option<String> {
        let value = &self.section.get(name)?.value;
        (!value.is_empty()).then(|| value.to_string())
    }

    fn keys(self, profile: &str) -> Result<Option<Keys>, ConfigError> {
        let names = ["aws_access_key_id", "aws_secret_access_key"];
        let [access_name, secret_name] = names;
        let parts = KeyParts {
            access_key: self.text(access_name),
            secret_key: self.text(secret_name).map(Zeroizing::new),
            session_token: self.text("aws_session_token").map(Zeroizing::new),
        };
        let origin = format!("profile {profile:?} in {}", shown::path(self.path));
        parts.complete(origin, names)
    }
}

/// The sections of one profile in both files.
pub(super) struct Profile<'a> {
    name: &'a str,
    files: &'a Files,
    credentials: Option<Place<'a>>,
    config: Option<Place<'a>>,
}

impl<'a> Profile<'a> {
    pub(super) fn exists(&self) -> bool {
        self.credentials.is_some() || self.config.is_some()
    }

    /// Returns the static keys; those of the credentials file take precedence. `None` if neither file has any.
    pub(super) fn keys(&self) -> Result<Option<Keys>, ConfigError> {
        for setting in FETCHED {
            self.refuse(setting)?;
        }
        for (place, may_run_process) in [(self.credentials, false), (self.config, true)] {
            if may_run_process {
                self.refuse("credential_process")?;
            }
            if let Some(place) = place
                && let Some(keys) = place.keys(self.name)?
            {
                return Ok(Some(keys));
            }
        }
        Ok(None)
    }

    fn refuse(&self, setting: &'static str) -> Result<(), ConfigError> {
        match self.find(|section| section.get(setting)) {
            None => Ok(()),
            Some(_) => Err(ConfigError::NeedsExport { profile: self.name.to_owned(), setting }),
        }
    }

    /// Returns the first value that is not empty, of the credentials file before the config file, as in botocore.
    fn find(&self, get: impl Fn(&'a Section) -> Option<&'a Property>) -> Option<(&'a Path, &'a Property)> {
        let places = self.credentials.into_iter().chain(self.config);
        places
            .filter_map(|place| Some((place.path, get(place.section)?)))
            .find(|(_, property)| !property.value.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        let (_, property) = self.find(|section| section.get(name))?;
        Some(property.value.to_string())
    }

    pub(super) fn storage(&self, environment: &Environment<'_>) -> Result<Storage, ConfigError> {
        let region = environment.region()?;
        let addressing = self.choice(
            "addressing_style",
            "auto, path or virtual",
            &[("auto", Addressing::Auto), ("path", Addressing::Path), ("virtual", Addressing::Virtual)],
        )?;
        let version = self.choice(
            "signature_version",
            "s3v4 (or v4) or s3 (or v2)",
            &[("s3v4", Version::V4), ("v4", Version::V4), ("s3", Version::V2), ("v2", Version::V2)],
        )?;
        Ok(Storage {
            region: region.or_else(|| self.text("region")),
            endpoint: self.endpoint(environment)?,
            addressing: addressing.unwrap_or_default(),
            version,
        })
    }

    /// Returns a setting of the block `s3` that has a fixed set of values.
    fn choice<T: Copy>(
        &self,
        key: &'static str,
        allowed: &'static str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, ConfigError> {
        let Some((path, property)) = self.find(|section| section.get_in("s3", key)) else {
            return Ok(None);
        };
        let mut choices = choices.iter();
        match choices.find(|(word, _)| *word == property.value.as_str()) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => Err(ConfigError::BadValue { path: path.to_owned(), line: property.line, key, allowed }),
        }
    }

    fn endpoint(&self, environment: &Environment<'_>) -> Result<Option<String>, ConfigError> {
        let ignored = environment.ignores_endpoints()?.unwrap_or_else(|| {
            self.text("ignore_configured_endpoint_urls")
                .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        });
        if ignored {
            return Ok(None);
        }
        if let Some(endpoint) = environment.endpoint()? {
            return Ok(Some(endpoint));
        }
        match self.services_endpoint()? {
            Some(endpoint) => Ok(Some(endpoint)),
            None => Ok(self.text("endpoint_url")),
        }
    }

    /// Returns the S3 endpoint from the `[services ...]` section that the profile names.
    fn services_endpoint(&self) -> Result<Option<String>, ConfigError> {
        let Some((path, property)) = self.find(|section| section.get("services")) else {
            return Ok(None);
        };
        let services = property.value.as_str();
        let config = self.files.config.as_ref();
        let section =
            config.and_then(|file| file.section(|section| name_after("services", section) == Some(services)));
        let Some(section) = section else {
            return Err(ConfigError::MissingServices {
                path: path.to_owned(),
                line: property.line,
                services: services.to_owned(),
            });
        };
        let endpoint = section.get_in("s3", "endpoint_url");
        let endpoint = endpoint.filter(|endpoint| !endpoint.value.is_empty());
        Ok(endpoint.map(|endpoint| endpoint.value.to_string()))
    }
}
