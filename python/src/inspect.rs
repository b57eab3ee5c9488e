//! The function `inspect` and the class `Inspection`.

#![expect(clippy::too_many_arguments, reason = "the constructor of a result takes every field")]

use presign::{Reason, Received};
use presign_cli::readable::Contents;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

use crate::incoming::sent;
use crate::result::{Mapping, result_methods};
use crate::settings::{built, places};
use crate::{exceptions, notebook, times, unexpected, warnings};

/// The contents of a presigned URL that can be read without a secret key. Returned by inspect.
///
/// print shows it as `presign inspect` does, notebooks as a table. The repr omits the values of the query parameters. The
/// signature and the session token are not stored.
#[pyclass(frozen, eq, hash, get_all, new = "from_fields", name = "Inspection", module = "presign")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Inspection {
    /// The signature version, v4 or v2.
    version: String,
    /// The host, with the port unless it is the scheme's default.
    host: String,
    /// The bucket; empty for a URL of the storage itself.
    bucket: String,
    /// The object's key, decoded; empty for a URL of the bucket itself.
    key: String,
    /// The access key id in the URL.
    access_key: String,
    /// The region in the credential scope; None with version 2.
    region: Option<String>,
    /// The signing time in Unix seconds; None with version 2, which does not contain it.
    signed_at: Option<i64>,
    /// When the URL expires, in Unix seconds.
    expires_at: i64,
    /// The time used to compute seconds_left and the warnings, in Unix seconds.
    now: i64,
    /// The seconds until the URL expires; negative after that.
    seconds_left: i64,
    /// The lifetime: the seconds from the signing time to the expiry; None with version 2.
    lifetime: Option<i64>,
    /// The names of the signed headers except host, which the client must send unchanged. Version 2 does not list them.
    signed_headers: Vec<String>,
    /// The query parameters except the signature's own, decoded and in order: overrides of the response's headers, the
    /// version, and any others. The values of further tokens and of customer encryption keys are "(not shown)".
    query: Vec<(String, String)>,
    /// Whether the URL was signed with temporary keys; it stops working when they expire.
    has_session_token: bool,
    /// The warnings about mistakes and surprises in the URL, as a new dict from a name for programs to a sentence.
    warnings: Mapping,
}

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
///     TypeError: a value has the wrong type, or an argument is unknown.
#[pyfunction]
#[pyo3(signature = (url, *positional, endpoint=None, addressing=None, bucket=None, at=None, **others))]
#[pyo3(text_signature = "(url, *, endpoint=None, addressing='auto', bucket=None, at=None)")]
pub(crate) fn inspect(
    py: Python<'_>,
    url: &Bound<'_, PyAny>,
    positional: &Bound<'_, PyTuple>,
    endpoint: Option<&Bound<'_, PyAny>>,
    addressing: Option<&Bound<'_, PyAny>>,
    bucket: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    others: Option<&Bound<'_, PyDict>>,
) -> PyResult<Inspection> {
    unexpected::refuse(py, "inspect", positional, others)?;
    let verifier = built(py, places(py, endpoint, addressing, bucket)?)?;
    let at = at.map(|at| times::timestamp(at, "at")).transpose()?;
    let request = Received::url("GET", sent(url, "url", Reason::InvalidUrl)?).at(at);
    verifier.inspect(&request).map(Inspection::from).map_err(|refusal| exceptions::from_core(py, &refusal))
}

impl Inspection {
    fn contents(&self) -> Contents<'_> {
        Contents {
            version: &self.version,
            host: &self.host,
            bucket: &self.bucket,
            key: &self.key,
            access_key: &self.access_key,
            region: self.region.as_deref(),
            signed_at: self.signed_at,
            expires_at: self.expires_at,
            now: self.now,
            signed_headers: &self.signed_headers,
            query: &self.query,
            warnings: self.warnings.0.iter().map(|(_, sentence)| sentence.as_str()).collect(),
        }
    }
}

impl From<presign::Inspection> for Inspection {
    fn from(found: presign::Inspection) -> Self {
        let (seconds_left, lifetime) = (found.seconds_left(), found.lifetime());
        Self {
            version: found.version.name().to_owned(),
            host: found.host,
            bucket: found.bucket,
            key: found.key,
            access_key: found.access_key,
            region: found.region,
            signed_at: found.signed_at,
            expires_at: found.expires_at,
            now: found.now,
            seconds_left,
            lifetime,
            signed_headers: found.signed_headers,
            query: found.query,
            has_session_token: found.has_session_token,
            warnings: warnings::sentences(&found.warnings),
        }
    }
}
result_methods! {
    Inspection {
        "version", "host", "bucket", "key", "access_key", "region", "signed_at", "expires_at", "now", "seconds_left",
        "lifetime", "signed_headers", "query", "has_session_token", "warnings",
    }

    fn __repr__(&self) -> String {
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        let warnings: Vec<_> = self.warnings.0.iter().map(|(name, _)| name).collect();
        format!(
            "<presign.Inspection version={:?} host={:?} bucket={:?} key={:?} access_key={:?} expires_at={} \
             query={query:?} warnings={warnings:?}>",
            self.version, self.host, self.bucket, self.key, self.access_key, self.expires_at,
        )
    }

    fn __str__(&self) -> String {
        self.contents().text()
    }

    /// Return a table of what the URL contains, for notebooks.
    fn _repr_html_(&self) -> String {
        notebook::table(&self.contents().rows())
    }
}
