//! Batches that a thread of Node's pool signs while the event loop goes on.

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;
use presign::Links;

use crate::batch::{Many, Requests, lengths};
use crate::failure::Failure;
use crate::request::Written;
use crate::strings::Strings;
use crate::values::{Handle, Joined, JoinedParts, Made, Outcome};

/// Lets Node's thread pool make the URLs.
macro_rules! tasks {
    ($($task:ty),+) => { $(
        impl Task for $task {
            type Output = Result<Vec<Links>, Failure>;
            type JsValue = Outcome<Made>;

            fn compute(&mut self) -> napi::Result<Self::Output> {
                Ok(self.links())
            }

            fn resolve(&mut self, _env: Env, links: Self::Output) -> napi::Result<Self::JsValue> {
                Ok(links.map(Made::new).into())
            }
        }
    )+ };
}

tasks! { Many, Requests }

/// Returns a promise of the same. The signing time is read in this call.
#[napi(catch_unwind)]
pub fn presign_many_async(
    signer: Handle,
    text: Joined,
    numbers: &[f64],
    keys: JoinedParts,
    key_lengths: &[u32],
    threads: u32,
) -> Outcome<AsyncTask<Many>> {
    let keys = Strings::new(&keys.0, lengths(key_lengths));
    Many::new(&signer, Written::new(&[text], numbers), keys, threads).map(AsyncTask::new).into()
}

/// Returns a promise of the same.
#[napi(catch_unwind)]
pub fn presign_requests_async(
    signer: Handle,
    texts: JoinedParts,
    numbers: &[f64],
    count: u32,
    threads: u32,
) -> AsyncTask<Requests> {
    AsyncTask::new(Requests::new(signer, Written::new(&texts.0, numbers), count, threads))
}
