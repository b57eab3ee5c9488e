//! Refusals of times, arguments and the `s3://` URI, and the format of every refusal.

use crate::request_refusals;
use crate::runner::{Presign, URI};

/// The exit code, the arguments, and parts of the message. `URI` is an arbitrary object.
pub(crate) type Case = (i32, &'static [&'static str], &'static [&'static str]);

const LIFETIMES: &[Case] = &[
    (1, &[URI, "--expires-in", "0"], &["expires_in", "1 to 604800 seconds", "got 0"]),
    (1, &[URI, "--expires-in", "-5"], &["expires_in", "1 to 604800 seconds", "got -5"]),
    (1, &[URI, "--expires-in", "-1d"], &["1 to 604800", "got -86400"]),
    (1, &[URI, "--expires-in", "604801"], &["1 to 604800", "got 604801"]),
    (1, &[URI, "--expires-in", "8d"], &["1 to 604800", "got 691200"]),
    (1, &[URI, "--expires-in", "9223372036854775807"], &["1 to 604800", "got 9223372036854775807"]),
    (
        1,
        &[URI, "--expires-in", "7d", "--stable-for", "60"],
        &["1 to 604800", "got 604800", "plus 60 seconds of stable_for"],
    ),
    (1, &[URI, "--expires-in", "61", "--max-expires-in", "60"], &["1 to 60 ", "got 61"]),
    (1, &["--v2", URI, "--expires-in", "61", "--max-expires-in", "60"], &["1 to 60 ", "got 61"]),
    (1, &["--v2", URI, "--expires-in", "0"], &["expires_in", "1 second or more", "got 0"]),
    (1, &["--v2", URI, "--expires-in", "-5"], &["expires_in", "1 second or more", "got -5"]),
    (
        1,
        &["--v2", URI, "--expires-in", "9223372036854775807"],
        &["expires_in 9223372036854775807", "year 9999"],
    ),
    (1, &[URI, "--expires-in", "1", "--sign-at", "253402300799"], &["expires_in 1", "year 9999"]),
    (1, &[URI, "--max-expires-in", "0"], &["max_expires_in", "1 second", "got 0"]),
    (1, &[URI, "--stable-for", "-1"], &["stable_for", "0 second", "got -1"]),
    (2, &[URI, "--expires-in", "soon"], &["'soon'", "--expires-in", "7d, 12h, 30m"]),
    (2, &[URI, "--expires-in", "1.5"], &["'1.5'", "--expires-in", "seconds"]),
    (2, &[URI, "--expires-in", "+60"], &["'+60'", "--expires-in"]),
    (2, &[URI, "--expires-in", "7w"], &["'7w'", "--expires-in"]),
    (2, &[URI, "--expires-in", ""], &["''", "--expires-in"]),
    (2, &[URI, "--expires-in", "99999999999999999999"], &["'99999999999999999999'", "--expires-in"]),
    (2, &[URI, "--stable-for", "1 h"], &["'1 h'", "--stable-for"]),
    (2, &[URI, "--max-expires-in", "x"], &["'x'", "--max-expires-in"]),
];

const EXPIRIES: &[Case] = &[
    (
        1,
        &[URI, "--expires-at", "1657457538"],
        &["expires_at (1657457538)", "not later than the signing time"],
    ),
    (1, &[URI, "--expires-at", "2022-07-10T12:52:18Z"], &["expires_at (1657457538)", "not later"]),
    (1, &[URI, "--sign-at", "100", "--expires-at", "100"], &["expires_at (100)", "signing time (100)"]),
    (
        1,
        &[URI, "--sign-at", "100", "--expires-at", "100", "--stable-for", "1h"],
        &["expires_at (100)", "signing time (100)"],
    ),
    (1, &["--v2", URI, "--sign-at", "100", "--expires-at", "99"], &["expires_at (99)", "signing time (100)"]),
    // The limit of Version 4, and the ways around it.
    (
        1,
        &[URI, "--sign-at", "1369353600", "--expires-at", "1369958401"],
        &["expires_at (1369958401)", "604801 seconds", "604800", "1369958400", "version 2 has no such limit"],
    ),
    (
        1,
        &[URI, "--sign-at", "1369353660", "--expires-at", "1369958460", "--stable-for", "1h"],
        &["expires_at (1369958460)", "604860 seconds", "604800", "1369958400"],
    ),
    (
        1,
        &[URI, "--sign-at", "100", "--expires-at", "161", "--max-expires-in", "60"],
        &["expires_at (161)", "61 seconds", "60", "160"],
    ),
    (1, &[URI, "--expires-at", "-1"], &["expires_at", "0 to 253402300799", "got -1"]),
    (
        1,
        &["--v2", URI, "--expires-at", "253402300800"],
        &["expires_at", "0 to 253402300799", "got 253402300800"],
    ),
    (1, &[URI, "--sign-at", "-1"], &["sign_at", "0 to 253402300799", "got -1"]),
    (1, &[URI, "--sign-at", "253402300800"], &["sign_at", "0 to 253402300799", "got 253402300800"]),
    (2, &[URI, "--expires-in", "60", "--expires-at", "2000000000"], &["--expires-in", "--expires-at"]),
    (2, &[URI, "--expires-at", "tomorrow"], &["'tomorrow'", "--expires-at", "RFC 3339"]),
    (2, &[URI, "--expires-at", "2030-01-31"], &["'2030-01-31'", "--expires-at", "RFC 3339"]),
    (2, &[URI, "--expires-at", "2030-01-31T18:00:00"], &["--expires-at", "Z or an offset"]),
    (2, &[URI, "--expires-at", "2030-02-30T18:00:00Z"], &["'2030-02-30T18:00:00Z'", "--expires-at"]),
    (2, &[URI, "--expires-at", "+60"], &["'+60'", "--expires-at"]),
    (2, &[URI, "--sign-at", "now"], &["'now'", "--sign-at", "RFC 3339"]),
];

const WORDS: &[Case] = &[
    (2, &[], &["s3://bucket/key", "presign signurl", "presign batch", "presign policy", "--help"]),
    (2, &["--json"], &["s3://bucket/key"]),
    (2, &["s3://b"], &["\"s3://b\"", "no key", "--query or --method"]),
    (2, &["s3://b/"], &["\"s3://b/\"", "no key", "--query or --method"]),
    (2, &["s3://b/", "--json"], &["\"s3://b/\"", "no key"]),
    (2, &["s3://"], &["\"s3://\"", "no bucket"]),
    (2, &["s3:///key"], &["\"s3:///key\"", "no bucket"]),
    (2, &[""], &["does not begin with s3://"]),
    (2, &["S3://bucket/key"], &["\"S3://bucket/key\"", "does not begin with s3://"]),
    (2, &["s3:/bucket/key"], &["does not begin with s3://"]),
    (2, &["https://bucket/key"], &["does not begin with s3://"]),
    (2, &[" s3://bucket/key"], &["does not begin with s3://"]),
    (2, &[URI, "another"], &["unexpected argument"]),
    (2, &[URI, "signurl"], &["unexpected argument"]),
    (2, &[URI, "--header", "X-Key:", "value"], &["--header number 1", "in quotes"]),
    (2, &[URI, "--header", "X-Key: a", "value"], &["unexpected argument"]),
    (2, &[URI, "--query", "--v2"], &["a value is required for '--query"]),
    (2, &[URI, "--filename", "a", "--content-disposition", "b"], &["--content-disposition"]),
    (2, &[URI, "--filename", "a", "--method", "PUT"], &["--filename", "GET and HEAD"]),
    (1, &[URI, "--filename", ""], &["filename must not be empty"]),
    (2, &["bacth", "s3://b/"], &["did you mean 'presign batch'"]),
    (2, &["verfy", "https://h/"], &["did you mean 'presign verify'"]),
    (2, &[URI, "--expire", "60"], &["'--expire'", "'--expires-in'"]),
    (2, &[URI, "--expires", "60"], &["'--expires'", "'--expires-in'"]),
    (2, &["--v2", "batch", "s3://bucket/"], &["unexpected argument", "after the subcommand (signurl, batch"]),
    (2, &[URI, "--bogus"], &["'--bogus'"]),
    (2, &[URI, "-x"], &["'-x'"]),
    (2, &[URI, "--header", "value"], &["--header number 1", "'Name: value'"]),
    (2, &[URI, "--header", "A: 1", "--header", "value"], &["--header number 2", "'Name: value'"]),
    (2, &[URI, "--region"], &["--region"]),
    (2, &[URI, "--region", "a", "--region", "b"], &["--region", "multiple times"]),
    (2, &[URI, "--expires-in", "1", "--expires-in", "2"], &["--expires-in", "multiple times"]),
    (2, &[URI, "--v2=no"], &["--v2"]),
    (2, &[URI, "--threads", "2"], &["'--threads'"]),
    (1, &["batch", "bucket/"], &["cannot read bucket/"]),
    (2, &["batch", "s3://"], &["no bucket"]),
    (2, &["batch", "s3://b", "-", "value"], &["unexpected argument"]),
    (2, &["batch", "s3://b", "--threads", "-1"], &["-1"]),
    (2, &["batch", "s3://b", "--threads", "many"], &["'many'", "--threads"]),
    (2, &["batch", "s3://b", "--json"], &["'--json'"]),
];

/// Returns all cases that arguments alone can produce.
pub(crate) fn cases() -> Vec<Case> {
    [LIFETIMES, EXPIRIES, WORDS, request_refusals::PLACES, request_refusals::REQUESTS].concat()
}

/// Checks a message. The command's own messages have one line; clap adds the usage. `HIDDEN` marks text that must not
/// be repeated.
pub(crate) fn check(message: &str, code: i32, says: &[&str], words: &[&str]) {
    assert!(!message.contains("HIDDEN"), "{words:?}: {message:?}");
    // Paths have another separator on Windows, in the messages and in what some callers expect of them.
    let of_unix = |text: &str| if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    for part in says {
        let is_there = of_unix(message).contains(&of_unix(part));
        assert!(is_there, "{words:?}: {message:?} does not contain {part:?}");
    }
    let lines = message.lines().filter(|line| !line.starts_with("presign: warning: "));
    assert!(code == 2 || lines.count() == 1, "{words:?}: {message:?}");
}

#[test]
fn each_refusal_names_the_value_and_the_limit() {
    for (code, words, says) in cases() {
        check(&Presign::new().run(words).refusal(code), code, says, words);
    }
}

/// An invalid request is refused before any key is read, even if the list is empty.
#[test]
fn a_batch_refuses_the_same_before_it_reads_a_key() {
    let objects = cases().into_iter().filter(|(_, words, _)| words.contains(&URI));
    let mut count = 0;
    for (code, words, says) in objects.filter(|(_, words, _)| !words.contains(&"--threads")) {
        let options = words.iter().filter(|word| **word != URI);
        // A second positional argument would be the list of keys.
        if words.iter().any(|word| ["another", "signurl", "value", "s3://bucket/another"].contains(word)) {
            continue;
        }
        count += 1;
        let output = "links";
        let presign = Presign::new();
        let words: Vec<&str> =
            ["batch", "s3://bucket/"].iter().chain(options).chain(&["-o", output]).copied().collect();
        check(&presign.run(&words).refusal(code), code, says, &words);
        assert!(!presign.path(output).exists(), "{words:?}");
    }
    assert!(count > 100, "{count}");
}

#[cfg(unix)]
#[test]
fn arguments_must_be_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let bad = OsStr::from_bytes(b"s3://bucket/key\xff");
    let message = Presign::new().run([bad]).refusal(2);
    assert!(message.contains("UTF-8"), "{message}");
    let message = Presign::new().run([OsStr::new("batch"), bad]).refusal(2);
    assert!(message.contains("UTF-8"), "{message}");
    for option in ["--query", "--header", "--region", "--profile", "--method"] {
        let bad = OsStr::from_bytes(b"A: HIDDEN\xff");
        let message = Presign::new().run([OsStr::new(URI), OsStr::new(option), bad]).refusal(2);
        assert!(message.contains("UTF-8") && !message.contains("HIDDEN"), "{message}");
    }
}

/// A URL does not work after its credentials have expired.
#[test]
fn a_url_must_not_expire_after_its_credentials() {
    let presign = Presign::new().set("AWS_CREDENTIAL_EXPIRATION", "2013-05-24T01:00:00Z");
    let words = |lifetime| [URI, "--endpoint-url", "h", "--sign-at", "1369353600", "--expires-in", lifetime];
    presign.link(words("3600"));
    let message = presign.run(words("3601")).refusal(1);
    check(&message, 1, &["expire at 1369357201", "credentials (1369357200)"], &[]);
}
