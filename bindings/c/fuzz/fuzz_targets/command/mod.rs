//! Runs the command `presign batch` in this process, with the keys of AWS's examples.

use std::io::Cursor;
use std::sync::Once;

use crate::naive::{Addressing, Case};

pub const SIGN_AT: i64 = 1_369_353_600;
const ENDPOINT: &str = "https://storage.example:9000/base";
const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The default of `--expires-in`.
const LIFETIME: i64 = 3600;

/// What a command printed, and its exit code.
pub struct Outcome {
    pub code: u8,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

/// Runs `presign batch` with these arguments and this standard input.
pub fn batch(args: &[&str], stdin: &[u8]) -> Outcome {
    static SETTINGS: Once = Once::new();
    SETTINGS.call_once(|| {
        let variables = [
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ];
        for (name, value) in variables {
            // SAFETY: no other thread runs yet.
            unsafe { std::env::set_var(name, value) };
        }
    });
    let sign_at = SIGN_AT.to_string();
    let options = [
        "--sign-at",
        &sign_at,
        "--endpoint-url",
        ENDPOINT,
        "--addressing-style",
        "path",
        "--region",
        "eu-west-1",
    ];
    let words = ["presign", "batch"].iter().chain(&options).chain(args).map(Into::into);
    let (mut stdout, mut stderr) = (vec![], vec![]);
    let code = presign_cli::run(words, Box::new(Cursor::new(stdin.to_vec())), &mut stdout, &mut stderr);
    let stderr = String::from_utf8(stderr).expect("messages are UTF-8");
    assert!(
        !stderr.contains(SECRET_KEY) || stdin.windows(8).any(|window| window == &SECRET_KEY.as_bytes()[..8])
    );
    assert!(!stderr.chars().any(|character| character.is_control() && character != '\n'), "{stderr:?}");
    assert_eq!(code == 0, stderr.is_empty(), "{stderr}");
    assert!(code < 2, "the command line is valid: {stderr}");
    Outcome { code, stdout, stderr }
}

/// Returns the request that the command signs for an object.
pub fn case(bucket: &str, key: &str) -> Case {
    Case {
        access_key: ACCESS_KEY.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
        session_token: None,
        region: "eu-west-1".to_owned(),
        endpoint: ENDPOINT.to_owned(),
        addressing: Addressing::Path,
        method: "GET".to_owned(),
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        query: vec![],
        headers: vec![],
        sign_at: SIGN_AT,
        lifetime: LIFETIME,
    }
}
