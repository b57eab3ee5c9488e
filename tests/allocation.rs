//! A signer with cached keys allocates only the URL. This is a separate test program because it counts all allocations
//! of the process.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use presign::{Addressing, Columns, Request, Signer, Version};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        BYTES.with(|bytes| bytes.set(bytes.get() + layout.size()));
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    allocated(work).0
}

/// The number of allocations, and of all their bytes.
fn allocated(work: impl FnOnce()) -> (usize, usize) {
    let before = (ALLOCATIONS.with(Cell::get), BYTES.with(Cell::get));
    work();
    (ALLOCATIONS.with(Cell::get) - before.0, BYTES.with(Cell::get) - before.1)
}

#[test]
fn one_link_is_one_allocation() {
    let headers = [("content-type", "application/pdf"), ("x-amz-meta-a", "1")];
    let query = [("versionId", "abc"), ("response-content-disposition", "attachment; filename=\"a b.pdf\"")];
    for version in [Version::V4, Version::V2] {
        let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .version(version)
            .build()
            .unwrap();
        let plain = Request::get("example-bucket", "photos/2026/ümläut image.jpg");
        for request in [plain, plain.headers(&headers).query(&query)] {
            drop(signer.presign(&request).unwrap());
            assert_eq!(allocations(|| drop(signer.presign(&request))), 1, "{request:?}");

            let mut room = Vec::with_capacity(4096);
            assert_eq!(allocations(|| signer.presign_into(&request, &mut room).unwrap()), 0, "{request:?}");
        }
        let template = signer.template(&Request::get("example-bucket", "")).unwrap();
        let mut room = Vec::with_capacity(4096);
        assert_eq!(allocations(|| template.presign_into("image.jpg", &mut room).unwrap()), 0);
    }
}

/// What a link is made of, with one long part.
struct Parts<'a> {
    what: String,
    signer: Signer,
    bucket: &'a str,
    key: &'a str,
    query: &'a [(&'a str, &'a str)],
    headers: &'a [(&'a str, &'a str)],
    /// The length of all parts.
    length: usize,
}

impl<'a> Parts<'a> {
    fn request(&self, key: &'a str) -> Request<'a> {
        Request::get(self.bucket, key).query(self.query).headers(self.headers).sign_at(1_657_451_138)
    }
}

/// A character of three bytes in UTF-8 is nine in a URL.
fn with_each_part_long(check: impl Fn(&Parts)) {
    let long = "€".repeat(1500);
    let ascii = "m".repeat(4500);
    let names: Vec<String> = (0..150).map(|number| format!("x-amz-meta-{number}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let flags: Vec<_> = names.iter().map(|name| (&name[11..], "")).collect();
    let (long_header, long_query) = ([("x-amz-meta-a", ascii.as_str())], [("versionId", long.as_str())]);
    let (bucket, label) = ("€".repeat(1500), "b".repeat(63));
    let base = format!("https://h.example/{}", "base/".repeat(150));
    let host = format!("https://{}example", "h123456789.".repeat(16));
    let token = "+".repeat(4500);
    let key = "€".repeat(341);
    let access_key = "+".repeat(4500);
    for version in [Version::V4, Version::V2] {
        let signer = |access_key: &str, token: Option<&str>, endpoint: &str, addressing| {
            Signer::builder(access_key, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
                .endpoint(endpoint)
                .region("r")
                .session_token(token)
                .addressing(addressing)
                .version(version)
                .build()
                .unwrap()
        };
        let (short, path, subdomain) = ("https://h.example", Addressing::Path, Addressing::Virtual);
        let none: &[(&str, &str)] = &[];
        for (what, signer, bucket, key, query, headers) in [
            ("nothing", signer("a", None, short, path), "bkt", "k", none, none),
            ("a key", signer("a", None, short, path), "bkt", &*key, none, none),
            ("a bucket", signer("a", None, short, path), &*bucket, "k", none, none),
            ("a bucket in the host", signer("a", None, short, subdomain), &*label, "k", none, none),
            ("a value", signer("a", None, short, path), "bkt", "k", &long_query, none),
            ("a header", signer("a", None, short, path), "bkt", "k", none, &long_header),
            ("parameters", signer("a", None, short, path), "bkt", "k", &flags, none),
            ("headers", signer("a", None, short, path), "bkt", "k", none, &many),
            ("a token", signer("a", Some(&token), short, path), "bkt", "k", none, none),
            ("a base path", signer("a", None, &base, path), "bkt", "k", none, none),
            ("a host", signer("a", None, &host, subdomain), "bkt", "k", none, none),
            ("an access key", signer(&access_key, None, short, path), "bkt", "k", none, none),
        ] {
            let pairs = query.iter().chain(headers).map(|(name, value)| name.len() + value.len() + 4);
            let own = match what {
                "a token" => token.len(),
                "a base path" => base.len(),
                "a host" => host.len(),
                "an access key" => access_key.len(),
                _ => 0,
            };
            let length = pairs.sum::<usize>() + bucket.len() + key.len() + own;
            check(&Parts {
                what: format!("{what}, {version:?}"),
                signer,
                bucket,
                key,
                query,
                headers,
                length,
            });
        }
    }
}

/// A buffer that is too small grows, and leaves a copy of its content behind, which may be a session token.
#[test]
fn the_buffer_of_a_link_is_never_too_small_and_not_much_too_large() {
    with_each_part_long(|parts| {
        let Parts { what, signer, length, .. } = parts;
        let request = parts.request(parts.key);
        drop(signer.presign(&request).unwrap());
        let mut large = Vec::with_capacity(200_000);
        let others = allocations(|| signer.presign_into(&request, &mut large).unwrap());
        let mut url = Vec::new();
        assert_eq!(allocations(|| signer.presign_into(&request, &mut url).unwrap()), others + 1, "{what}");
        assert!(url.capacity() <= 700 + 6 * length, "{what}: {} bytes, {length}", url.capacity());
    });
}

#[test]
fn the_buffers_of_a_template_are_never_too_small_and_not_much_too_large() {
    with_each_part_long(|parts| {
        let Parts { what, signer, length, .. } = parts;
        let open = parts.request("");
        drop(signer.presign(&parts.request(parts.key)).unwrap());
        let mut large = Vec::with_capacity(200_000);
        let others = allocations(|| signer.presign_into(&parts.request(parts.key), &mut large).unwrap());
        let mut template = None;
        let (count, bytes) = allocated(|| template = Some(signer.template(&open).unwrap()));
        let template = template.unwrap();
        // The method, the text before the key, and that after it; or five texts.
        let buffers = if signer.version() == Version::V4 { 3 } else { 5 };
        assert_eq!(count, others + buffers, "{what}");
        assert!(bytes <= buffers * (1000 + 8 * length), "{what}: {bytes} bytes, {length}");
        let mut url = Vec::new();
        assert_eq!(allocations(|| template.presign_into(parts.key, &mut url).unwrap()), 1, "{what}");
        assert!(url.capacity() <= 1000 + 8 * length, "{what}: {} bytes, {length}", url.capacity());
        let bound = template.bound(parts.key).unwrap();
        assert!((url.len()..=400 + 3 * length).contains(&bound), "{what}: {bound}, {length}");
    });
}

#[test]
fn a_batch_allocates_no_more_for_more_links() {
    let signer =
        Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build().unwrap();
    let template = signer.template(&Request::get("example-bucket", "")).unwrap();
    let keys: Vec<String> = (0..10_000).map(|number| format!("photos/2026/ümläut {number:08}.jpg")).collect();
    let mut links = template.presign_many(&keys, 1).unwrap();
    let mut into_links =
        |count: usize| allocations(|| template.batch().presign_into(&keys[..count], &mut links).unwrap());
    let few = into_links(100);
    assert!(few < 5, "{few} allocations");
    assert_eq!(into_links(10_000), few);
}

#[test]
fn the_offsets_of_a_batch_are_allocated_once() {
    let keys: Vec<String> = (0..100).map(|number| format!("{number}.jpg")).collect();
    let buckets = vec![Some("other-bucket"); 100];
    let request = Request::get("example-bucket", "");
    let columns = Columns::new(&request, &keys).bucket(&buckets);
    for version in [Version::V4, Version::V2] {
        let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let signer = builder.version(version).build().unwrap();
        let of_keys = signer.template(&request).unwrap().presign_many(&keys, 1).unwrap();
        for links in [of_keys, signer.presign_columns(&columns, 1).unwrap()] {
            assert_eq!(links.into_parts().1.capacity(), 101, "{version:?}");
        }
    }
}
