//! Reads the columns of values that differ from row to row: text and whole numbers.
//!
//! A column is a list, another iterable, an array of numpy, a column of pandas or polars, or any object that has Arrow's
//! C interface, whose text is not converted to str. A null is None, NaN, NaT, pandas' NA, or a null of Arrow.

use std::sync::Arc;

use presign::{ErrorKind, Texts};
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyFloat, PyFrozenSet, PyInt, PyMapping, PySet, PyString};

use crate::column::Column;
use crate::errors::at_row;
use crate::text::{not_unicode, wrong_type};
use crate::whole::{not_whole, whole};
use crate::{arrow_input, arrow_numbers, iterables};

const EXPECTED: &str = "a column or an iterable";

/// Whether an argument is a column rather than one value for all rows.
pub(crate) fn is_column(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_one = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        // These have no order.
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
        || value.is_instance_of::<PyMapping>();
    if is_one {
        return Ok(false);
    }
    // An array of numpy without dimensions is one value, but its class has the methods of an iterable.
    if let Some(dimensions) = value.getattr_opt("ndim")?
        && dimensions.eq(0)?
    {
        return Ok(false);
    }
    let class = value.get_type();
    Ok(class.hasattr("__iter__")? || arrow_input::has_interface(value)?)
}

/// A column of text.
pub(crate) enum TextColumn {
    Strs(Vec<Option<PyBackedStr>>),
    /// Text that was computed from other columns.
    Made(Vec<Option<String>>),
    Arrow(Column),
}

impl TextColumn {
    /// Reads a column. `name` and `kind` are for errors.
    pub(crate) fn new(value: &Bound<'_, PyAny>, name: &str, kind: ErrorKind) -> PyResult<Self> {
        if let Some((data_type, chunks)) = arrow_input::chunks(value, name, "text")? {
            return match Column::new(&chunks)? {
                Some(column) => Ok(Self::Arrow(column)),
                None => Err(arrow_input::wrong_content(name, "text", &data_type)),
            };
        }
        iterables::all(value, name, EXPECTED, |row, item| {
            let item = match item.cast_into::<PyString>() {
                Ok(text) => text,
                Err(error) => {
                    let item = error.into_inner();
                    return match is_null(&item) {
                        true => Ok(None),
                        false => Err(wrong_type(&item, &format!("{name}[{row}]"), "str")),
                    };
                }
            };
            let py = item.py();
            PyBackedStr::try_from(item)
                .map(Some)
                .map_err(|_| at_row(py, not_unicode(py, &format!("{name}[{row}]"), kind), row))
        })
        .map(Self::Strs)
    }

    /// Returns the first row for which `is_wrong` is true.
    pub(crate) fn find(&self, is_wrong: impl Fn(Option<&[u8]>) -> bool) -> Option<usize> {
        (0..self.count()).find(|row| is_wrong(self.text(*row)))
    }

    /// Keeps these rows only, in this order.
    pub(crate) fn select(&mut self, rows: &Arc<[usize]>) -> PyResult<()> {
        match self {
            Self::Strs(texts) => selected(texts, rows),
            Self::Made(texts) => selected(texts, rows),
            Self::Arrow(column) => {
                column.select(rows.clone());
                Ok(())
            }
        }
    }
}

impl Texts for TextColumn {
    fn count(&self) -> usize {
        match self {
            Self::Strs(texts) => texts.count(),
            Self::Made(texts) => texts.count(),
            Self::Arrow(column) => Texts::count(column),
        }
    }

    #[inline]
    fn text(&self, index: usize) -> Option<&[u8]> {
        match self {
            Self::Strs(texts) => texts.text(index),
            Self::Made(texts) => texts.text(index),
            Self::Arrow(column) => column.text(index),
        }
    }
}

/// Reads a column of whole numbers. `read` reads one item; it gets the item's name for errors.
pub(crate) fn numbers<'py>(
    value: &Bound<'py, PyAny>,
    name: &str,
    of_arrow: arrow_numbers::Meaning,
    read: impl Fn(&Bound<'py, PyAny>, &str) -> PyResult<i64>,
) -> PyResult<Vec<Option<i64>>> {
    if let Some((data_type, chunks)) = arrow_input::chunks(value, name, of_arrow.expected())? {
        return arrow_numbers::read(value.py(), name, of_arrow, &data_type, &chunks);
    }
    iterables::all(&python_numbers(value)?, name, EXPECTED, |row, item| {
        // The common case, without a name for errors.
        if item.is_exact_instance_of::<PyInt>()
            && let Ok(number) = item.extract()
        {
            return Ok(Some(number));
        }
        if is_null(&item) {
            return Ok(None);
        }
        let name = format!("{name}[{row}]");
        let number = match item.cast::<PyFloat>() {
            Ok(float) => whole(float.value()).ok_or_else(|| not_whole(&name, float.value())),
            Err(_) => read(&item, &name),
        };
        number.map(Some).map_err(|error| at_row(item.py(), error, row))
    })
}

/// Returns an array of numpy's numbers as a list of Python's, which are read several times as fast.
fn python_numbers<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // Not those of times: their list may contain a count of nanoseconds.
    if let Some(data_type) = value.getattr_opt("dtype")?
        && let Some(kind) = data_type.getattr_opt("kind")?
        && let Ok(kind) = kind.extract::<char>()
        && "iuf".contains(kind)
    {
        return value.call_method0("tolist");
    }
    Ok(value.clone())
}

/// Whether a row has no value: None, or NaN, NaT and NA, which do not equal themselves.
fn is_null(value: &Bound<'_, PyAny>) -> bool {
    if value.is_none() {
        return true;
    }
    if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
        return false;
    }
    // Comparing pandas' NA gives NA. An object that cannot be compared is an error of its type later.
    value
        .rich_compare(value, CompareOp::Ne)
        .is_ok_and(|differs| differs.is(value) || differs.is_truthy().unwrap_or(false))
}

/// Replaces the items by those of these rows.
fn selected<T>(items: &mut Vec<Option<T>>, rows: &[usize]) -> PyResult<()> {
    let mut kept = Vec::new();
    iterables::reserve(&mut kept, rows.len())?;
    kept.extend(rows.iter().map(|row| items.get_mut(*row).and_then(Option::take)));
    *items = kept;
    Ok(())
}

/// Keeps these rows of a column of numbers only, in this order.
pub(crate) fn select_numbers(numbers: &mut Vec<Option<i64>>, rows: &[usize]) -> PyResult<()> {
    selected(numbers, rows)
}
