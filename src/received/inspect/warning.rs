//! Warnings about a link: what is wrong with it, or may surprise its user.

use crate::MAX_EXPIRES_IN;
use crate::input::{endpoint, sigv2};
use crate::limits::CLOCK_SKEW;
use crate::received::url::{BucketIn, ObjectAddress, ParsedUrl, SignatureParams, V4Params};

/// Names one thing to know about a link. The numbers are for bindings; a number is never given to another warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Warning {
    /// The link has expired.
    Ended = 1,
    /// The signing time is more than 15 minutes in the future.
    NotYetValid = 2,
    /// The lifetime of a Version 4 link is over seven days, or 0.
    Life = 3,
    /// The link expires with the temporary keys that signed it.
    SessionToken = 4,
    /// The link uses plain HTTP: anyone on the network path can read and use it.
    PlainHttp = 5,
    /// The path has `.` or `..` segments.
    DotSegments = 6,
    /// The path has empty segments (`//`).
    EmptySegments = 7,
    /// The link has Signature Version 2.
    Version2 = 8,
    /// A query parameter is not signed by Version 2.
    UnsignedQuery = 9,
    /// Headers must be sent with the link.
    SignedHeaders = 10,
    /// `host` is not among the signed headers.
    HostNotSigned = 11,
    /// The algorithm, the service, or the date in the credential is not one that storages accept.
    Scope = 12,
    /// The region is not that of AWS's host.
    Region = 13,
    /// The signature has a wrong length or wrong characters.
    Signature = 14,
    /// A query name is given twice.
    RepeatedName = 15,
    /// The bucket has a dot and is part of the host name: no certificate covers it.
    DottedBucket = 16,
    /// Version 2 signs several parameters and escapes nothing between them, so one value can hold the others.
    MergeableParameters = 17,
}

impl Warning {
    /// Lists every warning, by number.
    pub const ALL: [Self; 17] = [
        Self::Ended,
        Self::NotYetValid,
        Self::Life,
        Self::SessionToken,
        Self::PlainHttp,
        Self::DotSegments,
        Self::EmptySegments,
        Self::Version2,
        Self::UnsignedQuery,
        Self::SignedHeaders,
        Self::HostNotSigned,
        Self::Scope,
        Self::Region,
        Self::Signature,
        Self::RepeatedName,
        Self::DottedBucket,
        Self::MergeableParameters,
    ];

    /// A name for programs, which stays.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::NotYetValid => "not-yet-valid",
            Self::Life => "life",
            Self::SessionToken => "session-token",
            Self::PlainHttp => "plain-http",
            Self::DotSegments => "dot-segments",
            Self::EmptySegments => "empty-segments",
            Self::Version2 => "version-2",
            Self::UnsignedQuery => "unsigned-query",
            Self::SignedHeaders => "signed-headers",
            Self::HostNotSigned => "host-not-signed",
            Self::Scope => "scope",
            Self::Region => "region",
            Self::Signature => "signature",
            Self::RepeatedName => "repeated-name",
            Self::DottedBucket => "dotted-bucket",
            Self::MergeableParameters => "mergeable-parameters",
        }
    }

    /// One sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Ended => "the link has expired: storages answer 403 AccessDenied",
            Self::NotYetValid => {
                "the signing time is more than 15 minutes in the future: AWS refuses the link until then"
            }
            Self::Life => "the lifetime is not 1 to 604800 seconds, the limit of most storages",
            Self::SessionToken => {
                "the link was signed with temporary keys and expires with them, if they expire first"
            }
            Self::PlainHttp => "the link uses plain HTTP: anyone on the network path can read and use it",
            Self::DotSegments => {
                "browsers and curl rewrite the . and .. segments of the path before they send it (curl --path-as-is \
                 does not)"
            }
            Self::EmptySegments => "the path has empty segments (//), which some proxies remove",
            Self::Version2 => {
                "the link has signature version 2, which newer storages and newer buckets on AWS refuse"
            }
            Self::UnsignedQuery => {
                "signature version 2 does not sign all query parameters of this link: its holder can change them"
            }
            Self::SignedHeaders => {
                "the signed headers must be sent with the link, exactly as they were signed"
            }
            Self::HostNotSigned => "the host is not among the signed headers: storages refuse the link",
            Self::Scope => {
                "the algorithm, the service or the date in the credential is not one that storages accept"
            }
            Self::Region => "the region is not the one in the host name: AWS refuses the link",
            Self::Signature => {
                "the signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64"
            }
            Self::RepeatedName => "a query parameter is given twice, which Ceph and Swift refuse",
            Self::DottedBucket => {
                "the bucket has a dot in it and is part of the host name: no certificate covers that"
            }
            Self::MergeableParameters => {
                "signature version 2 signs its parameters with nothing escaped: the link's holder can send several of \
                 them as the value of one, which Ceph accepts"
            }
        }
    }

    /// Returns all warnings that apply, by number.
    pub(super) fn all(url: &ParsedUrl, object: &ObjectAddress, now: i64) -> Vec<Self> {
        let mut names: Vec<&str> = url.query.pairs.iter().map(|pair| &*pair.name).collect();
        names.sort_unstable();
        let path = object.path(url);
        let before_host = object.bucket_in == BucketIn::BeforeHost;
        let is_v2 = matches!(url.params, SignatureParams::V2(_));
        let mut found = vec![
            (Self::Ended, now >= url.params.expires_at()),
            (Self::SessionToken, url.has_token()),
            (Self::PlainHttp, url.is_plain_http()),
            (Self::DotSegments, path.split('/').any(|segment| matches!(segment, "." | ".."))),
            (Self::EmptySegments, path.contains("//")),
            (Self::Version2, is_v2),
            (Self::RepeatedName, names.windows(2).any(|pair| pair.first() == pair.last())),
            (Self::DottedBucket, before_host && object.bucket.contains('.') && !url.is_plain_http()),
        ];
        found.extend(match &url.params {
            SignatureParams::V4(params) => v4_warnings(url, params, now),
            SignatureParams::V2(params) => vec![
                (
                    Self::UnsignedQuery,
                    names.iter().any(|name| !url.params.owns(name) && !sigv2::signs_parameter(name)),
                ),
                (Self::Signature, !is_base64(&params.signature)),
                (
                    Self::MergeableParameters,
                    names.iter().filter(|name| sigv2::signs_parameter(name)).count() > 1,
                ),
            ],
        });
        let mut all: Vec<_> =
            found.into_iter().filter_map(|(warning, applies)| applies.then_some(warning)).collect();
        all.sort_unstable_by_key(|warning| *warning as i32);
        all
    }
}

fn v4_warnings(url: &ParsedUrl, params: &V4Params, now: i64) -> Vec<(Warning, bool)> {
    let mut signed = params.signed_headers.split(';');
    let is_ours = params.algorithm == "AWS4-HMAC-SHA256"
        && params.service() == "s3"
        && params.stamp.get(..8) == Some(params.date());
    let host_region = endpoint::aws_region(&url.host);
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    vec![
        (Warning::NotYetValid, params.signed_at.saturating_sub(now) > CLOCK_SKEW),
        (Warning::Life, !(1..=MAX_EXPIRES_IN).contains(&params.lifetime)),
        (Warning::SignedHeaders, signed.clone().any(|name| name != "host")),
        (Warning::HostNotSigned, !signed.any(|name| name == "host")),
        (Warning::Scope, !is_ours),
        (Warning::Region, host_region.is_some_and(|region| region != params.region())),
        (Warning::Signature, params.signature.len() != 64 || !params.signature.bytes().all(is_hex)),
    ]
}

/// The base64 of 20 bytes.
fn is_base64(signature: &str) -> bool {
    let digits = signature.strip_suffix('=').unwrap_or_default();
    digits.len() == 27
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_warnings_are_listed_by_number() {
        for (number, warning) in (1..).zip(Warning::ALL) {
            assert_eq!(warning as i32, number);
        }
    }

    #[test]
    fn no_two_warnings_have_the_same_name_or_message() {
        for text in [Warning::name, Warning::message] {
            let texts: BTreeSet<_> = Warning::ALL.into_iter().map(text).collect();
            assert_eq!(texts.len(), Warning::ALL.len());
        }
        let is_allowed = |byte| matches!(byte, b'a'..=b'z' | b'2' | b'-');
        assert!(Warning::ALL.into_iter().flat_map(|warning| warning.name().bytes()).all(is_allowed));
    }
}
