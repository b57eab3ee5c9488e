//! If the system refuses memory, a batch returns an error and does not abort. This is a separate test program because
//! it limits the memory of the whole process.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use presign::{Error, Links, Request, Signer, Version};

struct Mean;

/// The largest block that can be allocated.
static MOST: AtomicUsize = AtomicUsize::new(usize::MAX);

/// The bytes in use, and their limit.
static USED: AtomicUsize = AtomicUsize::new(0);
static ROOM: AtomicUsize = AtomicUsize::new(usize::MAX);

// SAFETY: every call is refused or passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Mean {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = USED.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        if layout.size() > MOST.load(Ordering::Relaxed) || used > ROOM.load(Ordering::Relaxed) {
            USED.fetch_sub(layout.size(), Ordering::Relaxed);
            return std::ptr::null_mut();
        }
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Mean = Mean;

#[test]
fn a_refused_reservation_is_an_error() {
    let keys: Vec<String> = (0..20_000).map(|number| format!("photos/{number}.jpg")).collect();
    for version in [Version::V4, Version::V2] {
        let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .version(version)
            .build()
            .unwrap();
        let template = signer.template(&Request::get("example-bucket", "")).unwrap();
        for threads in [1, 2] {
            let batch = template.batch().threads(threads);
            // Neither the offsets, of 160 kB, nor the links, of at least 3 MB, and nothing that grows.
            for most in [100_000, 1_000_000] {
                let mut links = Links::default();
                MOST.store(most, Ordering::Relaxed);
                let refused = batch.presign_into(&keys, &mut links);
                MOST.store(usize::MAX, Ordering::Relaxed);
                assert_eq!(refused, Err(Error::Memory.into()), "{version:?}, {threads} threads, {most}");
                assert!(links.is_empty());
                batch.presign_into(&keys, &mut links).unwrap();
                assert_eq!(links.len(), keys.len());
                // Links take their own room and no more.
                if version == Version::V4 {
                    let mut links = Links::default();
                    let bytes = batch.measure(&keys).unwrap();
                    ROOM.store(USED.load(Ordering::Relaxed) + bytes + bytes / 2, Ordering::Relaxed);
                    let enough = batch.presign_into(&keys, &mut links);
                    ROOM.store(usize::MAX, Ordering::Relaxed);
                    assert_eq!(enough, Ok(()));
                }
                // What is at hand needs no more.
                if version == Version::V4 {
                    MOST.store(most, Ordering::Relaxed);
                    let again = batch.presign_into(&keys, &mut links);
                    MOST.store(usize::MAX, Ordering::Relaxed);
                    assert_eq!(again, Ok(()));
                    // URLs wait for others in memory of their own, and without that they stay unsigned.
                    MOST.store(1000, Ordering::Relaxed);
                    let refused = batch.presign_into(&keys, &mut links);
                    MOST.store(usize::MAX, Ordering::Relaxed);
                    assert_eq!(refused, Err(Error::Memory.into()));
                    assert!(links.is_empty());
                }
            }
        }
    }
}
