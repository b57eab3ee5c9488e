//! The function `explain` and the class `Explanation`.

use std::borrow::Cow;

use presign::ErrorResponse;
use presign_cli::readable::Refused;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};

use crate::incoming::Arguments;
use crate::result::result_methods;
use crate::settings::{built, places};
use crate::signer::REGION;
use crate::text::optional_text;
use crate::{errors, notebook, secret, text, unexpected};

/// The reason why a presigned URL is refused. Returned by explain and Verifier.explain.
///
/// print shows it as `presign explain` does, and so do notebooks. The texts omit header values and the session token
/// unless show_values is true. The repr shows none of the texts.
#[pyclass(frozen, eq, hash, get_all, new = "from_fields", name = "Explanation", module = "presign")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Explanation {
    /// The name of the cause, for programs: host-port, path-encoding, secret-key, expired, ...
    cause: String,
    /// The cause in one sentence, with the storage's code and message. It contains no header value and no token.
    sentence: String,
    /// The text computed for this request: version 4's canonical request, or version 2's string to sign. None if the
    /// URL cannot be read or its secret key is unknown.
    ours: Option<String>,
    /// The same text as computed by the storage, from its error response; None if the response does not contain it.
    theirs: Option<String>,
    /// Version 4's string to sign, computed for this request; None with version 2.
    our_string_to_sign: Option<String>,
    /// The string to sign as computed by the storage, from its error response; None if the response does not contain
    /// it.
    their_string_to_sign: Option<String>,
}

impl Explanation {
    pub(crate) fn new(found: &presign::Explanation, show_values: bool) -> Self {
        let strings_to_sign = found.strings_to_sign(show_values);
        Self {
            cause: found.cause().name().to_owned(),
            sentence: found.sentence().to_owned(),
            ours: found.ours(show_values),
            theirs: found.theirs(show_values),
            our_string_to_sign: strings_to_sign.as_ref().map(|(ours, _)| (*ours).to_owned()),
            their_string_to_sign: strings_to_sign.and_then(|(_, theirs)| theirs).map(Cow::into_owned),
        }
    }

    fn refused(&self) -> Refused<'_> {
        Refused {
            cause: &self.cause,
            sentence: &self.sentence,
            ours: self.ours.as_deref(),
            theirs: self.theirs.as_deref(),
            our_string_to_sign: self.our_string_to_sign.as_deref(),
            their_string_to_sign: self.their_string_to_sign.as_deref(),
        }
    }
}

result_methods! {
    Explanation { "cause", "sentence", "ours", "theirs", "our_string_to_sign", "their_string_to_sign" }

    fn __repr__(&self) -> String {
        format!("<presign.Explanation cause={:?} sentence={:?}>", self.cause, self.sentence)
    }

    fn __str__(&self) -> String {
        self.refused().text()
    }

    /// Return the cause and the texts that were compared, for notebooks.
    fn _repr_html_(&self) -> String {
        notebook::lines(&self.refused().text())
    }
}

/// Reads the storage's error response.
pub(crate) fn answer(response: Option<&Bound<'_, PyAny>>) -> PyResult<Option<ErrorResponse>> {
    let Some(response) = response else { return Ok(None) };
    let py = response.py();
    let body = if let Ok(bytes) = response.cast::<PyBytes>() {
        // The page of a proxy may have another encoding, and is recognised nevertheless.
        Some(String::from_utf8_lossy(bytes.as_bytes()))
    } else if let Ok(string) = response.cast::<PyString>() {
        string.to_str().ok().map(Cow::Borrowed)
    } else {
        return Err(text::wrong_type(response, "response", "str or bytes"));
    };
    let Some(body) = body else {
        return Err(errors::raise_base(py, "response: the text contains a lone surrogate".to_owned()));
    };
    ErrorResponse::read(&body).map(Some).map_err(|error| errors::raise_base(py, format!("response: {error}")))
}

/// Explain why a storage refuses a presigned URL.
///
/// The URL is given as the client sent it, with the secret key that should have signed it. Common mistakes are tried
/// until one explains the signature. If the storage's error response contains the text that it computed (those of AWS
/// and Swift do, Ceph's does not), that text is compared with the one computed here.
///
/// >>> import presign
/// >>> signer = presign.Signer("AKIDEXAMPLE", "secret", endpoint="files.example")
/// >>> link = signer.get("photos", "cat.jpg").replace("files.example", "files.example:8443")
/// >>> found = presign.explain(link, "secret")
/// >>> found.cause
/// 'host-port'
///
/// Args:
///     url: the presigned URL.
///     secret: the secret key: a str, a tuple of a secret key and a session token, or a Secret.
///     response: the storage's error response, str or bytes: its body (XML or JSON), or a whole HTTP response with
///         status line and headers.
///     method: the HTTP method of the request.
///     headers: the headers of the request: a mapping or a list of pairs.
///     endpoint: the storage's endpoint, needed where the bucket may be part of the host name.
///     addressing: where the bucket is in the URL, as for Verifier.
///     bucket: the bucket that the host serves, with addressing cname.
///     region: the storage's region. None: any region is accepted.
///     at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
///     show_values: include header values and the session token in the texts.
///
/// Raises:
///     PresignError: the response is no error response of a storage, or the secret or a setting is invalid.
///     Refused: the request contains a lone surrogate.
///     TypeError: a value has the wrong type, or an argument is unknown.
#[pyfunction]
#[pyo3(signature = (
    url, secret, response=None, *positional, method=None, headers=None, endpoint=None, addressing=None, bucket=None, region=None,
    at=None, show_values=false, **others
))]
#[pyo3(text_signature = "(url, secret, response=None, *, method='GET', headers=None, endpoint=None, \
    addressing='auto', bucket=None, region=None, at=None, show_values=False)")]
#[expect(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn explain<'py>(
    py: Python<'py>,
    url: &Bound<'py, PyAny>,
    secret: &Bound<'py, PyAny>,
    response: Option<&Bound<'py, PyAny>>,
    positional: &Bound<'py, PyTuple>,
    method: Option<&Bound<'py, PyAny>>,
    headers: Option<&Bound<'py, PyAny>>,
    endpoint: Option<&Bound<'py, PyAny>>,
    addressing: Option<&Bound<'py, PyAny>>,
    bucket: Option<&Bound<'py, PyAny>>,
    region: Option<&Bound<'py, PyAny>>,
    at: Option<&Bound<'py, PyAny>>,
    show_values: bool,
    others: Option<&Bound<'py, PyDict>>,
) -> PyResult<Explanation> {
    unexpected::refuse(py, "explain", positional, others)?;
    let secret = secret::from_python(secret)?;
    let answer = answer(response)?;
    let settings = places(py, endpoint, addressing, bucket)?.region(optional_text(region, REGION)?);
    let verifier = built(py, settings)?;
    let get = PyString::intern(py, "GET").into_any();
    let method = method.unwrap_or(&get);
    Arguments { method, url, headers, host: None, at }.with(|request| {
        Ok(Explanation::new(&verifier.explain(request, &secret, answer.as_ref()), show_values))
    })
}
