//! HMAC-SHA256 with the key's two states kept: RFC 2104 spends a block each on the inner and the outer pad, which
//! are the same for every link of a day.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Block, INITIAL, State, bytes, compress, pad};

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

    /// The HMAC of a text of any length, which is copied: not for secrets.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        let mut padded = message.to_vec();
        pad(&mut padded, 0, 64);
        let mut state = self.inner;
        compress(&mut state, padded.as_chunks().0);
        finish(&self.outer, &state)
    }
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
pub(crate) fn outer_block(inner: &State) -> Block {
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
        let key = *b"a key of thirty-two bytes, no less".first_chunk().unwrap();
        for length in 0..200 {
            let message: Vec<u8> = (0..length).collect();
            let expected = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(&message).finalize();
            assert_eq!(
                HmacKey::new(&key).sign(&message),
                <[u8; 32]>::from(expected.into_bytes()),
                "{length}"
            );
        }
    }
}
