//! Columns of presigned URLs, which can be read through Arrow's C interface only.

use arrow_array::{Array, ArrayRef};
use arrow_schema::FieldRef;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_stream_pycapsule};

use crate::errors::refuse_pickling;

/// An Arrow array of presigned URLs (large_utf8), for pyarrow.array, polars.Series and the like. Returned by
/// Signer.presign_arrow.
///
/// The repr omits the URLs, because anyone who reads a URL can use it.
#[pyclass(frozen, name = "LinkArray", module = "presign")]
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
        refuse_pickling("a LinkArray cannot be pickled: convert it with pyarrow.array and pickle that")
    }
}

/// An Arrow stream of presigned URLs (large_utf8), for pyarrow.chunked_array, polars.Series and the like. Returned by
/// Signer.presign_arrow. It can be read more than once.
///
/// The repr omits the URLs, because anyone who reads a URL can use it.
#[pyclass(frozen, name = "LinkStream", module = "presign")]
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
        refuse_pickling(
            "a LinkStream cannot be pickled: convert it with pyarrow.chunked_array and pickle that",
        )
    }
}
