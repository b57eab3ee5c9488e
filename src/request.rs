//! What the link allows: method, bucket, key, query and headers.

use crate::encode::kinds;
use crate::{DEFAULT_EXPIRES_IN, Error, Expiry, Version, error::quoted, headers};

/// The longest key that any known storage takes, in bytes of UTF-8.
pub const MAX_KEY_BYTES: usize = 1024;

/// One link's wishes. Everything is borrowed; nothing is checked before a signer reads it.
///
/// ```
/// # use presign::{Request, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// let upload = Request::put("example-bucket", "2026/report.pdf")
///     .headers(&[("content-type", "application/pdf")])
///     .expires_in(900);
/// let link = signer.presign_request(&upload)?;
/// assert_eq!(link.headers, [("content-type".to_owned(), "application/pdf".to_owned())]);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// `Debug` leaves the headers' values out, which may be keys (`x-amz-server-side-encryption-customer-key`).
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) expiry: Expiry,
    pub(crate) sign_at: Option<i64>,
    pub(crate) stable_for: i64,
    /// `get` and its like address an object; an empty key there is a slip.
    pub(crate) object_only: bool,
}

impl<'a> Request<'a> {
    /// Any method (1 to 32 of `A-Z`). An empty key addresses the bucket itself.
    #[must_use]
    pub fn new(method: &'a str, bucket: &'a str, key: &'a str) -> Self {
        Self {
            method,
            bucket,
            key,
            query: &[],
            headers: &[],
            expiry: Expiry::In(DEFAULT_EXPIRES_IN),
            sign_at: None,
            stable_for: 0,
            object_only: false,
        }
    }

    /// Download an object. The key must not be empty, except for [`Signer::template`](crate::Signer::template).
    #[must_use]
    pub fn get(bucket: &'a str, key: &'a str) -> Self {
        Self { object_only: true, ..Self::new("GET", bucket, key) }
    }

    /// Upload an object; the key as for [`Request::get`].
    #[must_use]
    pub fn put(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "PUT", ..Self::get(bucket, key) }
    }

    /// Ask for an object's headers; the key as for [`Request::get`]. Storages refuse a GET link for HEAD.
    #[must_use]
    pub fn head(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "HEAD", ..Self::get(bucket, key) }
    }

    /// Delete an object; the key as for [`Request::get`].
    #[must_use]
    pub fn delete(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "DELETE", ..Self::get(bucket, key) }
    }

    /// The link's life in seconds, 1..=604800 for Signature Version 4 unless the signer has another limit.
    #[must_use]
    pub fn expires_in(self, seconds: i64) -> Self {
        self.expiry(Expiry::In(seconds))
    }

    /// The link's end in Unix seconds, after the signing time and no further from it than a life may last.
    #[must_use]
    pub fn expires_at(self, unix: i64) -> Self {
        self.expiry(Expiry::At(unix))
    }

    /// The link's end, one way or the other.
    #[must_use]
    pub fn expiry(self, expiry: Expiry) -> Self {
        Self { expiry, ..self }
    }

    /// Fixes the signing time (Unix seconds) instead of reading the clock, for output that can be reproduced.
    #[must_use]
    pub fn sign_at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { sign_at: unix.into(), ..self }
    }

    /// Rounds the signing time down to a multiple of so many seconds and adds them to the life: within such a window
    /// every caller gets the same URL, which browsers and CDNs can cache. 0 is off.
    #[must_use]
    pub fn stable_for(self, seconds: i64) -> Self {
        Self { stable_for: seconds, ..self }
    }

    /// Further query parameters, signed: `response-content-disposition`, `versionId`, `uploads` with an empty value.
    /// The signature's own names are refused. What Signature Version 2 does not sign, the holder can change.
    #[must_use]
    pub fn query(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { query: pairs, ..self }
    }

    /// Headers that are signed, and therefore must be sent with the link as they are.
    #[must_use]
    pub fn headers(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { headers: pairs, ..self }
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The headers that must be sent with the link: lower-cased names in order, and trimmed values. The same for both
    /// versions, but for what Signature Version 2 refuses.
    ///
    /// # Errors
    /// [`Error::Header`].
    pub fn signed_headers(&self, version: Version) -> Result<Vec<(String, String)>, Error> {
        let headers = headers::collect(self.headers, version)?;
        Ok(headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), (*value).to_owned())).collect())
    }

    /// What holds for every version and addressing. Query and headers have modules of their own.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !(1..=32).contains(&self.method.len())
            || !self.method.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return Err(Error::Method { method: quoted(self.method) });
        }
        check_bucket(self.bucket)
    }
}

/// What holds for every addressing.
#[inline]
pub(crate) fn check_bucket(bucket: &str) -> Result<(), Error> {
    // Nearly every bucket is plain; only the others need a closer look.
    let rule = match bucket {
        "" => "must not be empty",
        "." | ".." => "must not be . or ..",
        _ if kinds::of(bucket) & kinds::NO_PLAIN == 0 => return Ok(()),
        _ if bucket.contains('/') => "must not contain a slash",
        _ if bucket.chars().any(char::is_control) => "must not contain control characters",
        _ => return Ok(()),
    };
    Err(Error::Bucket { bucket: quoted(bucket), rule })
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("query", &self.query)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("expiry", &self.expiry)
            .field("sign_at", &self.sign_at)
            .field("stable_for", &self.stable_for)
            .finish_non_exhaustive()
    }
}

/// Fails if a key is longer than any storage takes.
pub(crate) fn check_key(key: &str) -> Result<(), Error> {
    if key.len() > MAX_KEY_BYTES { Err(Error::KeyTooLong { bytes: key.len() }) } else { Ok(()) }
}
