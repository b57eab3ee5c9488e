//! A batch is made by as many threads as it may use, and a small one by the caller's thread alone.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::sync::{Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use presign::{Columns, Keys, Request, Signer, Version};

const KEY: &str = "image.jpg";

/// Keys that note which threads read them. A thread that reads a key for the second time, to sign it, waits there for
/// the other threads.
struct Watched {
    count: usize,
    expected: usize,
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    seen: HashSet<ThreadId>,
    read: HashSet<usize>,
    has_waited: bool,
}

impl Keys for Watched {
    fn count(&self) -> usize {
        self.count
    }

    fn key(&self, index: usize) -> &[u8] {
        let mut state = self.state.lock().unwrap();
        state.seen.insert(thread::current().id());
        self.arrived.notify_all();
        if !state.read.insert(index) && !state.has_waited {
            let wait = |state: &mut State| state.seen.len() < self.expected;
            let (mut state, timeout) =
                self.arrived.wait_timeout_while(state, Duration::from_secs(5), wait).unwrap();
            state.has_waited = timeout.timed_out();
        }
        KEY.as_bytes()
    }
}

#[track_caller]
fn is_read_by(expected: usize, count: usize, make: impl Fn(&Watched)) {
    let keys = Watched { count, expected, state: Mutex::default(), arrived: Condvar::new() };
    make(&keys);
    let seen = keys.state.into_inner().unwrap().seen;
    assert_eq!(seen.len(), expected, "{count} keys");
    assert!(seen.contains(&thread::current().id()), "{count} keys");
}

fn signer(version: Version) -> Signer {
    let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    builder.version(version).build().unwrap()
}

#[test]
fn a_batch_of_keys_uses_the_threads_that_it_may() {
    let all = thread::available_parallelism().map_or(1, usize::from);
    for version in [Version::V4, Version::V2] {
        let template = signer(version).template(&Request::get("example-bucket", "")).unwrap();
        for (count, threads, expected) in
            [(1024, 2, 2), (1536, 8, 3), (1024, 1, 1), (1023, 2, 1), (100, 2, 1), (1024, 0, all.min(2))]
        {
            // With memory at hand, a batch does not read its keys to measure them.
            let links = template.presign_many(&vec![KEY; count], 1).unwrap();
            is_read_by(expected, count, |keys| {
                let mut links = links.clone();
                template.batch().threads(threads).presign_into(keys, &mut links).unwrap();
                assert_eq!(links.len(), count);
            });
        }
    }
}

#[test]
fn a_batch_of_rows_uses_the_threads_that_it_may() {
    let signer = signer(Version::V4);
    let request = Request::get("example-bucket", "");
    for (count, threads, expected) in [(1024, 2, 2), (1536, 8, 3), (1024, 1, 1), (100, 2, 1)] {
        let buckets = vec![Some("other-bucket"); count];
        is_read_by(expected, count, |keys| {
            let columns = Columns::new(&request, keys).bucket(&buckets);
            assert_eq!(signer.presign_columns(&columns, threads).unwrap().len(), count);
        });
    }
}
