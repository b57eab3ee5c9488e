//! Builds a Content-Disposition header that every browser reads correctly.
//!
//! RFC 6266 has two parameters: `filename`, a quoted string of ASCII, and `filename*`, RFC 8187's percent-encoded
//! UTF-8, which takes precedence in clients that know it. A name that `filename` can represent gets no `filename*`.

use std::fmt::Write;
use std::str::FromStr;

use crate::Error;
use crate::input::choice;

/// The query parameter with which a storage's response gets a Content-Disposition header.
pub(crate) const PARAMETER: &str = "response-content-disposition";

/// Says what a browser does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Disposition {
    /// The browser saves the file.
    #[default]
    Attachment,
    /// The browser shows the file if it can, and saves it under its name on demand.
    Inline,
}

impl Disposition {
    /// Both dispositions.
    pub const ALL: [Self; 2] = [Self::Attachment, Self::Inline];

    /// Returns the type of the header: `attachment` or `inline`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Inline => "inline",
        }
    }

    /// Returns a Content-Disposition header such as `attachment; filename="..."`, with `filename*` if the name needs
    /// it: a value for the query parameter `response-content-disposition`, with which the storage's response tells a
    /// browser under which name to save the file.
    ///
    /// ```
    /// # use presign::Disposition;
    /// assert_eq!(Disposition::Inline.header("report.pdf")?, "inline; filename=\"report.pdf\"");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Filename`] if the name is empty or contains a control character.
    pub fn header(self, filename: &str) -> Result<String, Error> {
        let mut header = String::new();
        self.write_header(filename, &mut header)?;
        Ok(header)
    }

    /// Appends the header to `out`. On error nothing is appended.
    pub(crate) fn write_header(self, name: &str, out: &mut String) -> Result<(), Error> {
        if name.is_empty() {
            return Err(Error::Filename { rule: "must not be empty" });
        }
        // Browsers disagree on backslashes and percent signs in the quoted string (RFC 6266, appendix D).
        let is_plain = |letter: char| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\' | '%');
        let all_plain = name.bytes().all(|byte| is_plain(char::from(byte)));
        if !all_plain && name.chars().any(char::is_control) {
            return Err(Error::Filename { rule: "must not contain control characters" });
        }
        out.push_str(self.name());
        out.push_str("; filename=\"");
        if all_plain {
            out.push_str(name);
            out.push('"');
            return Ok(());
        }
        out.extend(name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }));
        out.push_str("\"; filename*=UTF-8''");
        for byte in name.bytes() {
            match byte {
                // RFC 8187's attr-char.
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
                byte if b"!#$&+-.^_`|~".contains(&byte) => out.push(char::from(byte)),
                // Writing to a String cannot fail.
                byte => _ = write!(out, "%{byte:02X}"),
            }
        }
        Ok(())
    }
}

impl FromStr for Disposition {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        choice::by_name("disposition", &Self::ALL, Self::name, name)
    }
}

/// Returns [`Disposition::header`] of an attachment.
///
/// ```
/// assert_eq!(presign::attachment("report.pdf")?, "attachment; filename=\"report.pdf\"");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
///
/// As for [`Disposition::header`].
pub fn attachment(name: &str) -> Result<String, Error> {
    Disposition::Attachment.header(name)
}
