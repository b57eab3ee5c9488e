//! Requests that a verifier refuses, with their reasons, in the order in which MinIO and Ceph check; and the options
//! that change what it accepts. `error_codes.rs` checks the error code and the HTTP status of each reason.
#![allow(clippy::unwrap_used, clippy::panic)]

use presign::{
    Addressing, MAX_TIME, Reason, Received, Refusal, Request, Secret, Signer, Verified, Verifier, Version,
};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// 2013-05-24T00:00:00Z.
const NOW: i64 = 1_369_353_600;

fn signer(version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("https://h.example").version(version).build().unwrap()
}

fn link(version: Version) -> String {
    signer(version).presign(&Request::get("b", "k").sign_at(NOW).expires_in(60)).unwrap()
}

fn secret(access_key: &str) -> Option<Secret<'static>> {
    (access_key == ACCESS_KEY).then(|| Secret::from(SECRET_KEY))
}

fn verify<'a>(request: Received<'a>) -> Result<Verified<'a>, Refusal> {
    Verifier::builder().endpoint("h.example").build().unwrap().verify(&request, secret)
}

/// Returns a refusal that needs no secret key: the verifier gives it before it looks the key up and before it hashes.
fn refused_before_the_secret(request: Received) -> Refusal {
    let verifier = Verifier::builder().endpoint("h.example").region("us-east-1").build().unwrap();
    let look_up = |_: &str| -> Option<Secret> { panic!("the verifier looked the secret key up") };
    verifier.verify(&request, look_up).unwrap_err()
}

/// Makes each change to the query or the address of a valid URL, and checks the reason of the refusal.
fn check_refused_before_the_secret(version: Version, table: &[(Reason, (&str, &str))]) {
    let url = link(version);
    let (_, signature) = url.split_once("Signature=").unwrap();
    for (reason, (old, new)) in table {
        let changed = url.replacen(old, new, 1);
        assert_ne!(changed, url);
        let refusal = refused_before_the_secret(Received::url("GET", &changed).at(NOW));
        assert_eq!(refusal.reason(), *reason, "{old} -> {new}");
        assert!(!refusal.to_string().contains(signature), "{refusal}");
    }
}

#[test]
fn v4_requests_are_refused_before_any_hashing() {
    let table = [
        (Reason::InvalidUrl, ("/b/k", "/b/%k")),
        (Reason::InvalidUrl, ("/b/k", "/b/%FF")),
        (Reason::InvalidUrl, ("/b/k", "/b/k k")),
        (Reason::InvalidUrl, ("/b/k", "/b/k#")),
        (Reason::InvalidUrl, ("/b/k", "")),
        (Reason::InvalidUrl, ("https", "ftp")),
        (Reason::InvalidUrl, ("h.example", "user@h.example")),
        (Reason::InvalidUrl, ("h.example", "")),
        (Reason::WrongEndpoint, ("h.example", "h.example.org")),
        (Reason::WrongEndpoint, ("h.example", ".h.example")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&x=%2&X-Amz-Expires")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&x= &X-Amz-Expires")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&x=#&X-Amz-Expires")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&x=\n&X-Amz-Expires")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&x=\x7f&X-Amz-Expires")),
        (Reason::InvalidUrl, ("&X-Amz-Expires", "&%ff=&X-Amz-Expires")),
        (Reason::MissingParameter, ("X-Amz-Algorithm", "x")),
        (Reason::MissingParameter, ("X-Amz-Date", "x-amz-date")),
        (Reason::MissingParameter, ("&X-Amz-Expires=60", "")),
        (Reason::RepeatedParameter, ("&X-Amz-Expires", "&X-Amz-Date=1&X-Amz-Expires")),
        (Reason::RepeatedParameter, ("&X-Amz-Expires", "&x-amz-expires=60&X-Amz-Expires")),
        (Reason::RepeatedParameter, ("&X-Amz-Expires", "&X-Amz-A=&x-amz-a=&X-Amz-Expires")),
        (Reason::TwoSignatures, ("&X-Amz-Expires", "&Signature=1&X-Amz-Expires")),
        (Reason::Algorithm, ("HMAC-SHA256", "ECDSA-P256-SHA256")),
        (Reason::Credential, ("%2Faws4_request", "%2Faws4")),
        (Reason::Credential, ("%2Fs3%2F", "%2F")),
        (Reason::Credential, ("AKIAIOSFODNN7EXAMPLE%2F", "%2F")),
        (Reason::Credential, ("AKIAIOSFODNN7EXAMPLE%2F", "/")),
        (Reason::CredentialDate, ("%2F20130524", "%2F20130523")),
        (Reason::Region, ("us-east-1", "us-east-2")),
        (Reason::Service, ("%2Fs3%2F", "%2Fsqs%2F")),
        (Reason::Date, ("T000000Z", "T250000Z")),
        (Reason::Date, ("T000000Z", "T000%3A0%3AZ")),
        (Reason::Date, ("Date=20130524", "Date=2013052%3A")),
        (Reason::Expires, ("Expires=60", "Expires=")),
        (Reason::Expires, ("Expires=60", "Expires=0")),
        (Reason::Expires, ("Expires=60", "Expires=-60")),
        (Reason::Expires, ("Expires=60", "Expires=%2B60")),
        (Reason::Expires, ("Expires=60", "Expires=6e1")),
        (Reason::Expires, ("Expires=60", "Expires=99999999999999999999")),
        (Reason::LifetimeTooLong, ("Expires=60", "Expires=604801")),
        (Reason::SignedHeaders, ("SignedHeaders=host", "SignedHeaders=")),
        (Reason::SignedHeaders, ("SignedHeaders=host", "SignedHeaders=host%3B")),
        (Reason::SignedHeaders, ("SignedHeaders=host", "SignedHeaders=Host")),
        (Reason::SignedHeaders, ("SignedHeaders=host", "SignedHeaders=host%3Bhost")),
        (Reason::HeaderNotSigned, ("SignedHeaders=host", "SignedHeaders=range")),
        (Reason::HeaderMissing, ("SignedHeaders=host", "SignedHeaders=host%3Brange")),
    ];
    check_refused_before_the_secret(Version::V4, &table);
}

#[test]
fn v2_requests_are_refused_before_any_hashing() {
    let table = [
        (Reason::InvalidUrl, ("/b/k", "/b/%0")),
        (Reason::MissingParameterV2, ("&Signature=", "&s=")),
        (Reason::MissingParameterV2, ("AWSAccessKeyId", "awsaccesskeyid")),
        (Reason::MissingParameterV2, ("&Expires", "&e")),
        (Reason::RepeatedParameter, ("&Expires", "&expires=1&Expires")),
        (Reason::RepeatedParameter, ("&Expires", "&AWSAccessKeyId=a&Expires")),
        (Reason::RepeatedParameter, ("&Expires", "&acl&acl=&Expires")),
        (Reason::TwoSignatures, ("&Expires", "&X-Amz-Signature=1&Expires")),
        (Reason::DisputedParameter, ("&Expires", "&restore&Expires")),
        (Reason::ExpiresV2, ("&Expires=", "&Expires=+")),
        (Reason::ExpiresV2, ("&Expires=", "&Expires=999")),
        (Reason::Expired, ("&Expires=1369353660", "&Expires=1369353600")),
    ];
    check_refused_before_the_secret(Version::V2, &table);
}

#[test]
fn requests_without_exactly_one_signature_are_refused() {
    for url in
        ["https://h.example", "https://h.example/b/k", "https://h.example/b/k?x=1", "https://h.example/b/k?"]
    {
        assert_eq!(refused_before_the_secret(Received::url("GET", url)).reason(), Reason::NotSigned, "{url}");
    }
    let url = link(Version::V4);
    let headers = [("Authorization", "AWS a:b")];
    let refusal = refused_before_the_secret(Received::url("GET", &url).headers(&headers));
    assert_eq!(refusal.reason(), Reason::TwoSignatures);
}

/// Anyone can sign with an empty key, so the signatures must not be compared.
#[test]
fn an_empty_secret_is_an_unknown_access_key() {
    for version in [Version::V4, Version::V2] {
        let verifier = Verifier::builder().endpoint("h.example").build().unwrap();
        let url = link(version);
        let refusal =
            verifier.verify(&Received::url("GET", &url).at(NOW), |_| Some(Secret::from(""))).unwrap_err();
        assert_eq!(refusal.reason(), Reason::UnknownAccessKey);
    }
}

#[test]
fn urls_over_16_kib_are_refused() {
    let url = link(Version::V4);
    let unused = 16 * 1024 + "https://".len() - url.len();
    for (more, reason) in [(0, Reason::Signature), (1, Reason::UrlTooLong)] {
        let long = url.replacen("/b/k", &format!("/b/k{}", "k".repeat(unused + more)), 1);
        let refusal = verify(Received::url("GET", &long).at(NOW)).unwrap_err();
        assert_eq!(refusal.reason(), reason);
        assert_eq!(refusal.to_string().contains("16385 bytes"), more == 1, "{refusal}");
    }
}

#[test]
fn a_url_is_valid_from_the_clock_skew_until_its_expiry() {
    for version in [Version::V4, Version::V2] {
        let url = link(version);
        let at = |now| verify(Received::url("GET", &url).at(now)).err().map(|refusal| refusal.reason());
        for now in [NOW - 900, NOW, NOW + 59] {
            assert_eq!(at(now), None, "{now}");
        }
        assert_eq!(at(NOW + 60), Some(Reason::Expired));
        assert_eq!(at(MAX_TIME), Some(Reason::Expired));
        let early = (version == Version::V4).then_some(Reason::NotYetValid);
        assert_eq!((at(NOW - 901), at(0)), (early, early));
        // Without a time, the verifier reads the clock, which is years later.
        let refusal = verify(Received::url("GET", &url)).unwrap_err();
        assert_eq!((refusal.reason(), refusal.message()), (Reason::Expired, "Request has expired"));
        assert_eq!((refusal.code(), refusal.status()), ("AccessDenied", 403));
    }
    // An expired link is refused before its key is looked up, as storages do.
    let refusal = refused_before_the_secret(Received::url("GET", &link(Version::V4)).at(NOW + 60));
    assert_eq!(refusal.reason(), Reason::Expired);
}

#[test]
fn signed_headers_must_arrive_once_and_unchanged() {
    let headers = [("Content-Type", "image/png"), ("x-amz-acl", "private")];
    for version in [Version::V4, Version::V2] {
        let url = signer(version)
            .presign(&Request::put("b", "k").headers(&headers).sign_at(NOW).expires_in(60))
            .unwrap();
        let reason = |sent: &[(&str, &str)]| {
            verify(Received::url("PUT", &url).headers(sent).at(NOW)).err().map(|refusal| refusal.reason())
        };
        let v4 = version == Version::V4;
        let missing = if v4 { Reason::HeaderMissing } else { Reason::Signature };
        assert_eq!(
            reason(&[("content-type", " image/png\t"), ("X-AMZ-ACL", "private"), ("accept", "*")]),
            None
        );
        assert_eq!(reason(&headers[..1]), Some(missing));
        assert_eq!(reason(&[("content-type", "image/gif"), headers[1]]), Some(Reason::Signature));
        assert_eq!(
            reason(&[headers[0], headers[1], ("Content-type", "image/png")]),
            Some(Reason::RepeatedHeader)
        );
        assert_eq!(reason(&[headers[0], headers[1], ("X-Amz-Acl", "private")]), Some(Reason::RepeatedHeader));
        let unsigned = if v4 { Reason::HeaderNotSigned } else { Reason::Signature };
        assert_eq!(reason(&[headers[0], headers[1], ("X-Amz-Meta-A", "1")]), Some(unsigned));
        assert_eq!(reason(&[headers[0], headers[1], ("x-amz-content-sha256", "1")]), Some(Reason::Signature));
    }
}

#[test]
fn the_session_token_must_be_the_one_of_the_key() {
    for version in [Version::V4, Version::V2] {
        let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("https://h.example").version(version);
        let with = signer.clone().session_token("a+token/=").build().unwrap();
        let without = signer.build().unwrap();
        let verifier = Verifier::builder().build().unwrap();
        let reason = |signer: &Signer, token: Option<&str>| {
            let url = signer.presign(&Request::get("b", "k").sign_at(NOW)).unwrap();
            let secret = |_: &str| {
                Some(match token {
                    Some(token) => Secret::from(SECRET_KEY.to_owned()).owned_session_token(token.to_owned()),
                    None => Secret::from(SECRET_KEY),
                })
            };
            verifier.verify(&Received::url("GET", &url).at(NOW), secret).err().map(|refusal| refusal.reason())
        };
        assert_eq!(reason(&with, Some("a+token/=")), None);
        assert_eq!(reason(&with, Some("another")), Some(Reason::Token));
        assert_eq!(reason(&with, None), Some(Reason::Token));
        assert_eq!(reason(&without, Some("a+token/=")), Some(Reason::Token));
        assert_eq!(reason(&without, None), None);
    }
}

#[test]
fn each_verifier_option_changes_what_is_accepted() {
    let (v4, v2) = (link(Version::V4), link(Version::V2));
    let reason = |verifier: &Verifier, method: &str, url: &str, headers: &[(&str, &str)]| {
        let request = Received::url(method, url).headers(headers).at(NOW);
        verifier.verify(&request, secret).err().map(|refusal| refusal.reason())
    };
    let short = Verifier::builder().max_expires_in(59).build().unwrap();
    assert_eq!(reason(&short, "GET", &v4, &[]), Some(Reason::LifetimeTooLong));
    assert_eq!(reason(&short, "GET", &v2, &[]), Some(Reason::LifetimeTooLong));
    let fits = Verifier::builder().max_expires_in(60).build().unwrap();
    assert_eq!((reason(&fits, "GET", &v4, &[]), reason(&fits, "GET", &v2, &[])), (None, None));

    let heads = Verifier::builder().head_for_get(true).build().unwrap();
    for url in [&v4, &v2] {
        assert_eq!(reason(&heads, "HEAD", url, &[]), None);
        assert_eq!(reason(&heads, "PUT", url, &[]), Some(Reason::Signature));
        assert_eq!(reason(&fits, "HEAD", url, &[]), Some(Reason::Signature));
    }
    let head = signer(Version::V4).presign(&Request::head("b", "k").sign_at(NOW)).unwrap();
    assert_eq!(
        (reason(&heads, "HEAD", &head, &[]), reason(&heads, "GET", &head, &[])),
        (None, Some(Reason::Signature))
    );

    let only_4 = Verifier::builder().version_2(false).build().unwrap();
    assert_eq!(
        (reason(&only_4, "GET", &v4, &[]), reason(&only_4, "GET", &v2, &[])),
        (None, Some(Reason::Version2))
    );

    let lax = Verifier::builder().unsigned_amz_headers(true).build().unwrap();
    assert_eq!(reason(&lax, "GET", &v4, &[("x-amz-meta-a", "1")]), None);

    let strict = Verifier::builder().required_headers(&["Range"]).build().unwrap();
    assert_eq!(reason(&strict, "GET", &v4, &[]), Some(Reason::HeaderNotSigned));
    assert_eq!(reason(&strict, "GET", &v2, &[("range", "bytes=0-1")]), Some(Reason::HeaderNotSigned));
    let strict = Verifier::builder().required_headers(&["content-type", "host"]).build().unwrap();
    assert_eq!(reason(&strict, "GET", &v2, &[]), Some(Reason::HeaderMissing));

    let exact = Verifier::builder().clock_skew(0).build().unwrap();
    let early = exact.verify(&Received::url("GET", &v4).at(NOW - 1), secret).unwrap_err();
    assert_eq!((early.reason(), early.message()), (Reason::NotYetValid, "Request is not valid yet"));
}

#[test]
fn contradictory_verifier_options_are_refused() {
    let error = |builder: presign::VerifierBuilder| builder.build().unwrap_err().to_string();
    let builder = Verifier::builder();
    assert!(error(builder.clone().endpoint("h/?x")).contains("endpoint"));
    assert!(error(builder.clone().addressing(Addressing::Virtual)).contains("endpoint"));
    assert!(
        error(builder.clone().endpoint("127.0.0.1").addressing(Addressing::Virtual)).contains("IP address")
    );
    assert!(error(builder.clone().bucket("b")).contains("cname"));
    assert!(error(builder.clone().region("a/b")).contains("region"));
    assert!(
        error(builder.clone().endpoint("s3.eu-west-1.amazonaws.com").region("us-east-1"))
            .contains("eu-west-1")
    );
    assert!(error(builder.clone().clock_skew(-1)).contains("clock_skew must be 0 seconds or more, got -1"));
    assert!(error(builder.clone().max_expires_in(0)).contains("max_expires_in"));
    assert!(error(builder.required_headers(&["a b"])).contains("\"a b\""));
}

/// The addressing says where the bucket is; on AWS's hosts, the host's name does.
#[test]
fn bucket_and_key_are_read_as_they_were_signed() {
    let aws = "amazonaws.com";
    for (host, path, bucket, key) in [
        ("h.example".to_owned(), "/b/k", "b", "k"),
        ("h.example:8443".to_owned(), "/b//k/%2F/../a%20b/", "b", "/k///../a b/"),
        ("h.example".to_owned(), "/b/", "b", ""),
        ("h.example".to_owned(), "/b", "b", ""),
        ("h.example".to_owned(), "/", "", ""),
        (format!("s3.us-east-1.{aws}"), "/b/k", "b", "k"),
        (format!("s3.{aws}"), "/b/k", "b", "k"),
        (format!("b.s3.us-east-1.{aws}"), "/c/k", "b", "c/k"),
        (format!("B.S3.us-east-1.{aws}"), "/k", "b", "k"),
        (format!("b.c.s3.{aws}"), "/k", "b.c", "k"),
        (format!("b.s3-us-west-2.{aws}"), "/k", "b", "k"),
        (format!("b.s3.dualstack.us-east-1.{aws}"), "//k", "b", "/k"),
        (format!("b.s3.cn-north-1.{aws}.cn"), "/k", "b", "k"),
        (format!("b.s3-accelerate.{aws}"), "/k", "b", "k"),
        (format!("s3.b.s3.us-east-1.{aws}"), "/k", "s3.b", "k"),
        (format!("ap-123.s3-accesspoint.us-east-1.{aws}"), "/k", "ap-123", "k"),
    ] {
        let (url, _) = signed(&host, path);
        let verifier = Verifier::builder().build().unwrap();
        let verified = verifier.verify(&Received::url("GET", &url).at(NOW), secret).unwrap();
        assert_eq!((&*verified.bucket, &*verified.key), (bucket, key), "{url}");
    }
}

/// Returns the URL of any path on a host, and its target as a server receives it.
fn signed(host: &str, path: &str) -> (String, String) {
    let endpoint = format!("https://{host}");
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY)
        .endpoint(endpoint.as_str())
        .addressing(Addressing::Cname)
        .build()
        .unwrap();
    let key = decoded(path.strip_prefix('/').unwrap());
    let url = signer.presign(&Request::new("GET", "b", &key).sign_at(NOW)).unwrap();
    let target = url.strip_prefix(&endpoint.to_lowercase()).unwrap().to_owned();
    (url, target)
}

fn decoded(path: &str) -> String {
    path.replace("%20", " ").replace("%2F", "/")
}

/// A server receives the host in a header, in upper or lower case, and the target without it.
#[test]
fn host_and_target_verify_as_the_url_does() {
    let (_, target) = signed("h.example:8443", "/b/k");
    let verifier = Verifier::builder().endpoint("h.example:8443").build().unwrap();
    for request in [
        Received::new("GET", "h.example:8443", &target),
        Received::new("GET", "H.example:8443", &target),
        Received::new("GET", "", &target).headers(&[("HOST", " h.example:8443")]),
        Received::new("GET", "proxy.internal", &target).headers(&[("host", "h.example:8443")]),
    ] {
        assert_eq!(verifier.verify(&request.at(NOW), secret).unwrap().bucket, "b");
    }
    let twice = [("host", "h.example:8443"), ("Host", "h.example:8443")];
    let refusal = verifier.verify(&Received::new("GET", "", &target).headers(&twice), secret).unwrap_err();
    assert_eq!(refusal.reason(), Reason::RepeatedHeader);
    let refusal = verifier.verify(&Received::new("GET", "h.example:8443", "b/k"), secret).unwrap_err();
    assert_eq!(refusal.reason(), Reason::InvalidUrl);
}

/// The link may have the access key plain or escaped.
#[test]
fn the_secret_is_looked_up_by_the_decoded_access_key() {
    for access_key in ["AKIA", "AK/IA", "/+=", "AKIA/", "%2F"] {
        for version in [Version::V4, Version::V2] {
            let signer =
                Signer::builder(access_key, SECRET_KEY).endpoint("https://h.example").version(version);
            let url =
                signer.build().unwrap().presign(&Request::get("b", "k").sign_at(NOW).expires_in(60)).unwrap();
            let verifier = Verifier::builder().build().unwrap();
            let secret = |decoded: &str| (decoded == access_key).then(|| Secret::from(SECRET_KEY));
            let verified = verifier.verify(&Received::url("GET", &url).at(NOW), secret).unwrap();
            assert_eq!(verified.access_key, access_key);
        }
    }
}

/// The messages that AWS and Swift (swift/common/middleware/s3api/s3request.py) give, with the values that they quote.
#[test]
fn messages_quote_the_values_that_aws_quotes() {
    let expires = "X-Amz-Expires=60";
    let table = [
        (
            "20130524%2F",
            "20130525%2F",
            "Invalid credential date \"20130525\". This date is not the same as X-Amz-Date: \"20130524\".",
        ),
        (
            "us-east-1",
            "eu-west-9",
            "Error parsing the X-Amz-Credential parameter; the region 'eu-west-9' is wrong; expecting 'us-east-1'",
        ),
        (
            "%2Fs3%2F",
            "%2Fec2%2F",
            "Error parsing the X-Amz-Credential parameter; incorrect service \"ec2\". This endpoint belongs to \"s3\".",
        ),
        (
            "aws4_request",
            "aws5_request",
            "Error parsing the X-Amz-Credential parameter; incorrect terminal \"aws5_request\". This endpoint uses \"aws4_request\".",
        ),
        (expires, "X-Amz-Expires=-60", "X-Amz-Expires must be non-negative"),
        (expires, "X-Amz-Expires=6e1", "X-Amz-Expires should be a number"),
        (expires, "X-Amz-Expires=-", "X-Amz-Expires should be a number"),
        (expires, "X-Amz-Expires=-6e1", "X-Amz-Expires should be a number"),
        // The terminal is quoted only if nothing else is wrong.
        ("us-east-1%2Fs3%2Faws4_request", "aws5_request", Reason::Credential.message()),
        ("us-east-1%2F", "", Reason::Credential.message()),
        (
            expires,
            "X-Amz-Expires=604801",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        // A value that a log or a page could misread is not quoted.
        ("%2Fs3%2F", "%2F%C3%BC%2F", Reason::Credential.message()),
        ("20130524%2F", "2013052%C3%BC%2F", Reason::CredentialDate.message()),
    ];
    let url = link(Version::V4);
    // Nor is one that is longer than a part of a credential scope.
    let (long, longer) = ("x".repeat(80), "x".repeat(81));
    for (service, is_quoted) in [(long, true), (longer, false)] {
        let changed = url.replacen("%2Fs3%2F", &format!("%2F{service}%2F"), 1);
        let refusal = refused_before_the_secret(Received::url("GET", &changed).at(NOW));
        assert_eq!(refusal.message().contains(&service), is_quoted, "{refusal}");
        assert_eq!(refusal.message() == Reason::Service.message(), !is_quoted, "{refusal}");
    }
    for (old, new, message) in table {
        let refusal = refused_before_the_secret(Received::url("GET", &url.replacen(old, new, 1)).at(NOW));
        assert_eq!(refusal.message(), message, "{old} -> {new}");
    }
    let verifier = Verifier::builder().max_expires_in(59).build().unwrap();
    let refusal = verifier.verify(&Received::url("GET", &url).at(NOW), secret).unwrap_err();
    assert_eq!(refusal.message(), "X-Amz-Expires must be at most 59 seconds");
}
