//! Whether a request with a link may come in, as the storages decide it: read, limits, time, key, signature.

mod builder;
mod keys;
mod limits;
mod secret;
mod signature;

use std::borrow::Cow;

use subtle::ConstantTimeEq;

pub use self::builder::VerifierBuilder;
pub(crate) use self::keys::Keys;
pub use self::secret::Secret;
pub(crate) use self::signature::Checker;
use crate::link::{Claim, Link, Places};
use crate::{Reason, Received, Refusal, Version, headers, sigv2};

/// Checks links that others made. Immutable but for a cache of signing keys; one verifier serves all threads, and a
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
    pub(crate) places: Places,
    region: Option<String>,
    clock_skew: i64,
    max_expires_in: Option<i64>,
    /// Lower case.
    required: Vec<String>,
    unsigned_headers: bool,
    unsigned_storage_headers: bool,
    head_for_get: bool,
    version_2: bool,
    keys: Keys,
}

/// A request that may come in, and what its link is for.
///
/// The key is data, and so is the bucket: neither is ever a path. A key may hold `..`, `/`, a NUL, or begin with a slash.
/// The bucket is none of `.` and `..` and holds no slash and no control character, but need not exist.
///
/// `Debug` shows all of it; no part is a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified<'a> {
    /// The signature version.
    pub version: Version,
    /// The bucket; empty for a link to the storage itself.
    pub bucket: Cow<'a, str>,
    /// The key, decoded; empty for a link to the bucket itself.
    pub key: Cow<'a, str>,
    /// Whose link it is.
    pub access_key: Cow<'a, str>,
    /// The region in the signature; `None` with Version 2, which has none.
    pub region: Option<Cow<'a, str>>,
    /// When it was signed, in Unix seconds; `None` with Version 2, which does not say.
    pub signed_at: Option<i64>,
    /// The first second at which it is refused, in Unix seconds.
    pub expires_at: i64,
    /// The request's headers that the signature covers, but for `host`: lower-case names, in order. A server that hands
    /// the request on hands on these, and of the others only those of which it knows that they are harmless.
    pub signed_headers: Vec<String>,
}

impl Verifier {
    /// Starts with AWS's rules: any region, clocks up to 15 minutes apart, lives up to 7 days with Version 4.
    pub fn builder<'a>() -> VerifierBuilder<'a> {
        VerifierBuilder::default()
    }

    /// Whether a request may come in. `secret` is asked for the secret key of the link's access key, once, and only
    /// after all that can be checked without it; a map is `|access_key| map.get(access_key)...`.
    ///
    /// The body is not looked at: where the request has a signed `x-amz-content-sha256` header, comparing it with the
    /// body is the caller's.
    ///
    /// # Errors
    /// [`Refusal`], with AWS's code, HTTP status and message.
    pub fn verify<'a, 's>(
        &self,
        request: &Received<'a>,
        secret: impl FnOnce(&str) -> Option<Secret<'s>>,
    ) -> Result<Verified<'a>, Refusal> {
        let link = Link::read(request)?;
        let located = self.places.locate(&link)?;
        located.check_bucket()?;
        self.check_limits(&link)?;
        self.check_time(&link.claim, request.time()?)?;
        let access_key = link.claim.access_key();
        // With an empty secret, which a failed look-up may give, everybody can sign.
        let secret = secret(&access_key)
            .filter(|secret| !secret.key().is_empty())
            .ok_or_else(|| Refusal::about(Reason::UnknownAccessKey, &access_key, "is not known"))?;
        check_token(link.claim.token(), secret.token())?;
        let mut v2_key = sigv2::Key::default();
        let checker = Checker::new(&link.claim, secret.key(), &self.keys, &mut v2_key);
        let matches = checker.matches(&link, &located, link.method)
            || (self.head_for_get && link.method == "HEAD" && checker.matches(&link, &located, "GET"));
        if !matches {
            return Err(Reason::Signature.into());
        }
        checker.keep(&link.claim, secret.key(), &self.keys);
        let (region, signed_at) = match &link.claim {
            Claim::V4(claim) => (Some(claim.region.clone()), Some(claim.signed_at)),
            Claim::V2(_) => (None, None),
        };
        Ok(Verified {
            version: link.claim.version(),
            bucket: located.bucket,
            key: located.key,
            access_key,
            region,
            signed_at,
            expires_at: link.claim.expires_at(),
            signed_headers: signed_headers(&link),
        })
    }
}

/// Of the headers that came with a link, the names that its signature covers. Each is there once, or it would have been
/// refused.
fn signed_headers(link: &Link) -> Vec<String> {
    if link.headers.is_empty() {
        return Vec::new(); // nearly every link
    }
    let mut names: Vec<String> = match &link.claim {
        Claim::V4(claim) => {
            let digest = link.values(headers::CONTENT_SHA256).first().map(|_| headers::CONTENT_SHA256);
            let listed = claim.signed_headers.split(';').filter(|name| *name != "host");
            listed.chain(digest).map(str::to_owned).collect()
        }
        Claim::V2(_) => {
            let sent = link.headers.iter().map(|(name, _)| *name);
            sent.filter(|name| headers::is_v2_signed(name)).map(str::to_ascii_lowercase).collect()
        }
    };
    names.sort_unstable();
    names.dedup();
    names
}

/// A token that belongs to another key, or to none, is as wrong as a wrong signature.
pub(crate) fn check_token(given: Option<&str>, expected: Option<&str>) -> Result<(), Refusal> {
    let detail = match (given, expected) {
        (None, None) => return Ok(()),
        (Some(given), Some(expected)) if same(given.as_bytes(), expected.as_bytes()) => return Ok(()),
        (Some(_), Some(_)) => "the link's session token is another than the key's",
        (Some(_), None) => "the link has a session token and its key has none",
        (None, Some(_)) => "the key is temporary and the link has no session token",
    };
    Err(Refusal::new(Reason::Token, detail))
}

/// Whether two texts are the same, in a time that depends on their lengths alone. Eight bytes at a time: subtle's own
/// comparison of slices takes longer than a SHA-256 block for a signature.
fn same(one: &[u8], other: &[u8]) -> bool {
    let ((one_words, one_rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let words = one_words.iter().zip(other_words);
    let words = words.map(|(one, other)| u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other));
    let bytes = one_rest.iter().zip(other_rest).map(|(one, other)| u64::from(one ^ other));
    let difference = words.chain(bytes).fold(0, |sum, difference| sum | difference);
    one.len() == other.len() && difference.ct_eq(&0).into()
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("places", &self.places)
            .field("region", &self.region)
            .field("clock_skew", &self.clock_skew)
            .field("max_expires_in", &self.max_expires_in)
            .finish_non_exhaustive()
    }
}
