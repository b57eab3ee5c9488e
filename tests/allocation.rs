//! A signer with cached keys allocates only the URL. This is a separate test program because it counts all allocations
//! of the process.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use presign::{Request, Signer, Version};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
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
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
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
