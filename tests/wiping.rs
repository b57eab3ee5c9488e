//! Freed memory contains no secret. This is a separate test program because it searches all blocks that the process
//! frees.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use presign::{Links, Received, Request, Secret, Signer, Template, Verifier, Version};

/// Texts that occur in this program's data only in these secrets and their copies.
const SECRET_KEY: &[u8] = b"wJalrXUtnFEMI+K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &[u8] = b"IQoJb3JpZ2luX2VjEXAMPLETOKENIQoJb3JpZ2lu";
const HEADER: &[u8] = b"MDAwMDAwMDAwMDAwEXAMPLESSECKEYMDAwMDAwMDA";

struct Looking;

/// Only one test at a time counts in freed blocks.
static ONE: Mutex<()> = Mutex::new(());

static FOUND: [AtomicUsize; 3] = [AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)];

// SAFETY: every call is passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Looking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller guarantees what the system's allocator requires. The block is zeroed, so that the search
        // reads initialized memory.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the block is not freed yet, and all of it is initialized.
        let block = unsafe { std::slice::from_raw_parts(pointer, layout.size()) };
        for (secret, found) in [SECRET_KEY, TOKEN, HEADER].into_iter().zip(&FOUND) {
            if block.windows(secret.len()).any(|window| window == secret) {
                found.fetch_add(1, Ordering::Relaxed);
            }
        }
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Looking = Looking;

/// The number of freed blocks that contained each of the three.
fn freed(work: impl FnOnce()) -> [usize; 3] {
    FOUND.iter().for_each(|found| found.store(0, Ordering::Relaxed));
    work();
    FOUND.each_ref().map(|found| found.load(Ordering::Relaxed))
}

#[test]
fn no_secret_is_left_behind() {
    let _one = ONE.lock();
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    // The search finds a text that is not wiped.
    assert_eq!(freed(|| drop(std::hint::black_box(SECRET_KEY.to_vec()))), [1, 0, 0]);
    let headers = [("x-amz-server-side-encryption-customer-key", text(HEADER))];
    for version in [Version::V4, Version::V2] {
        let build = || {
            Signer::builder("AKIAIOSFODNN7EXAMPLE", text(SECRET_KEY))
                .session_token(text(TOKEN))
                .version(version)
                .build()
                .unwrap()
        };
        assert_eq!(freed(|| drop(build())), [0; 3], "a signer, {version:?}");
        let signer = build();
        let request = Request::get("example-bucket", "image.jpg").headers(&headers);
        let open = Request::get("example-bucket", "").headers(&headers);
        // The URL contains the token, which its holder may know.
        let [secret_key, _, header] = freed(|| drop(signer.presign(&request).unwrap()));
        assert_eq!([secret_key, header], [0; 2], "a link, {version:?}");
        assert_eq!(freed(|| assert!(signer.bound(&request).is_ok())), [0; 3], "a bound, {version:?}");
        assert_eq!(freed(|| drop(signer.template(&open).unwrap())), [0; 3], "a template, {version:?}");
        let template = signer.template(&open).unwrap();
        let [secret_key, _, header] = freed(|| drop(template.presign("image.jpg").unwrap()));
        assert_eq!([secret_key, header], [0; 2], "a template's link, {version:?}");
        batches(&template);
    }
}

/// Enough keys for every kernel and for threads; an invalid last key leaves URLs unsigned.
fn batches(template: &Template) {
    let mut keys: Vec<String> = (0..3000).map(|number| format!("{number}.jpg")).collect();
    for threads in [1, 2] {
        let batch = template.batch().threads(threads);
        let [secret_key, _, header] = freed(|| drop(template.presign_many(&keys, threads).unwrap()));
        assert_eq!([secret_key, header], [0; 2], "a batch, {threads} threads");
        let mut links = Links::default();
        batch.presign_into(&keys, &mut links).unwrap();
        keys.push(String::new());
        let [secret_key, _, header] = freed(|| assert!(batch.presign_into(&keys, &mut links).is_err()));
        assert_eq!([secret_key, header], [0; 2], "a failed batch, {threads} threads");
        assert_eq!(freed(|| drop(links))[2], 0, "what a failed batch leaves, {threads} threads");
        keys.pop();
    }
}

/// A URL that is not signed yet contains headers where its signature will be. If a later key is invalid, they must be
/// wiped.
#[test]
fn a_failed_batch_leaves_no_header_behind() {
    let _one = ONE.lock();
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", text(SECRET_KEY)).build().unwrap();
    // Keys of two lengths, so that of either kind some are left over where the bad key is found.
    let mut keys: Vec<String> = (0..1500)
        .map(|number| if number % 3 == 0 { "long/".repeat(30) } else { number.to_string() })
        .collect();
    keys.push(String::new());
    for length in 0..64 {
        let (value, headers) = ("v".repeat(length), [("a", text(HEADER))]);
        let query = [("x-id", value.as_str())];
        let request = Request::get("example-bucket", "").headers(&headers).query(&query);
        let template = signer.template(&request).unwrap();
        let mut links = template.presign_many(&keys[..1500], 1).unwrap();
        assert!(template.batch().presign_into(&keys, &mut links).is_err());
        assert_eq!(freed(|| drop(links))[2], 0, "a query with {length} bytes more");
    }
}

/// The URLs of rows contain the token; nothing else that is freed does.
#[test]
fn rows_leave_no_token_behind() {
    let _one = ONE.lock();
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    let token = [text(TOKEN), "m"].join(&"x".repeat(1000));
    for length in [1, 40, 50, 64] {
        let signer =
            Signer::builder("AKIAIOSFODNN7EXAMPLE", text(SECRET_KEY)).session_token(&*token).build().unwrap();
        let name = "n".repeat(length);
        let query = [(name.as_str(), "1")];
        let requests = [3600, 604_800, 7].map(|lifetime| {
            Request::get("example-bucket", "k").query(&query).expires_in(lifetime).sign_at(1_657_451_138)
        });
        let mut links = signer.presign_requests(&requests, 1).unwrap();
        let made = freed(|| signer.requests(&requests).presign_into(&mut links).unwrap());
        assert_eq!(made, [0; 3], "a name of {length} bytes");
    }
}

/// A buffer that grows leaves a copy of its content behind, so the capacity must suffice for the longest requests too.
#[test]
fn long_requests_leave_no_header_behind() {
    let _one = ONE.lock();
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    let (long, encoded) = ("m".repeat(5000), "é".repeat(700));
    for count in [1, 60] {
        let names: Vec<String> = (0..count).map(|number| format!("x-amz-meta-{number}")).collect();
        let mut headers: Vec<_> = names.iter().map(|name| (name.as_str(), &long[..5000 / count])).collect();
        headers.push(("x-amz-server-side-encryption-customer-key", text(HEADER)));
        for (version, bucket) in [(Version::V4, "example-bucket"), (Version::V2, "example-bucket")] {
            for query in [vec![], vec![("response-content-language", encoded.as_str())]] {
                let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", text(SECRET_KEY))
                    .endpoint("https://h.example")
                    .addressing(presign::Addressing::Virtual)
                    .version(version)
                    .build()
                    .unwrap();
                let request = Request::get(bucket, "image.jpg").headers(&headers).query(&query);
                let what = format!("{version:?}, {count} headers, {} parameters", query.len());
                let mut url = String::new();
                assert_eq!(freed(|| url = signer.presign(&request).unwrap())[2], 0, "a link, {what}");
                let open = Request::get(bucket, "").headers(&headers).query(&query);
                let batch = || drop(signer.template(&open).unwrap().presign_many(&["a", "b"], 1).unwrap());
                assert_eq!(freed(batch)[2], 0, "a batch, {what}");
                let requests = [request, Request::get("other-bucket", "k").headers(&headers).query(&query)];
                assert_eq!(
                    freed(|| drop(signer.presign_requests(&requests, 1).unwrap()))[2],
                    0,
                    "rows, {what}"
                );
                let verifier = Verifier::builder()
                    .endpoint("h.example")
                    .addressing(presign::Addressing::Virtual)
                    .build()
                    .unwrap();
                // Ours, and one that must be encoded again.
                for url in [url.clone(), url.replace("%C3%A9", "%c3%a9") + "&"] {
                    let request = Received::url("GET", &url).headers(&headers);
                    let secret = |_: &str| Some(Secret::from(text(SECRET_KEY)));
                    let found = freed(|| assert!(verifier.verify(&request, secret).is_ok()));
                    assert_eq!(found, [0; 3], "a verified request, {what}");
                }
            }
        }
    }
}
