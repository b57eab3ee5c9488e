//! What `Signer::presign_to_slice` and `Batch::presign_to_slice` cost, in nanoseconds per link: the same loops as in call.c, for
//! compare.sh.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may fail loudly"
)]

use std::hint::black_box;
use std::time::Instant;

use presign::{Request, Signer};

const KEYS: usize = 1000;
const ROUNDS: usize = 101;
const CALLS: usize = 5000;

/// 2026-11-22T00:00:00Z
const SIGN_AT: i64 = 1_795_305_600;

fn main() {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .region("us-east-1")
        .build()
        .expect("a valid signer");
    let keys: Vec<String> =
        (0..KEYS).map(|i| format!("photos/2026/11/22/user-{i:08}/image-{i:08}.jpg")).collect();
    let mut url = [0; 1024];
    let mut len = 0;
    let mut calls = 0;
    let mut rounds = [0.0; ROUNDS];
    for round in &mut rounds {
        let begin = Instant::now();
        for call in calls..calls + CALLS {
            let request = Request::new("GET", black_box("example-bucket"), black_box(&keys[call % KEYS]));
            let request = request.expires_in(3600).sign_at(SIGN_AT);
            len = signer.presign_to_slice(&request, black_box(&mut url)).expect("a valid request");
        }
        calls += CALLS;
        *round = begin.elapsed().as_nanos() as f64 / CALLS as f64;
    }
    let (last, in_batches) = batches(&signer, &keys);
    // As in C: `url` prints the last links. Cargo gives `--bench` of its own accord.
    if std::env::args().any(|argument| argument == "url") {
        println!("{}\n{last}", String::from_utf8_lossy(&url[..len]));
    } else {
        println!("{:.1} {in_batches:.1}", median(rounds));
    }
}

/// All keys at once, `CALLS` links a round, and the template made for each batch as C does. The last link as well.
fn batches(signer: &Signer, keys: &[String]) -> (String, f64) {
    let mut out = vec![0; KEYS * 512];
    let mut offsets = [0; KEYS + 1];
    let mut rounds = [0.0; ROUNDS];
    for round in &mut rounds {
        let begin = Instant::now();
        for _ in 0..CALLS / KEYS {
            let request =
                Request::new("GET", black_box("example-bucket"), "").expires_in(3600).sign_at(SIGN_AT);
            let template = signer.template(&request).expect("a valid request");
            template
                .batch()
                .presign_to_slice(black_box(keys), black_box(&mut out), &mut offsets)
                .expect("valid keys");
        }
        *round = begin.elapsed().as_nanos() as f64 / CALLS as f64;
    }
    let [begin, end] = [offsets[KEYS - 1], offsets[KEYS]].map(|at| usize::try_from(at).expect("a place"));
    (String::from_utf8_lossy(&out[begin..end]).into_owned(), median(rounds))
}

fn median(mut rounds: [f64; ROUNDS]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}
