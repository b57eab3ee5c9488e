//! Access key, secret key and session token: checked once, wiped on drop, never printed.

use std::fmt;

use zeroize::Zeroizing;

use crate::Error;

/// Holds an access key, its secret key and an optional session token. `Debug` shows only the access key.
#[derive(Clone)]
pub struct Credentials {
    access_key: String,
    secret_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Checks the keys and copies them.
    ///
    /// # Errors
    /// [`Error::Credentials`] if a value is empty, begins or ends with white space or contains a control character, or
    /// if the access key is not printable ASCII. `/` and `+` are allowed.
    pub fn new(access_key: &str, secret_key: &str, session_token: Option<&str>) -> Result<Self, Error> {
        check("access key", access_key)?;
        if !access_key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return Err(Error::Credentials { name: "access key", rule: "must be printable ASCII" });
        }
        check("secret key", secret_key)?;
        if let Some(token) = session_token {
            check("session token", token)?;
        }
        Ok(Self {
            access_key: access_key.to_owned(),
            secret_key: Zeroizing::new(secret_key.to_owned()),
            session_token: session_token.map(|token| Zeroizing::new(token.to_owned())),
        })
    }

    /// Refuses temporary keys without their token. On AWS the access keys of temporary keys begin with `ASIA` (IAM
    /// documentation, "IAM identifiers", the table of unique ID prefixes).
    ///
    /// # Errors
    /// [`Error::Credentials`] if the access key begins with `ASIA` and there is no session token.
    pub(crate) fn check_for_aws(&self) -> Result<(), Error> {
        if self.access_key.starts_with("ASIA") && self.session_token.is_none() {
            let rule = "is missing: an access key that begins with ASIA is temporary; AWS refuses it without its token";
            return Err(Error::Credentials { name: "session token", rule });
        }
        Ok(())
    }

    /// Returns the access key ID, which is part of every link.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    pub(crate) fn secret_key(&self) -> &str {
        &self.secret_key
    }

    pub(crate) fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

/// Checks one value. White space or a line break around a key is nearly always a copy-and-paste mistake, and produces
/// links that storages refuse.
fn check(name: &'static str, value: &str) -> Result<(), Error> {
    let rule = if value.is_empty() {
        "must not be empty"
    } else if value.trim() != value {
        "must not begin or end with white space"
    } else if value.chars().any(char::is_control) {
        "must not contain control characters"
    } else {
        return Ok(());
    };
    Err(Error::Credentials { name, rule })
}
