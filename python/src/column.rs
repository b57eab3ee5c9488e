//! Text of Arrow: arrays of utf8, large_utf8, utf8_view, dictionaries of one of these, and arrays of nulls.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::ByteArrayType;
use arrow_array::{
    Array, ArrayRef, GenericByteArray, LargeStringArray, StringArray, StringViewArray,
    downcast_dictionary_array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use presign::{Keys, Texts};
use pyo3::prelude::*;

use crate::iterables;

/// The arrays of a column of text. Rows count through all of them.
pub(crate) struct Column {
    arrays: Vec<TextArray>,
    /// The row after the last one of each array.
    ends: Vec<usize>,
    /// The rows that are used, in order. `None` if all are.
    rows: Option<Arc<[usize]>>,
}

struct TextArray {
    texts: Strings,
    /// The index of the text for each row. `None` if they are the same.
    indices: Option<Vec<usize>>,
    nulls: Option<NullBuffer>,
}

enum Strings {
    Utf8(StringArray),
    LargeUtf8(LargeStringArray),
    View(StringViewArray),
    /// Nulls only.
    Null,
}

impl Column {
    /// Reads arrays. Returns `None` if one does not contain text.
    pub(crate) fn new(chunks: &[ArrayRef]) -> PyResult<Option<Self>> {
        let (mut arrays, mut ends, mut end) = (Vec::new(), Vec::new(), 0);
        for chunk in chunks {
            let Some(array) = TextArray::new(chunk)? else { return Ok(None) };
            iterables::push(&mut arrays, array)?;
            end += chunk.len();
            iterables::push(&mut ends, end)?;
        }
        Ok(Some(Self { arrays, ends, rows: None }))
    }

    /// Returns the first row without a value.
    pub(crate) fn first_null(&self) -> Option<usize> {
        if self.arrays.iter().all(|array| array.nulls.is_none()) {
            return None;
        }
        (0..Texts::count(self)).find(|row| self.text(*row).is_none())
    }

    /// Returns the rows that have a value, or `None` if all have one.
    pub(crate) fn filled_rows(&self) -> PyResult<Option<Arc<[usize]>>> {
        if self.first_null().is_none() {
            return Ok(None);
        }
        let mut rows = Vec::new();
        iterables::reserve(&mut rows, Texts::count(self))?;
        rows.extend((0..Texts::count(self)).filter(|row| self.text(*row).is_some()));
        Ok(Some(rows.into()))
    }

    /// Uses these rows only, in this order. They replace those of an earlier call.
    pub(crate) fn select(&mut self, rows: Arc<[usize]>) {
        self.rows = Some(rows);
    }

    /// Returns the row of the column that is the used row with this index, for messages.
    pub(crate) fn row(&self, index: usize) -> usize {
        self.rows.as_ref().and_then(|rows| rows.get(index)).copied().unwrap_or(index)
    }
}

impl Texts for Column {
    fn count(&self) -> usize {
        self.rows.as_ref().map_or_else(|| self.ends.last().copied().unwrap_or(0), |rows| rows.len())
    }

    #[inline]
    fn text(&self, index: usize) -> Option<&[u8]> {
        let row = match &self.rows {
            None => index,
            Some(rows) => *rows.get(index)?,
        };
        // The common case.
        if let [array] = self.arrays.as_slice() {
            return array.text(row);
        }
        let number = self.ends.partition_point(|end| *end <= row);
        let before = number.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.arrays.get(number)?.text(row - before)
    }
}

/// A null among the keys is an empty key: callers select the filled rows before.
impl Keys for Column {
    fn count(&self) -> usize {
        Texts::count(self)
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.text(index).unwrap_or_default()
    }
}

impl TextArray {
    fn new(array: &ArrayRef) -> PyResult<Option<Self>> {
        let nulls = nulls(array);
        let texts = downcast_dictionary_array!(
            array => Strings::new(array.values()),
            _ => Strings::new(array)
        );
        let Some(texts) = texts else { return Ok(None) };
        let mut indices = None;
        downcast_dictionary_array!(
            array => {
                let mut values = Vec::new();
                iterables::reserve(&mut values, array.len())?;
                values.extend((0..array.len()).map(|row| array.key(row).unwrap_or(usize::MAX)));
                indices = Some(values);
            },
            _ => {}
        );
        Ok(Some(Self { texts, indices, nulls }))
    }

    #[inline]
    fn text(&self, row: usize) -> Option<&[u8]> {
        if let Some(nulls) = &self.nulls
            && (row >= nulls.len() || nulls.is_null(row))
        {
            return None;
        }
        let index = match &self.indices {
            None => row,
            Some(indices) => *indices.get(row)?,
        };
        match &self.texts {
            Strings::Utf8(array) => value(array, index),
            Strings::LargeUtf8(array) => value(array, index),
            Strings::View(array) => (index < array.len()).then(|| array.value(index).as_bytes()),
            Strings::Null => None,
        }
    }
}

/// Whether arrays of this type contain text.
pub(crate) fn holds_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => Strings::fit(values),
        other => Strings::fit(other),
    }
}

impl Strings {
    fn fit(data_type: &DataType) -> bool {
        matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
    }

    fn new(array: &ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => Some(Self::Utf8(array.as_string().clone())),
            DataType::LargeUtf8 => Some(Self::LargeUtf8(array.as_string().clone())),
            DataType::Utf8View => Some(Self::View(array.as_string_view().clone())),
            DataType::Null => Some(Self::Null),
            _ => None,
        }
    }
}

/// Returns a row's text, or `None` if there is no such row, where `GenericByteArray::value` panics.
#[inline]
fn value<T: ByteArrayType<Native = str>>(array: &GenericByteArray<T>, row: usize) -> Option<&[u8]> {
    (row < array.len()).then(|| array.value(row).as_bytes())
}

/// Returns which rows are null, or `None` if none is. A null of a dictionary array may be among the dictionary's values.
pub(crate) fn nulls(array: &ArrayRef) -> Option<NullBuffer> {
    array.logical_nulls().filter(|nulls| nulls.null_count() > 0)
}
