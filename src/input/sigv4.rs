//! Signature Version 4's constants, which signing and verifying share.

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The service in the credential scope.
pub(crate) const SERVICE: &str = "s3";

/// The last part of the credential scope.
pub(crate) const SCOPE_END: &str = "aws4_request";

/// Is signed in place of the digest of a payload that is not signed.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
