//! Hashes with the SHA-256 instructions of aarch64. `sha256h` and `sha256h2` perform four rounds together; two independent
//! streams are interleaved to hide their latency. Where the message schedule is already computed, eight streams are
//! interleaved.
//!
//! Unsafe code here is loads and stores, which go through references, and calls of functions that need the CPU's SHA
//! instructions, which an [`ArmSha2`] proves.

#![allow(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds and masks keep in range"
)]

use std::arch::aarch64::{
    uint32x4_t, vaddq_u32, vdupq_n_u32, vld1q_u32, vsha256h2q_u32, vsha256hq_u32, vsha256su0q_u32,
    vsha256su1q_u32, vst1q_u32,
};

use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::schedule::{K, Schedule};
use super::single::{Single, unpacked};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::encode;
use crate::primitives::sha256::{Block, INITIAL, State, bytes};

/// Number of streams on a shared schedule: their states take half of the registers.
const WIDTH: usize = 8;

/// Proves that the CPU has the instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArmSha2(());

impl Implementation for ArmSha2 {
    const LANES: usize = WIDTH;

    fn detect() -> Option<Self> {
        std::arch::is_aarch64_feature_detected!("sha2").then_some(Self(()))
    }

    /// All CPUs of the architecture have the same registers.
    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        work.run()
    }

    fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        if lanes.len() < 2 {
            return Portable.sign(message, lanes, kept, signatures);
        }
        for (lanes, signatures) in lanes.chunks(WIDTH).zip(signatures.as_chunks_mut::<WIDTH>().0) {
            // SAFETY: `self` proves that the CPU has the instructions.
            unsafe { sign_eight(message, lanes, kept.of(message, lanes), signatures) }
        }
    }

    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { hash_only(own, shared, seed) }
    }
}

impl ArmSha2 {
    /// Signs one URL.
    #[inline]
    pub(super) fn sign_single(self, single: &Single) -> Signature {
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { sign_one(single) }
    }
}

/// The hashes of one URL depend on each other, so the state stays in registers from block to block.
#[target_feature(enable = "sha2")]
fn sign_one(single: &Single) -> Signature {
    let mut state = [halves(&INITIAL)];
    for block in single.request.into_iter().flatten() {
        compress(&mut state, [block]);
    }
    let to_sign = single.with_digest(&digits(state[0]));
    let mut state = [halves(&unpacked(single.inner))];
    for block in to_sign.iter().take(single.to_sign.len()) {
        compress(&mut state, [block]);
    }
    let outer = outer_block(state[0]);
    let mut state = [halves(&unpacked(single.outer))];
    compress(&mut state, [&outer]);
    digits(state[0])
}

#[target_feature(enable = "sha2")]
fn sign_eight(
    message: &SharedMessage,
    lanes: &[Lane],
    schedules: Option<&[Schedule]>,
    signatures: &mut [Signature; WIDTH],
) {
    let mut states = [halves(message.start()); WIDTH];
    let count = lanes.iter().map(|lane| lane.blocks.len()).min().unwrap_or_default();
    for index in 0..count {
        hash_own(message, &mut states, lanes, index);
    }
    if let Some(schedules) = schedules {
        schedules.iter().for_each(|schedule| compress_shared(&mut states, schedule));
    }
    for (index, lanes) in lanes.chunks(2).enumerate() {
        let pair = 2 * index..2 * index + 2;
        let (states, signatures) = (&mut states[pair.clone()], &mut signatures[pair]);
        let Some(states) = states.as_chunks_mut().0.first_mut() else { continue };
        if schedules.is_none() {
            hash_shared(message, states, pair_of(lanes));
        }
        signatures.copy_from_slice(&finish(message, *states));
    }
}

/// Returns two lanes; a missing one is replaced by the other.
fn pair_of<'a>(lanes: &[Lane<'a>]) -> [Lane<'a>; 2] {
    match lanes {
        [one, other, ..] => [*one, *other],
        [one] => [*one; 2],
        [] => [Lane { blocks: &[], key_end: 0 }; 2],
    }
}

/// Hashes one block of each lane, of those that contain the keys. Where it is the same in all lanes, its schedule is
/// computed once.
#[target_feature(enable = "sha2")]
fn hash_own(message: &SharedMessage, states: &mut [Halves; WIDTH], lanes: &[Lane], index: usize) {
    let block =
        |lane: &Lane| if index == 0 { message.with_method_line(&lane.blocks[0]) } else { lane.blocks[index] };
    if let ([first, others @ ..], WIDTH) = (lanes, lanes.len())
        && others.iter().all(|lane| lane.blocks[index] == first.blocks[index])
    {
        return compress_shared(states, &expand(&block(first)));
    }
    for (states, lanes) in states.as_chunks_mut::<2>().0.iter_mut().zip(lanes.chunks(2)) {
        let [one, other] = pair_of(lanes);
        compress(states, [&block(&one), &block(&other)]);
    }
}

/// Hashes the blocks after the keys, if they differ between the lanes.
#[target_feature(enable = "sha2")]
fn hash_shared(message: &SharedMessage, states: &mut [Halves; 2], [one, other]: [Lane; 2]) {
    let blocks = message.shared(one.key_end).iter().zip(message.shared(other.key_end));
    let last = blocks.len().saturating_sub(1);
    for (index, (first, second)) in blocks.enumerate() {
        if index == last {
            let first = message.with_length(first, one.key_end);
            let second = message.with_length(second, other.key_end);
            compress(states, [&first, &second]);
        } else {
            compress(states, [first, second]);
        }
    }
}

/// Returns the signatures for the digests of the canonical requests.
#[target_feature(enable = "sha2")]
fn finish(message: &SharedMessage, digests: [Halves; 2]) -> [Signature; 2] {
    let to_sign = message.to_sign();
    let [one, other] = [to_sign.with_digest(&digits(digests[0])), to_sign.with_digest(&digits(digests[1]))];
    let mut states = [halves(&to_sign.key.inner); 2];
    for (one, other) in one.iter().zip(&other).take(to_sign.count) {
        compress(&mut states, [one, other]);
    }
    let [one, other] = [outer_block(states[0]), outer_block(states[1])];
    let mut states = [halves(&to_sign.key.outer); 2];
    compress(&mut states, [&one, &other]);
    [digits(states[0]), digits(states[1])]
}

/// A state as the instructions use it: words a to d, and words e to h.
type Halves = [uint32x4_t; 2];

/// Compresses a block in each stream.
#[inline]
#[target_feature(enable = "sha2")]
fn compress<const N: usize>(states: &mut [Halves; N], blocks: [&Block; N]) {
    let before = *states;
    let mut words = [[vdupq_n_u32(0); 4]; N];
    for (words, block) in words.iter_mut().zip(blocks) {
        *words = load_block(block);
    }
    for quarter in 0..4 {
        for four in 0..4 {
            let constants = load(K.as_chunks().0[quarter * 4 + four]);
            for (state, words) in states.iter_mut().zip(&mut words) {
                four_rounds(state, vaddq_u32(words[four], constants));
                if quarter < 3 {
                    let [oldest, next] = [words[four], words[(four + 1) % 4]];
                    let [two_back, newest] = [words[(four + 2) % 4], words[(four + 3) % 4]];
                    words[four] = vsha256su1q_u32(vsha256su0q_u32(oldest, next), two_back, newest);
                }
            }
        }
    }
    add_each(states, &before);
}

#[target_feature(enable = "sha2")]
fn compress_shared(states: &mut [Halves; WIDTH], schedule: &Schedule) {
    let before = *states;
    for words in schedule.as_flattened().as_chunks().0 {
        let words = load(*words);
        for state in &mut *states {
            four_rounds(state, words);
        }
    }
    add_each(states, &before);
}

#[inline]
#[target_feature(enable = "sha2")]
fn four_rounds(state: &mut Halves, words: uint32x4_t) {
    let [abcd, efgh] = *state;
    *state = [vsha256hq_u32(abcd, efgh, words), vsha256h2q_u32(efgh, abcd, words)];
}

#[inline]
#[target_feature(enable = "sha2")]
fn add_each<const N: usize>(states: &mut [Halves; N], before: &[Halves; N]) {
    for (state, before) in states.as_flattened_mut().iter_mut().zip(before.as_flattened()) {
        *state = vaddq_u32(*state, *before);
    }
}

/// Computes the message schedule of a block, with the round constants added.
#[target_feature(enable = "sha2")]
fn expand(block: &Block) -> Schedule {
    let mut schedule = [[0; 16]; 4];
    let mut words = load_block(block);
    for (out, constants) in schedule.as_flattened_mut().as_chunks_mut().0.iter_mut().zip(K.as_chunks().0) {
        store(out, vaddq_u32(words[0], load(*constants)));
        let next = vsha256su1q_u32(vsha256su0q_u32(words[0], words[1]), words[2], words[3]);
        words = [words[1], words[2], words[3], next];
    }
    schedule
}

#[inline]
#[target_feature(enable = "sha2")]
fn halves(state: &State) -> Halves {
    let [abcd, efgh] = [0, 1].map(|half: usize| state.as_chunks().0[half]);
    [load(abcd), load(efgh)]
}

#[inline]
#[target_feature(enable = "sha2")]
fn state_of(halves: Halves) -> State {
    let mut state = [0; 8];
    for (out, half) in state.as_chunks_mut().0.iter_mut().zip(halves) {
        store(out, half);
    }
    state
}

/// Returns the hexadecimal digits of a digest.
#[inline]
#[target_feature(enable = "sha2")]
fn digits(halves: Halves) -> [u8; 64] {
    encode::hex(&bytes(&state_of(halves)))
}

/// Returns the block that the outer half of an HMAC hashes: the digest of the inner half, and padding.
#[inline]
#[target_feature(enable = "sha2")]
fn outer_block(inner: Halves) -> Block {
    const LENGTH: u64 = 96 * 8; // the outer pad and a digest, in bits
    let mut block = [0; 64];
    block[..32].copy_from_slice(&bytes(&state_of(inner)));
    block[32] = 0x80;
    block[56..].copy_from_slice(&LENGTH.to_be_bytes());
    block
}

/// Loads a block as words, which are big-endian in SHA-256.
#[inline]
#[target_feature(enable = "sha2")]
fn load_block(block: &Block) -> [uint32x4_t; 4] {
    let mut words = [0; 16];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    let fours = words.as_chunks().0;
    [load(fours[0]), load(fours[1]), load(fours[2]), load(fours[3])]
}

#[inline]
#[target_feature(enable = "sha2")]
fn load(words: [u32; 4]) -> uint32x4_t {
    // SAFETY: the pointer comes from a reference to 16 bytes, and the load accepts any alignment.
    unsafe { vld1q_u32(words.as_ptr()) }
}

#[inline]
#[target_feature(enable = "sha2")]
fn store(out: &mut [u32; 4], words: uint32x4_t) {
    // SAFETY: the pointer comes from a unique reference to 16 bytes, and the store accepts any alignment.
    unsafe { vst1q_u32(out.as_mut_ptr(), words) }
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
#[target_feature(enable = "sha2")]
fn hash_only(own: usize, shared: usize, seed: u32) -> u32 {
    let mut states = [halves(&[seed; 8]); WIDTH];
    for states in states.as_chunks_mut::<2>().0 {
        for _ in 0..own {
            compress(states, [&[0x61; 64]; 2]);
        }
    }
    for _ in 0..shared {
        compress_shared(&mut states, &[[seed; 16]; 4]);
    }
    states.into_iter().flat_map(|state| state_of(state)).fold(0, |all, word| all ^ word)
}
