//! Converts the keywords that all of a signer's methods share into a request.

use presign::{Disposition, ErrorKind, Expiry, MAX_PART_NUMBER, Request};
use pyo3::prelude::*;

use crate::errors::{from_core, raise};
use crate::pairs::Pairs;
use crate::text::{Name, optional_text, wrong_type};
use crate::{disposition, times};

/// The keywords that are the text of a query parameter: keyword and parameter. The order is that of [`Options::texts`].
pub(crate) const TEXTS: [(&str, &str); 5] = [
    ("response_content_disposition", disposition::PARAMETER),
    ("response_content_type", "response-content-type"),
    ("response_cache_control", "response-cache-control"),
    ("version_id", "versionId"),
    ("upload_id", "uploadId"),
];

/// The query parameter of `part_number`.
pub(crate) const PART_NUMBER: &str = "partNumber";

/// The keywords as the caller passed them.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a, 'py> {
    pub(crate) expires_in: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) query: Option<&'a Bound<'py, PyAny>>,
    pub(crate) headers: Option<&'a Bound<'py, PyAny>>,
    pub(crate) sign_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) stable_for: Option<&'a Bound<'py, PyAny>>,
    pub(crate) texts: [Option<&'a Bound<'py, PyAny>>; TEXTS.len()],
    pub(crate) part_number: Option<&'a Bound<'py, PyAny>>,
    pub(crate) content_type: Option<&'a Bound<'py, PyAny>>,
    pub(crate) filename: Option<&'a Bound<'py, PyAny>>,
    pub(crate) disposition: Option<&'a Bound<'py, PyAny>>,
}

impl Options<'_, '_> {
    /// Calls `done` with the complete request.
    #[inline]
    pub(crate) fn with<R>(
        &self,
        py: Python<'_>,
        request: Request<'_>,
        done: impl FnOnce(&Request<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        // The common case.
        if !self.has_pairs() {
            return done(&self.with_times(py, request)?);
        }
        let (query, headers) = (Pairs::new(self.query, "query")?, Pairs::new(self.headers, "headers")?);
        self.with_pairs(py, request, &query, &headers, done)
    }

    /// Calls `done` with the complete request, which has these pairs instead of those of the keywords.
    pub(crate) fn with_pairs<R>(
        &self,
        py: Python<'_>,
        request: Request<'_>,
        query: &Pairs<'_>,
        headers: &Pairs<'_>,
        done: impl FnOnce(&Request<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let request = self.with_times(py, request)?;
        let mut query = query.texts("query", ErrorKind::Query)?;
        let mut headers = headers.texts("headers", ErrorKind::Header)?;
        let disposition = self.disposition(py, request.method())?;
        let part_number = self.part_number.map(part_number).transpose()?;
        let mut add = |name, value| {
            let Some(value) = value else { return Ok(()) };
            if query.iter().any(|(given, _)| *given == name) {
                return Err(given_twice(py, name));
            }
            query.push((name, value));
            Ok(())
        };
        add(disposition::PARAMETER, disposition.as_deref())?;
        for ((keyword, name), value) in TEXTS.into_iter().zip(self.texts) {
            add(name, optional_text(value, Name(keyword, ErrorKind::Query))?)?;
        }
        add(PART_NUMBER, part_number.as_deref())?;
        if let Some(value) = optional_text(self.content_type, Name("content_type", ErrorKind::Header))? {
            if value.is_empty() {
                return Err(empty_content_type(py, "content_type"));
            }
            headers.push(("content-type", value));
        }
        done(&request.query(&query).headers(&headers))
    }

    fn with_times<'r>(&self, py: Python<'_>, request: Request<'r>) -> PyResult<Request<'r>> {
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
        Ok(request
            .expiry(expiry.map_err(|error| from_core(py, &error))?)
            .sign_at(timestamp(self.sign_at, "sign_at")?)
            .stable_for(seconds(self.stable_for, "stable_for")?.unwrap_or(0)))
    }

    fn has_pairs(&self) -> bool {
        let others =
            [self.query, self.headers, self.part_number, self.content_type, self.filename, self.disposition];
        others.iter().chain(&self.texts).any(Option::is_some)
    }

    /// Returns the Content-Disposition that filename and disposition ask for.
    fn disposition(&self, py: Python<'_>, method: &str) -> PyResult<Option<String>> {
        for (name, value) in [("filename", self.filename), ("disposition", self.disposition)] {
            if value.is_some() {
                disposition::check(py, name, method, self.has_disposition_header())?;
            }
        }
        let filename = optional_text(self.filename, Name("filename", ErrorKind::Query))?;
        let chosen = optional_text(self.disposition, DISPOSITION)?;
        let chosen =
            chosen.map(str::parse::<Disposition>).transpose().map_err(|error| from_core(py, &error))?;
        disposition::header(filename, chosen).map_err(|error| from_core(py, &error))
    }

    /// Whether response_content_disposition is given.
    pub(crate) fn has_disposition_header(&self) -> bool {
        let [header, ..] = self.texts;
        header.is_some()
    }
}

pub(crate) const DISPOSITION: Name = Name("disposition", ErrorKind::Choice);

/// Returns the error of a query parameter that a keyword sets, and `query` too.
pub(crate) fn given_twice(py: Python<'_>, name: &str) -> PyErr {
    let message =
        format!("query parameter \"{name}\" is given twice, as a keyword and in query: remove one of them");
    raise(py, ErrorKind::Query, message)
}

/// Returns the error of an empty Content-Type.
pub(crate) fn empty_content_type(py: Python<'_>, argument: &str) -> PyErr {
    let message = format!("{argument} must not be empty: leave it out to sign no Content-Type");
    raise(py, ErrorKind::Header, message)
}

/// Reads the number of a part.
fn part_number(value: &Bound<'_, PyAny>) -> PyResult<String> {
    part_number_text(value.py(), "part_number", whole_number(value, "part_number")?)
}

/// Reads an int.
pub(crate) fn whole_number(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    times::integer(value, name, ErrorKind::Query)?.ok_or_else(|| wrong_type(value, name, "int"))
}

/// Returns the value of the query parameter for the number of a part.
pub(crate) fn part_number_text(py: Python<'_>, name: &str, number: i64) -> PyResult<String> {
    if (1..=MAX_PART_NUMBER).contains(&number) {
        return Ok(number.to_string());
    }
    Err(raise(py, ErrorKind::Query, format!("{name} must be 1 to {MAX_PART_NUMBER}, got {number}")))
}
