//! Hashes with the CPU's SHA-256 instructions. `sha256rnds2` performs two rounds with a long latency; two independent
//! streams are interleaved to hide it. Where the message schedule is already computed, eight streams are interleaved.
//!
//! Unsafe code here is loads and stores, which go through references, and calls of functions that need the CPU's SHA
//! instructions, which a [`ShaNi`] proves.

#![allow(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds and masks keep in range"
)]

use std::arch::x86_64::{
    __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_blend_epi16, _mm_loadu_si128, _mm_set_epi64x,
    _mm_setzero_si128, _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8,
    _mm_shuffle_epi32, _mm_storeu_si128,
};

use super::avx2::Avx2;
use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::schedule::{K, Schedule};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::encode;
use crate::primitives::sha256::{Block, State, bytes};

/// Number of streams on a shared schedule: as many as there are registers for.
const WIDTH: usize = 8;

/// Proves that the CPU has the instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShaNi {
    /// Nearly all CPUs with SHA instructions have wider registers too, for work on text.
    avx2: Option<Avx2>,
    checked: (),
}

impl Implementation for ShaNi {
    const LANES: usize = WIDTH;

    fn detect() -> Option<Self> {
        let is_supported = is_x86_feature_detected!("sha") && is_x86_feature_detected!("sse4.1");
        is_supported.then(|| Self { avx2: Avx2::detect(), checked: () })
    }

    #[inline]
    fn run<W: Work>(self, work: W) -> W::Output {
        match self.avx2 {
            Some(avx2) => avx2.run(work),
            None => work.run(),
        }
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
        let mut states = [[seed; 8]; WIDTH];
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { hash_only(own, shared, seed, &mut states) }
        states.as_flattened().iter().fold(0, |all, word| all ^ word)
    }
}

#[target_feature(enable = "sha,sse4.1")]
fn sign_eight(
    message: &SharedMessage,
    lanes: &[Lane],
    schedules: Option<&[Schedule]>,
    signatures: &mut [Signature; WIDTH],
) {
    let mut states = [*message.start(); WIDTH];
    let count = lanes.iter().map(|lane| lane.blocks.len()).min().unwrap_or_default();
    for index in 0..count {
        hash_own(message, &mut states, lanes, index);
    }
    match schedules {
        Some(schedules) => schedules.iter().for_each(|schedule| compress_shared(&mut states, schedule)),
        None => {
            for (states, lanes) in states.as_chunks_mut::<2>().0.iter_mut().zip(lanes.chunks(2)) {
                hash_shared(message, states, pair_of(lanes));
            }
        }
    }
    let pairs = states.as_chunks_mut::<2>().0.iter_mut().zip(signatures.as_chunks_mut::<2>().0);
    for (states, signatures) in pairs.take(lanes.len().div_ceil(2)) {
        *signatures = finish(message, states);
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
#[target_feature(enable = "sha,sse4.1")]
fn hash_own(message: &SharedMessage, states: &mut [State; WIDTH], lanes: &[Lane], index: usize) {
    let block =
        |lane: &Lane| if index == 0 { message.with_method_line(&lane.blocks[0]) } else { lane.blocks[index] };
    if let ([first, others @ ..], WIDTH) = (lanes, lanes.len())
        && others.iter().all(|lane| are_equal(&lane.blocks[index], &first.blocks[index]))
    {
        return compress_shared(states, &expand(&block(first)));
    }
    for (states, lanes) in states.as_chunks_mut::<2>().0.iter_mut().zip(lanes.chunks(2)) {
        let [one, other] = pair_of(lanes);
        if index == 0 {
            compress(states, [&block(&one), &block(&other)]);
        } else {
            compress(states, [&one.blocks[index], &other.blocks[index]]);
        }
    }
}

/// Hashes the blocks after the keys, if they differ between the lanes.
#[target_feature(enable = "sha,sse4.1")]
fn hash_shared(message: &SharedMessage, states: &mut [State; 2], [one, other]: [Lane; 2]) {
    let blocks = message.shared(one.key_end).iter().zip(message.shared(other.key_end));
    let last = blocks.len().saturating_sub(1);
    for (index, blocks) in blocks.enumerate() {
        if index == last {
            compress(
                states,
                [&message.with_length(blocks.0, one.key_end), &message.with_length(blocks.1, other.key_end)],
            );
        } else {
            compress(states, blocks.into());
        }
    }
}

/// Computes the signatures from the digests of the canonical requests.
#[target_feature(enable = "sha,sse4.1")]
fn finish(message: &SharedMessage, states: &[State; 2]) -> [Signature; 2] {
    let to_sign = message.to_sign();
    let [one, other] = states.map(|state| to_sign.with_digest(&encode::hex(&bytes(&state))));
    let mut states = [to_sign.key.inner; 2];
    for (one, other) in one.iter().zip(&other).take(to_sign.count) {
        compress(&mut states, [one, other]);
    }
    let [one, other] = states.map(|state| crate::primitives::sha256::outer_block(&state));
    let mut states = [to_sign.key.outer; 2];
    compress(&mut states, [&one, &other]);
    states.map(|state| encode::hex(&bytes(&state)))
}

/// A state in the order that the instructions use: words a, b, e, f and c, d, g, h.
type Halves = [__m128i; 2];

#[target_feature(enable = "sha,sse4.1")]
fn compress(states: &mut [State; 2], blocks: [&Block; 2]) {
    let before = states.map(|state| halves(&state));
    let mut after = before;
    let mut words = blocks.map(|block| load_block(block));
    for quarter in 0..4 {
        for four in 0..4 {
            let constants = load(K.as_chunks().0[quarter * 4 + four]);
            for (state, words) in after.iter_mut().zip(&mut words) {
                four_rounds(state, _mm_add_epi32(words[four], constants));
                if quarter < 3 {
                    let [oldest, next] = [words[four], words[(four + 1) % 4]];
                    let [two_back, newest] = [words[(four + 2) % 4], words[(four + 3) % 4]];
                    let sum = _mm_add_epi32(
                        _mm_sha256msg1_epu32(oldest, next),
                        _mm_alignr_epi8::<4>(newest, two_back),
                    );
                    words[four] = _mm_sha256msg2_epu32(sum, newest);
                }
            }
        }
    }
    for ((state, before), after) in states.iter_mut().zip(before).zip(after) {
        *state = sum(before, after);
    }
}

/// Compares two blocks without a call, which takes longer than comparing so few bytes.
#[inline]
fn are_equal(one: &Block, other: &Block) -> bool {
    let words = one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0);
    words.fold(0, |all, (one, other)| all | u128::from_ne_bytes(*one) ^ u128::from_ne_bytes(*other)) == 0
}

/// Computes the message schedule of a block, with the round constants added.
#[target_feature(enable = "sha,sse4.1")]
fn expand(block: &Block) -> Schedule {
    let mut schedule = [[0; 16]; 4];
    let mut words = load_block(block);
    for (out, constants) in schedule.as_flattened_mut().as_chunks_mut().0.iter_mut().zip(K.as_chunks().0) {
        store(out, _mm_add_epi32(words[0], load(*constants)));
        let sum =
            _mm_add_epi32(_mm_sha256msg1_epu32(words[0], words[1]), _mm_alignr_epi8::<4>(words[3], words[2]));
        words = [words[1], words[2], words[3], _mm_sha256msg2_epu32(sum, words[3])];
    }
    schedule
}

#[target_feature(enable = "sha,sse4.1")]
fn compress_shared(states: &mut [State; WIDTH], schedule: &Schedule) {
    let before = states.map(|state| halves(&state));
    let mut after = before;
    for words in schedule.as_flattened().as_chunks().0 {
        let words = load(*words);
        for state in &mut after {
            four_rounds(state, words);
        }
    }
    for ((state, before), after) in states.iter_mut().zip(before).zip(after) {
        *state = sum(before, after);
    }
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn four_rounds(state: &mut Halves, words: __m128i) {
    let [abef, cdgh] = *state;
    let half = _mm_sha256rnds2_epu32(cdgh, abef, words);
    *state = [_mm_sha256rnds2_epu32(abef, half, _mm_shuffle_epi32::<0x0e>(words)), half];
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn halves(state: &State) -> Halves {
    let [abcd, efgh] = [0, 1].map(|half: usize| load(state.as_chunks().0[half]));
    let (badc, hgfe) = (_mm_shuffle_epi32::<0xb1>(abcd), _mm_shuffle_epi32::<0x1b>(efgh));
    [_mm_alignr_epi8::<8>(badc, hgfe), _mm_blend_epi16::<0xf0>(hgfe, badc)]
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn sum(before: Halves, after: Halves) -> State {
    let [abef, cdgh] = [_mm_add_epi32(before[0], after[0]), _mm_add_epi32(before[1], after[1])];
    let (feba, dchg) = (_mm_shuffle_epi32::<0x1b>(abef), _mm_shuffle_epi32::<0xb1>(cdgh));
    let mut out = [0; 8];
    let [low, high] = [_mm_blend_epi16::<0xf0>(feba, dchg), _mm_alignr_epi8::<8>(dchg, feba)];
    for (out, half) in out.as_chunks_mut::<4>().0.iter_mut().zip([low, high]) {
        store(out, half);
    }
    out
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn store(out: &mut [u32; 4], words: __m128i) {
    // SAFETY: the pointer comes from a unique reference to 16 bytes, and the store accepts any alignment.
    unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), words) }
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn load(words: [u32; 4]) -> __m128i {
    // SAFETY: the pointer comes from a reference to 16 bytes, and the load accepts any alignment.
    unsafe { _mm_loadu_si128(words.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn load_block(block: &Block) -> [__m128i; 4] {
    let order = _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203);
    let mut out = [_mm_setzero_si128(); 4];
    for (out, bytes) in out.iter_mut().zip(block.as_chunks::<16>().0) {
        // SAFETY: the pointer comes from a reference to 16 bytes, and the load accepts any alignment.
        *out = _mm_shuffle_epi8(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }, order);
    }
    out
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
#[target_feature(enable = "sha,sse4.1")]
fn hash_only(own: usize, shared: usize, seed: u32, states: &mut [State; WIDTH]) {
    let blocks = [[0x61; 64]; WIDTH];
    for (states, blocks) in states.as_chunks_mut::<2>().0.iter_mut().zip(blocks.as_chunks::<2>().0) {
        for _ in 0..own {
            compress(states, blocks.each_ref());
        }
    }
    for _ in 0..shared {
        compress_shared(states, &[[seed; 16]; 4]);
    }
}
