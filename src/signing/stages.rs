//! What is computed on the way to a URL.

use crate::Version;

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

impl Stages {
    /// Returns what requests are compared by: Version 4's canonical request, Version 2's string to sign.
    pub(crate) fn signed_text(&self, version: Version) -> &str {
        match version {
            Version::V4 => &self.canonical_request,
            Version::V2 => &self.string_to_sign,
        }
    }
}
