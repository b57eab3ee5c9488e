//! Warnings about a link: what is wrong with it, or may surprise its user.

use crate::MAX_EXPIRES_IN;
use crate::codes::codes;
use crate::input::{endpoint, query};
use crate::limits::CLOCK_SKEW;
use crate::received::url::{BucketIn, ObjectAddress, ParsedUrl, SignatureParams, V4Params};

codes! {
    /// Names one thing to know about a link. The numbers are for bindings; a number is never given to another warning.
    pub enum Warning: message {
        Expired = 1, "expired", "the link has expired: storages answer 403 AccessDenied";
        NotYetValid = 2, "not-yet-valid",
            "the signing time is more than 15 minutes in the future: AWS refuses the link until then";
        Lifetime = 3, "lifetime", "the lifetime is not 1 to 604800 seconds, the limit of most storages";
        SessionToken = 4, "session-token",
            "the link was signed with temporary keys and expires with them, if they expire first";
        PlainHttp = 5, "plain-http", "the link uses plain HTTP: anyone on the network path can read and use it";
        DotSegments = 6, "dot-segments",
            "browsers and curl rewrite the . and .. segments of the path before they send it (curl --path-as-is \
             does not)";
        EmptySegments = 7, "empty-segments", "the path has empty segments (//), which some proxies remove";
        Version2 = 8, "version-2",
            "the link has signature version 2, which newer storages and newer buckets on AWS refuse";
        UnsignedQuery = 9, "unsigned-query",
            "signature version 2 does not sign all query parameters of this link: its holder can change them";
        SignedHeaders = 10, "signed-headers",
            "the signed headers must be sent with the link, exactly as they were signed";
        HostNotSigned = 11, "host-not-signed", "the host is not among the signed headers: storages refuse the link";
        Scope = 12, "scope",
            "the algorithm, the service or the date in the credential is not one that storages accept";
        Region = 13, "region", "the region is not the one in the host name: AWS refuses the link";
        Signature = 14, "signature",
            "the signature is cut or altered: it must have 64 characters of 0-9 and a-f, or 28 of base64";
        RepeatedName = 15, "repeated-name", "a query parameter is given twice, which Ceph and Swift refuse";
        DottedBucket = 16, "dotted-bucket",
            "the bucket has a dot in it and is part of the host name: no certificate covers that";
        MergeableParameters = 17, "mergeable-parameters",
            "signature version 2 signs its parameters with nothing escaped: the link's holder can send several of \
             them as the value of one, which Ceph accepts";
    }
}

impl Warning {
    /// Returns all warnings that apply, by number.
    pub(super) fn all(url: &ParsedUrl, object: &ObjectAddress, now: i64) -> Vec<Self> {
        let mut names: Vec<&str> = url.query.pairs.iter().map(|pair| &*pair.name).collect();
        names.sort_unstable();
        let path = object.path(url);
        let before_host = object.bucket_in == BucketIn::BeforeHost;
        let is_v2 = matches!(url.params, SignatureParams::V2(_));
        let mut found = vec![
            (Self::Expired, now >= url.params.expires_at()),
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
                    names.iter().any(|name| !url.params.owns(name) && !query::is_v2_signed(name)),
                ),
                (Self::Signature, !is_base64(&params.signature)),
                (
                    Self::MergeableParameters,
                    names.iter().filter(|name| query::is_v2_signed(name)).count() > 1,
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
        (Warning::Lifetime, !(1..=MAX_EXPIRES_IN).contains(&params.lifetime)),
        (Warning::SignedHeaders, signed.clone().any(|name| !matches!(name, "" | "host"))),
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
