//! Links whose text was changed when it was copied, and requests that differ in several places at once.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, answer, case, explain, says, signed, used, with};
use naive::{Addressing, Case};
use presign::{Cause, Version};

const SIGNATURE: &str = "<Error><Code>SignatureDoesNotMatch</Code></Error>";

/// Percent-encodes every character that RFC 3986 does not call unreserved.
fn encoded(text: &str) -> String {
    let is_unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if is_unreserved(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Each change by itself, with either version.
#[test]
fn a_change_of_the_urls_text_is_named() {
    let changes: [(fn(&str) -> String, &str); 18] = [
        (|url| url.replace('&', "&amp;"), "&amp;"),
        (|url| url.replace('&', "&amp;amp;"), "&amp;"),
        (|url| url.replace('&', "&#38;"), "HTML"),
        (|url| url.replace('&', "\\u0026"), "JSON"),
        (|url| url.replace('&', "\\u0026").replace('/', "\\/"), "JSON"),
        (|url| url.replace('%', "%25"), "second percent-encoding"),
        (
            |url| {
                let (path, query) = url.split_once('?').unwrap();
                format!("{path}?{}", query.replace('%', "%25"))
            },
            "second percent-encoding",
        ),
        (encoded, "percent-encoding of the whole URL"),
        (|url| format!("{}\r\n{}", &url[..30], &url[30..]), "line break"),
        (|url| format!("{} {}", &url[..30], &url[30..]), "white space"),
        (|url| format!("{}\u{200b}{}", &url[..30], &url[30..]), "white space"),
        (|url| format!("{url}%0A"), "line break"),
        (
            |url| format!("{}=\n{}", url[..30].replace('=', "=3D"), url[30..].replace('=', "=3D")),
            "quoted-printable",
        ),
        (|url| format!("{url}."), "punctuation"),
        (|url| format!("{url},"), "punctuation"),
        (|url| format!("<{url}>"), "punctuation"),
        (|url| format!("\"{url}\""), "punctuation"),
        (|url| url.replace('?', "\\?").replace('&', "\\&").replace('=', "\\="), "backslashes"),
    ];
    let case = case();
    for version in [Version::V4, Version::V2] {
        let url = signed(&case, version).url;
        for (change, word) in changes {
            let changed = change(&url);
            for body in [None, Some(SIGNATURE)] {
                let explanation = explain(&case, &changed, &case.secret_key, body, 0);
                says(&explanation, Cause::UrlText, &["the text of the URL was changed", word]);
            }
        }
        // A link with another secret key cannot be proved right, but it can be read.
        let escaped = url.replace('&', "&amp;");
        let explanation = explain(&case, &escaped, "another", None, 0);
        says(&explanation, Cause::UrlText, &["&amp;", "without that", "another secret key"]);
        let both = format!("({}).", url.replace('&', "&amp;"));
        let explanation = explain(&case, &both, &case.secret_key, None, 0);
        says(&explanation, Cause::UrlText, &["HTML", "punctuation"]);
        let late = explain(&case, &escaped, &case.secret_key, None, 4000);
        says(&late, Cause::UrlText, &["&amp;", "without that", "expired"]);
    }
}

/// Trackers and search parameters come in groups.
#[test]
fn several_added_parameters_are_all_named() {
    let case = case();
    let add = |names: &[&str]| {
        with(|case| {
            let added = names.iter().map(|name| ((*name).to_owned(), "x".to_owned()));
            case.query.extend(added);
        })
    };
    for names in [
        &["utm_source", "utm_medium"][..],
        &["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid"],
        &["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"],
    ] {
        let seen = add(names);
        let url = used(&case, &seen, Version::V4);
        for body in [None, Some(SIGNATURE.to_owned()), Some(answer(&seen, Version::V4))] {
            let explanation = explain(&seen, &url, &case.secret_key, body.as_deref(), 0);
            says(&explanation, Cause::QueryAdded, &["were added"]);
            for name in names.iter().take(8) {
                says(&explanation, Cause::QueryAdded, &[name]);
            }
            assert!(!explanation.sentence().contains("response-content-type"));
        }
        // The link as it was signed, beside what the storage saw.
        let url = naive::v4(&case).url;
        let explanation = explain(&case, &url, &case.secret_key, Some(&answer(&seen, Version::V4)), 0);
        says(&explanation, Cause::QueryAdded, names.get(..2).unwrap());
    }
}

/// A real Ceph RGW refuses the first of these.
#[test]
fn a_header_with_another_usual_value_is_named() {
    for (name, signed_value, sent, words) in [
        ("content-type", "text/plain;charset=UTF-8", "text/plain", "with \";charset=UTF-8\" behind the type"),
        ("content-type", "text/plain", "text/plain; charset=utf-8", "without its charset"),
        ("content-type", "application/octet-stream", "image/png", "\"application/octet-stream\""),
        ("content-type", "application/json;charset=utf-8", "x/y", "\"application/json;charset=utf-8\""),
        ("x-amz-acl", "public-read", "private", "\"public-read\""),
    ] {
        let header = |value: &str| vec![(name.to_owned(), value.to_owned())];
        let case = with(|case| case.headers = header(signed_value));
        let seen = with(|case| case.headers = header(sent));
        for version in [Version::V4, Version::V2] {
            let url = used(&case, &seen, version);
            let explanation = explain(&seen, &url, &case.secret_key, Some(SIGNATURE), 0);
            says(&explanation, Cause::HeaderValue, &[name, words]);
        }
    }
}

/// Where nothing fits, the sentence says which headers may differ, and what was tried.
#[test]
fn a_signed_header_that_may_differ_is_named() {
    let header = |value: &str| vec![("x-amz-meta-a".to_owned(), value.to_owned())];
    let case = with(|case| case.headers = header(VALUE));
    let seen = with(|case| case.headers = header("something else"));
    for version in [Version::V4, Version::V2] {
        let url = used(&case, &seen, version);
        let explanation = explain(&seen, &url, &case.secret_key, Some(SIGNATURE), 0);
        says(
            &explanation,
            Cause::HeaderValue,
            &["\"x-amz-meta-a\"", "tried were", "another method", "white space"],
        );
        let plain = explaining::case();
        let url = signed(&plain, version).url;
        let explanation = explain(&plain, &url, "another", Some(SIGNATURE), 0);
        says(&explanation, Cause::SecretKey, &["tried were", "another method", "white space"]);
    }
}

/// A redirect or a person moved the bucket from the host name into the path, or back.
#[test]
fn a_link_of_the_other_addressing_style_is_named() {
    let path = case();
    let virtual_host = with(|case| case.addressing = Addressing::Virtual);
    for (signed_as, sent_as) in [(&path, &virtual_host), (&virtual_host, &path)] {
        let url = used(signed_as, sent_as, Version::V4);
        let explanation = explain(sent_as, &url, &path.secret_key, Some(SIGNATURE), 0);
        says(&explanation, Cause::Addressing, &["other addressing style", "h.example"]);
    }
}

#[test]
fn a_removed_parameter_of_an_sdk_is_named() {
    let case = with(|case| case.query.push(("x-id".to_owned(), "GetObject".to_owned())));
    let seen: Case = explaining::case();
    let url = used(&case, &seen, Version::V4);
    let explanation = explain(&seen, &url, &case.secret_key, Some(SIGNATURE), 0);
    says(&explanation, Cause::QueryRemoved, &["x-id=GetObject"]);
}

/// The token of the link is not repeated by a sentence about its text.
#[test]
fn a_changed_text_is_not_repeated() {
    let case = with(|case| case.session_token = Some(TOKEN.to_owned()));
    let url = naive::v4(&case).url.replace('&', "&amp;");
    let explanation = explain(&case, &url, &case.secret_key, None, 0);
    assert!(!explanation.sentence().contains("X-Amz-Signature"), "{}", explanation.sentence());
}
