//! Verifies requests with presigned URLs as storages do: parse, limits, time, access key, signature.

mod builder;
mod key_cache;
mod rules;
mod secret;
mod sigv2;
mod sigv4;
mod version;

use std::borrow::Cow;

pub use self::builder::VerifierBuilder;
pub(crate) use self::key_cache::SigningKeyCache;
use self::rules::Rules;
pub use self::secret::Secret;
pub(crate) use self::version::Checker;
use crate::primitives::constant_time::equal;
use crate::received::url::{ExpectedEndpoint, ParsedUrl, SignatureParams};
use crate::signing::sigv2::Key;
use crate::{Reason, Received, Refusal, Version};

/// Verifies presigned URLs. Immutable except for a cache of signing keys; one verifier serves all threads, and a
/// process that forks.
///
/// ```
/// use presign::{Reason, Received, Request, Secret, Signer, Verifier};
///
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
/// #     .endpoint("files.example").build()?;
/// let url = signer.presign(&Request::get("photos", "2026/cat.jpg").expires_in(3600))?;
///
/// let verifier = Verifier::builder().endpoint("files.example").region("us-east-1").build()?;
/// let secret = |access_key: &str| match access_key {
///     "AKIAIOSFODNN7EXAMPLE" => Some(Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
///     _ => None,
/// };
/// let verified = verifier.verify(&Received::url("GET", &url), secret)?;
/// assert_eq!((&*verified.bucket, &*verified.key), ("photos", "2026/cat.jpg"));
///
/// let refusal = verifier.verify(&Received::url("PUT", &url), secret).unwrap_err();
/// assert_eq!((refusal.reason(), refusal.status()), (Reason::Signature, 403));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Verifier {
    pub(crate) expected_endpoint: ExpectedEndpoint,
    rules: Rules,
    head_for_get: bool,
    key_cache: SigningKeyCache,
}

/// An accepted request: the bucket, the key and the other contents of its link.
///
/// Key and bucket are data and must never be used as a path. A key may contain `..`, `/` or a NUL, or begin with a
/// slash. The bucket is never `.` or `..` and contains no slash and no control character, but it need not exist.
///
/// `Debug` omits the values of the query parameters, which may be encryption keys.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified<'a> {
    /// The method of the request. With `head_for_get` it may be HEAD where the link is signed for GET.
    pub method: &'a str,
    /// The signature version.
    pub version: Version,
    /// The bucket; empty for a link to the storage itself.
    pub bucket: Cow<'a, str>,
    /// The key, decoded; empty for a link to the bucket itself.
    pub key: Cow<'a, str>,
    /// The signed query parameters except the signature's own, decoded: the version, the subresource, overrides of the
    /// response's headers, and any others. Sorted, because the signature does not cover their order. Version 4 signs all
    /// parameters. Version 2 signs subresources and overrides only; the client may have added others, which are omitted.
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The access key ID of the link's signer.
    pub access_key: Cow<'a, str>,
    /// The region in the signature; `None` with Version 2, which has none.
    pub region: Option<Cow<'a, str>>,
    /// The signing time in Unix seconds; `None` with Version 2, whose links do not contain it.
    pub signed_at: Option<i64>,
    /// The expiry: the first second at which the link is refused, in Unix seconds.
    pub expires_at: i64,
    /// The request's headers that the signature covers, except `host`: lower-case names, sorted. A server that forwards
    /// the request should forward these, and of the other headers only those that it knows to be harmless.
    pub signed_headers: Vec<String>,
}

impl Verifier {
    /// Verifies a request. `secret` is called once with the link's access key, to return its secret key, and only after
    /// all checks that need no secret; for a map, pass `|access_key| map.get(access_key)...`.
    ///
    /// The body is not checked: if the request has a signed `x-amz-content-sha256` header or query parameter, the caller
    /// must compare it with the body.
    ///
    /// # Errors
    /// [`Refusal`], with AWS's code, HTTP status and message.
    pub fn verify<'a, 's>(
        &self,
        request: &Received<'a>,
        secret: impl FnOnce(&str) -> Option<Secret<'s>>,
    ) -> Result<Verified<'a>, Refusal> {
        let url = ParsedUrl::read(request)?;
        let object = self.expected_endpoint.locate(&url)?;
        object.check_bucket()?;
        self.check_limits(&url)?;
        self.check_time(&url.params, request.time()?)?;
        let access_key = url.params.access_key();
        // A failed look-up may return an empty secret, with which any client could sign.
        let secret = secret(&access_key)
            .filter(|secret| !secret.key().is_empty())
            .ok_or_else(|| Refusal::about(Reason::UnknownAccessKey, &access_key, "is not known"))?;
        check_token(url.params.token(), secret.token())?;
        let mut v2_key = Key::default();
        let checker = Checker::new(&url.params, secret.key(), &self.key_cache, &mut v2_key);
        let matches = checker.matches(&url, &object, url.method)
            || (self.head_for_get && url.method == "HEAD" && checker.matches(&url, &object, "GET"));
        if !matches {
            return Err(Reason::Signature.into());
        }
        checker.keep(&url.params, secret.key(), &self.key_cache);
        Ok(Verified {
            method: url.method,
            version: url.params.version(),
            bucket: object.bucket,
            key: object.key,
            access_key,
            region: url.params.region(),
            signed_at: url.params.signed_at(),
            expires_at: url.params.expires_at(),
            signed_headers: version::signed_headers(&url),
            query: version::signed_query(url),
        })
    }

    /// Checks all that does not depend on the signer or the time.
    pub(crate) fn check_limits(&self, url: &ParsedUrl) -> Result<(), Refusal> {
        version::check(url, &self.rules)
    }

    pub(crate) fn check_time(&self, params: &SignatureParams, now: i64) -> Result<(), Refusal> {
        version::check_time(params, &self.rules, now)
    }
}

/// Compares the session tokens. A token of another key, or of none, is treated like a wrong signature.
pub(crate) fn check_token(given: Option<&str>, expected: Option<&str>) -> Result<(), Refusal> {
    let detail = match (given, expected) {
        (None, None) => return Ok(()),
        (Some(given), Some(expected)) if equal(given.as_bytes(), expected.as_bytes()) => return Ok(()),
        (Some(_), Some(_)) => "the link's session token is not the one of its access key",
        (Some(_), None) => "the link has a session token, but its access key has none",
        (None, Some(_)) => "the access key is temporary, but the link has no session token",
    };
    Err(Refusal::new(Reason::Token, detail))
}

impl std::fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Verified")
            .field("method", &self.method)
            .field("version", &self.version)
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("query", &names)
            .field("access_key", &self.access_key)
            .field("region", &self.region)
            .field("signed_at", &self.signed_at)
            .field("expires_at", &self.expires_at)
            .field("signed_headers", &self.signed_headers)
            .finish()
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("expected_endpoint", &self.expected_endpoint)
            .field("region", &self.rules.region)
            .field("clock_skew", &self.rules.clock_skew)
            .field("max_expires_in", &self.rules.max_expires_in)
            .finish_non_exhaustive()
    }
}
