//! Parts of a URL as they were sent: decoded once, and encoded again by our own encoder.

use std::borrow::Cow;

use memchr::memchr2;

use super::byte_positions::each_position;
use crate::primitives::encode;

/// The kind of a part of a URL, which decides what its bytes mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ComponentKind {
    /// `/` is kept, `+` is a plus.
    Path,
    /// A name or a value of the query: `+` is a space.
    Query,
}

/// How much work it is to decode and encode a part of a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// Decoding and encoding leave it unchanged.
    None,
    /// Decoding changes it, and encoding restores the same text.
    Canonical,
    /// Encoding gives another text: the sent text has a lower-case `%2f`, a needless `%41`, a `+` for a space, a bare
    /// `"`.
    NonCanonical,
}

/// A part of a URL in which two hexadecimal digits follow every `%`.
#[derive(Clone, Copy)]
pub(crate) struct UrlComponent<'a> {
    raw: &'a str,
    kind: ComponentKind,
    encoding: Encoding,
}

impl<'a> UrlComponent<'a> {
    /// Returns `None` if a `%` is not followed by two hexadecimal digits.
    #[inline]
    pub(crate) fn new(raw: &'a str, kind: ComponentKind) -> Option<Self> {
        Some(Self { raw, kind, encoding: encoding(raw.as_bytes(), kind)? })
    }

    /// Checks and decodes, in one pass, a part of a query that is known to contain nothing to decode except escapes.
    pub(crate) fn escaped(raw: &'a str) -> Option<(Self, Vec<u8>)> {
        let mut text = Vec::with_capacity(raw.len());
        let (encoding, rest) = escapes(raw.as_bytes(), encode::is_unreserved, |before, byte| {
            text.extend_from_slice(before);
            text.push(byte);
        })?;
        text.extend_from_slice(rest);
        Some((Self { raw, kind: ComponentKind::Query, encoding }, text))
    }

    /// Makes a part of text that is known to need neither decoding nor encoding.
    #[inline]
    pub(crate) fn plain(raw: &'a str, kind: ComponentKind) -> Self {
        Self { raw, kind, encoding: Encoding::None }
    }

    pub(crate) fn raw(self) -> &'a str {
        self.raw
    }

    /// Returns whether encoding the decoded text restores the text as it was sent.
    pub(crate) fn is_canonical(self) -> bool {
        self.encoding != Encoding::NonCanonical
    }

    /// Returns the decoded text; `None` if it is not UTF-8.
    #[inline]
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if self.encoding == Encoding::None {
            return Some(Cow::Borrowed(self.raw));
        }
        String::from_utf8(decode(self.raw.as_bytes(), self.kind)).ok().map(Cow::Owned)
    }

    /// Returns the text in canonical encoding.
    pub(crate) fn encoded(self) -> Cow<'a, [u8]> {
        if self.is_canonical() {
            return Cow::Borrowed(self.raw.as_bytes());
        }
        let (decoded, mut out) = (decode(self.raw.as_bytes(), self.kind), Vec::new());
        match self.kind {
            ComponentKind::Path => encode::path(&mut out, &decoded),
            ComponentKind::Query => encode::component(&mut out, &decoded),
        }
        Cow::Owned(out)
    }
}

/// Returns whether a whole query consists of characters that encoding leaves unchanged, and `%`, `&` and `=`.
pub(crate) fn is_clean_query(raw: &str) -> bool {
    let is_clean = |byte: u8| encode::is_unreserved(byte) | (byte == b'%') | (byte == b'&') | (byte == b'=');
    encode::all(raw.as_bytes(), is_clean)
}

#[inline]
fn encoding(raw: &[u8], kind: ComponentKind) -> Option<Encoding> {
    // Most parts need neither decoding nor encoding.
    let slash = if kind == ComponentKind::Path { b'/' } else { b'-' };
    let stays = |byte: u8| encode::is_unreserved(byte) | (byte == slash);
    if encode::all(raw, stays) {
        return Some(Encoding::None);
    }
    let is_clean = encode::all(raw, |byte| stays(byte) | (byte == b'%'));
    match escapes(raw, stays, |_, _| ())? {
        (Encoding::Canonical, _) if !is_clean => Some(Encoding::NonCanonical),
        (encoding, _) => Some(encoding),
    }
}

/// Checks the escapes of a text. Returns how much work the text is, and the rest of it after the last escape; `None` if
/// a `%` is not followed by two hexadecimal digits. `each` is called with the bytes before an escape and the byte that
/// it encodes.
#[inline]
fn escapes(
    raw: &[u8],
    stays: impl Fn(u8) -> bool,
    mut each: impl FnMut(&[u8], u8),
) -> Option<(Encoding, &[u8])> {
    let mut encoding = Encoding::Canonical;
    let mut start = 0;
    each_position(
        raw,
        |byte| byte == b'%',
        |at| {
            let before = raw.get(start..at).ok_or(())?;
            let Some([_, high, low]) = raw.get(at..at + 3) else { return Err(()) };
            let byte = digit(*high).ok_or(())? << 4 | digit(*low).ok_or(())?;
            if stays(byte) | high.is_ascii_lowercase() | low.is_ascii_lowercase() {
                encoding = Encoding::NonCanonical;
            }
            start = at + 3;
            each(before, byte);
            Ok(())
        },
    )
    .ok()?;
    Some((encoding, raw.get(start..)?))
}

/// Decodes a text. Two hexadecimal digits follow every `%`, as [`encoding`] has checked.
fn decode(raw: &[u8], kind: ComponentKind) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr2(b'%', b'+', rest) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        rest = after;
        rest = match rest {
            [b'%', high, low, after @ ..] => {
                out.push(digit(*high).unwrap_or_default() << 4 | digit(*low).unwrap_or_default());
                after
            }
            [byte, after @ ..] => {
                out.push(if kind == ComponentKind::Query { b' ' } else { *byte });
                after
            }
            [] => rest,
        };
    }
    out.extend_from_slice(rest);
    out
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, kind: ComponentKind) -> (String, String, bool) {
        let component = UrlComponent::new(raw, kind).unwrap();
        let encoded = String::from_utf8(component.encoded().into_owned()).unwrap();
        (component.text().unwrap().into_owned(), encoded, component.is_canonical())
    }

    fn expect(text: &str, encoded: &str, canonical: bool) -> (String, String, bool) {
        (text.to_owned(), encoded.to_owned(), canonical)
    }

    /// RFC 3986 section 2.1, and the `+` of HTML form encoding.
    #[test]
    fn pieces_are_decoded_once_and_encoded_again() {
        for (raw, text, encoded, canonical) in [
            ("", "", "", true),
            ("a-b._~9", "a-b._~9", "a-b._~9", true),
            ("a%20b", "a b", "a%20b", true),
            ("a%2520b", "a%20b", "a%2520b", true),
            ("%C3%A9", "é", "%C3%A9", true),
            ("%c3%a9", "é", "%C3%A9", false),
            ("%41", "A", "A", false),
            ("é", "é", "%C3%A9", false),
            ("a=b", "a=b", "a%3Db", false),
        ] {
            for kind in [ComponentKind::Path, ComponentKind::Query] {
                assert_eq!(read(raw, kind), expect(text, encoded, canonical), "{raw}");
            }
        }
        assert_eq!(read("a+b", ComponentKind::Path), expect("a+b", "a%2Bb", false));
        assert_eq!(read("a+b", ComponentKind::Query), expect("a b", "a%20b", false));
        assert_eq!(read("a/%2F", ComponentKind::Path), expect("a//", "a//", false));
        assert_eq!(read("a%2F", ComponentKind::Query), expect("a/", "a%2F", true));
        assert_eq!(read("a/", ComponentKind::Query), expect("a/", "a%2F", false));
    }

    #[test]
    fn bad_escapes_and_bad_utf8_are_not_decoded() {
        for raw in ["%", "%4", "a%", "%4g", "%g4", "%%41", "%+1", "% 1", "%é"] {
            assert!(UrlComponent::new(raw, ComponentKind::Path).is_none(), "{raw}");
            assert!(UrlComponent::new(raw, ComponentKind::Query).is_none(), "{raw}");
        }
        assert!(UrlComponent::new("%FF", ComponentKind::Path).unwrap().text().is_none());
        assert!(UrlComponent::new("%C3", ComponentKind::Query).unwrap().text().is_none());
    }
}
