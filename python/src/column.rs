//! Reads keys from an Arrow array of utf8, large_utf8, utf8_view, or a dictionary of one of these.

use arrow_array::cast::AsArray;
use arrow_array::types::{ByteArrayType, LargeUtf8Type, Utf8Type};
use arrow_array::{Array, ArrayRef, GenericByteArray, StringViewArray, downcast_dictionary_array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use presign::Keys;
use pyo3::prelude::*;

use crate::iterables;

/// The keys of one array, without its nulls.
pub(crate) struct Column<'a> {
    texts: Texts<'a>,
    rows: Rows,
    /// Which rows contain a key. `None` if all do.
    pub(crate) nulls: Option<NullBuffer>,
}

enum Texts<'a> {
    Utf8(&'a GenericByteArray<Utf8Type>),
    LargeUtf8(&'a GenericByteArray<LargeUtf8Type>),
    View(&'a StringViewArray),
}

/// The index of the text for each key.
enum Rows {
    All(usize),
    Some(Vec<usize>),
}

impl<'a> Column<'a> {
    /// Reads an array. Returns `None` if it does not contain text.
    pub(crate) fn new(array: &'a ArrayRef) -> PyResult<Option<Self>> {
        // A null of a dictionary array may be among the dictionary's values.
        let nulls = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        let texts = downcast_dictionary_array!(
            array => Texts::new(array.values()),
            _ => Texts::new(array)
        );
        let Some(texts) = texts else { return Ok(None) };
        let rows = downcast_dictionary_array!(
            array => Rows::filled(array.len(), nulls.as_ref(), |row| array.key(row).unwrap_or(usize::MAX))?,
            _ if nulls.is_none() => Rows::All(array.len()),
            _ => Rows::filled(array.len(), nulls.as_ref(), |row| row)?
        );
        Ok(Some(Self { texts, rows, nulls }))
    }

    /// Returns the row of the key with this index, for messages.
    pub(crate) fn row(&self, index: usize) -> usize {
        match &self.nulls {
            None => index,
            Some(nulls) => nulls.valid_indices().nth(index).unwrap_or(index),
        }
    }
}

impl Rows {
    /// Returns the text indices of all rows except the nulls.
    fn filled(count: usize, nulls: Option<&NullBuffer>, text: impl Fn(usize) -> usize) -> PyResult<Self> {
        let mut rows = Vec::new();
        iterables::reserve(&mut rows, count - nulls.map_or(0, NullBuffer::null_count))?;
        let is_filled = |row: &usize| nulls.is_none_or(|nulls| nulls.is_valid(*row));
        rows.extend((0..count).filter(is_filled).map(text));
        Ok(Self::Some(rows))
    }
}

/// Whether arrays of this type can be read as a [`Column`].
pub(crate) fn holds_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => Texts::fit(values),
        other => Texts::fit(other),
    }
}

impl<'a> Texts<'a> {
    fn fit(data_type: &DataType) -> bool {
        matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
    }

    fn new(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => Some(Self::Utf8(array.as_string())),
            DataType::LargeUtf8 => Some(Self::LargeUtf8(array.as_string())),
            DataType::Utf8View => Some(Self::View(array.as_string_view())),
            _ => None,
        }
    }
}

/// Returns a row's text, or an empty one if there is no such row, where `GenericByteArray::value` panics.
#[inline]
fn value<T: ByteArrayType<Native = str>>(array: &GenericByteArray<T>, row: usize) -> &[u8] {
    if row < array.len() { array.value(row).as_bytes() } else { &[] }
}

impl Keys for Column<'_> {
    fn count(&self) -> usize {
        match &self.rows {
            Rows::All(count) => *count,
            Rows::Some(rows) => rows.len(),
        }
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        let row = match &self.rows {
            Rows::All(_) => index,
            Rows::Some(rows) => rows.get(index).copied().unwrap_or(usize::MAX),
        };
        match self.texts {
            Texts::Utf8(array) => value(array, row),
            Texts::LargeUtf8(array) => value(array, row),
            Texts::View(array) if row < array.len() => array.value(row).as_bytes(),
            Texts::View(_) => &[],
        }
    }
}
