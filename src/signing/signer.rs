//! The signer: credentials, endpoint, region and signature version, and the presigned URLs made with them.

use std::fmt;

use crate::Version;
use crate::error::quoted;
use crate::input::addressing::Addressing;
use crate::input::aws::access_point::is_arn;
use crate::input::endpoint::Endpoint;
use crate::input::expiry::{Limits, Validity};
use crate::input::headers::List;
use crate::input::region::check_region;
use crate::input::row::Row;
use crate::input::url_prefix::UrlPrefix;
use crate::input::{headers, query, request};
use crate::primitives::time;
use crate::signing::buffer::{copy_whole, into_string};
use crate::signing::engine::{SigningEngine, ValidatedRequest};
use crate::signing::parts::RequestParts;
use crate::signing::sigv4::{RowSigner, SigningState};
use crate::signing::stages::Stages;
use crate::signing::template::Template;
use crate::{Credentials, Error, Expiry, Request};

/// Creates presigned URLs. Immutable; one signer serves all threads, and a process that forks.
///
/// A signer owns a copy of the credentials and caches the signing keys of up to four days; both are wiped on drop.
/// `Debug` shows neither.
pub struct Signer {
    pub(crate) credentials: Credentials,
    pub(crate) endpoint: Endpoint,
    pub(crate) region: String,
    pub(crate) addressing: Addressing,
    pub(crate) limits: Limits,
    pub(crate) engine: SigningEngine,
}

/// Holds a presigned URL and what is needed to use it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Presigned {
    /// The presigned URL.
    pub url: String,
    /// The HTTP method that the URL is signed for. The storage accepts no other.
    pub method: String,
    /// The headers that must be sent with the URL: lower-case names and trimmed values. `Host` is always signed and not
    /// listed.
    pub headers: Vec<(String, String)>,
    /// The expiry, in Unix seconds.
    pub expires_at: i64,
}

/// Omits the URL, which grants access to any reader of a log, and the values of the headers.
impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned")
            .field("method", &self.method)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Signer {
    /// Starts a builder with the credentials. The defaults are AWS, `us-east-1` and Signature Version 4.
    pub fn builder<'a>(access_key: &'a str, secret_key: &'a str) -> SignerBuilder<'a> {
        SignerBuilder {
            access_key,
            secret_key,
            session_token: None,
            region: None,
            endpoint: None,
            addressing: Addressing::Auto,
            version: Version::default(),
            limits: Limits::default(),
        }
    }

    /// Returns a presigned URL for `request`.
    ///
    /// # Errors
    /// [`Error`], if a part of the request breaks a rule. No URL is made in that case.
    pub fn presign(&self, request: &Request) -> Result<String, Error> {
        let mut url = Vec::new();
        self.presign_into(request, &mut url)?;
        Ok(into_string(url))
    }

    /// Appends the presigned URL, which is ASCII, to `out`. On error nothing is appended.
    ///
    /// # Errors
    /// As for [`Signer::presign`].
    pub fn presign_into(&self, request: &Request, out: &mut Vec<u8>) -> Result<(), Error> {
        self.at_bucket(request, |signer, request| {
            check_key(request)?;
            let mut scratch = signer.scratch(request)?;
            signer.validate(request, &mut scratch)?.append(request.key, out);
            Ok(())
        })
    }

    /// Writes the presigned URL, which is ASCII, to the beginning of `out`, and returns its length in bytes. If `out`
    /// is shorter than that, it is left unchanged.
    ///
    /// # Errors
    /// As for [`Signer::presign`].
    pub fn presign_to_slice(&self, request: &Request, out: &mut [u8]) -> Result<usize, Error> {
        let mut url = Vec::new();
        self.presign_into(request, &mut url)?;
        Ok(copy_whole(&url, out))
    }

    /// Returns an upper bound of the URL's length in bytes. Nothing is signed.
    ///
    /// # Errors
    /// As for [`Signer::presign`].
    pub fn bound(&self, request: &Request) -> Result<usize, Error> {
        self.at_bucket(request, |signer, request| {
            check_key(request)?;
            let mut scratch = signer.scratch(request)?;
            Ok(signer.validate(request, &mut scratch)?.template().bound(request.key))
        })
    }

    /// Returns the expiry of the URL in Unix seconds. Nothing is signed, and the key does not matter.
    ///
    /// # Errors
    /// As for [`Signer::presign`], except for those about the key.
    pub fn expires_at(&self, request: &Request) -> Result<i64, Error> {
        self.at_bucket(request, |signer, request| {
            let mut scratch = signer.scratch(request)?;
            Ok(signer.validate(request, &mut scratch)?.expires_at())
        })
    }

    /// Returns the headers that must be sent with the URL: lower-case names, sorted, and trimmed values.
    ///
    /// # Errors
    /// [`Error::Header`].
    pub fn signed_headers(&self, request: &Request) -> Result<Vec<(String, String)>, Error> {
        request.signed_headers(self.version())
    }

    /// Returns the presigned URL with its method, the headers that must be sent, and its expiry.
    ///
    /// # Errors
    /// As for [`Signer::presign`].
    pub fn presign_request(&self, request: &Request) -> Result<Presigned, Error> {
        self.at_bucket(request, |signer, request| {
            check_key(request)?;
            let mut scratch = signer.scratch(request)?;
            let validated = signer.validate(request, &mut scratch)?;
            let mut url = Vec::new();
            validated.append(request.key, &mut url);
            Ok(Presigned {
                url: into_string(url),
                method: request.method.to_owned(),
                headers: signer.signed_headers(request)?,
                expires_at: validated.expires_at(),
            })
        })
    }

    /// Returns the URL with the key left open, for many keys. The clock is read once, here.
    ///
    /// # Errors
    /// As for [`Signer::presign`]; [`Error::KeyInTemplate`] if the request's key is not empty.
    pub fn template(&self, request: &Request) -> Result<Template, Error> {
        if !request.key.is_empty() {
            return Err(Error::KeyInTemplate);
        }
        self.at_bucket(request, |signer, request| {
            let mut scratch = signer.scratch(request)?;
            let validated = signer.validate(request, &mut scratch)?;
            Ok(Template { engine: validated.template(), expires_at: validated.expires_at() })
        })
    }

    /// Returns the intermediate results of signing: canonical request, string to sign and signature.
    ///
    /// # Errors
    /// As for [`Signer::presign`].
    pub fn stages(&self, request: &Request) -> Result<Stages, Error> {
        self.at_bucket(request, |signer, request| {
            check_key(request)?;
            let mut scratch = signer.scratch(request)?;
            Ok(signer.validate(request, &mut scratch)?.template().stages(request.key))
        })
    }

    /// Returns the URL of a bucket up to the key, and the position in bytes where its path begins.
    pub(crate) fn bucket_url(&self, request: &Request) -> Result<(String, usize), Error> {
        self.at_bucket(request, |signer, request| {
            let (endpoint, region) = (&signer.endpoint, &signer.region);
            let url_prefix = UrlPrefix::new(endpoint, signer.addressing, region, request.bucket)?;
            let mut url = Vec::new();
            let path_at = url_prefix.write_url(&mut url, request.bucket);
            Ok((into_string(url), path_at))
        })
    }

    /// Returns the access key ID, which is part of every link.
    #[must_use]
    pub fn access_key(&self) -> &str {
        self.credentials.access_key()
    }

    /// Returns the endpoint's URL: scheme, host, port unless it is the scheme's default, and base path. The bucket is
    /// not part of it; the addressing decides where the bucket goes.
    #[must_use]
    pub fn endpoint(&self) -> String {
        self.endpoint.url()
    }

    /// Returns the addressing style, which decides where the bucket is in the URL.
    #[must_use]
    pub fn addressing(&self) -> Addressing {
        self.addressing
    }

    /// Returns the region in the signature.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Returns the signature version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.engine.version()
    }

    /// Returns whether the links lead to AWS itself.
    #[must_use]
    pub fn is_aws(&self) -> bool {
        self.endpoint.is_aws()
    }

    fn scratch<'a>(&self, request: &Request<'a>) -> Result<Scratch<'a>, Error> {
        let headers = headers::collect(request.headers, self.version())?;
        Ok(Scratch { headers, signing_state: SigningState::default() })
    }

    /// Runs all checks on a request and computes what depends on the signing time. Every URL and every template goes
    /// through this function.
    #[inline]
    fn validate<'a>(
        &'a self,
        request: &'a Request<'a>,
        scratch: &'a mut Scratch<'_>,
    ) -> Result<ValidatedRequest<'a>, Error> {
        let version = self.version();
        request.check_method()?;
        let url_prefix = UrlPrefix::new(&self.endpoint, self.addressing, &self.region, request.bucket)?;
        query::check(request.query, version)?;
        headers::check_payload(&scratch.headers, request.query)?;
        let validity = self.validity(request.expiry, request.sign_at, request.stable_for)?;
        let Scratch { headers, signing_state } = scratch;
        let (credentials, region) = (&self.credentials, &self.region);
        let parts = RequestParts { credentials, region, url_prefix, request, headers, validity };
        Ok(self.engine.validated(parts, signing_state))
    }
}

/// Signing many requests, in parallel where that is possible.
impl Signer {
    /// Appends the URL for a request. It may be unsigned until [`RowSigner::finish`] is called.
    #[inline]
    pub(crate) fn append_row(
        &self,
        row_signer: &mut RowSigner,
        request: &Request,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let row = Row::new(request);
        if self.append_like_earlier(row_signer, &row, out) {
            return Ok(());
        }
        // What is not like an earlier request passes all checks, or fails as it does alone.
        if !is_arn(request.bucket) {
            check_key(request)?;
            let mut scratch = self.scratch(request)?;
            self.validate(request, &mut scratch)?.teach(row_signer, out);
            if self.append_like_earlier(row_signer, &row, out) {
                return Ok(());
            }
        }
        self.presign_into(request, out)
    }

    /// Appends the URL for a request that is like an earlier one. Returns false, and appends nothing, if there was none, or
    /// if the request may be wrong.
    #[inline]
    pub(crate) fn append_like_earlier<V: AsRef<[u8]> + Copy>(
        &self,
        row_signer: &mut RowSigner,
        row: &Row<V>,
        out: &mut Vec<u8>,
    ) -> bool {
        let validity = self.validity(row.expiry, row.sign_at, row.stable_for);
        validity.is_ok_and(|validity| row_signer.write(row, validity, out))
    }

    #[inline]
    fn validity(&self, expiry: Expiry, sign_at: Option<i64>, stable_for: i64) -> Result<Validity, Error> {
        let sign_at = sign_at.map_or_else(time::now, Ok)?;
        Validity::new(expiry, sign_at, stable_for, self.version(), self.limits)
    }
}

/// Scratch space for one URL; passed by reference because moving it is measurably slow.
struct Scratch<'a> {
    headers: List<'a>,
    signing_state: SigningState,
}

fn check_key(request: &Request) -> Result<(), Error> {
    if request.object_only && request.key.is_empty() {
        return Err(Error::KeyEmpty);
    }
    request::check_key(request.key)
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("credentials", &self.credentials)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("addressing", &self.addressing)
            .field("version", &self.version())
            .finish_non_exhaustive()
    }
}

/// Collects the settings of a [`Signer`]. Optional settings take the value or an `Option` of it, where `None` is the
/// default.
#[derive(Clone)]
#[must_use = "a builder does nothing before build()"]
pub struct SignerBuilder<'a> {
    access_key: &'a str,
    secret_key: &'a str,
    session_token: Option<&'a str>,
    region: Option<&'a str>,
    endpoint: Option<&'a str>,
    addressing: Addressing,
    version: Version,
    limits: Limits,
}

/// Omits the secret key and the session token, and the endpoint, which may contain a password by mistake.
impl fmt::Debug for SignerBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerBuilder")
            .field("access_key", &self.access_key)
            .field("region", &self.region)
            .field("addressing", &self.addressing)
            .field("version", &self.version)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<'a> SignerBuilder<'a> {
    /// Sets the session token of temporary credentials. It becomes part of every link.
    pub fn session_token(self, token: impl Into<Option<&'a str>>) -> Self {
        Self { session_token: token.into(), ..self }
    }

    /// Sets the region in the signature: 1 to 64 printable ASCII characters without `/` and space. Default: the region
    /// that an explicit AWS endpoint names, otherwise `us-east-1`.
    pub fn region(self, region: impl Into<Option<&'a str>>) -> Self {
        Self { region: region.into(), ..self }
    }

    /// Sets the endpoint: `[http://|https://]host[:port][/base/path]`; a bare host means https. Default: the AWS host
    /// of the region.
    pub fn endpoint(self, endpoint: impl Into<Option<&'a str>>) -> Self {
        Self { endpoint: endpoint.into(), ..self }
    }

    /// Sets the addressing style, which decides where the bucket is in the URL.
    pub fn addressing(self, addressing: Addressing) -> Self {
        Self { addressing, ..self }
    }

    /// Sets the signature version.
    pub fn version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Sets the maximum lifetime in seconds (1 or more), for storages whose limit is not seven days. It replaces
    /// Version 4's limit of 604 800 seconds, and then also applies to Version 2, which otherwise has none.
    pub fn max_expires_in(mut self, seconds: impl Into<Option<i64>>) -> Self {
        self.limits.max_expires_in = seconds.into();
        self
    }

    /// Sets when the credentials expire, in Unix seconds. Links are unusable from then on, so a link with a later
    /// expiry is refused.
    pub fn credentials_expire_at(mut self, unix: impl Into<Option<i64>>) -> Self {
        self.limits.credentials_expire_at = unix.into();
        self
    }

    /// Checks all settings and copies them.
    ///
    /// # Errors
    /// [`Error`], if a setting breaks a rule.
    pub fn build(self) -> Result<Signer, Error> {
        let credentials = Credentials::new(self.access_key, self.secret_key, self.session_token)?;
        let limits = self.limits.check()?;
        if let Some(region) = self.region {
            check_region(region)?;
        }
        let (endpoint, region) = match self.endpoint {
            None => {
                let region = self.region.unwrap_or("us-east-1");
                (Endpoint::aws(region)?, region.to_owned())
            }
            Some(endpoint) => {
                let endpoint = Endpoint::parse(endpoint)?;
                let region = agree(self.region, endpoint.region())?.to_owned();
                (endpoint, region)
            }
        };
        endpoint.check(self.addressing)?;
        if endpoint.is_aws() {
            credentials.check_for_aws()?;
        }
        let engine = SigningEngine::new(self.version, &credentials, &endpoint, &region)?;
        Ok(Signer { credentials, endpoint, region, addressing: self.addressing, limits, engine })
    }
}

/// Returns the requested region, the endpoint's, or the default; the first two must not differ.
fn agree<'a>(asked: Option<&'a str>, endpoint: Option<&'a str>) -> Result<&'a str, Error> {
    match (asked, endpoint) {
        (Some(region), Some(endpoint_region)) if region != endpoint_region => {
            Err(Error::RegionMismatch { region: quoted(region), endpoint_region: quoted(endpoint_region) })
        }
        (region, endpoint_region) => Ok(region.or(endpoint_region).unwrap_or("us-east-1")),
    }
}
