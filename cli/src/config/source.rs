//! The keys and the storage settings that one source contains.

use presign::{Addressing, Version};
use zeroize::Zeroizing;

use super::error::ConfigError;
use super::quotes;

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

/// A part of the keys, with its name in the source.
pub(super) type KeyPart = (&'static str, Option<Zeroizing<String>>);

/// The keys in one source: a complete set, an incomplete one, or none.
pub(super) struct KeyParts {
    pub(super) access_key: KeyPart,
    pub(super) secret_key: KeyPart,
    pub(super) session_token: KeyPart,
}

impl KeyParts {
    /// Returns the complete set, or `None` if the source has no keys at all.
    pub(super) fn complete(self, origin: String) -> Result<Option<Keys>, ConfigError> {
        let [(access_name, access_key), (secret_name, secret_key), (token_name, session_token)] =
            [self.access_key, self.secret_key, self.session_token];
        let missing = match (access_key, secret_key) {
            (Some(access_key), Some(secret_key)) => {
                // A secret key of some storage may begin or end with a quotation mark, but no access key does.
                quotes::refuse_at_an_end(access_name, &origin, &access_key)?;
                quotes::refuse_around(secret_name, &origin, &secret_key)?;
                if let Some(token) = &session_token {
                    quotes::refuse_around(token_name, &origin, token)?;
                }
                return Ok(Some(Keys {
                    access_key: access_key.to_string(),
                    secret_key,
                    session_token,
                    expire_at: None,
                    origin,
                }));
            }
            (None, None) if session_token.is_none() => return Ok(None),
            (None, _) => access_name,
            (Some(_), None) => secret_name,
        };
        Err(ConfigError::HalfASet { origin, missing })
    }
}
