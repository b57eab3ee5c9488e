//! Reads arbitrary settings: `~/.aws/config`, `~/.aws/credentials`, `~/.s3cfg` and the environment's variables. The keys
//! that are found are written in one of them, no text shows the secret key, and a signer is made of them or refused.
//!
//! An input has parts that begin with a line of their own: `%config`, `%credentials`, `%s3cfg`, and `%environment` with
//! lines `NAME=value`. A line before them names the profile that is asked for.
#![no_main]

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStringExt as _;

use libfuzzer_sys::fuzz_target;
use presign_cli::config::{Lookup, Overrides, load};

/// A secret key that an input may have. Where it is nowhere but behind the name of its setting, no text may show it.
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SECRET_NAMES: [&str; 3] = ["aws_secret_access_key", "secret_key", "AWS_SECRET_ACCESS_KEY"];

const FILES: [(&str, &str); 3] = [
    ("%config", "AWS_CONFIG_FILE"),
    ("%credentials", "AWS_SHARED_CREDENTIALS_FILE"),
    ("%s3cfg", "S3CMD_CONFIG"),
];

thread_local! {
    static OPENED: [RefCell<File>; 3] = std::array::from_fn(|_| RefCell::new(file()));
}

/// Returns a file without a name, which is gone when the process ends. It is in memory: on a disk each input would wait.
fn file() -> File {
    tempfile::tempfile_in("/dev/shm").expect("a file in memory")
}

/// Returns the lines of a part, or `None` if the input lacks it.
fn part<'a>(data: &'a [u8], name: &str) -> Option<Vec<&'a [u8]>> {
    let mut lines = data.split(|byte| *byte == b'\n').skip_while(|line| *line != name.as_bytes());
    lines.next()?;
    Some(lines.take_while(|line| !line.starts_with(b"%")).collect())
}

/// Returns whether the secret key is in the input, and only as the value of its setting.
fn hides_secret(input: &str) -> bool {
    let is_value = |line: &str| {
        let line = line.trim();
        SECRET_NAMES.iter().any(|name| {
            let value = line.strip_prefix(name).map(|rest| rest.trim_start_matches([' ', '=']));
            value.is_some_and(|value| value.matches(SECRET).count() == line.matches(SECRET).count())
        })
    };
    let mut lines = input.lines().filter(|line| line.contains(SECRET)).peekable();
    lines.peek().is_some() && lines.all(is_value)
}

/// Returns whether a value is written in the input.
fn is_in(input: &[u8], value: &str) -> bool {
    value.is_empty() || input.windows(value.len()).any(|window| window == value.as_bytes())
}

fuzz_target!(|data: &[u8]| {
    let mut variables: HashMap<Vec<u8>, Vec<u8>> = HashMap::new();
    for line in part(data, "%environment").unwrap_or_default() {
        let mut halves = line.splitn(2, |byte| *byte == b'=');
        let mut half = || halves.next().unwrap_or_default().to_vec();
        variables.insert(half(), half());
    }
    // No file but the three is read, whatever the input says.
    variables.remove(b"HOME".as_slice());
    OPENED.with(|files| {
        for ((name, variable), file) in FILES.iter().zip(files) {
            let path = part(data, name).map(|lines| {
                let mut file = file.borrow_mut();
                file.rewind().and_then(|()| file.set_len(0)).expect("an empty file");
                file.write_all(&lines.join(&b'\n')).expect("a written file");
                format!("/proc/self/fd/{}", file.as_raw_fd())
            });
            variables
                .insert(variable.as_bytes().to_vec(), path.unwrap_or("/dev/null".to_owned()).into_bytes());
        }
    });
    let environment = |name: &str| Some(OsString::from_vec(variables.get(name.as_bytes())?.clone()));
    let first = data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let named = std::str::from_utf8(first).ok().filter(|name| !name.is_empty() && !name.starts_with('%'));
    // An error names the profile that is asked for, so a secret key in there is no secret.
    let hides_secret =
        !named.unwrap_or_default().contains(SECRET) && std::str::from_utf8(data).is_ok_and(hides_secret);
    let check_shown = |text: &str| {
        assert!(!text.is_empty() && !(hides_secret && text.contains(SECRET)), "{text}");
    };
    for (profile, s3cfg_first) in [(None, false), (None, true), (named, false)] {
        let lookup = Lookup { profile, s3cfg_first, environment: &environment };
        let settings = match load(&lookup) {
            Ok(settings) => settings,
            Err(error) => {
                check_shown(&error.to_string());
                check_shown(&format!("{error:?}"));
                continue;
            }
        };
        check_shown(&settings.source);
        check_shown(&format!("{settings:?}"));
        if let Some(misnamed) = &settings.misnamed {
            check_shown(misnamed);
        }
        let token = settings.session_token.as_ref().map_or("", |token| token.as_str());
        for value in [settings.access_key.as_str(), &settings.secret_key, token] {
            assert!(is_in(data, value));
        }
        assert!(!settings.access_key.is_empty() && !settings.secret_key.is_empty());
        if let Err(error) = settings.signer(&Overrides::default()) {
            check_shown(&error.to_string());
        }
    }
});
