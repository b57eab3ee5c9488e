//! `filename=`: builds a Content-Disposition header that every browser reads correctly.
//!
//! RFC 6266 has two parameters: `filename`, a quoted string of ASCII, and `filename*`, RFC 8187's percent-encoded
//! UTF-8, which takes precedence in clients that know it. A name that `filename` can represent gets no `filename*`.

use std::fmt::Write;

/// Returns `attachment; filename="..."`, with `filename*` if the name needs it.
pub(crate) fn attachment(name: &str) -> Result<String, &'static str> {
    if name.is_empty() {
        return Err("must not be empty");
    }
    if name.chars().any(char::is_control) {
        return Err("must not contain control characters");
    }
    // Browsers disagree on backslashes and percent signs in the quoted string (RFC 6266, appendix D).
    let is_plain = |letter: char| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\' | '%');
    let fallback: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut header = format!("attachment; filename=\"{fallback}\"");
    if fallback != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            match byte {
                // RFC 8187's attr-char.
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => header.push(char::from(byte)),
                byte if b"!#$&+-.^_`|~".contains(&byte) => header.push(char::from(byte)),
                // Writing to a String cannot fail.
                byte => _ = write!(header, "%{byte:02X}"),
            }
        }
    }
    Ok(header)
}
