//! SHA-256 by blocks. One stream is the sha2 crate's; what is ours is the bookkeeping around it, so that a state can
//! be kept where a message's constant part ends.

mod hmac;

pub(crate) use self::hmac::HmacKey;

use crate::text::Text;

/// The chaining value between two blocks.
pub(crate) type State = [u32; 8];

pub(crate) type Block = [u8; 64];

/// FIPS 180-4 section 5.3.3.
pub(crate) const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

#[inline]
pub(crate) fn compress(state: &mut State, blocks: &[Block]) {
    sha2::block_api::compress256(state, blocks);
}

/// Append FIPS 180-4's padding: a one bit, zeros, and the message's length in bits, up to a whole number of blocks.
#[inline]
pub(crate) fn pad(message: &mut Text) {
    let bits = (message.len() as u64) * 8;
    message.push(0x80);
    let to_length = (64 + 56 - message.len() % 64) % 64;
    message.fill(to_length, 0);
    message.extend(&bits.to_be_bytes());
}

/// The digest of a message that [`pad`] has padded.
#[inline]
pub(crate) fn digest(padded: &Text) -> [u8; 32] {
    let mut state = INITIAL;
    compress(&mut state, padded.as_bytes().as_chunks().0);
    bytes(&state)
}

#[inline]
pub(crate) fn bytes(state: &State) -> [u8; 32] {
    let mut out = [0; 32];
    for (out, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *out = word.to_be_bytes();
    }
    out
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_length_pads_as_sha2_does() {
        for length in 0..300_usize {
            let message: Vec<u8> = (0..=255).cycle().take(length).collect();
            let mut text = Text::default();
            text.extend(&message);
            pad(&mut text);
            assert_eq!(digest(&text), <[u8; 32]>::from(Sha256::digest(&message)), "{length} bytes");
        }
    }
}
