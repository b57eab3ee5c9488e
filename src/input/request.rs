//! A request to presign: method, bucket, key, query parameters, headers and expiry.

use crate::error::quoted;
use crate::input::headers;
use crate::limits::MAX_KEY_BYTES;
use crate::primitives::encode::kinds;
use crate::{DEFAULT_EXPIRES_IN, Error, Expiry, Version};

/// Describes one presigned URL. All fields are borrowed; nothing is checked until a signer reads the request.
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
/// `Debug` omits the values of the headers, which may be encryption keys (`x-amz-server-side-encryption-customer-key`).
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
    /// Set by `get`, `put`, `head` and `delete`, which address an object: an empty key is a mistake there.
    pub(crate) object_only: bool,
}

impl<'a> Request<'a> {
    /// Creates a request with any method (1 to 32 letters `A-Z`). An empty key addresses the bucket itself. On AWS the ARN
    /// of an access point may take the bucket's place; its region then signs, not the signer's.
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

    /// Creates a request to download an object. The key must not be empty, except for
    /// [`Signer::template`](crate::Signer::template).
    #[must_use]
    pub fn get(bucket: &'a str, key: &'a str) -> Self {
        Self { object_only: true, ..Self::new("GET", bucket, key) }
    }

    /// Creates a request to upload an object. The rule for the key is that of [`Request::get`].
    #[must_use]
    pub fn put(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "PUT", ..Self::get(bucket, key) }
    }

    /// Creates a request for the headers of an object. The rule for the key is that of [`Request::get`]. Storages
    /// refuse a link signed for GET when the method is HEAD.
    #[must_use]
    pub fn head(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "HEAD", ..Self::get(bucket, key) }
    }

    /// Creates a request to delete an object. The rule for the key is that of [`Request::get`].
    #[must_use]
    pub fn delete(bucket: &'a str, key: &'a str) -> Self {
        Self { method: "DELETE", ..Self::get(bucket, key) }
    }

    /// Sets the lifetime of the link in seconds: 1 to 604 800 for Signature Version 4, unless the signer has another
    /// limit.
    #[must_use]
    pub fn expires_in(self, seconds: i64) -> Self {
        self.expiry(Expiry::In(seconds))
    }

    /// Sets the expiry of the link in Unix seconds. It must be later than the signing time, by no more than the maximum
    /// lifetime.
    #[must_use]
    pub fn expires_at(self, unix: i64) -> Self {
        self.expiry(Expiry::At(unix))
    }

    /// Sets the expiry, as a lifetime or as a timestamp.
    #[must_use]
    pub fn expiry(self, expiry: Expiry) -> Self {
        Self { expiry, ..self }
    }

    /// Sets the signing time in Unix seconds instead of reading the clock, for reproducible output.
    #[must_use]
    pub fn sign_at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { sign_at: unix.into(), ..self }
    }

    /// Rounds the signing time down to a multiple of this many seconds and adds them to the lifetime. All requests
    /// within such a window produce the same URL, which browsers and CDNs can cache. 0 turns it off.
    #[must_use]
    pub fn stable_for(self, seconds: i64) -> Self {
        Self { stable_for: seconds, ..self }
    }

    /// Sets additional query parameters, which are signed: `response-content-disposition`, `versionId`, `uploads` with
    /// an empty value. The signature's own parameter names are refused. The holder of the URL can change parameters
    /// that Signature Version 2 does not sign.
    #[must_use]
    pub fn query(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { query: pairs, ..self }
    }

    /// Sets the headers to sign. The client must send them unchanged with the link.
    #[must_use]
    pub fn headers(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { headers: pairs, ..self }
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// Returns the headers that must be sent with the link: lower-case names, sorted, and trimmed values. Both
    /// signature versions give the same list, except that Version 2 refuses some headers.
    ///
    /// # Errors
    /// [`Error::Header`].
    pub fn signed_headers(&self, version: Version) -> Result<Vec<(String, String)>, Error> {
        let headers = headers::collect(self.headers, version)?;
        Ok(headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), (*value).to_owned())).collect())
    }

    /// Returns whether a request is this one with another key. The texts are usually the same ones in memory, which is
    /// seen without reading them.
    pub(crate) fn differs_only_in_key(&self, other: &Self) -> bool {
        let same_pairs =
            |one: &[(&str, &str)], other: &[(&str, &str)]| std::ptr::eq(one, other) || one == other;
        self.method == other.method
            && self.bucket == other.bucket
            && same_pairs(self.query, other.query)
            && same_pairs(self.headers, other.headers)
            && (self.expiry, self.sign_at, self.stable_for) == (other.expiry, other.sign_at, other.stable_for)
            && self.object_only == other.object_only
    }

    /// Checks the method. The bucket, query parameters and headers are checked in modules of their own.
    pub(crate) fn check_method(&self) -> Result<(), Error> {
        if !(1..=32).contains(&self.method.len())
            || !self.method.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return Err(Error::Method { method: quoted(self.method) });
        }
        Ok(())
    }
}

/// Checks the rules for a bucket that hold for every addressing style.
#[inline]
pub(crate) fn check_bucket(bucket: &str) -> Result<(), Error> {
    // Nearly every bucket passes this test; only the others need a closer look.
    let rule = match bucket {
        "" => "must not be empty",
        "." | ".." => "must not be . or ..",
        _ if kinds::of(bucket) & kinds::NO_PLAIN == 0 => return Ok(()),
        _ if bucket.starts_with("s3://") => "must be the name alone, without s3://",
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

/// Fails if a key is longer than any known storage accepts.
pub(crate) fn check_key(key: &str) -> Result<(), Error> {
    if key.len() > MAX_KEY_BYTES { Err(Error::KeyTooLong { bytes: key.len() }) } else { Ok(()) }
}
