//! Many URLs at once.

use std::sync::Arc;
use std::{mem, thread};

use presign::{BatchError, ErrorKind, Links, Signer, Template};

use crate::failure::Failure;
use crate::request::{Reader, Written};
use crate::strings::Strings;
use crate::values::{Given, Handle, Joined, JoinedParts, Made, Outcome, Receiver, clock};

/// The number of requests that are read before they are signed, so that they still are in the CPU's cache.
const CHUNK: usize = 128;

/// The same for each of several threads, which take some time to start.
const CHUNK_OF_THREAD: usize = 8192;

/// Keys that one template signs.
pub struct Many {
    template: Template,
    keys: Strings,
    threads: usize,
}

impl Many {
    pub(crate) fn new(
        signer: &Signer,
        written: Option<Written>,
        keys: Option<Strings>,
        threads: u32,
    ) -> Result<Self, Failure> {
        let template =
            Written::with(written, |arguments| arguments.with(|request| Ok(signer.template(request)?)))?;
        let keys = keys.ok_or_else(|| Failure::changed("keys"))?;
        if let Some(index) = keys.first_broken() {
            return Err(Failure::lone_surrogate("the key", ErrorKind::Key).at_index("keys", index));
        }
        Ok(Self { template, keys, threads: thread_count(threads) })
    }

    pub(crate) fn links(&self) -> Result<Vec<Links>, Failure> {
        let made = self.template.presign_many(&self.keys, self.threads);
        made.map(|links| vec![links]).map_err(|error| Failure::of_batch("keys", error))
    }
}

/// Requests that may differ in everything.
pub struct Requests {
    signer: Arc<Signer>,
    written: Option<Written>,
    count: usize,
    threads: usize,
    /// The signing time of requests without one. Without a clock, the first of them fails.
    now: Option<i64>,
}

impl Requests {
    pub(crate) fn new(signer: Handle, written: Option<Written>, count: u32, threads: u32) -> Self {
        Self {
            signer: signer.0,
            written,
            count: usize::try_from(count).unwrap_or(usize::MAX),
            threads: thread_count(threads),
            now: clock(),
        }
    }

    pub(crate) fn links(&self) -> Result<Vec<Links>, Failure> {
        let written = self.written.as_ref().ok_or_else(|| Failure::changed("requests"))?;
        let size = if self.threads == 1 { CHUNK } else { CHUNK_OF_THREAD * self.threads.min(64) };
        let mut reader = written.reader();
        (0..self.count)
            .step_by(size)
            .map(|start| self.chunk(start, size.min(self.count - start), &mut reader))
            .collect()
    }

    /// Signs the next requests, the first of which has the index `start`.
    fn chunk(&self, start: usize, count: usize, reader: &mut Reader<'_>) -> Result<Links, Failure> {
        const LIST: &str = "requests";
        let at = |index: usize| move |failure: Failure| failure.at_index(LIST, start + index);
        let rows: Option<Vec<_>> = (0..count).map(|_| reader.request()).collect();
        let rows = rows.ok_or_else(|| Failure::changed(LIST))?;
        let mut pairs = Vec::with_capacity(count);
        for (index, row) in rows.iter().enumerate() {
            pairs.push(row.pairs().map_err(at(index))?);
        }
        let mut queries = Vec::with_capacity(count);
        for (index, pairs) in pairs.iter().enumerate() {
            queries.push(pairs.all_query().map_err(at(index))?);
        }
        let mut requests = Vec::with_capacity(count);
        for (index, ((row, pairs), query)) in rows.iter().zip(&pairs).zip(&queries).enumerate() {
            let request = row.request(query, pairs.headers()).map_err(at(index))?;
            requests.push(request.sign_at(row.sign_at.or(self.now)));
        }
        self.signer.presign_requests(&requests, self.threads).map_err(|BatchError { index, error }| {
            let index = index.map(|index| index + start);
            Failure::of_batch(LIST, BatchError { index, error })
        })
    }
}

/// Returns the number of threads; 0 means one per core.
fn thread_count(threads: u32) -> usize {
    match threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => usize::try_from(threads).unwrap_or(usize::MAX),
    }
}

/// The lengths of strings in UTF-16 code units.
pub(crate) fn lengths(lengths: &[u32]) -> impl Iterator<Item = usize> {
    lengths.iter().map(|length| usize::try_from(*length).unwrap_or(usize::MAX))
}

/// Creates a URL for each key, for [`take_links`].
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign_many(
    signer: Handle,
    text: Joined,
    numbers: &[f64],
    keys: JoinedParts,
    key_lengths: &[u32],
    threads: u32,
) -> Outcome<Made> {
    let keys = Strings::new(&keys.0, lengths(key_lengths));
    let many = Many::new(&signer, Written::new(&[text], numbers), keys, threads);
    many.and_then(|many| many.links()).map(Made::new).into()
}

/// Creates a URL for each of `count` requests, for [`take_links`].
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign_requests(
    signer: Handle,
    texts: JoinedParts,
    numbers: &[f64],
    count: u32,
    threads: u32,
) -> Outcome<Made> {
    Requests::new(signer, Written::new(&texts.0, numbers), count, threads).links().map(Made::new).into()
}

/// Passes the URLs to `receiver`, and frees their buffers.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn take_links(made: &mut Made, receiver: Receiver) -> Given {
    Given { links: mem::take(made), receiver }
}
