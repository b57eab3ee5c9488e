//! Computes SHA-256 block by block. A single stream uses the sha2 crate; this module adds the bookkeeping that keeps a
//! state at the end of a message's constant part.

mod hmac;
pub mod lanes;

pub(crate) use self::hmac::{HmacKey, finish};
pub(crate) use crate::primitives::padding::Block;

/// The chaining value between two blocks.
pub(crate) type State = [u32; 8];

/// The initial hash value (FIPS 180-4 section 5.3.3).
pub(crate) const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

#[inline]
pub(crate) fn compress(state: &mut State, blocks: &[Block]) {
    sha2::block_api::compress256(state, blocks);
}

/// Appends FIPS 180-4's padding to a message: a one bit, zeros, and the message's length in bits, up to a whole number
/// of blocks. The message is the content of `out` from `start` on, after `before` bytes that are elsewhere.
#[inline]
pub(crate) fn pad(out: &mut Vec<u8>, start: usize, before: usize) {
    const PADDING: [u8; 64] = {
        let mut padding = [0; 64];
        padding[0] = 0x80;
        padding
    };
    let length = before + out.len() - start;
    let bits = (length as u64) * 8;
    // At least one byte, and eight of length. A whole block is appended and truncated, so that the copy needs no call.
    let filled = out.len() + 1 + (64 + 55 - length % 64) % 64;
    out.extend_from_slice(&PADDING);
    out.truncate(filled);
    out.extend_from_slice(&bits.to_be_bytes());
}

/// Returns the digest of a whole message, and leaves the padding behind it.
pub(crate) fn padded_digest(message: &mut Vec<u8>) -> [u8; 32] {
    pad(message, 0, 0);
    let mut state = INITIAL;
    compress(&mut state, message.as_chunks().0);
    bytes(&state)
}

#[inline]
pub(crate) fn bytes(state: &State) -> [u8; 32] {
    let mut out = [0; 32];
    write_bytes(state, &mut out);
    out
}

#[inline]
fn write_bytes(state: &State, out: &mut [u8; 32]) {
    for (out, word) in out.as_chunks_mut().0.iter_mut().zip(state) {
        *out = word.to_be_bytes();
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_length_pads_as_sha2_does() {
        for length in 0..300_usize {
            for before in [0, 1, 63, 64, 65] {
                let message: Vec<u8> = (0..=255).cycle().take(before + length).collect();
                let mut padded = [b"elsewhere", &message[before..]].concat();
                pad(&mut padded, b"elsewhere".len(), before);
                let hashed = [&message[..before], &padded[b"elsewhere".len()..]].concat();
                let (blocks, rest) = hashed.as_chunks();
                assert!(rest.is_empty());
                let mut state = INITIAL;
                compress(&mut state, blocks);
                assert_eq!(
                    bytes(&state),
                    <[u8; 32]>::from(Sha256::digest(&message)),
                    "{before} + {length} bytes"
                );
            }
        }
    }
}
