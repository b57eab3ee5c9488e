//! Reads `filename` and `disposition`, which set the Content-Disposition of the storage's response.

use presign::{Disposition, Error, ErrorKind};
use pyo3::prelude::*;

use crate::errors::raise;

/// The query parameter that both set.
pub(crate) const PARAMETER: &str = "response-content-disposition";

/// Returns the header for what is given of the two.
pub(crate) fn header(
    filename: Option<&str>,
    disposition: Option<Disposition>,
) -> Result<Option<String>, Error> {
    match (filename, disposition) {
        (None, disposition) => Ok(disposition.map(|disposition| disposition.name().to_owned())),
        (Some(filename), disposition) => disposition.unwrap_or_default().header(filename).map(Some),
    }
}

/// Checks that the argument with this name, which is given, may be given.
pub(crate) fn check(py: Python<'_>, name: &str, method: &str, header_is_given: bool) -> PyResult<()> {
    let refuse = |rule: &str| Err(raise(py, ErrorKind::Query, format!("{name} {rule}")));
    if header_is_given {
        return refuse("and response_content_disposition set the same header: give only one of them");
    }
    if !matches!(method, "GET" | "HEAD") {
        return refuse("applies to the response of GET and HEAD only: leave it out for other methods");
    }
    Ok(())
}
