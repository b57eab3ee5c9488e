//! HMAC-SHA256 with the key's two states kept: RFC 2104 spends a block each on the inner and the outer pad, which
//! are the same for every link of a day.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Block, INITIAL, State, bytes, compress};

/// The states after the inner and the outer pad. Whoever has them can sign, so they are wiped like the key itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct HmacKey {
    pub(crate) inner: State,
    pub(crate) outer: State,
}

impl HmacKey {
    /// A key that stands for nothing yet.
    pub(crate) const BLANK: Self = Self { inner: [0; 8], outer: [0; 8] };

    pub(crate) fn words(&self) -> impl Iterator<Item = &u32> {
        self.inner.iter().chain(&self.outer)
    }

    pub(crate) fn words_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        self.inner.iter_mut().chain(&mut self.outer)
    }

    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let state = |pad: u8| {
            let mut block = Zeroizing::new([pad; 64]);
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            let mut state = INITIAL;
            compress(&mut state, std::slice::from_ref(&*block));
            state
        };
        Self { inner: state(0x36), outer: state(0x5c) }
    }

    /// The outer half: hash the inner half's digest. One block.
    #[inline]
    pub(crate) fn finish(&self, inner: &State) -> [u8; 32] {
        let mut block: Block = [0; 64];
        block.split_at_mut(32).0.copy_from_slice(&bytes(inner));
        block[32] = 0x80;
        block[62..].copy_from_slice(&(96 * 8_u16).to_be_bytes()); // the outer pad and a digest, in bits
        let mut state = self.outer;
        compress(&mut state, &[block]);
        bytes(&state)
    }
}
