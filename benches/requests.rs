//! What many requests cost beside single calls and beside the batch: `cargo bench --bench requests`.
//!
//! In turns, in CPU time, so that the load of other programs hits all of them alike. Each figure is the first decile of
//! the rounds: a program that takes the caches away in between makes some rounds slower, and none faster.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may fail loudly"
)]

mod workload;

use std::hint::black_box;

use cpu_time::ThreadTime;
use presign::force::{self, Kernel};
use presign::{Columns, Disposition, Links, Request, Signer, Version};
use workload::{BUCKET, SIGN_AT, batch, key, ours};

const COUNT: usize = 2000;
const ROUNDS: usize = 301;

/// The times of one round in nanoseconds per URL, in the order of `NAMES`.
type Round = [f64; NAMES.len()];

const NAMES: [&str; 10] = [
    "single calls, plain",
    "batch (presign_many)",
    "requests, all the same",
    "columns without a column",
    "single calls, own disposition",
    "requests, own disposition",
    "columns, disposition",
    "columns, filename",
    "columns, version",
    "columns, bucket and expiry",
];

/// Which is compared with which, and the limit.
const RATIOS: [(usize, usize, f64); 4] = [(2, 1, 1.15), (3, 1, 1.15), (5, 4, 0.6), (6, 4, 0.45)];

fn main() {
    for kernel in force::kernels() {
        force::force(Some(kernel));
        compare(kernel);
    }
}

fn compare(kernel: Kernel) {
    let signer = ours::signer(Version::V4);
    let keys: Vec<String> = (0..COUNT).map(key).collect();
    // 40 bytes of text, of which some need escaping.
    let values: Vec<String> =
        (0..COUNT).map(|number| format!("attachment; filename=\"report-{number:06}.txt\"")).collect();
    assert!(values.iter().all(|value| value.len() == 40));
    let work = Work { signer: &signer, keys: &keys, values: &values };
    let rounds: Vec<Round> = (0..ROUNDS).map(|_| work.round()).collect();
    println!("{} kernel, {COUNT} URLs", kernel.name());
    let times: Vec<f64> =
        (0..NAMES.len()).map(|index| decile(rounds.iter().map(|round| round[index]))).collect();
    for (name, time) in NAMES.iter().zip(&times) {
        println!("  {name:32} {time:6.0} ns");
    }
    for (one, other, limit) in RATIOS {
        println!("  {} / {}: {:.3}, at most {limit}", NAMES[one], NAMES[other], times[one] / times[other]);
    }
}

fn decile(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 10]
}

struct Work<'a> {
    signer: &'a Signer,
    keys: &'a [String],
    values: &'a [String],
}

impl Work<'_> {
    fn round(&self) -> Round {
        let base = ours::request("");
        let pairs: Vec<_> =
            self.values.iter().map(|value| [("response-content-disposition", value.as_str())]).collect();
        let plain: Vec<_> = self.keys.iter().map(|key| ours::request(key)).collect();
        let own: Vec<_> =
            self.keys.iter().zip(&pairs).map(|(key, pairs)| ours::request(key).query(pairs)).collect();
        let some = |values: &[String]| values.iter().cloned().map(Some).collect::<Vec<_>>();
        let (values, keys) = (some(self.values), self.keys.to_vec());
        let names = some(&(0..COUNT).map(|number| format!("report-{number:04}.txt")).collect::<Vec<_>>());
        let versions = some(&(0..COUNT).map(|number| format!("{number:032x}")).collect::<Vec<_>>());
        let buckets: Vec<_> = (0..COUNT).map(|number| Some([BUCKET, "another-bucket"][number % 2])).collect();
        let seconds: Vec<_> = (0..COUNT).map(|number| i64::try_from(number % 7000 + 1).ok()).collect();
        let columns = [
            Columns::new(&base, &keys),
            Columns::new(&base, &keys).query("response-content-disposition", &values),
            Columns::new(&base, &keys).filename(Disposition::Attachment, &names),
            Columns::new(&base, &keys).query("versionId", &versions),
            Columns::new(&Request::get("", "").sign_at(SIGN_AT), &keys).bucket(&buckets).expires_in(&seconds),
        ];
        let mut links = Links::default();
        let many = |requests: &[Request], links: &mut Links| {
            timed(|| self.signer.requests(black_box(requests)).presign_into(links).expect("valid requests"))
        };
        let mut row = |index: usize| {
            timed(|| {
                self.signer.columns(black_box(&columns[index])).presign_into(&mut links).expect("valid rows");
            })
        };
        let [none, disposition, filename, version, bucket] = [row(0), row(1), row(2), row(3), row(4)];
        [
            self.single(&plain),
            timed(|| {
                batch::template().batch().presign_into(black_box(&keys), &mut links).expect("valid keys");
            }),
            many(&plain, &mut links),
            none,
            self.single(&own),
            many(&own, &mut links),
            disposition,
            filename,
            version,
            bucket,
        ]
    }

    fn single(&self, requests: &[Request]) -> f64 {
        let mut out = Vec::new();
        timed(|| {
            for request in black_box(requests) {
                out.clear();
                self.signer.presign_into(request, &mut out).expect("a valid request");
            }
        })
    }
}

/// Returns the nanoseconds per URL.
fn timed(mut work: impl FnMut()) -> f64 {
    // Once before, so that the memory is there and the caches are warm.
    work();
    let start = ThreadTime::now();
    work();
    let nanoseconds = start.elapsed().as_secs_f64() * 1e9;
    nanoseconds / COUNT as f64
}
