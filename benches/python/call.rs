//! What Python's `signer.get(bucket, key, expires_in=3600)` costs without Python, for bench.py: nanoseconds of CPU time
//! for each link.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may fail loudly"
)]

use std::hint::black_box;

use presign::{Request, Signer};

const KEYS: usize = 1000;
const CALLS: usize = 40_000;

fn main() {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .region("us-east-1")
        .build()
        .expect("a valid signer");
    let keys: Vec<String> =
        (0..KEYS).map(|i| format!("photos/2026/11/22/user-{i:08}/image-{i:08}.jpg")).collect();
    let link = |key: &str| {
        let request = Request::get(black_box("example-bucket"), black_box(key)).expires_in(black_box(3600));
        signer.presign(&request).expect("a valid request")
    };
    // Cargo gives `--bench` of its own accord.
    if std::env::args().any(|argument| argument == "url") {
        println!("{}", link(&keys[0]));
        return;
    }
    // As much again to get warm.
    for call in 0..CALLS {
        black_box(link(&keys[call % KEYS]));
    }
    let begin = cpu_ns();
    for call in 0..CALLS {
        black_box(link(&keys[call % KEYS]));
    }
    println!("{:.1}", (cpu_ns() - begin) as f64 / CALLS as f64);
}

/// The CPU time of this process, as Python's `time.process_time_ns` has it.
fn cpu_ns() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` outlives the call, and nothing else is read or written.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(result, 0, "this system counts CPU time");
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}
