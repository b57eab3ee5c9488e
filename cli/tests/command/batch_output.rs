//! `-o` writes all URLs of a batch or none.

use std::fs;

use crate::runner::{Presign, SIGN_AT};

const GOOD: &str = "a\nb\n";
const BAD: &str = "a\nb\n\nc\n";

/// Returns the sorted names in the home directory.
fn names(presign: &Presign) -> Vec<String> {
    let entries = fs::read_dir(presign.home()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn words(output: &str) -> [&str; 8] {
    ["batch", "s3://bucket/", "--endpoint-url", "h", "--sign-at", SIGN_AT, "-o", output]
}

/// Returns the output without the option, from standard output.
fn links() -> String {
    let outcome = Presign::new().run_with(&words("-")[..6], GOOD);
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (Some(0), 2));
    outcome.stdout
}

#[test]
fn a_file_holds_what_standard_output_would() {
    let presign = Presign::new().file("folder/old", "old");
    let absolute = presign.path("absolute");
    for output in ["new", "./folder/new", "folder/old", absolute.to_str().unwrap()] {
        let outcome = presign.run_with(words(output), GOOD);
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""));
        assert_eq!(fs::read_to_string(presign.home().join(output)).unwrap(), links(), "{output}");
    }
    assert_eq!(names(&presign), ["absolute", "folder", "new"]);
}

#[test]
fn a_hyphen_names_standard_output() {
    for option in [&["-o", "-"][..], &["--output", "-"], &["--output=-"]] {
        let outcome = Presign::new().run_with(words("-")[..6].iter().chain(option), GOOD);
        assert_eq!((outcome.code, outcome.stdout), (Some(0), links()));
    }
}

/// An existing file is unchanged, a new one is not created, and no temporary file is left.
#[test]
fn a_failed_batch_leaves_the_directory_unchanged() {
    let presign = Presign::new().file("old", "old");
    for (output, list) in [("old", BAD), ("new", BAD), ("new", "\n"), ("old", "a\r\n")] {
        presign.run_with(words(output), list).refusal(1);
        assert_eq!(names(&presign), ["old"], "{output} {list:?}");
        assert_eq!(fs::read_to_string(presign.path("old")).unwrap(), "old");
    }
}

#[test]
fn an_empty_list_makes_an_empty_file() {
    let presign = Presign::new().file("old", "old");
    let outcome = presign.run_with(words("old"), "");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(presign.path("old")).unwrap(), "");
}

/// The output may replace the list, which has been read to its end by then.
#[test]
fn the_output_may_replace_the_list() {
    let presign = Presign::new().file("keys", GOOD);
    let words = words("keys");
    let outcome = presign.run(words[..2].iter().chain(&["keys"]).chain(&words[2..]));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(presign.path("keys")).unwrap(), links());
}

/// A private file must not become readable by others, because anyone who holds a URL can use it.
#[cfg(unix)]
#[test]
fn the_permissions_of_a_replaced_file_are_kept() {
    use std::os::unix::fs::PermissionsExt;

    let presign = Presign::new().file("old", "old");
    fs::set_permissions(presign.path("old"), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(presign.run_with(words("old"), GOOD).code, Some(0));
    assert_eq!(fs::metadata(presign.path("old")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(presign.path("old")).unwrap(), links());
}

/// A named pipe represents all devices here, so that a test that runs as root cannot replace a real one.
#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let presign = Presign::new();
    let pipe = presign.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (list, code) in [(GOOD, 0), (BAD, 1)] {
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        let outcome = presign.run_with(words("pipe"), list);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome:?}");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        // URLs before the failure have been written already.
        assert_eq!(reader.join().unwrap(), links());
        assert_eq!(names(&presign), ["pipe"]);
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_kept() {
    let presign = Presign::new().file("folder/old", "old");
    std::os::unix::fs::symlink("folder/old", presign.path("link")).unwrap();
    let outcome = presign.run_with(words("link"), GOOD);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(fs::symlink_metadata(presign.path("link")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(presign.path("folder/old")).unwrap(), links());
    assert_eq!(names(&presign), ["folder", "link"]);
}

#[test]
fn an_unwritable_path_is_refused() {
    let presign = Presign::new().file("file", "");
    fs::create_dir(presign.path("folder")).unwrap();
    for output in ["folder", "nowhere/links", "file/links"] {
        let message = presign.run_with(words(output), GOOD).refusal(1);
        assert!(message.contains("cannot write ") && message.contains(output), "{message}");
    }
    assert_eq!(names(&presign), ["file", "folder"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let presign = Presign::new().file("keys", GOOD);
    for words in [&["s3://bucket/key"][..], &["batch", "s3://bucket/", "keys"], &["--help"]] {
        let output = presign.command(words).stdout(full()).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?} {message}");
        assert!(message.starts_with("presign: cannot write "), "{message}");
    }
}
