//! Templates: presigned URLs with the key left open.

use crate::Error;
use crate::input::request;
use crate::signing::buffer::{copy_whole, into_string};
use crate::signing::engine::TemplateEngine;

/// Creates URLs that differ only in their key. Made by [`Signer::template`](crate::Signer::template); a template holds
/// the signing time, the expiry and the day's signing key, and does not need its signer any more.
pub struct Template {
    pub(crate) engine: TemplateEngine,
    pub(crate) expires_at: i64,
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
        self.engine.append(key, out);
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
        Ok(self.engine.bound(key))
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
