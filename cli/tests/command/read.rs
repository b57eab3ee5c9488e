//! `inspect`, `verify` and `explain`. The URLs are those of `tests/vectors`, which are botocore's.

use serde_json::Value;

use crate::runner::{ACCESS_KEY, Outcome, Presign, SECRET_KEY, SIGN_AT, forms};
use crate::vectors;

const TOKEN: &str = "t0k+n/example";
const VALUE: &str = "v4l+e/example";

/// Returns the URL of the vector with this name.
fn url(name: &str) -> String {
    vectors::url(vectors::v4(), name)
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:?}"))
}

#[test]
fn inspect_needs_no_keys() {
    let url = url("get, response overrides and version");
    let words = ["inspect", &url, "--at", SIGN_AT];
    let outcome = Presign::bare().run(words);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome:?}");
    for text in [
        "bucket      mybucket\n",
        "key         k\n",
        "expires at  2013-05-24T01:00:00Z (in 1 h; lifetime 1 h)\n",
        ACCESS_KEY,
    ] {
        assert!(outcome.stdout.contains(text), "{outcome:?} does not say {text:?}");
    }
    let object =
        json(&Presign::bare().run_with(["inspect", "-", "--json", "--at", SIGN_AT], format!("{url}\n")));
    assert_eq!((&object["bucket"], &object["seconds_left"]), (&"mybucket".into(), &3600.into()));
    let expired = json(&Presign::bare().run(["inspect", &url, "--json"]));
    assert_eq!(expired["warnings"][0]["name"], "expired");
    Presign::bare().run(["inspect", "https://h/b/k"]).refusal(1);
    Presign::bare().run(["inspect"]).refusal(2);
}

#[test]
fn verify_prints_valid_or_the_reason_of_the_refusal() {
    let url = url("put, content type and acl");
    let type_ = "Content-Type: text/plain; charset=utf-8";
    let words = ["verify", &url, "--method", "PUT", "--header", type_, "--at", SIGN_AT];
    let header = ["--header", "x-amz-acl: public-read"];
    assert_eq!(Presign::new().link(words.iter().chain(&header)), "valid");
    let object = json(&Presign::new().run(words.iter().chain(&header).chain(&["--json"])));
    assert_eq!(
        (&object["valid"], &object["key"], &object["version"]),
        (&true.into(), &"k".into(), &"v4".into())
    );
    let message = Presign::new().run(words).refusal(1);
    assert!(message.contains("SignatureDoesNotMatch") && message.contains("\"x-amz-acl\""), "{message}");
    let refused = Presign::new().run(words.iter().chain(&["--json"]));
    assert_eq!(refused.code, Some(1));
    assert_eq!((&json(&refused)["valid"], &json(&refused)["status"]), (&false.into(), &403.into()));
    let message =
        Presign::new().run(words.iter().chain(&header).chain(&["--region", "eu-west-1"])).refusal(1);
    assert!(message.contains("eu-west-1"), "{message}");
    Presign::bare().run(words).refusal(1);
}

/// A refusal has AWS's error code and HTTP status, because programs distinguish 400 from 403.
#[test]
fn verify_applies_the_rules_in_its_options() {
    let presign = Presign::new();
    let url = url("path style, lifetime of 60480 s");
    let refusal = |words: &[&str]| presign.run([&["verify", &url], words].concat()).refusal(1);
    let valid = |words: &[&str]| assert_eq!(presign.link([&["verify", &url], words].concat()), "valid");
    let at = ["--at", SIGN_AT];
    valid(&at);
    assert!(refusal(&["--at", "1369353600", "--region", "eu-west-1"]).starts_with("presign: 400 "));
    // Signed at SIGN_AT, for 60480 seconds.
    assert!(refusal(&["--at", "1369414080"]).starts_with("presign: 403 AccessDenied: Request has expired"));

    let early = |seconds: &'static str| ["--at", "1369353540", "--clock-skew", seconds];
    valid(&early("60"));
    valid(&early("1m"));
    assert!(refusal(&early("59")).starts_with("presign: 403 AccessDenied: Request is not valid yet"));
    let message = refusal(&["--at", SIGN_AT, "--clock-skew", "-1"]);
    assert!(message.contains("clock_skew") && message.contains("-1"), "{message}");

    valid(&["--at", SIGN_AT, "--max-expires-in", "60480"]);
    let message = refusal(&["--at", SIGN_AT, "--max-expires-in", "16h"]);
    assert!(message.contains("60480") && message.contains("57600"), "{message}");

    valid(&["--at", SIGN_AT, "--require-header", "Host"]);
    let message = refusal(&["--at", SIGN_AT, "--require-header", "host", "--require-header", "X-Amz-Meta-A"]);
    assert!(message.starts_with("presign: 403 ") && message.contains("\"x-amz-meta-a\""), "{message}");
    let message = refusal(&["--at", SIGN_AT, "--require-header", "a b"]);
    assert!(message.contains("\"a b\""), "{message}");

    let head = ["--at", SIGN_AT, "--method", "HEAD"];
    assert!(refusal(&head).starts_with("presign: 403 SignatureDoesNotMatch"));
    valid(&[&head[..], &["--allow-head"]].concat());
    assert!(refusal(&["--at", SIGN_AT, "--method", "PUT", "--allow-head"]).contains("SignatureDoesNotMatch"));
}

/// If the host name is not the bucket's name, --bucket gives it.
#[test]
fn the_bucket_option_names_the_bucket_of_a_cname() {
    let presign = Presign::new();
    let link = presign.link([
        "s3://photos/k",
        "--endpoint-url",
        "files.example",
        "--addressing-style",
        "cname",
        "--v2",
        "--sign-at",
        SIGN_AT,
    ]);
    let cname = ["--addressing-style", "cname", "--at", SIGN_AT];
    let named = [&cname[..], &["--bucket", "photos"]].concat();
    assert_eq!(presign.link([&["verify", &link], &named[..]].concat()), "valid");
    presign.run([&["verify", &link], &cname[..]].concat()).refusal(1);
    let object = json(&presign.run([&["inspect", &link, "--json"], &named[..]].concat()));
    assert_eq!((&object["bucket"], &object["key"]), (&"photos".into(), &"k".into()));
    let explained = presign.run([&["explain", &link], &named[..]].concat());
    assert!(explained.stdout.starts_with("as-signed: "), "{explained:?}");
    let message = presign.run(["verify", &link, "--bucket", "photos", "--at", SIGN_AT]).refusal(1);
    assert!(message.contains("cname"), "{message}");
}

#[test]
fn explain_reports_another_region() {
    let url = url("path style, lifetime of 60480 s");
    let outcome = Presign::new().run(["explain", &url, "--at", SIGN_AT, "--region", "eu-west-1"]);
    assert!(outcome.stdout.starts_with("region: ") && outcome.stdout.contains("eu-west-1"), "{outcome:?}");
}

#[test]
fn explain_compares_with_the_storages_error_response() {
    let url = url("path style, lifetime of 60480 s");
    let answer = "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>AWS4-HMAC-SHA256</StringToSign>\
                  <CanonicalRequest>PUT\n/example-bucket/image.jpg\nx=1\nhost:h\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest></Error>";
    let presign = Presign::new().file("error.xml", answer).file("other.xml", "403");
    let outcome = presign.run(["explain", &url, "--response", "error.xml", "--at", SIGN_AT]);
    assert!(outcome.stdout.starts_with("method: "), "{outcome:?}");
    for line in ["- GET\n+ PUT\n", "  /example-bucket/image.jpg\n", "+ host:h\n", "string to sign"] {
        assert!(outcome.stdout.contains(line), "{outcome:?} does not say {line:?}");
    }
    let message = presign.run(["explain", &url, "--response", "other.xml"]).refusal(1);
    assert!(message.contains("other.xml"), "{message}");
    let message = presign.run(["explain", &url, "--response", "nowhere.xml"]).refusal(1);
    assert!(message.contains("nowhere.xml"), "{message}");
}

#[test]
fn explain_reports_another_access_key() {
    let presign =
        Presign::bare().set("AWS_ACCESS_KEY_ID", "ANOTHER").set("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    let outcome = presign.run(["explain", &url("path style, lifetime of 60480 s"), "--at", SIGN_AT]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(outcome.stderr.contains(ACCESS_KEY) && outcome.stderr.contains("ANOTHER"), "{outcome:?}");
}

/// A URL is untrusted text: no part of it controls the terminal or forges a line.
#[test]
fn urls_and_error_responses_are_escaped() {
    let forged = "%0Aexpires%20at%20%20never%1B%5B31m%C2%9B2J%E2%80%AE";
    let plain = url("path style, lifetime of 60480 s");
    let links = [
        plain.replace("SignedHeaders=host", &format!("SignedHeaders=host%3Bx{forged}")),
        plain.replace("image.jpg", &format!("image{forged}.jpg")),
        format!("{plain}&a{forged}=b{forged}&c=1"),
        plain.replace("Credential=", &format!("Credential={forged}")),
    ];
    let text = "a&#10;expires at  never&#27;[31m&#155;2J&#8238;";
    let answer = format!(
        "<Error><Code>{text}</Code><Message>{text}</Message><Region>{text}</Region><StringToSign>{text}</StringToSign>\
         <CanonicalRequest>GET&#10;/&#27;[31m&#10;a=&#155;2J&#10;host:&#8238;&#10;&#10;host&#10;x&#27;</CanonicalRequest>\
         </Error>"
    );
    let same = answer.replacen(text, "SignatureDoesNotMatch", 1);
    let presign = Presign::new().file("odd.xml", &answer).file("same.xml", &same);
    for link in links {
        for words in [
            &["inspect", &link][..],
            &["inspect", &link, "--json"],
            &["verify", &link, "--at", SIGN_AT],
            &["verify", &link, "--at", SIGN_AT, "--json"],
            &["explain", &link, "--at", SIGN_AT, "--show-values"],
            &["explain", &link, "--at", SIGN_AT, "--show-values", "--response", "odd.xml"],
            &["explain", &link, "--at", SIGN_AT, "--show-values", "--response", "same.xml"],
            &["explain", &link, "--at", SIGN_AT, "--show-values", "--response", "same.xml", "--json"],
        ] {
            let outcome = presign.run(words);
            for text in [&outcome.stdout, &outcome.stderr] {
                let odd =
                    text.chars().find(|char| (char.is_control() && *char != '\n') || *char == '\u{202e}');
                assert_eq!(odd, None, "{words:?}: {text}");
                assert!(!text.contains("\nexpires at  never"), "{words:?}: {text}");
            }
        }
    }
    let outcome = Presign::bare().run(["inspect", &format!("{plain}&a=1&b=2")]);
    assert!(outcome.stdout.contains("\nquery       a=1\n            b=2\n"), "{outcome:?}");
}

/// Header values and session tokens are printed with --show-values only.
#[test]
fn header_values_are_hidden_unless_asked_for() {
    let presign = Presign::new().set("AWS_SESSION_TOKEN", TOKEN);
    let header = format!("x-amz-meta-a: {VALUE}");
    for version in [&[][..], &["--v2"]] {
        let words = ["s3://b/k", "--endpoint-url", "h.example", "--sign-at", SIGN_AT, "--header", &header];
        let link = presign.link(words.iter().chain(version));
        for words in [
            &["inspect", "-"][..],
            &["inspect", "-", "--json"],
            &["verify", "-", "--header", &header, "--at", SIGN_AT, "--json"],
            &["explain", "-", "--header", &header, "--at", SIGN_AT],
            &["explain", "-", "--header", &header, "--at", SIGN_AT, "--json"],
            &["explain", "-", "--header", "x-amz-meta-a: other", "--at", SIGN_AT],
        ] {
            let outcome = presign.run_with(words, link.as_str());
            assert_eq!(outcome.code, Some(0), "{outcome:?}");
            for form in [TOKEN, VALUE].into_iter().flat_map(forms) {
                assert!(!outcome.stdout.contains(&form) && !outcome.stderr.contains(&form), "{outcome:?}");
            }
        }
        let words = ["explain", "-", "--header", &header, "--at", SIGN_AT, "--show-values"];
        assert!(presign.run_with(words, link.as_str()).stdout.contains(VALUE));
    }
}
