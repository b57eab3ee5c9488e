//! Reads str arguments.

use presign::ErrorKind;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyStringMethods, PyTypeMethods};

use crate::errors;

/// The name of an argument, and the kind of its errors.
#[derive(Clone, Copy)]
pub(crate) struct Name(pub(crate) &'static str, pub(crate) ErrorKind);

pub(crate) const METHOD: Name = Name("method", ErrorKind::Method);
pub(crate) const BUCKET: Name = Name("bucket", ErrorKind::Bucket);
pub(crate) const KEY: Name = Name("key", ErrorKind::Key);

/// Returns the text of a str, borrowed from it. The error does not contain the text, which may be a secret.
#[inline]
pub(crate) fn text<'a>(value: &'a Bound<'_, PyAny>, Name(name, kind): Name) -> PyResult<&'a str> {
    let Ok(string) = value.cast::<PyString>() else {
        return Err(wrong_type(value, name, "str"));
    };
    string.to_str().map_err(|_| not_unicode(value.py(), name, kind))
}

/// Returns the text of an argument that may be left out.
pub(crate) fn optional_text<'a>(
    value: Option<&'a Bound<'_, PyAny>>,
    name: Name,
) -> PyResult<Option<&'a str>> {
    value.map(|value| text(value, name)).transpose()
}

pub(crate) fn wrong_type(value: &Bound<'_, PyAny>, name: &str, expected: &str) -> PyErr {
    let found = value.get_type();
    let found = found.name().map_or_else(|_| "another type".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{name} must be {expected}, not {found}"))
}

/// Returns the error of a null where every row needs text.
pub(crate) fn null(name: &str, row: usize) -> PyErr {
    PyTypeError::new_err(format!("{name}[{row}] must be str, not None"))
}

/// Returns the error of text with a lone surrogate, which UTF-8 cannot encode, so that no storage can contain it.
pub(crate) fn not_unicode(py: Python<'_>, name: &str, kind: ErrorKind) -> PyErr {
    errors::raise(py, kind, format!("{name} contains a lone surrogate, which UTF-8 cannot encode"))
}
