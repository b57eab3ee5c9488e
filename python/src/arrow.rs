//! Reads a column of keys through Arrow's C interface, and returns a column of presigned URLs.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, LargeStringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use presign::{BatchError, Template};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyException, PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3_arrow::input::AnyArray;

use crate::arrow_output::{LinkArray, LinkStream};
use crate::column::{self, Column};
use crate::errors::of_batch;
use crate::text::wrong_type;
use crate::{arrow_batch, iterables};

/// Returns the arrays of an object that has Arrow's C interface and contains text; `None` for any other object that may
/// contain keys. A table is refused: iterating over one of pandas gives the names of its columns.
pub(crate) fn columns(keys: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    let column = match spoken(keys) {
        Ok(Some(column)) => column,
        Ok(None) => return Ok(None),
        // A pandas column of objects has the interface but cannot export its data; it can still be iterated over.
        Err(error) if cannot(keys.py(), &error)? => return Ok(None),
        Err(error) => return Err(error),
    };
    match column.field()?.data_type() {
        DataType::Struct(_) => return Err(wrong_type(keys, "keys", "a column or an iterable of str")),
        other if !column::holds_text(other) => return Ok(None),
        _ => {}
    }
    Ok(Some(match column {
        AnyArray::Array(array) => vec![array.into_inner().0],
        AnyArray::Stream(stream) => stream.into_reader()?.collect::<Result<_, _>>().map_err(broken)?,
    }))
}

/// Returns the array or stream that an object exports through Arrow's C interface, or `None` if it does not have it.
fn spoken(value: &Bound<'_, PyAny>) -> PyResult<Option<AnyArray>> {
    let speaks = |method| value.hasattr(method);
    if speaks("__arrow_c_array__")? || speaks("__arrow_c_stream__")? {
        value.extract().map(Some)
    } else {
        Ok(None)
    }
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
fn broken(error: ArrowError) -> PyErr {
    match error {
        ArrowError::MemoryError(message) => PyMemoryError::new_err(message),
        error => PyValueError::new_err(error.to_string()),
    }
}

/// Returns the keys of an array. Nulls are refused, because a list has a URL for every key.
pub(crate) fn without_nulls(array: &ArrayRef, before: usize) -> PyResult<Column<'_>> {
    let column = Column::new(array)?.ok_or_else(|| PyTypeError::new_err("keys must contain text"))?;
    match column.nulls.as_ref().and_then(|nulls| (0..nulls.len()).find(|row| nulls.is_null(*row))) {
        Some(row) => Err(PyTypeError::new_err(format!("keys[{}] must be str, not None", before + row))),
        None => Ok(column),
    }
}

/// Returns a column of URLs for a column of keys: an array for an array, a stream for a stream with the same chunks.
pub(crate) fn links<'py>(
    py: Python<'py>,
    template: &Template,
    column: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let Some(spoken) = spoken(column)? else {
        let expected = "an Arrow array or stream (__arrow_c_array__ or __arrow_c_stream__)";
        return Err(wrong_type(column, "column", expected));
    };
    match spoken {
        AnyArray::Array(array) => {
            let (array, field) = array.into_inner();
            let links = array_of(py, template, &array, threads, 0)?;
            LinkArray { links, field: output(&field) }.into_bound_py_any(py)
        }
        AnyArray::Stream(stream) => {
            let reader = stream.into_reader()?;
            let field = reader.field();
            // Checked here too, because a stream may have no chunks.
            if !column::holds_text(field.data_type()) {
                return Err(not_text(field.data_type()));
            }
            let mut before = 0;
            let mut chunks = Vec::new();
            for array in reader {
                let array = array.map_err(broken)?;
                iterables::push(&mut chunks, array_of(py, template, &array, threads, before)?)?;
                before += array.len();
                py.check_signals()?;
            }
            LinkStream { chunks, field: output(&field) }.into_bound_py_any(py)
        }
    }
}

fn not_text(found: &DataType) -> PyErr {
    let message = "column must contain utf8, large_utf8, utf8_view or a dictionary of one of these, not";
    PyTypeError::new_err(format!("{message} {found}"))
}

fn output(field: &Field) -> FieldRef {
    Arc::new(Field::new(field.name(), DataType::LargeUtf8, true))
}

/// Returns the URLs for one array, which follows `before` rows of earlier ones.
fn array_of(
    py: Python<'_>,
    template: &Template,
    array: &ArrayRef,
    threads: usize,
    before: usize,
) -> PyResult<ArrayRef> {
    let column = Column::new(array)?.ok_or_else(|| not_text(array.data_type()))?;
    let (text, offsets) =
        arrow_batch::links(py, template, &column, threads, |BatchError { index, error }| {
            let error = BatchError { index: index.map(|index| column.row(index)), error };
            of_batch(py, &error, before)
        })?;
    py.detach(|| to_array(text, offsets, column.nulls)).map_err(broken)
}

/// Builds the array. A null has no text, so its offsets are equal.
fn to_array(text: Vec<u8>, offsets: Vec<u64>, nulls: Option<NullBuffer>) -> Result<ArrayRef, ArrowError> {
    let offsets = offsets.into_iter().map(u64::cast_signed);
    let offsets: Vec<i64> = match &nulls {
        None => offsets.collect(),
        Some(nulls) => {
            let mut ends = offsets;
            let first = ends.next().unwrap_or_default();
            let mut all = Vec::new();
            all.try_reserve_exact(nulls.len() + 1)
                .map_err(|error| ArrowError::MemoryError(error.to_string()))?;
            all.push(first);
            let mut end = first;
            for is_valid in nulls.iter() {
                if is_valid {
                    end = ends.next().unwrap_or(end);
                }
                all.push(end);
            }
            all
        }
    };
    let array = LargeStringArray::try_new(OffsetBuffer::new(offsets.into()), Buffer::from_vec(text), nulls)?;
    Ok(Arc::new(array))
}
