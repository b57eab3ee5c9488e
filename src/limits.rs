//! Every limit in one place, with its unit and where it comes from.

/// 9999-12-31T23:59:59Z in Unix seconds: the last second that a four-digit year can express.
pub const MAX_TIME: i64 = 253_402_300_799;

/// Maximum length of a key in bytes of UTF-8. No known storage accepts a longer key.
pub const MAX_KEY_BYTES: usize = 1024;

/// Maximum lifetime that storages accept for a Signature Version 4 link: 604 800 seconds (seven days).
pub const MAX_EXPIRES_IN: i64 = 604_800;

/// Maximum number of a part of a multipart upload: S3's limit for the parts of an object. The first has number 1.
pub const MAX_PART_NUMBER: i64 = 10_000;

/// Default lifetime of a link, in seconds.
pub const DEFAULT_EXPIRES_IN: i64 = 3600;

/// Maximum length of a DNS name, in bytes (RFC 1035).
pub(crate) const MAX_HOST_BYTES: usize = 253;

/// Maximum length of a region in bytes, as for a signer.
pub(crate) const MAX_REGION_BYTES: usize = 64;

/// Maximum length of a URL, in bytes.
pub(crate) const MAX_URL_BYTES: usize = 16 * 1024;

/// Default clock skew in seconds: AWS's fifteen minutes.
pub(crate) const CLOCK_SKEW: i64 = 900;

/// Maximum length of a storage's error response, in bytes. It contains a canonical request and a string to sign, each
/// about as long as the request.
pub const MAX_RESPONSE_BYTES: usize = 1024 * 1024;

/// Maximum length of a playlist in bytes. A day of one-second segments with a timestamp each takes about 7 MiB, and the
/// signed playlist is several times as long.
pub const MAX_PLAYLIST_BYTES: usize = 16 * 1024 * 1024;

/// Maximum length in bytes of a reference in a playlist, and of the value of a variable, once variables are replaced. The
/// longest key takes three bytes for each of its own; the rest is for `..` segments and the fragment.
pub(crate) const MAX_REFERENCE_BYTES: usize = 8 * MAX_KEY_BYTES;

/// Maximum number of URIs in a playlist that are replaced, which bounds the memory for the signed one.
pub(crate) const MAX_PLAYLIST_URIS: usize = 200_000;

/// Maximum number of variables in a playlist. Values can contain values, so that a short line can define a long one.
pub(crate) const MAX_VARIABLES: usize = 1000;
