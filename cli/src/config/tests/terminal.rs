//! No message contains a character that a terminal interprets, and a command in a message can be pasted into a shell.

use super::{Home, aws_keys};

/// Colour, DEL, a C1 control sequence, and characters that change the direction of text.
const HOSTILE: &str = "a\u{1b}[31mb\u{9b}2Jc\u{202e}d\u{2066}e\u{200f}f\u{7f}g";

fn check(message: &str, says: &[&str]) {
    let interpreted =
        |character: char| character.is_control() || "\u{202e}\u{2066}\u{200f}".contains(character);
    assert!(!message.contains(interpreted), "{message:?}");
    for part in says {
        assert!(message.contains(part), "{message:?} does not say {part:?}");
    }
}

/// Returns the command between the message's backticks.
#[cfg(unix)]
fn command(message: &str) -> &str {
    let begin = message.find("`aws ").unwrap() + 1;
    &message[begin..message.rfind('`').unwrap()]
}

#[cfg(unix)]
#[test]
fn the_command_that_exports_a_profiles_keys_can_be_pasted() {
    for name in [
        "default",
        "two words",
        "$(touch pasted)",
        "`touch pasted`",
        "a; touch pasted",
        "a|b&c>pasted",
        "it's",
        "\"quoted\"",
        "back\\slash",
        "~",
        "*",
        "!!",
        "#x",
        "-x",
        "--endpoint-url=https://example.com",
        "ä\u{1f600}",
    ] {
        let home = Home::new().credentials(format!("[{name}]\nrole_arn = HIDDEN\n"));
        let message = home.profile_error(name);
        // A shell function in place of the program prints each of its arguments.
        let script = format!("aws() {{ printf '%s\\n' \"$@\"; }}; {}", command(&message));
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(&script)
            .current_dir(home.path(""))
            .output()
            .unwrap();
        let words = String::from_utf8(output.stdout).unwrap();
        let profile =
            if name.starts_with('-') { format!("--profile={name}") } else { format!("--profile\n{name}") };
        assert_eq!(words, format!("configure\nexport-credentials\n--format\nenv\n{profile}\n"), "{message}");
        assert!(!home.path("pasted").exists(), "{message}");
    }
}

/// Quotes do not keep a terminal from interpreting a control character, so the user has to type the name.
#[test]
fn a_command_never_contains_a_control_character() {
    let home = Home::new().credentials(format!("[{HOSTILE}]\nrole_arn = x\n"));
    let message = home.profile_error(HOSTILE);
    check(
        &message,
        &["--profile NAME` with NAME replaced by the profile's name", r#"profile "a\u{1b}[31mb"#],
    );
}

#[test]
fn profiles_and_sections_are_escaped() {
    let home = Home::new().credentials(format!("[{HOSTILE}]\nregion = x\n"));
    check(&home.profile_error(HOSTILE), &["has no keys"]);
    check(&Home::new().profile_error(HOSTILE), &["there is no profile"]);
    let home = Home::new().config(format!("[{HOSTILE}]\nregion = x\n"));
    check(&home.profile_error(HOSTILE), &["there is no profile", "write [profile "]);
    check(&Home::new().set("AWS_PROFILE", HOSTILE).error(), &["there is no profile"]);
    let home = Home::new().credentials(format!("[{HOSTILE}]\naws_access_key_id = HIDDEN\n"));
    check(&home.profile_error(HOSTILE), &["incomplete keys in profile"]);
    let home = Home::new()
        .credentials(format!("[default]\n{}", aws_keys("A")))
        .config(format!("[default]\nservices = {HOSTILE}\n"));
    check(&home.error(), &[r"there is no section [services a\u{1b}[31mb\u{9b}2Jc\u{202e}d"]);
}

/// Windows has no such paths.
#[cfg(unix)]
#[test]
fn paths_are_escaped() {
    use super::{HOME, message};

    let home = || {
        let home = Home::new();
        let folder = home.path(&format!("{HOSTILE}\n"));
        home.set(HOME, folder)
    };
    let name = |file: &str| format!("{HOSTILE}\n/{file}");
    let shown = r"a\u{1b}[31mb\u{9b}2Jc\u{202e}d\u{2066}e\u{200f}f\u{7f}g\n/";
    check(
        &home().error(),
        &["no keys found", &format!("{shown}.aws/credentials"), &format!("{shown}.s3cfg")],
    );
    check(&home().profile_error("x"), &["there is no profile", &format!("{shown}.aws/config")]);
    check(&home().set("S3CMD_CONFIG", format!("/nowhere/{HOSTILE}\n")).error(), &["S3CMD_CONFIG names"]);
    for (file, s3cfg_first) in [(".aws/credentials", false), (".aws/config", false), (".s3cfg", true)] {
        for (content, problem) in [
            ("HIDDEN\0\n", ":1: the line contains a NUL"),
            ("[default]\naws_access_key_id = HIDDEN\naccess_key = HIDDEN\n", "incomplete keys in"),
            (
                "[default]\naws_access_key_id = A\naws_secret_access_key = b\naccess_key = A\nsecret_key = b\n\
                 use_https = HIDDEN\ns3 =\n  addressing_style = HIDDEN\n",
                " must be ",
            ),
        ] {
            let home = home().file(&name(file), content);
            check(&message(home.look(None, s3cfg_first)), &[problem, &format!("{shown}{file}")]);
        }
        let home = home().file(&name(&format!("{file}/x")), "");
        check(&message(home.look(None, s3cfg_first)), &["cannot read", &format!("{shown}{file}")]);
        let keys = "[default]\naws_access_key_id = A\naws_secret_access_key = b\n";
        let source = home.file(&name(".aws/other"), keys);
        let other = source.path(&name(".aws/other"));
        let source = source.set("AWS_SHARED_CREDENTIALS_FILE", other).set("AWS_CONFIG_FILE", "/dev/null");
        check(&source.load().source, &[&format!("{shown}.aws/other")]);
    }
}
