//! The secret that a caller returns for an access key.

use std::fmt;

use zeroize::Zeroizing;

/// Holds the secret key of an access key, and the session token if both are temporary. Borrowed, or owned and wiped on
/// drop. `Debug` shows nothing.
///
/// ```
/// # use presign::Secret;
/// let lasting = Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let temporary = Secret::from(String::from("a secret key")).session_token("its token");
/// # assert_eq!(format!("{lasting:?} {temporary:?}"), "Secret(..) Secret(..)");
/// ```
pub struct Secret<'a> {
    key: SecretText<'a>,
    token: Option<SecretText<'a>>,
}

enum SecretText<'a> {
    Borrowed(&'a str),
    Owned(Zeroizing<String>),
}

impl SecretText<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Secret<'a> {
    fn from(key: &'a str) -> Self {
        Self { key: SecretText::Borrowed(key), token: None }
    }
}

impl From<String> for Secret<'_> {
    fn from(key: String) -> Self {
        Self { key: SecretText::Owned(Zeroizing::new(key)), token: None }
    }
}

impl<'a> Secret<'a> {
    /// Sets the session token that links signed with this key must have. Without it, links with a token are refused.
    #[must_use]
    pub fn session_token(self, token: &'a str) -> Self {
        Self { token: Some(SecretText::Borrowed(token)), ..self }
    }

    /// Sets an owned session token; otherwise like [`Secret::session_token`].
    #[must_use]
    pub fn owned_session_token(self, token: String) -> Self {
        Self { token: Some(SecretText::Owned(Zeroizing::new(token))), ..self }
    }

    /// Borrows the secret.
    pub(crate) fn by_ref(&self) -> Secret<'_> {
        let secret = Secret::from(self.key());
        match self.token() {
            Some(token) => secret.session_token(token),
            None => secret,
        }
    }

    pub(crate) fn key(&self) -> &str {
        self.key.as_str()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(SecretText::as_str)
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
