//! Endpoints: scheme, host, port and base path.

use crate::error::quoted;
use crate::input::authority::{PORT_NUMBER_RULE, check_base_path, split_host};
use crate::input::aws::access_point::AccessPoint;
use crate::input::aws::host::{self, HostKind};
use crate::input::aws::partition;
use crate::input::dns::is_dns_label;
use crate::{Addressing, Error};

/// A validated endpoint. All parts are ready to be written into a URL.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub(super) is_https: bool,
    /// Whether the caller wrote the scheme.
    has_scheme: bool,
    /// Lower case; IPv6 in brackets; with `:port` unless it is the scheme's default.
    host: String,
    /// As given, with a trailing slash: `/`, or `/base/`.
    pub(super) base_path: String,
    /// Host and base path together, as they follow the scheme.
    pub(super) host_and_base: String,
    pub(super) is_ip: bool,
    /// Whether the caller gave the endpoint; otherwise it was made from the region.
    pub(super) explicit: bool,
    /// Which of AWS's S3 hosts it is; `None` for all other storages.
    pub(super) aws: Option<HostKind>,
}

impl Endpoint {
    /// Returns AWS's own host for a region.
    pub(crate) fn aws(region: &str) -> Result<Self, Error> {
        let refuse = |rule| Err(Error::Region { region: quoted(region), rule });
        if !is_dns_label(region) {
            return refuse("must be a lower-case DNS label, because it becomes part of an AWS host");
        }
        match partition::of_region(region).filter(|partition| !partition.is_isolated) {
            Some(partition) => {
                let host = format!("s3.{region}.{}", partition.domain);
                Ok(Self::new(true, host, "", false, Some(HostKind::Buckets)))
            }
            None => refuse("has no known AWS host: give the endpoint"),
        }
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
        let aws = host::read(without_port(&host)).map(|host| host.kind);
        if let Some(HostKind::Other(rule)) = aws {
            return Err(rule);
        }
        let has_scheme = endpoint.contains("://");
        Ok(Self { has_scheme, explicit: true, ..Self::new(is_https, host, base_path, is_ip, aws) })
    }

    fn new(is_https: bool, host: String, base_path: &str, is_ip: bool, aws: Option<HostKind>) -> Self {
        let host_and_base = format!("{host}{base_path}/");
        let base_path = format!("{base_path}/");
        Self { is_https, has_scheme: true, host, base_path, host_and_base, is_ip, explicit: false, aws }
    }

    /// Returns the value of the `Host` header.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the base path without a trailing slash.
    pub(crate) fn base(&self) -> &str {
        self.base_path.strip_suffix('/').unwrap_or_default()
    }

    /// Returns the endpoint as a caller would write it: scheme, host, port unless it is the scheme's default, base
    /// path.
    pub(crate) fn url(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        format!("{scheme}://{}", self.host_and_base.trim_end_matches('/'))
    }

    /// Returns the region that an AWS host names.
    pub(crate) fn region(&self) -> Option<&str> {
        host::read(without_port(&self.host)).and_then(|host| host.region)
    }

    /// Returns whether the host is one of AWS's own S3 hosts.
    pub(crate) fn is_aws(&self) -> bool {
        self.aws.is_some()
    }

    /// Returns whether a bare host may be one without TLS: on this machine, without a name, or at a port that is not one
    /// of those for TLS (443, 8443, ...).
    pub(crate) fn is_https_doubtful(&self) -> bool {
        let name = without_port(&self.host);
        let has_port = self.host.len() > name.len() && !self.host.ends_with(']');
        !self.has_scheme && (self.is_ip || name == "localhost" || has_port && !self.host.ends_with("443"))
    }

    /// Returns whether the host takes buckets before it only.
    pub(super) fn is_virtual_only(&self) -> bool {
        matches!(self.aws, Some(HostKind::Accelerate | HostKind::AccessPoints))
    }

    /// Returns the endpoint whose host an access point is put before, as botocore does: another host of AWS, which is
    /// dual-stack or FIPS where this one is, or the host of another storage itself. `region` is the signer's.
    pub(crate) fn of_access_point(&self, point: &AccessPoint, region: &str) -> Result<Self, Error> {
        let refuse = |rule| Err(Error::Endpoint { endpoint: quoted(&self.host), rule });
        if self.is_ip {
            return refuse("is an IP address, which cannot follow an access point");
        }
        let name = without_port(&self.host);
        let Some(host) = host::read(name) else { return Ok(self.clone()) };
        if host.bucket.is_some() {
            return refuse(
                "has a bucket before it, where the access point goes: give the endpoint without the bucket",
            );
        }
        // The ARN's region is the one that signs; only a host that the caller chose for a region contradicts it.
        let is_own_region = !self.explicit || host.region.is_none_or(|own| own == point.region);
        let is_own_partition =
            partition::of_region(region).is_none_or(|partition| partition.name == point.partition.name);
        if !is_own_region || !is_own_partition {
            let endpoint_region = quoted(host.region.unwrap_or(region));
            return Err(Error::RegionMismatch { region: quoted(point.region), endpoint_region });
        }
        match host.kind {
            HostKind::AccessPoints | HostKind::VpcAccessPoints | HostKind::Other(_) => Ok(self.clone()),
            HostKind::Accelerate => {
                refuse("does not serve access points: transfer acceleration is for buckets")
            }
            HostKind::VpcBuckets => refuse(
                "serves buckets only: an access point needs accesspoint.vpce-... instead of bucket.vpce-...",
            ),
            HostKind::Buckets => {
                let fips = if name.starts_with("s3-fips") { "-fips" } else { "" };
                let dualstack = if name.contains(".dualstack.") { "dualstack." } else { "" };
                let port = self.host.strip_prefix(name).unwrap_or_default();
                let domain = point.partition.domain;
                let host = format!("s3-accesspoint{fips}.{dualstack}{}.{domain}{port}", point.region);
                let made = Self::new(self.is_https, host, self.base(), false, Some(HostKind::AccessPoints));
                Ok(Self { explicit: self.explicit, ..made })
            }
        }
    }

    /// Fails if no bucket can be addressed in this style.
    pub(crate) fn check(&self, addressing: Addressing) -> Result<(), Error> {
        let refuse = |rule| Err(Error::Endpoint { endpoint: quoted(&self.host), rule });
        match addressing {
            Addressing::Virtual if self.is_ip => {
                refuse("is an IP address, which cannot follow a bucket: use path addressing")
            }
            Addressing::Path if self.is_virtual_only() => {
                refuse("takes buckets before the host only: use virtual addressing")
            }
            Addressing::Cname if !self.explicit => {
                refuse("cannot be a bucket: cname addressing needs an explicit endpoint")
            }
            _ => Ok(()),
        }
    }
}

/// Returns a host without its port.
pub(crate) fn without_port(host: &str) -> &str {
    if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() }
}
