//! Text from arguments, variables, files, URLs and error responses cannot control the terminal or forge lines.

use crate::runner::{HOME, Outcome, Presign, SIGN_AT, URI};

/// Colour, a C1 control sequence, characters that change the direction of text, and a line of its own.
const HOSTILE: &str = "a\u{1b}[31m\u{9b}2J\u{202e}\u{2067}\u{61c}\u{2028}\u{7f}\r\nFORGED";

const HOST: [&str; 4] = ["--endpoint-url", "https://h.example", "--sign-at", SIGN_AT];

fn is_interpreted(character: char) -> bool {
    character.is_control() || "\u{202e}\u{2067}\u{61c}\u{2028}".contains(character)
}

/// Checks that neither stream contains a character that a terminal interprets, or a line from inside a value.
fn check(outcome: &Outcome) {
    for text in [&outcome.stdout, &outcome.stderr] {
        assert!(!text.contains(|character| character != '\n' && is_interpreted(character)), "{outcome:?}");
        assert!(!text.lines().any(|line| line.starts_with("FORGED")), "{outcome:?}");
    }
    assert!(!outcome.stderr.contains("panicked"), "{outcome:?}");
}

/// Tests every option, one at a time. `X` is replaced by the value.
#[test]
fn arguments_are_escaped_in_every_message() {
    let link = "https://h.example/b/k?X";
    for words in [
        &["X"][..],
        &["--X"],
        &["-X"],
        &["--expires-in=X", URI],
        &["s3://X"],
        &["s3://X/k"],
        &["s3://b/X"],
        &["s3://b/X", "--json"],
        &["s3://b/X", "--v2", "--json"],
        &[URI, "X"],
        &[URI, "--X"],
        &[URI, "--X=X"],
        &[URI, "--expires-iX"],
        &[URI, "--v2=X"],
        &[URI, "--expires-in", "X"],
        &[URI, "--expires-at", "X"],
        &[URI, "--stable-for", "X"],
        &[URI, "--max-expires-in", "X"],
        &[URI, "--method", "X"],
        &[URI, "--header", "X"],
        &[URI, "--header", "X: 1"],
        &[URI, "--query", "X"],
        &[URI, "--query", "X=X", "--json"],
        &[URI, "--region", "X"],
        &[URI, "--addressing-style", "X"],
        &[URI, "--profile", "X"],
        &["signurl", "X", "+60"],
        &["signurl", URI, "X"],
        &["batch", "X"],
        &["batch", "s3://b/X", "-", "--v2"],
        &["batch", "s3://b", "X"],
        &["batch", "s3://b", "-", "X"],
        &["batch", "s3://b", "-", "-o", "X/X"],
        &["batch", "s3://b", "-", "--threads", "X"],
        &["inspect", "X"],
        &["inspect", link],
        &["inspect", link, "--at", "X"],
        &["verify", link, "--header", "X: X"],
        &["verify", link, "--method", "X"],
        &["verify", link, "--require-header", "X"],
        &["verify", link, "--clock-skew", "X"],
        &["verify", link, "--region", "X", "--bucket", "X"],
        &["explain", link],
        &["explain", link, "--response", "X"],
        &["explain", link, "--profile", "X"],
        &["post", "s3://b/X"],
        &["post", "s3://b/X", "--format", "html"],
        &["post", "s3://b/X", "--format", "json"],
        &["post", URI, "--format", "X"],
        &["post", URI, "--field", "X=X"],
        &["post", URI, "--starts-with", "X"],
        &["post", URI, "--success-status", "X"],
        &["post", URI, "--success-redirect", "X"],
        &["post", URI, "--max-size", "X"],
        &["post", URI, "--file", "X"],
        &["playlist", "s3://b/X", "keys"],
        &["playlist", URI, "X"],
        &["playlist", URI, "--nested", "X"],
        &["policy", "s3://b/X*", "--allow-ip", "::1", "--explain"],
        &["policy", "s3://X/*", "--allow-ip", "::1", "--explain"],
        &["policy", "s3://b/*", "--allow-ip", "X"],
        &["policy", "s3://b/*", "--allow-ip", "::1", "--action", "X"],
        &["policy", "s3://b/*", "--allow-ip", "::1", "--region", "X"],
    ] {
        // Some checks refuse control characters first; the values without them reach the later checks.
        for value in [HOSTILE, "a\u{202e}\u{2067}\u{61c}\u{2028}b", "\u{9b}2J", "\u{1b}[31m", "a\nFORGED"] {
            let is_form = |word: &str| ["inspect", "verify", "explain", "policy"].contains(&word);
            let host: &[&str] = if is_form(words[0]) { &[] } else { &HOST };
            let words: Vec<_> = words.iter().chain(host).map(|word| word.replace('X', value)).collect();
            check(&Presign::new().run(&words));
        }
    }
    for value in ["\u{202e}", "\u{9b}2J"] {
        check(&Presign::new().run([URI, "--endpoint-url", &format!("https://h/{value}")]));
        check(&Presign::new().run([URI, "--endpoint-url", &format!("https://{value}")]));
    }
}

/// The program's name is the first argument, which the caller chooses.
#[cfg(unix)]
#[test]
fn the_programs_name_is_not_repeated() {
    use std::os::unix::process::CommandExt;
    for words in [&["--help"][..], &["batch"], &["post", "--help"], &["--bogus"]] {
        let output = Presign::new().command(words).arg0(format!("/{HOSTILE}")).output().unwrap();
        let outcome = Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        check(&outcome);
        assert!(!format!("{outcome:?}").contains("FORGED"), "{outcome:?}");
    }
}

#[test]
fn variables_are_escaped_in_every_message() {
    for (name, value) in [
        ("AWS_PROFILE", HOSTILE),
        ("AWS_REGION", HOSTILE),
        ("AWS_ENDPOINT_URL", HOSTILE),
        ("AWS_CREDENTIAL_EXPIRATION", HOSTILE),
        ("AWS_ACCESS_KEY_ID", HOSTILE),
        ("AWS_SHARED_CREDENTIALS_FILE", "/proc/self\n\u{202e}/\u{1b}[31m"),
        ("AWS_CONFIG_FILE", "/\u{1b}[31m\nFORGED"),
        ("S3CMD_CONFIG", "/\u{1b}[31m\nFORGED"),
        (HOME, "/\u{1b}[31m\nFORGED"),
    ] {
        check(&Presign::new().set(name, value).run([URI]));
        check(&Presign::bare().set(name, value).run([URI]));
        check(&Presign::bare().set(name, value).run(["signurl", URI, "+60"]));
    }
}

#[test]
fn text_from_files_and_standard_input_is_escaped() {
    // Messages about a file repeat only the names of profiles and sections.
    let name = HOSTILE.replace(['\r', '\n'], "");
    let config = format!("[profile \"{name}\"]\nrole_arn = x\n[default]\nservices = {name}\n");
    let presign = Presign::new().file(".aws/config", config);
    let outcome = presign.run(["--profile", &name, URI]);
    check(&outcome);
    assert!(outcome.refusal(1).contains("export-credentials --format env --profile NAME`"));
    let outcome = presign.run([URI]);
    check(&outcome);
    assert!(outcome.refusal(1).contains("there is no section [services a\\u{1b}[31m"));

    let mut batch =
        Presign::new().run_with(["batch", "s3://bkt", "--null"], format!("{HOSTILE}\0{HOSTILE}\r\0\0"));
    // Each URL ends in NUL because of --null.
    batch.stdout = batch.stdout.replace('\0', "\n");
    check(&batch);
    assert!(batch.failure(1).contains("line 3: the key is empty"));
    let xml = format!("<Error><Code>{HOSTILE}</Code><Message>{HOSTILE}</Message></Error>");
    let presign = Presign::new().file("answer", xml);
    let link = presign.link(["s3://b/k", "--endpoint-url", "https://h.example", "--sign-at", SIGN_AT]);
    check(&presign.run(["explain", &link, "--response", "answer"]));
    check(&Presign::new().run_with(["inspect", "-"], format!("https://h/{HOSTILE}")));
    check(&Presign::new().run_with(["verify", "-"], format!("https://h/{HOSTILE}?X-Amz-Date={HOSTILE}")));
}

/// The warning repeats the path of the file with the keys.
#[cfg(unix)]
#[test]
fn the_keys_source_is_escaped_in_a_warning() {
    let link = Presign::new().link([URI, "--endpoint-url", "https://h.example"]);
    let keys = "[default]\naws_access_key_id = OTHER\naws_secret_access_key = x\n";
    let file = "\u{1b}[31m\nFORGED\u{202e}";
    let presign = Presign::bare().file(file, keys);
    let path = presign.path(file);
    let outcome = presign.set("AWS_SHARED_CREDENTIALS_FILE", path).run(["explain", &link]);
    check(&outcome);
    assert!(outcome.stderr.contains(r"\u{1b}[31m\nFORGED\u{202e}"), "{outcome:?}");
}

/// A key may contain any character. A command to paste into a shell cannot contain all of them; HTML and JSON can.
#[test]
fn a_form_escapes_characters_or_refuses_them_for_curl() {
    let words = |format| [&["post", "s3://b/x\u{202e}y", "--format", format], &HOST[..]].concat();
    let presign = Presign::new();
    let message = presign.run(words("curl")).refusal(1);
    assert!(message.contains("the field key contains a control character or one that changes"), "{message}");
    assert!(presign.run(words("html")).stdout.contains("value=\"x&#x202e;y\""));
    let json: serde_json::Value = serde_json::from_str(&presign.link(words("json"))).unwrap();
    assert_eq!(json["fields"]["key"], "x\u{202e}y");
    let file = ["post", URI, "--file", "x\u{202e}gpj.exe", "--endpoint-url", "h.example"];
    assert!(presign.run(file).refusal(1).contains("the file name contains a control character or one"));
}
