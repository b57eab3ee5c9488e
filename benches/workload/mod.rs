//! What every bench signs: a thousand keys of 50 bytes, as a photo service would have them.

#![allow(dead_code, reason = "each bench uses its own part")]

pub mod batch;
pub mod limit;
pub mod ours;

pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
pub const BUCKET: &str = "example-bucket";
/// The host that a link to the bucket has in virtual-host style.
pub const HOST: &str = "example-bucket.s3.us-east-1.amazonaws.com";
/// 2026-11-22T00:00:00Z in Unix seconds.
pub const SIGN_AT: i64 = 1_795_305_600;
/// A link's lifetime in seconds.
pub const EXPIRES_IN: i64 = 3600;

/// One link's canonical request is 311 bytes long: with its padding exactly five blocks of SHA-256.
pub fn key(number: usize) -> String {
    format!("photos/2026/11/22/user-{number:08}/image-{number:08}.jpg")
}

pub fn keys() -> Vec<String> {
    (0..1000).map(key).collect()
}
