//! The message schedule of blocks that all lanes share: SHA-256 spends a third of its time on it.

use super::shared_message::{Lane, SharedMessage};
use crate::primitives::sha256::Block;
use crate::primitives::wiped::Wiped;

/// The round constants (FIPS 180-4 section 4.2.2).
#[rustfmt::skip]
pub(super) const K: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// A block's 64 words with the round constants added, in quarters.
pub(super) type Schedule = [[u32; 16]; 4];

/// Caches the schedules of the blocks after the key, for the length used last. The values of headers can be computed
/// from them, so they are wiped like those.
#[derive(Default)]
pub(crate) struct Schedules {
    key_end: usize,
    words: Wiped<Schedule>,
}

impl Schedules {
    /// Returns the schedules that these lanes share, if their keys have the same length and there is enough memory.
    /// With few lanes, computing them does not pay off.
    pub(super) fn of(&mut self, message: &SharedMessage, lanes: &[Lane]) -> Option<&[Schedule]> {
        const LEAST_LANES: usize = 8;
        let (first, others) = lanes.split_first()?;
        if lanes.len() < LEAST_LANES || others.iter().any(|lane| lane.key_end != first.key_end) {
            return None;
        }
        if self.words.is_empty() || self.key_end != first.key_end {
            self.fill(message, first.key_end)?;
        }
        Some(&self.words)
    }

    fn fill(&mut self, message: &SharedMessage, key_end: usize) -> Option<()> {
        let blocks = message.shared(key_end);
        if self.words.len() != blocks.len() {
            self.words = Wiped::try_with_capacity(blocks.len())?;
            self.words.resize(blocks.len(), Schedule::default());
        }
        self.key_end = key_end;
        for (words, block) in self.words.iter_mut().zip(blocks) {
            expand(words, block);
        }
        if let (Some(words), Some(block)) = (self.words.last_mut(), blocks.last()) {
            expand(words, &message.with_length(block, key_end));
        }
        Some(())
    }
}

/// Computes a message schedule (FIPS 180-4 section 6.2.2, step 1).
fn expand(words: &mut Schedule, block: &Block) {
    let mut last = [0_u32; 16];
    for (word, bytes) in last.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for (words, k) in words.iter_mut().zip(K.as_chunks::<16>().0) {
        for t in 0..16 {
            // A ring of the last 16 words; the mask keeps every index in range.
            let at = |back: usize| last.get((t + 16 - back) & 15).copied().unwrap_or_default();
            let (w15, w2) = (at(15), at(2));
            let next = at(16)
                .wrapping_add(w15.rotate_right(7) ^ w15.rotate_right(18) ^ w15 >> 3)
                .wrapping_add(at(7))
                .wrapping_add(w2.rotate_right(17) ^ w2.rotate_right(19) ^ w2 >> 10);
            if let (Some(word), Some(k), Some(last)) = (words.get_mut(t), k.get(t), last.get_mut(t)) {
                *word = last.wrapping_add(*k);
                *last = next;
            }
        }
    }
}
