//! Strings, which UTF-8 may not be able to encode.

use presign::ErrorKind;
use smallvec::SmallVec;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// A string as UTF-8, or the fact that it has a lone surrogate, which UTF-8 cannot encode.
pub struct Text(pub(super) Option<SmallVec<[u8; 128]>>);

/// A string that something else owns, or none if it has a lone surrogate.
#[derive(Clone, Copy)]
pub struct Part<'a>(pub(crate) Option<&'a str>);

/// An empty string.
impl Default for Part<'_> {
    fn default() -> Self {
        Self(Some(""))
    }
}

impl<'a> Part<'a> {
    /// Returns the text. `name` and `kind` are for the error, which does not contain the text.
    pub(crate) fn get(self, name: &str, kind: ErrorKind) -> Result<&'a str, Failure> {
        self.0.ok_or_else(|| Failure::lone_surrogate(name, kind))
    }
}

impl<'a> From<&'a Text> for Part<'a> {
    fn from(text: &'a Text) -> Self {
        Self(text.known())
    }
}

impl<'a> From<&Part<'a>> for Part<'a> {
    fn from(part: &Part<'a>) -> Self {
        *part
    }
}

impl Text {
    /// Returns the text. `name` and `kind` are for the error, which does not contain the text.
    pub(crate) fn get(&self, name: &str, kind: ErrorKind) -> Result<&str, Failure> {
        Part::from(self).get(name, kind)
    }

    /// Returns the text, if it has no lone surrogate.
    pub(crate) fn known(&self) -> Option<&str> {
        // SAFETY: the bytes are those of a string, or what `encode_utf8` returned.
        self.0.as_ref().map(|bytes| unsafe { std::str::from_utf8_unchecked(bytes) })
    }
}

/// An empty text for one with a lone surrogate; callers look for those first.
impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.known().unwrap_or_default()
    }
}

/// A string that is wiped from memory, as are the copies that are made of it here.
pub struct SecretText(pub(super) Option<Zeroizing<String>>);

impl SecretText {
    /// Returns the text. `name` is for the error, which does not contain the text.
    pub(crate) fn get(&self, name: &str) -> Result<&str, Failure> {
        let text = self.0.as_ref().map(|text| text.as_str());
        text.ok_or_else(|| Failure::lone_surrogate(name, ErrorKind::Credentials))
    }
}
