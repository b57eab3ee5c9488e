//! AVX2: eight lanes to a register. Rotations and choices take several instructions each, which keeps the CPU busy with
//! one group of lanes; a second one, whose state does not fit into the registers, makes it 4 % slower.
//!
//! Unsafe code here is loads and stores, which go through references, and calls of functions that need AVX2. An
//! [`Avx2`] proves that the CPU has it.

#![allow(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds keep in range"
)]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_and_si256, _mm256_loadu_si256, _mm256_or_si256,
    _mm256_permute2x128_si256, _mm256_set_epi32, _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_sllv_epi32,
    _mm256_srlv_epi32, _mm256_storeu_si256, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64,
    _mm256_unpacklo_epi32, _mm256_unpacklo_epi64, _mm256_xor_si256,
};

use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::vector::{self, Registers};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::sha256::Block;

/// Proves that the CPU has AVX2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Avx2 {
    checked: (),
}

impl Implementation for Avx2 {
    const LANES: usize = Self::WIDTH;

    fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self { checked: () })
    }

    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        #[target_feature(enable = "avx2")]
        fn run<W: Work>(work: W) -> W::Output {
            work.run()
        }
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { run(work) }
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
        for (lanes, signatures) in lanes.chunks(Self::WIDTH).zip(signatures.chunks_mut(Self::WIDTH)) {
            vector::sign::<_, 1>(self, message, lanes, kept.of(message, lanes), signatures);
        }
    }

    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
        vector::hash_only::<_, 1>(self, own, shared, seed)
    }
}

impl Registers for Avx2 {
    type Vector = __m256i;

    const WIDTH: usize = 8;

    #[inline(always)]
    fn word(self, value: u32) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_set1_epi32(value.cast_signed()) }
    }

    #[inline(always)]
    fn repeat(self, words: [u32; 4]) -> __m256i {
        let [one, two, three, four] = words.map(u32::cast_signed);
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_set_epi32(four, three, two, one, four, three, two, one) }
    }

    #[inline(always)]
    fn words(self, values: &[u32; 16]) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2; the pointer comes from a reference to 64 bytes, and the load
        // accepts any alignment.
        unsafe { _mm256_loadu_si256(values.as_ptr().cast()) }
    }

    #[inline(always)]
    fn load<'a>(self, block: impl Fn(usize) -> &'a Block) -> [__m256i; 16] {
        let mut out = [self.word(0); 16];
        for (half, out) in out.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            for (lane, row) in out.iter_mut().enumerate() {
                let half = &block(lane).as_chunks::<32>().0[half];
                // SAFETY: `self` proves that the CPU has AVX2; the pointer comes from a reference to 32 bytes, and the
                // load accepts any alignment.
                *row = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
            }
            // SAFETY: `self` proves that the CPU has AVX2.
            *out = unsafe { transpose(*out) };
        }
        out
    }

    #[inline(always)]
    fn store(self, words: [__m256i; 16], out: &mut [[u8; 64]]) {
        for (half, words) in words.as_chunks::<8>().0.iter().enumerate() {
            // SAFETY: `self` proves that the CPU has AVX2.
            let rows = unsafe { transpose(*words) };
            for (row, out) in rows.iter().zip(&mut *out) {
                let out = &mut out.as_chunks_mut::<32>().0[half];
                // SAFETY: `self` proves that the CPU has AVX2; the pointer comes from a unique reference to 32 bytes,
                // and the store accepts any alignment.
                unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), *row) }
            }
        }
    }

    #[inline(always)]
    fn add(self, one: __m256i, other: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_add_epi32(one, other) }
    }

    #[inline(always)]
    fn and(self, one: __m256i, other: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_and_si256(one, other) }
    }

    #[inline(always)]
    fn or(self, one: __m256i, other: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_or_si256(one, other) }
    }

    #[inline(always)]
    fn xor3(self, one: __m256i, two: __m256i, three: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_xor_si256(_mm256_xor_si256(one, two), three) }
    }

    #[inline(always)]
    fn choose(self, mask: __m256i, one: __m256i, other: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_xor_si256(other, _mm256_and_si256(mask, _mm256_xor_si256(one, other))) }
    }

    #[inline(always)]
    fn majority(self, one: __m256i, two: __m256i, three: __m256i) -> __m256i {
        // The first difference is the second one of the next round, so the compiler computes it once.
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe {
            let differing = _mm256_and_si256(_mm256_xor_si256(one, two), _mm256_xor_si256(two, three));
            _mm256_xor_si256(two, differing)
        }
    }

    #[inline(always)]
    fn rotate(self, words: __m256i, by: u32) -> __m256i {
        let (right, left) =
            (self.shift_right(words, self.word(by)), self.shift_left(words, self.word(32 - by)));
        self.or(right, left)
    }

    #[inline(always)]
    fn shift_right(self, words: __m256i, by: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_srlv_epi32(words, by) }
    }

    #[inline(always)]
    fn shift_left(self, words: __m256i, by: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_sllv_epi32(words, by) }
    }

    #[inline(always)]
    fn shuffle(self, bytes: __m256i, order: __m256i) -> __m256i {
        // SAFETY: `self` proves that the CPU has AVX2.
        unsafe { _mm256_shuffle_epi8(bytes, order) }
    }
}

/// Transposes eight rows of bytes into eight words of lanes, or back.
#[inline]
#[target_feature(enable = "avx2")]
fn transpose(rows: [__m256i; 8]) -> [__m256i; 8] {
    let mut pairs = rows;
    for (pair, rows) in pairs.as_chunks_mut::<2>().0.iter_mut().zip(rows.as_chunks::<2>().0) {
        let [one, other] = *rows;
        *pair = [_mm256_unpacklo_epi32(one, other), _mm256_unpackhi_epi32(one, other)];
    }
    // Of each four rows, `fours[4 * n + column % 4]` contains the words of two columns, by 128-bit lane.
    let mut fours = pairs;
    for (fours, pairs) in fours.as_chunks_mut::<4>().0.iter_mut().zip(pairs.as_chunks::<4>().0) {
        let [low, high, next_low, next_high] = *pairs;
        *fours = [
            _mm256_unpacklo_epi64(low, next_low),
            _mm256_unpackhi_epi64(low, next_low),
            _mm256_unpacklo_epi64(high, next_high),
            _mm256_unpackhi_epi64(high, next_high),
        ];
    }
    let mut out = fours;
    for column in 0..4 {
        let (one, two) = (fours[column], fours[column + 4]);
        out[column] = _mm256_permute2x128_si256::<0x20>(one, two);
        out[column + 4] = _mm256_permute2x128_si256::<0x31>(one, two);
    }
    out
}
