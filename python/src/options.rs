//! Converts the keywords that all of a signer's methods share into a request.

use presign::{ErrorKind, Expiry, Request};
use pyo3::prelude::*;

use crate::errors::{from_core, raise};
use crate::pairs::Pairs;
use crate::text::{Name, optional_text, wrong_type};
use crate::times;

/// The keywords as the caller passed them.
pub(crate) struct Options<'a, 'py> {
    pub(crate) expires_in: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) query: Option<&'a Bound<'py, PyAny>>,
    pub(crate) headers: Option<&'a Bound<'py, PyAny>>,
    pub(crate) sign_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) stable_for: Option<&'a Bound<'py, PyAny>>,
    pub(crate) response_content_disposition: Option<&'a Bound<'py, PyAny>>,
    pub(crate) response_content_type: Option<&'a Bound<'py, PyAny>>,
    pub(crate) response_cache_control: Option<&'a Bound<'py, PyAny>>,
    pub(crate) version_id: Option<&'a Bound<'py, PyAny>>,
    pub(crate) part_number: Option<&'a Bound<'py, PyAny>>,
    pub(crate) upload_id: Option<&'a Bound<'py, PyAny>>,
    pub(crate) content_type: Option<&'a Bound<'py, PyAny>>,
    pub(crate) filename: Option<&'a Bound<'py, PyAny>>,
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
        let request = request
            .expiry(expiry.map_err(|error| from_core(py, &error))?)
            .sign_at(timestamp(self.sign_at, "sign_at")?)
            .stable_for(seconds(self.stable_for, "stable_for")?.unwrap_or(0));
        // The common case.
        if !self.has_pairs() {
            return done(&request);
        }
        let [query, headers] =
            [(self.query, "query"), (self.headers, "headers")].map(|(value, name)| Pairs::new(value, name));
        let (query, headers) = (query?, headers?);
        let mut query = query.texts("query", ErrorKind::Query)?;
        let mut headers = headers.texts("headers", ErrorKind::Header)?;
        let disposition = self.disposition(py, request.method())?;
        let part_number = self.part_number.map(part_number).transpose()?;
        for (name, value) in [
            ("response-content-disposition", disposition.as_deref()),
            ("response-content-type", self.text("response_content_type", self.response_content_type)?),
            ("response-cache-control", self.text("response_cache_control", self.response_cache_control)?),
            ("versionId", self.text("version_id", self.version_id)?),
            ("partNumber", part_number.as_deref()),
            ("uploadId", self.text("upload_id", self.upload_id)?),
        ] {
            let Some(value) = value else { continue };
            if query.iter().any(|(given, _)| *given == name) {
                let message = format!(
                    "query parameter \"{name}\" is given twice, as a keyword and in query: remove one of them"
                );
                return Err(raise(py, ErrorKind::Query, message));
            }
            query.push((name, value));
        }
        if let Some(value) = optional_text(self.content_type, Name("content_type", ErrorKind::Header))? {
            if value.is_empty() {
                let message =
                    "content_type must not be empty: leave it out to sign no Content-Type".to_owned();
                return Err(raise(py, ErrorKind::Header, message));
            }
            headers.push(("content-type", value));
        }
        done(&request.query(&query).headers(&headers))
    }

    fn has_pairs(&self) -> bool {
        [
            self.query,
            self.headers,
            self.response_content_disposition,
            self.response_content_type,
            self.response_cache_control,
            self.version_id,
            self.part_number,
            self.upload_id,
            self.content_type,
            self.filename,
        ]
        .iter()
        .any(Option::is_some)
    }

    fn text<'a>(&self, name: &'static str, value: Option<&'a Bound<'_, PyAny>>) -> PyResult<Option<&'a str>> {
        optional_text(value, Name(name, ErrorKind::Query))
    }

    fn disposition(&self, py: Python<'_>, method: &str) -> PyResult<Option<String>> {
        let given = self.text("response_content_disposition", self.response_content_disposition)?;
        let Some(filename) = self.text("filename", self.filename)? else {
            return Ok(given.map(str::to_owned));
        };
        let refuse = |rule: &str| Err(raise(py, ErrorKind::Query, format!("filename {rule}")));
        if given.is_some() {
            return refuse("and response_content_disposition set the same header: give only one of them");
        }
        if !matches!(method, "GET" | "HEAD") {
            return refuse("applies to the response of GET and HEAD only: leave it out for other methods");
        }
        presign::attachment(filename).map(Some).map_err(|error| from_core(py, &error))
    }
}

/// Reads the number of a part: 1 to 10 000, S3's limit for the parts of an object.
fn part_number(value: &Bound<'_, PyAny>) -> PyResult<String> {
    const NAME: &str = "part_number";
    let Some(number) = times::integer(value, NAME, ErrorKind::Query)? else {
        return Err(wrong_type(value, NAME, "int"));
    };
    if (1..=10_000).contains(&number) {
        return Ok(number.to_string());
    }
    Err(raise(value.py(), ErrorKind::Query, format!("{NAME} must be 1 to 10000, got {number}")))
}
