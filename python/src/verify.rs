//! The classes `Verifier` and `Verified`.

#![expect(clippy::too_many_arguments, reason = "the constructor of a result takes every field")]

use std::borrow::Cow;
use std::cell::RefCell;

use presign::ErrorKind;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit};

use crate::errors::refuse_pickling;
use crate::explain;
use crate::explain::Explanation;
use crate::incoming::Arguments;
use crate::result::result_methods;
use crate::secret::Source;
use crate::settings::{built, places};
use crate::signer::REGION;
use crate::text::{Name, optional_text, text};
use crate::{exceptions, iterables, text, times, unexpected};

/// Checks requests with presigned URLs offline, as a storage does before it looks up the object.
///
/// A verifier is immutable except for a small cache of signing keys, which contains the secret keys of the last
/// accepted URLs and is wiped when the verifier is freed. One verifier can be used by all threads, and after a fork.
///
/// >>> import presign
/// >>> keys = {"AKIAIOSFODNN7EXAMPLE": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
/// >>> verifier = presign.Verifier(keys, endpoint="files.example", region="us-east-1")
/// >>> signer = presign.Signer(*keys.popitem(), endpoint="files.example")
/// >>> link = signer.get("photos", "2026/cat.jpg")
/// >>> try:
/// ...     verifier.verify("GET", link)
/// ... except presign.Refused as refused:
/// ...     print(refused.status, refused.code)
/// 403 InvalidAccessKeyId
/// >>> keys[signer.access_key] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
/// >>> verifier.verify("GET", link).key
/// '2026/cat.jpg'
///
/// Args:
///     secrets: a mapping from access keys to secrets, or a function that returns the secret of an access key and None
///         for an unknown one. It is queried once for each request, after all checks that do not need the secret. A
///         secret is a str, a tuple of a secret key and a session token, or a Secret. The access key is unverified text
///         from the URL. Exceptions of the function are raised unchanged.
///     endpoint: the server's own endpoint, as for Signer; requests for another host are refused. None: any host is
///         accepted; AWS's hosts are recognized, and on every other host the bucket is read from the path. A server
///         that has a name should set it.
///     addressing: where the bucket is in the URL, as for Signer; auto: in the path if the host is the endpoint's,
///         otherwise in the host name before the endpoint's.
///     bucket: the bucket that the host serves, with addressing cname. None: the host name.
///     region: the only region that URLs may be signed for (version 4). None: the region that an AWS endpoint names,
///         otherwise any.
///     clock_skew: how far in the future the signing time may be, int (seconds) or timedelta.
///     max_expires_in: the longest lifetime, int (seconds) or timedelta. It replaces version 4's limit of seven days,
///         and then applies to version 2 too.
///     required_headers: the names of headers that every URL must sign.
///     unsigned_amz_headers: accept requests with x-amz-* headers that the URL does not sign, as older storages do.
///     unsigned_storage_headers: accept unsigned headers besides x-amz-* that some storage interprets: x-goog-*,
///         x-rgw-*, x-minio-*, x-object-* and similar ones. For servers that use these names for something else.
///     head_for_get: accept HEAD requests with URLs for GET.
///     version_2: accept Signature Version 2.
///
/// Raises:
///     PresignError: a setting is invalid.
///     TypeError: a value has the wrong type, or an argument is unknown.
#[pyclass(frozen, name = "Verifier", module = "presign")]
pub(crate) struct Verifier {
    verifier: presign::Verifier,
    secrets: Source,
    shown: String,
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (
        secrets, *positional, endpoint=None, addressing=None, bucket=None, region=None, clock_skew=None, max_expires_in=None,
        required_headers=None, unsigned_amz_headers=false, unsigned_storage_headers=false, head_for_get=false,
        version_2=true, **others
    ))]
    #[pyo3(text_signature = "(secrets, *, endpoint=None, addressing='auto', bucket=None, region=None, \
        clock_skew=900, max_expires_in=None, required_headers=(), unsigned_amz_headers=False, \
        unsigned_storage_headers=False, head_for_get=False, version_2=True)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn new(
        py: Python<'_>,
        secrets: &Bound<'_, PyAny>,
        positional: &Bound<'_, PyTuple>,
        endpoint: Option<&Bound<'_, PyAny>>,
        addressing: Option<&Bound<'_, PyAny>>,
        bucket: Option<&Bound<'_, PyAny>>,
        region: Option<&Bound<'_, PyAny>>,
        clock_skew: Option<&Bound<'_, PyAny>>,
        max_expires_in: Option<&Bound<'_, PyAny>>,
        required_headers: Option<&Bound<'_, PyAny>>,
        unsigned_amz_headers: bool,
        unsigned_storage_headers: bool,
        head_for_get: bool,
        version_2: bool,
        others: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        unexpected::refuse(py, "Verifier", positional, others)?;
        let secrets = Source::new(secrets)?;
        let required = names(required_headers)?;
        let required = required.iter().map(|name| text(name, REQUIRED)).collect::<PyResult<Vec<_>>>()?;
        let seconds = |value: Option<&Bound<'_, PyAny>>, name| {
            value.map(|value| times::seconds(value, name)).transpose()
        };
        let mut settings = places(py, endpoint, addressing, bucket)?
            .region(optional_text(region, REGION)?)
            .max_expires_in(seconds(max_expires_in, "max_expires_in")?)
            .required_headers(&required)
            .unsigned_amz_headers(unsigned_amz_headers)
            .unsigned_storage_headers(unsigned_storage_headers)
            .head_for_get(head_for_get)
            .version_2(version_2);
        if let Some(clock_skew) = seconds(clock_skew, "clock_skew")? {
            settings = settings.clock_skew(clock_skew);
        }
        let verifier = built(py, settings)?;
        let shown = format!("<presign.Verifier endpoint={} region={}>", repr(endpoint)?, repr(region)?);
        Ok(Self { verifier, secrets, shown })
    }

    /// Check a request, and return what its presigned URL is for. Raises Refused unless the URL is valid for the
    /// request and the time.
    ///
    /// The body is not checked: if the request has a signed x-amz-content-sha256 header, the caller must compare it
    /// with the body.
    ///
    /// Args:
    ///     method: the HTTP method of the request.
    ///     url: the URL, or the request target (path and query), exactly as the client sent it, before any decoding.
    ///     headers: all headers of the request: a mapping or a list of pairs, names in any case.
    ///     host: the value of the Host header, if url is a request target. A Host in headers takes precedence.
    ///     at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
    ///
    /// Raises:
    ///     Refused: the server must refuse the request.
    ///     CredentialsError: secrets returned a secret key that is empty or cannot sign.
    ///     TypeError: a value has the wrong type.
    ///
    /// >>> import presign
    /// >>> secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    /// >>> verifier = presign.Verifier({"AKIAIOSFODNN7EXAMPLE": secret_key}, endpoint="files.example")
    /// >>> target = "/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    /// >>> try:
    /// ...     verifier.verify("GET", target, {"Host": "files.example"})
    /// ... except presign.Refused as refused:
    /// ...     print(refused.status, refused.code)
    /// 400 AuthorizationQueryParametersError
    #[pyo3(signature = (method, url, headers=None, *, host=None, at=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        method: &Bound<'py, PyAny>,
        url: &Bound<'py, PyAny>,
        headers: Option<&Bound<'py, PyAny>>,
        host: Option<&Bound<'py, PyAny>>,
        at: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Verified> {
        Arguments { method, url, headers, host, at }.with(|request| {
            let mut raised = None;
            let secret = |access_key: &str| match self.secrets.get(py, access_key) {
                Ok(secret) => secret,
                Err(error) => {
                    raised = Some(error);
                    None
                }
            };
            let verified = self.verifier.verify(request, secret);
            if let Some(error) = raised {
                return Err(error);
            }
            verified.map(Verified::from).map_err(|refusal| exceptions::from_core(py, &refusal))
        })
    }

    /// Explain why a request with a presigned URL is refused, by this verifier or by a storage, as the function explain
    /// does. The secret is queried as in verify.
    ///
    /// Args:
    ///     method: the HTTP method of the request that the client meant to send.
    ///     url: its URL, or the request target (path and query), exactly as the client sent it.
    ///     headers: all its headers: a mapping or a list of pairs, names in any case.
    ///     host: the value of the Host header, if url is a request target. A Host in headers takes precedence.
    ///     at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
    ///     response: the storage's error response, str or bytes, as for explain.
    ///     show_values: include header values and the session token in the texts.
    ///
    /// Raises:
    ///     PresignError: the response is no error response of a storage.
    ///     Refused: the request contains a lone surrogate.
    ///     CredentialsError: secrets returned a secret key that is empty or cannot sign.
    ///     TypeError: a value has the wrong type.
    ///
    /// >>> import presign
    /// >>> secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    /// >>> verifier = presign.Verifier({"AKIAIOSFODNN7EXAMPLE": secret_key}, endpoint="files.example")
    /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", secret_key, endpoint="files.example")
    /// >>> verifier.explain("PUT", signer.get("photos", "cat.jpg")).cause
    /// 'method'
    #[pyo3(signature = (method, url, headers=None, *, response=None, host=None, at=None, show_values=false))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        method: &Bound<'py, PyAny>,
        url: &Bound<'py, PyAny>,
        headers: Option<&Bound<'py, PyAny>>,
        response: Option<&Bound<'py, PyAny>>,
        host: Option<&Bound<'py, PyAny>>,
        at: Option<&Bound<'py, PyAny>>,
        show_values: bool,
    ) -> PyResult<Explanation> {
        let answer = explain::answer(response)?;
        Arguments { method, url, headers, host, at }.with(|request| {
            let raised = RefCell::new(None);
            let secret = |access_key: &str| match self.secrets.get(py, access_key) {
                Ok(secret) => secret,
                Err(error) => {
                    raised.borrow_mut().get_or_insert(error);
                    None
                }
            };
            let found = self.verifier.explain_with(request, secret, answer.as_ref());
            match raised.into_inner() {
                Some(error) => Err(error),
                None => Ok(Explanation::new(&found, show_values)),
            }
        })
    }

    fn __repr__(&self) -> &str {
        &self.shown
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a Verifier cannot be pickled: the pickle would contain its secret keys")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(self.secrets.held())
    }
}

/// Returns the value's repr. A verifier's endpoint contains no user name and no password.
fn repr(value: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
    value.map_or_else(|| Ok("None".to_owned()), |value| Ok(value.repr()?.to_str()?.to_owned()))
}

const REQUIRED: Name = Name("required_headers: a name", ErrorKind::Header);

/// Returns the items of an iterable, which keeps them alive while they are borrowed.
fn names<'py>(value: Option<&Bound<'py, PyAny>>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    const EXPECTED: &str = "an iterable of str";
    let Some(value) = value else { return Ok(Vec::new()) };
    // Iterating over a str would give its characters.
    if value.is_instance_of::<PyString>() {
        return Err(text::wrong_type(value, "required_headers", EXPECTED));
    }
    iterables::all(value, "required_headers", EXPECTED, |_, name| Ok(name))
}

/// What an accepted request's presigned URL is for. Returned by Verifier.verify.
///
/// The bucket and the key are data and not a path: a key may contain "..", "/" or a NUL, or begin with a slash. The
/// bucket is neither "." nor "..", and contains no slash and no control character.
#[pyclass(frozen, eq, hash, get_all, new = "from_fields", name = "Verified", module = "presign")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Verified {
    /// The method of the request. With head_for_get it may be HEAD where the URL is signed for GET.
    method: String,
    /// The signature version, v4 or v2.
    version: String,
    /// The bucket; empty for a URL of the storage itself.
    bucket: String,
    /// The object's key, decoded; empty for a URL of the bucket itself.
    key: String,
    /// The signed query parameters except the signature's own, decoded: the version, the subresource, overrides of the
    /// response's headers, and any others. Sorted, because the signature does not cover their order. Parameters that
    /// version 2 does not sign are omitted. The repr omits the values, which may be encryption keys.
    query: Vec<(String, String)>,
    /// The access key id that signed the URL.
    access_key: String,
    /// The region in the credential scope; None with version 2, which has none.
    region: Option<String>,
    /// The signing time in Unix seconds; None with version 2, which does not contain it.
    signed_at: Option<i64>,
    /// The first second at which the URL is refused, in Unix seconds.
    expires_at: i64,
    /// The names of the request's headers that the signature covers, except host: a list of lower-case names, in order.
    /// A server that forwards the request should forward these, and of the others only those that it knows to be
    /// harmless.
    signed_headers: Vec<String>,
}

impl From<presign::Verified<'_>> for Verified {
    fn from(found: presign::Verified<'_>) -> Self {
        let query = found.query.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self {
            method: found.method.to_owned(),
            version: found.version.name().to_owned(),
            bucket: found.bucket.into_owned(),
            key: found.key.into_owned(),
            query: query.collect(),
            access_key: found.access_key.into_owned(),
            region: found.region.map(Cow::into_owned),
            signed_at: found.signed_at,
            expires_at: found.expires_at,
            signed_headers: found.signed_headers,
        }
    }
}

result_methods! {
    Verified {
        "method", "version", "bucket", "key", "query", "access_key", "region", "signed_at", "expires_at",
        "signed_headers",
    }

    fn __repr__(&self) -> String {
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        format!(
            "<presign.Verified method={:?} bucket={:?} key={:?} query={query:?} access_key={:?} version={:?} \
             expires_at={}>",
            self.method, self.bucket, self.key, self.access_key, self.version, self.expires_at
        )
    }
}
