//! What a storage answered, by the names of S3's error document.

use std::fmt;

use zeroize::Zeroizing;

use crate::Version;

/// Holds a storage's error response to a request.
///
/// `Debug` shows only code and message, because the texts contain values of headers and the session token.
#[derive(Clone, Default)]
pub struct ErrorResponse {
    pub(crate) code: String,
    pub(crate) message: String,
    /// What Google says beside the message.
    pub(crate) details: String,
    /// The storage's region.
    pub(crate) region: String,
    /// The endpoint of the bucket, if it is elsewhere.
    pub(crate) endpoint: String,
    /// The names of headers that had to be signed.
    pub(crate) headers_not_signed: String,
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: Zeroizing<String>,
    /// Whether the document breaks off.
    pub(crate) is_cut: bool,
}

impl ErrorResponse {
    /// Returns the field that an element or a member of this name fills.
    pub(super) fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "Code" => Some(&mut self.code),
            "Message" => Some(&mut self.message),
            "Details" => Some(&mut self.details),
            "Region" => Some(&mut self.region),
            "Endpoint" => Some(&mut self.endpoint),
            "HeadersNotSigned" => Some(&mut self.headers_not_signed),
            "CanonicalRequest" => Some(&mut self.canonical_request),
            "StringToSign" => Some(&mut self.string_to_sign),
            _ => None,
        }
    }

    /// Returns the text whose signature the storage computed; empty if the response does not contain it.
    pub(crate) fn signed_text(&self, version: Version) -> &str {
        match version {
            Version::V4 => &self.canonical_request,
            Version::V2 => &self.string_to_sign,
        }
    }

    /// Returns the error code, such as `SignatureDoesNotMatch` or `AccessDenied`; the HTTP status, if the response has
    /// no code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the storage's own message, which may be empty.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("code", &self.code)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}
