//! Makes a column of presigned URLs of a column of keys, through Arrow's C interface.

use std::ops::Range;
use std::slice;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, LargeStringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use presign::{BatchError, Template, Texts};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::arrow_input::{Exported, broken, spoken};
use crate::arrow_output::{LinkArray, LinkStream};
use crate::column::{self, Column, nulls};
use crate::columns::Arguments;
use crate::errors::of_batch;
use crate::rows::{KeyRows, Rows};
use crate::text::wrong_type;
use crate::{arrow_batch, iterables};

/// Returns a column of URLs for a column of keys: an array for an array, a stream for a stream with the same chunks.
pub(crate) fn links<'py>(
    py: Python<'py>,
    signer: &presign::Signer,
    arguments: &Arguments<'_, 'py>,
    column: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let Some(spoken) = spoken(column)? else {
        let expected = "an Arrow array or stream (__arrow_c_array__ or __arrow_c_stream__)";
        return Err(wrong_type(column, "column", expected));
    };
    let field = spoken.field().clone();
    if !column::holds_text(field.data_type()) {
        return Err(not_text(field.data_type()));
    }
    let is_array = matches!(spoken, Exported::Array(..));
    let mut chunks = if arguments.have_columns() {
        with_columns(py, signer, arguments, &spoken.into_arrays()?, threads)?
    } else {
        arguments.with_template(py, signer, |template| match spoken {
            Exported::Array(array) => {
                let array = array.into_array().map_err(broken)?;
                Ok(vec![array_of_keys(py, template, &array, threads, 0)?])
            }
            Exported::Stream(stream) => {
                let mut before = 0;
                let mut chunks = Vec::new();
                for array in stream {
                    let array = array.map_err(broken)?;
                    iterables::push(&mut chunks, array_of_keys(py, template, &array, threads, before)?)?;
                    before += array.len();
                    py.check_signals()?;
                }
                Ok(chunks)
            }
        })?
    };
    let field = output(&field);
    match chunks.pop() {
        Some(links) if is_array => LinkArray { links, field }.into_bound_py_any(py),
        last => {
            chunks.extend(last);
            LinkStream { chunks, field }.into_bound_py_any(py)
        }
    }
}

/// Returns the URLs for the keys in these arrays, whose rows differ in more than their keys. All have the same signing
/// time, so they are the rows of one batch.
fn with_columns<'py>(
    py: Python<'py>,
    signer: &presign::Signer,
    arguments: &Arguments<'_, 'py>,
    chunks: &[ArrayRef],
    threads: usize,
) -> PyResult<Vec<ArrayRef>> {
    let mut keys = keys(chunks)?;
    let count = Texts::count(&keys);
    let filled = keys.filled_rows()?;
    if let Some(rows) = &filled {
        keys.select(rows.clone());
    }
    arguments.with_batch(py, signer, &keys, (count, filled.as_ref()), |batch| {
        let batch = batch.threads(threads);
        let raised = |BatchError { index, error }| {
            of_batch(py, &BatchError { index: index.map(|index| keys.row(index)), error }, 0)
        };
        // The index of a row among those with a key.
        let index = |row| filled.as_ref().map_or(row, |rows| rows.partition_point(|filled| *filled < row));
        let (mut made, mut before) = (Vec::new(), 0);
        for chunk in chunks {
            let after = before + chunk.len();
            let range = index(before)..index(after);
            iterables::push(&mut made, array_of(py, &batch, range, threads, nulls(chunk), raised)?)?;
            before = after;
            py.check_signals()?;
        }
        Ok(made)
    })
}

fn not_text(found: &DataType) -> PyErr {
    let message = "column must contain utf8, large_utf8, utf8_view or a dictionary of one of these, not";
    PyTypeError::new_err(format!("{message} {found}"))
}

fn output(field: &Field) -> FieldRef {
    Arc::new(Field::new(field.name(), DataType::LargeUtf8, true))
}

/// Reads the keys in arrays of text.
fn keys(chunks: &[ArrayRef]) -> PyResult<Column> {
    // The type of a stream's array may contradict its schema.
    if let Some(other) = chunks.iter().find(|chunk| !column::holds_text(chunk.data_type())) {
        return Err(not_text(other.data_type()));
    }
    Column::new(chunks)?.ok_or_else(|| PyTypeError::new_err("column must contain text"))
}

/// Returns the URLs for one array of keys, which follows `before` rows of earlier ones.
fn array_of_keys(
    py: Python<'_>,
    template: &Template,
    array: &ArrayRef,
    threads: usize,
    before: usize,
) -> PyResult<ArrayRef> {
    let mut keys = keys(slice::from_ref(array))?;
    if let Some(rows) = keys.filled_rows()? {
        keys.select(rows);
    }
    let rows = KeyRows { batch: template.batch().threads(threads), keys: &keys };
    array_of(py, &rows, 0..rows.count(), threads, nulls(array), |BatchError { index, error }| {
        of_batch(py, &BatchError { index: index.map(|index| keys.row(index)), error }, before)
    })
}

/// Returns the URLs of a range of rows, with these nulls among them.
fn array_of(
    py: Python<'_>,
    rows: &impl Rows,
    range: Range<usize>,
    threads: usize,
    nulls: Option<NullBuffer>,
    raised: impl Fn(BatchError) -> PyErr,
) -> PyResult<ArrayRef> {
    let (text, offsets) = arrow_batch::links(py, rows, range, threads, raised)?;
    py.detach(|| to_array(text, offsets, nulls)).map_err(broken)
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
