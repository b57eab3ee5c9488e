//! Secret keys for verify and explain: the class `Secret`, and the caller's mapping or function.

use presign::{Credentials, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString, PyTuple};
use zeroize::Zeroizing;

use crate::errors::{from_core, refuse_pickling};
use crate::text::{self, Name, optional_text, text};

const KEY: Name = Name("secret_key", ErrorKind::Credentials);
const TOKEN: Name = Name("session_token", ErrorKind::Credentials);
const EXPECTED: &str = "str, a tuple of a secret key and a session token, or presign.Secret";

/// The secret key of an access key, with the session token if the two are temporary.
///
/// The object owns a copy, which is wiped from memory when the object is freed. Neither repr nor errors show the
/// secret, and it cannot be pickled.
///
/// Args:
///     secret_key: the secret key.
///     session_token: the session token that URLs signed with this key must contain. None: they must contain none.
///
/// Raises:
///     CredentialsError: a value is empty, has white space around it, or contains a control character.
///     TypeError: a value is not a str.
#[pyclass(frozen, name = "Secret", module = "presign")]
pub(crate) struct Secret {
    key: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
}

impl Secret {
    /// Checks the secret. An empty secret key is refused, because anyone could sign with it.
    fn checked(py: Python<'_>, key: &str, token: Option<&str>) -> PyResult<()> {
        // The rules for a secret key do not depend on the access key.
        Credentials::new("any", key, token).map(drop).map_err(|error| from_core(py, &error))
    }

    fn to_core(&self) -> presign::Secret<'static> {
        to_core(&self.key, self.token.as_deref().map(String::as_str))
    }
}

#[pymethods]
impl Secret {
    #[new]
    #[pyo3(signature = (secret_key, session_token=None))]
    fn new(
        py: Python<'_>,
        secret_key: &Bound<'_, PyAny>,
        session_token: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let (key, token) = (text(secret_key, KEY)?, optional_text(session_token, TOKEN)?);
        Self::checked(py, key, token)?;
        Ok(Self {
            key: Zeroizing::new(key.to_owned()),
            token: token.map(|token| Zeroizing::new(token.to_owned())),
        })
    }

    fn __repr__(&self) -> &'static str {
        "<presign.Secret>"
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("a Secret cannot be pickled: the pickle would contain the secret key")
    }
}

fn to_core(key: &str, token: Option<&str>) -> presign::Secret<'static> {
    let secret = presign::Secret::from(key.to_owned());
    match token {
        Some(token) => secret.owned_session_token(token.to_owned()),
        None => secret,
    }
}

/// Reads a secret that a caller passed.
pub(crate) fn from_python(value: &Bound<'_, PyAny>) -> PyResult<presign::Secret<'static>> {
    if let Ok(secret) = value.cast::<Secret>() {
        return Ok(secret.get().to_core());
    }
    if let Ok(key) = value.cast::<PyString>() {
        let key = text(key, KEY)?;
        Secret::checked(value.py(), key, None)?;
        return Ok(to_core(key, None));
    }
    let wrong = || text::wrong_type(value, "secret", EXPECTED);
    let pair = value.cast::<PyTuple>().map_err(|_| wrong())?;
    let (key, token): (Bound<'_, PyAny>, Option<Bound<'_, PyAny>>) = pair.extract().map_err(|_| wrong())?;
    let (key, token) = (text(&key, KEY)?, optional_text(token.as_ref(), TOKEN)?);
    Secret::checked(value.py(), key, token)?;
    Ok(to_core(key, token))
}

/// The source of a verifier's secrets: the caller's mapping or function, which is queried again for each request.
pub(crate) enum Source {
    Mapping(Py<PyAny>),
    Function(Py<PyAny>),
}

impl Source {
    pub(crate) fn new(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyMapping>() {
            Ok(Self::Mapping(value.clone().unbind()))
        } else if value.is_callable() {
            Ok(Self::Function(value.clone().unbind()))
        } else {
            Err(text::wrong_type(value, "secrets", "a mapping or a function"))
        }
    }

    /// Returns the secret of an access key. Exceptions of the caller's code are raised unchanged.
    pub(crate) fn get(&self, py: Python<'_>, access_key: &str) -> PyResult<Option<presign::Secret<'static>>> {
        let found = match self {
            // `get`, because indexing a defaultdict would add every forged access key to it.
            Self::Mapping(mapping) => mapping.call_method1(py, "get", (access_key,))?,
            Self::Function(function) => function.call1(py, (access_key,))?,
        };
        if found.is_none(py) { Ok(None) } else { from_python(found.bind(py)).map(Some) }
    }

    /// Returns the caller's object, for the garbage collector.
    pub(crate) fn held(&self) -> &Py<PyAny> {
        match self {
            Self::Mapping(held) | Self::Function(held) => held,
        }
    }
}
