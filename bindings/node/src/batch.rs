//! Many URLs at once: on the calling thread, or on one of Node's pool while the event loop goes on.

use std::sync::Arc;
use std::thread;

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;
use presign::{BatchError, ErrorKind, Links, Signer, Template};

use crate::failure::Failure;
use crate::request::Arguments;
use crate::signer::Handle;
use crate::values::{LinkList, Outcome, Text};

/// The number of URLs that one thread signs into one buffer, which then still fits the CPU's cache.
const CHUNK: usize = 4096;

/// Keys that one template signs.
pub struct Many {
    template: Template,
    keys: Vec<Text>,
    threads: usize,
}

impl Many {
    fn new(signer: &Signer, arguments: &Arguments, keys: Vec<Text>, threads: u32) -> Result<Self, Failure> {
        let template = arguments.with(|request| Ok(signer.template(request)?))?;
        Ok(Self { template, keys, threads: count(threads) })
    }

    fn links(&self) -> Result<LinkList, Failure> {
        if let Some(index) = self.keys.iter().position(|key| key.known().is_none()) {
            return Err(Failure::lone_surrogate("the key", ErrorKind::Key).at_index("keys", index));
        }
        let batch = self.template.batch().threads(self.threads);
        let size = chunk(self.threads);
        let mut made = Vec::new();
        for (start, keys) in (0..).step_by(size).zip(self.keys.chunks(size)) {
            let mut links = Links::default();
            batch.presign_into(keys, &mut links).map_err(|BatchError { index, error }| {
                Failure::of_batch("keys", BatchError { index: index.map(|index| index + start), error })
            })?;
            made.push(links);
        }
        Ok(LinkList(made))
    }
}

/// Requests that may differ in everything.
pub struct Requests {
    signer: Arc<Signer>,
    rows: Vec<Arguments>,
    threads: usize,
}

impl Requests {
    fn links(&self) -> Result<LinkList, Failure> {
        const LIST: &str = "requests";
        let mut pairs = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.iter().enumerate() {
            pairs.push(row.pairs().map_err(|failure| failure.at_index(LIST, index))?);
        }
        let mut queries = Vec::with_capacity(pairs.len());
        for (index, pairs) in pairs.iter().enumerate() {
            queries.push(pairs.all_query().map_err(|failure| failure.at_index(LIST, index))?);
        }
        let mut requests = Vec::with_capacity(pairs.len());
        for (index, ((row, pairs), query)) in self.rows.iter().zip(&pairs).zip(&queries).enumerate() {
            let request = row.request(query, pairs.headers());
            requests.push(request.map_err(|failure| failure.at_index(LIST, index))?);
        }
        let batch = self.signer.requests(&requests).threads(self.threads);
        let size = chunk(self.threads);
        let mut made = Vec::new();
        for start in (0..requests.len()).step_by(size) {
            let mut links = Links::default();
            batch
                .clone()
                .range(start..start + size)
                .presign_into(&mut links)
                .map_err(|error| Failure::of_batch(LIST, error))?;
            made.push(links);
        }
        Ok(LinkList(made))
    }
}

/// Returns the number of threads; 0 means one per core.
fn count(threads: u32) -> usize {
    match threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => usize::try_from(threads).unwrap_or(usize::MAX),
    }
}

fn chunk(threads: usize) -> usize {
    CHUNK * threads.clamp(1, 16)
}

/// Lets Node's thread pool make the URLs.
macro_rules! tasks {
    ($($task:ty),+) => { $(
        impl Task for $task {
            type Output = Result<LinkList, Failure>;
            type JsValue = Outcome<LinkList>;

            fn compute(&mut self) -> napi::Result<Self::Output> {
                Ok(self.links())
            }

            fn resolve(&mut self, _env: Env, links: Self::Output) -> napi::Result<Self::JsValue> {
                Ok(links.into())
            }
        }
    )+ };
}

tasks! { Many, Requests }

/// Returns a URL for each key.
#[napi(catch_unwind)]
pub fn presign_many(
    signer: &Handle,
    arguments: Arguments,
    keys: Vec<Text>,
    threads: u32,
) -> Outcome<LinkList> {
    Many::new(signer, &arguments, keys, threads).and_then(|many| many.links()).into()
}

/// Returns a promise of a URL for each key. The signing time is read in this call.
#[napi(catch_unwind)]
pub fn presign_many_async(
    signer: &Handle,
    arguments: Arguments,
    keys: Vec<Text>,
    threads: u32,
) -> Outcome<AsyncTask<Many>> {
    Many::new(signer, &arguments, keys, threads).map(AsyncTask::new).into()
}

/// Returns a URL for each request.
#[napi(catch_unwind)]
pub fn presign_requests(signer: &Handle, rows: Vec<Arguments>, threads: u32) -> Outcome<LinkList> {
    Requests { signer: Arc::clone(signer), rows, threads: count(threads) }.links().into()
}

/// Returns a promise of a URL for each request.
#[napi(catch_unwind)]
pub fn presign_requests_async(signer: &Handle, rows: Vec<Arguments>, threads: u32) -> AsyncTask<Requests> {
    AsyncTask::new(Requests { signer: Arc::clone(signer), rows, threads: count(threads) })
}
