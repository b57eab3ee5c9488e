//! AVX-512: sixteen lanes to a register. A round waits longer for the result of the one before than its own work takes;
//! a second group of lanes is interleaved to fill the gap.
//!
//! Unsafe code here is loads and stores, which go through references, and calls of functions that need AVX-512. An
//! [`Avx512`] proves that the CPU has it.

#![allow(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds keep in range"
)]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_and_si512, _mm512_loadu_si512, _mm512_or_si512, _mm512_rorv_epi32,
    _mm512_set1_epi32, _mm512_set4_epi32, _mm512_shuffle_epi8, _mm512_shuffle_i32x4, _mm512_sllv_epi32,
    _mm512_srlv_epi32, _mm512_storeu_si512, _mm512_ternarylogic_epi32, _mm512_unpackhi_epi32,
    _mm512_unpackhi_epi64, _mm512_unpacklo_epi32, _mm512_unpacklo_epi64,
};

use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::sha_ni::ShaNi;
use super::vector::{self, Registers};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::sha256::Block;

/// Proves that the CPU has AVX-512.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Avx512 {
    /// Signs the few lanes at the end of a batch in less time.
    sha_ni: Option<ShaNi>,
    checked: (),
}

#[cfg(test)]
impl Avx512 {
    pub(super) fn without_sha_ni(self) -> Self {
        Self { sha_ni: None, ..self }
    }
}

impl Implementation for Avx512 {
    const LANES: usize = 2 * Self::WIDTH;

    fn detect() -> Option<Self> {
        let is_supported = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl");
        is_supported.then(|| Self { sha_ni: ShaNi::detect(), checked: () })
    }

    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
        fn run<W: Work>(work: W) -> W::Output {
            work.run()
        }
        // SAFETY: `self` proves that the CPU has these features.
        unsafe { run(work) }
    }

    fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        match (lanes.len(), self.sha_ni) {
            (0..=8, Some(sha_ni)) => sha_ni.sign(message, lanes, kept, signatures),
            (0..=1, None) => Portable.sign(message, lanes, kept, signatures),
            (0..=16, _) => vector::sign::<_, 1>(self, message, lanes, kept.of(message, lanes), signatures),
            _ => vector::sign::<_, 2>(self, message, lanes, kept.of(message, lanes), signatures),
        }
    }

    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
        vector::hash_only::<_, 2>(self, own, shared, seed)
    }
}

impl Registers for Avx512 {
    type Vector = __m512i;

    const WIDTH: usize = 16;

    #[inline(always)]
    fn word(self, value: u32) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_set1_epi32(value.cast_signed()) }
    }

    #[inline(always)]
    fn repeat(self, words: [u32; 4]) -> __m512i {
        let [one, two, three, four] = words.map(u32::cast_signed);
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_set4_epi32(four, three, two, one) }
    }

    #[inline(always)]
    fn words(self, values: &[u32; 16]) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512; the pointer comes from a reference to 64 bytes, and the load
        // accepts any alignment.
        unsafe { _mm512_loadu_si512(values.as_ptr().cast()) }
    }

    #[inline(always)]
    fn load<'a>(self, block: impl Fn(usize) -> &'a Block) -> [__m512i; 16] {
        let mut rows = [self.word(0); 16];
        for (lane, row) in rows.iter_mut().enumerate() {
            // SAFETY: `self` proves that the CPU has AVX-512; the pointer comes from a reference to 64 bytes, and the
            // load accepts any alignment.
            *row = unsafe { _mm512_loadu_si512(block(lane).as_ptr().cast()) };
        }
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { transpose(rows) }
    }

    #[inline(always)]
    fn store(self, words: [__m512i; 16], out: &mut [[u8; 64]]) {
        // SAFETY: `self` proves that the CPU has AVX-512.
        let rows = unsafe { transpose(words) };
        for (row, out) in rows.iter().zip(out) {
            // SAFETY: `self` proves that the CPU has AVX-512; the pointer comes from a unique reference to 64 bytes,
            // and the store accepts any alignment.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), *row) }
        }
    }

    #[inline(always)]
    fn add(self, one: __m512i, other: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_add_epi32(one, other) }
    }

    #[inline(always)]
    fn and(self, one: __m512i, other: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_and_si512(one, other) }
    }

    #[inline(always)]
    fn or(self, one: __m512i, other: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_or_si512(one, other) }
    }

    #[inline(always)]
    fn xor3(self, one: __m512i, two: __m512i, three: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_ternarylogic_epi32::<0x96>(one, two, three) }
    }

    #[inline(always)]
    fn choose(self, mask: __m512i, one: __m512i, other: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_ternarylogic_epi32::<0xca>(mask, one, other) }
    }

    #[inline(always)]
    fn majority(self, one: __m512i, two: __m512i, three: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_ternarylogic_epi32::<0xe8>(one, two, three) }
    }

    #[inline(always)]
    fn rotate(self, words: __m512i, by: u32) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_rorv_epi32(words, self.word(by)) }
    }

    #[inline(always)]
    fn shift_right(self, words: __m512i, by: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_srlv_epi32(words, by) }
    }

    #[inline(always)]
    fn shift_left(self, words: __m512i, by: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_sllv_epi32(words, by) }
    }

    #[inline(always)]
    fn shuffle(self, bytes: __m512i, order: __m512i) -> __m512i {
        // SAFETY: `self` proves that the CPU has AVX-512.
        unsafe { _mm512_shuffle_epi8(bytes, order) }
    }
}

/// Transposes sixteen rows of bytes into sixteen words of lanes, or back.
#[inline]
#[target_feature(enable = "avx512f")]
fn transpose(rows: [__m512i; 16]) -> [__m512i; 16] {
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
        out[column] = _mm512_shuffle_i32x4::<0x88>(even[0], even[1]);
        out[column + 4] = _mm512_shuffle_i32x4::<0x88>(odd[0], odd[1]);
        out[column + 8] = _mm512_shuffle_i32x4::<0xdd>(even[0], even[1]);
        out[column + 12] = _mm512_shuffle_i32x4::<0xdd>(odd[0], odd[1]);
    }
    out
}
