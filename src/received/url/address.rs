//! Determines the bucket and the key of a link. The path alone does not suffice, because the bucket may be in the host.

use std::borrow::Cow;

use memchr::memchr;

use super::{ComponentKind, ParsedUrl, UrlComponent};
use crate::error::quoted;
use crate::input::aws::host;
use crate::input::dns::is_dns_name;
use crate::input::endpoint::{Endpoint, without_port};
use crate::input::request::check_bucket;
use crate::primitives::encode::PathText;
use crate::{Addressing, Error, Reason, Refusal};

/// The endpoint that links are expected to lead to.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExpectedEndpoint {
    /// `None`: AWS hosts are recognised by their names, and for all others the bucket is in the path.
    endpoint: Option<Endpoint>,
    addressing: Addressing,
    /// The bucket of a host that is not named after its bucket.
    bucket: Option<String>,
}

/// The bucket and the key that a link addresses.
pub(crate) struct ObjectAddress<'a> {
    /// Empty for a link to the storage itself.
    pub(crate) bucket: Cow<'a, str>,
    /// Empty for a link to the bucket itself.
    pub(crate) key: Cow<'a, str>,
    /// Length of the endpoint's base path in bytes. It is signed as it was sent, because it was already encoded when
    /// the endpoint was given.
    base: usize,
    pub(crate) bucket_in: BucketIn,
}

/// Where a link names its bucket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BucketIn {
    Path,
    /// `bucket.host`.
    BeforeHost,
    /// The host is the bucket's own name, or belongs to the only bucket of a verifier.
    Host,
}

impl ExpectedEndpoint {
    pub(crate) fn new(
        endpoint: Option<&str>,
        addressing: Addressing,
        bucket: Option<&str>,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.map(Endpoint::parse).transpose()?;
        match &endpoint {
            Some(endpoint) => endpoint.check(addressing)?,
            None if addressing == Addressing::Virtual => {
                let rule =
                    "is missing: with virtual addressing it is needed to separate the bucket from the host";
                return Err(Error::Endpoint { endpoint: "none".to_owned(), rule });
            }
            None => {}
        }
        if let Some(bucket) = bucket.filter(|_| addressing != Addressing::Cname) {
            let rule = "can be given only with cname addressing";
            return Err(Error::Bucket { bucket: quoted(bucket), rule });
        }
        Ok(Self { endpoint, addressing, bucket: bucket.map(str::to_owned) })
    }

    /// Returns the region that the endpoint's host names.
    pub(crate) fn region(&self) -> Option<&str> {
        self.endpoint.as_ref().and_then(Endpoint::region)
    }

    /// Returns the endpoint's host, with its port.
    pub(crate) fn host(&self) -> Option<&str> {
        self.endpoint.as_ref().map(Endpoint::host)
    }

    pub(crate) fn locate<'a>(&self, url: &ParsedUrl<'a>) -> Result<ObjectAddress<'a>, Refusal> {
        let in_host = match &url.host {
            Cow::Borrowed(host) => self.bucket_in_host(host)?,
            Cow::Owned(host) => {
                self.bucket_in_host(host)?.map(|(bucket, place)| (Cow::Owned(bucket.into_owned()), place))
            }
        };
        let base = self.base(url)?;
        let rest = match base {
            0 => url.path.text(),
            _ => UrlComponent::new(url.path.raw().get(base..).unwrap_or_default(), ComponentKind::Path)
                .and_then(UrlComponent::text),
        };
        let rest = rest.ok_or_else(|| Refusal::new(Reason::InvalidUrl, "the path is not UTF-8"))?;
        let (bucket, bucket_in, key) = match in_host {
            Some((bucket, place)) => (bucket, place, without_front(&rest, 1)),
            None => {
                let slash = memchr(b'/', rest.as_bytes().get(1..).unwrap_or_default());
                let end = slash.map_or(rest.len(), |slash| slash + 1);
                (part(&rest, 1, end), BucketIn::Path, without_front(&rest, end + 1))
            }
        };
        Ok(ObjectAddress { bucket, key, base, bucket_in })
    }

    /// Returns the bucket, if it is in the host.
    fn bucket_in_host<'h>(&self, host: &'h str) -> Result<Option<(Cow<'h, str>, BucketIn)>, Refusal> {
        let Some(endpoint) = &self.endpoint else {
            return Ok(match self.addressing {
                Addressing::Cname => Some((self.behind(host), BucketIn::Host)),
                Addressing::Path => None,
                Addressing::Auto | Addressing::Virtual | Addressing::VirtualOrPath => {
                    let bucket = host::read(without_port(host)).and_then(|host| host.bucket);
                    bucket.map(|bucket| (Cow::Borrowed(bucket), BucketIn::BeforeHost))
                }
            });
        };
        if host == endpoint.host() {
            match self.addressing {
                Addressing::Auto | Addressing::Path | Addressing::VirtualOrPath => return Ok(None),
                Addressing::Cname => return Ok(Some((self.behind(host), BucketIn::Host))),
                Addressing::Virtual => {}
            }
        }
        let before = host.strip_suffix(endpoint.host()).and_then(|front| front.strip_suffix('.'));
        match (before, self.addressing) {
            (Some(bucket), Addressing::Auto | Addressing::Virtual | Addressing::VirtualOrPath)
                if !bucket.is_empty() =>
            {
                Ok(Some((Cow::Borrowed(bucket), BucketIn::BeforeHost)))
            }
            _ => Err(Refusal::about(Reason::WrongEndpoint, host, "is not the host of the endpoint")),
        }
    }

    fn behind<'h>(&self, host: &'h str) -> Cow<'h, str> {
        match &self.bucket {
            Some(bucket) => Cow::Owned(bucket.clone()),
            None => Cow::Borrowed(without_port(host)),
        }
    }

    /// Returns the length in bytes of the endpoint's base path, which the path must begin with.
    fn base(&self, url: &ParsedUrl) -> Result<usize, Refusal> {
        let base = self.endpoint.as_ref().map_or("", Endpoint::base);
        if base.is_empty() {
            return Ok(0); // every path begins with a slash
        }
        let rest = url.path.raw().strip_prefix(base);
        // botocore sends only the base path if the bucket is before the host.
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Ok(base.len());
        }
        Err(Refusal::about(Reason::WrongEndpoint, url.path.raw(), "is outside the endpoint's base path"))
    }
}

impl ObjectAddress<'_> {
    /// Fails on a bucket that no signer makes a link for. A link to the storage itself has no bucket and no key.
    pub(crate) fn check_bucket(&self) -> Result<(), Refusal> {
        if self.bucket.is_empty() && self.key.is_empty() && self.bucket_in == BucketIn::Path {
            return Ok(());
        }
        let rule = match check_bucket(&self.bucket) {
            Err(Error::Bucket { rule, .. }) => rule,
            _ if self.bucket_in == BucketIn::BeforeHost && !is_dns_name(&self.bucket) => {
                "is before the host but is not a DNS name"
            }
            _ => return Ok(()),
        };
        Err(Refusal::about(Reason::Bucket, &self.bucket, rule))
    }

    /// Returns the decoded path after the endpoint's base path.
    pub(crate) fn path<'l>(&self, url: &ParsedUrl<'l>) -> Cow<'l, str> {
        let rest = url.path.raw().get(self.base..).unwrap_or_default();
        UrlComponent::new(rest, ComponentKind::Path).and_then(UrlComponent::text).unwrap_or_default()
    }

    /// Writes the resource that Signature Version 2 signs: the bucket, and the path as it was sent. Ceph and MinIO do
    /// the same; Version 4 decodes the path and encodes it again.
    pub(crate) fn write_resource(&self, url: &ParsedUrl, out: &mut Vec<u8>) {
        let rest = url.path.raw().get(self.base..).unwrap_or_default();
        if self.bucket_in != BucketIn::Path {
            out.push(b'/');
            PathText::new(&self.bucket).write(out);
        }
        out.extend_from_slice(rest.as_bytes());
        // A bucket without a key is signed with a slash, whether it is sent with one or not.
        let is_bare_bucket = match rest.get(1..) {
            None => true,
            Some(rest) => self.bucket_in == BucketIn::Path && !rest.is_empty() && !rest.contains('/'),
        };
        if is_bare_bucket {
            out.push(b'/');
        }
    }

    /// Writes the path that Signature Version 4 signs.
    pub(crate) fn write_path(&self, url: &ParsedUrl, out: &mut Vec<u8>) {
        if self.base == 0 {
            out.extend_from_slice(&url.path.encoded());
            return;
        }
        let (base, rest) = url.path.raw().split_at_checked(self.base).unwrap_or_default();
        out.extend_from_slice(base.as_bytes());
        if let Some(rest) = UrlComponent::new(rest, ComponentKind::Path) {
            out.extend_from_slice(&rest.encoded());
        }
    }
}

fn part<'a>(text: &Cow<'a, str>, start: usize, end: usize) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
    }
}

fn without_front<'a>(text: &Cow<'a, str>, count: usize) -> Cow<'a, str> {
    part(text, count, text.len())
}
