//! Signs one URL after the other, with the sha2 crate: for CPUs without a faster kernel, and for single remaining URLs.

use super::chain::{Chain, Lane};
use super::{MOST_LANES, Signature};
use crate::primitives::encode;
use crate::primitives::sha256::{bytes, compress, finish};

pub(super) fn sign(chain: &Chain, lanes: &[Lane], signatures: &mut [Signature; MOST_LANES]) {
    for (lane, signature) in lanes.iter().zip(signatures) {
        *signature = sign_one(chain, lane);
    }
}

fn sign_one(chain: &Chain, lane: &Lane) -> Signature {
    let mut state = *chain.start();
    if let Some((first, others)) = lane.blocks.split_first() {
        compress(&mut state, &[chain.lined(first)]);
        compress(&mut state, others);
    }
    if let Some((last, others)) = chain.shared(lane.key_end).split_last() {
        compress(&mut state, others);
        compress(&mut state, &[chain.closed(last, lane.key_end)]);
    }
    let to_sign = chain.to_sign();
    let blocks = to_sign.filled(&encode::hex(&bytes(&state)));
    let mut state = to_sign.key.inner;
    compress(&mut state, blocks.get(..to_sign.count).unwrap_or_default());
    encode::hex(&finish(&to_sign.key.outer, &state))
}

/// Implements [`super::force::hash_only`].
#[cfg(feature = "force-kernel")]
pub(super) fn hash_only(count: usize, seed: u32) -> u32 {
    let mut state = [seed; 8];
    for _ in 0..count {
        compress(&mut state, &[[0x61; 64]]);
    }
    let [word, ..] = state;
    word
}
