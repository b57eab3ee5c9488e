//! The class `Verifier`, and what it finds.

use std::borrow::Cow;

use presign::{ErrorKind, VerifierBuilder};
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{PyTraverseError, PyVisit};

use crate::errors::{from_core, refuse_pickling};
use crate::explain::{self, Explanation};
use crate::received::Arguments;
use crate::secret::Source;
use crate::signer::{ENDPOINT, REGION, choice};
use crate::text::{BUCKET, Name, optional_text, text};
use crate::{gather, refused, text, times};

/// Checks requests with links that others made, offline: what a storage does before it looks for the object.
///
/// It never changes but for a small cache of signing keys, which holds the secret keys of the last links that were let
/// in and is wiped at its end. One serves all threads, and a process that forks.
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
///     secrets: where the secret key of an access key is to be had: a mapping, or a function that gives None for an
///         access key that nobody has. It is asked for each request, once, and only after all that can be checked
///         without it. A secret is a str, a tuple of a secret key and a session token, or a Secret. The access key is
///         the link's own claim, and any text. What the function raises comes out as it is.
///     endpoint: where links point, as for Signer; requests for another host are refused. None: any host; AWS's are
///         known by their names, all others have the bucket in the path. A server that has a name should say it.
///     addressing: where the bucket stands, as for Signer; auto: in the path at the endpoint's own host, before the
///         host otherwise.
///     bucket: the bucket behind the host, with addressing cname. None: the host's own name.
///     region: the one region that links must be signed for (version 4). None: the one that an AWS endpoint names,
///         else any.
///     clock_skew: how far ahead a signing time may lie, int (seconds) or timedelta.
///     max_expires_in: the longest life, int (seconds) or timedelta. It replaces version 4's seven days, and then
///         binds version 2 too.
///     required_headers: names of headers that every link must have signed.
///     unsigned_amz_headers: let requests in that have x-amz-* headers which the link does not sign, as older storages
///         do.
///     unsigned_storage_headers: accept unsigned headers that some storage obeys beside x-amz-*: x-goog-*, x-rgw-*,
///         x-minio-*, x-object-* and their like. For servers with a meaning of their own for them.
///     head_for_get: let HEAD requests in with links for GET.
///     version_2: take signature version 2.
///
/// Raises:
///     PresignError: a setting breaks a rule.
///     TypeError: a value has the wrong type.
#[pyclass(frozen, name = "Verifier", module = "presign")]
pub(crate) struct Verifier {
    verifier: presign::Verifier,
    secrets: Source,
    shown: String,
}

/// The settings that a verifier shares with `inspect` and `explain`.
pub(crate) fn places<'a>(
    py: Python<'_>,
    endpoint: Option<&'a Bound<'_, PyAny>>,
    addressing: Option<&Bound<'_, PyAny>>,
    bucket: Option<&'a Bound<'_, PyAny>>,
) -> PyResult<VerifierBuilder<'a>> {
    Ok(presign::Verifier::builder()
        .endpoint(optional_text(endpoint, ENDPOINT)?)
        .addressing(choice(py, addressing, "addressing")?.unwrap_or_default())
        .bucket(optional_text(bucket, BUCKET)?))
}

pub(crate) fn built(py: Python<'_>, settings: VerifierBuilder<'_>) -> PyResult<presign::Verifier> {
    settings.build().map_err(|error| from_core(py, &error))
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (
        secrets, *, endpoint=None, addressing=None, bucket=None, region=None, clock_skew=None, max_expires_in=None,
        required_headers=None, unsigned_amz_headers=false, unsigned_storage_headers=false, head_for_get=false,
        version_2=true
    ))]
    #[pyo3(text_signature = "(secrets, *, endpoint=None, addressing='auto', bucket=None, region=None, \
        clock_skew=900, max_expires_in=None, required_headers=(), unsigned_amz_headers=False, \
        unsigned_storage_headers=False, head_for_get=False, version_2=True)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn new(
        py: Python<'_>,
        secrets: &Bound<'_, PyAny>,
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
    ) -> PyResult<Self> {
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

    /// Lets a request in, or raises Refused: whether its link is right for it, and the time.
    ///
    /// The body is not looked at: where the request has a signed x-amz-content-sha256 header, comparing it with the
    /// body is the caller's.
    ///
    /// Args:
    ///     method: the request's method.
    ///     url: the link; or the request target (path and query), exactly as it was sent, before anything decoded it.
    ///     headers: the request's headers: a mapping or a list of pairs, names in any case. Leave none out.
    ///     host: the value of the Host header, where url is a request target. A Host among the headers wins over it.
    ///     at: the time, int (Unix seconds) or an aware datetime, instead of the clock.
    ///
    /// Raises:
    ///     Refused: the request must not come in.
    ///     CredentialsError: the secret key that was found is empty, or none that can sign.
    ///     TypeError: a value has the wrong type.
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
            verified.map(Verified::from).map_err(|refusal| refused::from_core(py, &refusal))
        })
    }

    /// Says why a request with a link is refused, here or by a storage, as the function explain does. The secret is
    /// asked for as in verify.
    ///
    /// Args:
    ///     method, url, headers, host, at: as for verify; the request as it was meant to be sent.
    ///     response: the body of the storage's answer, str or bytes.
    ///     show_values: leave headers' values and the session token in the texts.
    ///
    /// Raises:
    ///     PresignError: the response is no S3 error.
    ///     Refused: the request holds a lone surrogate.
    ///     CredentialsError: the secret key that was found is empty, or none that can sign.
    ///     TypeError: a value has the wrong type.
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
            // Only for the access key: the time is of no account.
            let secret = match self.verifier.inspect(&request.at(0)) {
                Ok(link) => match self.secrets.get(py, &link.access_key)? {
                    Some(secret) => secret,
                    None => return Ok(Explanation::without_secret(&link.access_key)),
                },
                // There is nothing to be signed, so no secret is looked at.
                Err(_) => presign::Secret::from(""),
            };
            Ok(Explanation::new(&self.verifier.explain(request, &secret, answer.as_ref()), show_values))
        })
    }

    fn __repr__(&self) -> &str {
        &self.shown
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a Verifier cannot be pickled: its secret keys would be written out")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(self.secrets.held())
    }
}

/// As Python shows it. The endpoint of a verifier has no user name or password in it.
fn repr(value: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
    value.map_or_else(|| Ok("None".to_owned()), |value| Ok(value.repr()?.to_str()?.to_owned()))
}

const REQUIRED: Name = Name("required_headers: a name", ErrorKind::Header);

/// The items of an iterable, kept alive while they are borrowed.
fn names<'py>(value: Option<&Bound<'py, PyAny>>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    const EXPECTED: &str = "an iterable of str";
    let Some(value) = value else { return Ok(Vec::new()) };
    // A str would be taken apart into letters.
    if value.is_instance_of::<PyString>() {
        return Err(text::wrong_type(value, "required_headers", EXPECTED));
    }
    gather::all(value, "required_headers", EXPECTED, |_, name| Ok(name))
}

/// What the link of a request that may come in is for. Made by Verifier.verify.
///
/// The bucket and the key are data, never a path: a key may hold "..", "/", a NUL, or begin with a slash. The bucket is
/// neither "." nor ".." and has no slash and no control character in it.
#[pyclass(frozen, name = "Verified", module = "presign")]
pub(crate) struct Verified {
    /// The signature version, v4 or v2.
    #[pyo3(get)]
    version: &'static str,
    /// The bucket; empty for a link to the storage itself.
    #[pyo3(get)]
    bucket: String,
    /// The key, decoded; empty for a link to the bucket itself.
    #[pyo3(get)]
    key: String,
    /// The access key that signed the link.
    #[pyo3(get)]
    access_key: String,
    /// The region in the signature; None with version 2, which has none.
    #[pyo3(get)]
    region: Option<String>,
    /// When it was signed, in Unix seconds; None with version 2, which does not say.
    #[pyo3(get)]
    signed_at: Option<i64>,
    /// The first second at which it is refused, in Unix seconds.
    #[pyo3(get)]
    expires_at: i64,
    /// The request's headers that the signature covers, but for host: a list of lower-case names, in order. A server
    /// that hands the request on hands on these, and of the others only those of which it knows that they are harmless.
    #[pyo3(get)]
    signed_headers: Vec<String>,
}

impl From<presign::Verified<'_>> for Verified {
    fn from(found: presign::Verified<'_>) -> Self {
        Self {
            version: found.version.name(),
            bucket: found.bucket.into_owned(),
            key: found.key.into_owned(),
            access_key: found.access_key.into_owned(),
            region: found.region.map(Cow::into_owned),
            signed_at: found.signed_at,
            expires_at: found.expires_at,
            signed_headers: found.signed_headers,
        }
    }
}

#[pymethods]
impl Verified {
    fn __repr__(&self) -> String {
        format!(
            "<presign.Verified bucket={:?} key={:?} access_key={:?} version={:?} expires_at={}>",
            self.bucket, self.key, self.access_key, self.version, self.expires_at
        )
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a Verified cannot be pickled: what it says can")
    }
}
