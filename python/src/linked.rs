//! A column of links as Arrow's C interface hands it out, and nothing besides.

use arrow_array::{Array, ArrayRef};
use arrow_schema::FieldRef;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_stream_pycapsule};

use crate::errors::refuse_pickling;

/// An array of links: large_utf8, for pyarrow.array, polars.Series and the like. Made by Signer.presign_arrow.
///
/// Its repr leaves out the links, each of which lets in whoever reads it.
#[pyclass(frozen, name = "LinkArray", module = "presign")]
pub(crate) struct LinkArray {
    pub(crate) links: ArrayRef,
    pub(crate) field: FieldRef,
}

#[pymethods]
impl LinkArray {
    /// The links, as Arrow's C interface has an array.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        Ok(to_array_pycapsules(py, self.field.clone(), &self.links, requested_schema)?)
    }

    fn __len__(&self) -> usize {
        self.links.len()
    }

    fn __repr__(&self) -> String {
        format!("<presign.LinkArray of {}>", self.links.len())
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a LinkArray cannot be pickled: give it to pyarrow.array, whose arrays can")
    }
}

/// A stream of arrays of links: large_utf8, for pyarrow.chunked_array, polars.Series and the like. Made by
/// Signer.presign_arrow. It can be read more than once.
///
/// Its repr leaves out the links, each of which lets in whoever reads it.
#[pyclass(frozen, name = "LinkStream", module = "presign")]
pub(crate) struct LinkStream {
    pub(crate) chunks: Vec<ArrayRef>,
    pub(crate) field: FieldRef,
}

#[pymethods]
impl LinkStream {
    /// The links, as Arrow's C interface has a stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let chunks = self.chunks.clone().into_iter().map(Ok);
        let reader = Box::new(ArrayIterator::new(chunks, self.field.clone()));
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }

    fn __len__(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    fn __repr__(&self) -> String {
        format!("<presign.LinkStream of {} in {} chunks>", self.__len__(), self.chunks.len())
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a LinkStream cannot be pickled: give it to pyarrow.chunked_array, whose arrays can")
    }
}
