//! The class `PresignedRequest`.

use presign::Presigned;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::refuse_pickling;

/// A presigned URL with its method, its expiry, and the headers that the client must send. Returned by
/// Signer.presign_request.
///
/// The repr omits the URL, because anyone who reads it can use it, and the values of the headers.
#[pyclass(frozen, name = "PresignedRequest", module = "presign")]
pub(crate) struct PresignedRequest {
    /// The presigned URL.
    #[pyo3(get)]
    url: String,
    /// The only HTTP method that the URL allows.
    #[pyo3(get)]
    method: String,
    /// When the URL expires, in Unix seconds.
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
    /// The headers that the client must send with the URL, as a new dict of lower-case names and trimmed values. It
    /// does not contain Host, which every client sends.
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
        refuse_pickling("a PresignedRequest cannot be pickled: pickle its url, method and headers instead")
    }
}
