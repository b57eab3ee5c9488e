//! Random requests for tests that compare the library with the naive signer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod config;

use presign::{Request, Signer, Version};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::naive::{Addressing, Case};
pub use config::cases;

/// Keys of any text, with a high share of text that is hard to encode.
pub fn key() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9._~-]{1,40}",
        "\\PC{1,10}",
        any::<char>().prop_map(String::from),
        select(vec![
            "/", "//", ".", "..", "/../", "+", "%2F", "%", " ", "\n", "\u{0}", "é", "e\u{301}", "😀", "?",
            "#", "&=", "'\""
        ])
        .prop_map(str::to_owned),
    ];
    vec(piece, 1..12)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("at most 1024 bytes", |key| key.len() <= 1024)
}

/// Lengths that make the constant part of the string to sign shorter than, equal to and longer than a block.
fn region() -> impl Strategy<Value = String> {
    "[!-.0-~]{1,64}"
}

fn bucket() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9]{3,20}", "[a-z0-9]{1,5}(\\.[a-z0-9]{1,5}){1,3}", "[A-Za-z_ +%é]{1,20}"]
}

fn endpoint() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        "[a-z]{1,10}(\\.[a-zA-Z0-9-]{1,8}){0,3}\\.[a-z]{2,5}",
        Just("127.0.0.1".to_owned()),
        Just("[::1]".to_owned()),
        Just("localhost".to_owned()),
    ];
    let port =
        prop_oneof![Just(String::new()), Just(":443".to_owned()), Just(":80".to_owned()), ":[1-9][0-9]{3}"];
    let base = prop_oneof![
        Just(String::new()),
        Just("/".to_owned()),
        "(/[a-z0-9]{1,8}){1,2}/?",
        Just("/a%20b".to_owned())
    ];
    (select(vec!["http://", "https://"]), host, port, base)
        .prop_map(|(scheme, host, port, base)| scheme.to_owned() + &host + &port + &base)
}

fn query(version: Version) -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        select(vec![
            "versionId",
            "partNumber",
            "uploadId",
            "uploads",
            "acl",
            "response-content-type",
            "response-expires",
            "prefix",
            "x-id"
        ])
        .prop_map(str::to_owned),
        "[ -~é]{1,12}",
        "X-Amz-[A-DF-RT-Z][a-z]{0,8}",
    ];
    vec((name, "\\PC{0,20}"), 0..6).prop_filter("names that this version takes", move |pairs| {
        let probe = signer_of(version, Addressing::Path, "https://h.example", "r", None);
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        probe.presign(&Request::get("b", "k").query(&pairs).sign_at(0)).is_ok()
    })
}

fn headers(version: Version) -> impl Strategy<Value = Vec<(String, String)>> {
    let value = "[ -~\\t]{0,30}|[a-zäöü]{1,4}[ \\t]{1,3}[a-z]{1,4}";
    let common = ("(x-amz-meta-[a-z0-9!#$&'*+.^_`|~-]{1,9}|X-Amz-Acl|Content-Type|content-md5)", value);
    let sha = (Just("X-Amz-Content-SHA256".to_owned()), "([0-9a-f]{64}|UNSIGNED-PAYLOAD)");
    let further = ("(range|If-Match|if-none-match|Cache-Control|expires|x-[a-z]{1,8})", value);
    let one = match version {
        Version::V4 => prop_oneof![4 => common.boxed(), 1 => sha.boxed(), 3 => further.boxed()].boxed(),
        Version::V2 => common.boxed(),
    };
    vec(one, 0..5).prop_filter("no name twice", |headers| {
        let mut names: Vec<_> = headers.iter().map(|(name, _)| name.to_lowercase()).collect();
        names.sort();
        names.windows(2).all(|pair| pair[0] != pair[1])
    })
}

/// RFC 1123's labels, in lower case as S3 wants them.
fn is_dns_name(bucket: &str) -> bool {
    bucket.split('.').all(|label| {
        let inner = label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        inner && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    })
}

pub fn case(version: Version) -> impl Strategy<Value = Case> {
    let who =
        ("[!-~]{1,40}", "[!-~é]{1,80}", option::of("[!-~]{1,30}( [!-~]{1,30})?|[A-Za-z0-9+/=]{300,2500}"));
    let place = (region(), endpoint(), bucket(), select(vec!["path", "virtual", "cname"]));
    let what = ("[A-Z]{1,32}", key(), query(version), headers(version));
    let when = (0_i64..253_402_300_799 - 604_800, 1_i64..=604_800);
    (who, place, what, when).prop_map(
        |(
            (access_key, secret_key, session_token),
            (region, endpoint, bucket, style),
            (method, key, query, headers),
            (sign_at, lifetime),
        )| {
            let addressing = match style {
                "virtual"
                    if is_dns_name(&bucket)
                        && !endpoint.contains("127.0.0.1")
                        && !endpoint.contains("::1") =>
                {
                    Addressing::Virtual
                }
                "cname" => Addressing::Cname,
                _ => Addressing::Path,
            };
            Case {
                access_key,
                secret_key,
                session_token,
                region,
                endpoint,
                addressing,
                method,
                bucket,
                key,
                query,
                headers,
                sign_at,
                lifetime,
            }
        },
    )
}

pub fn signer_of(
    version: Version,
    addressing: Addressing,
    endpoint: &str,
    region: &str,
    case: Option<&Case>,
) -> Signer {
    let (access_key, secret_key) = case.map_or(("a", "s"), |case| (&case.access_key, &case.secret_key));
    Signer::builder(access_key, secret_key)
        .session_token(case.and_then(|case| case.session_token.as_deref()))
        .region(region)
        .endpoint(endpoint)
        .addressing(match addressing {
            Addressing::Path => presign::Addressing::Path,
            Addressing::Virtual => presign::Addressing::Virtual,
            Addressing::Cname => presign::Addressing::Cname,
        })
        .version(version)
        .build()
        .unwrap()
}
