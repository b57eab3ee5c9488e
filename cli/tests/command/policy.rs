//! `presign policy`: the document and its explanation.

use serde_json::{Value, json};

use crate::runner::Presign;

const WORDS: [&str; 4] = ["policy", "s3://b/photos/*", "--allow-ip", "203.0.113.0/24"];

/// Returns the document from standard output, and standard error.
fn policy(words: &[&str]) -> (Value, String) {
    let outcome = Presign::bare().run(words);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    (serde_json::from_str(&outcome.stdout).unwrap(), outcome.stderr)
}

fn explained(words: &[&str]) -> String {
    policy(&[&WORDS, words, &["--explain"]].concat()).1
}

/// No keys are needed, and standard output contains only the document.
#[test]
fn the_document_goes_to_stdout_alone() {
    let expected = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "RefuseOtherAddresses",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:GetObject", "s3:GetObjectVersion"],
        "Resource": "arn:aws:s3:::b/photos/*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}},
    }]});
    assert_eq!(policy(&WORDS), (expected.clone(), String::new()));
    let (document, sentences) = policy(&[&WORDS[..], &["--explain"]].concat());
    assert_eq!(document, expected);
    assert!(!sentences.is_empty());
}

#[test]
fn options_reach_the_document() {
    let words = ["--allow-ip", "2001:db8::1", "--action", "s3:PutObject", "--action", "s3:GetObject"];
    let (document, _) = policy(&[&WORDS[..], &words, &["--region", "cn-north-1"]].concat());
    let statement = &document["Statement"][0];
    assert_eq!(statement["Action"], json!(["s3:PutObject", "s3:GetObject"]));
    assert_eq!(statement["Resource"], "arn:aws-cn:s3:::b/photos/*");
    let networks = &statement["Condition"]["NotIpAddress"]["aws:SourceIp"];
    assert_eq!(networks, &json!(["203.0.113.0/24", "2001:db8::1/128"]));
    for uri in ["s3://b", "s3://b/"] {
        let (document, _) = policy(&["policy", uri, "--allow-ip", "::/0"]);
        assert_eq!(document["Statement"][0]["Resource"], "arn:aws:s3:::b/*", "{uri}");
    }
}

#[test]
fn the_explanation_fits_the_document() {
    let plain = explained(&[]);
    for part in [
        "The policy refuses s3:GetObject and s3:GetObjectVersion on arn:aws:s3:::b/photos/* ",
        "does not come from 203.0.113.0/24.",
        "replaces the bucket's policy",
        "locked out, the owner included",
        "None of the networks is IPv6: every client that connects over IPv6 is refused.",
        "X-Forwarded-For",
        "VPC endpoint",
    ] {
        assert!(plain.contains(part), "{part}: {plain}");
    }
    assert!(!plain.contains("versionId") && !plain.contains("IPv4"), "{plain}");
    let three = explained(&["--allow-ip", "::/0", "--allow-ip", "10.0.0.0/8"]);
    assert!(three.contains("from 203.0.113.0/24, ::/0 or 10.0.0.0/8."), "{three}");
    assert!(
        three.contains("::/0 contains every address of its family") && !three.contains("IPv6"),
        "{three}"
    );
    let old = explained(&["--action", "s3:GetObject"]);
    assert!(old.contains("URLs with a versionId are not restricted"), "{old}");
    let version = explained(&["--action", "s3:GetObjectVersion"]);
    assert!(version.contains("URLs without a versionId are not restricted"), "{version}");
    let both = explained(&["--action", "s3:GetObjectVersion", "--action", "s3:GetObject"]);
    assert!(!both.contains("not restricted"), "{both}");
}

#[test]
fn malformed_policies_are_refused() {
    let refusal = |words: &[&str], code| Presign::bare().run(words).refusal(code);
    let wrong = refusal(&["policy", "s3://b/*", "--allow-ip", "203.0.113.7/24"], 1);
    assert!(wrong.contains("write 203.0.113.0/24 for the network"), "{wrong}");
    assert!(refusal(&["policy", "s3://b/photos/", "--allow-ip", "::1"], 1).contains("append *"));
    assert!(refusal(&["policy", "s3://b/*"], 2).contains("--allow-ip"));
    assert!(refusal(&["policy", "b", "--allow-ip", "::1"], 2).contains("s3://"));
    assert!(refusal(&[&WORDS[..], &["--action", "s3:getObject"]].concat(), 1).contains("s3:getObject"));
}
