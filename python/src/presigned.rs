//! A link with what belongs to it.

use presign::Presigned;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::refuse_pickling;

/// A link, its method, the headers that must be sent with it, and when it ends.
///
/// Made by Signer.presign_request. Its repr leaves out the URL, which lets in whoever reads it, and the headers'
/// values.
#[pyclass(frozen, name = "PresignedRequest", module = "presign")]
pub(crate) struct PresignedRequest {
    /// The link.
    #[pyo3(get)]
    url: String,
    /// The method that the link allows, and no other.
    #[pyo3(get)]
    method: String,
    /// When the link ends, in Unix seconds.
    #[pyo3(get)]
    expires_at: i64,
    headers: Vec<(String, String)>,
}

impl From<Presigned> for PresignedRequest {
    fn from(made: Presigned) -> Self {
        Self { url: made.url, method: made.method, expires_at: made.expires_at, headers: made.headers }
    }
}

#[pymethods]
impl PresignedRequest {
    /// The headers that must be sent with the link: lower-cased names and trimmed values, a new dict each time. Host
    /// goes without saying.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        for (name, value) in &self.headers {
            headers.set_item(name, value)?;
        }
        Ok(headers)
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        format!(
            "<presign.PresignedRequest method={:?} headers={names:?} expires_at={}>",
            self.method, self.expires_at
        )
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a PresignedRequest cannot be pickled: its url and headers can")
    }
}
