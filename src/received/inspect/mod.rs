//! Reads the contents of a link without a secret. Only what is written in the link is checked.

mod warnings;

use self::warnings::warnings;
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::{Error, Reason, Received, Refusal, Verifier, Version, Warning};

/// Holds the contents of a link, except the session token and the signature. The values of headers are not part of a
/// link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspection {
    /// The signature version.
    pub version: Version,
    /// The host that the link leads to, with its port unless it is the scheme's default.
    pub host: String,
    /// The bucket; empty for a link to the storage itself.
    pub bucket: String,
    /// The key, decoded; empty for a link to the bucket itself.
    pub key: String,
    /// The access key ID of the link's signer.
    pub access_key: String,
    /// The region in the signature; `None` with Version 2.
    pub region: Option<String>,
    /// The signing time in Unix seconds; `None` with Version 2, whose links do not contain it.
    pub signed_at: Option<i64>,
    /// The expiry, in Unix seconds.
    pub expires_at: i64,
    /// The time of the inspection, in Unix seconds.
    pub now: i64,
    /// The headers that must be sent as they were signed, except `host`. Empty with Version 2, whose links do not list
    /// them.
    pub signed_headers: Vec<String>,
    /// Query parameters that are not the signature's own, decoded, in order: overrides of response headers, versions
    /// and others. The values of other tokens and of customers' encryption keys are replaced by `(not shown)`.
    pub query: Vec<(String, String)>,
    /// Whether the link was signed with temporary credentials. It is unusable once they expire.
    pub has_session_token: bool,
    /// Problems of the link, and properties that may surprise its holder.
    pub warnings: Vec<Warning>,
}

impl Inspection {
    /// Returns the seconds until the link expires; negative once it has expired.
    #[must_use]
    pub fn seconds_left(&self) -> i64 {
        self.expires_at.saturating_sub(self.now)
    }

    /// Returns the lifetime in seconds, from the signing time to the expiry; `None` with Version 2.
    #[must_use]
    pub fn lifetime(&self) -> Option<i64> {
        self.signed_at.map(|signed_at| self.expires_at.saturating_sub(signed_at))
    }
}

/// Reads a link to any storage: AWS hosts are recognised by their names, and for all others the bucket is taken from
/// the path. If it is elsewhere, use [`Verifier::inspect`] with the endpoint set.
///
/// ```
/// let url = "https://s3.eu-west-1.amazonaws.com/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130524\
///            %2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host\
///            &X-Amz-Signature=0";
/// let link = presign::inspect(&presign::Received::url("GET", url))?;
/// assert_eq!((&*link.bucket, &*link.key, link.expires_at), ("b", "k", 1_369_353_660));
/// assert!(link.warnings.contains(&presign::Warning::Expired));
/// # Ok::<(), presign::Refusal>(())
/// ```
///
/// # Errors
/// [`Refusal`], if the URL is not a presigned one or cannot be read: [`Reason::NotSigned`], [`Reason::InvalidUrl`] and
/// similar reasons. Signed URLs of other kinds (CloudFront, Google, Alibaba, Azure, Signature Version 4A) are named.
pub fn inspect(request: &Received) -> Result<Inspection, Refusal> {
    let verifier = Verifier::builder().build().map_err(|error: Error| {
        Refusal::new(Reason::InvalidUrl, error.to_string()) // the default settings are valid
    })?;
    verifier.inspect(request)
}

impl Verifier {
    /// Reads a link without a secret, for the endpoint and the addressing style of this verifier.
    ///
    /// # Errors
    /// As for [`inspect`]; [`Reason::WrongEndpoint`] for a link to another endpoint.
    pub fn inspect(&self, request: &Received) -> Result<Inspection, Refusal> {
        self.read(request).map_err(Refusal::of_reading)
    }

    fn read(&self, request: &Received) -> Result<Inspection, Refusal> {
        let url = ParsedUrl::read(request)?;
        let object = self.expected_endpoint.locate(&url)?;
        let now = request.time()?;
        let (region, signed_at, signed_headers) = match &url.params {
            SignatureParams::V4(params) => {
                let names =
                    params.signed_headers.split(';').filter(|name| *name != "host" && !name.is_empty());
                (Some(params.region().to_owned()), Some(params.signed_at), names.map(str::to_owned).collect())
            }
            SignatureParams::V2(_) => (None, None, Vec::new()),
        };
        let warnings = warnings(&url, &object, now);
        let ObjectAddress { bucket, key, .. } = object;
        let others = url.query.pairs.iter().filter(|pair| !url.params.is_own(&pair.name));
        Ok(Inspection {
            version: url.params.version(),
            host: url.host.to_string(),
            bucket: bucket.into_owned(),
            key: key.into_owned(),
            access_key: url.params.access_key().into_owned(),
            region,
            signed_at,
            expires_at: url.params.expires_at(),
            now,
            signed_headers,
            query: others
                .map(|pair| {
                    (pair.name.to_string(), SignatureParams::shown(&pair.name, &pair.value).to_owned())
                })
                .collect(),
            has_session_token: url.has_token(),
            warnings,
        })
    }
}
