//! Errors of requests for a URL, a form or a policy.
//!
//! Every message names the input, its value and the limit. No variant stores values that may be secret (keys, tokens,
//! values of headers, user-info in an endpoint), so no message and no `Debug` can show them.

mod batch;
mod kind;

use std::fmt;

pub use batch::BatchError;
pub use kind::ErrorKind;

/// Says why no URL was made. Nothing has been written when an error is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The access key, the secret key or the session token breaks a rule. The value is not shown.
    #[error("{name} {rule}")]
    Credentials {
        /// `access key`, `secret key` or `session token`.
        name: &'static str,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The region breaks a rule, or names a partition whose hosts are not known here.
    #[error("region {region} {rule}")]
    Region {
        /// The region as given, quoted.
        region: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The endpoint is an AWS host of a region other than the requested one.
    #[error("region {region} does not match the endpoint, which belongs to region {endpoint_region}")]
    RegionMismatch {
        /// The region as given, quoted.
        region: String,
        /// The region in the endpoint's host, quoted.
        endpoint_region: String,
    },

    /// The endpoint cannot be read or used.
    #[error("endpoint {endpoint} {rule}")]
    Endpoint {
        /// The endpoint as given, quoted; `(not shown)` if it may contain user-info.
        endpoint: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A name that is not one of the addressing styles or signature versions.
    #[error("{name} must be one of {allowed}, got {value}")]
    Choice {
        /// The setting.
        name: &'static str,
        /// The allowed names, with commas between them.
        allowed: String,
        /// The value as given, quoted.
        value: String,
    },

    /// The bucket's name breaks a rule, or does not suit the addressing style.
    #[error("bucket {bucket} {rule}")]
    Bucket {
        /// The bucket as given, quoted.
        bucket: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A template was requested with a key in its request.
    #[error("a template leaves the key open: its request must have an empty key")]
    KeyInTemplate,

    /// The key is empty, but the request addresses an object.
    #[error("the key is empty: a link to an object needs a key")]
    KeyEmpty,

    /// The key is longer than any known storage accepts.
    #[error("the key is {bytes} bytes long, but the limit is {limit} bytes", limit = crate::MAX_KEY_BYTES)]
    KeyTooLong {
        /// The key's length in bytes of UTF-8.
        bytes: usize,
    },

    /// A key given as bytes is not text.
    #[error("the key is not valid UTF-8")]
    KeyNotText,

    /// A key of a batch is an `s3://` URI, where the bucket is given already.
    #[error("the key begins with s3://: give the key alone, without s3://bucket/")]
    KeyIsUri,

    /// A key is not an `s3://` URI, where the keys name the bucket too.
    #[error("the key does not begin with s3://: give s3://bucket/key, or the bucket")]
    KeyNotUri,

    /// A column has another number of rows than the keys.
    #[error("the column of {column} has {length} rows, but there are {rows} keys")]
    ColumnLength {
        /// What the column contains.
        column: String,
        /// The length of the column.
        length: usize,
        /// The number of keys.
        rows: usize,
    },

    /// The method is not 1 to 32 upper-case letters.
    #[error("method {method} must be 1 to 32 upper-case letters A-Z")]
    Method {
        /// The method as given, quoted.
        method: String,
    },

    /// A query parameter cannot be signed, or is one of the signature's own.
    #[error("query parameter {name} {rule}")]
    Query {
        /// The parameter's name, quoted.
        name: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The name for a downloaded file cannot be sent in a header.
    #[error("filename {rule}")]
    Filename {
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A header cannot be signed. Its value is not shown.
    #[error("header {name} {rule}")]
    Header {
        /// The header's name, quoted.
        name: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A timestamp is outside the years 1970 to 9999.
    #[error("{name} must be a Unix time from 0 to {limit} seconds, got {value}", limit = crate::MAX_TIME)]
    Time {
        /// The name of the setting.
        name: &'static str,
        /// The value as given.
        value: i64,
    },

    /// A duration is zero or negative.
    #[error("{name} must be {}, got {value}", UpTo(*least, None))]
    TooShort {
        /// `max_expires_in`, `stable_for` or `clock_skew`.
        name: &'static str,
        /// The value as given.
        value: i64,
        /// The minimum.
        least: i64,
    },

    /// A lifetime is zero, negative, or longer than the limit.
    #[error("expires_in must be {}, got {value}{}", UpTo(1, *limit), Window(*stable_for))]
    ExpiresIn {
        /// The lifetime as given, in seconds.
        value: i64,
        /// The window of `stable_for` in seconds, which is added to the lifetime; 0 when off.
        stable_for: i64,
        /// The maximum lifetime in seconds; `None` if the signature version has none.
        limit: Option<i64>,
    },

    /// The expiry is further from the signing time than the maximum lifetime.
    #[error(
        "expires_at ({expires_at}) is {} seconds after the signing time, but the limit is {limit} seconds: \
         give {} or an earlier time{}",
        expires_at - signed_at, signed_at.saturating_add(*limit), version_4_hint(*version_4)
    )]
    ExpiresAtTooFar {
        /// The expiry as given, in Unix seconds.
        expires_at: i64,
        /// The signing time in the link, in Unix seconds.
        signed_at: i64,
        /// The maximum lifetime in seconds.
        limit: i64,
        /// Whether the limit is Signature Version 4's own.
        version_4: bool,
    },

    /// The expiry is not later than the signing time.
    #[error("expires_at ({expires_at}) is not later than the signing time ({sign_at}): give a later time")]
    ExpiresAtPast {
        /// The expiry as given, in Unix seconds.
        expires_at: i64,
        /// The signing time before any rounding, in Unix seconds.
        sign_at: i64,
    },

    /// The expiry would be after 9999-12-31T23:59:59Z.
    #[error("expires_in {value} gives an expiry after the year 9999: give a shorter lifetime")]
    ExpiresAtOutOfRange {
        /// The lifetime as given, in seconds.
        value: i64,
    },

    /// The link would expire later than the credentials that sign it, and is unusable once they expire.
    #[error(
        "the link would expire at {expires_at}, later than its credentials ({credentials_expire_at}): \
         give a shorter lifetime"
    )]
    CredentialsExpire {
        /// The expiry of the link, in Unix seconds.
        expires_at: i64,
        /// The expiry of the credentials, in Unix seconds.
        credentials_expire_at: i64,
    },

    /// Both a lifetime and an expiry were given.
    #[error("expires_in and expires_at were both given: give only one of them")]
    BothEnds,

    /// Signature Version 2 on AWS, in a region that never accepted it.
    #[error(
        "AWS accepts signature version 2 only in its eight oldest regions, and region {region} is not one of \
         them: use version 4"
    )]
    Version2OnAws {
        /// The region, quoted.
        region: String,
    },

    /// There is not enough memory for the links.
    #[error("there is not enough memory for the links")]
    Memory,
    /// A field of a POST form breaks a rule. Its value is not shown.
    #[error("field {name} {rule}")]
    Field {
        /// The field's name, quoted.
        name: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A condition of a POST form breaks a rule, or this form cannot meet it. Its value is not shown.
    #[error("the condition on {name} {rule}")]
    Condition {
        /// The name of the field that it applies to, quoted.
        name: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The minimum size is larger than the maximum size, so no file can meet the condition.
    #[error("min_size ({min}) is larger than max_size ({max}), in bytes")]
    Sizes {
        /// The minimum size as given, in bytes.
        min: u64,
        /// The maximum size as given, in bytes.
        max: u64,
    },

    /// An address or a network of an access policy cannot be read, or has bits set after its prefix.
    #[error("allowed address {address} {rule}")]
    Address {
        /// The address as given, quoted.
        address: String,
        /// The rule that it breaks.
        rule: String,
    },

    /// An access policy without any allowed address.
    #[error(
        "the policy allows no address and would refuse every client: give at least one address or network"
    )]
    NoAddress,

    /// An action of an access policy does not apply to objects.
    #[error("action {action} {rule}")]
    Action {
        /// The action as given, quoted.
        action: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The pattern of keys of an access policy breaks a rule.
    #[error("the pattern {pattern} {rule}")]
    Pattern {
        /// The pattern of keys as given, quoted.
        pattern: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The system clock is outside the years 1970 to 9999.
    #[error("the system clock is outside the years 1970 to 9999: set the clock")]
    Clock,
}

/// A range of seconds, written into a message without memory of its own.
struct UpTo(i64, Option<i64>);

impl fmt::Display for UpTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(least, Some(limit)) => write!(f, "{least} to {limit} seconds"),
            Self(1, None) => f.write_str("1 second or more"),
            Self(least, None) => write!(f, "{least} seconds or more"),
        }
    }
}

/// The window of `stable_for`; nothing when it is off.
struct Window(i64);

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            seconds => write!(f, " (plus {seconds} seconds of stable_for)"),
        }
    }
}

fn version_4_hint(version_4: bool) -> &'static str {
    if version_4 { "; signature version 2 has no such limit" } else { "" }
}

/// Formats a value of the caller for a message: quoted, control characters escaped, cut to 80 characters.
pub(crate) fn quoted(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        None => format!("{value:?}"),
        Some((end, _)) => {
            format!("{:?}... ({} bytes)", value.get(..end).unwrap_or_default(), value.len())
        }
    }
}
