//! When a signer, template, batch, form or verifier is dropped, its secret key is nowhere in the process's memory:
//! neither in freed blocks nor on the part of a stack that is no longer in use. The whole memory is searched through
//! `/proc/self/mem`, so the test runs on Linux alone.
//!
//! The test must not hold itself what it searches for: the key is made at run time, one byte after the other, in a
//! block that is wiped, and what is searched for is kept XOR-ed with a mask.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use presign::{Links, Post, Received, Request, Secret, Signer, Template, Verifier, Version};
use zeroize::{Zeroize, Zeroizing};

const NOW: i64 = 1_657_454_400;

/// What is searched for is kept XOR-ed with this, which is neither of HMAC's pads.
const MASK: u8 = 0xa5;

/// This many equal bytes count as found: the width in which block functions read a key.
const WIDTH: usize = 16;

const BLOCK: usize = 64;

/// While one test searches, no other has a key in memory.
static ONE: Mutex<()> = Mutex::new(());

fn one() -> MutexGuard<'static, ()> {
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A key of letters and digits, other ones for each seed.
fn secret_key(seed: u64, length: usize) -> Zeroizing<String> {
    let mut key = Zeroizing::new(String::with_capacity(length));
    let mut state = seed;
    for _ in 0..length {
        // Knuth's MMIX generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        key.push(char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[(state >> 40) as usize % 62],
        ));
    }
    key
}

/// Byte strings to search for, masked, each with its description.
struct Needles {
    needles: Vec<(&'static str, [u8; WIDTH])>,
    /// Whether one of them begins with these two bytes.
    begins: Vec<bool>,
}

impl Needles {
    /// A secret key, HMAC's pads of it, and for Version 2 the states after these, which are as good as the key. What
    /// is computed on the way stays on the stack: call [`clear_stack`] next.
    #[inline(never)]
    fn of(secret_key: &str, version: Version) -> Self {
        let mut needles = Self { needles: Vec::new(), begins: vec![false; 1 << 16] };
        let prefix: &[u8] = if version == Version::V4 { b"AWS4" } else { b"" };
        let key = Zeroizing::new([prefix, secret_key.as_bytes()].concat());
        needles.add("the secret key", &key);
        let mut hashed = Zeroizing::new(Vec::with_capacity(32));
        if key.len() > BLOCK {
            match version {
                Version::V4 => hashed.extend_from_slice(&<sha2::Sha256 as sha2::Digest>::digest(&**key)),
                Version::V2 => hashed.extend_from_slice(&<sha1::Sha1 as sha1::Digest>::digest(&**key)),
            }
        }
        let block_key: &[u8] = if hashed.is_empty() { &key } else { &hashed };
        for (pad, name, state_name) in
            [(0x36, "the inner pad", "the inner state"), (0x5c, "the outer pad", "the outer state")]
        {
            let mut block = Zeroizing::new(vec![pad; BLOCK]);
            block.iter_mut().zip(block_key).for_each(|(byte, key)| *byte ^= key);
            needles.add(name, &block[..block_key.len()]);
            // Version 4's states are those of a day's key, which is not the secret key.
            if version == Version::V2 {
                let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
                sha1::block_api::compress(&mut state, block.as_chunks().0);
                // A block function that is not optimized leaves the register with the first four words on the stack,
                // whatever it is called with. The last four are found where a state was moved from.
                let mut bytes = Zeroizing::new(Vec::with_capacity(WIDTH));
                state[1..].iter().for_each(|word| bytes.extend_from_slice(&word.to_ne_bytes()));
                state.zeroize();
                needles.add(state_name, &bytes);
            }
        }
        if !hashed.is_empty() {
            needles.add("the hashed key", &hashed);
        }
        needles
    }

    fn add(&mut self, name: &'static str, bytes: &[u8]) {
        for piece in bytes.windows(WIDTH).step_by(4) {
            // As it is, and as block functions read it: each word's bytes reversed, or all bytes.
            let orders: [fn(usize) -> usize; 3] =
                [|index| index, |index| index - index % 4 + 3 - index % 4, |index| WIDTH - 1 - index];
            for order in orders {
                let mut masked = [0; WIDTH];
                for (index, byte) in masked.iter_mut().enumerate() {
                    *byte = piece[order(index)] ^ MASK;
                }
                self.begins[begin(masked[0] ^ MASK, masked[1] ^ MASK)] = true;
                self.needles.push((name, masked));
            }
        }
    }

    fn name_of(&self, bytes: &[u8]) -> Option<&'static str> {
        let is = |needle: &[u8; WIDTH]| needle.iter().zip(bytes).all(|(needle, byte)| *needle == byte ^ MASK);
        self.needles.iter().find(|(_, needle)| is(needle)).map(|(name, _)| *name)
    }

    /// Returns which of the byte strings are in this process's memory, how often, and where.
    ///
    /// What cannot be written is not read: a key that is made at run time cannot be there.
    #[inline(never)]
    fn found(&self) -> BTreeMap<(&'static str, String), usize> {
        let mut found = BTreeMap::new();
        let memory = File::open("/proc/self/mem").unwrap();
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let mut buffer = vec![0_u8; 1 << 16];
        let own = buffer.as_ptr() as usize..buffer.as_ptr() as usize + buffer.len();
        for map in maps.lines() {
            let (range, rest) = map.split_once(' ').unwrap();
            let (begin, end) = range.split_once('-').unwrap();
            let [mut at, end] = [begin, end].map(|number| usize::from_str_radix(number, 16).unwrap());
            while rest.starts_with("rw") && at + WIDTH <= end {
                let length = buffer.len().min(end - at);
                // The stack of a thread that has exited may be unmapped by now.
                if memory.read_exact_at(&mut buffer[..length], at as u64).is_err() {
                    break;
                }
                for (offset, name) in self.in_bytes(&buffer[..length]) {
                    if !own.contains(&(at + offset)) {
                        *found.entry((name, map.to_owned())).or_default() += 1;
                    }
                }
                // What lies across two pieces is looked at with the second.
                at += length - (WIDTH - 1);
            }
        }
        buffer.zeroize();
        found
    }

    fn in_bytes(&self, bytes: &[u8]) -> Vec<(usize, &'static str)> {
        const PAGE: usize = 4096;
        let mut found = Vec::new();
        let mut index = 0;
        while index + WIDTH <= bytes.len() {
            // Most pages of a stack were never used.
            if bytes[index] == 0 && bytes[index..].starts_with(&[0; PAGE]) {
                index += PAGE - 1;
                continue;
            }
            if self.begins[begin(bytes[index], bytes[index + 1])]
                && let Some(name) = self.name_of(&bytes[index..])
            {
                found.push((index, name));
            }
            index += 1;
        }
        found
    }
}

fn begin(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

#[inline(never)]
fn clear_stack() {
    black_box(&mut [0_u8; 1 << 19]);
}

/// Runs further down the stack than the search, which would write over what is left there.
#[inline(never)]
fn deep(work: &dyn Fn(&str), secret_key: &str) {
    let room = black_box([0_u8; 1 << 16]);
    work(secret_key);
    black_box(&room);
}

/// Returns what remains in memory of a secret key after `work` has used it.
fn left_by(version: Version, length: usize, work: &dyn Fn(&str)) -> Vec<&'static str> {
    static SEED: AtomicU64 = AtomicU64::new(1);
    let seed = SEED.fetch_add(1, Ordering::Relaxed) << 32;
    let needles = Needles::of(&secret_key(seed, length), version);
    clear_stack();
    assert_eq!(needles.found(), BTreeMap::new(), "the search finds its own needles");
    deep(work, &secret_key(seed, length));
    let found = needles.found();
    found.iter().for_each(|((name, map), count)| println!("{count} x {name} in {map}"));
    found.into_keys().map(|(name, _)| name).collect()
}

fn check(what: &str, version: Version, work: impl Fn(&str)) {
    for length in [40, 100] {
        let left = left_by(version, length, &work);
        assert!(left.is_empty(), "{what}, {version:?}, a key of {length} bytes: {left:?}");
    }
}

const VERSIONS: [Version; 2] = [Version::V4, Version::V2];

fn signer(secret_key: &str, version: Version) -> Signer {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", secret_key)
        .endpoint("files.example")
        .version(version)
        .build()
        .unwrap()
}

fn request(key: &str) -> Request<'_> {
    Request::get("photos", key).sign_at(NOW)
}

fn template(secret_key: &str, version: Version) -> Template {
    signer(secret_key, version).template(&request("")).unwrap()
}

fn url(secret_key: &str, version: Version) -> String {
    signer(secret_key, version).presign(&request("2026/cat.jpg")).unwrap()
}

#[test]
fn the_search_finds_a_key_that_is_not_wiped() {
    let _one = one();
    for version in VERSIONS {
        let heap = Mutex::new(Vec::with_capacity(40));
        let found = left_by(version, 40, &|key| heap.lock().unwrap().extend_from_slice(key.as_bytes()));
        assert_eq!(found, ["the secret key"]);
        heap.lock().unwrap().zeroize();
        // A part of the stack that is no longer in use.
        let found = left_by(version, 40, &|key| {
            let mut stack = [0x5c; 40];
            stack.iter_mut().zip(key.as_bytes()).for_each(|(byte, key)| *byte ^= key);
            black_box(&stack);
        });
        assert_eq!(found, ["the outer pad"]);
        clear_stack();
    }
}

#[test]
fn a_signer_that_signed_nothing_leaves_no_key() {
    let _one = one();
    for version in VERSIONS {
        check("a signer", version, |key| drop(signer(key, version)));
    }
}

#[test]
fn a_signer_leaves_no_key() {
    let _one = one();
    for version in VERSIONS {
        check("a signer", version, |key| drop(url(key, version)));
    }
}

#[test]
fn a_template_leaves_no_key() {
    let _one = one();
    for version in VERSIONS {
        check("a template", version, |key| drop(template(key, version).presign("2026/cat.jpg").unwrap()));
    }
}

#[test]
fn a_batch_leaves_no_key() {
    let _one = one();
    let keys: Vec<String> = (0..300).map(|number| format!("2026/{number}.jpg")).collect();
    for version in VERSIONS {
        for threads in [1, 2] {
            check("a batch", version, |key| {
                let mut links = Links::default();
                template(key, version).batch().threads(threads).presign_into(&keys, &mut links).unwrap();
            });
        }
    }
}

#[test]
fn a_form_leaves_no_key() {
    let _one = one();
    for version in VERSIONS {
        let post = Post::new("photos", "inbox/${filename}").sign_at(NOW);
        check("a form", version, |key| drop(signer(key, version).presign_post(&post).unwrap()));
    }
}

#[test]
fn a_verifier_leaves_no_key() {
    let _one = one();
    let verifier = || Verifier::builder().endpoint("files.example").build().unwrap();
    for version in VERSIONS {
        let verify = |url: &str, secret: Secret| {
            verifier().verify(&Received::url("GET", url).at(NOW), |_| Some(secret)).unwrap();
        };
        check("a borrowed secret", version, |key| verify(&url(key, version), Secret::from(key)));
        check("an owned secret", version, |key| verify(&url(key, version), Secret::from(key.to_owned())));
        check("an explanation", version, |key| {
            let url = url(key, version).replace("cat", "dog");
            let request = Received::url("GET", &url).at(NOW);
            drop(verifier().explain(&request, &Secret::from(key), None));
        });
    }
}
