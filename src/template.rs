//! A link with a hole for the key.

use crate::text::Text;
use crate::{Error, encode, request, sigv2, sigv4};

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
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|piece| piece.len()).sum()
    }

    pub(crate) fn append_to(&self, out: &mut Vec<u8>) {
        out.reserve(self.len());
        for piece in self.0 {
            out.extend_from_slice(piece);
        }
    }

    /// Writes to the front of `out` if the whole link has room there.
    fn write_to(&self, out: &mut [u8]) {
        if out.len() < self.len() {
            return;
        }
        let mut rest = out;
        for piece in self.0 {
            let (front, behind) = rest.split_at_mut(piece.len());
            front.copy_from_slice(piece);
            rest = behind;
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

    /// Write the link for one key, which is ASCII, to the front of `out`, and return its length. If `out` is shorter
    /// than that, it is left as it was.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn write(&self, key: &str, out: &mut [u8]) -> Result<usize, Error> {
        if key.is_empty() {
            return Err(Error::KeyEmpty);
        }
        request::check_key(key)?;
        Ok(self.write_checked(key, out))
    }

    /// A length in bytes that the link for this key does not exceed. Nothing is signed.
    #[must_use]
    pub fn bound(&self, key: &str) -> usize {
        let constant = match &self.kind {
            Kind::V4(template) => template.bound(),
            Kind::V2(template) => template.bound(),
        };
        constant + encode::path_len(key.as_bytes())
    }

    /// Any checked key; an empty one addresses the bucket.
    pub(crate) fn append_checked(&self, key: &str, out: &mut Vec<u8>) {
        let mut scratch = Text::default();
        self.sign(key, &mut scratch).append_to(out);
    }

    /// As [`Template::append_checked`], and as [`Template::write`].
    pub(crate) fn write_checked(&self, key: &str, out: &mut [u8]) -> usize {
        let mut scratch = Text::default();
        let link = self.sign(key, &mut scratch);
        link.write_to(out);
        link.len()
    }

    #[inline]
    fn sign<'a>(&'a self, key: &str, scratch: &'a mut Text) -> Link<'a> {
        match &self.kind {
            Kind::V4(template) => template.sign(key, scratch),
            Kind::V2(template) => template.sign(key, scratch),
        }
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
