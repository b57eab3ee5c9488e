//! Parts of a URL as they were sent: decoded once, and encoded again by our own encoder.

use std::borrow::Cow;

use memchr::memchr2;

use super::marks::each_mark;
use crate::primitives::encode;

/// The kind of a part of a URL, which decides what its bytes mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `/` is kept, `+` is a plus.
    Path,
    /// A name or a value of the query: `+` is a space.
    Query,
}

/// How much work it is to decode and encode a part of a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Decoding and encoding leave it unchanged.
    Plain,
    /// Decoding changes it, and encoding restores the same text.
    Canonical,
    /// Encoding gives another text: the sent text has a lower-case `%2f`, a needless `%41`, a `+` for a space, a bare
    /// `"`.
    Other,
}

/// A part of a URL in which two hexadecimal digits follow every `%`.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    raw: &'a str,
    kind: Kind,
    form: Form,
}

impl<'a> Piece<'a> {
    /// Returns `None` if a `%` is not followed by two hexadecimal digits.
    #[inline]
    pub(crate) fn new(raw: &'a str, kind: Kind) -> Option<Self> {
        Some(Self { raw, kind, form: form(raw.as_bytes(), kind)? })
    }

    /// Checks and decodes, in one pass, a part of a query that is known to contain nothing to decode except escapes.
    pub(crate) fn escaped(raw: &'a str) -> Option<(Self, Vec<u8>)> {
        let mut text = Vec::with_capacity(raw.len());
        let (form, rest) = escapes(raw.as_bytes(), encode::is_unreserved, |before, byte| {
            text.extend_from_slice(before);
            text.push(byte);
        })?;
        text.extend_from_slice(rest);
        Some((Self { raw, kind: Kind::Query, form }, text))
    }

    /// Makes a part of text that is known to need neither decoding nor encoding.
    #[inline]
    pub(crate) fn plain(raw: &'a str, kind: Kind) -> Self {
        Self { raw, kind, form: Form::Plain }
    }

    pub(crate) fn raw(self) -> &'a str {
        self.raw
    }

    /// Returns whether encoding the decoded text restores the text as it was sent.
    pub(crate) fn is_canonical(self) -> bool {
        self.form != Form::Other
    }

    /// Returns the decoded text; `None` if it is not UTF-8.
    #[inline]
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if self.form == Form::Plain {
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
            Kind::Path => encode::path(&mut out, &decoded),
            Kind::Query => encode::component(&mut out, &decoded),
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
fn form(raw: &[u8], kind: Kind) -> Option<Form> {
    // Most parts need neither decoding nor encoding.
    let slash = if kind == Kind::Path { b'/' } else { b'-' };
    let stays = |byte: u8| encode::is_unreserved(byte) | (byte == slash);
    if encode::all(raw, stays) {
        return Some(Form::Plain);
    }
    let is_clean = encode::all(raw, |byte| stays(byte) | (byte == b'%'));
    match escapes(raw, stays, |_, _| ())? {
        (Form::Canonical, _) if !is_clean => Some(Form::Other),
        (form, _) => Some(form),
    }
}

/// Checks the escapes of a text. Returns how much work the text is, and the rest of it after the last escape; `None` if
/// a `%` is not followed by two hexadecimal digits. `each` is called with the bytes before an escape and the byte that
/// it encodes.
#[inline]
fn escapes(raw: &[u8], stays: impl Fn(u8) -> bool, mut each: impl FnMut(&[u8], u8)) -> Option<(Form, &[u8])> {
    let mut form = Form::Canonical;
    let mut start = 0;
    each_mark(
        raw,
        |byte| byte == b'%',
        |at| {
            let before = raw.get(start..at).ok_or(())?;
            let Some([_, high, low]) = raw.get(at..at + 3) else { return Err(()) };
            let byte = digit(*high).ok_or(())? << 4 | digit(*low).ok_or(())?;
            if stays(byte) | high.is_ascii_lowercase() | low.is_ascii_lowercase() {
                form = Form::Other;
            }
            start = at + 3;
            each(before, byte);
            Ok(())
        },
    )
    .ok()?;
    Some((form, raw.get(start..)?))
}

/// Decodes a text. Two hexadecimal digits follow every `%`, as [`form`] has checked.
fn decode(raw: &[u8], kind: Kind) -> Vec<u8> {
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
                out.push(if kind == Kind::Query { b' ' } else { *byte });
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

    fn read(raw: &str, kind: Kind) -> (String, String, bool) {
        let piece = Piece::new(raw, kind).unwrap();
        let encoded = String::from_utf8(piece.encoded().into_owned()).unwrap();
        (piece.text().unwrap().into_owned(), encoded, piece.is_canonical())
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
            for kind in [Kind::Path, Kind::Query] {
                assert_eq!(read(raw, kind), expect(text, encoded, canonical), "{raw}");
            }
        }
        assert_eq!(read("a+b", Kind::Path), expect("a+b", "a%2Bb", false));
        assert_eq!(read("a+b", Kind::Query), expect("a b", "a%20b", false));
        assert_eq!(read("a/%2F", Kind::Path), expect("a//", "a//", false));
        assert_eq!(read("a%2F", Kind::Query), expect("a/", "a%2F", true));
        assert_eq!(read("a/", Kind::Query), expect("a/", "a%2F", false));
    }

    #[test]
    fn what_cannot_be_decoded() {
        for raw in ["%", "%4", "a%", "%4g", "%g4", "%%41", "%+1", "% 1", "%é"] {
            assert!(Piece::new(raw, Kind::Path).is_none(), "{raw}");
            assert!(Piece::new(raw, Kind::Query).is_none(), "{raw}");
        }
        assert!(Piece::new("%FF", Kind::Path).unwrap().text().is_none());
        assert!(Piece::new("%C3", Kind::Query).unwrap().text().is_none());
    }
}
