//! From a URI reference to a key, as RFC 3986 section 5 says.
//!
//! The base is the URL of the playlist in its storage: `https://host/bucket/path/index.m3u8`, or
//! `https://bucket.host/path/index.m3u8`. Only references to objects of the same bucket have a key.

use smallvec::SmallVec;

use super::error::PlaylistError;
use crate::error::quoted;
use crate::limits::MAX_REFERENCE_BYTES;
use crate::primitives::encode;

/// The base of a playlist's references.
pub(super) struct Base {
    /// The bucket's URL up to the key, which ends in a slash.
    url: String,
    /// The position in `url` where its path begins.
    path_at: usize,
    /// The playlist's key up to its last slash, which is part of it.
    folder: String,
}

/// What a reference leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// An object of the bucket, whose key was appended; and the fragment with its `#`, or nothing.
    Key(&'a str),
    /// Another host, or something that is not on a host.
    Elsewhere,
}

impl Base {
    /// `key` is the playlist's.
    pub(super) fn new(bucket_url: (String, usize), key: &str) -> Result<Self, PlaylistError> {
        if has_dots(key.as_bytes()) {
            let rule = "has a . or .. segment, which players remove from links";
            return Err(PlaylistError::PlaylistKey { key: quoted(key), rule });
        }
        let folder = key.split_at(key.rfind('/').map_or(0, |slash| slash + 1)).0.to_owned();
        let (url, path_at) = bucket_url;
        Ok(Self { url, path_at, folder })
    }

    /// Appends the key that a reference leads to, if it leads to one. `key` may be longer afterwards also on an error,
    /// which is the rule that the reference breaks.
    pub(super) fn resolve<'a>(
        &self,
        reference: &'a str,
        key: &mut Vec<u8>,
    ) -> Result<Target<'a>, &'static str> {
        if is_plain(reference) {
            key.extend_from_slice(self.folder.as_bytes());
            key.extend_from_slice(reference.as_bytes());
            return Ok(Target::Key(""));
        }
        let (uri, fragment) = reference.split_at(reference.find('#').unwrap_or(reference.len()));
        let (path, folder) = match uri.strip_prefix(&*self.url) {
            // A link that is signed already, or that some other server reads.
            Some(path) if path.contains('?') => return Ok(Target::Elsewhere),
            Some(path) => (path, ""),
            None if has_scheme(uri) || uri.starts_with("//") => return Ok(Target::Elsewhere),
            None if uri.starts_with('/') => {
                let bucket = self.url.get(self.path_at..).unwrap_or_default();
                let outside = "begins with a slash and is not below the path of the bucket on its host: write it \
                               relative to the playlist";
                (uri.strip_prefix(bucket).ok_or(outside)?, "")
            }
            None => (uri, &*self.folder),
        };
        if path.contains('?') {
            return Err("has a query, which the storage would read as a part of the request: remove it");
        }
        if uri.is_empty() {
            return Err("leads to the playlist itself");
        }
        if path.len() > MAX_REFERENCE_BYTES {
            return Err("is over 8192 bytes long, which no key needs");
        }
        if path.bytes().any(|byte| byte.is_ascii_control()) {
            return Err("has a control character, which players remove or refuse");
        }
        append(folder, path, key)?;
        Ok(Target::Key(fragment))
    }
}

/// Returns whether a reference is a path below the folder in which nothing is to be done. Nearly every one is.
fn is_plain(reference: &str) -> bool {
    let bytes = reference.as_bytes();
    (1..=MAX_REFERENCE_BYTES).contains(&bytes.len())
        && encode::is_clean(bytes)
        && bytes.first() != Some(&b'/')
        && !has_dots(bytes)
}

/// Appends the folder and the path below it, with `.` and `..` followed (RFC 3986 section 5.2.4).
fn append(mut folder: &str, path: &str, key: &mut Vec<u8>) -> Result<(), &'static str> {
    // They are decoded at the end: `%2F` is a slash of the key, and does not separate segments.
    let mut kept: SmallVec<[&str; 16]> = SmallVec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment.to_ascii_lowercase().as_str() {
            "." | "%2e" => {}
            ".." | ".%2e" | "%2e." | "%2e%2e" => {
                if kept.pop().is_none() {
                    folder = parent(folder).ok_or("leads above the bucket")?;
                }
            }
            _ => {
                kept.push(segment);
                continue;
            }
        }
        // Without a segment after it the key ends in a slash, as in the RFC's examples.
        if segments.peek().is_none() {
            kept.push("");
        }
    }
    key.extend_from_slice(folder.as_bytes());
    for (index, segment) in kept.iter().enumerate() {
        if index > 0 {
            key.push(b'/');
        }
        let at = key.len();
        decode(segment, key)?;
        if has_dots(key.get(at..).unwrap_or_default()) {
            return Err("has a . or .. segment in its key, which players remove from a link");
        }
    }
    Ok(())
}

/// Returns the folder that a folder is in: `a/` for `a/b/`.
fn parent(folder: &str) -> Option<&str> {
    let name = folder.strip_suffix('/')?;
    Some(folder.split_at(name.rfind('/').map_or(0, |slash| slash + 1)).0)
}

/// Appends the text with its escapes decoded. The bytes need not be UTF-8.
fn decode(text: &str, out: &mut Vec<u8>) -> Result<(), &'static str> {
    let mut parts = text.split('%');
    out.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let digit = |at: usize| char::from(*part.as_bytes().get(at)?).to_digit(16);
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        out.push(byte.ok_or("has a % that no two hexadecimal digits follow: write %25 for a percent sign")?);
        out.extend_from_slice(part.as_bytes().get(2..).unwrap_or_default());
    }
    Ok(())
}

fn has_dots(key: &[u8]) -> bool {
    key.split(|byte| *byte == b'/').any(|segment| matches!(segment, b"." | b".."))
}

/// Returns whether the text begins with a scheme and a colon (RFC 3986 section 3.1).
fn has_scheme(text: &str) -> bool {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '+' | '-' | '.'));
    let starts = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    starts && end.is_some_and(|end| text.as_bytes().get(end) == Some(&b':'))
}
