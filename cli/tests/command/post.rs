//! `presign post`: its options. The tests with a storage check that shells and browsers read its output correctly.

use serde_json::{Value, json};

use crate::runner::{Presign, SIGN_AT};
use crate::vectors;

const ENDPOINT: [&str; 6] =
    ["--endpoint-url", "https://s-dt2.cloud.gcore.lu", "--region", "s-dt2", "--sign-at", SIGN_AT];

fn json(words: &[&str]) -> Value {
    let words = [&["post"], words, &ENDPOINT, &["--format", "json"]].concat();
    serde_json::from_str(&Presign::new().link(words)).unwrap()
}

fn refusal(words: &[&str], code: i32) -> String {
    Presign::new().run([&["post"], words, &ENDPOINT].concat()).refusal(code)
}

/// Returns the fields of a form of the vectors, which are botocore's.
fn vector(version: &str, name: &str) -> Value {
    let mut cases = vectors::forms().into_iter();
    let case = cases.find(|case| case.version == version && case.name == name).unwrap();
    Value::Object(case.fields.into_iter().map(|(name, value)| (name, value.into())).collect())
}

#[test]
fn fields_equal_botocores() {
    let url = "https://s-dt2.cloud.gcore.lu/mybucket";
    let made = json(&["s3://mybucket/dir/file.txt"]);
    let expected = json!({"url": url, "fields": vector("v4", "a key"), "expires_at": 1_369_357_200});
    assert_eq!(made, expected);
    assert_eq!(json(&["s3://mybucket/dir/file.txt", "--v2"])["fields"], vector("v2", "a key"));
    let name = "the file's name behind a prefix";
    assert_eq!(json(&["s3://mybucket/u/${filename}"])["fields"], vector("v4", name));
    let sized = json(&["s3://mybucket/k", "--min-size", "1", "--max-size", "10485760"]);
    assert_eq!(sized["fields"], vector("v4", "a size"));
    let redirect = ["s3://mybucket/k", "--success-redirect", "https://example.com/done?a=1&b=2"];
    assert_eq!(json(&redirect)["fields"], vector("v4", "a redirect"));
    // Ten years, longer than the limit of a Version 4 URL.
    let name = "longer lifetime than a URL may have";
    assert_eq!(json(&["s3://mybucket/k", "--expires-in", "3650d"])["fields"], vector("v4", name));
    let expires_at = (1_369_353_600 + 3650 * 86_400).to_string();
    assert_eq!(json(&["s3://mybucket/k", "--expires-at", &expires_at])["fields"], vector("v4", name));
}

fn conditions(form: &Value) -> Vec<Value> {
    use base64::Engine;
    let policy = form["fields"]["policy"].as_str().unwrap();
    let policy = base64::engine::general_purpose::STANDARD.decode(policy).unwrap();
    let policy: Value = serde_json::from_slice(&policy).unwrap();
    policy["conditions"].as_array().unwrap().clone()
}

/// Each field has a condition, and each condition a field.
#[test]
fn a_field_adds_its_condition_and_a_condition_its_field() {
    let form = json(&["s3://b/k", "--field", "x-amz-meta-a=1=2", "--success-status", "201"]);
    assert_eq!(form["fields"]["x-amz-meta-a"], "1=2");
    let made = conditions(&form);
    assert_eq!(made[..2], [json!({"x-amz-meta-a": "1=2"}), json!({"success_action_status": "201"})]);

    let form = json(&["s3://b/k", "--starts-with", "Content-Type=image/"]);
    assert_eq!(form["fields"]["Content-Type"], "image/");
    assert_eq!(conditions(&form)[0], json!(["starts-with", "$Content-Type", "image/"]));

    let both = ["--starts-with", "Content-Type=image/", "--field", "content-type=image/png"];
    let form = json(&[&["s3://b/k"][..], &both].concat());
    assert_eq!(form["fields"]["content-type"], "image/png");
    assert!(form["fields"].get("Content-Type").is_none(), "{form}");
    assert_eq!(conditions(&form)[0], json!(["starts-with", "$Content-Type", "image/"]));
    assert_eq!(conditions(&form)[1], json!({"bucket": "b"}));

    let form = json(&["s3://b/u/${filename}", "--starts-with", "key=u/a", "--min-size", "1"]);
    assert_eq!(form["fields"]["key"], "u/${filename}");
    let expected =
        [json!(["starts-with", "$key", "u/a"]), json!(["content-length-range", 1, 5_368_709_120_u64])];
    assert_eq!(conditions(&form)[..2], expected);
}

#[test]
fn malformed_forms_are_refused() {
    for (words, code, rule) in [
        (&["s3://b"][..], 1, "the key is empty"),
        (&["s3://b/k", "--field", "acl"], 2, "--field number 1 must be NAME=VALUE"),
        (&["s3://b/k", "--starts-with", "acl"], 2, "--starts-with number 1 must be NAME=VALUE"),
        (&["s3://b/k", "--field", "policy=1"], 1, "field \"policy\" cannot be given"),
        (&["s3://b/k", "--field", "a=1", "--starts-with", "a=2"], 1, "a condition does not allow"),
        (&["s3://b/k", "--success-status", "302"], 1, "must be 200, 201 or 204"),
        (&["s3://b/k", "--success-status", "201", "--success-redirect", "u"], 2, "cannot be used with"),
        (&["s3://b/k", "--min-size", "2", "--max-size", "1"], 1, "min_size (2) is larger"),
        (&["s3://b/k", "--max-size", "-1"], 2, "-1"),
        (&["s3://b/k", "--file", "f", "--format", "html"], 2, "--format curl only"),
        (&["s3://b/k", "--max-expires-in", "1h", "--expires-in", "2h"], 1, "expires_in must be 1 to 3600"),
        (&["s3://b/a\nb"], 1, "the field key contains a control character"),
        (
            &["s3://b/k", "--format", "html", "--field", "_Charset_=x"],
            1,
            "browsers set the value of the field _Charset_",
        ),
        (&["s3://b/k", "--file", "a\x1b\nb"], 1, "the file name contains a control character"),
        (&["s3://b/a\nb", "--format", "html"], 1, "the field key contains a control character"),
    ] {
        let message = refusal(words, code);
        assert!(message.contains(rule), "{words:?}: {message}");
    }
    assert_eq!(json(&["s3://b/a\nb"])["fields"]["key"], "a\nb");
    assert_eq!(json(&["s3://b/k", "--field", "_charset_=x"])["fields"]["_charset_"], "x");
}

/// A field may be a customer's encryption key.
#[test]
fn messages_do_not_repeat_a_fields_value() {
    for words in [
        ["--field", "hunter2"].as_slice(),
        &["--field", "a=hunter2", "--starts-with", "a=x"],
        &["--field", "a=hunter2\n"],
        &["--field", "a=", "hunter2"],
    ] {
        let outcome = Presign::new().run([&["post", "s3://b/k"], words].concat());
        assert!(outcome.code != Some(0) && !outcome.stderr.contains("hunter"), "{outcome:?}");
    }
}
