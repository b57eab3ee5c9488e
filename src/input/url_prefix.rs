//! A URL up to its key: the endpoint, and where the bucket is.

use crate::error::quoted;
use crate::input::aws;
use crate::input::aws::access_point::is_arn;
use crate::input::dns::{is_dns_label, is_dns_name};
use crate::input::endpoint::{Endpoint, without_port};
use crate::input::request::check_bucket;
use crate::limits::MAX_HOST_BYTES;
use crate::primitives::encode::PathText;
use crate::{Addressing, Error};

/// An endpoint with the addressing style of one bucket.
#[derive(Clone, Copy)]
pub(crate) struct UrlPrefix<'a> {
    endpoint: &'a Endpoint,
    style: Addressing,
}

impl<'a> UrlPrefix<'a> {
    /// Decides how the bucket is addressed at the endpoint, and checks its name. `region` is the signer's.
    #[inline(always)]
    pub(crate) fn new(
        endpoint: &'a Endpoint,
        addressing: Addressing,
        region: &str,
        bucket: &str,
    ) -> Result<Self, Error> {
        // One byte is returned through memory: the caller would wait for two values that are stored apart and loaded
        // together.
        style_of(endpoint, addressing, region, bucket).map(|style| Self { endpoint, style })
    }

    /// Returns the maximum length of scheme, host and base path, in bytes.
    pub(crate) fn len(&self) -> usize {
        8 + self.endpoint.host_and_base.len()
    }

    /// Writes the URL up to the key. Returns the position in `out` where the path begins.
    pub(crate) fn write_url(&self, out: &mut Vec<u8>, bucket: &str) -> usize {
        // Two literals: text whose length is known at compile time is copied without a call.
        if self.endpoint.is_https {
            out.extend_from_slice(b"https://");
        } else {
            out.extend_from_slice(b"http://");
        }
        self.write_label(out, bucket);
        out.extend_from_slice(self.endpoint.host_and_base.as_bytes());
        let path = out.len() - self.endpoint.base_path.len();
        if self.style == Addressing::Path {
            PathText::new(bucket).write(out);
            out.push(b'/');
        }
        path
    }

    /// Writes the value of the `Host` header.
    pub(crate) fn write_host(&self, out: &mut Vec<u8>, bucket: &str) {
        self.write_label(out, bucket);
        out.extend_from_slice(self.endpoint.host().as_bytes());
    }

    /// Writes the bucket before the host, if it is there.
    #[inline]
    fn write_label(&self, out: &mut Vec<u8>, bucket: &str) {
        if self.style == Addressing::Virtual {
            out.extend_from_slice(bucket.as_bytes());
            out.push(b'.');
        }
    }
}

/// Returns how the bucket is addressed at the endpoint, after checking its name.
fn style_of(
    endpoint: &Endpoint,
    addressing: Addressing,
    region: &str,
    bucket: &str,
) -> Result<Addressing, Error> {
    let refuse = |rule| Err(Error::Bucket { bucket: quoted(bucket), rule });
    // Nearly every bucket is one label, and then passes the first checks.
    let is_label = is_dns_label(bucket);
    if !is_label {
        if is_arn(bucket) {
            return refuse(
                "is an ARN, which is not possible here: give the bucket's name, or the access point's alias",
            );
        }
        check_bucket(bucket)?;
    }
    let is_name = || is_label || is_dns_name(bucket);
    let style = match addressing {
        Addressing::Auto if !endpoint.explicit && is_label => Addressing::Virtual,
        Addressing::Auto | Addressing::VirtualOrPath if endpoint.is_virtual_only() => Addressing::Virtual,
        Addressing::VirtualOrPath if !endpoint.is_ip && is_name() && is_short(endpoint, bucket) => {
            Addressing::Virtual
        }
        Addressing::Auto | Addressing::VirtualOrPath => Addressing::Path,
        Addressing::Virtual | Addressing::Path | Addressing::Cname => addressing,
    };
    if style == Addressing::Virtual {
        if endpoint.is_virtual_only() && !is_label {
            return refuse("has a dot, and this host takes no such bucket: use the region's own host");
        }
        if !is_name() {
            return refuse("is not a DNS name and cannot be put before the host: use path addressing");
        }
        if !is_short(endpoint, bucket) {
            return refuse(
                "is too long to be put before the host (253 bytes at most together): use path addressing",
            );
        }
    }
    if endpoint.is_aws() && style != Addressing::Cname {
        let is_chosen = matches!(addressing, Addressing::Path | Addressing::VirtualOrPath);
        let may_be_old = is_chosen && style == Addressing::Path && region == "us-east-1";
        if let Some(rule) = aws::bucket::broken_rule(bucket, is_label, may_be_old) {
            return refuse(rule);
        }
    }
    Ok(style)
}

/// Returns whether an endpoint already has the bucket: in its host, or at the end of its base path.
pub(crate) fn is_in_endpoint(bucket: &str, endpoint: &Endpoint) -> bool {
    let mut base = Vec::new();
    PathText::new(bucket).write(&mut base);
    let last = endpoint.base().rsplit('/').next().unwrap_or_default();
    let is_in_path = !bucket.is_empty() && last.as_bytes() == base;
    let is_in_host = match aws::host::read(without_port(endpoint.host())) {
        Some(host) => host.bucket.is_some(),
        None => {
            let front = endpoint.host().split_at_checked(bucket.len());
            !endpoint.is_ip
                && front
                    .is_some_and(|(front, rest)| front.eq_ignore_ascii_case(bucket) && rest.starts_with('.'))
        }
    };
    is_in_path || is_in_host
}

fn is_short(endpoint: &Endpoint, bucket: &str) -> bool {
    bucket.len() + 1 + endpoint.host().len() <= MAX_HOST_BYTES
}

/// Writes `/bucket/`.
pub(crate) fn write_bucket(out: &mut Vec<u8>, bucket: &str) {
    out.push(b'/');
    PathText::new(bucket).write(out);
    out.push(b'/');
}
