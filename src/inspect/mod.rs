//! What a link says to everybody who has it: no secret is needed, and nothing is checked but what can be read.

mod warning;

pub use self::warning::Warning;
use crate::link::{Claim, Link, Located, Scheme};
use crate::{Error, Reason, Received, Refusal, Verifier, Version};

/// What stands in a link. The token and the signature are left out, and so are headers' values, which a link does not
/// hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// The signature version.
    pub version: Version,
    /// The host that it is for, with its port where that is not the scheme's own.
    pub host: String,
    /// The bucket; empty for a link to the storage itself.
    pub bucket: String,
    /// The key, decoded; empty for a link to the bucket itself.
    pub key: String,
    /// Whose link it is.
    pub access_key: String,
    /// The region in the signature; `None` with Version 2.
    pub region: Option<String>,
    /// When it was signed, in Unix seconds; `None` with Version 2, which does not say.
    pub signed_at: Option<i64>,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
    /// The time at which it was looked at, in Unix seconds.
    pub now: i64,
    /// The headers that must be sent as they were signed, but for `host`. Version 2 does not name them.
    pub signed_headers: Vec<String>,
    /// Query parameters that are not the signature's own, decoded, in order: overrides of the answer's headers, versions,
    /// and whatever else. The values of further tokens and of a customer's encryption keys are replaced by
    /// `(not shown)`.
    pub query: Vec<(String, String)>,
    /// Whether it was signed with temporary keys, and dies with them.
    pub has_session_token: bool,
    /// What is wrong with it or may surprise.
    pub warnings: Vec<Warning>,
}

impl Inspection {
    /// Seconds until the link ends; below 0 once it has.
    #[must_use]
    pub fn seconds_left(&self) -> i64 {
        self.expires_at.saturating_sub(self.now)
    }

    /// Seconds from the signing time to the end; `None` with Version 2.
    #[must_use]
    pub fn life(&self) -> Option<i64> {
        self.signed_at.map(|signed_at| self.expires_at.saturating_sub(signed_at))
    }
}

/// Reads a link for any storage: AWS's hosts are known by their names, on all others the bucket is looked for in the
/// path. Where that is not so, [`Verifier::inspect`] can be told the endpoint.
///
/// ```
/// let url = "https://s3.eu-west-1.amazonaws.com/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130524\
///            %2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host\
///            &X-Amz-Signature=0";
/// let link = presign::inspect(&presign::Received::url("GET", url))?;
/// assert_eq!((&*link.bucket, &*link.key, link.expires_at), ("b", "k", 1_369_353_660));
/// assert!(link.warnings.contains(&presign::Warning::Ended));
/// # Ok::<(), presign::Refusal>(())
/// ```
///
/// # Errors
/// [`Refusal`], if it is no link or cannot be read: [`Reason::NotSigned`], [`Reason::InvalidUrl`] and their like.
pub fn inspect(request: &Received) -> Result<Inspection, Refusal> {
    let verifier = Verifier::builder().build().map_err(|error: Error| {
        Refusal::new(Reason::InvalidUrl, error.to_string()) // the default settings have no error in them
    })?;
    verifier.inspect(request)
}

impl Verifier {
    /// Reads a link without a secret, for the endpoint and the addressing of this verifier.
    ///
    /// # Errors
    /// As for [`inspect`]; [`Reason::WrongEndpoint`] for a link to another one.
    pub fn inspect(&self, request: &Received) -> Result<Inspection, Refusal> {
        let link = Link::read(request)?;
        let located = self.places.locate(&link)?;
        let now = request.time()?;
        let (region, signed_at, signed_headers) = match &link.claim {
            Claim::V4(claim) => {
                let names =
                    claim.signed_headers.split(';').filter(|name| *name != "host" && !name.is_empty());
                (Some(claim.region().to_owned()), Some(claim.signed_at), names.map(str::to_owned).collect())
            }
            Claim::V2(_) => (None, None, Vec::new()),
        };
        let warnings = Warning::all(&link, &located, now);
        let Located { bucket, key, .. } = located;
        let is_own = |name: &str| link.claim.owns(name) || Claim::is_token(name);
        let others = link.query.pairs.iter().filter(|pair| !is_own(&pair.name));
        Ok(Inspection {
            version: link.claim.version(),
            host: link.host.to_string(),
            bucket: bucket.into_owned(),
            key: key.into_owned(),
            access_key: link.claim.access_key().into_owned(),
            region,
            signed_at,
            expires_at: link.claim.expires_at(),
            now,
            signed_headers,
            query: others
                .map(|pair| (pair.name.to_string(), Claim::shown(&pair.name, &pair.value).to_owned()))
                .collect(),
            has_session_token: has_token(&link),
            warnings,
        })
    }
}

/// Whether there is a token under any name that some storage reads it by.
fn has_token(link: &Link) -> bool {
    link.query.pairs.iter().any(|pair| Claim::is_token(&pair.name))
}

/// Whether a link can be read on its way by everybody.
pub(crate) fn is_plain(link: &Link) -> bool {
    link.scheme == Some(Scheme::Http)
}
