//! `presign explain` with what people have: the output of `curl -i`, a response on standard input, a proxy's page, a link
//! that a mail program broke.

use std::time::{Duration, Instant};

use crate::runner::{Outcome, Presign, SIGN_AT};

const EXPIRED: &str = "<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message></Error>";

fn signed() -> (Presign, String) {
    let presign = Presign::new();
    let link = presign.link(["s3://bkt/a.txt", "--endpoint-url", "h.example", "--sign-at", SIGN_AT]);
    (presign, link)
}

fn explain(presign: &Presign, link: &str, response: impl Into<Vec<u8>>) -> Outcome {
    presign.run_with(["explain", link, "--response", "-", "--at", SIGN_AT], response)
}

#[track_caller]
fn says(outcome: &Outcome, cause: &str, words: &[&str]) {
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stdout.starts_with(&format!("{cause}: ")), "{outcome:?}");
    for word in words {
        assert!(outcome.stdout.contains(word), "{outcome:?} does not say {word:?}");
    }
}

#[test]
fn a_response_is_read_from_standard_input() {
    let (presign, link) = signed();
    says(
        &explain(&presign, &link, EXPIRED),
        "expired",
        &["the storage answered ExpiredRequest", "Request has expired"],
    );
    let object = presign.run_with(["explain", &link, "--response", "-", "--json", "--at", SIGN_AT], EXPIRED);
    let object: serde_json::Value = serde_json::from_str(&object.stdout).unwrap();
    assert_eq!(object["cause"], "expired");
    let both = presign.run_with(["explain", "-", "--response", "-"], EXPIRED).refusal(2);
    assert!(both.contains("standard input"), "{both}");
    let file = Presign::new().file("-x", EXPIRED);
    says(&file.run(["explain", &link, "--response", "./-x", "--at", SIGN_AT]), "expired", &[]);
}

/// The heads are those that curl prints for the named storages' answers.
#[test]
fn a_whole_http_response_is_read() {
    let (presign, link) = signed();
    let minio = "HTTP/1.1 403 Forbidden\r\nServer: MinIO\r\nX-Minio-Error-Code: InvalidAccessKeyId\r\n\
                 X-Minio-Error-Desc: \"The Access Key Id you provided does not exist in our records.\"\r\n\r\n";
    let aws_head =
        "HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: eu-west-1\r\nServer: AmazonS3\r\n\r\n";
    for (head, cause, words) in [
        (
            format!("HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\n\r\n{EXPIRED}"),
            "expired",
            "ExpiredRequest",
        ),
        (
            format!("HTTP/2 403 \r\ncontent-type: application/xml\r\n\r\n{EXPIRED}"),
            "expired",
            "ExpiredRequest",
        ),
        (format!("HTTP/2 403\ncontent-type: application/xml\n\n{EXPIRED}\n"), "expired", "ExpiredRequest"),
        (
            format!(
                "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad\r\n\r\n{EXPIRED}"
            ),
            "expired",
            "ExpiredRequest",
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html><head><title>502 Bad Gateway</title></head></html>"
                .to_owned(),
            "as-signed",
            "answered 502 with an HTML page: \"502 Bad Gateway\"",
        ),
        (minio.to_owned(), "access-key", "InvalidAccessKeyId"),
        (aws_head.to_owned(), "region", "sign for \"eu-west-1\""),
        (
            "HTTP/1.1 403 Forbidden\r\nServer: AmazonS3\r\n\r\n".to_owned(),
            "as-signed",
            "answered 403: \"Forbidden\"",
        ),
        (
            "HTTP/1.1 403 Forbidden\r\n\r\nblocked by policy\n".to_owned(),
            "as-signed",
            "answered 403: \"blocked by policy\"",
        ),
        (
            "HTTP/2 403\r\n\r\n{\"error\":{\"code\":\"Nope\",\"message\":\"no\"}}".to_owned(),
            "denied",
            "answered Nope: \"no\"",
        ),
    ] {
        says(&explain(&presign, &link, head), cause, &[words]);
    }
}

/// The message says what was given in place of a storage's error, for any size, and quickly.
#[test]
fn a_response_that_is_no_storages_is_named() {
    let (presign, link) = signed();
    let deep = "<Error>".repeat(140_000);
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><Error><Code>&b;</Code></Error>";
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>caf\u{e9}</body></html>";
    let latin = page.chars().map(|character| character as u8).collect::<Vec<_>>();
    for (response, words) in [
        (Vec::new(), "is empty"),
        (latin, "HTML page with the title \"502 Bad Gateway\""),
        (b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), "status 200, which is no error"),
        (b"<Error><Code>Signature".to_vec(), "breaks off"),
        (b"<Error><Code>Signature</Message></Error>".to_vec(), "breaks off"),
        (laughs.into(), "breaks off"),
        (deep.into_bytes(), "breaks off"),
        (format!("{}{}", "[".repeat(500_000), "]".repeat(500_000)).into_bytes(), "not an XML document"),
        (vec![b'x'; 10 * 1024 * 1024], "longer than 1048576 bytes"),
        ([EXPIRED.as_bytes(), &[b' '; 10 * 1024 * 1024]].concat(), "longer than 1048576 bytes"),
        (b"403 Forbidden".to_vec(), "not an XML document"),
        (vec![0xff, 0xfe, 0], "not an XML document"),
    ] {
        let begun = Instant::now();
        let message = explain(&presign, &link, response).refusal(1);
        assert!(
            message.starts_with("presign: standard input: ") && message.contains(words),
            "{words}: {message}"
        );
        assert!(begun.elapsed() < Duration::from_secs(10), "{words}");
    }
}

/// A response may break off behind its message.
#[test]
fn a_response_that_breaks_off_is_used_as_far_as_it_goes() {
    let (presign, link) = signed();
    let cut = "<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message><StringToSi";
    says(&explain(&presign, &link, cut), "expired", &["the response breaks off"]);
}

#[test]
fn a_copied_link_is_recognised() {
    let (presign, link) = signed();
    for (text, word) in [
        (link.replace('&', "&amp;"), "&amp;"),
        (link.replace('%', "%25"), "second percent-encoding"),
        (format!("{}\r\n{}", &link[..60], &link[60..]), "line break"),
        (format!("<{link}>."), "punctuation"),
    ] {
        let outcome = presign.run_with(["explain", "-", "--at", SIGN_AT], text.as_str());
        says(&outcome, "url-text", &[word]);
        says(&presign.run(["explain", &text, "--at", SIGN_AT]), "url-text", &[word]);
    }
    let tracked = format!("{link}&utm_source=a&utm_medium=b");
    says(&presign.run(["explain", &tracked, "--at", SIGN_AT]), "query-added", &["utm_source", "utm_medium"]);
}

#[test]
fn a_link_of_another_kind_is_named() {
    let presign = Presign::new();
    let link = "https://d1.cloudfront.net/i.jpg?Expires=1767290400&Signature=nitf&Key-Pair-Id=K2JCJMDEHXQW5F";
    let message = presign.run(["inspect", link]).refusal(1);
    assert!(message.contains("CloudFront") && !message.contains("AccessDenied"), "{message}");
    let message = presign.run(["verify", link]).refusal(1);
    assert!(message.starts_with("presign: 403 AccessDenied") && message.contains("CloudFront"), "{message}");
    says(&presign.run(["explain", link]), "other-kind", &["CloudFront"]);
    let bearer = ["verify", "https://h.example/b/k", "--header", "Authorization: Bearer x"];
    let message = presign.run(bearer).refusal(1);
    assert!(message.starts_with("presign: 403 AccessDenied"), "{message}");
}
