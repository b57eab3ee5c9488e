//! Each usual slip is made once, and the sentence about it is read. What the storage computed is the naive signer's.
#![allow(clippy::unwrap_used)]

mod naive;

use naive::{Addressing, Case};
use presign::{Answer, Cause, Explanation, Received, Secret, Verifier, Version};

const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN";
const VALUE: &str = "MDAwMDAwMDAwMDAwSSECKEY";

fn case() -> Case {
    Case {
        access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
        region: "us-east-1".to_owned(),
        endpoint: "https://h.example".to_owned(),
        addressing: Addressing::Path,
        method: "GET".to_owned(),
        bucket: "b".to_owned(),
        key: "a dir//k+1.txt".to_owned(),
        query: vec![("response-content-type".to_owned(), "text/plain".to_owned())],
        headers: vec![],
        sign_at: 1_369_353_600,
        life: 3600,
    }
}

fn with(change: impl FnOnce(&mut Case)) -> Case {
    let mut case = case();
    change(&mut case);
    case
}

fn signed(case: &Case, version: Version) -> naive::Stages {
    if version == Version::V4 { naive::v4(case) } else { naive::v2(case) }
}

/// What a storage answers that saw `seen`, as AWS and Swift do.
fn answer(seen: &Case, version: Version) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let stages = signed(seen, version);
    let (canonical, to_sign) = (escape(&stages.canonical_request), escape(&stages.string_to_sign));
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>x</Message>\
         <StringToSign>{to_sign}</StringToSign><CanonicalRequest>{canonical}</CanonicalRequest></Error>"
    )
}

fn explain(case: &Case, url: &str, secret: &str, body: Option<&str>, now: i64) -> Explanation {
    explain_with(case, url, &Secret::from(secret), body, now)
}

fn explain_with(case: &Case, url: &str, secret: &Secret, body: Option<&str>, now: i64) -> Explanation {
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Received::url(&case.method, url).headers(&headers).at(case.sign_at + now);
    let answer = body.map(|body| Answer::from_xml(body).unwrap());
    let verifier = Verifier::builder().build().unwrap();
    let explanation = verifier.explain(&request, secret, answer.as_ref());
    let shown = format!(
        "{explanation:?} {} {:?} {:?} {:?}",
        explanation.sentence(),
        explanation.ours(false),
        explanation.theirs(false),
        explanation.strings_to_sign(false)
    );
    for secret in [TOKEN, VALUE, case.secret_key.as_str()] {
        assert!(!shown.contains(secret), "{shown}");
    }
    explanation
}

/// The link of `case`, as whoever sent the request `seen` used it.
fn used(case: &Case, seen: &Case, version: Version) -> String {
    let signature = |url: &str| {
        let (_, rest) = url.split_once("Signature=").unwrap();
        rest.split('&').next().unwrap().to_owned()
    };
    let (signed, other) = (signed(case, version).url, signed(seen, version).url);
    other.replace(&signature(&other), &signature(&signed))
}

#[track_caller]
fn says(explanation: &Explanation, cause: Cause, words: &[&str]) {
    assert_eq!(explanation.cause(), cause, "{}", explanation.sentence());
    for word in words {
        assert!(explanation.sentence().contains(word), "{} does not say {word:?}", explanation.sentence());
    }
}

/// A link as it was signed, and a storage that saw another request and says which.
#[test]
fn beside_what_the_storage_saw() {
    let signed_header = |value: &str| ("x-amz-meta-a".to_owned(), value.to_owned());
    let header_case = with(|case| case.headers = vec![signed_header(VALUE)]);
    type Change = fn(&mut Case);
    let cases: [(&Case, Change, Cause, &[&str]); 17] = [
        (&case(), |case| case.method = "HEAD".to_owned(), Cause::Method, &["\"GET\"", "\"HEAD\""]),
        (
            &case(),
            |case| case.key = "a%20dir//k%2B1.txt".to_owned(),
            Cause::PathEncoding,
            &["once more", "%2520"],
        ),
        (&case(), |case| case.key = "a+dir//k+1.txt".to_owned(), Cause::PathEncoding, &["+ and a space"]),
        (&case(), |case| case.key = "a dir/k+1.txt".to_owned(), Cause::PathNormalised, &["slash"]),
        (&case(), |case| case.key = "another".to_owned(), Cause::Path, &["another one", "/b/another"]),
        (&case(), |case| case.endpoint += "/base", Cause::Path, &["the front \"/base\""]),
        (&case(), |case| case.addressing = Addressing::Cname, Cause::Path, &["lost its front \"/b\""]),
        (&case(), |case| case.endpoint += ":8443", Cause::HostPort, &["port", "h.example:8443"]),
        (
            &case(),
            |case| case.endpoint = "https://internal".to_owned(),
            Cause::Host,
            &["h.example", "internal", "proxies"],
        ),
        (
            &case(),
            |case| case.query.push(("utm_source".to_owned(), "x".to_owned())),
            Cause::QueryAdded,
            &["\"utm_source\"", "added"],
        ),
        (
            &case(),
            |case| case.query.clear(),
            Cause::QueryRemoved,
            &["response-content-type", "did not reach"],
        ),
        (&case(), |case| case.query[0].1 = "text/html".to_owned(), Cause::QueryChanged, &["text%2Fhtml"]),
        (
            &case(),
            |case| case.query[0].1 = "text%2Fplain".to_owned(),
            Cause::QueryEncoding,
            &["encoded in another way"],
        ),
        (
            &header_case,
            |case| case.headers[0].1 = "another".to_owned(),
            Cause::HeaderValue,
            &["x-amz-meta-a", "in its value"],
        ),
        (
            &header_case,
            |case| case.headers[0].1 = VALUE.to_lowercase(),
            Cause::HeaderValue,
            &["upper and lower case"],
        ),
        (
            &header_case,
            |case| case.headers[0].1 = String::new(),
            Cause::HeaderMissing,
            &["x-amz-meta-a", "must be sent"],
        ),
        (
            &case(),
            |case| case.region = "eu-west-1".to_owned(),
            Cause::QueryChanged,
            &["X-Amz-Credential", "eu-west-1"],
        ),
    ];
    for (case, change, cause, words) in cases {
        let mut seen = case.clone();
        change(&mut seen);
        let url = signed(case, Version::V4).url;
        let explanation = explain(case, &url, &case.secret_key, Some(&answer(&seen, Version::V4)), 0);
        says(&explanation, cause, words);
        assert_eq!(explanation.ours(true).unwrap(), naive::v4(case).canonical_request);
        assert_eq!(explanation.theirs(true).unwrap(), naive::v4(&seen).canonical_request);
    }
}

#[test]
fn beside_what_the_storage_saw_with_version_2() {
    let header = ("x-amz-meta-a".to_owned(), VALUE.to_owned());
    let header_case = with(|case| case.headers = vec![header]);
    type Change = fn(&mut Case);
    let cases: [(&Case, Change, Cause, &[&str]); 6] = [
        (&case(), |case| case.method = "PUT".to_owned(), Cause::Method, &["\"PUT\""]),
        (&case(), |case| case.key = "a dir/k+1.txt".to_owned(), Cause::PathNormalised, &["slash"]),
        (
            &case(),
            |case| case.headers.push(("content-type".to_owned(), VALUE.to_owned())),
            Cause::HeaderNotSigned,
            &["content-type"],
        ),
        (
            &case(),
            |case| case.query[0].1 = "text/html".to_owned(),
            Cause::QueryChanged,
            &["response-content-type"],
        ),
        (&case(), |case| case.life += 1, Cause::QueryChanged, &["the end"]),
        (&header_case, |case| case.headers.clear(), Cause::HeaderMissing, &["x-amz-meta-a"]),
    ];
    for (case, change, cause, words) in cases {
        let mut seen = case.clone();
        change(&mut seen);
        let url = signed(case, Version::V2).url;
        let explanation = explain(case, &url, &case.secret_key, Some(&answer(&seen, Version::V2)), 0);
        says(&explanation, cause, words);
        assert_eq!(explanation.ours(true).unwrap(), naive::v2(case).string_to_sign);
    }
}

/// The request is given as it was sent, so the storage computed the same text: the slip is in both.
#[test]
fn as_it_was_sent() {
    type Change = fn(&mut Case);
    let cases: [(Change, Cause, &[&str]); 6] = [
        (|case| case.method = "PUT".to_owned(), Cause::Method, &["for the method \"GET\"", "\"PUT\""]),
        (
            |case| case.query.push(("utm_source".to_owned(), "x".to_owned())),
            Cause::QueryAdded,
            &["\"utm_source\"", "added"],
        ),
        (
            |case| case.session_token = Some(TOKEN.to_owned()),
            Cause::Token,
            &["session token was added after"],
        ),
        (|case| case.endpoint += ":8443", Cause::HostPort, &["signed was \"h.example\"", "h.example:8443"]),
        (
            |case| case.key = "a%20dir//k%2B1.txt".to_owned(),
            Cause::PathEncoding,
            &["signed was \"/b/a%20dir//k%2B1.txt\"", "once more"],
        ),
        (|case| case.key = "a dir//k+1.txt/".to_owned(), Cause::PathNormalised, &["slash"]),
    ];
    for (change, cause, words) in cases {
        for version in [Version::V4, Version::V2] {
            let case = case();
            let mut seen = case.clone();
            change(&mut seen);
            let signs = version == Version::V4 || !matches!(cause, Cause::QueryAdded | Cause::HostPort);
            let url = used(&case, &seen, version);
            for body in [None, Some(answer(&seen, version))].into_iter().filter(|_| signs) {
                let explanation = explain(&seen, &url, &case.secret_key, body.as_deref(), 0);
                says(&explanation, cause, words);
            }
            if cause == Cause::Token {
                continue;
            }
            // A wrong secret key is none of these.
            let explanation = explain(&seen, &url, "another", Some(&answer(&seen, version)), 0);
            says(&explanation, Cause::SecretKey, &["made with another secret key"]);
        }
    }
}

/// The request is given otherwise than it was sent, and not as it was signed either: the storage's own text has the slip.
#[test]
fn neither_as_it_was_signed_nor_as_it_was_sent() {
    let case = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let url = naive::v4(&case).url;
    let seen = Case { method: "POST".to_owned(), ..case.clone() };
    let given = Case { method: "PUT".to_owned(), headers: vec![], ..case.clone() };
    let explanation = explain(&given, &url, &case.secret_key, Some(&answer(&seen, Version::V4)), 0);
    says(&explanation, Cause::Method, &["the link is for \"GET\", the storage was sent \"POST\""]);
    // Nobody can tell what was signed: nothing is said about it.
    let seen = Case { key: "another".to_owned(), ..case.clone() };
    let explanation = explain(&case, &url, "another", Some(&answer(&seen, Version::V4)), 0);
    says(&explanation, Cause::SecretKey, &["neither that of this request nor"]);
    assert!(!explanation.sentence().contains("signed was"));
    // The method is forgotten here, and right in what was sent: it is the storage's key.
    let put = with(|case| case.method = "PUT".to_owned());
    let given = Case { method: "GET".to_owned(), ..put.clone() };
    let explanation =
        explain(&given, &naive::v4(&put).url, &put.secret_key, Some(&answer(&put, Version::V4)), 0);
    says(&explanation, Cause::SecretKey, &["it has another secret key"]);
}

/// A string to sign by itself says that the requests differ, but not in what.
#[test]
fn a_string_to_sign_alone() {
    let case = case();
    let seen = with(|case| case.method = "PUT".to_owned());
    let alone = |case: &Case| {
        let body = answer(case, Version::V4);
        let (front, rest) = body.split_once("<CanonicalRequest>").unwrap();
        format!("{front}{}", rest.split_once("</CanonicalRequest>").unwrap().1)
    };
    let url = naive::v4(&case).url;
    let key = &case.secret_key;
    says(&explain(&seen, &url, key, Some(&alone(&seen)), 0), Cause::Method, &["\"GET\"", "\"PUT\""]);
    says(&explain(&case, &url, key, Some(&alone(&seen)), 0), Cause::AsSigned, &["another request"]);
    says(
        &explain(&case, &url, key, Some(&alone(&case)), 0),
        Cause::SecretKey,
        &["it has another secret key"],
    );
    let elsewhere = with(|case| case.region = "eu-west-1".to_owned());
    says(&explain(&case, &url, key, Some(&alone(&elsewhere)), 0), Cause::Region, &["eu-west-1"]);
}

/// The storage saw the same: then it is the key.
#[test]
fn the_secret_key() {
    for version in [Version::V4, Version::V2] {
        let case = case();
        let (url, body) = (signed(&case, version).url, answer(&case, version));
        let here = explain(&case, &url, "another", Some(&body), 0);
        says(&here, Cause::SecretKey, &["made with another secret key"]);
        let there = explain(&case, &url, &case.secret_key, Some(&body), 0);
        says(&there, Cause::SecretKey, &["it has another secret key"]);
        says(&explain(&case, &url, "another", None, 0), Cause::SecretKey, &["no usual slip"]);
        says(
            &explain(&case, &url, &format!("{} ", case.secret_key), None, 0),
            Cause::SecretKey,
            &["white space"],
        );
        says(&explain(&case, &url, &case.secret_key, None, 0), Cause::AsSigned, &["another request"]);
        let cut = url.replace("Signature=", "Signature=0");
        says(&explain(&case, &cut, &case.secret_key, None, 0), Cause::Signature, &["cut or altered"]);
    }
}

/// Storages such as Ceph say nothing: the slip is made again until the signature fits.
#[test]
fn without_a_word_of_the_storage() {
    let none = Some("<Error><Code>SignatureDoesNotMatch</Code><Message></Message></Error>");
    for version in [Version::V4, Version::V2] {
        let case = with(|case| case.key = "a dir/k%2B1.txt".to_owned());
        let url = signed(&case, version).url;
        let mut used = case.clone();
        used.method = "PUT".to_owned();
        says(
            &explain(&used, &url, &case.secret_key, none, 0),
            Cause::Method,
            &["signed for the method \"GET\"", "\"PUT\""],
        );
        for (old, new, cause, words) in [
            ("%252B", "%2B", Cause::PathEncoding, "decoded"),
            ("a%20dir", "a+dir", Cause::Path, ""),
            ("/b/a", "/b//a", Cause::PathNormalised, "slash"),
            ("/b/a", "/proxied/b/a", Cause::Path, "got the front \"/proxied\""),
        ] {
            let changed = url.replacen(old, new, 1);
            assert_ne!(changed, url);
            let explanation = explain(&case, &changed, &case.secret_key, none, 0);
            if words.is_empty() {
                assert!(matches!(explanation.cause(), Cause::PathEncoding | Cause::SecretKey));
            } else if version == Version::V4 || !words.contains("front") {
                says(&explanation, cause, &[words]);
            }
        }
        let added = format!("{url}&response-expires=1&utm_source=x").replace("&utm_source=x", "");
        says(
            &explain(&case, &added, &case.secret_key, none, 0),
            Cause::QueryAdded,
            &["\"response-expires\""],
        );
    }
    let case = case();
    let url = naive::v4(&case).url;
    let with_token = format!("{url}&X-Amz-Security-Token={TOKEN}");
    says(&explain(&case, &with_token, &case.secret_key, none, 0), Cause::Token, &["added after"]);
    let port = with(|case| case.endpoint += ":443");
    let signed_with_port = url.replace("h.example", "h.example:8443");
    says(&explain(&port, &signed_with_port, &case.secret_key, none, 0), Cause::HostPort, &["h.example:8443"]);
    let typed = with(|case| case.headers = vec![("content-type".to_owned(), VALUE.to_owned())]);
    let url = naive::v2(&case).url;
    says(&explain(&typed, &url, &case.secret_key, none, 0), Cause::HeaderNotSigned, &["content-type"]);
}

/// The codes of AWS's error list, where they say it themselves.
#[test]
fn by_the_code() {
    let case = case();
    let url = naive::v4(&case).url;
    let says = |code: &str, message: &str, more: &str, cause, words: &[&str]| {
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");
        says(&explain(&case, &url, &case.secret_key, Some(&body), 0), cause, words);
    };
    says("AccessDenied", "Request has expired", "", Cause::Expired, &["ended"]);
    says("AccessDenied", "Request is not valid yet", "", Cause::Clock, &["clock"]);
    says(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        "",
        Cause::HeaderNotSigned,
        &["header"],
    );
    says("RequestTimeTooSkewed", "", "", Cause::Clock, &["15 minutes"]);
    says("InvalidAccessKeyId", "", "", Cause::AccessKey, &["access key"]);
    says("ExpiredToken", "", "", Cause::Token, &["died"]);
    says("InvalidToken", "", "", Cause::Token, &["token"]);
    says("InvalidRequest", "... Please use AWS4-HMAC-SHA256.", "", Cause::Version2, &["version 4"]);
    says(
        "AuthorizationQueryParametersError",
        "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
        "<Region>eu-west-1</Region>",
        Cause::Region,
        &["\"eu-west-1\""],
    );
    says("NoSuchKey", "", "", Cause::Denied, &["NoSuchKey"]);
    let only_one = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                    parameter or the Authorization header should be specified";
    says("InvalidArgument", only_one, "", Cause::Limits, &["second signature", "Authorization header"]);
    says(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint.",
        "<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>",
        Cause::Region,
        &["another region", "which the storage says is \"b.s3.eu-west-1.amazonaws.com\""],
    );
    says("PermanentRedirect", "", "", Cause::Region, &["another region", "its endpoint"]);
    says(
        "AccessDenied",
        "Access Denied",
        "",
        Cause::Denied,
        &["signature is right", "rights", "bucket policy", "source address"],
    );
}

/// Denied for its rights is only what would come in by its signature, its limits and its time.
#[test]
fn denied_for_another_reason() {
    let case = case();
    let url = naive::v4(&case).url;
    let denied = Some("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    says(&explain(&case, &url, "another", denied, 0), Cause::SecretKey, &["another secret key"]);
    says(&explain(&case, &url, &case.secret_key, denied, 3600), Cause::Expired, &["ended"]);
    let put = Case { method: "PUT".to_owned(), ..case.clone() };
    says(&explain(&put, &url, &case.secret_key, denied, 0), Cause::Method, &["\"PUT\""]);
}

/// The endpoint is known, and the link leads elsewhere.
#[test]
fn another_place_than_the_endpoint() {
    let case = case();
    let url = naive::v4(&case).url;
    let at = |url: &str, endpoint: &str, key: &str| {
        let verifier = Verifier::builder().endpoint(endpoint).build().unwrap();
        verifier.explain(&Received::url("GET", url).at(case.sign_at), &Secret::from(key), None)
    };
    let key = case.secret_key.as_str();
    // Signed for the endpoint, and sent elsewhere.
    let moved = url.replace("h.example", "proxy.example:8080");
    says(
        &at(&moved, "https://h.example", key),
        Cause::Host,
        &["signed was \"h.example\"", "proxy.example:8080"],
    );
    let moved = url.replace("h.example", "h.example:8443");
    says(&at(&moved, "https://h.example", key), Cause::HostPort, &["signed was \"h.example\"", ":8443"]);
    // Signed for another place than the endpoint, or nobody knows what for.
    says(
        &at(&url, "https://other.example", key),
        Cause::Host,
        &["is for \"h.example\"", "\"other.example\""],
    );
    says(&at(&url, "https://h.example:8443", key), Cause::HostPort, &["another port", "\"h.example:8443\""]);
    says(&at(&url, "https://other.example", "another"), Cause::Host, &["another host than the endpoint"]);
    says(&at(&url, "https://h.example/base", key), Cause::Path, &["outside the endpoint's base path"]);
}

/// An IPv6 address ends where its bracket does.
#[test]
fn addresses_with_colons() {
    for (signed_for, seen_at, cause) in [
        ("https://[2001:db8::1]", "https://[2001:db8::2]", Cause::Host),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::2]:8443", Cause::Host),
        ("https://[2001:db8::1]", "https://[2001:db8::1]:8443", Cause::HostPort),
        ("https://[2001:db8::1]:8080", "https://[2001:db8::1]:8443", Cause::HostPort),
    ] {
        let case = with(|case| case.endpoint = signed_for.to_owned());
        let seen = with(|case| case.endpoint = seen_at.to_owned());
        let body = answer(&seen, Version::V4);
        let url = naive::v4(&case).url;
        says(&explain(&case, &url, &case.secret_key, Some(&body), 0), cause, &[]);
    }
    let case = with(|case| case.endpoint = "https://[2001:db8::1]".to_owned());
    let seen = with(|case| case.endpoint = "https://[2001:db8::1]:8443".to_owned());
    let url = used(&case, &seen, Version::V4);
    says(&explain(&seen, &url, &case.secret_key, None, 0), Cause::HostPort, &["\"[2001:db8::1]\""]);
}

/// A client that has keys or a password for the host sends them too.
#[test]
fn a_second_signature() {
    let case = case();
    let header = with(|case| case.headers = vec![("Authorization".to_owned(), format!("Basic {VALUE}"))]);
    let invalid = Some("<Error><Code>InvalidArgument</Code></Error>");
    for version in [Version::V4, Version::V2] {
        let url = signed(&case, version).url;
        for body in [None, invalid] {
            let words = ["second signature", "Authorization header"];
            says(&explain(&header, &url, &case.secret_key, body, 0), Cause::Limits, &words);
        }
    }
    let both = naive::v4(&case).url + "&AWSAccessKeyId=AKIA&Expires=1&Signature=x";
    says(&explain(&case, &both, &case.secret_key, None, 0), Cause::Limits, &["one signature version"]);
}

/// What the storage says goes before what cannot be read here.
#[test]
fn a_link_that_cannot_be_read_and_an_answer() {
    let case = case();
    let expired = Some("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
    let twice = naive::v4(&case).url + "&X-Amz-Date=20130524T000000Z";
    says(&explain(&case, &twice, &case.secret_key, expired, 0), Cause::Expired, &["ended"]);
    let denied = Some("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    let cut = twice.split_once('&').unwrap().0;
    says(&explain(&case, cut, &case.secret_key, denied, 0), Cause::Unreadable, &["quotes"]);
}

/// A token and a secret key belong together, and what was signed holds the token.
#[test]
fn the_token_that_belongs_to_the_key() {
    let key = case().secret_key;
    let lasting = case();
    let temporary = with(|case| case.session_token = Some(TOKEN.to_owned()));
    let another = with(|case| case.session_token = Some("another/token+=".to_owned()));
    let (none, its) = (Secret::from(key.as_str()), Secret::from(key.as_str()).session_token(TOKEN));
    let anothers = Secret::from(key.as_str()).session_token("another/token+=");
    let own = |case: &Case, version| signed(case, version).url;
    for version in [Version::V4, Version::V2] {
        for (seen, url, secret, words) in [
            (&another, own(&another, version), &its, "token is another than the key's"),
            (&temporary, own(&temporary, version), &none, "its key has none"),
            (&lasting, own(&lasting, version), &its, "the key is temporary"),
            (&lasting, used(&temporary, &lasting, version), &its, "was cut from the link"),
            (&lasting, used(&another, &lasting, version), &anothers, "was cut from the link"),
            (&another, used(&temporary, &another, version), &its, "another than the one that was signed"),
        ] {
            for body in [None, Some(answer(seen, version))] {
                says(&explain_with(seen, &url, secret, body.as_deref(), 0), Cause::Token, &[words]);
            }
        }
        // As AWS answers: it does not know temporary keys without a token.
        for (code, case, secret, words) in [
            ("InvalidToken", &another, &its, "token is another"),
            ("InvalidToken", &temporary, &none, "its key has none"),
            ("InvalidAccessKeyId", &lasting, &its, "the key is temporary"),
        ] {
            let body = format!("<Error><Code>{code}</Code></Error>");
            let url = own(case, version);
            says(&explain_with(case, &url, secret, Some(&body), 0), Cause::Token, &[words]);
        }
        let unknown = Some("<Error><Code>InvalidAccessKeyId</Code></Error>");
        let url = own(&temporary, version);
        says(&explain_with(&temporary, &url, &none, unknown, 0), Cause::AccessKey, &["access key"]);
        // A link as it was signed, and a storage that saw none of the token.
        let body = answer(&lasting, version);
        let explanation = explain_with(&temporary, &url, &its, Some(&body), 0);
        says(&explanation, Cause::Token, &["did not reach"]);
        says(&explain_with(&temporary, &url, &its, None, 0), Cause::AsSigned, &["another request"]);
    }
}

/// What can be seen without any storage.
#[test]
fn by_the_link_itself() {
    let case = case();
    let url = naive::v4(&case).url;
    let key = &case.secret_key;
    says(&explain(&case, &url, key, None, 3600), Cause::Expired, &["ended at 1369357200"]);
    says(&explain(&case, &url, key, None, -901), Cause::Clock, &["signed at 1369353600"]);
    let cut = url.split_once('&').unwrap().0;
    says(&explain(&case, cut, key, None, 0), Cause::Unreadable, &["quotes", "&"]);
    says(&explain(&case, "https://h.example/b/k", key, None, 0), Cause::Unreadable, &["no signature"]);
    let long = with(|case| case.life = 604_801);
    says(&explain(&long, &naive::v4(&long).url, key, None, 0), Cause::Limits, &["604801", "604800"]);
    let header = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let url = naive::v4(&header).url;
    says(&explain(&case, &url, key, None, 0), Cause::HeaderMissing, &["x-amz-meta-a"]);
    says(&explain(&header, &naive::v4(&case).url, key, None, 0), Cause::HeaderNotSigned, &["x-amz-meta-a"]);
}

/// Masked: every header's value but the host's, and the token.
#[test]
fn values_are_shown_only_if_asked_for() {
    let case = with(|case| {
        case.session_token = Some(TOKEN.to_owned());
        case.headers = vec![
            ("content-type".to_owned(), VALUE.to_owned()),
            ("x-amz-meta-a".to_owned(), VALUE.to_owned()),
        ];
    });
    for version in [Version::V4, Version::V2] {
        let url = signed(&case, version).url;
        let explanation = explain(&case, &url, &case.secret_key, Some(&answer(&case, version)), 0);
        for (hidden, shown) in [
            (explanation.ours(false), explanation.ours(true)),
            (explanation.theirs(false), explanation.theirs(true)),
        ] {
            let (hidden, shown) = (hidden.unwrap(), shown.unwrap());
            assert!(
                !hidden.contains(VALUE) && !hidden.contains(TOKEN) && hidden.contains("x-amz-meta-a"),
                "{hidden}"
            );
            assert!(shown.contains(VALUE) && shown.contains(TOKEN));
            assert_eq!(hidden.lines().count(), shown.lines().count());
        }
    }
}

/// A storage that took the link for one of the other version has the token in its string to sign.
#[test]
fn a_string_to_sign_is_masked_by_what_it_is() {
    let case = with(|case| {
        case.session_token = Some(TOKEN.to_owned());
        case.headers = vec![("content-type".to_owned(), VALUE.to_owned())];
    });
    let [v4, v2] = [naive::v4(&case), naive::v2(&case)];
    let explanation = explain(&case, &v4.url, &case.secret_key, Some(&answer(&case, Version::V2)), 0);
    let theirs = |show_values| explanation.strings_to_sign(show_values).unwrap().1.unwrap().into_owned();
    assert_eq!(theirs(true), v2.string_to_sign);
    assert!(theirs(false).contains("x-amz-security-token:(not shown)"), "{}", theirs(false));
    let explanation = explain(&case, &v4.url, &case.secret_key, Some(&answer(&case, Version::V4)), 0);
    let (ours, theirs) = explanation.strings_to_sign(false).unwrap();
    assert_eq!((ours, theirs.unwrap().as_ref()), (&*v4.string_to_sign, &*v4.string_to_sign));
    let explanation = explain(&case, &v2.url, &case.secret_key, Some(&answer(&case, Version::V4)), 0);
    assert_eq!(explanation.theirs(false), Some(v4.string_to_sign));
}

/// The canonical request's last line is the value of a header, where that was sent.
#[test]
fn the_payloads_digest_is_a_headers_value() {
    let digest = naive::hex(VALUE.as_bytes());
    let case = with(|case| case.headers = vec![("x-amz-content-sha256".to_owned(), digest.clone())]);
    let seen = with(|case| case.headers = vec![("x-amz-content-sha256".to_owned(), "00".repeat(32))]);
    let url = naive::v4(&case).url;
    for body in [None, Some(answer(&case, Version::V4)), Some(answer(&seen, Version::V4))] {
        let explanation = explain(&case, &url, &case.secret_key, body.as_deref(), 0);
        let shown =
            [explanation.ours(false), explanation.theirs(false)].map(Option::unwrap_or_default).concat();
        assert!(!shown.contains(&digest) && !explanation.sentence().contains(&digest), "{shown}");
        assert!(shown.contains("\n(not shown)"), "{shown}");
        assert!(explanation.ours(true).unwrap().ends_with(&digest));
    }
    // What everybody knows is shown, and what stands in the query.
    let plain = Case { headers: vec![], ..case.clone() };
    let explanation = explain(&plain, &naive::v4(&plain).url, &case.secret_key, None, 0);
    assert!(explanation.ours(false).unwrap().ends_with("\nUNSIGNED-PAYLOAD"));
    let in_query = Case { query: vec![("X-Amz-Content-Sha256".to_owned(), digest.clone())], ..plain };
    let explanation = explain(&in_query, &naive::v4(&in_query).url, &case.secret_key, None, 0);
    assert!(explanation.ours(false).unwrap().ends_with(&format!("\n{digest}")));
}

/// A customer's encryption key in the query, by whichever name.
#[test]
fn a_customers_key_is_not_shown() {
    let name = "x-amz-server-side-encryption-customer-key";
    let case = with(|case| case.query = vec![(name.to_owned(), VALUE.to_owned())]);
    let seen = with(|case| case.query = vec![(name.to_owned(), "another".to_owned())]);
    for body in [None, Some(answer(&case, Version::V4)), Some(answer(&seen, Version::V4))] {
        let explanation = explain(&case, &naive::v4(&case).url, &case.secret_key, body.as_deref(), 0);
        assert!(explanation.ours(false).unwrap().contains("customer-key=(not shown)"));
    }
}
