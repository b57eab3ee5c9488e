//! Writes the text that is signed, from a received request.

use zeroize::Zeroize;

use super::{Claim, Claim2, Claim4, Link, Located};
use crate::input::headers;
use crate::input::headers::CONTENT_SHA256;
use crate::input::query;
use crate::primitives::sha256;

/// The text that is signed. It is wiped on drop if it contains values of headers, which may be encryption keys.
pub(crate) struct Text {
    pub(crate) bytes: Vec<u8>,
    is_secret: bool,
}

impl Drop for Text {
    fn drop(&mut self) {
        if self.is_secret {
            self.bytes.zeroize();
        }
    }
}

impl Text {
    /// Allocates the whole capacity at once, because a growing vector leaves copies of its content behind.
    fn new(link: &Link, located: &Located) -> Self {
        let headers: usize = link.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        let sent = link.method.len() + link.host.len() + link.path.raw().len() + link.query.len();
        // Version 4 encodes what was not encoded, up to three times its length; Version 2 encodes only a bucket from
        // the host.
        let stays = link.path.is_canonical() && link.query.is_canonical();
        let (grown, bucket) = match link.claim {
            Claim::V4(_) => (if stays { 1 } else { 3 }, 0),
            Claim::V2(_) => (1, 3 * located.bucket.len()),
        };
        // The constants and SHA-256's padding take less than 256 bytes.
        Self {
            bytes: Vec::with_capacity(256 + grown * sent + bucket + 2 * headers),
            is_secret: !link.headers.is_empty(),
        }
    }

    /// Returns SHA-256 of the text, and leaves the padding behind it.
    pub(crate) fn digest(mut self) -> [u8; 32] {
        sha256::padded_digest(&mut self.bytes)
    }
}

impl Link<'_> {
    /// Returns the text that the signature of this link covers: Version 4's canonical request, or Version 2's string to
    /// sign.
    pub(crate) fn signed_text(&self, located: &Located, method: &str) -> Text {
        let mut text = Text::new(self, located);
        match &self.claim {
            Claim::V4(claim) => self.canonical_request(claim, located, method, &mut text.bytes),
            Claim::V2(claim) => self.string_to_sign_2(claim, located, method, &mut text.bytes),
        }
        text
    }

    fn canonical_request(&self, claim: &Claim4, located: &Located, method: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(method.as_bytes());
        out.push(b'\n');
        located.write_path(self, out);
        out.push(b'\n');
        self.query.write_canonical(out);
        self.write_headers(claim, out);
        out.extend_from_slice(b"\n\n");
        out.extend_from_slice(claim.signed_headers.as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.payload().as_bytes());
    }

    /// Writes a line for each signed header, sorted, each with its newline in front. Requests without one of them have
    /// been refused.
    fn write_headers(&self, claim: &Claim4, out: &mut Vec<u8>) {
        let write_host = |out: &mut Vec<u8>| {
            out.extend_from_slice(b"\nhost:");
            out.extend_from_slice(self.host.as_bytes());
        };
        if *claim.signed_headers == *"host" {
            return write_host(out);
        }
        let mut names: Vec<&str> = claim.signed_headers.split(';').collect();
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

    fn string_to_sign_2(&self, claim: &Claim2, located: &Located, method: &str, out: &mut Vec<u8>) {
        let value = |name| self.values(name).first().map_or("", |(_, value)| *value);
        for part in [method, value("content-md5"), value("content-type"), &claim.expires] {
            out.extend_from_slice(part.as_bytes());
            out.push(b'\n');
        }
        for (name, value) in self.amz_lines() {
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
            out.extend_from_slice(value.as_bytes());
            out.push(b'\n');
        }
        located.write_resource(self, out);
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
