//! Converts columns of URLs into the type of text that an Arrow consumer requests.

use std::slice;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, FieldRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow_input::broken;
use crate::{capsules, iterables};

/// Returns the arrays and their field as utf8, large_utf8 or utf8_view if one of these is requested. Otherwise they are
/// unchanged, which Arrow's interface allows: the consumer converts them. So are arrays that are too long for utf8.
pub(crate) fn convert(
    chunks: &[ArrayRef],
    field: &FieldRef,
    requested: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<(Vec<ArrayRef>, FieldRef)> {
    let requested = match requested {
        Some(schema) => capsules::field(schema)?.data_type().clone(),
        None => DataType::LargeUtf8,
    };
    let converted = match requested {
        DataType::Utf8 => chunks.iter().map(|chunk| utf8(chunk.as_string())).collect(),
        DataType::Utf8View => Ok(Some(chunks.iter().map(|chunk| utf8_view(chunk.as_string())).collect())),
        _ => Ok(None),
    };
    Ok(match converted? {
        Some(chunks) => (chunks, Arc::new(field.as_ref().clone().with_data_type(requested))),
        None => (chunks.to_vec(), field.clone()),
    })
}

/// Like [`convert`], for one array.
pub(crate) fn convert_one(
    array: &ArrayRef,
    field: &FieldRef,
    requested: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<(ArrayRef, FieldRef)> {
    let (mut chunks, field) = convert(slice::from_ref(array), field, requested)?;
    Ok((chunks.pop().unwrap_or_else(|| array.clone()), field))
}

/// Returns the array with offsets of 32 bits, which shares its text. `None` if these are too short.
fn utf8(array: &LargeStringArray) -> PyResult<Option<ArrayRef>> {
    let offsets = array.offsets();
    // A slice's offsets begin after the text before it.
    let begin = offsets.first().copied().unwrap_or_default();
    let mut short = Vec::new();
    iterables::reserve(&mut short, offsets.len())?;
    for offset in offsets.iter() {
        let Ok(offset) = i32::try_from(offset - begin) else { return Ok(None) };
        short.push(offset);
    }
    let text = array.values().slice(usize::try_from(begin)?);
    let array = StringArray::try_new(OffsetBuffer::new(short.into()), text, array.nulls().cloned());
    Ok(Some(Arc::new(array.map_err(broken)?)))
}

/// Returns the array as views of its text, which they share unless it has 4 GB.
fn utf8_view(array: &LargeStringArray) -> ArrayRef {
    Arc::new(StringViewArray::from(array))
}
