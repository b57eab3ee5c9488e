//! SHA-256 where a register holds one word of several lanes, so that a round is the plain round of FIPS 180-4 on
//! vectors. From the blocks of the canonical request to the digits of the signature all data stays in this form: the
//! digits of a digest are words of the next message.
//!
//! This is the algorithm of every kernel with such registers; the kernel itself is a few operations on them.

#![allow(
    clippy::indexing_slicing,
    reason = "arrays only, with indices that constant loop bounds and masks keep in range"
)]

use super::Signature;
use super::implementation::{Implementation, Work};
use super::schedule::{K, Schedule};
use super::shared_message::{Lane, SharedMessage, ToSign};
use crate::primitives::sha256::{Block, State};

/// Operations on registers. They are safe to call, because `self` proves that the CPU has the instructions.
///
/// An operation becomes an instruction only in [`Work`] that the kernel runs, and where it is inlined into that. So all
/// of them and all functions below are `#[inline(always)]`, and no closure takes or returns a register. What is
/// too large to be inlined is work of its own.
pub(super) trait Registers: Implementation {
    type Vector: Copy;

    /// Number of lanes of one register, at most 16.
    const WIDTH: usize;

    /// Returns a register with the same word in all lanes.
    fn word(self, value: u32) -> Self::Vector;

    /// Returns a register with the same four words in each 16 bytes.
    fn repeat(self, words: [u32; 4]) -> Self::Vector;

    /// Returns a register with the first of these words.
    fn words(self, values: &[u32; 16]) -> Self::Vector;

    /// Returns the sixteen words of a block for each lane, with their bytes in memory's order.
    fn load<'a>(self, block: impl Fn(usize) -> &'a Block) -> [Self::Vector; 16];

    /// Writes sixteen words of each lane: the opposite of `load`.
    fn store(self, words: [Self::Vector; 16], out: &mut [[u8; 64]]);

    fn add(self, one: Self::Vector, other: Self::Vector) -> Self::Vector;

    fn and(self, one: Self::Vector, other: Self::Vector) -> Self::Vector;

    fn or(self, one: Self::Vector, other: Self::Vector) -> Self::Vector;

    fn xor3(self, one: Self::Vector, two: Self::Vector, three: Self::Vector) -> Self::Vector;

    /// Takes each bit from `one` where `mask` has a one, otherwise from `other`.
    fn choose(self, mask: Self::Vector, one: Self::Vector, other: Self::Vector) -> Self::Vector;

    /// Returns the bits that at least two of the words have.
    fn majority(self, one: Self::Vector, two: Self::Vector, three: Self::Vector) -> Self::Vector;

    /// Rotates each word to the right.
    fn rotate(self, words: Self::Vector, by: u32) -> Self::Vector;

    /// Shifts each word to the right by the number in the same lane of `by`; 32 bits leave zero.
    fn shift_right(self, words: Self::Vector, by: Self::Vector) -> Self::Vector;

    /// Shifts each word to the left by the number in the same lane of `by`; 32 bits leave zero.
    fn shift_left(self, words: Self::Vector, by: Self::Vector) -> Self::Vector;

    /// Returns for each byte of `order`, which is less than 16, that byte of the same 16 bytes of `bytes`.
    fn shuffle(self, bytes: Self::Vector, order: Self::Vector) -> Self::Vector;
}

type States<R, const G: usize> = [[<R as Registers>::Vector; 8]; G];
type Words<R, const G: usize> = [[<R as Registers>::Vector; 16]; G];

/// Signs up to `G` times `WIDTH` lanes, in groups of `WIDTH` that are interleaved.
pub(super) fn sign<R: Registers, const G: usize>(
    registers: R,
    message: &SharedMessage,
    lanes: &[Lane],
    schedules: Option<&[Schedule]>,
    signatures: &mut [Signature],
) {
    registers.run(Sign::<R, G> { registers, message, lanes, schedules, signatures });
}

struct Sign<'a, R, const G: usize> {
    registers: R,
    message: &'a SharedMessage<'a>,
    lanes: &'a [Lane<'a>],
    schedules: Option<&'a [Schedule]>,
    signatures: &'a mut [Signature],
}

impl<R: Registers, const G: usize> Work for Sign<'_, R, G> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { registers, message, lanes, schedules, signatures } = self;
        let mut states = [broadcast(registers, message.start()); G];
        // One buffer for all blocks: filling it with zeros takes measurable time.
        let mut words = [[registers.word(0); 16]; G];
        hash_own(registers, message, &mut states, lanes, &mut words);
        match schedules {
            Some(schedules) => {
                for schedule in schedules {
                    registers.run(CompressShared { registers, states: &mut states, schedule });
                }
            }
            None => hash_shared(registers, message, &mut states, lanes, &mut words),
        }
        let to_sign = message.to_sign();
        let digests = states;
        let mut states = [broadcast(registers, &to_sign.key.inner); G];
        hash_to_sign(registers, to_sign, &mut states, &digests, &mut words);
        for (words, state) in words.iter_mut().zip(&states) {
            let (digest, padding) = words.split_at_mut(8);
            digest.copy_from_slice(state);
            padding.fill(registers.word(0));
            padding[0] = registers.word(0x8000_0000);
            padding[7] = registers.word(96 * 8); // the outer pad and a digest, in bits
        }
        let mut states = [broadcast(registers, &to_sign.key.outer); G];
        registers.run(Compress { registers, states: &mut states, words: &mut words });
        for (state, signatures) in states.iter().zip(signatures.chunks_mut(R::WIDTH)) {
            registers.store(hex(registers, state, &AS_TEXT), signatures);
        }
    }
}

/// Returns a lane; unused ones repeat the last.
#[inline(always)]
fn lane<'a>(lanes: &[Lane<'a>], index: usize) -> Lane<'a> {
    lanes.get(index).or(lanes.last()).copied().unwrap_or(Lane { blocks: &[], key_end: 0 })
}

const ZEROS: Block = [0; 64];

/// Returns the words of a block for each lane: SHA-256 is big-endian.
#[inline(always)]
fn load<'a, R: Registers>(registers: R, block: impl Fn(usize) -> &'a Block) -> [R::Vector; 16] {
    let reversed = registers.repeat([0x0001_0203, 0x0405_0607, 0x0809_0a0b, 0x0c0d_0e0f]);
    let mut words = registers.load(block);
    for word in &mut words {
        *word = registers.shuffle(*word, reversed);
    }
    words
}

/// Hashes the blocks that contain the lanes' keys.
#[inline(always)]
fn hash_own<R: Registers, const G: usize>(
    registers: R,
    message: &SharedMessage,
    states: &mut States<R, G>,
    lanes: &[Lane],
    words: &mut Words<R, G>,
) {
    for index in 0..lane(lanes, 0).blocks.len() {
        for (group, words) in words.iter_mut().enumerate() {
            *words =
                load(registers, |at| lane(lanes, group * R::WIDTH + at).blocks.get(index).unwrap_or(&ZEROS));
            if index == 0 {
                let (own, line) = message.overlay();
                let overlay = own.as_chunks().0.iter().zip(line.as_chunks().0);
                for (word, (own, line)) in words.iter_mut().zip(overlay) {
                    let [own, line] = [u32::from_be_bytes(*own), u32::from_be_bytes(*line)];
                    *word = registers.choose(registers.word(own), *word, registers.word(line));
                }
            }
        }
        registers.run(Compress { registers, states, words });
    }
}

/// Hashes the blocks after the keys, if they differ between the lanes because the keys have different lengths.
#[inline(always)]
fn hash_shared<R: Registers, const G: usize>(
    registers: R,
    message: &SharedMessage,
    states: &mut States<R, G>,
    lanes: &[Lane],
    words: &mut Words<R, G>,
) {
    let count = message.shared(lane(lanes, 0).key_end).len();
    for index in 0..count {
        for (group, words) in words.iter_mut().enumerate() {
            let key_end = |at: usize| lane(lanes, group * R::WIDTH + at).key_end;
            *words = load(registers, |at| message.shared(key_end(at)).get(index).unwrap_or(&ZEROS));
            if index + 1 == count {
                let mut bits = [0; 16];
                for (at, bits) in bits.iter_mut().enumerate() {
                    *bits = message.bits(key_end(at));
                }
                // The block has zeros there.
                words[15] = registers.add(words[15], registers.words(&bits));
            }
        }
        registers.run(Compress { registers, states, words });
    }
}

/// Hashes the blocks of the string to sign. The digits in it may begin at any byte of a word.
#[inline(always)]
fn hash_to_sign<R: Registers, const G: usize>(
    registers: R,
    to_sign: &ToSign,
    states: &mut States<R, G>,
    digests: &States<R, G>,
    words: &mut Words<R, G>,
) {
    let mut digits = [hex(registers, &digests[0], &AS_MESSAGE); G];
    for (digits, digest) in digits.iter_mut().zip(digests).skip(1) {
        *digits = hex(registers, digest, &AS_MESSAGE);
    }
    let (first, shift) = (to_sign.digest_at / 4, 8 * (to_sign.digest_at % 4));
    let right = registers.word(u32::try_from(shift).unwrap_or_default());
    let left = registers.word(u32::try_from(32 - shift).unwrap_or_default());
    for (block, bytes) in to_sign.blocks.iter().enumerate().take(to_sign.count) {
        for (at, bytes) in bytes.as_chunks().0.iter().enumerate() {
            let around = registers.word(u32::from_be_bytes(*bytes));
            // The first word with digits has none before them, the last may have only such.
            let at_digit = (block * 16 + at).wrapping_sub(first);
            let [here, before] = [at_digit, at_digit.wrapping_sub(1)];
            for (words, digits) in words.iter_mut().zip(&digits) {
                words[at] = around;
                if let Some(digits) = digits.get(here) {
                    words[at] = registers.or(words[at], registers.shift_right(*digits, right));
                }
                if let Some(digits) = digits.get(before) {
                    words[at] = registers.or(words[at], registers.shift_left(*digits, left));
                }
            }
        }
        registers.run(Compress { registers, states, words });
    }
}

/// Compresses a different block in each lane.
struct Compress<'a, R: Registers, const G: usize> {
    registers: R,
    states: &'a mut States<R, G>,
    words: &'a mut Words<R, G>,
}

impl<R: Registers, const G: usize> Work for Compress<'_, R, G> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { registers, states, words } = self;
        let mut after = *states;
        for (quarter, constants) in K.as_chunks::<16>().0.iter().enumerate() {
            for t in 0..16 {
                for (state, words) in after.iter_mut().zip(&mut *words) {
                    round(registers, state, registers.add(words[t], registers.word(constants[t])));
                    if quarter < 3 {
                        words[t] = next_word(registers, words, t);
                    }
                }
            }
        }
        add_each(registers, states, &after);
    }
}

/// Compresses the same block in every lane.
struct CompressShared<'a, R: Registers, const G: usize> {
    registers: R,
    states: &'a mut States<R, G>,
    schedule: &'a Schedule,
}

impl<R: Registers, const G: usize> Work for CompressShared<'_, R, G> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { registers, states, schedule } = self;
        let mut after = *states;
        for words in schedule {
            for word in words {
                let word = registers.word(*word);
                for state in &mut after {
                    round(registers, state, word);
                }
            }
        }
        add_each(registers, states, &after);
    }
}

#[inline(always)]
fn round<R: Registers>(registers: R, state: &mut [R::Vector; 8], word: R::Vector) {
    let r = registers;
    let [a, b, c, d, e, f, g, h] = *state;
    let choice = r.choose(e, f, g);
    let early = r.add(r.add(h, word), choice);
    let big1 = r.xor3(r.rotate(e, 6), r.rotate(e, 11), r.rotate(e, 25));
    let big0 = r.xor3(r.rotate(a, 2), r.rotate(a, 13), r.rotate(a, 22));
    let majority = r.majority(a, b, c);
    let new_a = r.add(r.add(early, r.add(big0, majority)), big1);
    *state = [new_a, a, b, c, r.add(r.add(d, early), big1), e, f, g];
}

/// Returns the word of the message schedule that replaces the one at `T`, in a ring of the last 16.
#[inline(always)]
fn next_word<R: Registers>(registers: R, words: &[R::Vector; 16], t: usize) -> R::Vector {
    let r = registers;
    let (w15, w2) = (words[(t + 1) % 16], words[(t + 14) % 16]);
    let small0 = r.xor3(r.rotate(w15, 7), r.rotate(w15, 18), r.shift_right(w15, r.word(3)));
    let small1 = r.xor3(r.rotate(w2, 17), r.rotate(w2, 19), r.shift_right(w2, r.word(10)));
    r.add(r.add(words[t], small0), r.add(words[(t + 9) % 16], small1))
}

#[inline(always)]
fn add_each<R: Registers, const G: usize>(registers: R, states: &mut States<R, G>, after: &States<R, G>) {
    for (state, after) in states.iter_mut().zip(after) {
        for (word, after) in state.iter_mut().zip(after) {
            *word = registers.add(*word, *after);
        }
    }
}

#[inline(always)]
fn broadcast<R: Registers>(registers: R, state: &State) -> [R::Vector; 8] {
    let mut out = [registers.word(0); 8];
    for (out, value) in out.iter_mut().zip(state) {
        *out = registers.word(*value);
    }
    out
}

/// The order of the digits in words: which bytes of a word are those of its upper and of its lower half, each for both
/// of its digits, and which bytes are a first digit.
struct DigitOrder {
    upper: [u32; 4],
    lower: [u32; 4],
    first: u32,
}

/// The first digit is the uppermost byte, as in a word of a message.
const AS_MESSAGE: DigitOrder = DigitOrder {
    upper: [0x0303_0202, 0x0707_0606, 0x0b0b_0a0a, 0x0f0f_0e0e],
    lower: [0x0101_0000, 0x0505_0404, 0x0909_0808, 0x0d0d_0c0c],
    first: 0xff00_ff00,
};

/// The first digit is the lowest byte, as in memory.
const AS_TEXT: DigitOrder = DigitOrder {
    upper: [0x0202_0303, 0x0606_0707, 0x0a0a_0b0b, 0x0e0e_0f0f],
    lower: [0x0000_0101, 0x0404_0505, 0x0808_0909, 0x0c0c_0d0d],
    first: 0x00ff_00ff,
};

/// Returns the 64 hexadecimal digits of each lane's digest, four to a word.
#[inline(always)]
fn hex<R: Registers>(registers: R, state: &[R::Vector; 8], order: &DigitOrder) -> [R::Vector; 16] {
    let r = registers;
    let digits = r.repeat([0x3332_3130, 0x3736_3534, 0x6261_3938, 0x6665_6463]); // 0123456789abcdef
    let halves = [r.repeat(order.upper), r.repeat(order.lower)];
    let mut out = [r.word(0); 16];
    for (out, word) in out.as_chunks_mut::<2>().0.iter_mut().zip(state) {
        for (out, half) in out.iter_mut().zip(halves) {
            let bytes = r.shuffle(*word, half);
            let nibbles = r.choose(r.word(order.first), r.shift_right(bytes, r.word(4)), bytes);
            *out = r.shuffle(digits, r.and(nibbles, r.word(0x0f0f_0f0f)));
        }
    }
    out
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
pub(super) fn hash_only<R: Registers, const G: usize>(
    registers: R,
    own: usize,
    shared: usize,
    seed: u32,
) -> u32 {
    registers.run(HashOnly::<R, G> { registers, own, shared, seed })
}

#[cfg(feature = "force-kernel")]
struct HashOnly<R, const G: usize> {
    registers: R,
    own: usize,
    shared: usize,
    seed: u32,
}

#[cfg(feature = "force-kernel")]
impl<R: Registers, const G: usize> Work for HashOnly<R, G> {
    type Output = u32;

    #[inline(always)]
    fn run(self) -> u32 {
        let Self { registers, own, shared, seed } = self;
        let mut states = [[registers.word(seed); 8]; G];
        let mut words = [[registers.word(seed); 16]; G];
        for _ in 0..own {
            registers.run(Compress { registers, states: &mut states, words: &mut words });
        }
        let schedule = [[seed; 16]; 4];
        for _ in 0..shared {
            registers.run(CompressShared { registers, states: &mut states, schedule: &schedule });
        }
        let mut all = 0;
        for state in &states {
            let mut out = [[0; 64]; 16];
            let mut words = [registers.word(0); 16];
            words[..8].copy_from_slice(state);
            registers.store(words, &mut out);
            all = out
                .as_flattened()
                .as_chunks()
                .0
                .iter()
                .fold(all, |all, word| all ^ u32::from_ne_bytes(*word));
        }
        all
    }
}
