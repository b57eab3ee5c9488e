//! The function `inspect` and the class `Inspection`.

use presign::{Reason, Received};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::refuse_pickling;
use crate::incoming::sent;
use crate::settings::{built, places};
use crate::{exceptions, times, warnings};

/// The contents of a presigned URL that can be read without a secret key. Returned by inspect.
///
/// The repr omits the values of the query parameters. The signature and the session token are not stored.
#[pyclass(frozen, name = "Inspection", module = "presign")]
pub(crate) struct Inspection(presign::Inspection);

/// Read a presigned URL without a secret key. The signature is not checked.
///
/// >>> import presign
/// >>> signer = presign.Signer("AKIDEXAMPLE", "secret", session_token="token", region="eu-west-1")
/// >>> link = presign.inspect(signer.get("photos", "cat.jpg", sign_at=0), at=60)
/// >>> link.bucket, link.key, link.access_key, link.region, link.seconds_left
/// ('photos', 'cat.jpg', 'AKIDEXAMPLE', 'eu-west-1', 3540)
/// >>> list(link.warnings)
/// ['session-token']
///
/// Args:
///     url: the presigned URL.
///     endpoint: the storage's endpoint, needed where the bucket may be part of the host name. None: AWS's hosts are
///         recognized, and on every other host the bucket is read from the path.
///     addressing: where the bucket is in the URL, as for Verifier.
///     bucket: the bucket that the host serves, with addressing cname.
///     at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
///
/// Raises:
///     Refused: the URL is not a presigned URL, or cannot be read.
///     PresignError: a setting is invalid.
///     TypeError: a value has the wrong type.
#[pyfunction]
#[pyo3(signature = (url, *, endpoint=None, addressing=None, bucket=None, at=None))]
#[pyo3(text_signature = "(url, *, endpoint=None, addressing='auto', bucket=None, at=None)")]
pub(crate) fn inspect(
    py: Python<'_>,
    url: &Bound<'_, PyAny>,
    endpoint: Option<&Bound<'_, PyAny>>,
    addressing: Option<&Bound<'_, PyAny>>,
    bucket: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Inspection> {
    let verifier = built(py, places(py, endpoint, addressing, bucket)?)?;
    let at = at.map(|at| times::timestamp(at, "at")).transpose()?;
    let request = Received::url("GET", sent(url, "url", Reason::InvalidUrl)?).at(at);
    verifier.inspect(&request).map(Inspection).map_err(|refusal| exceptions::from_core(py, &refusal))
}

#[pymethods]
impl Inspection {
    /// The signature version, v4 or v2.
    #[getter]
    fn version(&self) -> &'static str {
        self.0.version.name()
    }

    /// The host, with the port unless it is the scheme's default.
    #[getter]
    fn host(&self) -> &str {
        &self.0.host
    }

    /// The bucket; empty for a URL of the storage itself.
    #[getter]
    fn bucket(&self) -> &str {
        &self.0.bucket
    }

    /// The object's key, decoded; empty for a URL of the bucket itself.
    #[getter]
    fn key(&self) -> &str {
        &self.0.key
    }

    /// The access key id in the URL.
    #[getter]
    fn access_key(&self) -> &str {
        &self.0.access_key
    }

    /// The region in the credential scope; None with version 2.
    #[getter]
    fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The signing time in Unix seconds; None with version 2, which does not contain it.
    #[getter]
    fn signed_at(&self) -> Option<i64> {
        self.0.signed_at
    }

    /// When the URL expires, in Unix seconds.
    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at
    }

    /// The time used to compute seconds_left and the warnings, in Unix seconds.
    #[getter]
    fn now(&self) -> i64 {
        self.0.now
    }

    /// The seconds until the URL expires; negative after that.
    #[getter]
    fn seconds_left(&self) -> i64 {
        self.0.seconds_left()
    }

    /// The lifetime: the seconds from the signing time to the expiry; None with version 2.
    #[getter]
    fn lifetime(&self) -> Option<i64> {
        self.0.lifetime()
    }

    /// The names of the signed headers except host, which the client must send unchanged. Version 2 does not list them.
    #[getter]
    fn signed_headers(&self) -> Vec<String> {
        self.0.signed_headers.clone()
    }

    /// The query parameters except the signature's own, decoded and in order: overrides of the response's headers, the
    /// version, and any others. The values of further tokens and of customer encryption keys are "(not shown)".
    #[getter]
    fn query(&self) -> Vec<(String, String)> {
        self.0.query.clone()
    }

    /// Whether the URL was signed with temporary keys; it stops working when they expire.
    #[getter]
    fn has_session_token(&self) -> bool {
        self.0.has_session_token
    }

    /// The warnings about mistakes and surprises in the URL, as a new dict from a name for programs to a sentence.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        warnings::as_dict(py, &self.0.warnings)
    }

    fn __repr__(&self) -> String {
        let link = &self.0;
        let query: Vec<_> = link.query.iter().map(|(name, _)| name).collect();
        let warnings: Vec<_> = link.warnings.iter().map(|warning| warning.name()).collect();
        format!(
            "<presign.Inspection version={:?} host={:?} bucket={:?} key={:?} access_key={:?} expires_at={} \
             query={query:?} warnings={warnings:?}>",
            self.version(),
            link.host,
            link.bucket,
            link.key,
            link.access_key,
            link.expires_at,
        )
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("an Inspection cannot be pickled: pickle its URL instead")
    }
}
