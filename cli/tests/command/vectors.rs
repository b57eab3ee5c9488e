//! The command prints the URL of every vector.

use serde_json::Value;

use crate::runner::{ACCESS_KEY, Presign, SECRET_KEY};

pub(crate) const V4: &str = include_str!("../../../tests/vectors/sigv4.json");
pub(crate) const V2: &str = include_str!("../../../tests/vectors/sigv2.json");

/// Returns the cases of a file.
pub(crate) fn cases(json: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(json).unwrap();
    assert_eq!((&file["access_key"], &file["secret_key"]), (&ACCESS_KEY.into(), &SECRET_KEY.into()));
    let cases = file["cases"].as_array().unwrap().clone();
    assert!(cases.len() > 90, "the file is cut");
    cases
}

/// Returns the URL of the case with this name.
pub(crate) fn url(json: &str, name: &str) -> String {
    let cases = cases(json);
    let case = cases.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("no case {name}"));
    text(case, "url").to_owned()
}

pub(crate) fn text<'a>(case: &'a Value, member: &str) -> &'a str {
    case[member].as_str().unwrap()
}

/// Splits a URL into its address and its sorted query parameters, because their order is free in Version 2, as the
/// file's `_comment` says.
pub(crate) fn parts(url: &str) -> (String, Vec<String>) {
    let (place, query) = url.split_once('?').unwrap();
    let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
    pairs.sort();
    (place.to_owned(), pairs)
}

fn words(case: &Value) -> Vec<String> {
    let mut words = vec![
        format!("s3://{}/{}", text(case, "bucket"), text(case, "key")),
        "--method".to_owned(),
        text(case, "method").to_owned(),
        "--endpoint-url".to_owned(),
        text(case, "endpoint").to_owned(),
        "--region".to_owned(),
        text(case, "region").to_owned(),
        "--addressing-style".to_owned(),
        text(case, "addressing").to_owned(),
        "--sign-at".to_owned(),
        case["sign_at"].to_string(),
        "--expires-in".to_owned(),
        case["expires_in"].to_string(),
    ];
    for pair in case["query"].as_array().unwrap() {
        let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        // A parameter without a value may be given with or without `=`. Other tests use the form with `=`.
        let word = if value.is_empty() { name.to_owned() } else { format!("{name}={value}") };
        words.extend(["--query".to_owned(), word]);
    }
    for (name, value) in case["headers"].as_object().unwrap() {
        words.extend(["--header".to_owned(), format!("{name}: {}", value.as_str().unwrap())]);
    }
    words
}

/// Returns the command's output for a case. Checks that it warns only about keys with . or .. segments.
fn printed(case: &Value, more: &[&str]) -> String {
    let mut presign = Presign::new();
    if let Some(token) = case["session_token"].as_str() {
        presign = presign.set("AWS_SESSION_TOKEN", token);
    }
    let outcome = presign.run(words(case).iter().map(String::as_str).chain(more.iter().copied()));
    let dots = text(case, "key").split('/').any(|segment| matches!(segment, "." | ".."));
    assert_eq!(outcome.stderr.contains("warning"), dots, "{}: {outcome:?}", text(case, "name"));
    assert_eq!(outcome.stderr.lines().count(), usize::from(dots), "{outcome:?}");
    outcome.line()
}

#[test]
fn v4_vectors_match() {
    for case in cases(V4) {
        assert_eq!(printed(&case, &[]), text(&case, "url"), "{}", text(&case, "name"));
    }
}

#[test]
fn v2_vectors_match() {
    for case in cases(V2) {
        assert_eq!(parts(&printed(&case, &["--v2"])), parts(text(&case, "url")), "{}", text(&case, "name"));
    }
}

/// Signs the keys of all vectors that differ only in the key.
#[test]
fn vectors_match_in_a_batch() {
    let cases: Vec<Value> = cases(V4)
        .into_iter()
        .filter(|case| text(case, "name").starts_with("key "))
        .filter(|case| !text(case, "key").contains('\n'))
        .collect();
    assert!(cases.len() > 30, "{}", cases.len());
    let member = |name: &str| cases.iter().map(|case| format!("{}\n", text(case, name))).collect::<String>();
    let words = "batch s3://mybucket/ --endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    let outcome = Presign::new().run_with(words.split(' '), member("key"));
    assert_eq!(outcome.stdout, member("url"), "{outcome:?}");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

/// A key that contains a newline needs a list whose keys end in NUL.
#[test]
fn in_a_batch_of_keys_that_end_in_nul() {
    let cases = [url(V4, "key 'a\\nb'"), url(V4, "key 'a b'")];
    let words = "batch s3://mybucket --null --endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    let outcome = Presign::new().run_with(words.split(' '), "a\nb\0a b\0");
    assert_eq!(outcome.stdout, format!("{}\0{}\0", cases[0], cases[1]));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}
