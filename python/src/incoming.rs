//! Converts the arguments of verify and explain into an incoming request.

use presign::{Reason, Received};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::pairs::Pairs;
use crate::{exceptions, text, times};

/// The arguments as the caller passed them.
pub(crate) struct Arguments<'a, 'py> {
    pub(crate) method: &'a Bound<'py, PyAny>,
    pub(crate) url: &'a Bound<'py, PyAny>,
    pub(crate) headers: Option<&'a Bound<'py, PyAny>>,
    pub(crate) host: Option<&'a Bound<'py, PyAny>>,
    pub(crate) at: Option<&'a Bound<'py, PyAny>>,
}

impl Arguments<'_, '_> {
    /// Calls `done` with the request.
    pub(crate) fn with<R>(&self, done: impl FnOnce(&Received<'_>) -> PyResult<R>) -> PyResult<R> {
        let at = self.at.map(|at| times::timestamp(at, "at")).transpose()?;
        let headers = Pairs::new(self.headers, "headers")?;
        let method = sent(self.method, "method", Reason::Signature)?;
        let url = sent(self.url, "url", Reason::InvalidUrl)?;
        let host = self.host.map(|host| sent(host, "host", Reason::InvalidUrl)).transpose()?;
        let request = match host {
            Some(host) => Received::new(method, host, url),
            // The Host is one of the headers, or the request has none.
            None if url.starts_with('/') => Received::new(method, "", url),
            None => Received::url(method, url),
        };
        let refuse = |py: Python<'_>, pair: &str| {
            exceptions::not_unicode(py, Reason::Signature, &format!("headers: {pair}"))
        };
        if let Ok(headers) = headers.texts_or(refuse) {
            return done(&request.headers(&headers).at(at));
        }
        // Built once for all headers: a request may have thousands of headers, and a URL thousands of signed names.
        let filter = request.header_filter();
        let headers = headers.lossy_texts_or(|name| !filter.contains(name), refuse)?;
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
        done(&request.headers(&headers).at(at))
    }
}

/// Returns text that the client sent. Python servers represent bytes that are not UTF-8 as lone surrogates, so a lone
/// surrogate is an error of the request and not of the caller. No presigned URL can contain one.
pub(crate) fn sent<'a>(value: &'a Bound<'_, PyAny>, name: &str, reason: Reason) -> PyResult<&'a str> {
    let string = value.cast::<PyString>().map_err(|_| text::wrong_type(value, name, "str"))?;
    string.to_str().map_err(|_| exceptions::not_unicode(value.py(), reason, name))
}
