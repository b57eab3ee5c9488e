//! A link with a hole for the key.

use crate::text::Text;
use crate::{Error, request, sigv2, sigv4};

/// A link with everything settled but the key. Made by [`Signer::template`](crate::Signer::template); it holds the
/// signing time, the end and the day's signing key, and needs its signer no longer.
pub struct Template {
    pub(crate) kind: Kind,
    pub(crate) expires_at: i64,
}

// Both live on the stack where one link is signed; boxing the larger would cost the allocation it saves.
#[allow(clippy::large_enum_variant)]
pub(crate) enum Kind {
    V4(sigv4::Template),
    V2(sigv2::Template),
}

/// What is computed on the way to a URL, for comparing with what a storage says it computed.
///
/// It has no `Debug`: the canonical request holds the session token and the headers' values.
#[derive(Clone, PartialEq, Eq)]
pub struct Stages {
    /// Signature Version 4's canonical request; empty for Version 2.
    pub canonical_request: String,
    /// The text whose HMAC is the signature.
    pub string_to_sign: String,
    /// As in the URL before percent-encoding: 64 hexadecimal digits, or base64 for Version 2.
    pub signature: String,
}

/// A signed link: pieces of a template and of the scratch text, to be put one after the other.
pub(crate) struct Link<'a>(pub(crate) [&'a [u8]; 5]);

impl Link<'_> {
    pub(crate) fn append_to(&self, out: &mut Vec<u8>) {
        out.reserve(self.0.iter().map(|piece| piece.len()).sum());
        for piece in self.0 {
            out.extend_from_slice(piece);
        }
    }
}

impl Template {
    /// When links of this template end, in Unix seconds.
    #[must_use]
    pub fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// The link for one key.
    ///
    /// # Errors
    /// [`Error::KeyEmpty`], and [`Error::KeyTooLong`] over 1024 bytes.
    pub fn presign(&self, key: &str) -> Result<String, Error> {
        let mut url = Vec::new();
        self.append(key, &mut url)?;
        Ok(into_string(url))
    }

    /// Append the link for one key, which is ASCII, to `out`. On error nothing is appended.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn append(&self, key: &str, out: &mut Vec<u8>) -> Result<(), Error> {
        if key.is_empty() {
            return Err(Error::KeyEmpty);
        }
        request::check_key(key)?;
        self.append_checked(key, out);
        Ok(())
    }

    /// Any checked key; an empty one addresses the bucket.
    pub(crate) fn append_checked(&self, key: &str, out: &mut Vec<u8>) {
        let mut scratch = Text::default();
        match &self.kind {
            Kind::V4(template) => template.sign(key, &mut scratch),
            Kind::V2(template) => template.sign(key, &mut scratch),
        }
        .append_to(out);
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        match &self.kind {
            Kind::V4(template) => template.stages(key),
            Kind::V2(template) => template.stages(key),
        }
    }
}

/// A link is ASCII by construction, so nothing is ever replaced; the check costs a few nanoseconds.
pub(crate) fn into_string(link: Vec<u8>) -> String {
    String::from_utf8(link).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
