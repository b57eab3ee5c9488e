//! `presign signurl` prints the URLs of `s3cmd signurl`. The signatures are those of s3cmd 2.4.0 with the vectors'
//! keys.

use crate::runner::{ACCESS_KEY, Presign, SECRET_KEY, parameter, place};

/// An expiry in the past, which s3cmd signs. presign needs a signing time before it.
const EXPIRY: &str = "1657457538";
const BEFORE: [&str; 2] = ["--sign-at", "1657450000"];
const GCORE: [&str; 2] = ["--endpoint-url", "s-dt2.cloud.gcore.lu"];

/// Returns the URL of `signurl` with these arguments.
fn link(presign: &Presign, uri: &str, end: &str, more: &[&str]) -> String {
    presign.link(["signurl", uri, end].iter().chain(more))
}

#[test]
fn the_signatures_equal_s3cmds() {
    for (key, path, signature) in [
        ("dir/file.txt", "dir/file.txt", "MXDU91j9I3u1MBNG6pYHPlacDIg%3D"),
        ("a b+c", "a%20b%2Bc", "hODPi1RG1B8VvwQudcWm85O8GZs%3D"),
        ("ü/文", "%C3%BC/%E6%96%87", "w5RVSGhV6n2xiiY8v9j0L%2FB14wo%3D"),
    ] {
        let words = [BEFORE, GCORE].concat();
        let url = link(&Presign::new(), &format!("s3://mybucket/{key}"), EXPIRY, &words);
        assert_eq!(
            url,
            format!(
                "https://s-dt2.cloud.gcore.lu/mybucket/{path}?AWSAccessKeyId={ACCESS_KEY}&Expires={EXPIRY}\
                 &Signature={signature}"
            )
        );
    }
}

/// Returns the command with a ~/.s3cfg as `s3cmd --configure` writes it for AWS, followed by `more`.
fn s3cfg(more: &str) -> Presign {
    Presign::bare().file(
        ".s3cfg",
        format!(
            "[default]\naccess_key = {ACCESS_KEY}\nsecret_key = {SECRET_KEY}\nbucket_location = US\n{more}"
        ),
    )
}

/// The endpoint is AWS, which causes the warning; the bucket is signed although it is part of the host.
#[test]
fn on_aws_it_signs_and_warns_once() {
    let aws = "host_base = s3.amazonaws.com\nhost_bucket = %(bucket)s.s3.amazonaws.com\n";
    let outcome = s3cfg(aws).run(["signurl", "s3://bucket/key", EXPIRY].iter().chain(&BEFORE));
    assert_eq!(
        outcome.stderr,
        "presign: warning: AWS refuses Signature Version 2 for buckets created after June 2020\n"
    );
    let url = outcome.line();
    assert_eq!(place(&url), "https://bucket.s3.us-east-1.amazonaws.com/key");
    assert_eq!(parameter(&url, "Signature"), Some("OuyHPThpVFMbrkxRATZnoPDV9%2BY%3D"));
}

#[test]
fn a_lifetime_counts_from_the_signing_time() {
    let words = [GCORE, ["--sign-at", "1657450000"]].concat();
    let url = link(&Presign::new(), "s3://mybucket/dir/file.txt", "+7538", &words);
    assert_eq!(parameter(&url, "Signature"), Some("MXDU91j9I3u1MBNG6pYHPlacDIg%3D"));
    let far = link(&Presign::new(), "s3://mybucket/dir/file.txt", "99999999999", &GCORE);
    assert_eq!(parameter(&far, "Expires"), Some("99999999999"));
}

/// s3cmd signs a URL that has expired; presign refuses it.
#[test]
fn an_expiry_in_the_past_is_refused() {
    let outcome =
        Presign::new().run(["signurl", "s3://example-bucket/image.jpg", EXPIRY].iter().chain(&GCORE));
    let message = outcome.refusal(1);
    assert!(message.contains(EXPIRY) && message.contains("not later than the signing time"), "{message}");
}

/// The scheme is https unless the file has `use_https = False` and not `signurl_use_https = True`.
#[test]
fn the_scheme_comes_from_the_file() {
    let host = "host_base = s-dt2.cloud.gcore.lu\nhost_bucket = s-dt2.cloud.gcore.lu\n";
    for (switches, scheme) in [
        ("", "https"),
        ("use_https = True\nsignurl_use_https = False\n", "https"),
        ("use_https = False\nsignurl_use_https = False\n", "http"),
        ("use_https = False\nsignurl_use_https = True\n", "https"),
    ] {
        let url = link(&s3cfg(&format!("{host}{switches}")), "s3://mybucket/dir/file.txt", EXPIRY, &BEFORE);
        assert_eq!(place(&url), format!("{scheme}://s-dt2.cloud.gcore.lu/mybucket/dir/file.txt"));
        assert_eq!(parameter(&url, "Signature"), Some("MXDU91j9I3u1MBNG6pYHPlacDIg%3D"));
    }
}

#[test]
fn the_options_of_the_main_command_apply() {
    let words = [BEFORE, GCORE].concat();
    let more = ["--addressing-style", "virtual", "--json"];
    let line = link(&Presign::new(), "s3://mybucket/dir/file.txt", EXPIRY, &[&words[..], &more].concat());
    let json: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(json["expires_at"].to_string(), EXPIRY);
    let url = json["url"].as_str().unwrap();
    assert_eq!(place(url), "https://mybucket.s-dt2.cloud.gcore.lu/dir/file.txt");
    assert_eq!(parameter(url, "Signature"), Some("MXDU91j9I3u1MBNG6pYHPlacDIg%3D"));
}

#[test]
fn the_expiry_is_required_and_replaces_the_expiry_options() {
    for words in [
        &["signurl", "s3://b/k"][..],
        &["signurl"],
        &["signurl", "s3://b/k", "+1d"],
        &["signurl", "s3://b/k", "+"],
        &["signurl", "s3://b/k", "2030-01-31T18:00:00Z"],
        &["signurl", "s3://b/k", "++60"],
        &["signurl", "s3://b/k", "+60", "--expires-in", "60"],
        &["signurl", "s3://b/k", "+60", "--expires-at", "2000000000"],
        &["signurl", "s3://b", "+60"],
        &["signurl", "s3://b/", "+60"],
        &["--v2", "signurl", "s3://b/k", "+60"],
    ] {
        Presign::new().run(words).refusal(2);
    }
    for (end, says) in [("+0", "got 0"), ("+-60", "got -60"), ("-60", "got -60"), ("0", "(0) is not later")] {
        let message = Presign::new().run(["signurl", "s3://b/k", end].iter().chain(&GCORE)).refusal(1);
        assert!(message.contains(says), "{message}");
    }
}
