//! Converts the options that all of a signer's methods share into a request.

use napi_derive::napi;
use presign::{Disposition, ErrorKind, Expiry, MAX_PART_NUMBER, Request};

use crate::failure::Failure;
use crate::optional::choice;
use crate::values::Text;

/// The query parameter that `filename`, `disposition` and `responseContentDisposition` set.
const CONTENT_DISPOSITION: &str = "response-content-disposition";

/// A request with all its options.
#[napi(object, object_to_js = false)]
pub struct Arguments {
    /// The HTTP method.
    pub method: Text,
    /// The bucket's name.
    pub bucket: Text,
    /// The object's key.
    pub key: Text,
    /// The lifetime in seconds.
    pub expires_in: Option<i64>,
    /// The expiry in Unix seconds.
    pub expires_at: Option<i64>,
    /// The signing time in Unix seconds.
    pub sign_at: Option<i64>,
    /// The window in seconds within which all URLs are equal.
    pub stable_for: Option<i64>,
    /// Names and values in turn.
    pub query: Option<Vec<Text>>,
    /// Names and values in turn.
    pub headers: Option<Vec<Text>>,
    /// The name under which browsers save the response.
    pub filename: Option<Text>,
    /// `attachment` or `inline`.
    pub disposition: Option<Text>,
    /// The response's Content-Disposition.
    pub response_content_disposition: Option<Text>,
    /// The response's Content-Type.
    pub response_content_type: Option<Text>,
    /// The response's Cache-Control.
    pub response_cache_control: Option<Text>,
    /// The object's version.
    pub version_id: Option<Text>,
    /// The id of a multipart upload.
    pub upload_id: Option<Text>,
    /// The number of a part.
    pub part_number: Option<i64>,
    /// The Content-Type to sign.
    pub content_type: Option<Text>,
}

/// The pairs of a request, which own what they do not borrow from the arguments.
pub(crate) struct Pairs<'a> {
    query: Vec<(&'static str, &'a str)>,
    given_query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
    disposition: Option<String>,
    part_number: Option<String>,
}

impl Arguments {
    /// Calls `done` with the complete request.
    pub(crate) fn with<R>(
        &self,
        done: impl FnOnce(&Request<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let pairs = self.pairs()?;
        let query = pairs.all_query()?;
        done(&self.request(&query, &pairs.headers)?)
    }

    /// Returns the request with these pairs, which are those of [`Arguments::pairs`].
    pub(crate) fn request<'a>(
        &'a self,
        query: &'a [(&'a str, &'a str)],
        headers: &'a [(&'a str, &'a str)],
    ) -> Result<Request<'a>, Failure> {
        let method = self.method.get("method", ErrorKind::Method)?;
        let bucket = self.bucket.get("bucket", ErrorKind::Bucket)?;
        let request = Request::new(method, bucket, self.key.get("key", ErrorKind::Key)?);
        Ok(request
            .expiry(Expiry::from_options(self.expires_in, self.expires_at)?)
            .sign_at(self.sign_at)
            .stable_for(self.stable_for.unwrap_or(0))
            .query(query)
            .headers(headers))
    }

    /// Returns the query parameters and the headers that the options stand for.
    pub(crate) fn pairs(&self) -> Result<Pairs<'_>, Failure> {
        let texts = [
            ("responseContentDisposition", CONTENT_DISPOSITION, &self.response_content_disposition),
            ("responseContentType", "response-content-type", &self.response_content_type),
            ("responseCacheControl", "response-cache-control", &self.response_cache_control),
            ("versionId", "versionId", &self.version_id),
            ("uploadId", "uploadId", &self.upload_id),
        ];
        let mut query = Vec::new();
        for (option, parameter, text) in texts {
            if let Some(text) = text {
                query.push((parameter, text.get(option, ErrorKind::Query)?));
            }
        }
        let given_query = in_pairs(self.query.as_deref(), "query", ErrorKind::Query)?;
        let mut headers = in_pairs(self.headers.as_deref(), "headers", ErrorKind::Header)?;
        if let Some(content_type) = &self.content_type {
            let value = content_type.get("contentType", ErrorKind::Header)?;
            if value.is_empty() {
                let message = "contentType must not be empty: leave it out to sign no Content-Type";
                return Err(Failure::new(ErrorKind::Header, message));
            }
            headers.push(("content-type", value));
        }
        let part_number = self.part_number.map(|number| match number {
            1..=MAX_PART_NUMBER => Ok(number.to_string()),
            _ => {
                let message = format!("partNumber must be 1 to {MAX_PART_NUMBER}, got {number}");
                Err(Failure::new(ErrorKind::Query, message))
            }
        });
        Ok(Pairs {
            query,
            given_query,
            headers,
            disposition: self.content_disposition()?,
            part_number: part_number.transpose()?,
        })
    }

    /// Returns the Content-Disposition that `filename` and `disposition` ask for.
    fn content_disposition(&self) -> Result<Option<String>, Failure> {
        let refuse = |name: &str, rule: &str| Err(Failure::new(ErrorKind::Query, format!("{name} {rule}")));
        for (name, value) in [("filename", &self.filename), ("disposition", &self.disposition)] {
            if value.is_none() {
                continue;
            }
            if self.response_content_disposition.is_some() {
                let rule = "and responseContentDisposition set the same header: give only one of them";
                return refuse(name, rule);
            }
            if !matches!(self.method.known(), Some("GET" | "HEAD")) {
                let rule = "applies to the response of GET and HEAD only: leave it out for other methods";
                return refuse(name, rule);
            }
        }
        let chosen = choice::<Disposition>(self.disposition.as_ref(), "disposition")?;
        let Some(filename) = &self.filename else {
            return Ok(chosen.map(|disposition| disposition.name().to_owned()));
        };
        let filename = filename.get("filename", ErrorKind::Query)?;
        Ok(Some(chosen.unwrap_or_default().header(filename)?))
    }
}

impl Pairs<'_> {
    /// Returns all query parameters: the caller's, then those of options.
    pub(crate) fn all_query(&self) -> Result<Vec<(&str, &str)>, Failure> {
        let mut all = self.given_query.clone();
        let computed =
            [(CONTENT_DISPOSITION, &self.disposition), ("partNumber", &self.part_number)].into_iter();
        let computed = computed.filter_map(|(name, value)| Some((name, value.as_deref()?)));
        for (name, value) in computed.chain(self.query.iter().copied()) {
            if self.given_query.iter().any(|(given, _)| *given == name) {
                let message = format!(
                    "query parameter \"{name}\" is given twice, as an option and in query: remove one of them"
                );
                return Err(Failure::new(ErrorKind::Query, message));
            }
            all.push((name, value));
        }
        Ok(all)
    }

    pub(crate) fn headers(&self) -> &[(&str, &str)] {
        &self.headers
    }
}

/// Returns names and values in turn as pairs.
pub(crate) fn in_pairs<'a>(
    texts: Option<&'a [Text]>,
    what: &str,
    kind: ErrorKind,
) -> Result<Vec<(&'a str, &'a str)>, Failure> {
    let pairs = texts.unwrap_or_default().chunks_exact(2);
    pairs
        .map(|pair| match pair {
            [name, value] => Ok((
                name.get(&format!("{what}: a name"), kind)?,
                value.get(&format!("{what}: a value"), kind)?,
            )),
            _ => Ok(("", "")),
        })
        .collect()
}
