//! The class `PresignedRequest`.

use presign::Presigned;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

use crate::result::{Mapping, result_methods};

/// A presigned URL with its method, its expiry, and the headers that the client must send. Returned by
/// Signer.presign_request.
///
/// The repr omits the URL, because anyone who reads it can use it, and the values of the headers.
#[pyclass(frozen, eq, hash, get_all, new = "from_fields", name = "PresignedRequest", module = "presign")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct PresignedRequest {
    /// The presigned URL.
    url: String,
    /// The only HTTP method that the URL allows.
    method: String,
    /// The headers that the client must send with the URL, as a new dict of lower-case names and trimmed values. It
    /// does not contain Host, which every client sends.
    headers: Mapping,
    /// When the URL expires, in Unix seconds.
    expires_at: i64,
}

impl From<Presigned> for PresignedRequest {
    fn from(made: Presigned) -> Self {
        let Presigned { url, method, headers, expires_at, .. } = made;
        Self { url, method, expires_at, headers: Mapping(headers) }
    }
}

result_methods! {
    PresignedRequest { "url", "method", "headers", "expires_at" }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.headers.0.iter().map(|(name, _)| name).collect();
        format!(
            "<presign.PresignedRequest method={:?} headers={names:?} expires_at={}>",
            self.method, self.expires_at
        )
    }
}
