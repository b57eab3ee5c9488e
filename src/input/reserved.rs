//! The signature's own parameters.

/// The signature's own parameters, of both versions. A caller that sets one could contradict the signature.
const RESERVED: [&str; 11] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "AWSAccessKeyId",
    "Signature",
    "Expires",
];

pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}
