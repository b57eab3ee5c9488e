//! A link with a hole for the key.

use crate::encode::PathText;
use crate::sha256::lanes::Kernel;
use crate::{Error, request, sigv2, sigv4};

/// A link with everything settled but the key. Made by [`Signer::template`](crate::Signer::template); it holds the
/// signing time, the end and the day's signing key, and needs its signer no longer.
pub struct Template {
    kind: Kind,
    expires_at: i64,
}

// A template is made once for many keys: the size of the larger variant does not matter.
#[allow(clippy::large_enum_variant)]
enum Kind {
    V4(sigv4::Template),
    V2(sigv2::Template),
}

/// A request that passed all checks: what a template is written from, or a single link.
#[allow(clippy::large_enum_variant, reason = "it lives on the stack for one link")]
pub(crate) enum Settled<'a> {
    V4(sigv4::Parts<'a>),
    V2(sigv2::Parts<'a>),
}

impl Settled<'_> {
    /// The link for a checked key; an empty one addresses the bucket.
    #[inline]
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        match self {
            Self::V4(parts) => parts.append(key, out),
            Self::V2(parts) => parts.append(key, out),
        }
    }

    /// A length in bytes that the link for a checked key does not exceed.
    pub(crate) fn bound(&self, key: &str) -> usize {
        let constant = match self {
            Self::V4(parts) => parts.bound(),
            Self::V2(parts) => parts.bound(),
        };
        constant + PathText::new(key).bound()
    }

    pub(crate) fn expires_at(&self) -> i64 {
        match self {
            Self::V4(parts) => parts.life.expires_at,
            Self::V2(parts) => parts.life.expires_at,
        }
    }

    pub(crate) fn template(self) -> Template {
        let expires_at = self.expires_at();
        let kind = match self {
            Self::V4(parts) => Kind::V4(parts.template()),
            Self::V2(parts) => Kind::V2(parts.template()),
        };
        Template { kind, expires_at }
    }
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
        self.presign_into(key, &mut url)?;
        Ok(into_string(url))
    }

    /// Append the link for one key, which is ASCII, to `out`. On error nothing is appended.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn presign_into(&self, key: &str, out: &mut Vec<u8>) -> Result<(), Error> {
        check_object(key)?;
        match &self.kind {
            Kind::V4(template) => template.append(key, out),
            Kind::V2(template) => template.append(key, out),
        }
        Ok(())
    }

    /// Write the link for one key, which is ASCII, to the front of `out`, and return its length. If `out` is shorter
    /// than that, it is left as it was.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn presign_to_slice(&self, key: &str, out: &mut [u8]) -> Result<usize, Error> {
        let mut url = Vec::new();
        self.presign_into(key, &mut url)?;
        Ok(copy_whole(&url, out))
    }

    /// A length in bytes that the link for this key does not exceed. Nothing is signed.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn bound(&self, key: &str) -> Result<usize, Error> {
        check_object(key)?;
        Ok(self.constant() + PathText::new(key).bound())
    }

    /// What many links are made with at once; none where they are made one by one.
    #[inline]
    pub(crate) fn desk(&self, after: Option<u8>, kernel: Kernel) -> Option<sigv4::Desk<'_>> {
        match &self.kind {
            Kind::V4(template) => sigv4::Desk::new(template, after, kernel),
            Kind::V2(_) => None,
        }
    }

    /// The length of a link without its key, at most; for Version 4 exactly.
    pub(crate) fn constant(&self) -> usize {
        match &self.kind {
            Kind::V4(template) => template.bound(),
            Kind::V2(template) => template.bound(),
        }
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        match &self.kind {
            Kind::V4(template) => template.stages(key),
            Kind::V2(template) => template.stages(key),
        }
    }
}

/// Without the text, which may hold a token and headers' values.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Templates are for objects: an empty key there is a slip.
fn check_object(key: &str) -> Result<(), Error> {
    if key.is_empty() { Err(Error::KeyEmpty) } else { request::check_key(key) }
}

/// The length of pairs with a separator behind each half, for reckoning room.
pub(crate) fn text_len(pairs: &[(&str, &str)]) -> usize {
    pairs.iter().map(|(name, value)| name.len() + value.len() + 4).sum()
}

/// Copies the link to the front of `out` if it has room there. Returns the link's length.
pub(crate) fn copy_whole(link: &[u8], out: &mut [u8]) -> usize {
    if let Some(front) = out.get_mut(..link.len()) {
        front.copy_from_slice(link);
    }
    link.len()
}

/// A link is ASCII by construction, so nothing is ever replaced; the check costs a few nanoseconds.
pub(crate) fn into_string(link: Vec<u8>) -> String {
    String::from_utf8(link).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
