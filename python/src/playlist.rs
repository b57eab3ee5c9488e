//! `Signer.presign_playlist`: an HLS playlist with its URIs signed.

use presign::{ErrorKind, Expiry, Nested, PlaylistError, Request};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors::{from_core, raise, with_line};
use crate::pairs::Pairs;
use crate::text::{BUCKET, KEY, Name, text, wrong_type};
use crate::times;

const TEXT: Name = Name("text", ErrorKind::Key);

/// The arguments as the caller passed them.
pub(crate) struct Arguments<'a, 'py> {
    pub(crate) text: &'a Bound<'py, PyAny>,
    pub(crate) bucket: &'a Bound<'py, PyAny>,
    pub(crate) key: &'a Bound<'py, PyAny>,
    pub(crate) nested: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_in: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) query: Option<&'a Bound<'py, PyAny>>,
    pub(crate) sign_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) stable_for: Option<&'a Bound<'py, PyAny>>,
}

impl Arguments<'_, '_> {
    /// Returns the signed playlist.
    pub(crate) fn signed<'py>(
        &self,
        py: Python<'py>,
        signer: &presign::Signer,
    ) -> PyResult<Bound<'py, PyString>> {
        let seconds = |value: Option<&Bound<'_, PyAny>>, name| {
            value.map(|value| times::seconds(value, name)).transpose()
        };
        let timestamp = |value: Option<&Bound<'_, PyAny>>, name| {
            value.map(|value| times::timestamp(value, name)).transpose()
        };
        let expiry = Expiry::from_options(
            seconds(self.expires_in, "expires_in")?,
            timestamp(self.expires_at, "expires_at")?,
        );
        let query = Pairs::new(self.query, "query")?;
        let query = query.texts("query", ErrorKind::Query)?;
        let request = Request::get(text(self.bucket, BUCKET)?, text(self.key, KEY)?)
            .expiry(expiry.map_err(|error| from_core(py, &error))?)
            .query(&query)
            .sign_at(timestamp(self.sign_at, "sign_at")?)
            .stable_for(seconds(self.stable_for, "stable_for")?.unwrap_or(0));
        let playlist = text(self.text, TEXT)?;
        let signed = match self.nested {
            Some(nested) if nested.is_callable() => {
                signer.presign_playlist_with(playlist, &request, |key| url(nested, key))?
            }
            nested => {
                let nested = nested.map_or(Ok(Nested::default()), template)?;
                py.detach(|| signer.presign_playlist(playlist, &request, nested)).map_err(Failure::from)?
            }
        };
        Ok(PyString::new(py, &signed))
    }
}

/// Reads `nested` where it is not callable.
fn template<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<Nested<'a>> {
    if !value.is_instance_of::<PyString>() {
        return Err(wrong_type(value, "nested", "str or callable"));
    }
    let template = text(value, Name("nested", ErrorKind::Choice))?;
    Nested::parse(template).map_err(|error| Failure::from(error).into())
}

/// Calls the caller's function with the key of a nested playlist.
fn url(nested: &Bound<'_, PyAny>, key: &str) -> Result<String, Failure> {
    let url = nested.call1((key,)).map_err(Failure::Python)?;
    let url = text(&url, Name("the result of nested", ErrorKind::Choice)).map_err(Failure::Python)?;
    Ok(url.to_owned())
}

/// Why a playlist was not signed: the core's reason, or an exception of the caller's function.
enum Failure {
    Playlist(PlaylistError),
    Python(PyErr),
}

impl From<PlaylistError> for Failure {
    fn from(error: PlaylistError) -> Self {
        Self::Playlist(error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let error = match failure {
            Failure::Python(error) => return error,
            Failure::Playlist(error) => error,
        };
        Python::attach(|py| with_line(py, raise(py, error.kind(), error.to_string()), error.line()))
    }
}
