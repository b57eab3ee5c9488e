//! Which source's keys are used, as the access key in the URL shows.

use std::fs;

use crate::refusals::check;
use crate::runner::{Presign, URI, parameter};

const GCORE: [&str; 2] = ["--endpoint-url", "s-dt2.cloud.gcore.lu"];
const EXPORT: &str = "aws configure export-credentials --format env";

fn aws(name: &str) -> String {
    format!("aws_access_key_id = {name}\naws_secret_access_key = HIDDEN{name}\n")
}

fn s3cmd(name: &str) -> String {
    format!("access_key = {name}\nsecret_key = HIDDEN{name}\n")
}

/// Returns the command with keys in every source, each with its own access key.
fn everywhere() -> Presign {
    without_environment().set("AWS_ACCESS_KEY_ID", "ENV").set("AWS_SECRET_ACCESS_KEY", "HIDDENENV")
}

fn without_environment() -> Presign {
    Presign::bare()
        .file(".aws/credentials", format!("[default]\n{}[work]\n{}", aws("DEFAULT"), aws("WORK")))
        .file(".aws/config", format!("[profile config]\n{}[default]\nregion = eu-west-1\n", aws("CONFIG")))
        .file(".s3cfg", format!("[default]\n{}", s3cmd("S3CMD")))
}

/// Returns the access keys in the URLs of the main command and of `signurl`. Checks that a batch uses the first one.
fn used(presign: &Presign, words: &[&str]) -> [String; 2] {
    let plain = presign.link([&[URI], &GCORE[..], words].concat());
    let credential = parameter(&plain, "X-Amz-Credential").unwrap();
    let batch =
        presign.run_with([&["batch", "s3://bucket/"], &GCORE[..], words].concat(), "key\n").quiet_line();
    assert_eq!(parameter(&batch, "X-Amz-Credential"), Some(credential), "a batch uses the same keys");
    let signurl = presign.link([&["signurl", URI, "+60"], &GCORE[..], words].concat());
    [credential.split_once("%2F").unwrap().0, parameter(&signurl, "AWSAccessKeyId").unwrap()]
        .map(str::to_owned)
}

/// Checks that the main command, `signurl` and a batch all refuse with this message.
fn refused(presign: &Presign, words: &[&str], says: &[&str]) {
    for form in [&[URI][..], &["signurl", URI, "+60"], &["batch", "s3://bucket/"]] {
        let words = [form, &GCORE, words].concat();
        check(&presign.run(&words).refusal(1), 1, says, &words);
    }
}

#[test]
fn the_option_profile_comes_first() {
    let presign = everywhere().set("AWS_PROFILE", "default");
    assert_eq!(used(&presign, &["--profile", "work"]), ["WORK", "WORK"]);
    assert_eq!(used(&presign, &["--profile", "config"]), ["CONFIG", "CONFIG"]);
    assert_eq!(used(&presign, &["--profile", "default"]), ["DEFAULT", "DEFAULT"]);
}

#[test]
fn the_environment_comes_second() {
    assert_eq!(used(&everywhere().set("AWS_PROFILE", "work"), &[]), ["ENV", "ENV"]);
}

#[test]
fn then_the_profile_and_s3cfg_in_the_other_order_for_signurl() {
    assert_eq!(used(&without_environment(), &[]), ["DEFAULT", "S3CMD"]);
    assert_eq!(used(&without_environment().set("AWS_PROFILE", "work"), &[]), ["WORK", "S3CMD"]);
    assert_eq!(used(&without_environment().set("AWS_PROFILE", "config"), &[]), ["CONFIG", "S3CMD"]);
    // Empty variables count as unset.
    let empty =
        everywhere().set("AWS_ACCESS_KEY_ID", "").set("AWS_SECRET_ACCESS_KEY", "").set("AWS_PROFILE", "");
    assert_eq!(used(&empty, &[]), ["DEFAULT", "S3CMD"]);
}

#[test]
fn one_of_the_files_is_enough() {
    let only = Presign::bare().file(".s3cfg", format!("[default]\n{}", s3cmd("S3CMD")));
    assert_eq!(used(&only, &[]), ["S3CMD", "S3CMD"]);
    let only = Presign::bare().file(".aws/credentials", format!("[default]\n{}", aws("DEFAULT")));
    assert_eq!(used(&only, &[]), ["DEFAULT", "DEFAULT"]);
    let only = Presign::bare().file(".aws/config", format!("[default]\n{}", aws("CONFIG")));
    assert_eq!(used(&only, &[]), ["CONFIG", "CONFIG"]);
    // A file without keys is skipped.
    let only = Presign::bare()
        .file(".aws/config", "[default]\nregion = eu-west-1\n")
        .file(".s3cfg", format!("[default]\n{}", s3cmd("S3CMD")));
    assert_eq!(used(&only, &[]), ["S3CMD", "S3CMD"]);
}

#[test]
fn variables_name_other_files() {
    let presign = Presign::bare()
        .file("keys", format!("[default]\n{}", aws("ELSEWHERE")))
        .file("s3", format!("[default]\n{}", s3cmd("S3ELSEWHERE")));
    let (keys, s3) = (presign.path("keys"), presign.path("s3"));
    let presign = presign.set("AWS_SHARED_CREDENTIALS_FILE", keys).set("S3CMD_CONFIG", s3);
    assert_eq!(used(&presign, &[]), ["ELSEWHERE", "S3ELSEWHERE"]);
}

/// The session token of one source is not used with the keys of another.
#[test]
fn keys_and_token_come_from_one_source() {
    let presign = Presign::bare()
        .file(".aws/credentials", format!("[default]\n{}aws_session_token = FILETOKEN\n", aws("DEFAULT")))
        .file(".s3cfg", format!("[default]\n{}access_token = S3TOKEN\n", s3cmd("S3CMD")));
    let words = [&[URI], &GCORE[..]].concat();
    let token =
        |presign: &Presign| parameter(&presign.link(&words), "X-Amz-Security-Token").map(str::to_owned);
    assert_eq!(token(&presign).as_deref(), Some("FILETOKEN"));
    let signurl = presign.link([&["signurl", URI, "+60"], &GCORE[..]].concat());
    assert_eq!(parameter(&signurl, "x-amz-security-token"), Some("S3TOKEN"));
    let presign = presign.set("AWS_ACCESS_KEY_ID", "ENV").set("AWS_SECRET_ACCESS_KEY", "HIDDENENV");
    assert_eq!(token(&presign), None);
    let presign = presign.set("AWS_SESSION_TOKEN", "ENVTOKEN");
    assert_eq!(token(&presign).as_deref(), Some("ENVTOKEN"));
}

#[test]
fn without_keys_every_source_is_named() {
    let presign = Presign::bare();
    let file = |name| presign.path(name).display().to_string();
    refused(
        &presign,
        &[],
        &[
            "no keys found",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "profile \"default\"",
            &file(".aws/credentials"),
            &file(".aws/config"),
            &file(".s3cfg"),
        ],
    );
}

/// A complete set in another source is not used instead.
#[test]
fn half_a_set_of_keys_is_refused() {
    for (variable, missing) in [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        ("AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"),
    ] {
        let presign = without_environment().set(variable, "HIDDEN");
        refused(&presign, &[], &["incomplete keys in the environment", &format!("{missing} is missing")]);
    }
    for (line, missing) in [
        ("aws_access_key_id = HIDDEN", "aws_secret_access_key is missing"),
        ("aws_secret_access_key = HIDDEN", "aws_access_key_id is missing"),
    ] {
        let presign = everywhere().file(".aws/credentials", format!("[default]\n{line}\n"));
        let file = presign.path(".aws/credentials").display().to_string();
        refused(
            &presign,
            &["--profile", "default"],
            &["incomplete keys", "profile \"default\"", &file, missing],
        );
    }
    for (line, missing) in
        [("access_key = HIDDEN", "secret_key is missing"), ("secret_key = HIDDEN", "access_key is missing")]
    {
        let presign = Presign::bare().file(".s3cfg", format!("[default]\n{line}\n"));
        let file = presign.path(".s3cfg").display().to_string();
        refused(&presign, &[], &["incomplete keys", &file, missing]);
    }
}

#[test]
fn a_profile_that_does_not_exist_is_refused() {
    refused(&everywhere(), &["--profile", "missing"], &["no profile \"missing\"", "credentials"]);
    let presign = Presign::new().set("AWS_PROFILE", "missing");
    refused(&presign, &[], &["no profile \"missing\"", "config"]);
}

#[test]
fn a_profile_whose_keys_have_to_be_fetched_is_refused() {
    for setting in ["sso_session", "credential_process", "role_arn", "web_identity_token_file"] {
        let presign = Presign::bare().file(".aws/config", format!("[profile far]\n{setting} = HIDDEN\n"));
        refused(&presign, &["--profile", "far"], &["profile \"far\"", setting, EXPORT]);
        refused(&presign.set("AWS_PROFILE", "far"), &[], &["profile \"far\"", setting, EXPORT]);
    }
}

#[test]
fn malformed_files_are_refused_with_their_line() {
    for name in [".aws/credentials", ".aws/config"] {
        for (content, line) in [
            ("[default]\naws_secret_access_key HIDDEN\n", 2),
            ("\n\n[HIDDEN\n", 3),
            ("secret_key = HIDDEN\n", 1),
            ("[default]\n= HIDDEN\n", 2),
        ] {
            let presign = Presign::bare().file(name, content);
            let place = format!("{}:{line}: ", presign.path(name).display());
            refused(&presign, &[], &[&place]);
        }
    }
    for name in [".aws/credentials", ".aws/config", ".s3cfg"] {
        let presign = Presign::bare().file(name, b"[default]\nregion = HIDDEN\xff\n");
        refused(&presign, &[], &[&format!("{}:2: not UTF-8", presign.path(name).display())]);
    }
}

#[test]
fn keys_in_quotation_marks_are_refused_without_showing_them() {
    let presign = Presign::new().set("AWS_SECRET_ACCESS_KEY", "\"HIDDEN\"");
    refused(&presign, &[], &["AWS_SECRET_ACCESS_KEY in the environment", "quotation mark (\")"]);
    let presign = Presign::bare().file(
        ".aws/credentials",
        "[default]\naws_access_key_id = 'HIDDEN'\naws_secret_access_key = HIDDEN\n",
    );
    refused(&presign, &[], &["aws_access_key_id in profile \"default\"", "quotation mark (')"]);
}

#[test]
fn a_message_without_keys_says_what_to_do() {
    let presign = Presign::bare().file(".aws/config", format!("[work]\n{}", aws("WORK")));
    let hint =
        format!("in {}, write [profile work] instead of [work]", presign.path(".aws/config").display());
    refused(&presign, &["--profile", "work"], &["no profile \"work\"", &hint]);
    refused(&presign.set("AWS_DEFAULT_PROFILE", "work"), &[], &["no profile \"work\"", &hint]);
    let presign = Presign::bare().set("AWS_WEB_IDENTITY_TOKEN_FILE", "/x");
    let export = "`eval \"$(aws configure export-credentials --format env)\"`";
    refused(&presign, &[], &["no keys found", "AWS_WEB_IDENTITY_TOKEN_FILE is set", export]);
}

/// The keys are found, but the region is in a section that is not read.
#[test]
fn a_section_with_the_wrong_kind_of_name_is_warned_of() {
    let presign = Presign::bare()
        .file(".aws/credentials", format!("[work]\n{}", aws("WORK")))
        .file(".aws/config", "[work]\nregion = eu-west-1\n");
    let config = presign.path(".aws/config").display().to_string();
    let outcome = presign.run([URI, "--profile", "work", "--endpoint-url", "h"]);
    assert_eq!(
        outcome.stderr,
        format!(
            "presign: warning: in {config}, write [profile work] instead of [work]: the section is not read\n"
        )
    );
    assert!(parameter(&outcome.line(), "X-Amz-Credential").unwrap().contains("us-east-1"));
    // With the right section there is nothing to say.
    let content = "[work]\nregion = eu-west-1\n[profile work]\nregion = eu-west-2\n";
    let presign = presign.file(".aws/config", content);
    let link = presign.link([URI, "--profile", "work", "--endpoint-url", "h"]);
    assert!(parameter(&link, "X-Amz-Credential").unwrap().contains("eu-west-2"));
}

/// AWS itself refuses them. Another storage may give out such names for permanent keys.
#[test]
fn temporary_keys_without_their_token_are_refused_for_aws() {
    let presign = Presign::new().set("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE");
    for words in
        [&[URI][..], &[URI, "--endpoint-url", "s3.eu-west-1.amazonaws.com"], &["signurl", URI, "+60"]]
    {
        check(&presign.run(words).refusal(1), 1, &["session token is missing", "ASIA"], words);
    }
    presign.link([&[URI], &GCORE[..]].concat());
    for variable in ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] {
        let presign = Presign::new().set("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE").set(variable, "t");
        assert_eq!(parameter(&presign.link([URI]), "X-Amz-Security-Token"), Some("t"));
    }
}

/// A directory replaces the file, because file permissions do not apply to a test that runs as root.
#[test]
fn unreadable_files_are_refused() {
    for name in [".aws/credentials", ".aws/config", ".s3cfg"] {
        let presign = Presign::bare();
        fs::create_dir_all(presign.path(name)).unwrap();
        let place = format!("cannot read {}: ", presign.path(name).display());
        refused(&presign, &[], &[&place, "is not a regular file"]);
    }
    let presign = Presign::bare().set("S3CMD_CONFIG", "/nowhere/s3cfg");
    refused(&presign, &[], &["S3CMD_CONFIG", "/nowhere/s3cfg"]);
}

#[test]
fn malformed_keys_are_refused() {
    for (variable, name) in [
        ("AWS_ACCESS_KEY_ID", "access key"),
        ("AWS_SECRET_ACCESS_KEY", "secret key"),
        ("AWS_SESSION_TOKEN", "session token"),
    ] {
        for (value, rule) in [
            (" HIDDEN", "white space"),
            ("HIDDEN\n", "white space"),
            ("HIDDEN\t", "white space"),
            ("HID\u{1}DEN", "control characters"),
        ] {
            refused(&Presign::new().set(variable, value), &[], &[name, rule]);
        }
    }
    refused(&Presign::new().set("AWS_ACCESS_KEY_ID", "ÄHIDDEN"), &[], &["access key", "printable ASCII"]);
    refused(
        &Presign::new().set("AWS_CREDENTIAL_EXPIRATION", "HIDDEN"),
        &[],
        &["AWS_CREDENTIAL_EXPIRATION", "RFC 3339"],
    );
}
