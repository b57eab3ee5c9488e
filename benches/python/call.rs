//! What Python's calls cost without Python, for bench.py: nanoseconds of CPU time for each link. Without arguments it is
//! `signer.get(bucket, key, expires_in=3600)`; `many N fresh` and `many N reused` are batches of so many keys, into memory
//! of their own as `presign_arrow` hands it out, or always into the same.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may fail loudly"
)]

use std::hint::black_box;

use presign::{Links, Request, Signer};

const KEYS: usize = 1000;
const CALLS: usize = 40_000;
/// Links of one measurement of batches.
const LINKS: usize = 400_000;

fn main() {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .region("us-east-1")
        .build()
        .expect("a valid signer");
    // Cargo gives `--bench` of its own accord.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["many", count, buffer] = arguments[..] {
        let keys = keys(count.parse().expect("a number of keys"));
        println!("{:.1}", many(&signer, &keys, buffer == "reused"));
        return;
    }
    let keys = keys(KEYS);
    let link = |key: &str| {
        let request = Request::get(black_box("example-bucket"), black_box(key)).expires_in(black_box(3600));
        signer.presign(&request).expect("a valid request")
    };
    if arguments == ["url"] {
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

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("photos/2026/11/22/user-{i:08}/image-{i:08}.jpg")).collect()
}

/// What a link costs in a batch. The request is settled anew each time, as Python's calls do.
fn many(signer: &Signer, keys: &[String], is_reused: bool) -> f64 {
    let rounds = LINKS.div_ceil(keys.len());
    let mut links = Links::default();
    let mut begin = cpu_ns();
    // As much again to get warm.
    for round in 0..2 * rounds {
        if round == rounds {
            begin = cpu_ns();
        }
        if !is_reused {
            links = Links::default();
        }
        let request = Request::get(black_box("example-bucket"), "").expires_in(black_box(3600));
        let template = signer.template(&request).expect("a valid request");
        template.batch().presign_into(black_box(keys), &mut links).expect("valid keys");
        black_box(&links);
    }
    (cpu_ns() - begin) as f64 / (rounds * keys.len()) as f64
}

/// The CPU time of this process, as Python's `time.process_time_ns` has it.
fn cpu_ns() -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` outlives the call, and nothing else is read or written.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(result, 0, "this system counts CPU time");
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}
