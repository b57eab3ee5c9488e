//! Writes the text that is signed, from a received request.

use zeroize::Zeroize;

use super::{ObjectAddress, ParsedUrl, SignatureParams, V2Params, V4Params};
use crate::input::headers;
use crate::input::headers::CONTENT_SHA256;
use crate::input::query;
use crate::primitives::sha256;

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
        // Version 4 encodes what was not encoded, up to three times its length; Version 2 encodes only a bucket from
        // the host.
        let stays = url.path.is_canonical() && url.query.is_canonical();
        let (grown, bucket) = match url.params {
            SignatureParams::V4(_) => (if stays { 1 } else { 3 }, 0),
            SignatureParams::V2(_) => (1, 3 * object.bucket.len()),
        };
        // The constants and SHA-256's padding take less than 256 bytes.
        Self {
            bytes: Vec::with_capacity(256 + grown * sent + bucket + 2 * headers),
            is_secret: !url.headers.is_empty(),
        }
    }

    /// Returns SHA-256 of the text, and leaves the padding behind it.
    pub(crate) fn digest(mut self) -> [u8; 32] {
        sha256::padded_digest(&mut self.bytes)
    }
}

impl ParsedUrl<'_> {
    /// Returns the text that the signature of this link covers: Version 4's canonical request, or Version 2's string to
    /// sign.
    pub(crate) fn signed_text(&self, object: &ObjectAddress, method: &str) -> SignedMessage {
        let mut text = SignedMessage::new(self, object);
        match &self.params {
            SignatureParams::V4(params) => self.canonical_request(params, object, method, &mut text.bytes),
            SignatureParams::V2(params) => self.string_to_sign_2(params, object, method, &mut text.bytes),
        }
        text
    }

    fn canonical_request(&self, params: &V4Params, object: &ObjectAddress, method: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(method.as_bytes());
        out.push(b'\n');
        object.write_path(self, out);
        out.push(b'\n');
        self.query.write_canonical(out);
        self.write_headers(params, out);
        out.extend_from_slice(b"\n\n");
        out.extend_from_slice(params.signed_headers.as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.payload().as_bytes());
    }

    /// Writes a line for each signed header, sorted, each with its newline in front. Requests without one of them have
    /// been refused.
    fn write_headers(&self, params: &V4Params, out: &mut Vec<u8>) {
        let write_host = |out: &mut Vec<u8>| {
            out.extend_from_slice(b"\nhost:");
            out.extend_from_slice(self.host.as_bytes());
        };
        if *params.signed_headers == *"host" {
            return write_host(out);
        }
        let mut names: Vec<&str> = params.signed_headers.split(';').collect();
        names.sort_unstable();
        for name in names {
            if name == "host" {
                write_host(out);
            } else if let Some(header) = self.values(name).first() {
                headers::write_line(out, header);
            }
        }
    }

    /// Returns the last line of the canonical request: the payload's digest if the request contains one, or
    /// `UNSIGNED-PAYLOAD`.
    fn payload(&self) -> &str {
        if let Some((_, value)) = self.values(CONTENT_SHA256).first() {
            return value;
        }
        let pair = self.query.pairs.iter().find(|pair| pair.name.eq_ignore_ascii_case(CONTENT_SHA256));
        pair.map_or("UNSIGNED-PAYLOAD", |pair| &pair.value)
    }

    fn string_to_sign_2(&self, params: &V2Params, object: &ObjectAddress, method: &str, out: &mut Vec<u8>) {
        let value = |name| self.values(name).first().map_or("", |(_, value)| *value);
        for part in [method, value("content-md5"), value("content-type"), &params.expires] {
            out.extend_from_slice(part.as_bytes());
            out.push(b'\n');
        }
        for (name, value) in self.amz_lines() {
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
            out.extend_from_slice(value.as_bytes());
            out.push(b'\n');
        }
        object.write_resource(self, out);
        let pairs = self.query.pairs.iter().filter(|pair| query::is_v2_signed(&pair.name));
        let pairs: Vec<_> = pairs.map(|pair| (&*pair.name, &*pair.value)).collect();
        query::write_v2_subresources(out, &pairs);
    }

    /// Returns the `x-amz-*` headers, sorted by lower-case name. Servers also read the token and metadata from the
    /// query, if there is no header of that name.
    fn amz_lines(&self) -> Vec<(String, &str)> {
        let sent = self.headers.iter().filter(|(name, _)| headers::is_amz(name));
        let mut lines: Vec<(String, &str)> =
            sent.map(|(name, value)| (name.to_ascii_lowercase(), *value)).collect();
        for pair in &self.query.pairs {
            if !query::is_v2_header(&pair.name) {
                continue;
            }
            let name = pair.name.to_ascii_lowercase();
            if self.values(&name).is_empty() {
                lines.push((name, &pair.value));
            }
        }
        lines.sort();
        lines
    }
}
