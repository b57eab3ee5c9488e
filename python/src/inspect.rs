//! What stands in a link.

use presign::{Reason, Received};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::refuse_pickling;
use crate::received::sent;
use crate::verify::{built, places};
use crate::{refused, times};

/// What a link says to everybody who has it. Made by inspect.
///
/// Its repr leaves out the values of the query. Signature and token are not kept at all.
#[pyclass(frozen, name = "Inspection", module = "presign")]
pub(crate) struct Inspection(presign::Inspection);

/// Reads a link without a secret; nothing is checked but what can be read.
///
/// >>> import presign
/// >>> signer = presign.Signer("AKIDEXAMPLE", "secret", session_token="token", region="eu-west-1")
/// >>> link = presign.inspect(signer.get("photos", "cat.jpg", sign_at=0), at=60)
/// >>> link.bucket, link.key, link.access_key, link.region, link.seconds_left
/// ('photos', 'cat.jpg', 'AKIDEXAMPLE', 'eu-west-1', 3540)
/// >>> link.warnings
/// {'session-token': 'it was signed with temporary keys, and dies with them whatever its end says'}
///
/// Args:
///     url: the link.
///     endpoint: the storage, where the bucket may stand before its host. None: AWS's hosts are known by their names,
///         all others have the bucket in the path.
///     addressing: where the bucket stands, as for Verifier.
///     bucket: the bucket behind the host, with addressing cname.
///     at: the time, int (Unix seconds) or an aware datetime, instead of the clock.
///
/// Raises:
///     Refused: it is no link, or cannot be read.
///     PresignError: a setting breaks a rule.
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
    let at = at.map(|at| times::moment(at, "at")).transpose()?;
    let request = Received::url("GET", sent(url, "url", Reason::InvalidUrl)?).at(at);
    verifier.inspect(&request).map(Inspection).map_err(|refusal| refused::from_core(py, &refusal))
}

#[pymethods]
impl Inspection {
    /// The signature version, v4 or v2.
    #[getter]
    fn version(&self) -> &'static str {
        self.0.version.name()
    }

    /// The host that it is for, with its port where that is not the scheme's own.
    #[getter]
    fn host(&self) -> &str {
        &self.0.host
    }

    /// The bucket; empty for a link to the storage itself.
    #[getter]
    fn bucket(&self) -> &str {
        &self.0.bucket
    }

    /// The key, decoded; empty for a link to the bucket itself.
    #[getter]
    fn key(&self) -> &str {
        &self.0.key
    }

    /// Whose link it is.
    #[getter]
    fn access_key(&self) -> &str {
        &self.0.access_key
    }

    /// The region in the signature; None with version 2.
    #[getter]
    fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// When it was signed, in Unix seconds; None with version 2, which does not say.
    #[getter]
    fn signed_at(&self) -> Option<i64> {
        self.0.signed_at
    }

    /// When it ends, in Unix seconds.
    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at
    }

    /// The time at which it was looked at, in Unix seconds.
    #[getter]
    fn now(&self) -> i64 {
        self.0.now
    }

    /// Seconds until it ends; below 0 once it has.
    #[getter]
    fn seconds_left(&self) -> i64 {
        self.0.seconds_left()
    }

    /// Seconds from the signing time to the end; None with version 2.
    #[getter]
    fn life(&self) -> Option<i64> {
        self.0.life()
    }

    /// The names of the headers that must be sent as they were signed, but for host. Version 2 does not name them.
    #[getter]
    fn signed_headers(&self) -> Vec<String> {
        self.0.signed_headers.clone()
    }

    /// The query but for the signature's own parameters, decoded, in order: overrides of the answer's headers, versions,
    /// and whatever else. Values of further tokens and of customers' encryption keys are "(not shown)".
    #[getter]
    fn query(&self) -> Vec<(String, String)> {
        self.0.query.clone()
    }

    /// Whether it was signed with temporary keys, and dies with them.
    #[getter]
    fn has_session_token(&self) -> bool {
        self.0.has_session_token
    }

    /// What is wrong with it or may surprise: a sentence for each, by a name for programs. A new dict each time.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let warnings = PyDict::new(py);
        for warning in &self.0.warnings {
            warnings.set_item(warning.name(), warning.message())?;
        }
        Ok(warnings)
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
        refuse_pickling("an Inspection cannot be pickled: the link that it was made of can")
    }
}
