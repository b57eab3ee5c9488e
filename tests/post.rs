//! Upload forms: their fields are botocore's, and a form that no storage accepts is refused.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod vectors;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use presign::{Condition, Error, ErrorKind, Post, PostForm, Signer, SignerBuilder};
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;
use vectors::{ACCESS_KEY, FormCase, SECRET_KEY, SIGN_AT, borrowed};

/// Makes the form of a case.
fn form_of(case: &FormCase) -> PostForm {
    let fields = borrowed(&case.given_fields);
    let conditions: Vec<_> = case.given_conditions.iter().map(condition).collect();
    let post = Post::new(&case.bucket, &case.key).fields(&fields).conditions(&conditions);
    signer_of(case).presign_post(&post.expires_in(case.expires_in.into()).sign_at(case.sign_at)).unwrap()
}

/// Makes the signer of a case.
fn signer_of(case: &FormCase) -> Signer {
    builder()
        .session_token(case.session_token.as_deref())
        .endpoint(&*case.endpoint)
        .region(&*case.region)
        .addressing(case.addressing.parse().unwrap())
        .version(case.version.parse().unwrap())
        .build()
        .unwrap()
}

/// Reads a condition in boto3's notation.
fn condition(value: &Value) -> Condition<'_> {
    if let Some(object) = value.as_object() {
        let (name, value) = object.iter().next().unwrap();
        return Condition::Exact { name, value: value.as_str().unwrap() };
    }
    match (value[0].as_str().unwrap(), &value[1], &value[2]) {
        ("content-length-range", min, max) => {
            Condition::Size { min: min.as_u64().unwrap(), max: max.as_u64().unwrap() }
        }
        (_, name, prefix) => Condition::StartsWith {
            name: name.as_str().unwrap().strip_prefix('$').unwrap(),
            prefix: prefix.as_str().unwrap(),
        },
    }
}

fn builder() -> SignerBuilder<'static> {
    Signer::builder(ACCESS_KEY, SECRET_KEY)
}

fn signer() -> Signer {
    builder().endpoint("h").build().unwrap()
}

fn policy(form: &PostForm) -> Value {
    let (_, policy) = form.fields.iter().find(|(name, _)| name == "policy").unwrap();
    serde_json::from_slice(&STANDARD.decode(policy).unwrap()).unwrap()
}

#[test]
fn forms_equal_botocores() {
    for case in vectors::forms() {
        let form = form_of(&case);
        let name = format!("{} {}", case.version, case.name);
        assert_eq!(form.url, case.url, "{name}");
        assert_eq!(form.expires_at, case.expires_at(), "{name}");
        let expected = Fields(&case.fields);
        if case.fields.iter().all(|(_, value)| value.is_ascii()) {
            // The policy's bytes, and with them the signature.
            assert_eq!(Fields(&form.fields), expected, "{name}");
            continue;
        }
        let botocores = STANDARD.decode(expected.get("policy")).unwrap();
        assert_eq!(policy(&form), serde_json::from_slice::<Value>(&botocores).unwrap(), "{name}");
        let names =
            |fields: &[(String, String)]| fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&form.fields), names(&case.fields), "{name}");
    }
}

/// The URLs are botocore's `generate_presigned_post` for the same endpoints.
#[test]
fn a_path_that_is_more_than_a_slash_does_not_end_in_one() {
    for (addressing, endpoint, url) in [
        ("virtual", "https://h.example", "https://bucket.h.example/"),
        ("virtual", "https://h.example/base", "https://bucket.h.example/base"),
        ("path", "https://h.example", "https://h.example/bucket"),
        ("path", "https://h.example/base", "https://h.example/base/bucket"),
    ] {
        let signer = builder().endpoint(endpoint).addressing(addressing.parse().unwrap()).build().unwrap();
        assert_eq!(signer.presign_post(&Post::new("bucket", "k")).unwrap().url, url);
    }
}

/// tests/storages/test_post_forms.py sends such a form to storages, which refuse it.
#[test]
fn a_checksum_needs_a_condition_as_every_field() {
    let fields = [("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")];
    assert!(refusal(("k", &fields, &[])).unwrap().contains("\"x-amz-checksum-sha256\" has no condition"));
    assert_eq!(refusal(("k", &fields, &[starts("x-amz-checksum-sha256", "")])), None);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>: every field can contain `${filename}`, and
/// AWS checks what it became.
#[test]
fn at_aws_a_field_with_filename_needs_a_condition_on_the_text_before_it() {
    let aws = builder().build().unwrap();
    let name = "x-amz-meta-name";
    let fields = [(name, "as ${filename}")];
    let made = |signer: &Signer, conditions: &[Condition]| {
        signer.presign_post(&Post::new("bucket", "k").fields(&fields).conditions(conditions))
    };
    for conditions in [
        vec![exact(name, "as ${filename}")],
        vec![starts(name, "as ${")],
        vec![starts(name, ""), exact("X-Amz-Meta-Name", "as ${filename}")],
    ] {
        let error = made(&aws, &conditions).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Form);
        let message = error.to_string();
        assert!(message.contains("field \"x-amz-meta-name\" contains ${filename}"), "{message}");
        assert!(message.contains("use a starts-with condition"), "{message}");
        assert!(made(&signer(), &conditions).is_ok(), "another storage");
    }
    for prefix in ["", "as "] {
        assert!(made(&aws, &[starts(name, prefix)]).is_ok(), "{prefix}");
    }
}

#[derive(PartialEq, Debug)]
struct Fields<'a>(&'a [(String, String)]);

impl Fields<'_> {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }
}

/// The string to sign is the policy's base64, so another crate can compute its HMAC.
#[test]
fn signatures_are_those_of_the_hmac_crate() {
    let hmac = |key: &[u8], text: &str| -> Vec<u8> {
        let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.chain_update(text).finalize().into_bytes().to_vec()
    };
    for case in vectors::forms() {
        let form = form_of(&case);
        let fields = Fields(&form.fields);
        if case.version == "v2" {
            let mac = Hmac::<Sha1>::new_from_slice(SECRET_KEY.as_bytes()).unwrap();
            let signature = mac.chain_update(fields.get("policy")).finalize().into_bytes();
            assert_eq!(fields.get("signature"), STANDARD.encode(signature), "{}", case.name);
            continue;
        }
        let scope = ["20130524", &case.region, "s3", "aws4_request", fields.get("policy")];
        let secret = format!("AWS4{SECRET_KEY}").into_bytes();
        let signature = scope.into_iter().fold(secret, |key, text| hmac(&key, text));
        let digits: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(fields.get("x-amz-signature"), digits, "{}", case.name);
    }
}

/// Version 4 limits the lifetime of a URL to seven days; a policy has an expiry of its own.
#[test]
fn the_signers_limits_apply_to_a_form_and_seven_days_do_not() {
    let post = Post::new("b", "k").sign_at(SIGN_AT);
    let month = post.expires_at(SIGN_AT + 30 * 86_400);
    assert_eq!(policy(&signer().presign_post(&month).unwrap())["expiration"], "2013-06-23T00:00:00Z");
    let limited = builder().endpoint("h").max_expires_in(86_400).build().unwrap();
    assert!(matches!(limited.presign_post(&month), Err(Error::ExpiresAtTooFar { version_4: false, .. })));
    assert!(matches!(limited.presign_post(&post.expires_in(86_401)), Err(Error::ExpiresIn { .. })));
    let temporary = builder().endpoint("h").credentials_expire_at(SIGN_AT + 60).build().unwrap();
    assert!(matches!(temporary.presign_post(&post.expires_in(61)), Err(Error::CredentialsExpire { .. })));
    assert!(temporary.presign_post(&post.expires_in(60)).is_ok());
    for (post, kind) in [
        (post.expires_in(0), ErrorKind::Expires),
        (post.expires_in(i64::MAX), ErrorKind::Expires),
        (post.expires_at(SIGN_AT), ErrorKind::ExpiresInPast),
        (post.sign_at(-1), ErrorKind::Time),
    ] {
        assert_eq!(signer().presign_post(&post).unwrap_err().kind(), kind, "{post:?}");
    }
}

fn exact<'a>(name: &'a str, value: &'a str) -> Condition<'a> {
    Condition::Exact { name, value }
}

fn starts<'a>(name: &'a str, prefix: &'a str) -> Condition<'a> {
    Condition::StartsWith { name, prefix }
}

type Given<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [Condition<'a>]);

fn refusal((key, fields, conditions): Given) -> Option<String> {
    let post = Post::new("b", key).fields(fields).conditions(conditions);
    signer().presign_post(&post).err().map(|error| error.to_string())
}

#[test]
fn a_form_that_no_storage_accepts_is_refused() {
    let size = |min, max| Condition::Size { min, max };
    let table: &[(Given, &str)] = &[
        (("", &[], &[]), "the key is empty"),
        (("a/${filename}/b", &[], &[]), "\"key\" may contain ${filename} only at its end"),
        (("${filename}${filename}", &[], &[]), "only at its end"),
        (("k", &[("acl", "private")], &[]), "field \"acl\" has no condition"),
        (
            ("k", &[("acl", "private")], &[exact("acl", "public-read")]),
            "field \"acl\" has a value that a condition",
        ),
        (("k", &[("acl", "private")], &[starts("ACL", "pub")]), "field \"acl\" has a value that a condition"),
        (
            ("k", &[("acl", "private")], &[starts("acl", ""), exact("acl", "public-read")]),
            "field \"acl\" has a value that a condition",
        ),
        (("k", &[], &[exact("acl", "private")]), "on \"acl\" is exact, but the form lacks that field"),
        (("k", &[], &[starts("a", "x"), starts("A", "y")]), "on \"A\" contradicts another condition"),
        (
            ("k", &[], &[starts("a", "xyz"), starts("a", "x"), starts("a", "xy0")]),
            "on \"a\" contradicts another condition",
        ),
        (("k", &[("a", "1"), ("A", "1")], &[exact("a", "1")]), "field \"A\" is given twice"),
        (("k", &[("", "1")], &[]), "field \"\" must have a name"),
        (("k", &[("a b", "1")], &[]), "field \"a b\" must have a name"),
        (("k", &[("a", "1\r\n2")], &[exact("a", "1\r\n2")]), "must not contain control"),
        (("k", &[], &[starts("a", "\n")]), "on \"a\" must not contain control"),
        (("k", &[], &[starts("content-length-range", "")]), "is not on a field"),
        (
            ("k", &[("Content-Length-Range", "1")], &[exact("Content-Length-Range", "1")]),
            "on \"Content-Length-Range\" is not on a field",
        ),
        (("k", &[], &[starts("$a", "")]), "on \"$a\" must name a field, without a leading $"),
        (("k", &[], &[exact("bucket", "c")]), "on \"bucket\" does not match the form's bucket"),
        (("k", &[], &[exact("key", "l")]), "on \"key\" does not match the form's key"),
        (("u/${filename}", &[], &[starts("key", "v/")]), "on \"key\" does not match the form's key"),
        (("u/${filename}", &[], &[exact("key", "v/k")]), "on \"key\" does not match the form's key"),
        (("k", &[], &[size(2, 1)]), "min_size (2) is larger than max_size (1), in bytes"),
        (("k", &[], &[size(1, 2), size(1, 2)]), "on \"content-length-range\" is given twice"),
        (
            ("k", &[("success_action_status", "302")], &[starts("success_action_status", "")]),
            "\"success_action_status\" must be 200, 201 or 204",
        ),
    ];
    for (given, expected) in table {
        let message = refusal(*given).unwrap_or_else(|| panic!("{given:?} is accepted"));
        assert!(message.contains(expected), "{given:?}: {message}");
    }
    let long = "k".repeat(1025);
    assert!(refusal((&long, &[], &[])).unwrap().contains("1025 bytes"));
    for bucket in ["", "..", "a/b", "a\n"] {
        assert_eq!(signer().presign_post(&Post::new(bucket, "k")).unwrap_err().kind(), ErrorKind::Bucket);
    }
}

#[test]
fn the_forms_own_names_cannot_be_given() {
    for name in [
        "awsaccesskeyid",
        "file",
        "Policy",
        "signature",
        "x-amz-algorithm",
        "X-Amz-Credential",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-signature",
    ] {
        let rule = "cannot be given: the form adds it automatically";
        assert!(refusal(("k", &[(name, "x")], &[])).unwrap().contains(rule), "{name}");
        assert!(refusal(("k", &[], &[starts(name, "")])).unwrap().contains(rule), "{name}");
    }
    for name in ["bucket", "Key"] {
        assert!(refusal(("k", &[(name, "k")], &[])).is_some(), "{name}");
    }
}

/// Each form is the nearest to one that is refused.
#[test]
fn a_form_that_an_upload_can_satisfy_is_accepted() {
    let long = format!("{}${{filename}}", "k".repeat(1024));
    let table: &[Given] = &[
        (&long, &[], &[]),
        ("k", &[("X-Ignore-This", "1")], &[]),
        ("k", &[("Acl", "private")], &[exact("acl", "private"), starts("aCL", "pri")]),
        ("k", &[("a", "")], &[exact("a", "")]),
        ("k", &[("a", "1\t2")], &[exact("a", "1\t2")]),
        ("k", &[], &[starts("a", "x"), starts("a", "xy"), starts("a", "")]),
        ("k", &[], &[exact("bucket", "b"), starts("bucket", ""), exact("key", "k"), starts("key", "")]),
        ("u/${filename}", &[], &[starts("key", "u/"), starts("key", "u/a"), starts("key", "")]),
        ("u/${filename}", &[], &[exact("key", "u/photo.jpg")]),
        ("k", &[], &[Condition::Size { min: 0, max: 0 }]),
        ("k\n", &[], &[]),
    ];
    for given in table {
        assert_eq!(refusal(*given), None, "{given:?}");
    }
}

#[test]
fn one_limit_of_size_is_enough() {
    assert_eq!(Condition::size(None, None), None);
    assert_eq!(Condition::size(None, Some(9)), Some(Condition::Size { min: 0, max: 9 }));
    assert_eq!(Condition::size(Some(9), None), Some(Condition::Size { min: 9, max: 5_368_709_120 }));
}

/// A field may be a customer's encryption key, and anyone who knows the signature can upload.
#[test]
fn debug_and_errors_show_no_values() {
    let conditions = [exact("x-amz-key", "hunter2"), starts("x-amz-key", "hunter")];
    let fields = [("x-amz-key", "hunter2")];
    let post = Post::new("b", "k").fields(&fields).conditions(&conditions).sign_at(SIGN_AT);
    let signer = builder().endpoint("h").session_token("hunter-token").build().unwrap();
    let form = signer.presign_post(&post).unwrap();
    let refused = signer.presign_post(&post.fields(&[("x-amz-key", "hunter3")])).unwrap_err();
    let shown = format!("{post:?} {form:?} {refused:?} {refused}");
    assert!(!shown.contains("hunter"), "{shown}");
    for part in ["Post {", "PostForm {", "Exact { name: \"x-amz-key\"", "StartsWith {", "\"policy\""] {
        assert!(shown.contains(part), "{shown}");
    }
    for (name, value) in &form.fields {
        assert!(!shown.contains(value.as_str()) || name == "key", "{shown} shows {name}");
    }
}

/// The forms of the vectors are botocore's, so their own policies and signatures are expected values from outside.
#[test]
fn a_policy_that_the_caller_wrote_has_the_signature_of_the_same_policy_in_a_form() {
    for case in vectors::forms() {
        let signer = signer_of(&case);
        let field = |name: &str| {
            case.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap()
        };
        let signature = if case.version == "v4" { "x-amz-signature" } else { "signature" };
        assert_eq!(signer.sign_policy(&field("policy"), case.sign_at).unwrap(), field(signature));
        let own = signer.policy_fields(case.sign_at).unwrap();
        assert_eq!(
            own.len(),
            if case.version == "v4" { 3 } else { 1 } + usize::from(case.session_token.is_some())
        );
        for (name, value) in own {
            assert_eq!(value, field(&name), "{name}");
        }
    }
}

#[test]
fn a_policy_must_be_base64_and_a_signing_time_in_range() {
    for policy in ["", "{\"expiration\": 1}", "AWS4-HMAC-SHA256\n20260101T000000Z", "é"] {
        let error = signer().sign_policy(policy, SIGN_AT).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Form, "{policy:?}");
    }
    assert_eq!(signer().sign_policy("e30=", -1).unwrap_err().kind(), ErrorKind::Time);
    assert_eq!(signer().policy_fields(-1).unwrap_err().kind(), ErrorKind::Time);
}
