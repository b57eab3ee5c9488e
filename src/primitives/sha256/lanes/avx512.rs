//! Hashes with AVX-512: a register holds one word of 16 URLs, so a round is the plain round of FIPS 180-4 on vectors. A
//! round waits longer for the result of the one before than its own work takes; a second group of 16 URLs is
//! interleaved to fill the gap.
//!
//! From the blocks of the canonical request to the digits of the signature all data stays in this form: the digits of a
//! digest are words of the next message.
//!
//! Unsafe code here is loads and stores, which go through references to 64 bytes, and calls of functions that need
//! AVX-512, after a check for it.

#![allow(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds and masks keep in range"
)]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_and_si512, _mm512_loadu_si512, _mm512_or_si512, _mm512_ror_epi32,
    _mm512_set1_epi32, _mm512_set4_epi32, _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_shuffle_i32x4,
    _mm512_slli_epi32, _mm512_sllv_epi32, _mm512_srli_epi32, _mm512_srlv_epi32, _mm512_storeu_si512,
    _mm512_ternarylogic_epi32, _mm512_unpackhi_epi32, _mm512_unpackhi_epi64, _mm512_unpacklo_epi32,
    _mm512_unpacklo_epi64,
};

use super::schedule::{K, Schedule};
use super::shared_message::{Lane, SharedMessage, ToSign};
use super::{MOST_LANES, Schedules, Signature, Work, portable};
use crate::primitives::sha256::{Block, State};

/// Number of lanes of one register.
const WIDTH: usize = 16;

type Vector = __m512i;
type States<const G: usize> = [[Vector; 8]; G];
type Words<const G: usize> = [[Vector; 16]; G];

pub(super) fn is_supported() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
}

/// Returns the number of lanes up to which other kernels take less time than a group, however few of its lanes are
/// used.
pub(super) fn too_few() -> usize {
    if super::sha_ni::is_supported() { 8 } else { 1 }
}

pub(super) fn sign(
    message: &SharedMessage,
    lanes: &[Lane],
    kept: &mut Schedules,
    signatures: &mut [Signature; MOST_LANES],
) {
    if !is_supported() {
        return portable::sign(message, lanes, signatures);
    }
    let schedules = kept.of(message, lanes);
    // SAFETY: the CPU has AVX-512, as checked above.
    unsafe {
        if lanes.len() > WIDTH {
            sign_groups::<2>(message, lanes, schedules, signatures);
        } else {
            sign_groups::<1>(message, lanes, schedules, signatures);
        }
    }
}

/// Runs work compiled for wide registers.
pub(super) fn run<W: Work>(work: W) -> W::Output {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    fn run<W: Work>(work: W) -> W::Output {
        work.run()
    }
    if !is_supported() {
        return work.run();
    }
    // SAFETY: the CPU has AVX-512, as checked above.
    unsafe { run(work) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn sign_groups<const G: usize>(
    message: &SharedMessage,
    lanes: &[Lane],
    schedules: Option<&[Schedule]>,
    signatures: &mut [Signature; MOST_LANES],
) {
    // Unused lanes repeat the last one.
    let lane =
        |index: usize| lanes.get(index).or(lanes.last()).copied().unwrap_or(Lane { blocks: &[], key_end: 0 });
    let mut states = [broadcast(message.start()); G];
    hash_own(message, &mut states, &lane);
    match schedules {
        Some(schedules) => schedules.iter().for_each(|schedule| compress_shared(&mut states, schedule)),
        None => hash_shared(message, &mut states, &lane),
    }
    let to_sign = message.to_sign();
    let digests = states;
    let mut states = [broadcast(&to_sign.key.inner); G];
    hash_to_sign(to_sign, &mut states, &digests);
    let mut inner = [[word(0); 16]; G];
    for (words, state) in inner.iter_mut().zip(&states) {
        words[..8].copy_from_slice(state);
        words[8] = word(0x8000_0000);
        words[15] = word(96 * 8); // the outer pad and a digest, in bits
    }
    let mut states = [broadcast(&to_sign.key.outer); G];
    compress(&mut states, &mut inner);
    for (state, signatures) in states.iter().zip(signatures.as_chunks_mut::<WIDTH>().0) {
        for (row, signature) in transpose(hex(state)).into_iter().zip(signatures) {
            store(signature, row);
        }
    }
}

/// Hashes the blocks that contain the lanes' keys.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn hash_own<'a, const G: usize>(
    message: &SharedMessage,
    states: &mut States<G>,
    lane: &impl Fn(usize) -> Lane<'a>,
) {
    let (own, front) = message.overlay();
    let (own, front) = (load(own), load(front));
    for index in 0..lane(0).blocks.len() {
        let mut words = [[_mm512_setzero_si512(); 16]; G];
        for (group, words) in words.iter_mut().enumerate() {
            for (at, row) in words.iter_mut().enumerate() {
                *row = lane(group * WIDTH + at)
                    .blocks
                    .get(index)
                    .map_or(_mm512_setzero_si512(), |block| load(block));
                if index == 0 {
                    *row = _mm512_ternarylogic_epi32::<0xea>(*row, own, front); // row & own | front
                }
            }
            *words = transpose(*words);
        }
        compress(states, &mut words);
    }
}

/// Hashes the blocks after the keys, if they differ between the lanes because the keys have different lengths.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn hash_shared<'a, const G: usize>(
    message: &SharedMessage,
    states: &mut States<G>,
    lane: &impl Fn(usize) -> Lane<'a>,
) {
    let count = message.shared(lane(0).key_end).len();
    for index in 0..count {
        let mut words = [[_mm512_setzero_si512(); 16]; G];
        for (group, words) in words.iter_mut().enumerate() {
            let mut bits = [0; WIDTH];
            for ((at, row), bits) in words.iter_mut().enumerate().zip(&mut bits) {
                let key_end = lane(group * WIDTH + at).key_end;
                *row = message.shared(key_end).get(index).map_or(_mm512_setzero_si512(), |block| load(block));
                *bits = message.bits(key_end);
            }
            *words = transpose(*words);
            if index + 1 == count {
                words[15] = _mm512_or_si512(words[15], load_words(&bits));
            }
        }
        compress(states, &mut words);
    }
}

/// Compresses a different block in each lane. The additions are ordered by when their operands become available.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn compress<const G: usize>(states: &mut States<G>, words: &mut Words<G>) {
    let before = *states;
    for (quarter, constants) in K.as_chunks::<16>().0.iter().enumerate() {
        for t in 0..16 {
            for (state, words) in states.iter_mut().zip(&mut *words) {
                round(state, _mm512_add_epi32(words[t], word(constants[t])));
                if quarter < 3 {
                    let (w15, w2) = (words[(t + 1) % 16], words[(t + 14) % 16]);
                    let small0 = xor3(
                        _mm512_ror_epi32::<7>(w15),
                        _mm512_ror_epi32::<18>(w15),
                        _mm512_srli_epi32::<3>(w15),
                    );
                    let small1 = xor3(
                        _mm512_ror_epi32::<17>(w2),
                        _mm512_ror_epi32::<19>(w2),
                        _mm512_srli_epi32::<10>(w2),
                    );
                    words[t] = add(add(words[t], small0), add(words[(t + 9) % 16], small1));
                }
            }
        }
    }
    add_each(states, &before);
}

/// Compresses the same block in every lane.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn compress_shared<const G: usize>(states: &mut States<G>, schedule: &Schedule) {
    let before = *states;
    for words in schedule {
        for one in words {
            let one = word(*one);
            for state in &mut *states {
                round(state, one);
            }
        }
    }
    add_each(states, &before);
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn round(state: &mut [Vector; 8], word: Vector) {
    let [a, b, c, d, e, f, g, h] = *state;
    let choice = _mm512_ternarylogic_epi32::<0xca>(e, f, g);
    let early = add(add(h, word), choice);
    let big1 = xor3(_mm512_ror_epi32::<6>(e), _mm512_ror_epi32::<11>(e), _mm512_ror_epi32::<25>(e));
    let big0 = xor3(_mm512_ror_epi32::<2>(a), _mm512_ror_epi32::<13>(a), _mm512_ror_epi32::<22>(a));
    let majority = _mm512_ternarylogic_epi32::<0xe8>(a, b, c);
    let new_a = add(add(early, add(big0, majority)), big1);
    *state = [new_a, a, b, c, add(add(d, early), big1), e, f, g];
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn add_each<const G: usize>(states: &mut States<G>, before: &States<G>) {
    for (state, before) in states.iter_mut().zip(before) {
        for (word, before) in state.iter_mut().zip(before) {
            *word = add(*word, *before);
        }
    }
}

/// Returns the 64 hexadecimal digits of each lane's digest, four to a word.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn hex(state: &[Vector; 8]) -> [Vector; 16] {
    let digits = _mm512_set4_epi32(0x6665_6463, 0x6261_3938, 0x3736_3534, 0x3332_3130); // fedcba9876543210
    let mut out = [_mm512_setzero_si512(); 16];
    for (pair, word) in out.as_chunks_mut::<2>().0.iter_mut().zip(state) {
        // Each of a half word's four digits gets a byte of its own.
        for (out, half) in pair.iter_mut().zip([_mm512_srli_epi32::<16>(*word), *word]) {
            let half = _mm512_and_si512(half, self::word(0xffff));
            let bytes = _mm512_or_si512(half, _mm512_slli_epi32::<8>(half));
            let bytes = _mm512_and_si512(bytes, self::word(0x00ff_00ff));
            let nibbles = _mm512_or_si512(bytes, _mm512_slli_epi32::<4>(bytes));
            let nibbles = _mm512_and_si512(nibbles, self::word(0x0f0f_0f0f));
            *out = _mm512_shuffle_epi8(digits, nibbles);
        }
    }
    out
}

/// Hashes the blocks of the string to sign. The digits in it may begin at any byte of a word.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn hash_to_sign<const G: usize>(to_sign: &ToSign, states: &mut States<G>, digests: &States<G>) {
    // Zeros replace the digits before the first and after the last.
    let mut digits = [[word(0); 19]; G];
    for (digits, digest) in digits.iter_mut().zip(digests) {
        digits[1..17].copy_from_slice(&hex(digest));
    }
    let (first, shift) = (to_sign.digest_at / 4, 8 * (to_sign.digest_at % 4));
    let shifts = [shift, 32 - shift].map(|shift| word(u32::try_from(shift).unwrap_or_default()));
    for (block, bytes) in to_sign.blocks.iter().enumerate().take(to_sign.count) {
        let mut words = [[word(0); 16]; G];
        for (at, bytes) in bytes.as_chunks().0.iter().enumerate() {
            let around = word(u32::from_be_bytes(*bytes));
            let digit = (block * 16 + at + 1).saturating_sub(first).min(18);
            for (words, digits) in words.iter_mut().zip(&digits) {
                let [before, here] = [digits[digit.saturating_sub(1)], digits[digit]];
                let [here, before] =
                    [_mm512_srlv_epi32(here, shifts[0]), _mm512_sllv_epi32(before, shifts[1])];
                words[at] = or3(around, here, before);
            }
        }
        compress(states, &mut words);
    }
}

/// Transposes sixteen rows of bytes into sixteen words of lanes, or back, and reverses the bytes of each word, because
/// SHA-256 is big-endian.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn transpose(rows: [Vector; 16]) -> [Vector; 16] {
    let mut pairs = rows;
    for (pair, rows) in pairs.as_chunks_mut::<2>().0.iter_mut().zip(rows.as_chunks::<2>().0) {
        let [one, other] = *rows;
        *pair = [_mm512_unpacklo_epi32(one, other), _mm512_unpackhi_epi32(one, other)];
    }
    // Of each four rows, `fours[4 * n + column % 4]` contains the words of four columns, by 128-bit lane.
    let mut fours = pairs;
    for (fours, pairs) in fours.as_chunks_mut::<4>().0.iter_mut().zip(pairs.as_chunks::<4>().0) {
        let [low, high, next_low, next_high] = *pairs;
        *fours = [
            _mm512_unpacklo_epi64(low, next_low),
            _mm512_unpackhi_epi64(low, next_low),
            _mm512_unpacklo_epi64(high, next_high),
            _mm512_unpackhi_epi64(high, next_high),
        ];
    }
    let mut out = fours;
    for column in 0..4 {
        let [one, two, three, four] = [0, 4, 8, 12].map(|row: usize| fours[row + column]);
        let even = [_mm512_shuffle_i32x4::<0x88>(one, two), _mm512_shuffle_i32x4::<0x88>(three, four)];
        let odd = [_mm512_shuffle_i32x4::<0xdd>(one, two), _mm512_shuffle_i32x4::<0xdd>(three, four)];
        out[column] = bswap32(_mm512_shuffle_i32x4::<0x88>(even[0], even[1]));
        out[column + 4] = bswap32(_mm512_shuffle_i32x4::<0x88>(odd[0], odd[1]));
        out[column + 8] = bswap32(_mm512_shuffle_i32x4::<0xdd>(even[0], even[1]));
        out[column + 12] = bswap32(_mm512_shuffle_i32x4::<0xdd>(odd[0], odd[1]));
    }
    out
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn bswap32(words: Vector) -> Vector {
    let order = _mm512_set4_epi32(0x0c0d_0e0f, 0x0809_0a0b, 0x0405_0607, 0x0001_0203);
    _mm512_shuffle_epi8(words, order)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn add(one: Vector, other: Vector) -> Vector {
    _mm512_add_epi32(one, other)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn or3(one: Vector, two: Vector, three: Vector) -> Vector {
    _mm512_ternarylogic_epi32::<0xfe>(one, two, three)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn xor3(one: Vector, two: Vector, three: Vector) -> Vector {
    _mm512_ternarylogic_epi32::<0x96>(one, two, three)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn word(value: u32) -> Vector {
    _mm512_set1_epi32(value.cast_signed())
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn broadcast(state: &State) -> [Vector; 8] {
    let mut out = [_mm512_setzero_si512(); 8];
    for (out, value) in out.iter_mut().zip(state) {
        *out = word(*value);
    }
    out
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn load(block: &Block) -> Vector {
    // SAFETY: the pointer comes from a reference to 64 bytes, and the load accepts any alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn load_words(words: &[u32; WIDTH]) -> Vector {
    // SAFETY: as in `load`.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn store(out: &mut [u8; 64], row: Vector) {
    // SAFETY: the pointer comes from a unique reference to 64 bytes, and the store accepts any alignment.
    unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), row) }
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
pub(super) fn hash_only(own: usize, shared: usize, seed: u32) -> u32 {
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    fn hash(own: usize, shared: usize, seed: u32) -> u32 {
        let mut states = [[word(seed); 8]; 2];
        let mut words = [[word(seed); 16]; 2];
        for _ in 0..own {
            compress(&mut states, &mut words);
        }
        let schedule = [[seed; 16]; 4];
        for _ in 0..shared {
            compress_shared(&mut states, &schedule);
        }
        let mut out = [0; 64];
        for state in states.as_flattened() {
            let mut row = [0; 64];
            store(&mut row, *state);
            out.iter_mut().zip(row).for_each(|(out, byte)| *out ^= byte);
        }
        out.as_chunks().0.iter().fold(0, |all, word| all ^ u32::from_le_bytes(*word))
    }
    if !is_supported() {
        return 0;
    }
    // SAFETY: the CPU has AVX-512, as checked above.
    unsafe { hash(own, shared, seed) }
}
