//! A request that came in, as verifying and explaining are given it.

use presign::{Reason, Received};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::pairs::Pairs;
use crate::{refused, text, times};

/// As they came.
pub(crate) struct Arguments<'a, 'py> {
    pub(crate) method: &'a Bound<'py, PyAny>,
    pub(crate) url: &'a Bound<'py, PyAny>,
    pub(crate) headers: Option<&'a Bound<'py, PyAny>>,
    pub(crate) host: Option<&'a Bound<'py, PyAny>>,
    pub(crate) at: Option<&'a Bound<'py, PyAny>>,
}

impl Arguments<'_, '_> {
    /// Hands the request to `done`.
    pub(crate) fn with<R>(&self, done: impl FnOnce(&Received<'_>) -> PyResult<R>) -> PyResult<R> {
        let at = self.at.map(|at| times::moment(at, "at")).transpose()?;
        let headers = Pairs::new(self.headers, "headers")?;
        let method = sent(self.method, "method", Reason::Signature)?;
        let url = sent(self.url, "url", Reason::InvalidUrl)?;
        let host = self.host.map(|host| sent(host, "host", Reason::InvalidUrl)).transpose()?;
        let request = match host {
            Some(host) => Received::new(method, host, url),
            // The Host is among the headers, or the request has none.
            None if url.starts_with('/') => Received::new(method, "", url),
            None => Received::url(method, url),
        };
        let refuse = |py: Python<'_>, pair: &str| {
            refused::not_unicode(py, Reason::Signature, &format!("headers: {pair}"))
        };
        if let Ok(headers) = headers.texts_or(refuse) {
            return done(&request.headers(&headers).at(at));
        }
        // Once for all headers: a request may have thousands, and a link thousands of signed names.
        let filter = request.header_filter();
        let headers = headers.lossy_texts_or(|name| !filter.contains(name), refuse)?;
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
        done(&request.headers(&headers).at(at))
    }
}

/// What somebody sent. Servers hand out bytes that are no UTF-8 as lone surrogates, so these are the request's fault and
/// not the caller's; no link is signed with them.
pub(crate) fn sent<'a>(value: &'a Bound<'_, PyAny>, name: &str, reason: Reason) -> PyResult<&'a str> {
    let string = value.cast::<PyString>().map_err(|_| text::wrong_type(value, name, "str"))?;
    string.to_str().map_err(|_| refused::not_unicode(value.py(), reason, name))
}
