//! The keys and the storage settings that one source contains.

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::error::ConfigError;

/// The settings of the storage, without the keys.
pub(super) struct Storage {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) addressing: Addressing,
    pub(super) version: Option<Version>,
}

/// A complete set of keys.
pub(super) struct Keys {
    pub(super) access_key: String,
    pub(super) secret_key: Zeroizing<String>,
    pub(super) session_token: Option<Zeroizing<String>>,
    pub(super) expire_at: Option<i64>,
    pub(super) origin: String,
}

/// The keys in one source: a complete set, an incomplete one, or none.
pub(super) struct KeyParts {
    pub(super) access_key: Option<String>,
    pub(super) secret_key: Option<Zeroizing<String>>,
    pub(super) session_token: Option<Zeroizing<String>>,
}

impl KeyParts {
    /// Returns the complete set, or `None` if the source has no keys at all. `names` are the source's names for the
    /// access key and the secret key.
    pub(super) fn complete(
        self,
        origin: String,
        names: [&'static str; 2],
    ) -> Result<Option<Keys>, ConfigError> {
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
