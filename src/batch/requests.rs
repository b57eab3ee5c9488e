//! Creates URLs for many requests that differ in more than their keys.

use std::ops::Range;

use super::links::Links;
use super::parts;
use super::settings::{CHUNK, most_threads, threads_for};
use crate::input::columns::{Columns, RowSink};
use crate::input::keys::Keys;
use crate::input::row::Row;
use crate::primitives::sha256::lanes::Kernel;
use crate::primitives::time;
use crate::signing::sigv4::RowSigner;
use crate::{BatchError, Error, Request, Signer};

impl Signer {
    /// Returns the URLs for many requests, made by up to this many threads; 0 means one per core. They equal those of
    /// [`Signer::presign`], in the order of the requests. The clock is read once.
    ///
    /// # Errors
    /// As for [`RequestBatch::presign_into`].
    pub fn presign_requests(&self, requests: &[Request<'_>], threads: usize) -> Result<Links, BatchError> {
        self.requests(requests).threads(threads).presign()
    }

    /// Returns the URLs for many rows, made by up to this many threads; 0 means one per core. The clock is read once.
    ///
    /// # Errors
    /// As for [`RequestBatch::presign_into`].
    pub fn presign_columns(&self, columns: &Columns<'_>, threads: usize) -> Result<Links, BatchError> {
        self.columns(columns).threads(threads).presign()
    }

    /// Returns a [`RequestBatch`] of these requests, which has more options. It uses one thread by default. The clock is
    /// read here.
    pub fn requests<'a>(&'a self, requests: &'a [Request<'a>]) -> RequestBatch<'a> {
        self.request_batch(Source::Requests(requests))
    }

    /// Returns a [`RequestBatch`] of these rows.
    pub fn columns<'a>(&'a self, columns: &'a Columns<'a>) -> RequestBatch<'a> {
        self.request_batch(Source::Columns(columns))
    }

    fn request_batch<'a>(&'a self, source: Source<'a>) -> RequestBatch<'a> {
        RequestBatch {
            signer: self,
            source,
            range: 0..source.count(),
            now: time::now(),
            threads: 1,
            after: None,
        }
    }
}

/// Creates many URLs, each of a request of its own. Made by [`Signer::requests`] and [`Signer::columns`].
#[derive(Clone)]
#[must_use = "a batch does nothing before its URLs are asked for"]
pub struct RequestBatch<'a> {
    signer: &'a Signer,
    source: Source<'a>,
    range: Range<usize>,
    /// The signing time of the requests without one.
    now: Result<i64, Error>,
    threads: usize,
    after: Option<u8>,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Requests(&'a [Request<'a>]),
    Columns(&'a Columns<'a>),
}

impl<'a> Source<'a> {
    fn count(self) -> usize {
        match self {
            Source::Requests(requests) => requests.len(),
            Source::Columns(columns) => columns.count(),
        }
    }

    /// Returns the request of these rows if they differ only in their keys.
    fn only_request(self, range: Range<usize>) -> Option<Request<'a>> {
        match self {
            Source::Requests(requests) => {
                let (first, others) = requests.get(range)?.split_first()?;
                others.iter().all(|other| other.differs_only_in_key(first)).then_some(*first)
            }
            Source::Columns(columns) => columns.only_request(),
        }
    }
}

/// The keys of requests.
struct RowKeys<'a> {
    source: Source<'a>,
    range: Range<usize>,
}

impl Keys for RowKeys<'_> {
    fn count(&self) -> usize {
        self.range.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        match self.source {
            Source::Requests(requests) => {
                requests.get(self.range.start + index).map_or(&[], |request| request.key.as_bytes())
            }
            Source::Columns(columns) => columns.key(self.range.start + index),
        }
    }
}

impl RequestBatch<'_> {
    /// Sets the maximum number of threads, as [`Batch::threads`](crate::Batch::threads) does.
    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Sets a byte to write after each URL, such as a line feed. Lengths and offsets include it.
    pub fn separator(self, byte: impl Into<Option<u8>>) -> Self {
        Self { after: byte.into(), ..self }
    }

    /// Restricts the batch to a part of its rows. A range beyond the end is cut. The index of an error still counts
    /// from the first of all rows.
    pub fn range(self, range: Range<usize>) -> Self {
        let end = range.end.min(self.source.count());
        Self { range: range.start.min(end)..end, ..self }
    }

    /// Returns the number of URLs that the batch makes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.range.len()
    }

    /// Creates the URLs, in order, and replaces those in `links`. Without rows, `links` is empty afterwards.
    ///
    /// # Errors
    /// The error of [`Signer::presign`] for the first wrong request, with its index; [`Error::Memory`]; and for columns
    /// [`Error::ColumnLength`], [`Error::KeyInTemplate`] and [`Error::Bucket`] without an index. `links` is then empty.
    pub fn presign_into(&self, links: &mut Links) -> Result<(), BatchError> {
        links.clear();
        let made = self.sign(links);
        if made.is_err() {
            links.clear();
        }
        made
    }

    fn sign(&self, links: &mut Links) -> Result<(), BatchError> {
        if let Source::Columns(columns) = self.source {
            columns.check()?;
        }
        if self.sign_as_keys(links) {
            return Ok(());
        }
        let threads = threads_for(self.threads, self.count());
        parts::presign_into(self.range.clone(), threads, links, |range, part| self.append(range, part))
    }

    /// Creates the URLs with a template if only the keys differ. Returns false if more than the keys differ, or if a
    /// request is wrong: its error is then found by looking at one request after the other.
    fn sign_as_keys(&self, links: &mut Links) -> bool {
        let Some(request) = self.source.only_request(self.range.clone()) else { return false };
        let Ok(request) = self.at_time(&request) else { return false };
        let Ok(template) = self.signer.template(&Request { key: "", ..request }) else { return false };
        let keys = RowKeys { source: self.source, range: self.range.clone() };
        template.batch().threads(self.threads).separator(self.after).presign_into(&keys, links).is_ok()
    }

    /// Appends the URLs of a range.
    fn append(&self, range: Range<usize>, links: &mut Links) -> Result<(), BatchError> {
        let Links { text, offsets } = links;
        offsets.try_reserve(range.len() + 1).map_err(|_| Error::Memory)?;
        if offsets.is_empty() {
            offsets.push(0);
        }
        let row_signer = self.signer.engine.row_signer(Kernel::best());
        let mut appender = Appender { signer: self.signer, row_signer, after: self.after, text, offsets };
        let appended = match self.source {
            Source::Requests(requests) => {
                let requests = requests.get(range.clone()).unwrap_or_default();
                range.zip(requests).try_for_each(|(index, request)| {
                    self.append_request(request, &mut appender)
                        .map_err(|error| BatchError { index: Some(index), error })
                })
            }
            // Where a row has no signing time and the clock is wrong, the first row fails.
            Source::Columns(columns) => columns.rows(range, self.now.clone().ok(), &mut appender),
        };
        if let Some(row_signer) = &mut appender.row_signer {
            row_signer.finish(appender.text);
        }
        appended
    }

    #[inline]
    fn append_request(&self, request: &Request, appender: &mut Appender) -> Result<(), Error> {
        // Copied only if it has to be.
        match request.sign_at {
            Some(_) => appender.sign(request),
            None => appender.sign(&self.at_time(request)?),
        }
    }

    /// Returns a request with the batch's signing time if it has none.
    fn at_time<'r>(&self, request: &Request<'r>) -> Result<Request<'r>, Error> {
        match request.sign_at {
            Some(_) => Ok(*request),
            None => Ok(request.sign_at(self.now.clone()?)),
        }
    }

    /// Returns the URLs.
    ///
    /// # Errors
    /// As for [`RequestBatch::presign_into`].
    pub fn presign(&self) -> Result<Links, BatchError> {
        let mut links = Links::default();
        self.presign_into(&mut links)?;
        Ok(links)
    }

    /// Writes the URLs to the beginning of `out`, where URL `i` is `offsets[i]..offsets[i + 1]`, and returns their total
    /// length in bytes. If `out` is shorter than that, both are left unchanged.
    ///
    /// # Errors
    /// As for [`RequestBatch::presign_into`]; [`Error::Memory`] also if the length of `offsets` is not the number of
    /// rows plus one. `offsets` and `out` are then left unchanged.
    pub fn presign_to_slice(&self, out: &mut [u8], offsets: &mut [u64]) -> Result<usize, BatchError> {
        if self.count().checked_add(1) != Some(offsets.len()) {
            return Err(Error::Memory.into());
        }
        let links = self.presign()?;
        let text = links.text();
        if let Some(front) = out.get_mut(..text.len()) {
            front.copy_from_slice(text);
            offsets.copy_from_slice(links.offsets());
        }
        Ok(text.len())
    }

    /// Creates the URLs in chunks of about a thousand per thread, and passes each chunk to `sink`, in order.
    ///
    /// # Errors
    /// As for [`RequestBatch::presign_into`], and any error of `sink`. The chunks before the error have been passed to
    /// `sink`.
    pub fn chunks<E: From<BatchError>>(
        &self,
        links: &mut Links,
        mut sink: impl FnMut(&Links) -> Result<(), E>,
    ) -> Result<(), E> {
        let size = CHUNK * most_threads(self.threads);
        for begin in self.range.clone().step_by(size) {
            let end = self.range.end.min(begin.saturating_add(size));
            self.clone().range(begin..end).presign_into(links)?;
            sink(links)?;
        }
        Ok(())
    }
}

/// Appends the URLs of one thread.
struct Appender<'a> {
    signer: &'a Signer,
    row_signer: Option<RowSigner<'a>>,
    after: Option<u8>,
    text: &'a mut Vec<u8>,
    offsets: &'a mut Vec<u64>,
}

impl Appender<'_> {
    #[inline]
    fn end_url(&mut self) {
        self.text.extend(self.after);
        self.offsets.push(self.text.len() as u64);
    }
}

impl RowSink for Appender<'_> {
    #[inline]
    fn sign_row(&mut self, row: &Row<&[u8]>) -> bool {
        let signed = self
            .row_signer
            .as_mut()
            .is_some_and(|row_signer| self.signer.append_like_earlier(row_signer, row, self.text));
        if signed {
            self.end_url();
        }
        signed
    }

    #[inline]
    fn sign(&mut self, request: &Request) -> Result<(), Error> {
        match &mut self.row_signer {
            Some(row_signer) => self.signer.append_row(row_signer, request, self.text)?,
            None => self.signer.presign_into(request, self.text)?,
        }
        self.end_url();
        Ok(())
    }
}

/// Omits the requests, whose headers may be encryption keys.
impl std::fmt::Debug for RequestBatch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("RequestBatch");
        if let Source::Columns(columns) = self.source {
            shown.field("columns", columns);
        }
        shown.field("range", &self.range).field("threads", &self.threads).finish_non_exhaustive()
    }
}
