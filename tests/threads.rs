//! A batch is made by as many threads as it may use, and a small one by the caller's thread alone.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::sync::Mutex;
use std::thread::{self, ThreadId};
use std::time::Duration;

use presign::{Columns, Keys, Request, Signer, Version};

/// Keys that note which threads read them, slowly, so that another thread has time to start.
struct Watched {
    count: usize,
    seen: Mutex<HashSet<ThreadId>>,
}

impl Keys for Watched {
    fn count(&self) -> usize {
        self.count
    }

    fn key(&self, index: usize) -> &[u8] {
        self.seen.lock().unwrap().insert(thread::current().id());
        if index.is_multiple_of(64) {
            thread::sleep(Duration::from_millis(1));
        }
        b"image.jpg"
    }
}

/// The number of threads that read the keys.
fn readers(count: usize, make: impl Fn(&Watched)) -> usize {
    let keys = Watched { count, seen: Mutex::default() };
    make(&keys);
    let seen = keys.seen.into_inner().unwrap();
    assert!(seen.len() != 1 || seen.contains(&thread::current().id()));
    seen.len()
}

fn signer(version: Version) -> Signer {
    let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    builder.version(version).build().unwrap()
}

#[test]
fn a_batch_of_keys_uses_the_threads_that_it_may() {
    for version in [Version::V4, Version::V2] {
        let template = signer(version).template(&Request::get("example-bucket", "")).unwrap();
        let used = |count, threads| {
            readers(count, |keys| assert_eq!(template.presign_many(keys, threads).unwrap().len(), count))
        };
        let all = thread::available_parallelism().map_or(1, usize::from);
        for (count, threads, expected) in
            [(1024, 2, 2), (1536, 8, 3), (1024, 1, 1), (100, 2, 1), (1, 8, 1), (1024, 0, all.min(2))]
        {
            assert_eq!(used(count, threads), expected, "{version:?}, {count} keys, {threads} threads");
        }
    }
}

#[test]
fn a_batch_of_rows_uses_the_threads_that_it_may() {
    let signer = signer(Version::V4);
    let request = Request::get("example-bucket", "");
    let buckets = vec![Some("other-bucket"); 1536];
    for (count, threads, expected) in [(1024, 2, 2), (1536, 8, 3), (1024, 1, 1), (100, 2, 1)] {
        let make = |keys: &Watched| {
            let column = buckets.get(..count).unwrap().to_vec();
            let columns = Columns::new(&request, keys).bucket(&column);
            assert_eq!(signer.presign_columns(&columns, threads).unwrap().len(), count);
        };
        assert_eq!(readers(count, make), expected, "{count} rows, {threads} threads");
    }
}
