//! Where keys and settings come from: the environment, `~/.aws` and `~/.s3cfg`.
//!
//! [`load`] takes the first source that has keys and never mixes two: access key, secret key and token
//! come from one place. Region, endpoint and the rest belong to the profile (or to `~/.s3cfg`, when its
//! keys are used), and the environment's variables win over both. Nothing here signs or prints, and
//! nothing reads the process's environment: the caller hands it in.

mod aws;
mod environment;
mod error;
mod ini;
mod s3cfg;
#[cfg(test)]
mod tests;

use std::{ffi::OsString, fmt};

use presign::{Addressing, Signer, Version};
use zeroize::Zeroizing;

use self::environment::Environment;
pub use self::error::ConfigError;

/// What to look for.
pub struct Lookup<'a> {
    /// The profile asked for by name. It wins over the environment's keys; without keys it is an error.
    pub profile: Option<&'a str>,
    /// Look into `~/.s3cfg` before `~/.aws` (but after the environment), as a user of s3cmd expects.
    pub s3cfg_first: bool,
    /// Reads an environment variable. An empty value counts as unset.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
}

/// Keys from one source, and what is said about the storage they are for.
///
/// Nothing is checked beyond its syntax in the file: keys, region and endpoint are as they were written.
pub struct Settings {
    /// The access key's id. Not a secret: it stands in every link.
    pub access_key: String,
    /// The secret key.
    pub secret_key: Zeroizing<String>,
    /// The token of temporary keys.
    pub session_token: Option<Zeroizing<String>>,
    /// When temporary keys end, in Unix seconds. Known only for keys from the environment.
    pub credentials_expire_at: Option<i64>,
    /// The region. `None`: nothing names one.
    pub region: Option<String>,
    /// The endpoint's URL. `None`: nothing names one, or it is AWS itself.
    pub endpoint: Option<String>,
    /// How a bucket is addressed.
    pub addressing: Addressing,
    /// The signature's version. `None`: nothing names one.
    pub version: Option<Version>,
    /// Where the keys come from, in words for a message.
    pub source: String,
}

/// The endpoint is left out too: someone may have written a password into it.
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

/// What a caller asks for; it wins over the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes<'a> {
    /// The region.
    pub region: Option<&'a str>,
    /// The endpoint's URL.
    pub endpoint: Option<&'a str>,
    /// How a bucket is addressed.
    pub addressing: Option<Addressing>,
    /// The signature's version.
    pub version: Option<Version>,
    /// The longest life of a link, in seconds.
    pub max_expires_in: Option<i64>,
}

impl Settings {
    /// The signer that all this makes.
    ///
    /// # Errors
    ///
    /// Whatever setting or wish breaks a rule of signing.
    pub fn signer(&self, wishes: &Wishes<'_>) -> Result<Signer, presign::Error> {
        Signer::builder(&self.access_key, &self.secret_key)
            .session_token(self.session_token.as_ref().map(|token| token.as_str()))
            .credentials_expire_at(self.credentials_expire_at)
            .region(wishes.region.or(self.region.as_deref()))
            .endpoint(wishes.endpoint.or(self.endpoint.as_deref()))
            .addressing(match (wishes.addressing, self.addressing) {
                (Some(addressing), _) => addressing,
                // s3cmd's rule is about s3cmd's host, not about one given here.
                (None, Addressing::VirtualOrPath) if wishes.endpoint.is_some() => Addressing::Auto,
                (None, addressing) => addressing,
            })
            .max_expires_in(wishes.max_expires_in)
            .version(wishes.version.or(self.version).unwrap_or_default())
            .build()
    }
}

/// Finds the keys and what goes with them.
///
/// Only regular files are read, and what symbolic links to them lead to. The null device counts as an empty file.
///
/// # Errors
///
/// No source has keys; the first that has any has half a set; a profile asked for is missing or has no
/// static keys; a file that had to be read cannot be, is not a regular file, or is malformed; a value is none of
/// those allowed.
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
        return Ok(settings(keys, storage));
    }

    let files = aws::Files::read(&environment)?;
    let chosen = environment.text("AWS_PROFILE")?;
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
        return Ok(settings(keys, profile.storage(&environment)?));
    }
    if !lookup.s3cfg_first
        && let Some((keys, storage)) = s3cfg::load(&environment)?
    {
        return Ok(settings(keys, storage));
    }
    Err(ConfigError::NoKeys {
        profile: name.to_owned(),
        files: files.names(),
        s3cfg: s3cfg::name(&environment),
    })
}

fn from_named_profile(name: &str, environment: &Environment<'_>) -> Result<Settings, ConfigError> {
    let files = aws::Files::read(environment)?;
    let profile = files.profile(name);
    if !profile.exists() {
        return Err(files.missing(name));
    }
    let keys = profile.keys()?.ok_or_else(|| ConfigError::ProfileWithoutKeys { profile: name.to_owned() })?;
    Ok(settings(keys, profile.storage(environment)?))
}

fn settings(keys: Keys, storage: Storage) -> Settings {
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
    }
}

/// What is said about the storage, apart from the keys.
struct Storage {
    region: Option<String>,
    endpoint: Option<String>,
    addressing: Addressing,
    version: Option<Version>,
}

/// A whole set of keys.
struct Keys {
    access_key: String,
    secret_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expire_at: Option<i64>,
    origin: String,
}

/// What one source says about keys: everything, nothing, or half a set.
struct KeyParts {
    access_key: Option<String>,
    secret_key: Option<Zeroizing<String>>,
    session_token: Option<Zeroizing<String>>,
}

impl KeyParts {
    /// The whole set; `None` if the source says nothing at all. `names` are what the source calls the
    /// access key and the secret key.
    fn complete(self, origin: String, names: [&'static str; 2]) -> Result<Option<Keys>, ConfigError> {
        let [access_name, secret_name] = names;
        let missing = match (self.access_key, self.secret_key) {
            (Some(access_key), Some(secret_key)) => {
                return Ok(Some(Keys {
                    access_key,
                    secret_key,
                    session_token: self.session_token,
                    expire_at: None,
                    origin,
                }));
            }
            (None, None) if self.session_token.is_none() => return Ok(None),
            (None, _) => access_name,
            (Some(_), None) => secret_name,
        };
        Err(ConfigError::HalfASet { origin, missing })
    }
}
