//! Malformed and unreadable files are refused, and no message contains a secret.

use super::{Home, S3CFG, SECRET, TOKEN, aws_keys, message, not_unicode, s3cmd_keys};

/// Malformed files, the number of the line that is wrong, and a part of the message.
const MALFORMED: [(&str, u32, &str); 15] = [
    ("[default]\nHIDDEN\n", 2, "neither a section header"),
    ("# x\n\n[HIDDEN\n", 3, "header without `]`"),
    ("[default] HIDDEN\n", 1, "text after a section header"),
    ("[default]HIDDEN]\n", 1, "text after a section header"),
    ("# x\nsecret = HIDDEN\n[default]\n", 2, "before the first section header"),
    ("[default]\na = b\n;c\n= HIDDEN\n", 4, "without a name before `=`"),
    ("[default]\n\n# x\na = b\n[HIDDEN", 5, "header without `]`"),
    ("[default]\naws_access_key_id = b\n  HIDDEN = x\n", 3, "an indented line below"),
    (
        "[default]\nregion = b\n  HIDDEN = x\n  HIDDEN\naws_access_key_id = a\naws_secret_access_key = b",
        3,
        "an indented",
    ),
    ("[default]\ns3 =\n\n  HIDDEN\n", 4, "the indented line is not a setting"),
    ("[default]\ns3 =\n  HIDDEN: x\n", 3, "the indented line is not a setting"),
    ("[default]\ns3 =\n  = HIDDEN\n", 3, "without a name before `=`"),
    ("[a]\n[default]\n[a]\n", 3, "this section is given twice"),
    ("[a]\nx = 1\n;\nX = HIDDEN\n", 4, "this setting is given twice"),
    ("[a]\ns3 =\n x = 1\n x = HIDDEN\n", 4, "this setting is given twice"),
];

fn check(home: &Home, name: &str, line: u32, problem: &str) {
    let error = message(home.look(None, name == S3CFG));
    let place = format!("{}:{line}: ", home.path(name).display());
    assert!(error.starts_with(&place), "{error:?}, not {place:?}");
    assert!(error.contains(problem), "{error:?}, not {problem:?}");
}

#[test]
fn malformed_lines_are_named_by_number() {
    for (content, line, problem) in MALFORMED {
        for name in [".aws/credentials", ".aws/config"] {
            for end in ["\n", "\r\n", "\r"] {
                let home = Home::new().file(name, content.replace('\n', end));
                check(&home, name, line, problem);
            }
        }
    }
}

#[test]
fn a_broken_config_file_is_an_error_for_the_environments_keys_too() {
    let home = Home::new().config("HIDDEN").environment_keys();
    check(&home, ".aws/config", 1, "neither");
}

#[test]
fn files_must_be_utf8() {
    for name in [".aws/credentials", ".aws/config", S3CFG] {
        let content = [b"[default]\r\n# x\r\nHIDDEN = ".as_slice(), b"\xff\n", b"x\n"].concat();
        check(&Home::new().file(name, content), name, 3, "not UTF-8");
        // "größe" in Latin-1, and a whole file in either UTF-16.
        let latin1 = b"[default]\n# gr\xf6\xdfe\n".as_slice();
        check(&Home::new().file(name, latin1), name, 2, "not UTF-8: save the file as UTF-8");
        for utf16 in [b"\xff\xfe[\0d\0".as_slice(), b"\xfe\xff\0[\0d"] {
            check(&Home::new().file(name, utf16), name, 1, "not UTF-8 but UTF-16");
        }
    }
}

/// A NUL character shows that the file is UTF-16 or no text at all.
#[test]
fn files_must_not_contain_a_nul_character() {
    for name in [".aws/credentials", ".aws/config", S3CFG] {
        for content in ["[default]\n\0\n", "[default]\n# \0", "[default]\nsecret_key = HIDDEN\0\n"] {
            check(&Home::new().file(name, content), name, 2, "a NUL character");
        }
    }
}

#[test]
fn a_file_of_more_than_1_mib_is_refused() {
    let padding = "#".repeat(1 << 20);
    let home = Home::new().credentials(format!("[default]\n{}{padding}", aws_keys("A")));
    let place = home.path(".aws/credentials");
    assert_eq!(
        home.error(),
        format!("cannot read {}: it is larger than 1 MiB, the limit for a settings file", place.display())
    );
    let keys = format!("[default]\n{}", aws_keys("A"));
    let padding = "#".repeat((1 << 20) - keys.len());
    assert_eq!(Home::new().credentials(keys + &padding).load().access_key, "A");
}

#[test]
fn variables_must_be_utf8() {
    for variable in [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SECURITY_TOKEN",
        "AWS_SESSION_TOKEN",
        "AWS_DEFAULT_PROFILE",
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL_S3",
        "AWS_ENDPOINT_URL",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    ] {
        let home = Home::new().environment_keys().set(variable, not_unicode());
        assert_eq!(home.error(), format!("{variable} must be UTF-8"));
    }
}

#[cfg(unix)]
#[test]
fn paths_need_not_be_utf8() {
    let home = Home::new();
    let path = home.path("keys").with_file_name(not_unicode());
    std::fs::write(&path, format!("[default]\n{}", aws_keys("A"))).unwrap();
    let home = home.set("AWS_SHARED_CREDENTIALS_FILE", path);
    assert_eq!(home.load().access_key, "A");
}

#[test]
fn debug_shows_no_secret() {
    let home = Home::new()
        .environment_keys()
        .set("AWS_SESSION_TOKEN", TOKEN)
        .set("AWS_ENDPOINT_URL", "https://user:HIDDEN@host")
        .s3cfg(format!("[default]\n{}", s3cmd_keys("A")));
    let settings = home.load();
    assert_eq!(*settings.secret_key, SECRET);
    let debug = format!("{settings:?}");
    assert!(debug.contains("ENV"));
    for secret in [SECRET, TOKEN, "s3/cr+t", "t;o", "HIDDEN"] {
        assert!(!debug.contains(secret), "{debug}");
    }
}
