//! What two threads reach of what two processes reach together: `cargo bench --bench threads`.
//!
//! In turns: two processes side by side with a thread each, then one process with two. Memory is shared by either.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout, reason = "a bench may fail loudly")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use presign::{Links, Request, Signer};

const KEYS: usize = 100_000;
const ROUNDS: usize = 9;
const TIME: Duration = Duration::from_millis(700);

fn main() {
    let threads = std::env::args().find_map(|argument| argument.strip_prefix("--threads=")?.parse().ok());
    if let Some(threads) = threads {
        println!("{}", links_per_second(threads));
        return;
    }
    let mut ratios: Vec<f64> =
        (0..ROUNDS).map(|_| run(1, 2).and_then(|two| Some(run(2, 1)? / two)).expect("figures")).collect();
    ratios.sort_by(f64::total_cmp);
    let [first, .., last] = ratios.as_slice() else { return };
    let median = ratios.get(ROUNDS / 2).copied().unwrap_or_default();
    println!("two threads reach {median:.3} of two processes ({first:.3} to {last:.3}, {ROUNDS} rounds)");
}

/// So many processes at the same time, all their links per second together.
fn run(threads: usize, processes: usize) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let children: Vec<_> = (0..processes)
        .map(|_| Command::new(&program).arg(format!("--threads={threads}")).stdout(Stdio::piped()).spawn())
        .collect();
    let mut sum = 0.0;
    for child in children {
        let output = child.ok()?.wait_with_output().ok()?;
        sum += String::from_utf8(output.stdout).ok()?.trim().parse::<f64>().ok()?;
    }
    Some(sum)
}

fn links_per_second(threads: usize) -> f64 {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .build()
        .expect("a valid signer");
    let request = Request::get("example-bucket", "").sign_at(1_795_305_600);
    let template = signer.template(&request).expect("a valid request");
    let keys: Vec<String> =
        (0..KEYS).map(|i| format!("photos/2026/11/22/user-{i:08}/image-{i:08}.jpg")).collect();
    let mut links = Links::default();
    let mut sign = || template.batch().threads(threads).presign_into(&keys, &mut links).expect("valid keys");
    sign();
    let (begin, mut rounds) = (Instant::now(), 0.0);
    while begin.elapsed() < TIME {
        sign();
        rounds += 1.0;
    }
    rounds * 1e5 / begin.elapsed().as_secs_f64()
}
