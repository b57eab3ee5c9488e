//! Bucket policies that narrow links down to networks: whoever asks from elsewhere is refused, with a link or without.
//!
//! Deny with `NotIpAddress` is the one form that does so. A link has the rights of whoever signed it, and a bucket's
//! owner has every right without being allowed anything, so an Allow with `IpAddress` would restrict nobody.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html>

use ipnet::IpNet;
use serde::Serialize;

use crate::error::quoted;
use crate::{Error, MAX_KEY_BYTES, request, signer};

mod actions;
mod network;

/// What an [`IpPolicy`] denies unless told otherwise: reading, also with a `versionId`.
pub const DEFAULT_ACTIONS: [&str; 2] = ["s3:GetObject", "s3:GetObjectVersion"];

/// The wishes for a bucket policy. Everything is borrowed; nothing is checked before [`IpPolicy::build`].
///
/// ```
/// let policy = presign::IpPolicy::pattern("example-bucket", "photos/*").allow(&["203.0.113.0/24"]).build()?;
/// assert!(policy.to_json().contains(r#""Resource": "arn:aws:s3:::example-bucket/photos/*""#));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "a policy does nothing before build()"]
pub struct IpPolicy<'a> {
    bucket: &'a str,
    pattern: &'a str,
    /// Whether the pattern stands for all keys that begin with it.
    is_prefix: bool,
    allow: &'a [&'a str],
    actions: &'a [&'a str],
    region: Option<&'a str>,
}

impl<'a> IpPolicy<'a> {
    /// About the objects whose keys fit the pattern: `*` stands for any characters, `?` for one. An empty pattern is
    /// `*`, all objects. One without a wildcard is one object; it must not end in a slash then, which is nearly always
    /// a forgotten `*`.
    pub fn pattern(bucket: &'a str, pattern: &'a str) -> Self {
        Self { bucket, pattern, is_prefix: false, allow: &[], actions: &DEFAULT_ACTIONS, region: None }
    }

    /// About the objects whose keys begin with the prefix, in which `*` and `?` are wildcards too.
    pub fn prefix(bucket: &'a str, prefix: &'a str) -> Self {
        Self { is_prefix: true, ..Self::pattern(bucket, prefix) }
    }

    /// The addresses and networks that are not refused: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. At least one.
    pub fn allow(self, addresses: &'a [&'a str]) -> Self {
        Self { allow: addresses, ..self }
    }

    /// What is denied elsewhere, instead of [`DEFAULT_ACTIONS`]: actions on objects, `s3:PutObject` or `s3:*`.
    pub fn actions(self, actions: &'a [&'a str]) -> Self {
        Self { actions, ..self }
    }

    /// The region, whose partition (`aws`, `aws-cn`, `aws-us-gov`, ...) stands in the resource. Default: `aws`, which
    /// is also what other storages have.
    pub fn region(self, region: impl Into<Option<&'a str>>) -> Self {
        Self { region: region.into(), ..self }
    }

    /// Checks everything. Servers check little of it: Ceph takes a network that is none, and then refuses everybody.
    ///
    /// # Errors
    /// [`Error::Bucket`], [`Error::Pattern`], [`Error::Address`], [`Error::NoAddress`], [`Error::Action`],
    /// [`Error::Region`].
    pub fn build(self) -> Result<IpPolicyDocument, Error> {
        check_bucket(self.bucket)?;
        self.check_pattern()?;
        if let Some(region) = self.region {
            signer::check_region(region)?;
        }
        let mut networks: Vec<IpNet> = Vec::with_capacity(self.allow.len());
        for text in self.allow {
            let network =
                network::parse(text).map_err(|rule| Error::Address { address: quoted(text), rule })?;
            if !networks.contains(&network) {
                networks.push(network);
            }
        }
        if networks.is_empty() {
            return Err(Error::NoAddress);
        }
        Ok(IpPolicyDocument { resource: self.resource(), actions: actions::checked(self.actions)?, networks })
    }

    fn check_pattern(&self) -> Result<(), Error> {
        let is_open = self.is_prefix || self.pattern.is_empty() || self.pattern.contains(['*', '?']);
        let rule = if self.pattern.len() > MAX_KEY_BYTES {
            "is longer than any key (1024 bytes)"
        } else if self.pattern.contains("${") {
            "holds ${, which begins a variable in policies: write ?{, where ? is any one character"
        } else if self.pattern.chars().any(char::is_control) {
            "must not contain control characters: write ?, which is any one character"
        } else if !is_open && self.pattern.ends_with('/') {
            "ends in a slash and has no wildcard: put a * behind it for all keys that begin so"
        } else {
            return Ok(());
        };
        Err(Error::Pattern { pattern: quoted(self.pattern), rule })
    }

    fn resource(&self) -> String {
        let is_open = (self.is_prefix || self.pattern.is_empty()) && !self.pattern.ends_with('*');
        let partition = partition(self.region.unwrap_or_default());
        let end = if is_open { "*" } else { "" };
        format!("arn:{partition}:s3:::{}/{}{end}", self.bucket, self.pattern)
    }
}

/// A bucket in a resource: whatever has a meaning there would make the policy one for other buckets.
fn check_bucket(bucket: &str) -> Result<(), Error> {
    request::check_bucket(bucket)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if bucket.bytes().all(plain) {
        return Ok(());
    }
    Err(Error::Bucket {
        bucket: quoted(bucket),
        rule: "must be letters, digits, - . _ alone in a policy, where other characters have a meaning",
    })
}

/// The partition of AWS that a region belongs to, by the list of botocore. Elsewhere it is always `aws`.
fn partition(region: &str) -> &'static str {
    [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-isof-", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ]
    .into_iter()
    .find(|(prefix, _)| region.starts_with(prefix))
    .map_or("aws", |(_, partition)| partition)
}

/// A bucket policy, all of it checked. Putting it into place is the owner's business, and replaces the bucket's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpPolicyDocument {
    resource: String,
    actions: Vec<String>,
    networks: Vec<IpNet>,
}

impl IpPolicyDocument {
    /// The objects that it is about: `arn:aws:s3:::bucket/photos/*`.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// What it denies, each once.
    #[must_use]
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// The networks that it does not deny it to, each once, in their shortest form.
    pub fn networks(&self) -> impl Iterator<Item = String> + '_ {
        self.networks.iter().map(ToString::to_string)
    }

    /// Whether clients that come over IPv4 have a chance.
    #[must_use]
    pub fn allows_v4(&self) -> bool {
        self.networks.iter().any(|network| matches!(network, IpNet::V4(_)))
    }

    /// Whether clients that come over IPv6 have a chance.
    #[must_use]
    pub fn allows_v6(&self) -> bool {
        self.networks.iter().any(|network| matches!(network, IpNet::V6(_)))
    }

    /// The document, as `PutBucketPolicy` takes it: indented, without a newline at its end.
    #[must_use]
    #[expect(clippy::expect_used, reason = "texts are written to memory")]
    pub fn to_json(&self) -> String {
        let policy = Policy {
            version: "2012-10-17",
            statement: [Statement {
                sid: "RefuseOtherAddresses",
                effect: "Deny",
                principal: "*",
                action: &self.actions,
                resource: &self.resource,
                condition: Condition { not_ip_address: SourceIp { source_ip: self.networks().collect() } },
            }],
        };
        serde_json::to_string_pretty(&policy).expect("texts are written to memory")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy<'a> {
    version: &'static str,
    statement: [Statement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'a> {
    sid: &'static str,
    effect: &'static str,
    principal: &'static str,
    action: &'a [String],
    resource: &'a str,
    condition: Condition,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Condition {
    not_ip_address: SourceIp,
}

#[derive(Serialize)]
struct SourceIp {
    #[serde(rename = "aws:SourceIp")]
    source_ip: Vec<String>,
}
