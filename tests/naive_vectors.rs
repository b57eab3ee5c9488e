//! Compares the naive signer with the worked cases: it serves as an oracle for other tests, so it must be right itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod naive;
mod vectors;

use naive::{Addressing, Case};
use vectors::{UrlCase, sorted_parts};

fn case_of(case: &UrlCase) -> Case {
    Case {
        access_key: vectors::ACCESS_KEY.to_owned(),
        secret_key: vectors::SECRET_KEY.to_owned(),
        session_token: case.session_token.clone(),
        region: case.region.clone(),
        endpoint: case.endpoint.clone(),
        addressing: match case.addressing.as_str() {
            "path" => Addressing::Path,
            "virtual" => Addressing::Virtual,
            "cname" => Addressing::Cname,
            other => panic!("unknown addressing {other}"),
        },
        method: case.method.clone(),
        bucket: case.bucket.clone(),
        key: case.key.clone(),
        query: case.query.clone(),
        headers: case.headers.clone(),
        sign_at: case.sign_at,
        lifetime: case.expires_in.into(),
    }
}

#[test]
fn v4_equals_botocore_at_every_stage() {
    for expected in vectors::v4() {
        let name = &expected.name;
        let case = case_of(&expected);
        let stages = naive::v4(&case);
        let key = naive::hex(&naive::signing_key(&case));
        assert_eq!(Some(stages.canonical_request), expected.canonical_request, "{name}");
        assert_eq!(stages.string_to_sign, expected.string_to_sign, "{name}");
        assert_eq!(Some(key), expected.signing_key, "{name}");
        assert_eq!(stages.signature, expected.signature, "{name}");
        assert_eq!(stages.url, expected.url, "{name}");
    }
}

#[test]
fn v2_equals_botocore_at_every_stage() {
    for expected in vectors::v2() {
        let name = &expected.name;
        let stages = naive::v2(&case_of(&expected));
        assert_eq!(stages.string_to_sign, expected.string_to_sign, "{name}");
        assert_eq!(stages.signature, expected.signature, "{name}");
        assert_eq!(sorted_parts(&stages.url), sorted_parts(&expected.url), "{name}");
    }
}
