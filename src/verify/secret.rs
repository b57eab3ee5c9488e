//! What the caller knows about an access key.

use std::fmt;

use zeroize::Zeroizing;

/// The secret key of an access key, and the session token if the two are temporary. Borrowed, or owned and wiped on
/// drop. `Debug` shows nothing.
///
/// ```
/// # use presign::Secret;
/// let lasting = Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let temporary = Secret::from(String::from("a secret key")).session_token("its token");
/// # assert_eq!(format!("{lasting:?} {temporary:?}"), "Secret(..) Secret(..)");
/// ```
pub struct Secret<'a> {
    key: Text<'a>,
    token: Option<Text<'a>>,
}

enum Text<'a> {
    Borrowed(&'a str),
    Owned(Zeroizing<String>),
}

impl Text<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Secret<'a> {
    fn from(key: &'a str) -> Self {
        Self { key: Text::Borrowed(key), token: None }
    }
}

impl From<String> for Secret<'_> {
    fn from(key: String) -> Self {
        Self { key: Text::Owned(Zeroizing::new(key)), token: None }
    }
}

impl<'a> Secret<'a> {
    /// The token that links signed with this key must carry. Without one they must carry none.
    #[must_use]
    pub fn session_token(self, token: &'a str) -> Self {
        Self { token: Some(Text::Borrowed(token)), ..self }
    }

    /// As [`Secret::session_token`], for a token that came from elsewhere.
    #[must_use]
    pub fn owned_session_token(self, token: String) -> Self {
        Self { token: Some(Text::Owned(Zeroizing::new(token))), ..self }
    }

    pub(crate) fn key(&self) -> &str {
        self.key.as_str()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(Text::as_str)
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
