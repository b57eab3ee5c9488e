//! A canonical request, or Version 2's string to sign, by its lines.

use crate::Version;

/// What stands where the values of headers and the token are not shown.
const HIDDEN: &str = "(not shown)";

/// What a signature is computed of, in either version.
#[derive(Clone)]
pub(super) enum Text<'t> {
    V4(Canonical<'t>),
    V2(ToSign2<'t>),
}

impl<'t> Text<'t> {
    pub(super) fn read(text: &'t str, version: Version) -> Option<Self> {
        match version {
            Version::V4 => Canonical::read(text).map(Self::V4),
            Version::V2 => ToSign2::read(text).map(Self::V2),
        }
    }
}

/// The parts of Version 4's canonical request.
#[derive(Clone)]
pub(super) struct Canonical<'t> {
    pub(super) method: &'t str,
    pub(super) path: &'t str,
    pub(super) query: &'t str,
    pub(super) headers: Vec<(&'t str, &'t str)>,
    pub(super) signed_headers: &'t str,
    pub(super) payload: &'t str,
}

impl<'t> Canonical<'t> {
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
pub(super) struct ToSign2<'t> {
    pub(super) method: &'t str,
    pub(super) md5: &'t str,
    pub(super) content_type: &'t str,
    pub(super) expires: &'t str,
    pub(super) headers: Vec<(&'t str, &'t str)>,
    pub(super) resource: &'t str,
}

impl<'t> ToSign2<'t> {
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut lines = text.splitn(5, '\n');
        let (method, md5, content_type, expires) =
            (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
        let mut rest = lines.next()?;
        let mut headers = Vec::new();
        // The resource begins with a slash; it may have newlines in its parameters' values.
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

/// A text without headers' values and without the token. What cannot be read is not shown at all.
pub(super) fn masked(text: &str, version: Version) -> String {
    let hide = |value: &str| if value.is_empty() { "" } else { HIDDEN };
    match version {
        Version::V4 => Canonical::read(text).map_or_else(String::new, |mut lines| {
            for (_, value) in lines.headers.iter_mut().filter(|(name, _)| *name != "host") {
                *value = hide(value);
            }
            let query = masked_query(lines.query);
            Canonical { query: &query, ..lines }.text()
        }),
        Version::V2 => ToSign2::read(text).map_or_else(String::new, |mut lines| {
            for (_, value) in &mut lines.headers {
                *value = hide(value);
            }
            ToSign2 { md5: hide(lines.md5), content_type: hide(lines.content_type), ..lines }.text()
        }),
    }
}

fn masked_query(query: &str) -> String {
    let masked = query.split('&').map(|item| match item.split_once('=') {
        Some((name, _)) if is_token(name) => format!("{name}={HIDDEN}"),
        _ => item.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

pub(super) fn is_token(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("-token") || name == "x-amz-signature"
}
