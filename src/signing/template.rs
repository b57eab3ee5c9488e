//! Templates: presigned URLs with the key left open.

use crate::Error;
use crate::input::request;
use crate::primitives::encode::PathText;
use crate::primitives::sha256::lanes::Kernel;
use crate::signing::buffer::{copy_whole, into_string};
use crate::signing::stages::Stages;
use crate::signing::{sigv2, sigv4};

/// Creates URLs that differ only in their key. Made by [`Signer::template`](crate::Signer::template); a template holds
/// the signing time, the expiry and the day's signing key, and does not need its signer any more.
pub struct Template {
    kind: TemplateKind,
    expires_at: i64,
}

// A template is created once for many keys, so the size of the larger variant does not matter.
#[allow(clippy::large_enum_variant)]
enum TemplateKind {
    V4(sigv4::V4Template),
    V2(sigv2::V2Template),
}

/// A validated request, from which a template or a single URL is written.
#[allow(clippy::large_enum_variant, reason = "it is on the stack, for one URL")]
pub(crate) enum ValidatedRequest<'a> {
    V4(sigv4::UrlParts<'a>),
    V2(sigv2::UrlParts<'a>),
}

impl ValidatedRequest<'_> {
    /// Appends the URL for a checked key; an empty key addresses the bucket.
    #[inline]
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        match self {
            Self::V4(parts) => parts.append(key, out),
            Self::V2(parts) => parts.append(key, out),
        }
    }

    /// Returns an upper bound, in bytes, of the length of the URL for a checked key.
    pub(crate) fn bound(&self, key: &str) -> usize {
        let constant = match self {
            Self::V4(parts) => parts.bound(),
            Self::V2(parts) => parts.bound(),
        };
        constant + PathText::new(key).bound()
    }

    pub(crate) fn expires_at(&self) -> i64 {
        match self {
            Self::V4(parts) => parts.validity.expires_at,
            Self::V2(parts) => parts.validity.expires_at,
        }
    }

    pub(crate) fn template(self) -> Template {
        let expires_at = self.expires_at();
        let kind = match self {
            Self::V4(parts) => TemplateKind::V4(parts.template()),
            Self::V2(parts) => TemplateKind::V2(parts.template()),
        };
        Template { kind, expires_at }
    }
}

impl Template {
    /// Returns the expiry of this template's URLs, in Unix seconds.
    #[must_use]
    pub fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// Returns the presigned URL for one key.
    ///
    /// # Errors
    /// [`Error::KeyEmpty`] for an empty key, [`Error::KeyTooLong`] for a key over 1024 bytes.
    pub fn presign(&self, key: &str) -> Result<String, Error> {
        let mut url = Vec::new();
        self.presign_into(key, &mut url)?;
        Ok(into_string(url))
    }

    /// Appends the presigned URL for one key, which is ASCII, to `out`. On error nothing is appended.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn presign_into(&self, key: &str, out: &mut Vec<u8>) -> Result<(), Error> {
        check_object(key)?;
        match &self.kind {
            TemplateKind::V4(template) => template.append(key, out),
            TemplateKind::V2(template) => template.append(key, out),
        }
        Ok(())
    }

    /// Writes the presigned URL for one key, which is ASCII, to the beginning of `out`, and returns its length in
    /// bytes. If `out` is shorter than that, it is left unchanged.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn presign_to_slice(&self, key: &str, out: &mut [u8]) -> Result<usize, Error> {
        let mut url = Vec::new();
        self.presign_into(key, &mut url)?;
        Ok(copy_whole(&url, out))
    }

    /// Returns an upper bound, in bytes, of the length of the URL for this key. Nothing is signed.
    ///
    /// # Errors
    /// As for [`Template::presign`].
    pub fn bound(&self, key: &str) -> Result<usize, Error> {
        check_object(key)?;
        Ok(self.constant() + PathText::new(key).bound())
    }

    /// Returns the state with which a batch signs many URLs at once; `None` for signatures that are computed one by
    /// one.
    #[inline]
    pub(crate) fn batch_signer(&self, after: Option<u8>, kernel: Kernel) -> Option<sigv4::BatchSigner<'_>> {
        match &self.kind {
            TemplateKind::V4(template) => sigv4::BatchSigner::new(template, after, kernel),
            TemplateKind::V2(_) => None,
        }
    }

    /// Returns the maximum length of a URL without its key, in bytes; for Version 4 it is exact.
    pub(crate) fn constant(&self) -> usize {
        match &self.kind {
            TemplateKind::V4(template) => template.bound(),
            TemplateKind::V2(template) => template.bound(),
        }
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        match &self.kind {
            TemplateKind::V4(template) => template.stages(key),
            TemplateKind::V2(template) => template.stages(key),
        }
    }
}

/// Omits the text, which may contain a session token and values of headers.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Checks a key for a template. Templates address objects, so an empty key is a mistake.
fn check_object(key: &str) -> Result<(), Error> {
    if key.is_empty() { Err(Error::KeyEmpty) } else { request::check_key(key) }
}
