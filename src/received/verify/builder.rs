//! Settings of a verifier.

use super::rules::Rules;
use super::{SigningKeyCache, Verifier};
use crate::error::quoted;
use crate::input::header_names::is_token;
use crate::input::region::check_region;
use crate::limits::CLOCK_SKEW;
use crate::received::url::ExpectedEndpoint;
use crate::{Addressing, Error};

/// Collects the settings of a [`Verifier`].
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing before build()"]
pub struct VerifierBuilder<'a> {
    endpoint: Option<&'a str>,
    addressing: Addressing,
    bucket: Option<&'a str>,
    region: Option<&'a str>,
    clock_skew: i64,
    max_expires_in: Option<i64>,
    required: &'a [&'a str],
    unsigned_headers: bool,
    unsigned_storage_headers: bool,
    head_for_get: bool,
    version_2: bool,
}

impl Default for VerifierBuilder<'_> {
    fn default() -> Self {
        Self {
            endpoint: None,
            addressing: Addressing::Auto,
            bucket: None,
            region: None,
            clock_skew: CLOCK_SKEW,
            max_expires_in: None,
            required: &[],
            unsigned_headers: false,
            unsigned_storage_headers: false,
            head_for_get: false,
            version_2: true,
        }
    }
}

impl<'a> VerifierBuilder<'a> {
    /// Sets the endpoint that links must lead to, as for a signer. Requests for another host, or outside the base path,
    /// are refused.
    ///
    /// Without an endpoint any host is accepted: AWS hosts are recognised by their names, and for all others the bucket
    /// is taken from the path. A server with a host name of its own should set it here.
    pub fn endpoint(self, endpoint: impl Into<Option<&'a str>>) -> Self {
        Self { endpoint: endpoint.into(), ..self }
    }

    /// Sets where the bucket is in the URL. With [`Addressing::Auto`] it is in the path if the host is the endpoint's
    /// own, and in the host if the host is a subdomain of the endpoint's.
    pub fn addressing(self, addressing: Addressing) -> Self {
        Self { addressing, ..self }
    }

    /// Sets the bucket of the host, with [`Addressing::Cname`]. Default: the host name itself.
    pub fn bucket(self, bucket: impl Into<Option<&'a str>>) -> Self {
        Self { bucket: bucket.into(), ..self }
    }

    /// Sets the only region that Version 4 links may be signed for. Default: the region that an AWS endpoint names,
    /// otherwise any.
    pub fn region(self, region: impl Into<Option<&'a str>>) -> Self {
        Self { region: region.into(), ..self }
    }

    /// Sets how many seconds the signing time of a Version 4 link may be in the future, 0 or more. Default: 900.
    pub fn clock_skew(self, seconds: i64) -> Self {
        Self { clock_skew: seconds, ..self }
    }

    /// Sets the maximum lifetime in seconds (1 or more). It replaces Version 4's seven days, and then also applies to
    /// Version 2: the expiry of such a link must not be further in the future than that.
    pub fn max_expires_in(self, seconds: impl Into<Option<i64>>) -> Self {
        Self { max_expires_in: seconds.into(), ..self }
    }

    /// Sets the headers that every link must sign; names in any case.
    pub fn required_headers(self, names: &'a [&'a str]) -> Self {
        Self { required: names, ..self }
    }

    /// Sets whether to accept requests with `x-amz-*` headers that the link does not sign, as older storages do: the
    /// holder of a link can then set access lists, metadata and encryption. Off by default.
    pub fn unsigned_amz_headers(self, allowed: bool) -> Self {
        Self { unsigned_headers: allowed, ..self }
    }

    /// Sets whether to accept unsigned headers outside `x-amz-*` that some storages obey: names that begin with
    /// `ibm-`, `retention-`, `rgwx-`, `x-account-`, `x-container-`, `x-delete-`, `x-dho-`, `x-emc-`, `x-goog-`,
    /// `x-minio-`, `x-object-` or `x-rgw-`. If the server passes requests on to such a storage, the holder of a link can
    /// then set metadata and encryption, and delete objects. Off by default; for servers that use these headers for
    /// purposes of their own.
    pub fn unsigned_storage_headers(self, allowed: bool) -> Self {
        Self { unsigned_storage_headers: allowed, ..self }
    }

    /// Sets whether to accept HEAD requests with links that are signed for GET. Off by default, as in the storages.
    pub fn head_for_get(self, allowed: bool) -> Self {
        Self { head_for_get: allowed, ..self }
    }

    /// Sets whether to accept Signature Version 2. On by default.
    pub fn version_2(self, allowed: bool) -> Self {
        Self { version_2: allowed, ..self }
    }

    /// Checks all settings and copies them.
    ///
    /// # Errors
    /// [`Error::Endpoint`], [`Error::Bucket`], [`Error::Region`], [`Error::RegionMismatch`], [`Error::Header`],
    /// [`Error::TooShort`].
    pub fn build(self) -> Result<Verifier, Error> {
        let expected_endpoint = ExpectedEndpoint::new(self.endpoint, self.addressing, self.bucket)?;
        if let Some(region) = self.region {
            check_region(region)?;
        }
        if let (Some(region), Some(endpoint_region)) = (self.region, expected_endpoint.region())
            && region != endpoint_region
        {
            let (region, endpoint_region) = (quoted(region), quoted(endpoint_region));
            return Err(Error::RegionMismatch { region, endpoint_region });
        }
        let region = self.region.or(expected_endpoint.region()).map(str::to_owned);
        for (name, value, least) in
            [("clock_skew", Some(self.clock_skew), 0), ("max_expires_in", self.max_expires_in, 1)]
        {
            if let Some(value) = value.filter(|value| *value < least) {
                return Err(Error::TooShort { name, value, least });
            }
        }
        if let Some(name) = self.required.iter().find(|name| !is_token(name)) {
            let rule = "must be a name of letters, digits and !#$%&'*+-.^_`|~";
            return Err(Error::Header { name: quoted(name), rule });
        }
        let rules = Rules {
            region,
            clock_skew: self.clock_skew,
            max_expires_in: self.max_expires_in,
            required: self.required.iter().map(|name| name.to_ascii_lowercase()).collect(),
            unsigned_headers: self.unsigned_headers,
            unsigned_storage_headers: self.unsigned_storage_headers,
            version_2: self.version_2,
        };
        let key_cache = SigningKeyCache::default();
        Ok(Verifier { expected_endpoint, rules, head_for_get: self.head_for_get, key_cache })
    }
}

impl Verifier {
    /// Starts a builder with AWS's rules: any region, a clock skew of at most 15 minutes, lifetimes of at most 7 days
    /// with Version 4.
    pub fn builder<'a>() -> VerifierBuilder<'a> {
        VerifierBuilder::default()
    }
}
