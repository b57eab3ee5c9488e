//! Input of an attacker: text as long as a call reads it, with as many parts as have room in it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test or a bench may fail loudly")]

use presign::{Request, Signer, Version};

use crate::vectors::{ACCESS_KEY, SECRET_KEY, SIGN_AT};

/// What can be repeated in a URL.
pub const REPEATED: [&str; 6] = [
    "escapes in the path",
    "slashes in the path",
    "empty parameters",
    "equal parameters",
    "names of parameters",
    "names of signed headers",
];

pub fn signer(version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("https://h.example").version(version).build().unwrap()
}

/// Lists names that differ only in their last characters.
pub fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number:05}")).collect()
}

pub fn with_value(names: &[String]) -> Vec<(&str, &str)> {
    names.iter().map(|name| (name.as_str(), "v")).collect()
}

/// Returns a URL of nearly `bytes` bytes, which repeats something in its path, its query or its signed headers.
pub fn repeating(what: &str, bytes: usize) -> String {
    let url = signer(Version::V4).presign(&Request::get("b", "k").sign_at(SIGN_AT).expires_in(60)).unwrap();
    let free = bytes - url.len();
    let numbered = |prefix: &str| names(prefix, free / (prefix.len() + 5)).concat();
    let (before, repeated) = match what {
        "escapes in the path" => ("/b/", "%2f".repeat(free / 3)),
        "slashes in the path" => ("/b/", "/".repeat(free)),
        "empty parameters" => ("?", "&".repeat(free)),
        "equal parameters" => ("?", "a=b&".repeat(free / 4)),
        "names of parameters" => ("SignedHeaders=host", numbered("&X-Amz-")),
        "names of signed headers" => ("SignedHeaders=host", numbered("%3B")),
        _ => panic!("{what}"),
    };
    url.replacen(before, &format!("{before}{repeated}"), 1)
}

/// Returns the headers that the last kind of such a URL says are signed.
pub fn signed_headers(url: &str) -> Vec<String> {
    names("", url.matches("%3B").count())
}
