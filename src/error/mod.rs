//! What can be wrong with a request for a link, a form or a policy.
//!
//! Every message names the thing, its value and the limit. Values that may be secret (keys, tokens, header values,
//! user-info in an endpoint) have no place in any variant, so no message and no `Debug` can show them.

mod batch;
mod kind;

pub use batch::BatchError;
pub use kind::ErrorKind;

/// Why no link was made. Nothing was written when one of these is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The access key, the secret key or the session token breaks a rule. The value is not shown.
    #[error("{name} {rule}")]
    Credentials {
        /// `access key`, `secret key` or `session token`.
        name: &'static str,
        /// What was expected.
        rule: &'static str,
    },

    /// The region breaks a rule, or names a partition whose hosts are not known here.
    #[error("region {region} {rule}")]
    Region {
        /// The region as given, quoted.
        region: String,
        /// What was expected.
        rule: &'static str,
    },

    /// The endpoint is an AWS host of another region than the one asked for.
    #[error("region {region} does not fit the endpoint, which belongs to region {endpoint_region}")]
    RegionMismatch {
        /// The region as given, quoted.
        region: String,
        /// The region in the endpoint's host, quoted.
        endpoint_region: String,
    },

    /// The endpoint cannot be read or used.
    #[error("endpoint {endpoint} {rule}")]
    Endpoint {
        /// The endpoint as given, quoted; `(not shown)` where it holds user-info.
        endpoint: String,
        /// What was expected.
        rule: &'static str,
    },

    /// A name that is none of the addressing styles or signature versions.
    #[error("{name} must be one of {allowed}, got {value}")]
    Choice {
        /// What was to be chosen.
        name: &'static str,
        /// The names that are known.
        allowed: &'static str,
        /// The value as given, quoted.
        value: String,
    },

    /// The bucket's name breaks a rule, or does not fit the addressing style.
    #[error("bucket {bucket} {rule}")]
    Bucket {
        /// The bucket as given, quoted.
        bucket: String,
        /// What was expected.
        rule: &'static str,
    },

    /// A template was asked for with a key in its request.
    #[error("a template leaves the key open: its request must have an empty key")]
    KeyInTemplate,

    /// The key is empty where an object is needed.
    #[error("the key is empty: a link to an object needs one")]
    KeyEmpty,

    /// The key is longer than any known storage takes.
    #[error("the key is {bytes} bytes long, the limit is {limit}", limit = crate::MAX_KEY_BYTES)]
    KeyTooLong {
        /// The key's length in bytes of UTF-8.
        bytes: usize,
    },

    /// A key that came as bytes is no text.
    #[error("the key is not UTF-8")]
    KeyNotText,

    /// The method is not 1 to 32 upper-case letters.
    #[error("method {method} must be 1 to 32 letters A-Z")]
    Method {
        /// The method as given, quoted.
        method: String,
    },

    /// A query parameter cannot be signed or is the signature's own.
    #[error("query parameter {name} {rule}")]
    Query {
        /// The parameter's name, quoted.
        name: String,
        /// What was expected.
        rule: &'static str,
    },

    /// A header cannot be signed. Its value is not shown.
    #[error("header {name} {rule}")]
    Header {
        /// The header's name, quoted.
        name: String,
        /// What was expected.
        rule: &'static str,
    },

    /// A moment lies outside the years 1970 to 9999.
    #[error("{name} must be 0..={limit} Unix seconds, got {value}", limit = crate::MAX_TIME)]
    Time {
        /// Which moment.
        name: &'static str,
        /// The value as given.
        value: i64,
    },

    /// A setting of no or negative length.
    #[error("{name} must be {}, got {value}", or_more(*least))]
    TooShort {
        /// `max_expires_in`, `stable_for` or `clock_skew`.
        name: &'static str,
        /// The value as given.
        value: i64,
        /// The least that is allowed.
        least: i64,
    },

    /// A life of no or negative length, or longer than the limit.
    #[error("expires_in must be {}, got {value}{}", up_to(*limit), window(*stable_for))]
    ExpiresIn {
        /// The life as given, seconds.
        value: i64,
        /// The window of `stable_for`, which is part of the life; 0 when off.
        stable_for: i64,
        /// The longest life, seconds; `None` where the signature version has none.
        limit: Option<i64>,
    },

    /// The end is further away than the signature can reach.
    #[error(
        "expires_at {expires_at} is {} seconds after the signing time, the limit is {limit}: \
         it reaches to {} at most{}",
        expires_at - signed_at, signed_at.saturating_add(*limit), version_4_hint(*version_4)
    )]
    ExpiresAtTooFar {
        /// The end as given, Unix seconds.
        expires_at: i64,
        /// The signing time in the link, Unix seconds.
        signed_at: i64,
        /// The longest life, seconds.
        limit: i64,
        /// Whether this is Signature Version 4's own limit.
        version_4: bool,
    },

    /// The end is not after the signing time: the link would be dead.
    #[error("expires_at {expires_at} is not after the signing time {sign_at}: the link would be dead")]
    ExpiresAtPast {
        /// The end as given, Unix seconds.
        expires_at: i64,
        /// The signing time before any rounding, Unix seconds.
        sign_at: i64,
    },

    /// The link would end after 9999-12-31T23:59:59Z.
    #[error("expires_in {value} ends after the year 9999")]
    EndOutOfRange {
        /// The life as given, seconds.
        value: i64,
    },

    /// The link would outlive the credentials it is signed with, and die with them.
    #[error(
        "the link would end at {expires_at}, after its credentials, which expire at {credentials_expire_at}"
    )]
    CredentialsExpire {
        /// The link's end, Unix seconds.
        expires_at: i64,
        /// The credentials' end, Unix seconds.
        credentials_expire_at: i64,
    },

    /// Both a life and an end were given.
    #[error("expires_in and expires_at were both given: give one")]
    BothEnds,

    /// Signature Version 2 on AWS, in a region that never took it.
    #[error(
        "AWS takes signature version 2 only in its eight oldest regions, region {region} is none of them"
    )]
    Version2OnAws {
        /// The region, quoted.
        region: String,
    },

    /// There is no room for so many links.
    #[error("the links need more memory than there is")]
    Memory,
    /// A POST form's field breaks a rule. Its value is not shown.
    #[error("field {name} {rule}")]
    Field {
        /// The field's name, quoted.
        name: String,
        /// What was expected.
        rule: &'static str,
    },

    /// A condition of a POST form breaks a rule, or no form that this one is can meet it. Its value is not shown.
    #[error("the condition on {name} {rule}")]
    Condition {
        /// The name of the field it is about, quoted.
        name: String,
        /// What was expected.
        rule: &'static str,
    },

    /// No file can be of a size between the two.
    #[error("min_size {min} is larger than max_size {max} (bytes)")]
    Sizes {
        /// The least size as given, bytes.
        min: u64,
        /// The largest size as given, bytes.
        max: u64,
    },

    /// An address or a network of an access policy cannot be read, or is not the network it seems to be.
    #[error("allowed address {address} {rule}")]
    Address {
        /// The address as given, quoted.
        address: String,
        /// What was expected.
        rule: String,
    },

    /// An access policy that allows no address at all.
    #[error("the policy allows no address: it would refuse everybody")]
    NoAddress,

    /// An action of an access policy is none that objects know.
    #[error("action {action} {rule}")]
    Action {
        /// The action as given, quoted.
        action: String,
        /// What was expected.
        rule: &'static str,
    },

    /// The objects that an access policy is about cannot be written down.
    #[error("the pattern {pattern} {rule}")]
    Pattern {
        /// The pattern of keys as given, quoted.
        pattern: String,
        /// What was expected.
        rule: &'static str,
    },

    /// The system's clock stands outside the years 1970 to 9999.
    #[error("the system clock stands outside the years 1970 to 9999")]
    Clock,
}

fn or_more(least: i64) -> String {
    format!("{least} second{} or more", if least == 1 { "" } else { "s" })
}

fn up_to(limit: Option<i64>) -> String {
    limit.map_or_else(|| or_more(1), |limit| format!("1..={limit} seconds"))
}

fn window(stable_for: i64) -> String {
    if stable_for == 0 { String::new() } else { format!(" (and stable_for adds {stable_for})") }
}

fn version_4_hint(version_4: bool) -> &'static str {
    if version_4 { "; signature version 2 has no such limit" } else { "" }
}

/// A value of the caller's for a message: quoted, control characters escaped, cut to 80 characters.
pub(crate) fn quoted(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        None => format!("{value:?}"),
        Some((end, _)) => {
            format!("{:?}... ({} bytes)", value.get(..end).unwrap_or_default(), value.len())
        }
    }
}
