//! Arguments that are text and may be left out.

use std::str::FromStr;

use presign::ErrorKind;

use crate::failure::Failure;
use crate::values::Part;

/// Returns the text of an optional argument.
pub(crate) fn optional<'a>(
    text: Option<impl Into<Part<'a>>>,
    name: &str,
    kind: ErrorKind,
) -> Result<Option<&'a str>, Failure> {
    text.map(|text| text.into().get(name, kind)).transpose()
}

/// Reads an argument that is one of a fixed set of names.
pub(crate) fn choice<'a, T: FromStr<Err = presign::Error>>(
    text: Option<impl Into<Part<'a>>>,
    name: &str,
) -> Result<Option<T>, Failure> {
    let chosen = optional(text, name, ErrorKind::Choice)?;
    chosen.map(|chosen| chosen.parse().map_err(Failure::from)).transpose()
}
