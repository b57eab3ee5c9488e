//! What is computed on the way to a URL.

/// Holds the intermediate results of signing, to compare them with those that a storage reports.
///
/// It has no `Debug`, because the canonical request contains the session token and the values of the headers.
#[derive(Clone, PartialEq, Eq)]
pub struct Stages {
    /// The canonical request of Signature Version 4; empty for Version 2.
    pub canonical_request: String,
    /// The string to sign, whose HMAC is the signature.
    pub string_to_sign: String,
    /// The signature before percent-encoding: 64 hexadecimal digits, or base64 for Version 2.
    pub signature: String,
}
