//! Columns of presigned URLs: sequences of str that Arrow's C interface exports without making the strs.

use std::sync::Arc;
use std::{iter, slice, vec};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray};
use arrow_schema::FieldRef;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyIndexError, PyOverflowError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PySlice};

use crate::errors::refuse_pickling;
use crate::text::wrong_type;
use crate::{capsules, iterables, requested_type};

/// An Arrow array of presigned URLs (large_utf8), for pyarrow.array, polars.Series and the like. Returned by
/// Signer.presign_arrow.
///
/// It is also an immutable sequence of str, with None for a null, for list, numpy and pandas. A slice is a LinkArray.
///
/// The repr omits the URLs, because anyone who reads a URL can use it.
#[pyclass(frozen, sequence, name = "LinkArray", module = "presign")]
pub(crate) struct LinkArray {
    pub(crate) links: ArrayRef,
    pub(crate) field: FieldRef,
}

#[pymethods]
impl LinkArray {
    /// Return the URLs as an array of Arrow's C data interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyCapsule>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let (links, field) = requested_type::convert_one(&self.links, &self.field, requested_schema)?;
        capsules::of_array(py, &field, &links)
    }

    fn __len__(&self) -> usize {
        self.links.len()
    }

    fn __iter__(&self) -> LinkIterator {
        LinkIterator::new(vec![self.links.clone()])
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let chunks = slice::from_ref(&self.links);
        match Index::new(index, self.links.len())? {
            Index::Row(row) => text(chunks, row).into_bound_py_any(py),
            Index::Range { start, end } => {
                let links = self.links.slice(start, end - start);
                Self { links, field: self.field.clone() }.into_bound_py_any(py)
            }
            Index::Rows(rows) => {
                Self { links: taken(chunks, rows), field: self.field.clone() }.into_bound_py_any(py)
            }
        }
    }

    fn __repr__(&self) -> String {
        format!("<presign.LinkArray of {}>", self.links.len())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling(
            "a LinkArray cannot be pickled: convert it with list or pyarrow.array and pickle that",
        )
    }
}

/// An Arrow stream of presigned URLs (large_utf8), for pyarrow.chunked_array, polars.Series and the like. Returned by
/// Signer.presign_arrow. It can be read more than once.
///
/// It is also an immutable sequence of str, with None for a null, for list, numpy and pandas. A slice is a LinkStream.
///
/// The repr omits the URLs, because anyone who reads a URL can use it.
#[pyclass(frozen, sequence, name = "LinkStream", module = "presign")]
pub(crate) struct LinkStream {
    pub(crate) chunks: Vec<ArrayRef>,
    pub(crate) field: FieldRef,
}

#[pymethods]
impl LinkStream {
    /// Return the URLs as a stream of Arrow's C stream interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let (chunks, field) = requested_type::convert(&self.chunks, &self.field, requested_schema)?;
        capsules::of_stream(py, field, chunks)
    }

    fn __len__(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    fn __iter__(&self) -> LinkIterator {
        LinkIterator::new(self.chunks.clone())
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let chunks = match Index::new(index, self.__len__())? {
            Index::Row(row) => return text(&self.chunks, row).into_bound_py_any(py),
            Index::Range { start, end } => sliced(&self.chunks, start, end),
            Index::Rows(rows) => vec![taken(&self.chunks, rows)],
        };
        Self { chunks, field: self.field.clone() }.into_bound_py_any(py)
    }

    fn __repr__(&self) -> String {
        format!("<presign.LinkStream of {} in {} chunks>", self.__len__(), self.chunks.len())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling(
            "a LinkStream cannot be pickled: convert it with list or pyarrow.chunked_array and pickle that",
        )
    }
}

/// Iterates over the URLs of a column.
#[pyclass(name = "LinkIterator", module = "presign")]
struct LinkIterator {
    chunks: vec::IntoIter<ArrayRef>,
    chunk: Option<ArrayRef>,
    row: usize,
}

impl LinkIterator {
    fn new(chunks: Vec<ArrayRef>) -> Self {
        let mut chunks = chunks.into_iter();
        Self { chunk: chunks.next(), chunks, row: 0 }
    }
}

#[pymethods]
impl LinkIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// The inner `None` is Python's, for a null.
    fn __next__(&mut self) -> Option<Option<&str>> {
        while self.chunk.as_ref()?.len() == self.row {
            (self.chunk, self.row) = (self.chunks.next(), 0);
        }
        self.row += 1;
        Some(text(slice::from_ref(self.chunk.as_ref()?), self.row - 1))
    }
}

/// The rows that an index or a slice selects; all of them exist.
enum Index {
    Row(usize),
    /// A slice without gaps.
    Range {
        start: usize,
        end: usize,
    },
    /// A slice whose step is not 1.
    Rows(Vec<usize>),
}

impl Index {
    fn new(index: &Bound<'_, PyAny>, rows: usize) -> PyResult<Self> {
        if let Ok(slice) = index.cast::<PySlice>() {
            let found = slice.indices(isize::try_from(rows)?)?;
            if found.step == 1 {
                let start = found.start.unsigned_abs();
                return Ok(Self::Range { start, end: start + found.slicelength });
            }
            let mut selected = Vec::new();
            iterables::reserve(&mut selected, found.slicelength)?;
            let steps = iter::successors(Some(found.start), |row| row.checked_add(found.step));
            selected.extend(steps.take(found.slicelength).map(isize::unsigned_abs));
            return Ok(Self::Rows(selected));
        }
        let outside = || PyIndexError::new_err(format!("index {index} is outside of a column of {rows}"));
        let row: isize = match index.extract() {
            Ok(row) => row,
            Err(error) if error.is_instance_of::<PyOverflowError>(index.py()) => return Err(outside()),
            Err(_) => return Err(wrong_type(index, "index", "int or slice")),
        };
        let row = if row < 0 { rows.checked_add_signed(row) } else { Some(row.unsigned_abs()) };
        row.filter(|row| *row < rows).map(Self::Row).ok_or_else(outside)
    }
}

/// Returns the URL of a row, or `None` for a null or if there is no such row.
fn text(chunks: &[ArrayRef], row: usize) -> Option<&str> {
    let mut row = row;
    for chunk in chunks {
        if row < chunk.len() {
            return chunk.is_valid(row).then(|| chunk.as_string::<i64>().value(row));
        }
        row -= chunk.len();
    }
    None
}

/// Returns the rows as an array of their own.
fn taken(chunks: &[ArrayRef], rows: Vec<usize>) -> ArrayRef {
    Arc::new(rows.into_iter().map(|row| text(chunks, row)).collect::<LargeStringArray>())
}

/// Returns the chunks of the rows `start..end`, which share the memory of `chunks`.
fn sliced(chunks: &[ArrayRef], start: usize, end: usize) -> Vec<ArrayRef> {
    let mut before = 0;
    let mut parts = Vec::new();
    for chunk in chunks {
        let (from, to) = (start.max(before), end.min(before + chunk.len()));
        if from < to {
            parts.push(chunk.slice(from - before, to - from));
        }
        before += chunk.len();
    }
    parts
}
