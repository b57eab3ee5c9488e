//! Builds a Content-Disposition header that every browser reads correctly.
//!
//! RFC 6266 has two parameters: `filename`, a quoted string of ASCII, and `filename*`, RFC 8187's percent-encoded
//! UTF-8, which takes precedence in clients that know it. A name that `filename` can represent gets no `filename*`.

use std::fmt::Write;

use crate::Error;

/// Returns `attachment; filename="..."`, with `filename*` if the name needs it: a value for the query parameter
/// `response-content-disposition`, with which the storage's response tells a browser to save the file under this name.
///
/// ```
/// assert_eq!(presign::attachment("report.pdf")?, "attachment; filename=\"report.pdf\"");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Filename`] if the name is empty or contains a control character.
pub fn attachment(name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Err(Error::Filename { rule: "must not be empty" });
    }
    if name.chars().any(char::is_control) {
        return Err(Error::Filename { rule: "must not contain control characters" });
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
