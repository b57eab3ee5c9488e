//! Percent-encoding and hexadecimal digits.
//!
//! Implements AWS's `UriEncode`: every byte except `A-Z a-z 0-9 - . _ ~` becomes `%XX` with upper-case digits; `/` is
//! kept in a path and encoded elsewhere. Nothing is decoded or normalised first, so a key's `%20` becomes `%2520`.

const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// A key or bucket to be written into a path, where `/` is kept.
#[derive(Clone, Copy)]
pub(crate) struct PathText<'a> {
    bytes: &'a [u8],
    is_clean: bool,
}

impl<'a> PathText<'a> {
    #[inline]
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self { bytes, is_clean: is_clean(bytes) }
    }

    /// Returns `None` if the bytes are not UTF-8.
    #[inline]
    pub(crate) fn of_bytes(bytes: &'a [u8]) -> Option<Self> {
        let is_clean = is_clean(bytes);
        (is_clean || is_text(bytes)).then_some(Self { bytes, is_clean })
    }

    /// Returns the length of the text in bytes, before it is encoded.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.bytes.len()
    }

    /// Returns the maximum length of what [`PathText::write`] appends, in bytes.
    #[inline]
    pub(crate) fn bound(self) -> usize {
        if self.is_clean { self.bytes.len() } else { 3 * self.bytes.len() }
    }

    /// Writes the text to the beginning of `out`, as [`PathText::write`] does, and returns its length. Up to three bytes
    /// after it are overwritten too.
    #[inline(always)]
    pub(crate) fn write_to(self, out: &mut [u8]) -> usize {
        if !self.is_clean {
            return write_path(out, self.bytes);
        }
        if let Some(out) = out.get_mut(..self.bytes.len()) {
            out.copy_from_slice(self.bytes);
        }
        self.bytes.len()
    }

    #[inline]
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        if self.is_clean {
            out.extend_from_slice(self.bytes);
        } else {
            path(out, self.bytes);
        }
    }
}

/// Appends a query name, a query value, or other text outside a path: `/` becomes `%2F`.
#[inline]
pub(crate) fn component(out: &mut Vec<u8>, bytes: &[u8]) {
    if all(bytes, is_unreserved) {
        out.extend_from_slice(bytes);
    } else {
        append(out, bytes, &COMPONENT_TEXT);
    }
}

/// Appends a path that need not be UTF-8: `/` is kept.
pub(crate) fn path(out: &mut Vec<u8>, bytes: &[u8]) {
    append(out, bytes, &PATH_TEXT);
}

fn append(out: &mut Vec<u8>, bytes: &[u8], table: &Table) {
    let begin = out.len();
    // The longest text, and what is overwritten behind it.
    out.resize(begin + 3 * bytes.len() + 3, 0);
    let length = write_encoded(out.get_mut(begin..).unwrap_or_default(), bytes, table);
    out.truncate(begin + length);
}

/// Returns the bytes that [`component`] would write, to sort by encoded text without writing it.
pub(crate) fn encoded(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().flat_map(|byte| {
        let (bytes, length) = if is_unreserved(byte) { ([byte, 0, 0], 1) } else { (escape(byte), 3) };
        bytes.into_iter().take(length)
    })
}

/// Classes of bytes, as bits: for short texts a table is faster than comparisons.
pub(crate) mod kinds {
    /// Not one of `a-z 0-9 -`, the characters of DNS labels.
    pub(crate) const NO_LABEL: u8 = 1;
    /// Not printable ASCII, or a slash.
    pub(crate) const NO_PLAIN: u8 = 2;
    /// Not one of the characters of a `Host` header: letters, digits and `- . _ : [ ]`.
    pub(crate) const NO_HOST: u8 = 4;
    /// One of `A-Z`.
    pub(crate) const UPPER: u8 = 8;

    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "evaluated at compile time"
    )]
    const TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut number = 0;
        while number < 256 {
            let byte = number as u8;
            let label = byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            let plain = byte.is_ascii_graphic() && byte != b'/';
            let host =
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':' | b'[' | b']');
            table[number] = if label { 0 } else { NO_LABEL }
                | if plain { 0 } else { NO_PLAIN }
                | if host { 0 } else { NO_HOST }
                | if byte.is_ascii_uppercase() { UPPER } else { 0 };
            number += 1;
        }
        table
    };

    /// Returns the union of the classes of all bytes of a text.
    #[inline]
    pub(crate) fn of(text: &str) -> u8 {
        text.bytes().fold(0, |kinds, byte| kinds | TABLE.get(usize::from(byte)).copied().unwrap_or_default())
    }
}

#[inline(always)]
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

#[inline(always)]
const fn is_in_path(byte: u8) -> bool {
    // The hyphen, the dot, the slash and the digits are adjacent in ASCII, and upper and lower case differ in one bit:
    // that halves the number of comparisons.
    (byte.wrapping_sub(b'-') <= b'9' - b'-')
        | ((byte | 0x20).wrapping_sub(b'a') < 26)
        | (byte == b'_')
        | (byte == b'~')
}

/// Returns whether a path contains these bytes unchanged. Nearly every key is clean.
#[inline(always)]
pub(crate) fn is_clean(bytes: &[u8]) -> bool {
    all(bytes, is_in_path)
}

/// Returns whether bytes are UTF-8. Nearly all texts are ASCII, which is seen a vector at a time.
#[inline]
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte < 0x80) || std::str::from_utf8(bytes).is_ok()
}

/// Returns whether all bytes satisfy a condition, for texts in which they nearly always do.
///
/// The compiler vectorises a fold without an early exit. The text is processed as whole vectors, the last of which may
/// overlap the one before, so that no bytes remain to be processed one by one. An early exit between two vectors would
/// keep the compiler from processing several vectors in parallel, which is slower.
#[inline(always)]
pub(crate) fn all(bytes: &[u8], is_kind: impl Fn(u8) -> bool + Copy) -> bool {
    all_in::<16>(bytes, is_kind)
        .or_else(|| all_in::<8>(bytes, is_kind))
        .unwrap_or_else(|| bytes.iter().fold(true, |all, byte| all & is_kind(*byte)))
}

#[inline(always)]
fn all_in<const N: usize>(bytes: &[u8], is_kind: impl Fn(u8) -> bool) -> Option<bool> {
    let last = bytes.last_chunk::<N>()?;
    // Loops instead of iterators: a function called from code for wide registers must be inlined there to be compiled
    // for them.
    let mut all = true;
    for vector in bytes.as_chunks::<N>().0 {
        for byte in vector {
            all &= is_kind(*byte);
        }
    }
    for byte in last {
        all &= is_kind(*byte);
    }
    Some(all)
}

/// Returns the length of a text in a path, in bytes.
#[inline(always)]
pub(crate) fn path_len(bytes: &[u8]) -> usize {
    const N: usize = 16;
    let (vectors, rest) = bytes.as_chunks::<N>();
    let mut escaped = 0;
    // Sums of bytes, which are vectorised as bytes.
    for vector in vectors {
        let mut sum = 0;
        for byte in vector {
            sum += u8::from(!is_in_path(*byte));
        }
        escaped += usize::from(sum);
    }
    match bytes.last_chunk::<N>() {
        // The last vector may overlap the one before, whose bytes are counted already.
        Some(last) => {
            let mut sum = 0;
            for (at, byte) in last.iter().enumerate() {
                sum += u8::from(!is_in_path(*byte) & (at >= N - rest.len()));
            }
            escaped += usize::from(sum);
        }
        None => escaped += rest.iter().filter(|byte| !is_in_path(**byte)).count(),
    }
    bytes.len() + 2 * escaped
}

/// Writes these bytes, encoded for a path, to the beginning of `out`, and returns the length of their text. Up to three
/// bytes after it are overwritten too, if they exist.
#[inline(always)]
pub(crate) fn write_path(out: &mut [u8], bytes: &[u8]) -> usize {
    write_encoded(out, bytes, &PATH_TEXT)
}

/// Writes these bytes, encoded for a query, to the beginning of `out`, and returns the length of their text. Up to three
/// bytes after it are overwritten too.
#[inline(always)]
pub(crate) fn write_component(out: &mut [u8], bytes: &[u8]) -> usize {
    write_encoded(out, bytes, &COMPONENT_TEXT)
}

#[inline(always)]
fn write_encoded(out: &mut [u8], bytes: &[u8], table: &Table) -> usize {
    let mut at = 0;
    for byte in bytes {
        let (text, length) = table.get(usize::from(*byte)).copied().unwrap_or_default();
        let rest = out.get_mut(at..).unwrap_or_default();
        // Four bytes at once, of which one or three are used: that is faster than a branch.
        match rest.first_chunk_mut::<4>() {
            Some(four) => *four = text,
            None => rest.iter_mut().zip(text).for_each(|(out, text)| *out = text),
        }
        at += length as usize;
    }
    at
}

/// For each byte its text, and the length of that.
type Table = [([u8; 4], u32); 256];

/// For each byte, its text in a path and the length of that text.
static PATH_TEXT: Table = texts(true);

/// For each byte, its text outside a path and the length of that text.
static COMPONENT_TEXT: Table = texts(false);

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated at compile time")]
const fn texts(in_path: bool) -> Table {
    let mut table = [([0; 4], 0); 256];
    let mut number = 0;
    while number < 256 {
        let byte = number as u8;
        let digits = [UPPER[number >> 4], UPPER[number & 15]];
        let is_kept = if in_path { is_in_path(byte) } else { is_unreserved(byte) };
        table[number] = if is_kept { ([byte, 0, 0, 0], 1) } else { ([b'%', digits[0], digits[1], 0], 3) };
        number += 1;
    }
    table
}

fn escape(byte: u8) -> [u8; 3] {
    let digit = |nibble: u8| UPPER.get(usize::from(nibble)).copied().unwrap_or_default();
    [b'%', digit(byte >> 4), digit(byte & 15)]
}

/// Returns the lower-case hexadecimal digits of a SHA-256 digest.
#[inline]
pub(crate) fn hex(digest: &[u8; 32]) -> [u8; 64] {
    // Arithmetic instead of a table: the compiler computes all 64 digits in a few vector instructions.
    let digit = |nibble: u8| nibble + b'0' + u8::from(nibble > 9) * (b'a' - b'0' - 10);
    let mut out = [0; 64];
    for (pair, byte) in out.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    out
}

/// Appends a non-negative number in decimal.
pub(crate) fn decimal(out: &mut Vec<u8>, number: i64) {
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
    out.extend_from_slice(digits.split_at(digits.len() - used).1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut text = Vec::new();
        write(&mut text);
        String::from_utf8(text).unwrap()
    }

    /// RFC 3986 section 2.3 names the unreserved characters; all others are escaped.
    #[test]
    fn every_byte_is_kept_or_escaped() {
        for byte in 0..=255_u8 {
            let kept = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".contains(&byte);
            let escaped = format!("%{byte:02X}");
            let expected = if kept { char::from(byte).to_string() } else { escaped };
            assert_eq!(written(|text| component(text, &[byte])), expected);
            let mut text = [0; 12];
            let length = write_component(&mut text, &[byte, b'a', byte]);
            assert_eq!(text[..length], *format!("{expected}a{expected}").as_bytes());
            let expected = if byte == b'/' { "/".to_owned() } else { expected };
            if byte.is_ascii() {
                let text = char::from(byte).to_string();
                assert_eq!(written(|out| PathText::new(&text).write(out)), expected);
                assert_eq!(PathText::new(&text).bound(), expected.len());
            }
        }
    }

    /// The one other byte at every position, in texts of every length that vectors divide differently.
    #[test]
    fn one_byte_of_another_kind_is_found() {
        for length in 0..100 {
            let mut text = vec![b'a'; length];
            assert!(all(&text, is_unreserved), "{length}");
            for at in 0..length {
                text[at] = b'/';
                assert!(!all(&text, is_unreserved), "{at} of {length}");
                text[at] = b'a';
            }
        }
    }

    /// Counted one by one, for texts of every length that vectors divide differently.
    #[test]
    fn the_length_of_a_path_is_that_of_its_text() {
        for length in 0..100 {
            for every in 1..20 {
                let byte = |at: usize| if at.is_multiple_of(every) { b' ' } else { b'/' };
                let text: Vec<u8> = (0..length).map(byte).collect();
                let expected: String =
                    text.iter().map(|byte| if *byte == b' ' { "%20" } else { "/" }).collect();
                assert_eq!(path_len(&text), expected.len(), "{length}, every {every}");
                assert_eq!(written(|out| path(out, &text)), expected);
            }
        }
    }

    #[test]
    fn sorting_compares_the_encoded_bytes() {
        for text in ["", "a b", "ü/文~", "%2F+"] {
            let seen: Vec<u8> = encoded(text).collect();
            assert_eq!(written(|out| component(out, text.as_bytes())).as_bytes(), seen);
        }
    }

    #[test]
    fn hex_and_decimal_digits_are_those_of_the_standard_library() {
        assert_eq!(&hex(&[0x0f; 32]), "0f".repeat(32).as_bytes());
        assert_eq!(&hex(&[0xa9; 32]), "a9".repeat(32).as_bytes());
        for number in [0, 9, 10, 604_800, i64::MAX] {
            assert_eq!(written(|text| decimal(text, number)), number.to_string());
        }
    }
}
