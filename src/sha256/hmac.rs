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
}

/// The outer half of an HMAC: hash the inner half's digest on top of the outer pad's state. One block.
#[inline]
pub(crate) fn finish(outer: &State, inner: &State) -> [u8; 32] {
    let mut block: Block = [0; 64];
    let (digest, padding) = block.split_at_mut(32);
    digest.copy_from_slice(&bytes(inner));
    let (end_bit, length) = padding.split_at_mut(30);
    if let Some(first) = end_bit.first_mut() {
        *first = 0x80;
    }
    length.copy_from_slice(&(96 * 8_u16).to_be_bytes()); // the outer pad and a digest, in bits
    let mut state = *outer;
    compress(&mut state, &[block]);
    bytes(&state)
}
