//! The command for one URL: its options and its output.

use serde_json::{Value, json};

use crate::runner::{Presign, SIGN_AT, URI, parameter, place};
use crate::vectors::{sorted_parts, url, v2, v4};

/// The command line of the first vector, at the vectors' signing time. Tests append options.
const WORDS: [&str; 7] = [
    "s3://example-bucket/image.jpg",
    "--endpoint-url",
    "s-dt2.cloud.gcore.lu",
    "--region",
    "s-dt2",
    "--sign-at",
    SIGN_AT,
];

/// The name of the vector that is signed at [`SIGN_AT`] and expires seven days later.
const LONGEST: &str = "path style, longest lifetime";

fn first_vector(words: &[&str]) -> String {
    Presign::new().link(WORDS.iter().chain(words))
}

/// Returns the URL of the same command line, signed so many seconds after [`SIGN_AT`].
fn later(seconds: i64, words: &[&str]) -> String {
    let sign_at = (1_369_353_600 + seconds).to_string();
    Presign::new().link(WORDS[..6].iter().copied().chain([sign_at.as_str()]).chain(words.iter().copied()))
}

#[test]
fn a_url_of_seven_days_equals_the_vector() {
    let words = "s3://example-bucket/image.jpg --expires-in 604800 --endpoint-url s-dt2.cloud.gcore.lu \
                 --region s-dt2 --sign-at 1369353600";
    assert_eq!(Presign::new().link(words.split(' ')), url(v4(), LONGEST));
}

#[test]
fn a_lifetime_may_have_a_unit() {
    for lifetime in ["604800", "604800s", "10080m", "168h", "7d", "0604800"] {
        assert_eq!(first_vector(&["--expires-in", lifetime]), url(v4(), LONGEST), "{lifetime}");
    }
    for (lifetime, seconds) in [("12h", "43200"), ("30m", "1800"), ("90s", "90"), ("1", "1")] {
        assert_eq!(
            parameter(&first_vector(&["--expires-in", lifetime]), "X-Amz-Expires"),
            Some(seconds),
            "{lifetime}"
        );
    }
}

#[test]
fn an_expiry_is_read_in_every_timestamp_format() {
    for end in [
        "1369958400",
        "2013-05-31T00:00:00Z",
        "2013-05-31t00:00:00z",
        "2013-05-31T02:00:00+02:00",
        "2013-05-30T18:30:00-05:30",
        "2013-05-31T00:00:00.999Z",
    ] {
        assert_eq!(first_vector(&["--expires-at", end]), url(v4(), LONGEST), "{end}");
    }
}

#[test]
fn the_signing_time_is_read_in_every_timestamp_format() {
    for sign_at in ["1369353600", "2013-05-24T00:00:00Z", "2013-05-23T17:00:00-07:00"] {
        let words = WORDS[..6].iter().copied().chain([sign_at, "--expires-in", "7d"]);
        assert_eq!(Presign::new().link(words), url(v4(), LONGEST), "{sign_at}");
    }
}

#[test]
fn the_default_lifetime_is_an_hour() {
    let words = "s3://mybucket/a+b --endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    assert_eq!(Presign::new().link(words.split(' ')), url(v4(), "key 'a+b'"));
    let words = format!("{words} --v2");
    assert_eq!(sorted_parts(&Presign::new().link(words.split(' '))), sorted_parts(&url(v2(), "key 'a+b'")));
}

/// The signing time is rounded down and the window added to the lifetime: 6 days and 1 day make the vector's 7.
#[test]
fn stable_for_returns_the_same_url_within_its_window() {
    for seconds in [0, 1, 86_399] {
        for window in ["86400", "24h", "1d"] {
            let link = later(seconds, &["--expires-in", "6d", "--stable-for", window]);
            assert_eq!(link, url(v4(), LONGEST), "{seconds}");
        }
    }
    let next = later(86_400, &["--expires-in", "6d", "--stable-for", "1d"]);
    assert_eq!(parameter(&next, "X-Amz-Date"), Some("20130525T000000Z"));
    assert_eq!(parameter(&next, "X-Amz-Expires"), Some("604800"));
    // 0 disables the window.
    assert_eq!(first_vector(&["--expires-in", "7d", "--stable-for", "0"]), url(v4(), LONGEST));
}

/// With a fixed expiry the window rounds only the signing time, which Version 2 does not sign.
#[test]
fn stable_for_keeps_a_fixed_expiry() {
    assert_eq!(later(5000, &["--expires-at", "1369958400", "--stable-for", "2h"]), url(v4(), LONGEST));
    let old = later(5000, &["--expires-at", "1369958400", "--stable-for", "2h", "--v2"]);
    assert_eq!(sorted_parts(&old), sorted_parts(&url(v2(), LONGEST)));
}

#[test]
fn version_2_has_no_longest_lifetime() {
    assert_eq!(
        sorted_parts(&first_vector(&["--expires-in", "7d", "--v2"])),
        sorted_parts(&url(v2(), LONGEST))
    );
    assert_eq!(parameter(&first_vector(&["--expires-in", "3650d", "--v2"]), "Expires"), Some("1684713600"));
    assert_eq!(
        parameter(&first_vector(&["--expires-at", "253402300799", "--v2"]), "Expires"),
        Some("253402300799")
    );
}

#[test]
fn max_expires_in_changes_the_longest_lifetime() {
    let month = first_vector(&["--expires-in", "30d", "--max-expires-in", "30d"]);
    assert_eq!(parameter(&month, "X-Amz-Expires"), Some("2592000"));
}

#[test]
fn json_has_url_method_headers_and_expiry() {
    let json = |words: &[&str]| -> Value {
        let line = first_vector(&[words, &["--json"]].concat());
        serde_json::from_str(&line).unwrap()
    };
    assert_eq!(
        json(&["--expires-in", "7d"]),
        json!({"url": url(v4(), LONGEST), "method": "GET", "headers": {}, "expires_at": 1_369_958_400})
    );
    let upload = json(&[
        "--method",
        "PUT",
        "--header",
        "Content-Type:\ttext/plain; charset=utf-8 ",
        "--header",
        "X-Amz-Meta-A: a  b",
        "--stable-for",
        "1h",
    ]);
    let members: Vec<_> = upload.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["expires_at", "headers", "method", "url"]);
    assert_eq!(upload["method"], "PUT");
    // The headers as the client must send them: inner spaces are collapsed in the signed text only.
    assert_eq!(
        upload["headers"],
        json!({"content-type": "text/plain; charset=utf-8", "x-amz-meta-a": "a  b"})
    );
    assert_eq!(upload["expires_at"], 1_369_353_600 + 3600 + 3600);
    let names = parameter(upload["url"].as_str().unwrap(), "X-Amz-SignedHeaders");
    assert_eq!(names, Some("content-type%3Bhost%3Bx-amz-meta-a"));
    let old = json(&["--expires-in", "7d", "--v2"]);
    assert_eq!(sorted_parts(old["url"].as_str().unwrap()), sorted_parts(&url(v2(), LONGEST)));
    assert_eq!(old["expires_at"], 1_369_958_400);
}

/// Signs the vectors' URLs of a bucket, with and without the slash, and the parameter with and without its `=`.
#[test]
fn a_link_to_the_bucket_itself() {
    let words = "--endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    for uri in ["s3://mybucket", "s3://mybucket/"] {
        for query in ["acl", "acl="] {
            let link = Presign::new().link([uri, "--query", query].into_iter().chain(words.split(' ')));
            assert_eq!(link, url(v4(), "bucket acl"), "{uri} {query}");
        }
        let link = Presign::new().link([uri, "--method", "HEAD"].into_iter().chain(words.split(' ')));
        assert_eq!(place(&link), "https://s-dt2.cloud.gcore.lu/mybucket/", "{uri}");
    }
}

/// The URI is split at the first slash after `s3://`; everything after that slash is the key.
#[test]
fn a_key_is_taken_as_it_stands() {
    for (uri, path) in [
        ("s3://b//k/%2F?x#y", "/b//k/%252F%3Fx%23y"),
        ("s3://b/s3://c/k", "/b/s3%3A//c/k"),
        ("s3://b/k/", "/b/k/"),
        ("s3://b/ k ", "/b/%20k%20"),
        ("s3://b/\n", "/b/%0A"),
        ("s3://b/a+b&c=\"d\"", "/b/a%2Bb%26c%3D%22d%22"),
        ("s3://b/a\u{301}\u{e1}", "/b/a%CC%81%C3%A1"),
        ("s3://b.c_D/k", "/b.c_D/k"),
    ] {
        let link = Presign::new().link([uri, "--endpoint-url", "h"]);
        assert_eq!(place(&link), format!("https://h{path}"), "{uri}");
    }
    let longest = "ü".repeat(512);
    let link = Presign::new().link([format!("s3://b/{longest}").as_str(), "--endpoint-url", "h"]);
    assert_eq!(place(&link), format!("https://h/b/{}", "%C3%BC".repeat(512)));
}

/// Browsers and curl send another path than the signed one.
#[test]
fn a_key_with_dots_is_signed_and_warned_about() {
    for key in ["..", ".", "a/../b", "./a"] {
        let outcome = Presign::new().run([format!("s3://b/{key}").as_str(), "--endpoint-url", "h"]);
        assert!(outcome.stderr.starts_with("presign: warning: "), "{outcome:?}");
        assert_eq!(place(&outcome.line()), format!("https://h/b/{key}"));
    }
    for key in ["...", "a..b", ".a", "%2e%2e"] {
        Presign::new().link([format!("s3://b/{key}").as_str(), "--endpoint-url", "h"]);
    }
}

/// The URI follows `--`.
#[test]
fn options_may_precede_the_uri() {
    let words = ["--expires-in=7d"].iter().chain(&WORDS[1..]).chain(&["--", WORDS[0]]);
    assert_eq!(Presign::new().link(words), url(v4(), LONGEST));
}

#[test]
fn without_sign_at_the_clock_is_the_signing_time() {
    let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let before = now();
    let line = Presign::new().link([URI, "--json", "--expires-in", "60", "--endpoint-url", "h", "--v2"]);
    let end = serde_json::from_str::<Value>(&line).unwrap()["expires_at"].as_u64().unwrap();
    assert!((before + 60..=now() + 60).contains(&end), "{line}");
}

#[test]
fn help_and_version_succeed() {
    for (word, text) in [("--help", "s3://example-bucket/image.jpg"), ("--version", "presign ")] {
        let outcome = Presign::bare().run([word]);
        assert!(outcome.stdout.contains(text), "{outcome:?}");
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    }
}

/// Runs the examples of the help text. In one `find` precedes the pipe; the last one reads a file and writes another.
#[test]
fn the_helps_examples_work() {
    let help = Presign::bare().run(["--help"]).stdout;
    let (_, after) = help.split_once("Examples:\n").unwrap();
    let examples: Vec<&str> = after.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(examples.len(), 8, "{after}");
    let folder = tempfile::tempdir().unwrap();
    let [customers, links] = ["customers.csv", "links.csv"].map(|name| folder.path().join(name));
    std::fs::write(&customers, "bucket,key\nexample-bucket,a\n").unwrap();
    for example in examples {
        let (_, words) = example.rsplit_once("presign ").unwrap();
        let words = words.replace("'Content-Type: application/pdf'", "Content-Type:application/pdf");
        // A date far in the future, so that the example does not expire.
        let words = words.replace("2030-", "9000-");
        let words = words.replace("customers.csv", customers.to_str().unwrap());
        let words = words.replace("links.csv", links.to_str().unwrap());
        let outcome = Presign::new().run_with(words.split(' '), "a\n");
        match std::fs::read_to_string(&links) {
            Ok(written) => assert!(written.contains("https://example-bucket.s3."), "{example}"),
            Err(_) => assert!(outcome.line().contains("example-bucket"), "{example}"),
        }
    }
}

/// `aws s3 presign` takes both.
#[test]
fn an_object_may_be_given_without_s3() {
    let signed = |uri| Presign::new().run([uri, "--sign-at", SIGN_AT]).stdout;
    assert_eq!(signed("bucket/dir/key"), signed("s3://bucket/dir/key"));
}

#[test]
fn several_objects_give_a_line_each() {
    let signed = |uris: &[&str]| Presign::new().run([uris, &["--sign-at", SIGN_AT]].concat()).stdout;
    let (first, second) = (signed(&["s3://bucket/a"]), signed(&["s3://another/b"]));
    assert_eq!(signed(&["s3://bucket/a", "s3://another/b"]), [first, second].concat());
}

/// As `--query` and `--header` write them.
#[test]
fn content_options_are_parameters_of_a_download_and_headers_of_an_upload() {
    let signed =
        |options: &[&str]| Presign::new().run([&[URI, "--sign-at", SIGN_AT], options].concat()).stdout;
    assert_eq!(
        signed(&["--filename", "r.pdf", "--content-type", "a/b"]),
        signed(&[
            "--query",
            "response-content-disposition=attachment; filename=\"r.pdf\"",
            "--query",
            "response-content-type=a/b",
        ])
    );
    assert_eq!(
        signed(&["--method", "PUT", "--content-disposition", "inline", "--content-type", "a/b"]),
        signed(&[
            "--method",
            "PUT",
            "--header",
            "content-disposition: inline",
            "--header",
            "content-type: a/b"
        ])
    );
}

/// As `--option=value` is read everywhere.
#[test]
fn the_name_of_a_parameter_may_begin_with_hyphens() {
    for (argument, written) in [("--query=--json=1", "--json=1"), ("--query=-n", "-n=")] {
        let link = Presign::new().link([URI, "--sign-at", SIGN_AT, argument]);
        assert!(link.contains(&format!("?{written}&")), "{link}");
    }
}
