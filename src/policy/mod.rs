//! Bucket policies that restrict access to networks: requests from other addresses are refused, with a link or without.
//!
//! Only Deny with `NotIpAddress` restricts access. A link has the rights of its signer, and a bucket's owner has all
//! rights without a policy that allows them, so Allow with `IpAddress` would restrict no client.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html>

use ipnet::IpNet;
use serde::Serialize;

use crate::error::quoted;
use crate::input::aws::partition;
use crate::input::region::check_region;
use crate::input::request;
use crate::{Error, MAX_KEY_BYTES};

mod actions;
mod network;

/// Default actions that an [`IpPolicy`] denies: reading an object, also with a `versionId`.
pub const DEFAULT_ACTIONS: [&str; 2] = ["s3:GetObject", "s3:GetObjectVersion"];

/// Describes a bucket policy. All fields are borrowed; nothing is checked until [`IpPolicy::build`].
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
    /// Whether the policy applies to all keys that begin with the pattern.
    is_prefix: bool,
    allow: &'a [&'a str],
    actions: &'a [&'a str],
    region: Option<&'a str>,
}

impl<'a> IpPolicy<'a> {
    /// Creates a policy on the objects whose keys match the pattern: `*` matches any characters, `?` any one. An empty
    /// pattern is `*`, all objects. A pattern without a wildcard matches one object; it must not end in a slash, where
    /// a `*` is nearly always missing.
    pub fn pattern(bucket: &'a str, pattern: &'a str) -> Self {
        Self { bucket, pattern, is_prefix: false, allow: &[], actions: &DEFAULT_ACTIONS, region: None }
    }

    /// Creates a policy on the objects whose keys begin with the prefix, in which `*` and `?` are wildcards too.
    pub fn prefix(bucket: &'a str, prefix: &'a str) -> Self {
        Self { is_prefix: true, ..Self::pattern(bucket, prefix) }
    }

    /// Sets the addresses and networks that are not refused, at least one: `203.0.113.7`, `203.0.113.0/24`,
    /// `2001:db8::/32`.
    pub fn allow(self, addresses: &'a [&'a str]) -> Self {
        Self { allow: addresses, ..self }
    }

    /// Sets the actions to deny to other addresses, instead of [`DEFAULT_ACTIONS`]: actions on objects, `s3:PutObject`
    /// or `s3:*`.
    pub fn actions(self, actions: &'a [&'a str]) -> Self {
        Self { actions, ..self }
    }

    /// Sets the region, whose partition (`aws`, `aws-cn`, `aws-us-gov`, ...) is part of the resource. Default: the
    /// partition `aws`, which is also that of other storages.
    pub fn region(self, region: impl Into<Option<&'a str>>) -> Self {
        Self { region: region.into(), ..self }
    }

    /// Checks all settings. Servers check few of them: Ceph accepts an invalid network, and then refuses every client.
    ///
    /// # Errors
    /// [`Error::Bucket`], [`Error::Pattern`], [`Error::Address`], [`Error::NoAddress`], [`Error::Action`],
    /// [`Error::Region`].
    pub fn build(self) -> Result<IpPolicyDocument, Error> {
        check_bucket(self.bucket)?;
        self.check_pattern()?;
        if let Some(region) = self.region {
            check_region(region)?;
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
            "is longer than any key can be (1024 bytes)"
        } else if self.pattern.contains("${") {
            "contains ${, which begins a variable in policies: write ?{, where ? matches any one character"
        } else if self.pattern.chars().any(char::is_control) {
            "must not contain control characters: write ?, which matches any one character"
        } else if !is_open && self.pattern.ends_with('/') {
            "ends in a slash and has no wildcard: append * to match all keys with this prefix"
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

/// Checks the bucket of a resource. A character with a special meaning there would make the policy apply to other
/// buckets.
fn check_bucket(bucket: &str) -> Result<(), Error> {
    request::check_bucket(bucket)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if bucket.bytes().all(plain) {
        return Ok(());
    }
    Err(Error::Bucket {
        bucket: quoted(bucket),
        rule: "must be letters, digits, - . _ only, because others have a special meaning in a policy",
    })
}

/// Returns the AWS partition that a region belongs to. Other storages always use `aws`.
fn partition(region: &str) -> &'static str {
    partition::of_region(region).map_or("aws", |partition| partition.name)
}

/// Holds a validated bucket policy. The owner must install it, which replaces the bucket's existing policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpPolicyDocument {
    resource: String,
    actions: Vec<String>,
    networks: Vec<IpNet>,
}

impl IpPolicyDocument {
    /// Returns the resource, the objects that the policy applies to: `arn:aws:s3:::bucket/photos/*`.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// Returns the actions that the policy denies, without duplicates.
    #[must_use]
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// Returns the networks that the policy does not refuse, without duplicates, in their shortest form.
    pub fn networks(&self) -> impl Iterator<Item = String> + '_ {
        self.networks.iter().map(ToString::to_string)
    }

    /// Returns whether any allowed network is IPv4.
    #[must_use]
    pub fn allows_v4(&self) -> bool {
        self.networks.iter().any(|network| matches!(network, IpNet::V4(_)))
    }

    /// Returns whether any allowed network is IPv6.
    #[must_use]
    pub fn allows_v6(&self) -> bool {
        self.networks.iter().any(|network| matches!(network, IpNet::V6(_)))
    }

    /// Returns the JSON document for `PutBucketPolicy`, indented, without a final newline.
    #[must_use]
    #[expect(clippy::expect_used, reason = "texts are written to memory")]
    pub fn to_json(&self) -> String {
        let policy = PolicyBody {
            version: "2012-10-17",
            statement: [Statement {
                sid: "RefuseOtherAddresses",
                effect: "Deny",
                principal: "*",
                action: &self.actions,
                resource: &self.resource,
                condition: StatementCondition {
                    not_ip_address: SourceIp { source_ip: self.networks().collect() },
                },
            }],
        };
        serde_json::to_string_pretty(&policy).expect("texts are written to memory")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyBody<'a> {
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
    condition: StatementCondition,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct StatementCondition {
    not_ip_address: SourceIp,
}

#[derive(Serialize)]
struct SourceIp {
    #[serde(rename = "aws:SourceIp")]
    source_ip: Vec<String>,
}
