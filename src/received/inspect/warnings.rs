//! Finds the warnings about a received link.

use crate::input::aws::host;
use crate::input::endpoint::without_port;
use crate::input::{query, sigv2};
use crate::limits::CLOCK_SKEW;
use crate::received::url::{BucketIn, ObjectAddress, ParsedUrl, SignatureParams, V4Params};
use crate::{MAX_EXPIRES_IN, Warning};

/// Returns all warnings that apply, by number.
pub(super) fn warnings(url: &ParsedUrl, object: &ObjectAddress, now: i64) -> Vec<Warning> {
    let mut names: Vec<&str> = url.query.pairs.iter().map(|pair| &*pair.name).collect();
    names.sort_unstable();
    let path = object.path(url);
    let before_host = object.bucket_in == BucketIn::BeforeHost;
    let is_v2 = matches!(url.params, SignatureParams::V2(_));
    let mut found = vec![
        (Warning::Expired, now >= url.params.expires_at()),
        (Warning::SessionToken, url.has_token()),
        (Warning::PlainHttp, url.is_plain_http()),
        (Warning::DotSegments, path.split('/').any(|segment| matches!(segment, "." | ".."))),
        (Warning::EmptySegments, path.contains("//")),
        (Warning::Version2, is_v2),
        (Warning::RepeatedName, names.windows(2).any(|pair| pair.first() == pair.last())),
        (
            Warning::NotLatin1,
            url.query.pairs.iter().any(|pair| query::is_beyond_latin1(&pair.name, &pair.value)),
        ),
        (Warning::DottedBucket, before_host && object.bucket.contains('.') && !url.is_plain_http()),
    ];
    found.extend(match &url.params {
        SignatureParams::V4(params) => v4_warnings(url, params, now),
        SignatureParams::V2(params) => vec![
            (
                Warning::UnsignedQuery,
                names.iter().any(|name| !url.params.owns(name) && !sigv2::signs_parameter(name)),
            ),
            (Warning::Signature, !is_base64(&params.signature)),
            (
                Warning::MergeableParameters,
                names.iter().filter(|name| sigv2::signs_parameter(name)).count() > 1,
            ),
        ],
    });
    let mut all: Vec<_> =
        found.into_iter().filter_map(|(warning, applies)| applies.then_some(warning)).collect();
    all.sort_unstable();
    all
}

fn v4_warnings(url: &ParsedUrl, params: &V4Params, now: i64) -> Vec<(Warning, bool)> {
    let mut signed = params.signed_headers.split(';');
    let is_ours = params.algorithm == "AWS4-HMAC-SHA256"
        && params.service() == "s3"
        && params.stamp.get(..8) == Some(params.date());
    let host_region = host::read(without_port(&url.host)).and_then(|host| host.region);
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
