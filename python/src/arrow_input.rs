//! Reads columns through Arrow's C interface.

use std::sync::Arc;

use arrow_array::{ArrayRef, NullArray};
use arrow_schema::{ArrowError, DataType, FieldRef};
use pyo3::exceptions::{PyException, PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use crate::capsules::{ArrayStream, OneArray};
use crate::text::wrong_type;
use crate::{column, readable};

const ARRAY_METHOD: &str = "__arrow_c_array__";
const STREAM_METHOD: &str = "__arrow_c_stream__";

/// What an object exports.
pub(crate) enum Exported {
    Array(OneArray),
    Stream(ArrayStream),
}

impl Exported {
    pub(crate) fn field(&self) -> &FieldRef {
        match self {
            Self::Array(array) => array.field(),
            Self::Stream(stream) => stream.field(),
        }
    }

    pub(crate) fn into_arrays(self) -> PyResult<Vec<ArrayRef>> {
        match self {
            Self::Array(array) => Ok(vec![array.into_array().map_err(broken)?]),
            Self::Stream(stream) => stream.collect::<Result<_, _>>().map_err(broken),
        }
    }
}

/// Returns the arrays of an object that has Arrow's C interface and contains text; `None` for any other object that may
/// contain keys. A table is refused: iterating over one of pandas gives the names of its columns.
pub(crate) fn columns(keys: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    let Some(column) = exported(keys)? else { return Ok(None) };
    match column.field().data_type() {
        DataType::Struct(_) => Err(wrong_type(keys, "keys", "a column or an iterable of str")),
        other if !column::holds_text(other) => Ok(None),
        _ => column.into_arrays().map(Some),
    }
}

/// Returns the type and the arrays of a column that has Arrow's C interface; `None` for an object without it, or whose
/// data Arrow has no type for. `expected` is what the column may contain, for errors.
pub(crate) fn chunks(
    column: &Bound<'_, PyAny>,
    name: &str,
    expected: &str,
) -> PyResult<Option<(DataType, Vec<ArrayRef>)>> {
    let Some(exported) = exported(column)? else { return Ok(None) };
    let data_type = exported.field().data_type().clone();
    match data_type {
        DataType::Struct(_) => Err(wrong_type(column, name, "one value or a column")),
        // The libraries disagree on the buffers of such an array, which say nothing.
        DataType::Null if let Ok(rows) = column.len() => {
            Ok(Some((data_type, vec![Arc::new(NullArray::new(rows))])))
        }
        other if !readable::is_readable(&other) => Err(wrong_content(name, expected, &other)),
        other => Ok(Some((other, exported.into_arrays()?))),
    }
}

/// Returns the error of a column whose type is none of those that it may have.
pub(crate) fn wrong_content(name: &str, expected: &str, found: &DataType) -> PyErr {
    PyTypeError::new_err(format!("{name} must contain {expected}, not {found}"))
}

/// Whether the object has Arrow's C interface.
pub(crate) fn has_interface(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(value.hasattr(ARRAY_METHOD)? || value.hasattr(STREAM_METHOD)?)
}

/// Returns what an object exports, or `None` if it exports nothing: a pandas column of objects has the interface but
/// cannot export its data; it can still be iterated over.
fn exported(value: &Bound<'_, PyAny>) -> PyResult<Option<Exported>> {
    match spoken(value) {
        Err(error) if cannot(value.py(), &error)? => Ok(None),
        exported => exported,
    }
}

/// Returns the array or stream that an object exports through Arrow's C interface, or `None` if it does not have it.
/// An object with both methods exports its array.
pub(crate) fn spoken(value: &Bound<'_, PyAny>) -> PyResult<Option<Exported>> {
    if value.hasattr(ARRAY_METHOD)? {
        let made = value.call_method0(ARRAY_METHOD)?;
        let Ok((schema, array)) = made.extract::<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)>() else {
            return Err(wrong_type(&made, "the result of __arrow_c_array__", "a tuple of two PyCapsules"));
        };
        return Ok(Some(Exported::Array(OneArray::take(&schema, &array)?)));
    }
    if value.hasattr(STREAM_METHOD)? {
        let made = value.call_method0(STREAM_METHOD)?;
        let Ok(capsule) = made.cast::<PyCapsule>() else {
            return Err(wrong_type(&made, "the result of __arrow_c_stream__", "a PyCapsule"));
        };
        return Ok(Some(Exported::Stream(ArrayStream::take(capsule)?)));
    }
    Ok(None)
}

/// Whether the error means that Arrow has no type for the data: one of pyarrow's classes, or that of Rust's Arrow,
/// which has no class of its own. Any other error comes from the object itself, such as a lost connection.
fn cannot(py: Python<'_>, error: &PyErr) -> PyResult<bool> {
    let class = error.get_type(py);
    if error.is_instance_of::<PyTypeError>(py) || class.is(py.get_type::<PyException>()) {
        return Ok(true);
    }
    // pyarrow can have raised the error only if it has been imported.
    let modules = py.import("sys")?.getattr("modules")?.cast_into::<PyDict>()?;
    let Some(pyarrow) = modules.get_item("pyarrow.lib")? else { return Ok(false) };
    for name in ["ArrowInvalid", "ArrowNotImplementedError"] {
        if class.is_subclass(&pyarrow.getattr(name)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Converts an error of Arrow itself, such as that of a stream that fails after some chunks.
pub(crate) fn broken(error: ArrowError) -> PyErr {
    match error {
        ArrowError::MemoryError(message) => PyMemoryError::new_err(message),
        error => PyValueError::new_err(error.to_string()),
    }
}
