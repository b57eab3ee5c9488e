//! Settings in ~/.s3cfg.

use super::{Home, S3CFG, SECRET, not_unicode, s3cmd_keys};
use presign::{Addressing, Version};

use crate::config::Settings;

/// The relevant settings that s3cmd 2.4 dumps if only the keys were given.
const DEFAULTS: &str = "access_token = \n\
    bucket_location = US\n\
    host_base = s3.amazonaws.com\n\
    host_bucket = %(bucket)s.s3.amazonaws.com\n\
    signature_v2 = False\n\
    signurl_use_https = False\n\
    use_https = True\n\
    website_endpoint = http://%(bucket)s.s3-website-%(location)s.amazonaws.com/\n";

fn home(lines: &str) -> Home {
    Home::new().s3cfg(format!("[default]\n{}{lines}", s3cmd_keys("S3CMD")))
}

fn read(lines: &str) -> Settings {
    home(lines).load()
}

#[test]
fn defaults_count_as_unset() {
    for lines in [DEFAULTS, ""] {
        let settings = read(lines);
        assert_eq!(settings.access_key, "S3CMD");
        assert!(settings.session_token.is_none());
        assert_eq!(settings.credentials_expire_at, None);
        assert_eq!(settings.region.as_deref(), Some("us-east-1"));
        assert_eq!(settings.endpoint, None);
        assert_eq!(settings.addressing, Addressing::VirtualOrPath);
        assert_eq!(settings.version, None);
    }
}

#[test]
fn the_bucket_location_becomes_the_region() {
    for (location, region) in [
        ("US", "us-east-1"),
        ("us", "us-east-1"),
        ("", "us-east-1"),
        ("EU", "eu-west-1"),
        ("eu", "eu-west-1"),
        ("eu-central-1", "eu-central-1"),
        ("AP-South-1", "ap-south-1"),
    ] {
        let settings = read(&format!("bucket_location = {location}\n"));
        assert_eq!(settings.region.as_deref(), Some(region));
    }
}

#[test]
fn a_regional_aws_host_names_the_region_itself() {
    let host = "host_base = s3.eu-central-1.amazonaws.com\n";
    let settings = read(&format!("bucket_location = US\n{host}"));
    assert_eq!(settings.region, None);
    let settings = read(&format!("bucket_location = eu-central-1\n{host}"));
    assert_eq!(settings.region.as_deref(), Some("eu-central-1"));
}

#[test]
fn use_https_and_signurl_use_https_decide_the_scheme() {
    for (lines, scheme) in [
        ("", "https"),
        ("use_https = True\n", "https"),
        ("use_https = False\n", "http"),
        ("signurl_use_https = False\n", "https"),
        ("use_https = True\nsignurl_use_https = False\n", "https"),
        ("use_https = no\nsignurl_use_https = YES\n", "https"),
        ("use_https = 0\nsignurl_use_https = off\n", "http"),
    ] {
        let settings = read(&format!("host_base = storage:7480\n{lines}"));
        let expected = format!("{scheme}://storage:7480");
        assert_eq!(settings.endpoint, Some(expected), "{lines}");
    }
}

#[test]
fn host_base_becomes_the_endpoint_without_its_scheme() {
    for host in ["", "s3.amazonaws.com", "S3.AmazonAWS.com", "https://s3.amazonaws.com"] {
        let settings = read(&format!("host_base = {host}\nuse_https = False\n"));
        assert_eq!(settings.endpoint, None, "{host}");
    }
    // A scheme in host_base is ignored, as in s3cmd.
    for host in ["storage", "http://storage", "https://storage"] {
        let settings = read(&format!("host_base = {host}\n"));
        assert_eq!(settings.endpoint.as_deref(), Some("https://storage"));
    }
}

#[test]
fn host_bucket_decides_the_addressing_style() {
    for (host_bucket, style) in [
        ("%(bucket)s.storage", Addressing::VirtualOrPath),
        ("storage/%(bucket)s", Addressing::VirtualOrPath),
        ("storage", Addressing::Path),
        ("%(location)s.storage", Addressing::Path),
        ("", Addressing::Path),
    ] {
        let settings = read(&format!("host_base = storage\nhost_bucket = {host_bucket}\n"));
        assert_eq!(settings.addressing, style, "{host_bucket}");
    }
    assert_eq!(read("host_base = storage\n").addressing, Addressing::VirtualOrPath);
}

#[test]
fn signature_v2_chooses_version_2() {
    for word in ["True", "true", "yes", "On", "1"] {
        let settings = read(&format!("signature_v2 = {word}\n"));
        assert_eq!(settings.version, Some(Version::V2));
    }
    for word in ["False", "no", "OFF", "0"] {
        assert_eq!(read(&format!("signature_v2 = {word}\n")).version, None);
    }
}

#[test]
fn a_switch_that_is_neither_true_nor_false_is_refused() {
    for key in ["use_https", "signurl_use_https", "signature_v2"] {
        for value in ["HIDDEN", ""] {
            let home = home(&format!("signurl_use_https = True\n{key} = {value}\n"));
            let expected = format!(
                "{}:5: {key} must be true, yes, on, 1, false, no, off or 0",
                home.path(S3CFG).display()
            );
            assert_eq!(home.error(), expected);
        }
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let home = home(
        "bucket_location = EU\nhost_base = storage\nhost_bucket = %(bucket)s.storage\nsignature_v2 = True\n",
    )
    .set("AWS_REGION", "ap-east-1")
    .set("AWS_ENDPOINT_URL", "http://127.0.0.1:9000");
    let settings = home.load();
    assert_eq!(settings.region.as_deref(), Some("ap-east-1"));
    assert_eq!(settings.endpoint.as_deref(), Some("http://127.0.0.1:9000"));
    // host_bucket applies to another host.
    assert_eq!(settings.addressing, Addressing::Auto);
    assert_eq!(settings.version, Some(Version::V2));

    let home = home.set("AWS_REGION", "").set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    let settings = home.load();
    assert_eq!(settings.region.as_deref(), Some("eu-west-1"));
    assert_eq!(settings.endpoint.as_deref(), Some("https://storage"));
    assert_eq!(settings.addressing, Addressing::VirtualOrPath);
}

#[test]
fn aws_files_do_not_apply() {
    let home = home(DEFAULTS).config(
        "[default]\nregion = eu-west-2\nendpoint_url = http://profile\n\
         s3 =\n  addressing_style = path\n  signature_version = s3\n",
    );
    for s3cfg_first in [false, true] {
        let settings = home.look(None, s3cfg_first).unwrap();
        assert_eq!(settings.region.as_deref(), Some("us-east-1"));
        assert_eq!(settings.endpoint, None);
        assert_eq!(settings.addressing, Addressing::VirtualOrPath);
        assert_eq!(settings.version, None);
    }
}

#[test]
fn the_file_does_not_apply_to_other_keys() {
    let home = home("bucket_location = EU\nhost_base = storage\nsignature_v2 = maybe\n").environment_keys();
    for s3cfg_first in [false, true] {
        let settings = home.look(None, s3cfg_first).unwrap();
        assert_eq!(settings.access_key, "ENV");
        assert_eq!(settings.region, None);
        assert_eq!(settings.endpoint, None);
        assert_eq!(settings.addressing, Addressing::Auto);
    }
}

#[test]
fn of_a_name_given_twice_the_last_value_counts() {
    let settings = read(
        "host_base = one\n  host_base = two\n[other]\nhost_base = three\n[default]\nbucket_location = EU\n",
    );
    assert_eq!(settings.endpoint.as_deref(), Some("https://three"));
    assert_eq!(settings.region.as_deref(), Some("eu-west-1"));
}

/// What s3cmd does not take as a setting: it prints a warning and goes on.
#[test]
fn every_other_line_is_ignored() {
    let lines = "HIDDEN\n[HIDDEN\n= HIDDEN\n; access_key = x\n#secret_key = x\naccess-key = x\n\
        access_key: x\nACCESS_KEY = x\n[x] access_key = x\n.access_key = x\naccess_key\n";
    for content in [format!("{}{lines}", s3cmd_keys("A")), format!("{lines}{}", s3cmd_keys("A"))] {
        assert_eq!(Home::new().s3cfg(content).load().access_key, "A");
    }
}

#[test]
fn sections_do_not_matter() {
    let keys = s3cmd_keys("A");
    for content in [
        keys.clone(),
        format!("\u{feff}{keys}"),
        format!("[other]\n{keys}"),
        format!("  [other] # x\n\t{keys}"),
        keys.replacen('\n', "\n[work]\n", 1),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(Home::new().s3cfg(content.replace('\n', end)).load().access_key, "A", "{content:?}");
        }
    }
}

#[test]
fn double_quotes_around_a_value_are_removed() {
    let home = Home::new().s3cfg(
        "access_key = \"A\"\nsecret_key=\" b\"c\" \nhost_base = \"storage\"\nhost_bucket = \"\"\nuse_https = \"no\"",
    );
    let settings = home.load();
    assert_eq!((settings.access_key.as_str(), settings.secret_key.as_str()), ("A", "b\"c"));
    assert_eq!(settings.endpoint.as_deref(), Some("http://storage"));
    assert_eq!(settings.addressing, Addressing::Path);
}

#[test]
fn a_value_that_begins_with_a_dollar_sign_names_a_variable() {
    let home = Home::new()
        .s3cfg(
            "access_key = $ID\nsecret_key = \"$THE SECRET\"\naccess_token = $TOKEN\nhost_base = $HOST\n\
             use_https = $HTTPS\nbucket_location = $LOCATION\nhost_bucket = $(bucket)s.x\n",
        )
        .set("ID", "A")
        .set("THE SECRET", "$OTHER")
        .set("OTHER", SECRET)
        .set("HOST", "http://storage")
        .set("HTTPS", "No");
    let settings = home.load();
    assert_eq!((settings.access_key.as_str(), settings.secret_key.as_str()), ("A", SECRET));
    assert!(settings.session_token.is_none());
    assert_eq!(settings.endpoint.as_deref(), Some("http://storage"));
    // A variable that is not set leaves s3cmd's default.
    assert_eq!(settings.region.as_deref(), Some("us-east-1"));
    assert_eq!(settings.addressing, Addressing::VirtualOrPath);
    // One that is empty does not.
    let home = home.set("LOCATION", "EU").set("(bucket)s.x", "");
    assert_eq!(home.load().region.as_deref(), Some("eu-west-1"));
    assert_eq!(home.load().addressing, Addressing::Path);
    let home = home.set("TOKEN", "t");
    assert_eq!(home.load().session_token.unwrap().as_str(), "t");
}

/// Without the variable s3cmd has no key at all. The text after `$` may be a part of the key.
#[test]
fn a_key_whose_variable_is_not_set_is_refused() {
    for (lines, line) in
        [("access_key = $HIDDEN\nsecret_key = b", 1), ("access_key = A\nsecret_key = $HIDDEN", 2)]
    {
        let home = Home::new().s3cfg(lines);
        let expected = format!(
            "{}:{line}: the value begins with `$`, so s3cmd reads an environment variable, but it is unset or empty",
            home.path(S3CFG).display()
        );
        assert_eq!(home.error(), expected);
        assert_eq!(home.set("HIDDEN", "").error(), expected);
    }
}

#[test]
fn variables_that_name_one_another_in_a_circle_are_refused() {
    let home = Home::new().s3cfg("access_key = $HIDDEN_A\nsecret_key = b");
    let home = home.set("HIDDEN_A", "$HIDDEN_B").set("HIDDEN_B", "$HIDDEN_A");
    let place = format!("{}:1: ", home.path(S3CFG).display());
    assert!(home.error().contains(&(place + "the value names a variable that names a variable")));
}

#[test]
fn a_variable_must_be_utf8() {
    let home = Home::new().s3cfg("access_key = a\nsecret_key = $KEY");
    let home = home.set("KEY", not_unicode());
    let place = format!("{}:2: ", home.path(S3CFG).display());
    assert!(home.error().contains(&(place + "the variable that the value names is not UTF-8")));
}

#[test]
fn indentation_is_ignored() {
    let home = Home::new().s3cfg("[default]\naccess_token =\n  access_key = A\n    secret_key = b\n");
    assert_eq!(home.load().access_key, "A");
}
