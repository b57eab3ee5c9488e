//! The messages of one URL, which is signed alone.

use super::MOST_TO_SIGN;
use crate::primitives::sha256::{Block, State};

/// The messages that are hashed for one URL.
pub(crate) struct Single<'a> {
    /// The canonical request, padded, in two parts.
    pub(crate) request: [&'a [Block]; 2],
    /// The string to sign, padded, from the block on that the digest changes, at most [`MOST_TO_SIGN`], and the position
    /// of the digest in it.
    pub(crate) to_sign: &'a [Block],
    pub(crate) digest_at: usize,
    /// The HMAC's inner state after the blocks before these, and its outer state.
    pub(crate) inner: &'a Pairs,
    pub(crate) outer: &'a Pairs,
}

/// A state with two words in each number, the first of them in the low half.
pub(crate) type Pairs = [u64; 4];

impl Single<'_> {
    /// Returns the blocks of the string to sign, with a digest inserted.
    pub(super) fn with_digest(&self, digest: &[u8; 64]) -> [Block; MOST_TO_SIGN] {
        let mut blocks = [[0; 64]; MOST_TO_SIGN];
        for (out, block) in blocks.iter_mut().zip(self.to_sign) {
            *out = *block;
        }
        if let Some(digits) = blocks.as_flattened_mut().get_mut(self.digest_at..self.digest_at + 64) {
            digits.copy_from_slice(digest);
        }
        blocks
    }
}

/// Returns the words of a state.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the two halves are all of it")]
pub(crate) fn unpacked([one, two, three, four]: &Pairs) -> State {
    let high = |word: &u64| (word >> 32) as u32;
    [*one as u32, high(one), *two as u32, high(two), *three as u32, high(three), *four as u32, high(four)]
}
