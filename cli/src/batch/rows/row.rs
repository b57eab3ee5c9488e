//! One row: the fields that say what to sign, in whatever format they were written.

use std::borrow::Cow;

use presign::{Expiry, Request, attachment, split_uri};

use crate::signer::{CONTENT, is_download};

/// The fields of a row that presign reads. All others are passed through.
#[derive(Default)]
pub(super) struct Row<'a> {
    uri: Option<Cow<'a, str>>,
    bucket: Option<Cow<'a, str>>,
    key: Option<Cow<'a, str>>,
    method: Option<Cow<'a, str>>,
    filename: Option<Cow<'a, str>>,
    content_type: Option<Cow<'a, str>>,
    expires_in: Option<i64>,
    expires_at: Option<i64>,
    query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// A value of a row. Its format decides how numbers and times are written.
pub(super) trait Value<'a> {
    /// The errors say what is expected.
    fn text(self) -> Result<Cow<'a, str>, String>;
    /// Returns a duration in seconds.
    fn seconds(self) -> Result<i64, String>;
    /// Returns a time in Unix seconds.
    fn timestamp(self) -> Result<i64, String>;
}

/// Returns whether presign reads a field.
pub(super) fn is_read(name: &str) -> bool {
    let known = [
        "uri",
        "bucket",
        "key",
        "method",
        "expires_in",
        "expires_at",
        "filename",
        "version_id",
        "content_type",
    ];
    known.contains(&name) || name.starts_with("query.") || name.starts_with("header.")
}

impl<'a> Row<'a> {
    /// Sets a field that presign reads; others are ignored. The error names the field.
    pub(super) fn set(&mut self, name: Cow<'a, str>, value: impl Value<'a>) -> Result<(), String> {
        let in_field = |error: String| format!("{} {error}", crate::shown::escaped(&name));
        if let Some(parameter) = name.strip_prefix("query.") {
            self.query.push((Cow::Owned(parameter.to_owned()), value.text().map_err(in_field)?));
            return Ok(());
        }
        if let Some(header) = name.strip_prefix("header.") {
            self.headers.push((Cow::Owned(header.to_owned()), value.text().map_err(in_field)?));
            return Ok(());
        }
        let text = match &*name {
            "expires_in" => {
                self.expires_in = Some(value.seconds().map_err(in_field)?);
                return Ok(());
            }
            "expires_at" => {
                self.expires_at = Some(value.timestamp().map_err(in_field)?);
                return Ok(());
            }
            "version_id" => {
                self.query.push((Cow::Borrowed("versionId"), value.text().map_err(in_field)?));
                return Ok(());
            }
            "uri" => &mut self.uri,
            "bucket" => &mut self.bucket,
            "key" => &mut self.key,
            "method" => &mut self.method,
            "filename" => &mut self.filename,
            "content_type" => &mut self.content_type,
            _ => return Ok(()),
        };
        *text = Some(value.text().map_err(in_field)?);
        Ok(())
    }
}

/// What the command line says about all rows. A row's own value takes the place of an option's.
pub(crate) struct Defaults<'a> {
    pub(crate) method: &'a str,
    pub(crate) expiry: Expiry,
    pub(crate) sign_at: Option<i64>,
    pub(crate) stable_for: i64,
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) disposition: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
}

/// A request whose parts are owned or borrowed from a row.
pub(super) struct RowRequest<'a> {
    row: Row<'a>,
    disposition: Option<String>,
    expiry: Option<Expiry>,
}

impl<'a> RowRequest<'a> {
    /// Checks what the library does not check: which fields there are.
    pub(super) fn new(row: Row<'a>, defaults: &Defaults) -> Result<Self, String> {
        match (&row.uri, &row.bucket, &row.key) {
            (Some(_), None, None) | (None, Some(_), Some(_)) => {}
            (Some(_), ..) => {
                return Err("uri is given beside bucket or key: give only one of them".to_owned());
            }
            (None, None, _) => return Err("names no object: uri, or bucket and key, are missing".to_owned()),
            (None, Some(_), None) => return Err("key is missing".to_owned()),
        }
        // Without a key the URL would be one for the bucket.
        if row.key.as_deref() == Some("") {
            return Err("key is empty".to_owned());
        }
        if let Some(uri) = &row.uri {
            match split_uri(uri) {
                Ok((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {}
                _ => return Err(format!("uri {uri:?} must be s3://bucket/key")),
            }
        }
        let method = row.method.as_deref().unwrap_or_else(|| defaults.method);
        let disposition = match &row.filename {
            Some(_) if !is_download(method) => {
                return Err(format!(
                    "filename is about the response to GET and HEAD: leave it out for method {}",
                    crate::shown::escaped(method)
                ));
            }
            Some(filename) => Some(attachment(filename).map_err(|error| error.to_string())?),
            None => None,
        };
        let expiry = match (row.expires_in, row.expires_at) {
            (None, None) => None,
            (expires_in, expires_at) => {
                Some(Expiry::from_options(expires_in, expires_at).map_err(|error| error.to_string())?)
            }
        };
        Ok(Self { row, disposition, expiry })
    }

    fn method<'r>(&'r self, defaults: &Defaults<'r>) -> &'r str {
        self.row.method.as_deref().unwrap_or_else(|| defaults.method)
    }

    /// Appends the query parameters and the headers, and returns how many of them are parameters.
    pub(super) fn append_pairs<'r>(
        &'r self,
        defaults: &Defaults<'r>,
        out: &mut Vec<(&'r str, &'r str)>,
    ) -> usize {
        let begin = out.len();
        let is_download = is_download(self.method(defaults));
        let contents = [
            self.disposition.as_deref().or(defaults.disposition),
            self.row.content_type.as_deref().or(defaults.content_type),
        ];
        let contents = || CONTENT.iter().zip(contents);
        let is_given = |name: &str| self.row.query.iter().any(|(own, _)| own == name);
        out.extend(defaults.query.iter().filter(|(name, _)| !is_given(name)));
        out.extend(self.row.query.iter().map(|(name, value)| (&**name, &**value)));
        if is_download {
            out.extend(contents().filter_map(|((parameter, _), value)| Some((*parameter, value?))));
        }
        let count = out.len() - begin;
        let is_given = |name: &str| self.row.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        out.extend(defaults.headers.iter().filter(|(name, _)| !is_given(name)));
        out.extend(self.row.headers.iter().map(|(name, value)| (&**name, &**value)));
        if !is_download {
            out.extend(contents().filter_map(|((_, header), value)| Some((*header, value?))));
        }
        count
    }

    /// Returns the request. `pairs` are those of [`RowRequest::append_pairs`], of which `count` are parameters.
    pub(super) fn request<'r>(
        &'r self,
        defaults: &Defaults<'r>,
        pairs: &'r [(&'r str, &'r str)],
        count: usize,
    ) -> Request<'r> {
        let uri = self.row.uri.as_deref().and_then(|uri| split_uri(uri).ok());
        let own =
            || (self.row.bucket.as_deref().unwrap_or_default(), self.row.key.as_deref().unwrap_or_default());
        let (bucket, key) = uri.unwrap_or_else(own);
        let (query, headers) = pairs.split_at_checked(count).unwrap_or_default();
        Request::new(self.method(defaults), bucket, key)
            .query(query)
            .headers(headers)
            .expiry(self.expiry.unwrap_or(defaults.expiry))
            .sign_at(defaults.sign_at)
            .stable_for(defaults.stable_for)
    }
}
