//! Arguments that are text and may be left out.

use std::str::FromStr;

use presign::ErrorKind;

use crate::failure::Failure;
use crate::values::Text;

/// Returns the text of an optional argument.
pub(crate) fn optional<'a>(
    text: Option<&'a Text>,
    name: &str,
    kind: ErrorKind,
) -> Result<Option<&'a str>, Failure> {
    text.map(|text| text.get(name, kind)).transpose()
}

/// Reads an argument that is one of a fixed set of names.
pub(crate) fn choice<T: FromStr<Err = presign::Error>>(
    text: Option<&Text>,
    name: &str,
) -> Result<Option<T>, Failure> {
    let chosen = optional(text, name, ErrorKind::Choice)?;
    chosen.map(|chosen| chosen.parse().map_err(Failure::from)).transpose()
}
