//! Whether the time of a comparison says how much of a guess is right, measured as dudect does.
//!
//! Two classes of guesses alternate at random: all right but the end, and wrong from the beginning. Welch's t-test
//! compares their times, without the longest, which interrupts make. Above 4.5 the classes differ. A comparison that
//! stops at the first difference is measured too, and must be found: otherwise the machine is too noisy to say anything.

#![allow(missing_docs, clippy::expect_used, clippy::panic, reason = "a bench may fail loudly")]
#![allow(clippy::print_stdout, reason = "it prints a table")]
#![allow(clippy::cast_precision_loss, reason = "statistics")]

#[path = "../src/primitives/constant_time.rs"]
mod constant_time;
#[path = "../tests/vectors/mod.rs"]
mod vectors;

use std::hint::black_box;
use std::time::Instant;

use presign::{Received, Request, Secret, Signer, Verifier, Version};
use vectors::{ACCESS_KEY, SECRET_KEY, SIGN_AT};

/// The t of Welch's test from which on dudect says that two classes differ.
const DIFFER: f64 = 4.5;

/// Comparisons in a row that are timed together, because one takes less than the clock's step.
const IN_A_ROW: usize = 20;

/// SplitMix64: random enough to mix the classes and to make guesses.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn of(&mut self, alphabet: &[u8], count: usize) -> String {
        let character = |number: u64| alphabet.get(number as usize % alphabet.len()).copied();
        (0..count).filter_map(|_| character(self.next())).map(char::from).collect()
    }
}

const HEX: &[u8] = b"0123456789abcdef";
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Times `compare` for a guess of either class, `rounds` times, and returns t.
fn t_of(rounds: usize, guesses: [&[String]; 2], compare: impl Fn(&str) -> bool) -> f64 {
    let mut random = Random(1);
    let mut times = [Vec::with_capacity(rounds), Vec::with_capacity(rounds)];
    for _ in 0..rounds {
        let number = random.next();
        let class = usize::from(number & 1 == 1);
        let guess = guesses.get(class).and_then(|class| class.get((number >> 1) as usize % class.len()));
        let guess = guess.expect("there are guesses");
        let start = Instant::now();
        for _ in 0..IN_A_ROW {
            black_box(compare(black_box(guess)));
        }
        let time = start.elapsed().as_nanos() as f64;
        times.get_mut(class).expect("two classes").push(time);
    }
    // The same limit for both classes: the 80th percentile of all times.
    let mut all: Vec<f64> = times.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    let longest = all.get(all.len() * 8 / 10).copied().expect("there are times");
    let [one, other] = times.map(|class| {
        let kept: Vec<f64> = class.into_iter().filter(|time| *time <= longest).collect();
        let count = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / count;
        let variance = kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    });
    (one.0 - other.0) / (one.1 + other.1).sqrt()
}

/// Guesses of the end of a secret text, and of all of it.
fn guesses(secret: &str, alphabet: &[u8]) -> [Vec<String>; 2] {
    let mut random = Random(2);
    let end = secret.len() - 1;
    let nearly = |random: &mut Random| loop {
        let guess = format!("{}{}", secret.split_at(end).0, random.of(alphabet, 1));
        if guess != secret {
            return guess;
        }
    };
    let [first, second] = [(); 2].map(|()| (0..1_000).map(|_| nearly(&mut random)).collect::<Vec<_>>());
    let random_ones = second.iter().map(|_| random.of(alphabet, secret.len())).collect();
    [first, random_ones]
}

fn row(what: &str, rounds: usize, t: f64) -> bool {
    let differs = t.abs() > DIFFER;
    println!(
        "| {what} | {} | {:.1} | {} |",
        rounds * IN_A_ROW,
        t.abs(),
        if differs { "differ" } else { "alike" }
    );
    differs
}

fn link(version: Version, token: Option<&str>) -> String {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).session_token(token).version(version).build();
    let request = Request::get("bucket", "key").sign_at(SIGN_AT).expires_in(60);
    signer.expect("a valid signer").presign(&request).expect("a valid request")
}

fn main() {
    println!("| what is compared | comparisons | t | the two classes |");
    println!("|---|--:|--:|---|");
    let rounds = 500_000;
    let signature = Random(3).of(HEX, 64);
    let [nearly, random] = guesses(&signature, HEX);
    let found = row(
        "a comparison that stops at the first difference",
        rounds,
        t_of(rounds, [&nearly, &random], |guess| guess.bytes().zip(signature.bytes()).all(|(a, b)| a == b)),
    );
    let mut leaks = row(
        "signatures, as the verifier compares them",
        rounds,
        t_of(rounds, [&nearly, &random], |guess| {
            constant_time::equal(guess.as_bytes(), signature.as_bytes())
        }),
    );

    let rounds = 100_000;
    let verifier = Verifier::builder().build().expect("a valid verifier");
    let now = SIGN_AT + 1;
    for (version, parameter, alphabet) in
        [(Version::V4, "X-Amz-Signature=", HEX), (Version::V2, "Signature=", LETTERS)]
    {
        let url = link(version, None);
        // Both parameters are the last of their URLs, or before `&`.
        let (before, rest) = url.split_once(parameter).expect("a signed URL");
        let (right, after) =
            rest.split_once('&').map_or((rest, String::new()), |(a, b)| (a, format!("&{b}")));
        // The signature of Version 2 ends with `=`; its last letter has but 4 bits of the signature.
        let right = right.trim_end_matches("%3D");
        let padding = if version == Version::V2 { "%3D" } else { "" };
        let links = guesses(right, alphabet).map(|class| {
            class.iter().map(|s| format!("{before}{parameter}{s}{padding}{after}")).collect::<Vec<_>>()
        });
        let [nearly, random] = &links;
        let verify = |url: &str| {
            verifier.verify(&Received::url("GET", url).at(now), |_| Some(Secret::from(SECRET_KEY))).is_ok()
        };
        assert!(verify(&url));
        let t = t_of(rounds, [nearly, random], verify);
        leaks |= row(&format!("`Verifier::verify`, {version:?}: signatures"), rounds, t);
    }

    let token = Random(4).of(LETTERS, 400);
    let [nearly, random] = guesses(&token, LETTERS);
    let url = link(Version::V4, Some(&token));
    let t = t_of(rounds, [&nearly, &random], |token| {
        let secret = Secret::from(SECRET_KEY).session_token(token);
        verifier.verify(&Received::url("GET", &url).at(now), |_| Some(secret)).is_ok()
    });
    leaks |= row("`Verifier::verify`: session tokens", rounds, t);

    let url = link(Version::V4, None);
    let [nearly, random] = guesses(SECRET_KEY, LETTERS);
    let t = t_of(rounds, [&nearly, &random], |secret| {
        verifier.verify(&Received::url("GET", &url).at(now), |_| Some(Secret::from(secret))).is_ok()
    });
    leaks |=
        row("`Verifier::verify`: the secret key of a link that is refused, and the cached one", rounds, t);

    assert!(found, "the machine is too noisy: the comparison that stops was not found");
    assert!(!leaks, "a time depends on a secret");
}
