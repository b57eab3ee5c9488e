//! HMAC-SHA1 with the key's two states kept, for Signature Version 2: RFC 2104 spends a block each on the inner and the
//! outer pad, which are the same for every message.

use sha1::block_api::compress;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::primitives::padding::{Block, INNER, OUTER, WipedBlocks};

/// The chaining value between two blocks.
type State = [u32; 5];

/// FIPS 180-4 section 5.3.1.
const INITIAL: State = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// The states after the inner and the outer pad. Their holder can sign, so they are wiped on drop like the key itself,
/// and computed in place: a value that is moved leaves its bytes behind. `default()` holds no key yet.
#[derive(Default)]
pub(crate) struct HmacSha1 {
    inner: State,
    outer: State,
}

impl Drop for HmacSha1 {
    #[inline]
    fn drop(&mut self) {
        (self.inner, self.outer) = Default::default();
        zeroize::optimization_barrier(self);
    }
}

impl ZeroizeOnDrop for HmacSha1 {}

impl HmacSha1 {
    /// Computes the states of a key of any length.
    pub(crate) fn set_key(&mut self, key: &[u8]) {
        if key.len() <= size_of::<Block>() {
            return self.set_block_key(key);
        }
        let mut state = Zeroizing::new(INITIAL);
        hash(&mut state, key, 0);
        let mut hashed = Zeroizing::new([0; 20]);
        write_bytes(&state, &mut hashed);
        self.set_block_key(&*hashed);
    }

    /// Computes the states of a key that fits into a block.
    ///
    /// Not inlined: where the key's length is known, the compiler holds the key in registers, and saves these on the
    /// stack while the block function runs.
    #[inline(never)]
    fn set_block_key(&mut self, key: &[u8]) {
        for (state, pad) in [(&mut self.inner, INNER), (&mut self.outer, OUTER)] {
            *state = INITIAL;
            compress(state, WipedBlocks::new().pad_key(key, pad));
        }
        // The block function leaves its last block on the stack where the CPU has no instructions for SHA-1, and in
        // builds that are not optimized. A block of zeros overwrites the outer pad there.
        let mut state = INITIAL;
        compress(&mut state, &[[0; 64]]);
        zeroize::optimization_barrier(&state);
    }

    /// Returns the HMAC of a message.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 20] {
        let mut digest = [0; 20];
        let mut state = self.inner;
        hash(&mut state, message, 64);
        write_bytes(&state, &mut digest);
        state = self.outer;
        compress(&mut state, WipedBlocks::new().end_message(&digest, 64 + 20));
        write_bytes(&state, &mut digest);
        digest
    }
}

/// Hashes the rest of a message, of which `before` bytes, a multiple of 64, are hashed in the state.
#[inline]
fn hash(state: &mut State, message: &[u8], before: usize) {
    let (blocks, rest) = message.as_chunks();
    compress(state, blocks);
    compress(state, WipedBlocks::new().end_message(rest, before + message.len()));
}

#[inline]
fn write_bytes(state: &State, out: &mut [u8; 20]) {
    for (out, word) in out.as_chunks_mut().0.iter_mut().zip(state) {
        *out = word.to_be_bytes();
    }
}

#[cfg(test)]
mod tests {
    use hmac::{Hmac, KeyInit, Mac};
    use sha1::Sha1;

    use super::*;

    #[test]
    fn every_length_is_signed_as_the_hmac_crate_does() {
        let bytes: Vec<u8> = (0..=255).cycle().take(600).collect();
        // Around the ends of blocks, and around the last length that leaves room for the padding.
        let lengths: Vec<usize> =
            (0..=8).flat_map(|block| [0, 1, 54, 55, 56, 57, 63].map(|more| 64 * block + more)).collect();
        for key_length in 0..=200 {
            let key = &bytes[7..7 + key_length];
            let mut ours = HmacSha1::default();
            ours.set_key(key);
            let theirs = Hmac::<Sha1>::new_from_slice(key).unwrap();
            for length in lengths.iter().copied() {
                let message = &bytes[..length];
                let expected = theirs.clone().chain_update(message).finalize();
                assert_eq!(
                    ours.sign(message),
                    <[u8; 20]>::from(expected.into_bytes()),
                    "a key of {key_length} bytes, a message of {length}"
                );
            }
        }
    }

    #[test]
    fn another_key_leaves_nothing_of_the_one_before() {
        let (mut used, mut fresh) = (HmacSha1::default(), HmacSha1::default());
        used.set_key(&[1; 100]);
        used.set_key(b"key");
        fresh.set_key(b"key");
        assert_eq!((used.inner, used.outer), (fresh.inner, fresh.outer));
    }
}
