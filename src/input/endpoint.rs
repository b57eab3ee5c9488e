//! Endpoints: scheme, host, port and base path, and where the bucket goes.

use std::net::{Ipv4Addr, Ipv6Addr};

use memchr::memrchr;

use crate::Error;
use crate::error::quoted;
use crate::input::addressing::Addressing;
use crate::limits::MAX_HOST_BYTES;
use crate::primitives::encode::{PathText, kinds};

/// A validated endpoint. All parts are ready to be written into a URL.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    is_https: bool,
    /// Lower case; IPv6 in brackets; with `:port` unless it is the scheme's default.
    host: String,
    /// As given, with a trailing slash: `/`, or `/base/`.
    base_path: String,
    /// Host and base path together, as they follow the scheme.
    host_and_base: String,
    is_ip: bool,
    /// Whether the caller gave the endpoint; otherwise it was made from the region.
    explicit: bool,
}

impl Endpoint {
    /// Returns AWS's own host for a region.
    pub(crate) fn aws(region: &str) -> Result<Self, Error> {
        let refuse = |rule| Err(Error::Region { region: quoted(region), rule });
        if !is_dns_label(region) {
            return refuse("must be a lower-case DNS label, because it becomes part of an AWS host");
        }
        // Partitions with other domains; `aws-global` and similar names are not regions.
        if ["us-iso", "eu-iso", "eusc-", "aws-"].iter().any(|prefix| region.starts_with(prefix)) {
            return refuse("has no known AWS host: give the endpoint");
        }
        let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
        Ok(Self::new(true, format!("s3.{region}.amazonaws.com{suffix}"), "", false, false))
    }

    /// Reads `[scheme://]host[:port][/base/path]`.
    pub(crate) fn parse(endpoint: &str) -> Result<Self, Error> {
        Self::read(endpoint).map_err(|rule| {
            // The text before an @ is a user name and a password, even if the @ was percent-encoded or lost.
            let may_be_secret =
                endpoint.contains('@') || endpoint.contains("%40") || rule == PORT_NUMBER_RULE;
            Error::Endpoint {
                endpoint: if may_be_secret { "(not shown)".to_owned() } else { quoted(endpoint) },
                rule,
            }
        })
    }

    fn read(endpoint: &str) -> Result<Self, &'static str> {
        // Only the text before :// is a scheme, so `localhost:9000` is a host and a port.
        let (is_https, rest) = match endpoint.split_once("://") {
            None => (true, endpoint),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            Some(_) => return Err("must begin with http://, https:// or the host"),
        };
        if rest.contains(['?', '#']) {
            return Err("must not have a query or a fragment");
        }
        let (authority, base_path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err("must not contain a user name or password");
        }
        let (host, port, is_ip) = split_host(authority)?;
        let host = match port {
            Some(port) if port != if is_https { 443 } else { 80 } => format!("{host}:{port}"),
            _ => host,
        };
        let base_path = base_path.strip_suffix('/').unwrap_or(base_path);
        check_base_path(base_path)?;
        Ok(Self::new(is_https, host, base_path, is_ip, true))
    }

    fn new(is_https: bool, host: String, base_path: &str, is_ip: bool, explicit: bool) -> Self {
        let host_and_base = format!("{host}{base_path}/");
        Self { is_https, host, base_path: format!("{base_path}/"), host_and_base, is_ip, explicit }
    }

    /// Returns the value of the `Host` header.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the base path without a trailing slash.
    pub(crate) fn base(&self) -> &str {
        self.base_path.strip_suffix('/').unwrap_or_default()
    }

    /// Returns the host without its port.
    fn name(&self) -> &str {
        if self.host.starts_with('[') { &self.host } else { self.host.split(':').next().unwrap_or_default() }
    }

    /// Returns the endpoint as a caller would write it: scheme, host, port unless it is the scheme's default, base
    /// path.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        format!("{scheme}://{}", self.host_and_base.trim_end_matches('/'))
    }

    /// Returns the region that an explicit AWS host names: `s3.<region>.amazonaws.com`, with its dual-stack, FIPS and
    /// access point forms, with or without a bucket before it (for cname).
    pub(crate) fn region(&self) -> Option<&str> {
        aws_region(self.name())
    }

    /// Returns whether the host belongs to AWS itself.
    pub(crate) fn is_aws(&self) -> bool {
        aws_labels(self.name()).is_some()
    }

    /// Fails if no bucket can be addressed in this style.
    pub(crate) fn check(&self, addressing: Addressing) -> Result<(), Error> {
        let refuse = |rule| Err(Error::Endpoint { endpoint: quoted(&self.host), rule });
        match addressing {
            Addressing::Virtual if self.is_ip => {
                refuse("is an IP address, which cannot follow a bucket: use path addressing")
            }
            Addressing::Cname if !self.explicit => {
                refuse("cannot be a bucket: cname addressing needs an explicit endpoint")
            }
            _ => Ok(()),
        }
    }

    /// Returns how a bucket is addressed at this endpoint: decides [`Addressing::Auto`], checks virtual addressing.
    pub(crate) fn url_prefix(&self, addressing: Addressing, bucket: &str) -> Result<UrlPrefix<'_>, Error> {
        let is_short = |bucket: &str| bucket.len() + 1 + self.host.len() <= MAX_HOST_BYTES;
        let (style, is_dns_name) = match addressing {
            Addressing::Auto if !self.explicit && is_dns_label(bucket) => (Addressing::Virtual, true),
            Addressing::VirtualOrPath if !self.is_ip && is_dns_name(bucket) && is_short(bucket) => {
                (Addressing::Virtual, true)
            }
            Addressing::Auto | Addressing::VirtualOrPath => (Addressing::Path, false),
            Addressing::Virtual => (addressing, is_dns_name(bucket)),
            Addressing::Path | Addressing::Cname => (addressing, false),
        };
        let url_prefix = UrlPrefix { endpoint: self, style };
        if style != Addressing::Virtual {
            return Ok(url_prefix);
        }
        let rule = if !is_dns_name {
            "is not a DNS name and cannot be put before the host: use path addressing"
        } else if !is_short(bucket) {
            "is too long to be put before the host (253 bytes at most together): use path addressing"
        } else {
            return Ok(url_prefix);
        };
        Err(Error::Bucket { bucket: quoted(bucket), rule })
    }
}

/// An endpoint with the addressing style of one bucket.
#[derive(Clone, Copy)]
pub(crate) struct UrlPrefix<'a> {
    endpoint: &'a Endpoint,
    style: Addressing,
}

impl UrlPrefix<'_> {
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
        if self.style == Addressing::Virtual {
            out.extend_from_slice(bucket.as_bytes());
            out.push(b'.');
        }
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
        if self.style == Addressing::Virtual {
            out.extend_from_slice(bucket.as_bytes());
            out.push(b'.');
        }
        out.extend_from_slice(self.endpoint.host.as_bytes());
    }
}

/// Returns the part of a host before `amazonaws.com`, if the host belongs to AWS itself.
fn aws_labels(host: &str) -> Option<&str> {
    host.strip_suffix(".cn").unwrap_or(host).strip_suffix(".amazonaws.com")
}

/// Returns the region in the name of an S3 host, in the forms of [`Endpoint::region`].
pub(crate) fn aws_region(host: &str) -> Option<&str> {
    let (rest, region) = aws_labels(host)?.rsplit_once('.')?;
    let rest = rest.strip_suffix(".dualstack").unwrap_or(rest);
    let service = rest.rsplit('.').next().unwrap_or_default();
    let is_s3 = matches!(service, "s3" | "s3-fips" | "s3-accesspoint" | "s3-accesspoint-fips");
    (is_s3 && is_dns_label(region)).then_some(region)
}

/// Returns the bucket (or access point) before an S3 host in any of its forms: `b.s3.<region>.amazonaws.com`,
/// `b.s3-<region>.`, `b.s3.dualstack.<region>.`, `b.s3-accelerate.`, the global `b.s3.`. The bucket ends at the last
/// label that names the service, because the bucket itself may contain such a label.
pub(crate) fn aws_bucket(host: &str) -> Option<&str> {
    let mut rest = aws_labels(host)?;
    // A first label has no bucket before it.
    while let Some(dot) = memrchr(b'.', rest.as_bytes()) {
        let (bucket, label) = (rest.get(..dot)?, rest.get(dot + 1..)?);
        if label == "s3" || label.starts_with("s3-") {
            return Some(bucket).filter(|bucket| !bucket.is_empty());
        }
        rest = bucket;
    }
    None
}

/// Writes `/bucket/`.
pub(crate) fn write_bucket(out: &mut Vec<u8>, bucket: &str) {
    out.push(b'/');
    PathText::new(bucket).write(out);
    out.push(b'/');
}

pub(crate) fn is_dns_name(bucket: &str) -> bool {
    bucket.split('.').all(is_dns_label)
}

/// Returns whether a label is 1 to 63 of `a-z 0-9 -` without a hyphen at either end.
pub(crate) fn is_dns_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && kinds::of(label) & kinds::NO_LABEL == 0
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Returns the host (in canonical form), the port, and whether the host is an IP address.
fn split_host(authority: &str) -> Result<(String, Option<u16>, bool), &'static str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or("has a [ without a matching ]")?;
        // RFC 5952's form, which clients put into the Host header. A zone has no meaning on any other machine.
        let address: Ipv6Addr =
            address.parse().map_err(|_| "must have an IPv6 address without a zone in its brackets")?;
        // Clients disagree on how to write these addresses.
        if address.to_ipv4_mapped().is_some() {
            return Err(
                "has an IPv4 address in its brackets: write it as four decimal numbers, without brackets",
            );
        }
        let port = match port.strip_prefix(':') {
            Some(port) => Some(parse_port(port)?),
            None if port.is_empty() => None,
            None => return Err("must have nothing but :port after the ]"),
        };
        return Ok((format!("[{address}]"), port, true));
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(parse_port(port)?)),
        None => (authority, None),
    };
    let host = host.to_ascii_lowercase();
    let is_ip = check_host(&host)?;
    Ok((host, port, is_ip))
}

const PORT_RULE: &str = "must have a port from 1 to 65535 after the colon (IPv6 addresses go in brackets)";

/// Separate from `PORT_RULE`, because text after a colon may be a password whose `@` was lost.
const PORT_NUMBER_RULE: &str =
    "must have a number after the colon, a port from 1 to 65535 (IPv6 addresses go in brackets)";

fn parse_port(port: &str) -> Result<u16, &'static str> {
    if port.bytes().any(|byte| !byte.is_ascii_digit() && !b"+-:".contains(&byte)) {
        return Err(PORT_NUMBER_RULE);
    }
    // `parse` would accept a plus sign.
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PORT_RULE);
    }
    port.parse().ok().filter(|port| *port != 0).ok_or(PORT_RULE)
}

/// Checks a lower-case host name and returns whether it is an IPv4 address.
fn check_host(host: &str) -> Result<bool, &'static str> {
    if host.is_empty() {
        return Err("must have a host");
    }
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if !host.bytes().all(known) {
        return Err("must have a host of ASCII letters, digits, - . _ only");
    }
    if host.len() > MAX_HOST_BYTES || host.split('.').any(|label| label.is_empty() || label.len() > 63) {
        return Err("must have a host of at most 253 bytes in labels of 1 to 63 bytes");
    }
    // Clients read 127.1 and 0x7f.0.0.1 as addresses and send them rewritten, which breaks the signature.
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    if numeric(last)
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return match host.parse::<Ipv4Addr>() {
            Ok(_) => Ok(true),
            Err(_) => Err("ends in a number but is not an IPv4 address of four decimal numbers"),
        };
    }
    Ok(false)
}

/// Checks a base path. It is sent as it was given, so it must already be valid in a URL.
fn check_base_path(path: &str) -> Result<(), &'static str> {
    let printable = |byte: u8| {
        byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    if !path.bytes().all(printable) {
        return Err("must have a percent-encoded base path");
    }
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('%') {
        let digits = after.get(..2).unwrap_or_default();
        if digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err("must have a base path in which two hexadecimal digits follow every %");
        }
        rest = after;
    }
    // Clients resolve these before they send the request, %2e included, and the signature would not match.
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split('/').any(is_dots) {
        return Err("must have a base path without . and .. segments");
    }
    Ok(())
}
