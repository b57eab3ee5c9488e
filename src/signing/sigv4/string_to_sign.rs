//! The string to sign: `AWS4-HMAC-SHA256`, timestamp and credential scope, then the digest of the canonical request,
//! then HMAC's padding.

use super::SigningState;
use crate::input::parameters::joined;
use crate::input::sigv4::{ALGORITHM, SCOPE_END, SERVICE};
use crate::primitives::sha256;
use crate::primitives::sha256::lanes::{MOST_TO_SIGN, Single, ToSign, unpacked};
use crate::primitives::sha256::{Block, HmacKey, State};
use crate::primitives::time::Stamp;

/// Size of the buffer in bytes: at most 124 before the digest (a region has at most 64), 64 of digest, 9 or more of
/// padding, in four blocks.
const CAPACITY: usize = 256;

/// Byte positions of the timestamp and the date.
const STAMP: usize = 17;
const DATE: usize = 34;

/// The string to sign of a signer. All of it except the digest and the time is the same for all URLs.
///
/// The text before the digest is 60 bytes plus the region. If it fills a block, that block is hashed once per signing
/// time, after the HMAC's inner pad; with a region of 1 to 3 bytes there is nothing to hash before the digest.
#[derive(Clone)]
pub(crate) struct StringToSign {
    bytes: [u8; CAPACITY],
    digest_at: usize,
    /// The part that is hashed for each key begins and ends here: multiples of 64.
    start: usize,
    end: usize,
}

impl StringToSign {
    pub(crate) fn new(region: &str) -> Self {
        let mut bytes = [0; CAPACITY];
        let parts: [&[u8]; 5] = [
            joined!(ALGORITHM, "\n"),
            b"yyyymmddThhmmssZ\n",
            b"yyyymmdd/",
            region.as_bytes(),
            joined!("/", SERVICE, "/", SCOPE_END, "\n"),
        ];
        let left = parts.into_iter().fold(bytes.as_mut_slice(), put).len();
        let digest_at = CAPACITY - left;
        let length = digest_at + 64;
        let end = (length + 9).next_multiple_of(64);
        // FIPS 180-4 section 5.1.1's padding. The length includes the HMAC's inner pad, one block.
        let bits = ((64 + length) as u64) * 8;
        put(bytes.split_at_mut(length).1, &[0x80]);
        put(bytes.split_at_mut(end - 8).1, &bits.to_be_bytes());
        Self { bytes, digest_at, start: digest_at - digest_at % 64, end }
    }

    /// Returns the inner hash state of the part that does not depend on the key.
    pub(crate) fn midstate(&self, stamp: &Stamp, key: &HmacKey) -> State {
        let mut bytes = self.bytes;
        put_stamp(&mut bytes, stamp);
        let mut state = key.inner;
        sha256::compress(&mut state, bytes.split_at(self.start).0.as_chunks().0);
        state
    }

    /// Returns the signature of a canonical request, which is given padded and in two parts.
    #[inline]
    pub(crate) fn signature(&self, signing_state: &SigningState, request: [&[Block]; 2]) -> [u8; 64] {
        let stamped;
        let bytes = if self.start > DATE {
            // The blocks with the time are hashed already.
            &self.bytes
        } else {
            stamped = self.with_stamp(signing_state);
            &stamped
        };
        let to_sign = bytes.split_at(self.end).0.split_at(self.start).1.as_chunks().0;
        let [inner, outer] = signing_state.to_sign();
        Single { request, to_sign, digest_at: self.digest_at - self.start, inner, outer }.sign()
    }

    /// Returns the string to sign in the form that the kernels use.
    #[inline]
    pub(crate) fn for_lanes(&self, signing_state: &SigningState) -> ToSign {
        let bytes = self.with_stamp(signing_state);
        let (_, rest) = bytes.split_at(self.start);
        let mut blocks = [[0; 64]; MOST_TO_SIGN];
        for (block, bytes) in blocks.iter_mut().zip(rest.as_chunks().0) {
            *block = *bytes;
        }
        let [inner, outer] = signing_state.to_sign();
        ToSign {
            blocks,
            count: (self.end - self.start) / 64,
            digest_at: self.digest_at - self.start,
            key: HmacKey { inner: unpacked(inner), outer: unpacked(outer) },
        }
    }

    pub(crate) fn text(&self, signing_state: &SigningState, digest: &[u8; 64]) -> Vec<u8> {
        let mut bytes = self.with_stamp(signing_state);
        put(bytes.split_at_mut(self.digest_at).1, digest);
        bytes.split_at(self.digest_at + 64).0.to_vec()
    }

    #[inline]
    fn with_stamp(&self, signing_state: &SigningState) -> [u8; CAPACITY] {
        let mut bytes = self.bytes;
        put_stamp(&mut bytes, &signing_state.stamp());
        bytes
    }
}

fn put_stamp(bytes: &mut [u8; CAPACITY], stamp: &Stamp) {
    put(bytes.split_at_mut(STAMP).1, &stamp.bytes());
    put(bytes.split_at_mut(DATE).1, &stamp.date);
}

/// Copies `part` to the beginning of `buffer`, which must be long enough, and returns the rest of `buffer`.
pub(super) fn put<'a>(buffer: &'a mut [u8], part: &[u8]) -> &'a mut [u8] {
    let (front, rest) = buffer.split_at_mut(part.len());
    front.copy_from_slice(part);
    rest
}
