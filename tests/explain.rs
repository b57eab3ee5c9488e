//! Each usual slip is made once, and the sentence about it is read. What the storage computed is the naive signer's.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, answer, case, explain, says, signed, used, with};
use naive::{Addressing, Case};
use presign::{Cause, Version};

/// A link as it was signed, and a storage that saw another request and says which.
#[test]
fn a_difference_from_the_storages_text_is_named() {
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
        (
            &case(),
            |case| case.key = "a+dir//k+1.txt".to_owned(),
            Cause::PathEncoding,
            &["+ and a space were confused"],
        ),
        (&case(), |case| case.key = "a dir/k+1.txt".to_owned(), Cause::PathNormalised, &["slash"]),
        (&case(), |case| case.key = "another".to_owned(), Cause::Path, &["is different", "/b/another"]),
        (&case(), |case| case.endpoint += "/base", Cause::Path, &["prepended \"/base\""]),
        (&case(), |case| case.addressing = Addressing::Cname, Cause::Path, &["removed \"/b\""]),
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
            &["encoded differently"],
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
            &["x-amz-meta-a", "send it"],
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
        (&case(), |case| case.lifetime += 1, Cause::QueryChanged, &["the expiry differs"]),
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
fn a_mutation_is_found_without_the_storages_text() {
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
        (|case| case.endpoint += ":8443", Cause::HostPort, &["\"h.example\" was signed", "h.example:8443"]),
        (
            |case| case.key = "a%20dir//k%2B1.txt".to_owned(),
            Cause::PathEncoding,
            &["\"/b/a%20dir//k%2B1.txt\" was signed", "once more"],
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
    says(&explanation, Cause::Method, &["the link is signed for \"GET\", the storage received \"POST\""]);
    // Nobody can tell what was signed: nothing is said about it.
    let seen = Case { key: "another".to_owned(), ..case.clone() };
    let explanation = explain(&case, &url, "another", Some(&answer(&seen, Version::V4)), 0);
    says(&explanation, Cause::SecretKey, &["neither that of this request nor"]);
    assert!(!explanation.sentence().contains("was signed,"));
    // The method is forgotten here, and right in what was sent.
    let put = with(|case| case.method = "PUT".to_owned());
    let given = Case { method: "GET".to_owned(), ..put.clone() };
    let explanation =
        explain(&given, &naive::v4(&put).url, &put.secret_key, Some(&answer(&put, Version::V4)), 0);
    says(&explanation, Cause::AccessKey, &["signs the very same text", "for this access key"]);
}

/// A string to sign by itself says that the requests differ, but not in what.
#[test]
fn a_string_to_sign_alone_names_the_scope() {
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
        Cause::AccessKey,
        &["signs the very same text", "for this access key"],
    );
    let elsewhere = with(|case| case.region = "eu-west-1".to_owned());
    says(&explain(&case, &url, key, Some(&alone(&elsewhere)), 0), Cause::Region, &["eu-west-1"]);
}

/// The storage saw the same: then it is the key. Where the link is right for the secret key, no other one is to blame.
#[test]
fn equal_texts_with_another_signature_mean_another_secret_key() {
    for version in [Version::V4, Version::V2] {
        let case = case();
        let (url, body) = (signed(&case, version).url, answer(&case, version));
        let here = explain(&case, &url, "another", Some(&body), 0);
        says(&here, Cause::SecretKey, &["made with another secret key"]);
        let there = explain(&case, &url, &case.secret_key, Some(&body), 0);
        says(&there, Cause::AccessKey, &["signs the very same text", "for this access key"]);
        says(&explain(&case, &url, "another", None, 0), Cause::SecretKey, &["common mistakes"]);
        says(
            &explain(&case, &url, &format!("{} ", case.secret_key), None, 0),
            Cause::SecretKey,
            &["this secret key and white space around it"],
        );
        says(
            &explain(&case, &url, &case.secret_key, None, 0),
            Cause::AsSigned,
            &["is right for this secret key"],
        );
        let silent = Some("<Error><Code>SignatureDoesNotMatch</Code></Error>");
        let either = ["if the storage has the same secret key", "another request"];
        says(&explain(&case, &url, &case.secret_key, silent, 0), Cause::AsSigned, &either);
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
            ("/b/a", "/proxied/b/a", Cause::Path, "prepended \"/proxied\" to the path"),
        ] {
            let changed = url.replacen(old, new, 1);
            assert_ne!(changed, url);
            let explanation = explain(&case, &changed, &case.secret_key, none, 0);
            if words.is_empty() {
                assert!(matches!(explanation.cause(), Cause::PathEncoding | Cause::SecretKey));
            } else if version == Version::V4 || !words.contains("prepended") {
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
