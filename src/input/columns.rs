//! Requests as columns: what is the same for all rows is one request, and each part that differs is a column.

use std::ops::Range;

use smallvec::SmallVec;

use crate::error::quoted;
use crate::input::disposition::{Disposition, PARAMETER};
use crate::input::keys::{Keys, text_of};
use crate::input::row::Row;
use crate::input::uri;
use crate::primitives::encode;
use crate::primitives::encode::PathText;
use crate::{BatchError, Error, Expiry, Request};

/// Gives access to a column of text by index, in whatever form it is stored: nothing is copied.
///
/// Slices, arrays and vectors of optional strings implement it.
pub trait Texts: Sync {
    /// Returns the number of rows. It must always be the same.
    fn count(&self) -> usize;

    /// Returns the value of the row with this index, which is less than [`Texts::count`]; `None` leaves the part out
    /// of that row. It must always be the same bytes. They are checked: a value that is not UTF-8 is refused.
    fn text(&self, index: usize) -> Option<&[u8]>;
}

/// Gives access to a column of numbers by index, in whatever form it is stored.
///
/// Slices, arrays and vectors of optional numbers implement it.
pub trait Numbers: Sync {
    /// Returns the number of rows. It must always be the same.
    fn count(&self) -> usize;

    /// Returns the value of the row with this index, which is less than [`Numbers::count`]; `None` leaves the part out
    /// of that row. It must always be the same number.
    fn number(&self, index: usize) -> Option<i64>;
}

impl<T: AsRef<str> + Sync> Texts for [Option<T>] {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn text(&self, index: usize) -> Option<&[u8]> {
        self.get(index)?.as_ref().map(|text| text.as_ref().as_bytes())
    }
}

impl Numbers for [Option<i64>] {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn number(&self, index: usize) -> Option<i64> {
        *self.get(index)?
    }
}

/// Implements a column's trait for what contains or borrows one.
macro_rules! forward {
    ($trait:ident::$method:ident -> $value:ty, [$($generic:tt)*], $type:ty) => {
        impl<$($generic)*> $trait for $type {
            fn count(&self) -> usize {
                $trait::count(&**self)
            }

            #[inline]
            fn $method(&self, index: usize) -> Option<$value> {
                (**self).$method(index)
            }
        }
    };
}

forward!(Texts::text -> &[u8], [T: AsRef<str> + Sync], Vec<Option<T>>);
forward!(Texts::text -> &[u8], [T: Texts + ?Sized], &T);
forward!(Numbers::number -> i64, [], Vec<Option<i64>>);
forward!(Numbers::number -> i64, [T: Numbers + ?Sized], &T);

impl<T: AsRef<str> + Sync, const N: usize> Texts for [Option<T>; N] {
    fn count(&self) -> usize {
        N
    }

    #[inline]
    fn text(&self, index: usize) -> Option<&[u8]> {
        self.as_slice().text(index)
    }
}

impl<const N: usize> Numbers for [Option<i64>; N] {
    fn count(&self) -> usize {
        N
    }

    #[inline]
    fn number(&self, index: usize) -> Option<i64> {
        self.as_slice().number(index)
    }
}

/// Describes many requests that differ in some parts, each of which is a column with a value for every row. What has no
/// column is the same for all rows, and is that of one request.
///
/// Where a column has no value (`None`), the row has what the request has: its bucket, its expiry, no further query
/// parameter, no further header.
///
/// ```
/// # use presign::{Columns, Disposition, Request, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// let keys = ["2026/a.pdf", "2026/b.pdf"];
/// let names = [Some("Invoice.pdf"), None];
/// let seconds = [Some(900), Some(604_800)];
/// let request = Request::get("example-bucket", "");
/// let columns = Columns::new(&request, &keys).filename(Disposition::Attachment, &names).expires_in(&seconds);
/// let links = signer.presign_columns(&columns, 1)?;
/// assert!(links.get(1).is_some_and(|url| url.contains("X-Amz-Expires=604800")));
/// # Ok::<(), presign::BatchError>(())
/// ```
#[derive(Clone)]
pub struct Columns<'a> {
    request: Request<'a>,
    keys: &'a dyn Keys,
    keys_are_uris: bool,
    bucket: Option<&'a dyn Texts>,
    expires_in: Option<&'a dyn Numbers>,
    expires_at: Option<&'a dyn Numbers>,
    filename: Option<(Disposition, &'a dyn Texts)>,
    query: Vec<(&'a str, &'a dyn Texts)>,
    headers: Vec<(&'a str, &'a dyn Texts)>,
}

impl<'a> Columns<'a> {
    /// Creates rows with a key each. The request's own key must be empty.
    #[must_use]
    pub fn new(request: &Request<'a>, keys: &'a impl Keys) -> Self {
        Self {
            request: *request,
            keys,
            keys_are_uris: false,
            bucket: None,
            expires_in: None,
            expires_at: None,
            filename: None,
            query: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Creates rows whose keys are `s3://bucket/key` URIs, split at the first slash after `s3://`; nothing in them is
    /// decoded. The request's own bucket and key must be empty, and there must be no column of buckets.
    #[must_use]
    pub fn of_uris(request: &Request<'a>, uris: &'a impl Keys) -> Self {
        Self { keys_are_uris: true, ..Self::new(request, uris) }
    }

    /// Adds a column of buckets.
    #[must_use]
    pub fn bucket(self, column: &'a impl Texts) -> Self {
        Self { bucket: Some(column), ..self }
    }

    /// Adds a column of lifetimes in seconds. A row may have a lifetime or an expiry, but not both.
    #[must_use]
    pub fn expires_in(self, column: &'a impl Numbers) -> Self {
        Self { expires_in: Some(column), ..self }
    }

    /// Adds a column of expiries in Unix seconds.
    #[must_use]
    pub fn expires_at(self, column: &'a impl Numbers) -> Self {
        Self { expires_at: Some(column), ..self }
    }

    /// Adds a column of names under which browsers save the files: the query parameter `response-content-disposition`
    /// with [`Disposition::header`] of the name.
    #[must_use]
    pub fn filename(self, disposition: Disposition, column: &'a impl Texts) -> Self {
        Self { filename: Some((disposition, column)), ..self }
    }

    /// Adds a column of values for a query parameter, after those that the request has.
    #[must_use]
    pub fn query(mut self, name: &'a str, column: &'a impl Texts) -> Self {
        self.query.push((name, column));
        self
    }

    /// Adds a column of values for a signed header.
    #[must_use]
    pub fn header(mut self, name: &'a str, column: &'a impl Texts) -> Self {
        self.headers.push((name, column));
        self
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.keys.count()
    }

    /// Fails if the request has what the keys give, or if a column has another length than the keys.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.request.key.is_empty() {
            return Err(Error::KeyInTemplate);
        }
        if self.keys_are_uris && (!self.request.bucket.is_empty() || self.bucket.is_some()) {
            return Err(Error::Bucket {
                bucket: quoted(self.request.bucket),
                rule: "is given beside keys that are s3:// URIs, which name the bucket: leave one of them out",
            });
        }
        let texts =
            |name: &str, column: Option<&dyn Texts>| column.map(|column| (name.to_owned(), column.count()));
        let numbers =
            |name: &str, column: Option<&dyn Numbers>| column.map(|column| (name.to_owned(), column.count()));
        let fixed = [
            texts("bucket", self.bucket),
            numbers("expires_in", self.expires_in),
            numbers("expires_at", self.expires_at),
            texts("filename", self.filename.map(|(_, column)| column)),
        ];
        let query = self
            .query
            .iter()
            .map(|(name, column)| (format!("query parameter {}", quoted(name)), column.count()));
        let headers =
            self.headers.iter().map(|(name, column)| (format!("header {}", quoted(name)), column.count()));
        let rows = self.count();
        match fixed.into_iter().flatten().chain(query).chain(headers).find(|(_, length)| *length != rows) {
            Some((column, length)) => Err(Error::ColumnLength { column, length, rows }),
            None => Ok(()),
        }
    }

    /// Returns the request of all rows if they differ only in their keys.
    pub(crate) fn only_request(&self) -> Option<Request<'a>> {
        let has_columns = self.keys_are_uris
            || self.bucket.is_some()
            || self.expires_in.is_some()
            || self.expires_at.is_some()
            || self.filename.is_some()
            || !self.query.is_empty()
            || !self.headers.is_empty();
        (!has_columns).then_some(self.request)
    }

    pub(crate) fn key(&self, index: usize) -> &[u8] {
        self.keys.key(index)
    }

    /// Passes the request of each row of a range to `sink`, with `sign_at` as its signing time if it has none.
    pub(crate) fn rows(
        &self,
        range: Range<usize>,
        sign_at: Option<i64>,
        sink: &mut impl RowSink,
    ) -> Result<(), BatchError> {
        let request = Request { sign_at: self.request.sign_at.or(sign_at), ..self.request };
        let mut disposition = String::new();
        // The parts of such rows need not be copied.
        let is_plain = !self.keys_are_uris && self.headers.is_empty();
        for index in range {
            let is_signed = is_plain && self.sign_plain_row(index, &request, &mut disposition, sink);
            if !is_signed {
                let (bucket, key) = self.address(index)?;
                self.with_parts(index, &Request { bucket, key, ..request }, &mut disposition, |request| {
                    sink.sign(request)
                })
                .map_err(|error| BatchError { index: Some(index), error })?;
            }
        }
        Ok(())
    }

    /// Signs a row if it is like an earlier one. Returns false, and signs nothing, for others and where something may be
    /// wrong.
    #[inline]
    fn sign_plain_row(
        &self,
        index: usize,
        request: &Request,
        disposition: &mut String,
        sink: &mut impl RowSink,
    ) -> bool {
        let key = self.keys.key(index);
        if key.is_empty() || key.starts_with(b"s3://") {
            return false;
        }
        let Some(key) = PathText::of_bytes(key) else { return false };
        let bucket = match self.bucket.and_then(|column| column.text(index)) {
            None => request.bucket,
            Some(bucket) => match std::str::from_utf8(bucket) {
                Ok(bucket) => bucket,
                Err(_) => return false,
            },
        };
        let mut query: SmallVec<[(&str, &[u8]); 8]> = SmallVec::new();
        query.extend(request.query.iter().map(|(name, value)| (*name, value.as_bytes())));
        for (name, column) in &self.query {
            let Some(value) = column.text(index) else { continue };
            if !encode::is_text(value) {
                return false;
            }
            query.push((name, value));
        }
        match self.write_disposition(index, disposition) {
            Ok(true) => query.push((PARAMETER, disposition.as_bytes())),
            Ok(false) => {}
            Err(_) => return false,
        }
        let Ok(expiry) = self.expiry(index) else { return false };
        let Request { method, headers, sign_at, stable_for, object_only, .. } = *request;
        let query = &query;
        sink.sign_row(&Row { method, bucket, key, object_only, query, headers, expiry, sign_at, stable_for })
    }

    fn address(&self, index: usize) -> Result<(&str, &str), BatchError> {
        let at_row = |error| BatchError { index: Some(index), error };
        if self.keys_are_uris {
            return uri::split_object(self.keys.key(index)).map_err(at_row);
        }
        let key = text_of(self.keys, index)?;
        let bucket = match self.bucket.and_then(|column| column.text(index)) {
            None => self.request.bucket,
            Some(bucket) => std::str::from_utf8(bucket).map_err(|_| {
                let bucket = quoted(&String::from_utf8_lossy(bucket));
                at_row(Error::Bucket { bucket, rule: "must be valid UTF-8" })
            })?,
        };
        Ok((bucket, key))
    }

    fn with_parts(
        &self,
        index: usize,
        request: &Request,
        disposition: &mut String,
        sign: impl FnOnce(&Request) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let has_disposition = self.write_disposition(index, disposition)?;
        let mut query: SmallVec<[(&str, &str); 8]> = SmallVec::from_slice(self.request.query);
        for (name, column) in &self.query {
            if let Some(value) = column.text(index) {
                let value = std::str::from_utf8(value).map_err(|_| Error::Query {
                    name: quoted(name),
                    rule: "must have valid UTF-8 as its value",
                })?;
                query.push((name, value));
            }
        }
        if has_disposition {
            query.push((PARAMETER, disposition));
        }
        let mut headers: SmallVec<[(&str, &str); 8]> = SmallVec::from_slice(self.request.headers);
        for (name, column) in &self.headers {
            if let Some(value) = column.text(index) {
                let value = std::str::from_utf8(value).map_err(|_| Error::Header {
                    name: quoted(name),
                    rule: "must have valid UTF-8 as its value",
                })?;
                headers.push((name, value));
            }
        }
        let expiry = self.expiry(index)?;
        sign(&Request { query: &query, headers: &headers, expiry, ..*request })
    }

    /// Replaces `out` by the header for the file's name, if the row has one.
    fn write_disposition(&self, index: usize, out: &mut String) -> Result<bool, Error> {
        let Some((disposition, column)) = self.filename else { return Ok(false) };
        let Some(name) = column.text(index) else { return Ok(false) };
        let name = std::str::from_utf8(name).map_err(|_| Error::Filename { rule: "must be valid UTF-8" })?;
        out.clear();
        disposition.write_header(name, out)?;
        Ok(true)
    }

    fn expiry(&self, index: usize) -> Result<Expiry, Error> {
        let number = |column: Option<&dyn Numbers>| column.and_then(|column| column.number(index));
        match (number(self.expires_in), number(self.expires_at)) {
            (None, None) => Ok(self.request.expiry),
            (expires_in, expires_at) => Expiry::from_options(expires_in, expires_at),
        }
    }
}

/// Signs rows.
pub(crate) trait RowSink {
    /// Signs a row that is like an earlier one. Returns false, and does nothing, if there was none.
    fn sign_row(&mut self, row: &Row<&[u8]>) -> bool;

    /// Signs any row.
    fn sign(&mut self, request: &Request) -> Result<(), Error>;
}

/// Omits the values, some of which may be encryption keys.
impl std::fmt::Debug for Columns<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns")
            .field("request", &self.request)
            .field("count", &self.count())
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
