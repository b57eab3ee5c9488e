//! Whether the time of a comparison says how much of a guess is right, measured as dudect does.
//!
//! Two classes of guesses alternate at random: all right but the end, and wrong from the beginning. Welch's t-test
//! compares their times, without the longest, which interrupts make. Above 4.5 the classes differ. A comparison that
//! stops at the first difference is measured too, and must be found: otherwise the machine is too noisy to say anything.

#![allow(missing_docs, clippy::expect_used, clippy::panic, reason = "a bench may fail loudly")]
#![allow(clippy::print_stdout, reason = "it prints a table")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "statistics")]

#[allow(unused_imports, reason = "its unit tests do not run here")]
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

/// How often a class is chosen at random.
const ROUNDS: usize = 200_000;
const ROUNDS_OF_VERIFY: usize = 100_000;

/// Guesses of each class.
const GUESSES: usize = 100;

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

/// What Welch's test says of two classes.
struct Difference {
    t: f64,
    /// Of the means, for one comparison.
    nanoseconds: f64,
}

/// Times `compare` for a guess of either class, `rounds` times.
fn measure(rounds: usize, guesses: &[Vec<String>; 2], compare: impl Fn(&str) -> bool) -> Difference {
    let mut random = Random(1);
    let mut memory = String::with_capacity(4096);
    let mut times = [Vec::with_capacity(rounds), Vec::with_capacity(rounds)];
    for _ in 0..rounds {
        let number = random.next();
        let class = usize::from(number & 1 == 1);
        let guess = guesses.get(class).and_then(|class| class.get((number >> 1) as usize % class.len()));
        // Always at one address, because a text across two lines of the cache takes longer.
        memory.clear();
        memory.push_str(guess.expect("there are guesses"));
        let start = Instant::now();
        for _ in 0..IN_A_ROW {
            black_box(compare(black_box(&memory)));
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
    let between = one.0 - other.0;
    Difference { t: between / (one.1 + other.1).sqrt(), nanoseconds: between / IN_A_ROW as f64 }
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
    let first = (0..GUESSES).map(|_| nearly(&mut random)).collect();
    let second = (0..GUESSES).map(|_| random.of(alphabet, secret.len())).collect();
    [first, second]
}

/// Measures and prints a row. Other programs on the machine can make classes differ once; a leak stays, so that the
/// smallest of three counts. Returns whether the classes differ.
fn row(what: &str, rounds: usize, guesses: &[Vec<String>; 2], compare: impl Fn(&str) -> bool) -> bool {
    let found = [(); 3].map(|()| measure(rounds, guesses, &compare));
    let smallest = found.into_iter().min_by(|one, other| one.t.abs().total_cmp(&other.t.abs()));
    let Difference { t, nanoseconds } = smallest.expect("three differences");
    let differs = t.abs() > DIFFER;
    let says = if differs { "differ" } else { "alike" };
    println!("| {what} | {} | {:.3} | {:.1} | {says} |", 3 * rounds * IN_A_ROW, nanoseconds.abs(), t.abs());
    differs
}

/// Returns a link whose signature has no escapes but that of its padding, which would take a time of their own.
fn link(version: Version, token: Option<&str>) -> String {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).session_token(token).version(version).build();
    let signer = signer.expect("a valid signer");
    let url = |number: u32| {
        let key = number.to_string();
        signer
            .presign(&Request::get("bucket", &key).sign_at(SIGN_AT).expires_in(60))
            .expect("a valid request")
    };
    let is_plain = |url: &String| {
        url.rsplit_once("Signature=").is_some_and(|(_, signature)| signature.matches('%').count() < 2)
    };
    (0..).map(url).find(is_plain).expect("a signature without escapes")
}

fn verify(verifier: &Verifier, url: &str, secret: Secret) -> bool {
    verifier.verify(&Received::url("GET", url).at(SIGN_AT + 1), |_| Some(secret)).is_ok()
}

fn main() {
    println!("| what is compared | comparisons | difference, ns | t | the two classes |");
    println!("|---|--:|--:|--:|---|");
    let signature = Random(3).of(HEX, 64);
    let signatures = guesses(&signature, HEX);
    let stops = |guess: &str| guess.bytes().zip(signature.bytes()).all(|(guess, right)| guess == right);
    let stopping_is_found =
        row("a comparison that stops at the first difference", ROUNDS, &signatures, stops);
    let equal = |guess: &str| constant_time::equal(guess.as_bytes(), signature.as_bytes());
    let mut leaks = row("signatures, as the verifier compares them", ROUNDS, &signatures, equal);

    let verifier = Verifier::builder().build().expect("a valid verifier");
    for (version, parameter, alphabet, padding) in
        [(Version::V4, "X-Amz-Signature=", HEX, ""), (Version::V2, "Signature=", LETTERS, "%3D")]
    {
        let url = link(version, None);
        assert!(verify(&verifier, &url, Secret::from(SECRET_KEY)));
        let (before, right) = url.split_once(parameter).expect("the signature is the last parameter");
        let links = guesses(right.trim_end_matches("%3D"), alphabet).map(|class| {
            class.iter().map(|guess| format!("{before}{parameter}{guess}{padding}")).collect::<Vec<_>>()
        });
        let what = format!("`Verifier::verify`, {version:?}: signatures");
        leaks |= row(&what, ROUNDS_OF_VERIFY, &links, |url| verify(&verifier, url, Secret::from(SECRET_KEY)));
    }

    let token = Random(4).of(LETTERS, 400);
    let url = link(Version::V4, Some(&token));
    leaks |=
        row("`Verifier::verify`: session tokens", ROUNDS_OF_VERIFY, &guesses(&token, LETTERS), |token| {
            verify(&verifier, &url, Secret::from(SECRET_KEY).session_token(token))
        });

    // The verifier has cached the key of SECRET_KEY for this day, and compares another secret with it.
    let url = link(Version::V4, None);
    let secrets = guesses(SECRET_KEY, LETTERS);
    leaks |= row("`Verifier::verify`: secret keys", ROUNDS_OF_VERIFY, &secrets, |secret| {
        verify(&verifier, &url, Secret::from(secret))
    });

    assert!(stopping_is_found, "the machine is too noisy: the comparison that stops was not found");
    assert!(!leaks, "a time depends on a secret");
}
