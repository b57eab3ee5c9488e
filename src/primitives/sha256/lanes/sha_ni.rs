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
    __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_and_si128, _mm_blend_epi16, _mm_insert_epi32,
    _mm_loadu_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128, _mm_sha256msg1_epu32,
    _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8, _mm_shuffle_epi32, _mm_srli_epi16,
    _mm_storeu_si128, _mm_unpackhi_epi8, _mm_unpacklo_epi8,
};

use super::avx2::Avx2;
use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::schedule::{K, Schedule};
use super::single::{Pairs, Single};
use super::{Lane, MOST_LANES, MOST_TO_SIGN, Schedules, SharedMessage, Signature};
use crate::primitives::sha256::{Block, INITIAL, State};

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
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { hash_only(own, shared, seed) }
    }
}

impl ShaNi {
    /// Signs one URL.
    #[inline]
    pub(super) fn sign_single(self, single: &Single) -> Signature {
        // SAFETY: `self` proves that the CPU has the instructions.
        unsafe { sign_one(single) }
    }
}

/// The hashes of one URL depend on each other, so the state stays in registers from the first block to the last.
#[target_feature(enable = "sha,sse4.1")]
fn sign_one(single: &Single) -> Signature {
    let mut state = [halves(&INITIAL)];
    for blocks in single.request {
        for block in blocks {
            compress(&mut state, [load_block(block)]);
        }
    }
    let [digest] = state;
    let mut state = [halves_of_pairs(single.inner)];
    hash_to_sign(single.to_sign, single.digest_at, &mut state, [digest]);
    let [inner] = state;
    let mut state = [halves_of_pairs(single.outer)];
    compress(&mut state, [outer_block(inner)]);
    let mut signature = [0; 64];
    write_hex(state[0], &mut signature);
    signature
}

#[target_feature(enable = "sha,sse4.1")]
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
    match schedules {
        Some(schedules) => schedules.iter().for_each(|schedule| compress_shared(&mut states, schedule)),
        None => {
            for (states, lanes) in states.as_chunks_mut::<2>().0.iter_mut().zip(lanes.chunks(2)) {
                hash_shared(message, states, pair_of(lanes));
            }
        }
    }
    let pairs = states.as_chunks::<2>().0.iter().zip(signatures.as_chunks_mut::<2>().0);
    for (digests, signatures) in pairs.take(lanes.len().div_ceil(2)) {
        finish(message, *digests, signatures);
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
fn hash_own(message: &SharedMessage, states: &mut [Halves; WIDTH], lanes: &[Lane], index: usize) {
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
            compress(states, [load_block(&block(&one)), load_block(&block(&other))]);
        } else {
            compress(states, [load_block(&one.blocks[index]), load_block(&other.blocks[index])]);
        }
    }
}

/// Hashes the blocks after the keys, if they differ between the lanes.
#[target_feature(enable = "sha,sse4.1")]
fn hash_shared(message: &SharedMessage, states: &mut [Halves; 2], [one, other]: [Lane; 2]) {
    let blocks = message.shared(one.key_end).iter().zip(message.shared(other.key_end));
    let last = blocks.len().saturating_sub(1);
    for (index, blocks) in blocks.enumerate() {
        let (mut first, mut second) = (load_block(blocks.0), load_block(blocks.1));
        if index == last {
            first[3] = with_last_word(first[3], message.bits(one.key_end));
            second[3] = with_last_word(second[3], message.bits(other.key_end));
        }
        compress(states, [first, second]);
    }
}

/// Computes the signatures from the digests of the canonical requests.
#[target_feature(enable = "sha,sse4.1")]
fn finish(message: &SharedMessage, digests: [Halves; 2], signatures: &mut [Signature; 2]) {
    let to_sign = message.to_sign();
    let mut states = [halves(&to_sign.key.inner); 2];
    let blocks = to_sign.blocks.get(..to_sign.count).unwrap_or_default();
    hash_to_sign(blocks, to_sign.digest_at, &mut states, digests);
    let outer_blocks = [outer_block(states[0]), outer_block(states[1])];
    let mut states = [halves(&to_sign.key.outer); 2];
    compress(&mut states, outer_blocks);
    for (state, signature) in states.into_iter().zip(signatures) {
        write_hex(state, signature);
    }
}

/// Hashes the blocks of the string to sign, with the digits of the digests at their position.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn hash_to_sign<const N: usize>(
    blocks: &[Block],
    digest_at: usize,
    states: &mut [Halves; N],
    digests: [Halves; N],
) {
    let mut texts = [[[0; 64]; MOST_TO_SIGN]; N];
    for (text, digest) in texts.iter_mut().zip(digests) {
        for (text, block) in text.iter_mut().zip(blocks) {
            *text = *block;
        }
        if let Some(digits) = text.as_flattened_mut().get_mut(digest_at..)
            && let Some(digits) = digits.first_chunk_mut()
        {
            write_hex(digest, digits);
        }
    }
    for index in 0..blocks.len().min(MOST_TO_SIGN) {
        let mut words = [[_mm_setzero_si128(); 4]; N];
        for (words, text) in words.iter_mut().zip(&texts) {
            *words = load_block(&text[index]);
        }
        compress(states, words);
    }
}

/// A state in the order that the instructions use: words a, b, e, f and c, d, g, h.
type Halves = [__m128i; 2];

/// Compresses a block, given as its sixteen words, in each stream.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn compress<const N: usize>(states: &mut [Halves; N], mut words: [[__m128i; 4]; N]) {
    let before = *states;
    for quarter in 0..4 {
        for four in 0..4 {
            let constants = load(K.as_chunks().0[quarter * 4 + four]);
            for (state, words) in states.iter_mut().zip(&mut words) {
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
    add_each(states, &before);
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn add_each<const N: usize>(states: &mut [Halves; N], before: &[Halves; N]) {
    for (state, before) in states.as_flattened_mut().iter_mut().zip(before.as_flattened()) {
        *state = _mm_add_epi32(*state, *before);
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
    in_halves(abcd, efgh)
}

/// The same for a state of two words in each number, without a load that waits for two stores.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn halves_of_pairs([ab, cd, ef, gh]: &Pairs) -> Halves {
    in_halves(
        _mm_set_epi64x(cd.cast_signed(), ab.cast_signed()),
        _mm_set_epi64x(gh.cast_signed(), ef.cast_signed()),
    )
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn in_halves(abcd: __m128i, efgh: __m128i) -> Halves {
    let (badc, hgfe) = (_mm_shuffle_epi32::<0xb1>(abcd), _mm_shuffle_epi32::<0x1b>(efgh));
    [_mm_alignr_epi8::<8>(badc, hgfe), _mm_blend_epi16::<0xf0>(hgfe, badc)]
}

/// Returns words a, b, c, d and words e, f, g, h.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn in_order([abef, cdgh]: Halves) -> [__m128i; 2] {
    let (feba, dchg) = (_mm_shuffle_epi32::<0x1b>(abef), _mm_shuffle_epi32::<0xb1>(cdgh));
    [_mm_blend_epi16::<0xf0>(feba, dchg), _mm_alignr_epi8::<8>(dchg, feba)]
}

/// Returns the block that the outer half of an HMAC hashes: the digest of the inner half, and padding.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn outer_block(inner: Halves) -> [__m128i; 4] {
    let [abcd, efgh] = in_order(inner);
    let end_bit = _mm_set_epi64x(0, 0x8000_0000);
    [abcd, efgh, end_bit, with_last_word(_mm_setzero_si128(), 96 * 8)] // the outer pad and a digest, in bits
}

#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn with_last_word(words: __m128i, last: u32) -> __m128i {
    _mm_insert_epi32::<3>(words, last.cast_signed())
}

/// Writes the 64 hexadecimal digits of a digest.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn write_hex(state: Halves, out: &mut [u8; 64]) {
    let digits = _mm_set_epi64x(0x6665_6463_6261_3938, 0x3736_3534_3332_3130); // fedcba9876543210
    let low = _mm_set1_epi8(15);
    for (out, words) in out.as_chunks_mut::<32>().0.iter_mut().zip(in_order(state)) {
        let bytes = reversed(words);
        let [high, low] = [_mm_srli_epi16::<4>(bytes), bytes].map(|nibbles| _mm_and_si128(nibbles, low));
        let pairs = [_mm_unpacklo_epi8(high, low), _mm_unpackhi_epi8(high, low)];
        for (out, pairs) in out.as_chunks_mut::<16>().0.iter_mut().zip(pairs) {
            // SAFETY: the pointer comes from a unique reference to 16 bytes, and the store accepts any alignment.
            unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), _mm_shuffle_epi8(digits, pairs)) }
        }
    }
}

/// Reverses the bytes of each word, because SHA-256 is big-endian.
#[inline]
#[target_feature(enable = "sha,sse4.1")]
fn reversed(words: __m128i) -> __m128i {
    _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203))
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
    let mut out = [_mm_setzero_si128(); 4];
    for (out, bytes) in out.iter_mut().zip(block.as_chunks::<16>().0) {
        // SAFETY: the pointer comes from a reference to 16 bytes, and the load accepts any alignment.
        *out = reversed(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) });
    }
    out
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
#[target_feature(enable = "sha,sse4.1")]
fn hash_only(own: usize, shared: usize, seed: u32) -> u32 {
    let blocks = [[0x61; 64]; WIDTH];
    let mut states = [halves(&[seed; 8]); WIDTH];
    for (states, [one, other]) in states.as_chunks_mut::<2>().0.iter_mut().zip(blocks.as_chunks::<2>().0) {
        for _ in 0..own {
            compress(states, [load_block(one), load_block(other)]);
        }
    }
    for _ in 0..shared {
        compress_shared(&mut states, &[[seed; 16]; 4]);
    }
    let mut words = [0; 4];
    store(
        &mut words,
        states.as_flattened().iter().fold(_mm_setzero_si128(), |all, half| _mm_add_epi32(all, *half)),
    );
    words.iter().fold(0, |all, word| all ^ word)
}
