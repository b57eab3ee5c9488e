//! What the calls behind those of libpresign cost, in nanoseconds of CPU time per link: the same loops as in call.c, for
//! compare.sh.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may fail loudly"
)]

use std::hint::black_box;

use cpu_time::ProcessTime;
use presign::{Request, Signer, Template};

const KEYS: usize = 1000;
const ROUNDS: usize = 101;
const CALLS: usize = 5000;

/// 2026-11-22T00:00:00Z
const SIGN_AT: i64 = 1_795_305_600;

fn request<'a>(key: &'a str, expires_in: i64) -> Request<'a> {
    Request::new("GET", black_box("example-bucket"), key).expires_in(expires_in).sign_at(SIGN_AT)
}

/// The keys, and what the calls fill.
struct Workload {
    signer: Signer,
    template: Template,
    keys: Vec<String>,
    dispositions: Vec<String>,
    out: Vec<u8>,
    offsets: [u64; KEYS + 1],
    url: String,
}

impl Workload {
    fn new() -> Self {
        let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .region("us-east-1")
            .build()
            .expect("a valid signer");
        let template = signer.template(&request("", 3600)).expect("a valid request");
        let keys = (0..KEYS).map(|i| format!("photos/2026/11/22/user-{i:08}/image-{i:08}.jpg")).collect();
        let dispositions = (0..KEYS).map(|i| format!("attachment; filename=\"image-{i:08}.jpg\"")).collect();
        Self {
            signer,
            template,
            keys,
            dispositions,
            out: vec![0; KEYS * 1024],
            offsets: [0; KEYS + 1],
            url: String::new(),
        }
    }

    fn single(&mut self, first: usize) {
        let mut url = [0; 1024];
        let mut len = 0;
        for call in first..first + CALLS {
            let request = request(black_box(&self.keys[call % KEYS]), 3600);
            len = self.signer.presign_to_slice(&request, black_box(&mut url)).expect("a valid request");
        }
        self.url = String::from_utf8_lossy(&url[..len]).into_owned();
    }

    fn templated(&mut self, first: usize) {
        let mut url = [0; 1024];
        let mut len = 0;
        for call in first..first + CALLS {
            let key = black_box(&self.keys[call % KEYS]);
            len = self.template.presign_to_slice(key, black_box(&mut url)).expect("a valid key");
        }
        self.url = String::from_utf8_lossy(&url[..len]).into_owned();
    }

    /// The template is made for each batch, as C does.
    fn batch(&mut self, _first: usize) {
        for _ in 0..CALLS / KEYS {
            let template = self.signer.template(&request("", 3600)).expect("a valid request");
            template
                .batch()
                .presign_to_slice(black_box(&self.keys), black_box(&mut self.out), &mut self.offsets)
                .expect("valid keys");
        }
        self.keep_last();
    }

    /// Each link its own request, with a query of its own.
    fn requests(&mut self, _first: usize) {
        let pairs: Vec<_> =
            self.dispositions.iter().map(|value| [("response-content-disposition", &**value)]).collect();
        let requests: Vec<_> =
            self.keys.iter().zip(&pairs).map(|(key, query)| request(key, 3600).query(query)).collect();
        for _ in 0..CALLS / KEYS {
            let batch = self.signer.requests(black_box(&requests));
            batch.presign_to_slice(black_box(&mut self.out), &mut self.offsets).expect("valid requests");
        }
        self.keep_last();
    }

    fn keep_last(&mut self) {
        let [begin, end] =
            [self.offsets[KEYS - 1], self.offsets[KEYS]].map(|at| usize::try_from(at).expect("a place"));
        self.url = String::from_utf8_lossy(&self.out[begin..end]).into_owned();
    }

    /// A lifetime over the limit, with the sentence that says so.
    fn refused(&mut self, first: usize) {
        let mut url = [0; 1024];
        for call in first..first + CALLS {
            let request = request(black_box(&self.keys[call % KEYS]), 604_801);
            let error = self.signer.presign_to_slice(&request, &mut url).expect_err("over the limit");
            self.url = error.to_string();
        }
    }
}

fn median(mut rounds: [f64; ROUNDS]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn main() {
    let mut with = Workload::new();
    let of: [fn(&mut Workload, usize); 6] = [
        Workload::single,
        Workload::templated,
        Workload::batch,
        Workload::batch,
        Workload::requests,
        Workload::refused,
    ];
    // As in C: `url` prints the last links. Cargo gives `--bench` of its own accord.
    let wants_links = std::env::args().any(|argument| argument == "url");
    let mut line = Vec::new();
    for calls in of {
        let mut rounds = [0.0; ROUNDS];
        for (number, round) in rounds.iter_mut().enumerate() {
            let begin = ProcessTime::now();
            calls(&mut with, number * CALLS);
            *round = begin.elapsed().as_nanos() as f64 / CALLS as f64;
        }
        line.push(format!("{:.1}", median(rounds)));
        if wants_links {
            println!("{}", with.url);
        }
    }
    if !wants_links {
        println!("{}", line.join(" "));
    }
}
