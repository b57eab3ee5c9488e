//! Links to be explained, and answers as a storage would give them: both are the naive signer's.

#![allow(dead_code, reason = "every test program that includes this file uses its own part of it")]
#![allow(clippy::unwrap_used)]

use crate::naive::{self, Addressing, Case};
use presign::{Cause, ErrorResponse, Explanation, Received, Secret, Verifier, Version};

pub const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN";
pub const VALUE: &str = "MDAwMDAwMDAwMDAwSSECKEY";

pub fn case() -> Case {
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
        lifetime: 3600,
    }
}

pub fn with(change: impl FnOnce(&mut Case)) -> Case {
    let mut case = case();
    change(&mut case);
    case
}

pub fn signed(case: &Case, version: Version) -> naive::Stages {
    if version == Version::V4 { naive::v4(case) } else { naive::v2(case) }
}

/// What a storage answers that saw `seen`, as AWS and Swift do.
pub fn answer(seen: &Case, version: Version) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let stages = signed(seen, version);
    let (canonical, to_sign) = (escape(&stages.canonical_request), escape(&stages.string_to_sign));
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>x</Message>\
         <StringToSign>{to_sign}</StringToSign><CanonicalRequest>{canonical}</CanonicalRequest></Error>"
    )
}

pub fn explain(case: &Case, url: &str, secret: &str, body: Option<&str>, now: i64) -> Explanation {
    explain_with(case, url, &Secret::from(secret), body, now)
}

pub fn explain_with(case: &Case, url: &str, secret: &Secret, body: Option<&str>, now: i64) -> Explanation {
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Received::url(&case.method, url).headers(&headers).at(case.sign_at + now);
    let answer = body.map(|body| ErrorResponse::read(body).unwrap());
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
pub fn used(case: &Case, seen: &Case, version: Version) -> String {
    let signature = |url: &str| {
        let (_, rest) = url.split_once("Signature=").unwrap();
        rest.split('&').next().unwrap().to_owned()
    };
    let (signed, other) = (signed(case, version).url, signed(seen, version).url);
    other.replace(&signature(&other), &signature(&signed))
}

#[track_caller]
pub fn says(explanation: &Explanation, cause: Cause, words: &[&str]) {
    assert_eq!(explanation.cause(), cause, "{}", explanation.sentence());
    for word in words {
        assert!(explanation.sentence().contains(word), "{} does not say {word:?}", explanation.sentence());
    }
}
