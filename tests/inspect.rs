//! What `inspect` reads from a link without a secret. Expected values are those of tests/vectors, which are botocore's,
//! or the text of the link.
#![allow(clippy::unwrap_used, clippy::panic)]

mod vectors;

use presign::{Addressing, Reason, Received, Request, Signer, Verifier, Version, Warning, inspect};
use vectors::{ACCESS_KEY, SECRET_KEY};

const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN";
/// 2013-05-24T00:00:00Z.
const NOW: i64 = 1_369_353_600;

#[test]
fn inspect_returns_the_values_of_every_vector() {
    for (cases, version) in [(vectors::v4(), Version::V4), (vectors::v2(), Version::V2)] {
        for case in cases {
            let url = case.url.as_str();
            let verifier = Verifier::builder().endpoint(case.endpoint.as_str()).build().unwrap();
            let link = verifier.inspect(&Received::url("GET", url).at(case.sign_at)).unwrap();
            assert_eq!((&*link.bucket, &*link.key), (&*case.bucket, &*case.key), "{url}");
            assert_eq!(link.access_key, ACCESS_KEY);
            assert_eq!((link.version, link.seconds_left()), (version, case.expires_in.into()));
            assert_eq!(link.has_session_token, case.session_token.is_some(), "{url}");
            let v4 = version == Version::V4;
            assert_eq!(link.region, v4.then_some(case.region), "{url}");
            assert_eq!(
                (link.signed_at, link.lifetime()),
                (v4.then_some(case.sign_at), v4.then(|| case.expires_in.into()))
            );
            let (mut expected, mut query) = (case.query, link.query);
            expected.sort();
            query.sort();
            assert_eq!(query, expected, "{url}");
            let mut headers: Vec<_> = case.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
            headers.sort();
            assert_eq!(link.signed_headers, if v4 { headers } else { vec![] });
        }
    }
}

fn signer(endpoint: &str, version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint(endpoint).version(version).build().unwrap()
}

fn warnings(url: &str, now: i64) -> Vec<Warning> {
    inspect(&Received::url("GET", url).at(now)).unwrap_or_else(|refusal| panic!("{url}: {refusal}")).warnings
}

#[test]
fn each_warning_is_given_for_its_url() {
    let v4 = signer("https://h.example", Version::V4);
    let url = |key: &str| v4.presign(&Request::get("b", key).sign_at(NOW).expires_in(60)).unwrap();
    let plain = url("k");
    assert_eq!(warnings(&plain, NOW), []);
    assert_eq!(warnings(&plain, NOW + 60), [Warning::Expired]);
    assert_eq!(warnings(&plain, NOW - 901), [Warning::NotYetValid]);
    assert_eq!(warnings(&plain.replace("Expires=60", "Expires=604801"), NOW), [Warning::Lifetime]);
    assert_eq!(
        warnings(&plain.replace("Expires=60", "Expires=0"), NOW),
        [Warning::Expired, Warning::Lifetime]
    );
    assert_eq!(warnings(&plain.replace("https", "http"), NOW), [Warning::PlainHttp]);
    for key in ["../k", "a/./k", ".."] {
        assert_eq!(warnings(&url(key), NOW), [Warning::DotSegments], "{key}");
    }
    assert_eq!(warnings(&url("a//k"), NOW), [Warning::EmptySegments]);
    assert_eq!(warnings(&url("..a/k..").replace("/b/", "/b/%2e%2E/"), NOW), [Warning::DotSegments]);
    assert_eq!(warnings(&plain.replace("%2Fs3%2F", "%2Fsqs%2F"), NOW), [Warning::Scope]);
    assert_eq!(
        warnings(&plain.replace("Headers=host", "Headers=range"), NOW),
        [Warning::SignedHeaders, Warning::HostNotSigned]
    );
    let (cut, _) = plain.split_at(plain.len() - 1);
    assert_eq!(warnings(cut, NOW), [Warning::Signature]);
    let twice = v4.presign(&Request::get("b", "k").query(&[("a", "1"), ("a", "2")]).sign_at(NOW)).unwrap();
    assert_eq!(warnings(&twice, NOW), [Warning::RepeatedName]);
    let header = v4.presign(&Request::get("b", "k").headers(&[("range", "bytes=0-1")]).sign_at(NOW)).unwrap();
    assert_eq!(warnings(&header, NOW), [Warning::SignedHeaders]);
    assert_eq!(
        warnings(&aws("eu-west-1", "bkt").replace("eu-west-1%2F", "us-east-1%2F"), NOW),
        [Warning::Region]
    );
    let dotted = aws("eu-west-1", "bkt").replace("//bkt.", "//a.b.");
    assert_eq!(warnings(&dotted, NOW), [Warning::DottedBucket]);
    // With the bucket in the path, a certificate covers the host.
    let path = signer("https://s3.example.com", Version::V4);
    let url = path.presign(&Request::get("s3.example", "k").sign_at(NOW)).unwrap();
    assert_eq!(warnings(&url, NOW), []);

    let v2 = signer("https://h.example", Version::V2);
    let url = |query: &[(&str, &str)]| v2.presign(&Request::get("b", "k").query(query).sign_at(NOW)).unwrap();
    assert_eq!(warnings(&url(&[("acl", "")]), NOW), [Warning::Version2]);
    let two = url(&[("response-content-type", "a/b"), ("versionId", "V1")]);
    assert_eq!(warnings(&two, NOW), [Warning::Version2, Warning::MergeableParameters]);
    assert_eq!(warnings(&url(&[("x", "")]), NOW), [Warning::Version2, Warning::UnsignedQuery]);
    assert_eq!(
        warnings(&url(&[]).replace("&Signature=", "&Signature=x"), NOW),
        [Warning::Version2, Warning::Signature]
    );
}

fn aws(region: &str, bucket: &str) -> String {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).region(region).build().unwrap();
    signer.presign(&Request::get(bucket, "k").sign_at(NOW)).unwrap()
}

/// Without an endpoint, AWS's hosts are known; with one, only its hosts are.
#[test]
fn the_bucket_is_read_from_host_or_path() {
    let link = inspect(&Received::url("GET", &aws("eu-west-1", "bkt"))).unwrap();
    assert_eq!((&*link.bucket, &*link.key, &*link.host), ("bkt", "k", "bkt.s3.eu-west-1.amazonaws.com"));
    let signer =
        Signer::builder("a", "s").endpoint("h.example").addressing(Addressing::Virtual).build().unwrap();
    let url = signer.presign(&Request::get("b", "c/k").sign_at(NOW)).unwrap();
    assert_eq!(inspect(&Received::url("GET", &url)).unwrap().bucket, "c");
    let verifier = |endpoint: &'static str| Verifier::builder().endpoint(endpoint).build().unwrap();
    let link = verifier("h.example").inspect(&Received::url("GET", &url)).unwrap();
    assert_eq!((&*link.bucket, &*link.key), ("b", "c/k"));
    let refusal = verifier("other.example").inspect(&Received::url("GET", &url)).unwrap_err();
    assert_eq!(refusal.reason(), Reason::WrongEndpoint);
}

#[test]
fn neither_token_nor_signature_is_kept() {
    for version in [Version::V4, Version::V2] {
        let signer =
            Signer::builder("a", SECRET_KEY).endpoint("h.example").version(version).session_token(TOKEN);
        let url = signer.build().unwrap().presign(&Request::get("b", "k").sign_at(NOW)).unwrap();
        let request = Received::url("GET", &url).at(NOW);
        let link = inspect(&request).unwrap();
        assert!(link.warnings.contains(&Warning::SessionToken));
        let text = format!("{link:?} {request:?}");
        let signature = url.split("Signature=").nth(1).unwrap().split('&').next().unwrap();
        assert!(!text.contains(TOKEN) && !text.contains(signature), "{text}");
    }
}

/// A token has several names, and a link may contain a customer's encryption key.
#[test]
fn tokens_and_keys_in_a_query_are_not_shown() {
    let v4 = signer("https://h.example", Version::V4);
    let url = v4.presign(&Request::get("b", "k").sign_at(NOW)).unwrap();
    for name in
        ["X-Amz-S3session-Token", "x-amz-s3session-token", "x-amz-security-token", "X-AMZ-Other-TOKEN"]
    {
        let url = format!("{url}&{name}={TOKEN}");
        let link = inspect(&Received::url("GET", &url).at(NOW)).unwrap();
        assert!(link.has_session_token && link.query.is_empty(), "{link:?}");
        assert_eq!(link.warnings, [Warning::SessionToken]);
        assert!(!format!("{link:?}").contains(TOKEN));
    }
    for name in [
        "continuation-token",
        "x-amz-server-side-encryption-customer-key",
        "X-Amz-Copy-Source-Server-Side-Encryption-Customer-Key",
    ] {
        let url = format!("{url}&{name}={TOKEN}");
        let link = inspect(&Received::url("GET", &url).at(NOW)).unwrap();
        assert!(!link.has_session_token && !format!("{link:?}").contains(TOKEN), "{link:?}");
        assert_eq!(link.query, [(name.to_owned(), "(not shown)".to_owned())]);
    }
}

#[test]
fn urls_without_a_signature_are_refused() {
    for (url, reason) in [
        ("https://h.example/b/k", Reason::NotSigned),
        ("https://h.example/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256", Reason::MissingParameter),
        ("s3://b/k", Reason::InvalidUrl),
        ("", Reason::InvalidUrl),
    ] {
        assert_eq!(inspect(&Received::url("GET", url)).unwrap_err().reason(), reason, "{url}");
    }
}

/// A link has several dates and numbers.
#[test]
fn a_malformed_value_is_reported_with_its_parameter() {
    let link = |version| {
        let request = Request::get("b", "k").sign_at(NOW).expires_in(3600);
        signer("https://h.example", version).presign(&request).unwrap()
    };
    let end = (NOW + 3600).to_string();
    for (version, value, name) in [
        (Version::V4, "20130524T000000Z", "X-Amz-Date"),
        (Version::V4, "aws4_request", "X-Amz-Credential"),
        (Version::V4, "3600", "X-Amz-Expires"),
        (Version::V2, end.as_str(), "Expires"),
    ] {
        let url = link(version).replacen(value, "soon", 1);
        let refusal = inspect(&Received::url("GET", &url)).unwrap_err();
        let detail = refusal.detail();
        assert!(detail.starts_with(&format!("{name} \"")) && detail.contains("soon\" is not"), "{detail}");
    }
}
