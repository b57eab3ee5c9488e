//! Makes arbitrary upload forms. A form that is made is one that a storage takes: its policy is JSON in base64 with the
//! form's expiry, each field meets a condition, and the signature is that of the hmac crate.
//!
//! An input has the numbers version, addressing, signing time, lifetime (or, if it is 0, the next number as the expiry);
//! the strings access key, secret key, session token, region, endpoint, bucket, key; and lines `f` (a field), `e` (an
//! exact condition), `s` (a starts-with condition), all `name=value`, and `z` (a condition on the size, `min=max`).
#![no_main]

#[path = "../../../../tests/naive/mod.rs"]
mod naive;
mod text;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};

use libfuzzer_sys::fuzz_target;
use presign::{Addressing, Condition, Post, PostForm, Signer, Version};
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;
use text::Text;

fn text(value: &Value) -> &str {
    value.as_str().expect("a condition is made of strings")
}

/// Returns the conditions of the policy as a kind, a field's name and a value: those on the size are left out.
fn conditions(policy: &Value) -> Vec<(&str, &str, &str)> {
    let all = policy["conditions"].as_array().expect("the policy has conditions");
    all.iter().filter_map(condition).collect()
}

fn condition(condition: &Value) -> Option<(&str, &str, &str)> {
    match condition {
        Value::Object(members) => {
            assert_eq!(members.len(), 1);
            let (name, value) = members.iter().next()?;
            Some(("eq", name, text(value)))
        }
        Value::Array(parts) if parts[0] == "content-length-range" => {
            assert!(parts.len() == 3 && parts[1].as_u64() <= parts[2].as_u64());
            None
        }
        Value::Array(parts) => {
            assert_eq!((parts.len(), text(&parts[0])), (3, "starts-with"));
            Some((
                "starts-with",
                text(&parts[1]).strip_prefix('$').expect("a field has a $"),
                text(&parts[2]),
            ))
        }
        _ => panic!("a condition is an object or an array: {condition}"),
    }
}

/// Returns the field's value.
fn field<'f>(form: &'f PostForm, name: &str) -> Option<&'f str> {
    let mut found = form.fields.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
    let value = found.next().map(|(_, value)| value.as_str());
    assert!(found.next().is_none(), "{name} is there once");
    value
}

fn allows(kind: &str, wanted: &str, value: &str) -> bool {
    if kind == "eq" { value == wanted } else { value.starts_with(wanted) }
}

/// S3's rule: each field has a condition, except the policy, the signature and x-ignore-, and meets all of its own.
fn check_conditions(form: &PostForm, policy: &Value, bucket: &str, version: Version) {
    let conditions = conditions(policy);
    for (name, value) in &form.fields {
        let lowered = name.to_ascii_lowercase();
        let about = conditions.iter().filter(|(_, field, _)| field.eq_ignore_ascii_case(name));
        let mut count = 0;
        for (kind, _, wanted) in about {
            count += 1;
            assert!(allows(kind, wanted, value), "{name}");
        }
        let needs_none = ["policy", "x-amz-signature", "signature"].contains(&lowered.as_str())
            || lowered.starts_with("x-ignore-")
            || (version == Version::V2 && lowered == "awsaccesskeyid");
        assert!(count > 0 || needs_none, "{name} has no condition");
    }
    for (kind, name, wanted) in &conditions {
        match field(form, name) {
            // The storage knows the bucket from the URL.
            None if name.eq_ignore_ascii_case("bucket") => {
                assert!(allows(kind, wanted, bucket));
            }
            None => assert_eq!(*kind, "starts-with", "{name} is exact, but is no field"),
            Some(_) => {}
        }
    }
}

/// Returns a signature of the base64 text of a policy.
fn signature(text: &Text, version: Version, sign_at: i64, policy: &str) -> String {
    let [access_key, secret_key, _, region, ..] = text.strings;
    if version == Version::V2 {
        let mut mac = Hmac::<Sha1>::new_from_slice(secret_key.as_bytes()).expect("a key of any length");
        mac.update(policy.as_bytes());
        return STANDARD.encode(mac.finalize().into_bytes());
    }
    let case = naive::Case {
        access_key: access_key.to_owned(),
        secret_key: secret_key.to_owned(),
        session_token: None,
        region: region.to_owned(),
        endpoint: String::new(),
        addressing: naive::Addressing::Path,
        method: String::new(),
        bucket: String::new(),
        key: String::new(),
        query: vec![],
        headers: vec![],
        sign_at,
        lifetime: 1,
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(&naive::signing_key(&case)).expect("a key of any length");
    mac.update(policy.as_bytes());
    naive::hex(&mac.finalize().into_bytes())
}

/// The end of the form as S3 writes timestamps in a policy, from the naive signer's form of it.
fn iso(unix_seconds: i64) -> String {
    let text = naive::date_time(unix_seconds);
    let [year, month, day, hour, minute, second] =
        [0..4, 4..6, 6..8, 9..11, 11..13, 13..15].map(|range| &text[range]);
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")
}

fuzz_target!(|data: &[u8]| {
    let Some(text) = Text::read(data, 7) else { return };
    let [version, addressing, sign_at, lifetime, expires_at, _] = text.numbers;
    let [access_key, secret_key, session_token, region, endpoint, bucket, key, _] = text.strings;
    let version = if version == 2 { Version::V2 } else { Version::V4 };
    let signer = Signer::builder(access_key, secret_key)
        .session_token(Some(session_token).filter(|token| !token.is_empty()))
        .region(region)
        .endpoint(Some(endpoint).filter(|endpoint| !endpoint.is_empty()))
        .addressing(match addressing {
            1 => Addressing::Virtual,
            2 => Addressing::Cname,
            3 => Addressing::Path,
            _ => Addressing::Auto,
        })
        .version(version)
        .build();
    // The library reads an empty region as none.
    let (Ok(signer), false) = (signer, region.is_empty()) else { return };
    let fields = text.pairs('f');
    let number = |text: &str| text.parse().unwrap_or_default();
    let conditions: Vec<_> = text
        .pairs('e')
        .into_iter()
        .map(|(name, value)| Condition::Exact { name, value })
        .chain(text.pairs('s').into_iter().map(|(name, prefix)| Condition::StartsWith { name, prefix }))
        .chain(
            text.pairs('z')
                .into_iter()
                .map(|(min, max)| Condition::Size { min: number(min), max: number(max) }),
        )
        .collect();
    let post = Post::new(bucket, key).fields(&fields).conditions(&conditions).sign_at(sign_at);
    let post = if lifetime == 0 { post.expires_at(expires_at) } else { post.expires_in(lifetime) };
    let form = match signer.presign_post(&post) {
        Ok(form) => form,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    assert_eq!(form.expires_at, if lifetime == 0 { expires_at } else { sign_at + lifetime });
    assert!(form.expires_at > sign_at);
    assert!(form.url.starts_with("http") && form.url.bytes().all(|byte| byte.is_ascii_graphic()));

    let policy = field(&form, "policy").expect("the form has a policy");
    let json = STANDARD.decode(policy).expect("the policy is base64");
    let json: Value = serde_json::from_slice(&json).expect("the policy is JSON");
    assert_eq!(json.as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(json["expiration"], iso(form.expires_at));
    check_conditions(&form, &json, bucket, version);

    let name = if version == Version::V2 { "signature" } else { "x-amz-signature" };
    let wanted = signature(&text, version, sign_at, policy);
    assert_eq!(field(&form, name), Some(wanted.as_str()));
    assert_eq!(signer.sign_policy(policy, sign_at), Ok(wanted));
    for (name, value) in signer.policy_fields(sign_at).expect("the signing time is that of the form") {
        assert_eq!(field(&form, &name), Some(value.as_str()));
    }
});
