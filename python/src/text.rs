//! Text that comes in.

use presign::ErrorKind;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyStringMethods, PyTypeMethods};

use crate::errors;

/// What an argument is called, and the kind of error that is about it.
#[derive(Clone, Copy)]
pub(crate) struct Name(pub(crate) &'static str, pub(crate) ErrorKind);

pub(crate) const METHOD: Name = Name("method", ErrorKind::Method);
pub(crate) const BUCKET: Name = Name("bucket", ErrorKind::Bucket);
pub(crate) const KEY: Name = Name("key", ErrorKind::Key);

/// The text of a str, borrowed from it. The error never holds the text, which may be a secret.
#[inline]
pub(crate) fn text<'a>(value: &'a Bound<'_, PyAny>, Name(name, kind): Name) -> PyResult<&'a str> {
    let Ok(string) = value.cast::<PyString>() else {
        return Err(wrong_type(value, name, "str"));
    };
    string.to_str().map_err(|_| not_unicode(value.py(), name, kind))
}

/// The same for an argument that may be left out.
pub(crate) fn optional_text<'a>(
    value: Option<&'a Bound<'_, PyAny>>,
    name: Name,
) -> PyResult<Option<&'a str>> {
    value.map(|value| text(value, name)).transpose()
}

pub(crate) fn wrong_type(value: &Bound<'_, PyAny>, name: &str, expected: &str) -> PyErr {
    let found = value.get_type();
    let found = found.name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{name} must be {expected}, not {found}"))
}

/// Half of a surrogate pair has no UTF-8, so no storage could ever have seen it.
pub(crate) fn not_unicode(py: Python<'_>, name: &str, kind: ErrorKind) -> PyErr {
    errors::raise(py, kind, format!("{name} holds a lone surrogate, which has no UTF-8"))
}
