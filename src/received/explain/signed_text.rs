//! The text that a signature covers, split into its parts: Version 4's canonical request and Version 2's string to
//! sign in one form, so that both are compared and searched for mistakes by the same code.

use crate::Version;
use crate::input::headers::{CONTENT_SHA256, sort};
use crate::primitives::encode;
use crate::received::url::{ComponentKind, SignatureParams, UrlComponent};

const SIGNATURE: &str = "X-Amz-Signature";

pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// SHA-256 of the empty text, which some signers use where `UNSIGNED-PAYLOAD` belongs.
pub(super) const EMPTY_DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The two headers that have a line of their own in Version 2's string to sign, in the order of these lines.
const V2_LINES: [&str; 2] = ["content-md5", "content-type"];

/// The parts of a signed text. A part that the version does not sign is empty.
#[derive(Clone)]
pub(super) struct SignedText<'t> {
    pub(super) version: Version,
    pub(super) method: &'t str,
    pub(super) path: &'t str,
    pub(super) query: &'t str,
    /// Lower-case names. Version 2 signs no `host`.
    pub(super) headers: Vec<(&'t str, &'t str)>,
    /// Version 2's expiry.
    pub(super) expires: &'t str,
    /// Version 4's list of signed headers.
    pub(super) signed_headers: &'t str,
    /// Version 4's digest of the payload.
    pub(super) payload: &'t str,
}

impl<'t> SignedText<'t> {
    pub(super) fn read(text: &'t str, version: Version) -> Option<Self> {
        match version {
            Version::V4 => Self::read_v4(text),
            Version::V2 => Self::read_v2(text),
        }
    }

    fn read_v4(text: &'t str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let headers = lines.by_ref().take_while(|line| !line.is_empty());
        let headers = headers.map(|line| line.split_once(':').unwrap_or((line, ""))).collect();
        let (signed_headers, payload) = (lines.next()?, lines.next()?);
        Some(Self {
            version: Version::V4,
            method,
            path,
            query,
            headers,
            expires: "",
            signed_headers,
            payload,
        })
    }

    fn read_v2(text: &'t str) -> Option<Self> {
        let mut lines = text.splitn(5, '\n');
        let method = lines.next()?;
        let mut headers = Vec::new();
        for name in V2_LINES {
            headers.push((name, lines.next()?));
        }
        headers.retain(|(_, value)| !value.is_empty());
        let (expires, mut rest) = (lines.next()?, lines.next()?);
        // The resource begins with a slash; values of its parameters may contain newlines.
        while !rest.starts_with('/') {
            let (line, after) = rest.split_once('\n')?;
            headers.push(line.split_once(':').filter(|(name, _)| !V2_LINES.contains(name))?);
            rest = after;
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (signed_headers, payload) = ("", "");
        Some(Self { version: Version::V2, method, path, query, headers, expires, signed_headers, payload })
    }

    pub(super) fn text(&self) -> String {
        let Self { method, path, query, expires, signed_headers, payload, .. } = self;
        let has_line = |name: &str| self.version == Version::V2 && V2_LINES.contains(&name);
        let headers = self.headers.iter().filter(|(name, _)| !has_line(name));
        let headers: String = headers.map(|(name, value)| format!("{name}:{value}\n")).collect();
        match self.version {
            Version::V4 => format!("{method}\n{path}\n{query}\n{headers}\n{signed_headers}\n{payload}"),
            Version::V2 => {
                let [md5, content_type] = V2_LINES.map(|name| self.header(name).unwrap_or_default());
                let mark = if query.is_empty() { "" } else { "?" };
                format!("{method}\n{md5}\n{content_type}\n{expires}\n{headers}{path}{mark}{query}")
            }
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&'t str> {
        self.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }

    /// Returns whether a session token is signed.
    pub(super) fn has_token(&self) -> bool {
        let mut names = self.query.split('&').map(name_of).chain(self.headers.iter().map(|(name, _)| *name));
        names.any(SignatureParams::is_token)
    }

    /// Returns the text with this session token and no other. Version 2 signs it like a header.
    pub(super) fn text_with_token(&self, token: &str) -> String {
        let mut changed = self.clone();
        if self.version == Version::V2 {
            changed.headers.retain(|(name, _)| !SignatureParams::is_token(name));
            changed.headers.push(("x-amz-security-token", token));
            sort(&mut changed.headers);
            return changed.text();
        }
        let mut value = b"X-Amz-Security-Token=".to_vec();
        encode::component(&mut value, token.as_bytes());
        let own = String::from_utf8_lossy(&value);
        let others = self.query.split('&').filter(|item| !SignatureParams::is_token(name_of(item)));
        let mut items: Vec<&str> = others.collect();
        items.push(&own);
        items.sort_unstable_by_key(|item| (item.split_once('='), *item));
        let query = items.join("&");
        SignedText { query: &query, ..changed }.text()
    }

    /// Returns the text without the values of headers and the token.
    fn masked(&self) -> String {
        let mut masked = self.clone();
        for (_, value) in masked.headers.iter_mut().filter(|(name, _)| *name != "host") {
            *value = hidden(value);
        }
        let query = masked_query(self.query);
        SignedText { query: &query, payload: self.payload_shown(), ..masked }.text()
    }

    /// Returns the digest of the payload, unless it is the value of a header: it may also be a constant, or the value
    /// of a query parameter.
    pub(super) fn payload_shown(&self) -> &'t str {
        let in_query = |item: &str| {
            item.split_once('=').is_some_and(|(name, value)| {
                name.eq_ignore_ascii_case(CONTENT_SHA256) && value == self.payload
            })
        };
        let is_shown = matches!(self.payload, UNSIGNED | EMPTY_DIGEST) || self.query.split('&').any(in_query);
        if is_shown { self.payload } else { hidden(self.payload) }
    }
}

/// Returns the name in an item of a query.
pub(super) fn name_of(item: &str) -> &str {
    item.split('=').next().unwrap_or_default()
}

/// Returns a text without the values of headers and the token. A text that cannot be parsed is not shown at all.
pub(super) fn masked(text: &str, version: Version) -> String {
    SignedText::read(text, version).map_or_else(String::new, |text| text.masked())
}

/// Masks a string to sign by its own version rather than the link's: a storage may have read the link in the other one.
pub(super) fn masked_to_sign(text: &str) -> String {
    let mut lines = text.split('\n');
    let is_v4 = lines.next().is_some_and(|line| line.starts_with("AWS4-")) && lines.count() == 3;
    if is_v4 { text.to_owned() } else { masked(text, Version::V2) }
}

fn hidden(value: &str) -> &str {
    if value.is_empty() { "" } else { SignatureParams::HIDDEN }
}

fn masked_query(query: &str) -> String {
    let masked = query.split('&').map(|item| match item.split_once('=') {
        Some((name, _)) if is_hidden(name) => format!("{name}={}", SignatureParams::HIDDEN),
        _ => item.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

/// Returns whether the value of a query parameter is hidden, by its encoded name. A signature is not part of the signed
/// text, but a storage may include it in its response.
pub(super) fn is_hidden(name: &str) -> bool {
    let text = UrlComponent::new(name, ComponentKind::Query).and_then(UrlComponent::text).unwrap_or_default();
    SignatureParams::is_hidden(&text) || text.eq_ignore_ascii_case(SIGNATURE)
}
