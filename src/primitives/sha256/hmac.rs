//! HMAC-SHA256 with the key's two states kept: RFC 2104 spends a block each on the inner and the outer pad, which
//! are the same for every link of a day.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Block, INITIAL, State, bytes, compress, write_bytes};
use crate::primitives::padding::{INNER, OUTER, WipedBlocks};

/// The states after the inner and the outer pad. Their holder can sign, so they are wiped like the key itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct HmacKey {
    pub(crate) inner: State,
    pub(crate) outer: State,
}

impl HmacKey {
    /// Computes the states of a key of any length.
    pub(crate) fn new(key: &[u8]) -> Self {
        if key.len() <= size_of::<Block>() {
            return Self::of_block_key(key);
        }
        let mut state = Zeroizing::new(INITIAL);
        hash(&mut state, key, 0);
        let mut hashed = Zeroizing::new([0; 32]);
        write_bytes(&state, &mut hashed);
        Self::of_block_key(&*hashed)
    }

    /// Computes the states of a key that fits into a block.
    ///
    /// Not inlined: where the key's length is known, the compiler holds the key in registers, and saves these on the
    /// stack while the block function runs.
    #[inline(never)]
    fn of_block_key(key: &[u8]) -> Self {
        let mut states = Self { inner: INITIAL, outer: INITIAL };
        for (state, pad) in [(&mut states.inner, INNER), (&mut states.outer, OUTER)] {
            compress(state, WipedBlocks::new().pad_key(key, pad));
        }
        states
    }

    /// Returns the HMAC of a message of any length.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        let mut state = self.inner;
        hash(&mut state, message, 64);
        finish(&self.outer, &state)
    }
}

/// Hashes the rest of a message, of which `before` bytes, a multiple of 64, are hashed in the state.
fn hash(state: &mut State, message: &[u8], before: usize) {
    let (blocks, rest) = message.as_chunks();
    compress(state, blocks);
    compress(state, WipedBlocks::new().end_message(rest, before + message.len()));
}

/// The outer half of an HMAC: hash the inner half's digest on top of the outer pad's state. One block.
#[inline]
pub(crate) fn finish(outer: &State, inner: &State) -> [u8; 32] {
    let mut state = *outer;
    compress(&mut state, &[outer_block(inner)]);
    bytes(&state)
}

/// The block that the outer half hashes.
#[inline]
fn outer_block(inner: &State) -> Block {
    let mut block: Block = [0; 64];
    let (digest, padding) = block.split_at_mut(32);
    digest.copy_from_slice(&bytes(inner));
    let (end_bit, length) = padding.split_at_mut(30);
    if let Some(first) = end_bit.first_mut() {
        *first = 0x80;
    }
    length.copy_from_slice(&(96 * 8_u16).to_be_bytes()); // the outer pad and a digest, in bits
    block
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    use super::*;

    #[test]
    fn every_length_is_signed_as_the_hmac_crate_does() {
        let bytes: Vec<u8> = (0..=200).collect();
        for key_length in 0..=200 {
            let key = &bytes[..key_length];
            let (ours, theirs) = (HmacKey::new(key), Hmac::<Sha256>::new_from_slice(key).unwrap());
            for length in (0..200).step_by(if key_length == 32 { 1 } else { 37 }) {
                let message = &bytes[..length];
                let expected = theirs.clone().chain_update(message).finalize();
                assert_eq!(
                    ours.sign(message),
                    <[u8; 32]>::from(expected.into_bytes()),
                    "a key of {key_length} bytes, a message of {length}"
                );
            }
        }
    }
}
