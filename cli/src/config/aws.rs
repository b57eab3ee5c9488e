//! Reads profiles from `~/.aws/credentials` and `~/.aws/config`.

use std::path::Path;

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::ConfigError;
use super::environment::{Environment, HOME};
use super::ini::{Document, Property, Section};
use super::names::{Names, name_after};
use super::quotes;
use super::source::{KeyPart, KeyParts, Keys, Storage};
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

/// The setting with the endpoint's URL: of the profile, of a block `s3`, or of a services section.
const ENDPOINT: &str = "endpoint_url";

/// The names of the session token, in botocore's order: the older one first.
const TOKENS: [&str; 2] = ["aws_security_token", "aws_session_token"];

/// The two files. A file is `None` without a home directory and without a variable that names the file.
pub(super) struct Files {
    credentials: Option<Document>,
    config: Option<Document>,
}

impl Files {
    pub(super) fn read(environment: &Environment<'_>) -> Result<Self, ConfigError> {
        let file = |variable, default| {
            let path = environment.path(variable);
            path.or_else(|| environment.below_home(default)).map(Document::read).transpose()
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
        let named = |section: &str| name_after("profile", section).as_deref() == Some(name);
        let plain = |section: &str| section == "default" && name == "default";
        Profile {
            name,
            files: self,
            credentials: credentials.and_then(|file| Place::find(file, |section| section == name)),
            config: config.and_then(|file| Place::find(file, named).or_else(|| Place::find(file, plain))),
        }
    }

    pub(super) fn missing(&self, profile: &str) -> ConfigError {
        ConfigError::MissingProfile {
            profile: profile.to_owned(),
            files: self.names(),
            misnamed: self.misnamed(profile),
        }
    }

    /// Says how to rename a section that is probably meant to be this profile, in a file without the profile.
    pub(super) fn misnamed(&self, profile: &str) -> Option<String> {
        let in_file = |file: &Option<Document>, names: Names| {
            let file = file.as_ref()?;
            if file.names().any(|section| names.is_right(section, profile)) {
                return None;
            }
            let found = file.names().find(|section| Names::is_similar(section, profile))?;
            let [right, found] =
                [&names.section_of(profile), found].map(|name| shown::escaped(name).into_owned());
            Some(format!("in {}, write [{right}] instead of [{found}]", shown::path(&file.path)))
        };
        in_file(&self.config, Names::Config).or_else(|| in_file(&self.credentials, Names::Credentials))
    }

    /// Returns the paths of the files, for a message.
    pub(super) fn names(&self) -> String {
        let files = [&self.credentials, &self.config];
        let names: Vec<_> = files.into_iter().flatten().map(|file| shown::path(&file.path)).collect();
        if names.is_empty() {
            return format!("~/.aws ({HOME} is not set)");
        }
        names.join(" and ")
    }
}

/// A section and the path of its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a Path,
    section: Section<'a>,
}

impl<'a> Place<'a> {
    fn find(file: &'a Document, accepts: impl Fn(&str) -> bool) -> Option<Self> {
        let section = file.section(accepts)?;
        let path = &file.path;
        Some(Self { path, section })
    }

    fn key_part(self, name: &'static str) -> Result<KeyPart, ConfigError> {
        let Some(property) = self.section.get(name) else {
            return Ok((name, None));
        };
        Ok((name, property.text(self.path)?.map(|text| Zeroizing::new(text.to_owned()))))
    }

    fn keys(self, profile: &str) -> Result<Option<Keys>, ConfigError> {
        let [older_token, token] = TOKENS;
        let parts = KeyParts {
            access_key: self.key_part("aws_access_key_id")?,
            secret_key: self.key_part("aws_secret_access_key")?,
            session_token: match self.key_part(older_token)? {
                (_, None) => self.key_part(token)?,
                found => found,
            },
        };
        parts.complete(format!("profile {profile:?} in {}", shown::path(self.path)))
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
        match self.find(setting) {
            None => Ok(()),
            Some(_) => Err(ConfigError::NeedsExport { profile: self.name.to_owned(), setting }),
        }
    }

    fn places(&self) -> impl Iterator<Item = Place<'a>> {
        self.credentials.into_iter().chain(self.config)
    }

    /// Returns the first value that is not empty, of the credentials file before the config file, as in botocore.
    fn find(&self, name: &str) -> Option<(&'a Path, &'a Property)> {
        let mut found = self.places().filter_map(|place| Some((place.path, place.section.get(name)?)));
        found.find(|(_, property)| !property.value.is_empty())
    }

    /// Returns a setting of the block `s3`. A block of the credentials file replaces that of the config file, as in
    /// botocore.
    fn find_in_s3(&self, name: &str) -> Option<(&'a Path, &'a Property)> {
        let mut found = self.places().filter_map(|place| Some((place.path, place.section.get("s3")?)));
        let (path, block) = found.find(|(_, property)| property.has_block())?;
        Some((path, block.get(name)?))
    }

    fn text(&self, name: &'static str) -> Result<Option<String>, ConfigError> {
        setting(name, self.find(name))
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
            region: match region {
                Some(region) => Some(region),
                None => self.text("region")?,
            },
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
        let Some((path, property)) = self.find_in_s3(key) else {
            return Ok(None);
        };
        let Some(value) = property.text(path)? else {
            return Ok(None);
        };
        let mut choices = choices.iter();
        match choices.find(|(word, _)| *word == value) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => Err(ConfigError::BadValue { path: path.to_owned(), line: property.line, key, allowed }),
        }
    }

    fn endpoint(&self, environment: &Environment<'_>) -> Result<Option<String>, ConfigError> {
        let ignored = match environment.ignores_endpoints()? {
            Some(ignored) => ignored,
            None => {
                let ignored = self.text("ignore_configured_endpoint_urls")?;
                ignored.is_some_and(|value| value.eq_ignore_ascii_case("true"))
            }
        };
        if ignored {
            return Ok(None);
        }
        if let Some(endpoint) = environment.endpoint()? {
            return Ok(Some(endpoint));
        }
        if let Some(endpoint) = self.services_endpoint()? {
            return Ok(Some(endpoint));
        }
        // Not read by botocore, but by a plugin of aws-cli, and shown in the documentation of many storages.
        match setting(ENDPOINT, self.find_in_s3(ENDPOINT))? {
            Some(endpoint) => Ok(Some(endpoint)),
            None => self.text(ENDPOINT),
        }
    }

    /// Returns the S3 endpoint from the `[services ...]` section that the profile names.
    fn services_endpoint(&self) -> Result<Option<String>, ConfigError> {
        let Some((path, property)) = self.find("services") else {
            return Ok(None);
        };
        let services = property.text(path)?.unwrap_or_default();
        let is_named = |section: &str| name_after("services", section).as_deref() == Some(services);
        let place = self.files.config.as_ref().and_then(|file| Place::find(file, is_named));
        let Some(place) = place else {
            return Err(ConfigError::MissingServices {
                path: path.to_owned(),
                line: property.line,
                services: services.to_owned(),
            });
        };
        let endpoint = place.section.get("s3").and_then(|block| block.get(ENDPOINT));
        setting(ENDPOINT, endpoint.map(|endpoint| (place.path, endpoint)))
    }
}

/// Returns a setting's value, which may not be in quotation marks. `None` if it is empty.
fn setting(name: &'static str, found: Option<(&Path, &Property)>) -> Result<Option<String>, ConfigError> {
    let Some((path, property)) = found else {
        return Ok(None);
    };
    let value = property.text(path)?;
    let origin = format!("{}:{}", shown::path(path), property.line);
    quotes::refuse_around(name, &origin, value.unwrap_or_default())?;
    Ok(value.map(str::to_owned))
}
