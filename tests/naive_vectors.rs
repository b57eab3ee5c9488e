//! The naive signer against the worked cases: an oracle that is wrong itself proves nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod naive;

use naive::{Addressing, Case};
use serde_json::Value;

fn read(file: &str) -> Value {
    let path = format!("{}/tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // An emptied file must not pass.
    assert!(file["cases"].as_array().unwrap().len() >= 90);
    file
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

fn case_of(file: &Value, case: &Value) -> Case {
    let pair = |pair: &Value| (text(&pair[0]), text(&pair[1]));
    let headers = case["headers"].as_object().unwrap();
    Case {
        access_key: text(&file["access_key"]),
        secret_key: text(&file["secret_key"]),
        session_token: case["session_token"].as_str().map(str::to_string),
        region: text(&case["region"]),
        endpoint: text(&case["endpoint"]),
        addressing: match case["addressing"].as_str().unwrap() {
            "path" => Addressing::Path,
            "virtual" => Addressing::Virtual,
            "cname" => Addressing::Cname,
            other => panic!("unknown addressing {other}"),
        },
        method: text(&case["method"]),
        bucket: text(&case["bucket"]),
        key: text(&case["key"]),
        query: case["query"].as_array().unwrap().iter().map(pair).collect(),
        headers: headers.iter().map(|(n, v)| (n.clone(), text(v))).collect(),
        sign_at: case["sign_at"].as_i64().unwrap(),
        life: case["expires_in"].as_i64().unwrap(),
    }
}

#[test]
fn v4_agrees_at_every_stage() {
    let file = read("sigv4.json");
    for expected in file["cases"].as_array().unwrap() {
        let name = &expected["name"];
        let case = case_of(&file, expected);
        let stages = naive::v4(&case);
        let key = naive::hex(&naive::signing_key(&case));
        assert_eq!(stages.canonical_request, expected["canonical_request"], "{name}");
        assert_eq!(stages.string_to_sign, expected["string_to_sign"], "{name}");
        assert_eq!(key, expected["signing_key"], "{name}");
        assert_eq!(stages.signature, expected["signature"], "{name}");
        assert_eq!(stages.url, expected["url"], "{name}");
    }
}

#[test]
fn v2_agrees_at_every_stage() {
    let file = read("sigv2.json");
    for expected in file["cases"].as_array().unwrap() {
        let name = &expected["name"];
        let case = case_of(&file, expected);
        let stages = naive::v2(&case);
        assert_eq!(case.sign_at + case.life, expected["expires"], "{name}");
        assert_eq!(stages.string_to_sign, expected["string_to_sign"], "{name}");
        assert_eq!(stages.signature, expected["signature"], "{name}");
        assert_eq!(parts(&stages.url), parts(&text(&expected["url"])), "{name}");
    }
}

/// What stands before the query, and the query's pairs without their order, which V2 leaves free.
fn parts(url: &str) -> (&str, Vec<&str>) {
    let (place, query) = url.split_once('?').unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    (place, pairs)
}
