//! Writes the text that is signed, from a received request.

use zeroize::Zeroize;

use super::sigv2::string_to_sign;
use super::sigv4::canonical_request;
use super::{ObjectAddress, ParsedUrl, SignatureParams};

/// The text that is signed. It is wiped on drop if it contains values of headers, which may be encryption keys.
pub(crate) struct SignedMessage {
    pub(crate) bytes: Vec<u8>,
    is_secret: bool,
}

impl Drop for SignedMessage {
    fn drop(&mut self) {
        if self.is_secret {
            self.bytes.zeroize();
        }
    }
}

impl SignedMessage {
    /// Allocates the whole capacity at once, because a growing vector leaves copies of its content behind.
    fn new(url: &ParsedUrl, object: &ObjectAddress) -> Self {
        let headers: usize = url.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        let sent = url.method.len() + url.host.len() + url.path.raw().len() + url.query.len();
        let stays = url.path.is_canonical() && url.query.is_canonical();
        let written = url.params.max_signed_len(sent, stays, &object.bucket);
        // The constants and SHA-256's padding take less than 256 bytes.
        Self { bytes: Vec::with_capacity(256 + written + 2 * headers), is_secret: !url.headers.is_empty() }
    }
}

impl ParsedUrl<'_> {
    /// Returns the text that the signature of this link covers: Version 4's canonical request, or Version 2's string to
    /// sign.
    pub(crate) fn signed_text(&self, object: &ObjectAddress, method: &str) -> SignedMessage {
        let mut text = SignedMessage::new(self, object);
        match &self.params {
            SignatureParams::V4(params) => {
                canonical_request::write(self, params, object, method, &mut text.bytes);
            }
            SignatureParams::V2(params) => {
                string_to_sign::write(self, params, object, method, &mut text.bytes);
            }
        }
        text
    }
}
