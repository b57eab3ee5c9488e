//! WebAssembly's vectors of 128 bits: four lanes to a register.
//!
//! A module of WebAssembly has these instructions or it has not: an engine without them does not load it. So this kernel
//! is compiled where the target has the feature, and nothing is checked at run time.

#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds keep in range"
)]

use std::arch::wasm32::{
    i8x16_swizzle, i32x4_shuffle, i64x2_shuffle, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr,
    u32x4_splat, v128, v128_and, v128_bitselect, v128_or, v128_xor,
};

use super::implementation::{Implementation, Work};
use super::portable::Portable;
use super::vector::{self, Registers};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::sha256::Block;

/// Is compiled only where the target has the instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Simd128 {
    checked: (),
}

impl Implementation for Simd128 {
    /// More than one register holds: the schedules of blocks that lanes share pay off from eight lanes on.
    const LANES: usize = 16;

    fn detect() -> Option<Self> {
        Some(Self { checked: () })
    }

    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        // Compressing is called in several places, and is too large to be copied into each.
        #[inline(never)]
        fn run<W: Work>(work: W) -> W::Output {
            work.run()
        }
        run(work)
    }

    fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        if lanes.len() < 3 {
            return Portable.sign(message, lanes, kept, signatures);
        }
        let schedules = kept.of(message, lanes);
        for (lanes, signatures) in lanes.chunks(Self::WIDTH).zip(signatures.chunks_mut(Self::WIDTH)) {
            vector::sign::<_, 1>(self, message, lanes, schedules, signatures);
        }
    }

    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
        vector::hash_only::<_, 1>(self, own, shared, seed)
    }
}

impl Registers for Simd128 {
    type Vector = v128;

    const WIDTH: usize = 4;

    #[inline(always)]
    fn word(self, value: u32) -> v128 {
        u32x4_splat(value)
    }

    #[inline(always)]
    fn repeat(self, words: [u32; 4]) -> v128 {
        self.vector(words)
    }

    #[inline(always)]
    fn words(self, values: &[u32; 16]) -> v128 {
        self.vector(values.as_chunks().0[0])
    }

    #[inline(always)]
    fn load<'a>(self, block: impl Fn(usize) -> &'a Block) -> [v128; 16] {
        let mut out = [self.word(0); 16];
        for (quarter, out) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            for (lane, row) in out.iter_mut().enumerate() {
                let words = block(lane).as_chunks::<16>().0[quarter].as_chunks::<4>().0;
                *row = self.vector([words[0], words[1], words[2], words[3]].map(u32::from_le_bytes));
            }
            *out = transpose(*out);
        }
        out
    }

    #[inline(always)]
    fn store(self, words: [v128; 16], out: &mut [[u8; 64]]) {
        for (quarter, words) in words.as_chunks::<4>().0.iter().enumerate() {
            for (row, out) in transpose(*words).iter().zip(&mut *out) {
                let words = [
                    u32x4_extract_lane::<0>(*row),
                    u32x4_extract_lane::<1>(*row),
                    u32x4_extract_lane::<2>(*row),
                    u32x4_extract_lane::<3>(*row),
                ];
                let out = &mut out.as_chunks_mut::<16>().0[quarter];
                out.copy_from_slice(words.map(u32::to_le_bytes).as_flattened());
            }
        }
    }

    #[inline(always)]
    fn add(self, one: v128, other: v128) -> v128 {
        u32x4_add(one, other)
    }

    #[inline(always)]
    fn and(self, one: v128, other: v128) -> v128 {
        v128_and(one, other)
    }

    #[inline(always)]
    fn or(self, one: v128, other: v128) -> v128 {
        v128_or(one, other)
    }

    #[inline(always)]
    fn xor3(self, one: v128, two: v128, three: v128) -> v128 {
        v128_xor(v128_xor(one, two), three)
    }

    #[inline(always)]
    fn choose(self, mask: v128, one: v128, other: v128) -> v128 {
        v128_bitselect(one, other, mask)
    }

    #[inline(always)]
    fn majority(self, one: v128, two: v128, three: v128) -> v128 {
        v128_bitselect(three, one, v128_xor(one, two))
    }

    #[inline(always)]
    fn rotate(self, words: v128, by: u32) -> v128 {
        v128_or(u32x4_shr(words, by), u32x4_shl(words, 32 - by))
    }

    #[inline(always)]
    fn shift_right(self, words: v128, by: v128) -> v128 {
        let by = u32x4_extract_lane::<0>(by);
        // The instruction takes the number modulo 32.
        if by < 32 { u32x4_shr(words, by) } else { self.word(0) }
    }

    #[inline(always)]
    fn shift_left(self, words: v128, by: v128) -> v128 {
        let by = u32x4_extract_lane::<0>(by);
        if by < 32 { u32x4_shl(words, by) } else { self.word(0) }
    }

    #[inline(always)]
    fn shuffle(self, bytes: v128, order: v128) -> v128 {
        i8x16_swizzle(bytes, order)
    }
}

impl Simd128 {
    #[inline(always)]
    fn vector(self, [one, two, three, four]: [u32; 4]) -> v128 {
        u32x4(one, two, three, four)
    }
}

/// Transposes four rows of bytes into four words of lanes, or back.
#[inline(always)]
fn transpose([one, two, three, four]: [v128; 4]) -> [v128; 4] {
    let low = [i32x4_shuffle::<0, 4, 1, 5>(one, two), i32x4_shuffle::<0, 4, 1, 5>(three, four)];
    let high = [i32x4_shuffle::<2, 6, 3, 7>(one, two), i32x4_shuffle::<2, 6, 3, 7>(three, four)];
    [
        i64x2_shuffle::<0, 2>(low[0], low[1]),
        i64x2_shuffle::<1, 3>(low[0], low[1]),
        i64x2_shuffle::<0, 2>(high[0], high[1]),
        i64x2_shuffle::<1, 3>(high[0], high[1]),
    ]
}
