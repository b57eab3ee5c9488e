//! The one percent-encoder, and hex.
//!
//! AWS's `UriEncode`: every byte but `A-Z a-z 0-9 - . _ ~` becomes `%XX` with upper-case digits; `/` stays in a path
//! and nowhere else. Nothing is decoded or normalised first, so a key's `%20` becomes `%2520`.

use crate::text::Text;

const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Append a key or bucket as a part of a path: `/` stays.
#[inline]
pub(crate) fn path(out: &mut Text, bytes: &[u8]) {
    // Nearly every key is clean. A fold without an early exit is what the compiler turns into vector code.
    if bytes.iter().fold(true, |clean, byte| clean & (is_unreserved(*byte) | (*byte == b'/'))) {
        out.extend(bytes);
    } else {
        encode(out, bytes, |byte| is_unreserved(byte) || byte == b'/');
    }
}

/// The length of what [`path`] appends.
pub(crate) fn path_len(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| if is_unreserved(*byte) || *byte == b'/' { 1 } else { 3 }).sum()
}

/// Append a query name, a query value, or anything else that is not a path: `/` becomes `%2F`.
#[inline]
pub(crate) fn component(out: &mut Text, bytes: &[u8]) {
    encode(out, bytes, is_unreserved);
}

fn encode(out: &mut Text, bytes: &[u8], keep: impl Fn(u8) -> bool) {
    for &byte in bytes {
        if keep(byte) {
            out.push(byte);
        } else {
            out.extend(&escape(byte));
        }
    }
}

/// The bytes that [`component`] would write, for sorting by encoded text without writing it.
pub(crate) fn encoded(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().flat_map(|byte| {
        let (bytes, length) = if is_unreserved(byte) { ([byte, 0, 0], 1) } else { (escape(byte), 3) };
        bytes.into_iter().take(length)
    })
}

#[inline]
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

fn escape(byte: u8) -> [u8; 3] {
    let digit = |nibble: u8| UPPER.get(usize::from(nibble)).copied().unwrap_or_default();
    [b'%', digit(byte >> 4), digit(byte & 15)]
}

/// Lower-case hex of a SHA-256 digest.
#[inline]
pub(crate) fn hex(digest: &[u8; 32]) -> [u8; 64] {
    // Arithmetic instead of a table: the compiler does all 64 digits in a few vector instructions.
    let digit = |nibble: u8| nibble + b'0' + u8::from(nibble > 9) * (b'a' - b'0' - 10);
    let mut out = [0; 64];
    for (pair, byte) in out.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    out
}

/// Append a number that is not negative, in decimal.
pub(crate) fn decimal(out: &mut Text, number: i64) {
    let mut digits = [0_u8; 19];
    let mut rest = number.unsigned_abs();
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.split_at(digits.len() - used).1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Text)) -> String {
        let mut text = Text::default();
        write(&mut text);
        String::from_utf8(text.as_bytes().to_vec()).unwrap()
    }

    /// RFC 3986 section 2.3 names the unreserved characters; all others are escaped.
    #[test]
    fn every_byte_is_kept_or_escaped() {
        for byte in 0..=255_u8 {
            let kept = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".contains(&byte);
            let escaped = format!("%{byte:02X}");
            let expected = if kept { char::from(byte).to_string() } else { escaped };
            assert_eq!(written(|text| component(text, &[byte])), expected);
            let expected = if byte == b'/' { "/".to_owned() } else { expected };
            assert_eq!(path_len(&[byte]), expected.len());
            assert_eq!(written(|text| path(text, &[byte])), expected);
        }
    }

    #[test]
    fn sorting_sees_what_is_written() {
        for text in ["", "a b", "ü/文~", "%2F+"] {
            let seen: Vec<u8> = encoded(text).collect();
            assert_eq!(written(|out| component(out, text.as_bytes())).as_bytes(), seen);
        }
    }

    #[test]
    fn digits() {
        assert_eq!(&hex(&[0x0f; 32]), "0f".repeat(32).as_bytes());
        assert_eq!(&hex(&[0xa9; 32]), "a9".repeat(32).as_bytes());
        for number in [0, 9, 10, 604_800, i64::MAX] {
            assert_eq!(written(|text| decimal(text, number)), number.to_string());
        }
    }
}
