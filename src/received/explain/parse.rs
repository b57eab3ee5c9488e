//! Splits a canonical request, or Version 2's string to sign, into its lines.

use crate::Version;
use crate::input::headers::CONTENT_SHA256;
use crate::received::url::{ComponentKind, SignatureParams, UrlComponent};

const SIGNATURE: &str = "X-Amz-Signature";

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// SHA-256 of the empty text, which some signers use where `UNSIGNED-PAYLOAD` belongs.
pub(super) const EMPTY_DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The text that is signed, in either version.
#[derive(Clone)]
pub(super) enum SignedText<'t> {
    V4(CanonicalRequest<'t>),
    V2(StringToSignV2<'t>),
}

impl<'t> SignedText<'t> {
    pub(super) fn read(text: &'t str, version: Version) -> Option<Self> {
        match version {
            Version::V4 => CanonicalRequest::read(text).map(Self::V4),
            Version::V2 => StringToSignV2::read(text).map(Self::V2),
        }
    }
}

/// The parts of Version 4's canonical request.
#[derive(Clone)]
pub(super) struct CanonicalRequest<'t> {
    pub(super) method: &'t str,
    pub(super) path: &'t str,
    pub(super) query: &'t str,
    pub(super) headers: Vec<(&'t str, &'t str)>,
    pub(super) signed_headers: &'t str,
    pub(super) payload: &'t str,
}

impl<'t> CanonicalRequest<'t> {
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let headers = lines.by_ref().take_while(|line| !line.is_empty());
        let headers = headers.map(|line| line.split_once(':').unwrap_or((line, ""))).collect();
        let (signed_headers, payload) = (lines.next()?, lines.next()?);
        Some(Self { method, path, query, headers, signed_headers, payload })
    }

    pub(super) fn text(&self) -> String {
        let Self { method, path, query, signed_headers, payload, .. } = self;
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        format!("{method}\n{path}\n{query}\n{headers}\n{signed_headers}\n{payload}")
    }

    pub(super) fn header(&self, name: &str) -> Option<&'t str> {
        self.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }
}

/// The parts of Version 2's string to sign.
#[derive(Clone)]
pub(super) struct StringToSignV2<'t> {
    pub(super) method: &'t str,
    pub(super) md5: &'t str,
    pub(super) content_type: &'t str,
    pub(super) expires: &'t str,
    pub(super) headers: Vec<(&'t str, &'t str)>,
    pub(super) resource: &'t str,
}

impl<'t> StringToSignV2<'t> {
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut lines = text.splitn(5, '\n');
        let (method, md5, content_type, expires) =
            (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
        let mut rest = lines.next()?;
        let mut headers = Vec::new();
        // The resource begins with a slash; values of its parameters may contain newlines.
        while !rest.starts_with('/') {
            let (line, after) = rest.split_once('\n')?;
            headers.push(line.split_once(':')?);
            rest = after;
        }
        Some(Self { method, md5, content_type, expires, headers, resource: rest })
    }

    pub(super) fn text(&self) -> String {
        let Self { method, md5, content_type, expires, resource, .. } = self;
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        format!("{method}\n{md5}\n{content_type}\n{expires}\n{headers}{resource}")
    }
}

/// Returns a text without the values of headers and the token. A text that cannot be parsed is not shown at all.
pub(super) fn masked(text: &str, version: Version) -> String {
    SignedText::read(text, version).map_or_else(String::new, |text| match text {
        SignedText::V4(lines) => lines.masked(),
        SignedText::V2(lines) => lines.masked(),
    })
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

impl<'t> CanonicalRequest<'t> {
    fn masked(mut self) -> String {
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name != "host") {
            *value = hidden(value);
        }
        let (payload, query) = (self.payload_shown(), masked_query(self.query));
        CanonicalRequest { query: &query, payload, ..self }.text()
    }

    /// Returns the last line, unless it is the value of a header: it may also be a constant, or the value of a query
    /// parameter.
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

impl StringToSignV2<'_> {
    fn masked(mut self) -> String {
        for (_, value) in &mut self.headers {
            *value = hidden(value);
        }
        let resource = match self.resource.split_once('?') {
            Some((path, query)) => format!("{path}?{}", masked_query(query)),
            None => self.resource.to_owned(),
        };
        let (md5, content_type) = (hidden(self.md5), hidden(self.content_type));
        StringToSignV2 { md5, content_type, resource: &resource, ..self }.text()
    }
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
