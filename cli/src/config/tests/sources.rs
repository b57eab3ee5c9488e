//! Keys are taken from the first source that has them, and never from two.

use super::{HOME, Home, S3CFG, SECRET, TOKEN, aws_keys, message, s3cmd_keys};

/// The end of the message about an incomplete set of keys.
const REPAIR: &str = "set it, or remove the rest of these keys";

/// Returns a home directory with keys in every source, each with its own access key.
fn everywhere() -> Home {
    Home::new()
        .environment_keys()
        .credentials(format!("[default]\n{}[work]\n{}", aws_keys("DEFAULT"), aws_keys("WORK")))
        .s3cfg(format!("[default]\n{}", s3cmd_keys("S3CMD")))
}

fn without_environment_keys() -> Home {
    everywhere().set("AWS_ACCESS_KEY_ID", "").set("AWS_SECRET_ACCESS_KEY", "").set("AWS_SESSION_TOKEN", "")
}

#[test]
fn a_named_profile_wins_over_all() {
    let home = everywhere().set("AWS_PROFILE", "default");
    assert_eq!(home.profile("work").access_key, "WORK");
    assert_eq!(home.look(Some("work"), true).unwrap().access_key, "WORK");
}

#[test]
fn the_environment_comes_second() {
    let home = everywhere().set("AWS_PROFILE", "work");
    for s3cfg_first in [false, true] {
        let settings = home.look(None, s3cfg_first).unwrap();
        assert_eq!(settings.access_key, "ENV");
        assert_eq!(*settings.secret_key, SECRET);
        assert!(settings.session_token.is_none());
        assert_eq!(settings.source, "the environment");
    }
}

#[test]
fn empty_variables_are_unset_and_the_default_profile_follows() {
    let home = without_environment_keys();
    let settings = home.load();
    assert_eq!(settings.access_key, "DEFAULT");
    let file = home.path(".aws/credentials");
    assert_eq!(settings.source, format!("profile \"default\" in {}", file.display()));
    let home = home.set("AWS_PROFILE", "");
    assert_eq!(home.load().access_key, "DEFAULT");
}

#[test]
fn aws_profile_chooses_the_profile() {
    let home = without_environment_keys().set("AWS_PROFILE", "work");
    assert_eq!(home.load().access_key, "WORK");
}

/// The order is botocore's.
#[test]
fn aws_default_profile_chooses_before_aws_profile() {
    let home = without_environment_keys().set("AWS_DEFAULT_PROFILE", "work");
    assert_eq!(home.load().access_key, "WORK");
    let home = home.set("AWS_PROFILE", "default");
    assert_eq!(home.load().access_key, "WORK");
    let home = home.set("AWS_DEFAULT_PROFILE", "");
    assert_eq!(home.load().access_key, "DEFAULT");
    let home = home.set("AWS_DEFAULT_PROFILE", "missing");
    assert!(home.error().starts_with("there is no profile \"missing\""));
}

/// The order is botocore's: it reads the older name first.
#[test]
fn the_token_has_an_older_name() {
    let home = Home::new().environment_keys().set("AWS_SECURITY_TOKEN", "older");
    assert_eq!(home.load().session_token.unwrap().as_str(), "older");
    let home = home.set("AWS_SESSION_TOKEN", "newer");
    assert_eq!(home.load().session_token.unwrap().as_str(), "older");
    let home = home.set("AWS_SECURITY_TOKEN", "");
    assert_eq!(home.load().session_token.unwrap().as_str(), "newer");

    for (lines, token) in [
        ("aws_security_token = older", "older"),
        ("aws_session_token = newer\naws_security_token = older", "older"),
        ("aws_session_token = newer\naws_security_token =", "newer"),
    ] {
        let content = format!("[default]\n{}{lines}\n", aws_keys("A"));
        for home in [Home::new().credentials(&content), Home::new().config(&content)] {
            assert_eq!(home.load().session_token.unwrap().as_str(), token);
        }
    }
}

#[test]
fn keys_in_quotation_marks_are_refused() {
    let keys = ["A", "HIDDEN", "HIDDEN"];
    for (first, last) in [
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("\u{201c}", "\u{201d}"),
        ("\u{2018}", "\u{2019}"),
        ("\u{201e}", "\u{201c}"),
    ] {
        for quoted in 0..3 {
            let mut values = keys.map(str::to_owned);
            values[quoted] = format!("{first}{}{last}", keys[quoted]);
            let [access_key, secret_key, token] = values;
            let reason = format!(
                "begins or ends with a quotation mark ({first}), which counts as a part of the value"
            );
            let check = |home: Home, names: [&str; 3], origin: String| {
                let (error, name) = (home.error(), names[quoted]);
                assert!(error.starts_with(&format!("{name} in {origin} {reason}")), "{error}");
            };
            let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECURITY_TOKEN"];
            let home =
                Home::new().set(names[0], &access_key).set(names[1], &secret_key).set(names[2], &token);
            check(home, names, "the environment".to_owned());
            let names = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
            let lines =
                format!("{} = {access_key}\n{}={secret_key}\n{}:{token}", names[0], names[1], names[2]);
            for file in [".aws/credentials", ".aws/config"] {
                let home = Home::new().file(file, format!("[default]\n{lines}\n"));
                let origin = format!("profile \"default\" in {}", home.path(file).display());
                check(home, names, origin);
            }
            let names = ["access_key", "secret_key", "access_token"];
            let lines =
                format!("{} = {access_key}\n{}={secret_key}\n{}={token}", names[0], names[1], names[2]);
            let home = Home::new().s3cfg(&lines);
            if first == "\"" {
                // s3cmd removes these itself.
                assert_eq!(home.load().access_key, "A");
            } else {
                let origin = home.path(S3CFG).display().to_string();
                check(home, names, origin);
            }
        }
    }
    for access_key in ["\"A", "A\"", "A'", "\""] {
        let home = Home::new().environment_keys().set("AWS_ACCESS_KEY_ID", access_key);
        assert!(
            home.error().starts_with("AWS_ACCESS_KEY_ID in the environment begins or ends with a quotation")
        );
    }
}

#[test]
fn region_and_endpoint_in_quotation_marks_are_refused() {
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"] {
        let home = Home::new().environment_keys().set(variable, "'HIDDEN'");
        assert!(
            home.error().starts_with(&format!(
                "{variable} in the environment begins or ends with a quotation mark (')"
            ))
        );
    }
    for (lines, name, line) in [
        ("region = \"HIDDEN\"", "region", 2),
        ("endpoint_url = \"HIDDEN\"", "endpoint_url", 2),
        ("s3 =\n  endpoint_url = \"HIDDEN\"", "endpoint_url", 3),
        ("services = x\n[services x]\ns3 =\n  endpoint_url = \"HIDDEN\"", "endpoint_url", 5),
    ] {
        let home = Home::new().environment_keys().config(format!("[default]\n{lines}\n"));
        let place = home.path(".aws/config");
        let expected =
            format!("{name} in {}:{line} begins or ends with a quotation mark (\")", place.display());
        assert!(home.error().starts_with(&expected), "{}", home.error());
    }
}

#[test]
fn where_the_aws_tools_fetch_keys_the_message_says_how_to_export_them() {
    let command = "run `eval \"$(aws configure export-credentials --format env)\"`";
    for variable in [
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ] {
        let home = Home::new().set(variable, "HIDDEN");
        let expected = format!(
            "{variable} is set, so the AWS tools fetch keys here; to give them to presign, {command}"
        );
        assert!(home.error().ends_with(&expected), "{}", home.error());
        // Keys that are at hand are used.
        assert_eq!(home.environment_keys().load().access_key, "ENV");
        assert_eq!(without_environment_keys().set(variable, "x").load().access_key, "DEFAULT");
    }
    assert!(Home::new().error().ends_with(&format!("where the AWS tools fetch keys, {command}")));
}

#[test]
fn s3cfg_comes_last_or_before_the_profiles() {
    let home = without_environment_keys();
    let settings = home.look(None, true).unwrap();
    assert_eq!(settings.access_key, "S3CMD");
    assert_eq!(settings.source, home.path(S3CFG).display().to_string());

    let home = home.credentials("[default]\nregion = eu-west-1\n");
    assert_eq!(home.load().access_key, "S3CMD");
}

#[test]
fn profiles_follow_an_s3cfg_without_keys() {
    let home = without_environment_keys().s3cfg("[default]\naccess_key = \nsecret_key =\n");
    assert_eq!(home.look(None, true).unwrap().access_key, "DEFAULT");
}

#[test]
fn a_token_belongs_to_its_source() {
    let token = format!("aws_session_token = {TOKEN}\n");
    let home = Home::new()
        .credentials(format!("[default]\n{}{token}", aws_keys("FILE")))
        .s3cfg(format!("[default]\n{}access_token={TOKEN}\n", s3cmd_keys("S3CMD")));
    let file = home.load();
    assert_eq!(*file.secret_key, SECRET);
    assert_eq!(file.session_token.unwrap().as_str(), TOKEN);
    let s3cmd = home.look(None, true).unwrap();
    assert_eq!(*s3cmd.secret_key, SECRET);
    assert_eq!(s3cmd.session_token.unwrap().as_str(), TOKEN);

    let home = home.environment_keys();
    assert!(home.load().session_token.is_none());
    let home = home.set("AWS_SESSION_TOKEN", TOKEN);
    assert_eq!(home.load().session_token.unwrap().as_str(), TOKEN);
}

#[test]
fn an_incomplete_set_in_the_environment_is_refused() {
    let home = || without_environment_keys().set("AWS_PROFILE", "work");
    let cases = [
        ("AWS_ACCESS_KEY_ID", "HIDDEN", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", SECRET, "AWS_ACCESS_KEY_ID"),
        ("AWS_SESSION_TOKEN", TOKEN, "AWS_ACCESS_KEY_ID"),
    ];
    for (variable, value, missing) in cases {
        let home = home().set(variable, value);
        let expected = format!("incomplete keys in the environment: {missing} is missing; {REPAIR}");
        assert_eq!(home.error(), expected);
        assert_eq!(message(home.look(None, true)), expected);
        // A profile requested by name does not need the environment.
        assert_eq!(home.profile("work").access_key, "WORK");
    }
}

#[test]
fn an_incomplete_set_in_a_profile_is_refused() {
    let cases = [
        ("aws_access_key_id = HIDDEN", "aws_secret_access_key"),
        ("aws_secret_access_key = HIDDEN", "aws_access_key_id"),
        ("aws_session_token = HIDDEN", "aws_access_key_id"),
    ];
    for (line, missing) in cases {
        // The complete set in the other file is not used instead.
        let home = Home::new()
            .credentials(format!("[default]\n{line}\n"))
            .config(format!("[default]\n{}", aws_keys("CONFIG")))
            .s3cfg(format!("[default]\n{}", s3cmd_keys("S3CMD")));
        let file = home.path(".aws/credentials");
        let expected = format!(
            "incomplete keys in profile \"default\" in {}: {missing} is missing; {REPAIR}",
            file.display()
        );
        assert_eq!(home.error(), expected);
        assert_eq!(home.profile_error("default"), expected);
    }
}

#[test]
fn an_incomplete_set_in_s3cfg_is_refused() {
    let cases = [
        ("access_key = HIDDEN\nsecret_key = ", "secret_key"),
        ("secret_key = HIDDEN", "access_key"),
        ("access_token = HIDDEN", "access_key"),
    ];
    for (lines, missing) in cases {
        let home = Home::new().s3cfg(format!("[default]\n{lines}\n"));
        let file = home.path(S3CFG);
        let expected = format!("incomplete keys in {}: {missing} is missing; {REPAIR}", file.display());
        assert_eq!(home.error(), expected);
    }
}

#[test]
fn without_keys_the_message_names_every_source() {
    let home = Home::new();
    for s3cfg_first in [false, true] {
        let error = message(home.look(None, s3cfg_first));
        for place in [
            "AWS_ACCESS_KEY_ID".to_owned(),
            "\"default\"".to_owned(),
            home.path(".aws/credentials").display().to_string(),
            home.path(".aws/config").display().to_string(),
            home.path(S3CFG).display().to_string(),
        ] {
            assert!(error.contains(&place), "{place} in {error}");
        }
    }
}

#[test]
fn without_home_there_are_no_files() {
    for home in ["", "/dev/null"] {
        let home = everywhere().set(HOME, home);
        assert_eq!(home.load().access_key, "ENV");
        let home = home.set("AWS_ACCESS_KEY_ID", "");
        let home = home.set("AWS_SECRET_ACCESS_KEY", "");
        assert!(home.error().starts_with("no keys found"));
        assert!(home.profile_error("work").contains("no profile \"work\""));
    }
}

/// Python's `expanduser`, with which botocore finds its files, does not read `HOME` on Windows. s3cmd has its file where
/// Windows keeps the settings of applications.
#[cfg(windows)]
#[test]
fn windows_has_other_variables_for_the_folders() {
    let home = without_environment_keys();
    let folder = home.directory.path().to_str().unwrap().to_owned();
    let (drive, path) = folder.split_at(2);
    let other = home.file("settings/s3cmd.ini", format!("[default]\n{}", s3cmd_keys("APPDATA")));
    let other = other.set("APPDATA", format!("{folder}\\settings"));
    assert_eq!(other.look(None, true).unwrap().access_key, "APPDATA");
    let other = other.set("HOME", folder.as_str()).set(HOME, "");
    assert!(other.error().starts_with("no keys found"));
    let other = other.set("HOMEDRIVE", drive).set("HOMEPATH", path);
    assert_eq!(other.load().access_key, "DEFAULT");
    // s3cmd asks for USERPROFILE alone before it takes `.s3cfg` in the home directory.
    let other = other.file(".s3cfg", format!("[default]\n{}", s3cmd_keys("HOMEPATH")));
    assert_eq!(other.look(None, true).unwrap().access_key, "HOMEPATH");
}

#[cfg(windows)]
#[test]
fn the_null_device_of_windows_is_an_empty_file() {
    let home = Home::new().credentials(format!("[default]\n{}", aws_keys("A")));
    let home = home.config("[default]\nregion = eu-west-1\n").set("AWS_CONFIG_FILE", "nul");
    assert_eq!(home.load().region, None);
}

#[test]
fn a_missing_profile_is_an_error() {
    let home = without_environment_keys();
    let files =
        format!("{} and {}", home.path(".aws/credentials").display(), home.path(".aws/config").display());
    let expected = format!("there is no profile \"missing\" in {files}");
    assert_eq!(home.profile_error("missing"), expected);
    let home = home.set("AWS_PROFILE", "missing");
    assert_eq!(home.error(), expected);
    let home = home.environment_keys();
    assert_eq!(home.error(), expected);
    // AWS_PROFILE=default has to exist like any other profile.
    let home = Home::new().set("AWS_PROFILE", "default");
    assert!(home.error().starts_with("there is no profile \"default\""));
}

#[test]
fn with_s3cfg_first_no_profile_is_read() {
    let home = without_environment_keys().set("AWS_PROFILE", "missing").config("not a settings file");
    assert_eq!(home.look(None, true).unwrap().access_key, "S3CMD");
}

#[test]
fn a_named_profile_without_keys_is_an_error() {
    let home = everywhere().config("[profile bare]\nregion = eu-west-1\n");
    assert_eq!(
        home.profile_error("bare"),
        "profile \"bare\" has no keys: add aws_access_key_id and aws_secret_access_key to it"
    );
}

#[test]
fn the_default_profile_may_have_no_keys() {
    let home =
        without_environment_keys().config("[profile bare]\nregion = eu-west-1\n").set("AWS_PROFILE", "bare");
    let settings = home.load();
    assert_eq!(settings.access_key, "S3CMD");
    assert_eq!(settings.region.as_deref(), Some("us-east-1"));
}

#[test]
fn variables_name_other_files() {
    let home = without_environment_keys()
        .file("a/keys", format!("[default]\n{}", aws_keys("ELSEWHERE")))
        .file("a/settings", "[default]\nregion = eu-north-1\n")
        .file("a/s3", format!("[default]\n{}", s3cmd_keys("S3ELSEWHERE")))
        .set("AWS_SHARED_CREDENTIALS_FILE", "~/a/keys");
    let settings = home.path("a/settings");
    let home = home.set("AWS_CONFIG_FILE", settings).set("S3CMD_CONFIG", "~/a/s3");
    assert_eq!(home.load().access_key, "ELSEWHERE");
    assert_eq!(home.load().region.as_deref(), Some("eu-north-1"));
    assert_eq!(home.look(None, true).unwrap().access_key, "S3ELSEWHERE");
}

#[test]
fn a_file_named_by_a_variable_may_be_missing_only_for_aws() {
    let home = without_environment_keys()
        .set("AWS_SHARED_CREDENTIALS_FILE", "~/none")
        .set("AWS_CONFIG_FILE", "~/none");
    assert_eq!(home.load().access_key, "S3CMD");
    let home = home.set("S3CMD_CONFIG", "~/no-s3cfg");
    assert_eq!(
        home.error(),
        format!("S3CMD_CONFIG names a file that does not exist: {}", home.path("no-s3cfg").display())
    );
}

#[test]
fn the_expiration_of_the_environments_keys_is_an_rfc_3339_time() {
    let variable = "AWS_CREDENTIAL_EXPIRATION";
    // The last one has the format of botocore's `isoformat()`.
    for text in [
        "2024-02-29T12:00:00Z",
        "2024-02-29T14:00:00+02:00",
        "2024-02-29T12:00:00.75Z",
        "2024-02-29T12:00:00+00:00",
    ] {
        let home = Home::new().environment_keys().set(variable, text);
        assert_eq!(home.load().credentials_expire_at, Some(1_709_208_000));
    }
    for text in ["HIDDEN", "1709208000", "2024-02-30T12:00:00Z"] {
        let home = Home::new().environment_keys().set(variable, text);
        assert_eq!(home.error(), "AWS_CREDENTIAL_EXPIRATION must be an RFC 3339 time");
    }
}

#[test]
fn the_expiration_applies_to_the_environments_keys_only() {
    let home = without_environment_keys().set("AWS_CREDENTIAL_EXPIRATION", "2024-02-29T12:00:00Z");
    assert_eq!(home.load().credentials_expire_at, None);
    assert_eq!(home.look(None, true).unwrap().credentials_expire_at, None);
    assert_eq!(home.profile("work").credentials_expire_at, None);
    let home = home.environment_keys().set("AWS_CREDENTIAL_EXPIRATION", "");
    assert_eq!(home.load().credentials_expire_at, None);
}
