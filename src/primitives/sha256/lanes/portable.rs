//! Signs one URL after the other, with the sha2 crate: for CPUs without a faster kernel, and for single remaining URLs.

use super::implementation::{Implementation, Work};
use super::single::{Single, unpacked};
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
use crate::primitives::encode;
use crate::primitives::sha256::{INITIAL, bytes, compress, finish};

/// Every CPU has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portable;

impl Implementation for Portable {
    const LANES: usize = 1;

    fn detect() -> Option<Self> {
        Some(Self)
    }

    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        work.run()
    }

    fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        _: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        for (lane, signature) in lanes.iter().zip(signatures) {
            *signature = sign_one(message, lane);
        }
    }

    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
        let mut state = [seed; 8];
        for _ in 0..own + shared {
            compress(&mut state, &[[0x61; 64]]);
        }
        let [word, ..] = state;
        word
    }
}

fn sign_one(message: &SharedMessage, lane: &Lane) -> Signature {
    let mut state = *message.start();
    if let Some((first, others)) = lane.blocks.split_first() {
        compress(&mut state, &[message.with_method_line(first)]);
        compress(&mut state, others);
    }
    if let Some((last, others)) = message.shared(lane.key_end).split_last() {
        compress(&mut state, others);
        compress(&mut state, &[message.with_length(last, lane.key_end)]);
    }
    let to_sign = message.to_sign();
    let blocks = to_sign.with_digest(&encode::hex(&bytes(&state)));
    let mut state = to_sign.key.inner;
    compress(&mut state, blocks.get(..to_sign.count).unwrap_or_default());
    encode::hex(&finish(&to_sign.key.outer, &state))
}

pub(super) fn sign_single(single: &Single) -> Signature {
    let mut state = INITIAL;
    single.request.iter().for_each(|blocks| compress(&mut state, blocks));
    let blocks = single.with_digest(&encode::hex(&bytes(&state)));
    let mut state = unpacked(single.inner);
    compress(&mut state, blocks.get(..single.to_sign.len()).unwrap_or_default());
    encode::hex(&finish(&unpacked(single.outer), &state))
}
