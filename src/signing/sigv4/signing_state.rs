//! Caches what depends only on the signing time, for the last days used.
//!
//! SigV4's signing key depends on the secret, the day, the region and the service; deriving it costs twice as much as
//! the rest of a URL. A [`Signer`](crate::Signer) caches four keys, each with the last timestamp that was signed with
//! it, so that URLs of the same second also share the first block of their string to sign.
//!
//! Many threads read at the same time, so each slot is a sequence lock made of atomics: a reader copies the words and
//! uses them only if the sequence number was even and the same before and after. No thread ever waits: a thread that
//! finds a slot being written derives the key again. So after a fork during a write the child has a slow slot at worst,
//! where a lock would make it hang.

#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::primitives::sha256::lanes::{Pairs, unpacked};
use crate::primitives::sha256::{HmacKey, State};
use crate::primitives::time::{SECONDS_PER_DAY, Stamp};

/// A signing time and what is computed from it, as the words that a slot stores: the state of the string to sign,
/// hashed up to the signing time; the inner and outer state of the day's key; the stamp and the signing time itself.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub(crate) struct SigningState([Pairs; 4]);

impl SigningState {
    pub(crate) fn new(signed_at: i64, stamp: &Stamp, key: &HmacKey, state: State) -> Self {
        let [date, time] = stamp.words();
        let signed_at = signed_at.cast_unsigned();
        Self([packed(&state), packed(&key.inner), packed(&key.outer), [date, time, signed_at, 0]])
    }

    /// Returns the inner state of the string to sign, hashed up to the signing time, and the key's outer state.
    #[inline]
    pub(crate) fn to_sign(&self) -> [&Pairs; 2] {
        let [state, _, outer, _] = &self.0;
        [state, outer]
    }

    pub(crate) fn key(&self) -> HmacKey {
        let [_, inner, outer, _] = &self.0;
        HmacKey { inner: unpacked(inner), outer: unpacked(outer) }
    }

    #[inline]
    pub(crate) fn stamp(&self) -> Stamp {
        let [.., [date, time, ..]] = self.0;
        Stamp::from_words([date, time])
    }

    #[inline]
    pub(crate) fn signed_at(&self) -> i64 {
        let [.., [_, _, signed_at, _]] = self.0;
        signed_at.cast_signed()
    }
}

/// Packs two words into one, so that a slot needs half as many steps.
fn packed(state: &State) -> Pairs {
    let (pairs, _) = state.as_chunks::<2>();
    std::array::from_fn(|index| {
        pairs.get(index).map_or(0, |[low, high]| u64::from(*high) << 32 | u64::from(*low))
    })
}

const SLOTS: usize = 4;

/// Caches at most four days' keys. A day's slot is its number modulo four, so adjacent days never evict each other.
#[derive(Default)]
pub(crate) struct SigningStateCache([Slot<16>; SLOTS]);

impl SigningStateCache {
    /// Returns what belongs to a signing time. The day's key is derived, and the state hashed from it, unless they are
    /// cached.
    ///
    /// The result is written to `moment`, because moving a value that was read a word at a time is slow.
    #[inline]
    pub(crate) fn get(
        &self,
        signed_at: i64,
        signing_state: &mut SigningState,
        derive: impl FnOnce(&Stamp) -> HmacKey,
        hash: impl FnOnce(&Stamp, &HmacKey) -> State,
    ) {
        // Day numbers up to the year 9999 need 22 bits.
        let day = u32::try_from(signed_at / SECONDS_PER_DAY).unwrap_or_default();
        let [one, two, three, four] = &self.0;
        let slot = match day % 4 {
            0 => one,
            1 => two,
            2 => three,
            _ => four,
        };
        let is_kept = slot.read(day, signing_state.0.as_flattened_mut());
        if is_kept && signing_state.signed_at() == signed_at {
            return;
        }
        let stamp = Stamp::new(signed_at);
        let key = if is_kept { signing_state.key() } else { derive(&stamp) };
        *signing_state = SigningState::new(signed_at, &stamp, &key, hash(&stamp, &key));
        slot.write(day, signing_state.0.as_flattened());
    }
}

/// A cache slot. The number of words is a parameter, so that the model checker can use fewer.
struct Slot<const WORDS: usize> {
    /// Odd while a write is in progress.
    sequence: AtomicU32,
    /// The day plus one; 0 marks an empty slot.
    day: AtomicU32,
    words: [AtomicU64; WORDS],
}

impl<const WORDS: usize> Default for Slot<WORDS> {
    fn default() -> Self {
        Self {
            sequence: AtomicU32::new(0),
            day: AtomicU32::new(0),
            words: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }
}

impl<const WORDS: usize> Slot<WORDS> {
    /// Copies the words, which are valid only if this returns true.
    #[inline]
    fn read(&self, day: u32, words: &mut [u64]) -> bool {
        let before = self.sequence.load(Ordering::Acquire);
        if before % 2 == 1 || self.day.load(Ordering::Relaxed) != day + 1 {
            return false;
        }
        for (word, kept) in words.iter_mut().zip(&self.words) {
            *word = kept.load(Ordering::Relaxed);
        }
        // The loads above stay above: a write in between changes the sequence number.
        fence(Ordering::Acquire);
        self.sequence.load(Ordering::Relaxed) == before
    }

    fn write(&self, day: u32, words: &[u64]) {
        let before = self.sequence.load(Ordering::Relaxed);
        let claimed = before.is_multiple_of(2)
            && self
                .sequence
                .compare_exchange(before, before.wrapping_add(1), Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
        if !claimed {
            return; // another thread is writing; this state is derived again if needed
        }
        // The stores below stay below: a reader that sees one of them also sees the odd number.
        fence(Ordering::Release);
        self.day.store(day + 1, Ordering::Relaxed);
        for (kept, word) in self.words.iter().zip(words) {
            kept.store(*word, Ordering::Relaxed);
        }
        self.sequence.store(before.wrapping_add(2), Ordering::Release);
    }
}

impl<const WORDS: usize> Drop for Slot<WORDS> {
    fn drop(&mut self) {
        for word in &mut self.words {
            #[cfg(not(loom))]
            word.get_mut().zeroize();
            #[cfg(loom)]
            word.with_mut(Zeroize::zeroize);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn key_of(stamp: &Stamp) -> HmacKey {
        let word = u32::from_be_bytes(stamp.date.last_chunk().copied().unwrap_or_default());
        HmacKey { inner: [word; 8], outer: [!word; 8] }
    }

    fn state_of(stamp: &Stamp, key: &HmacKey) -> State {
        let [.., seconds, _] = stamp.bytes();
        let [first, ..] = key.inner;
        [first ^ u32::from(seconds); 8]
    }

    /// Requests a signing state, checks it, and counts how often a key was derived and a state hashed.
    fn ask(signing_states: &SigningStateCache, counts: &Cell<(u32, u32)>, signed_at: i64) {
        let (derived, hashed) = counts.get();
        let mut signing_state = SigningState::default();
        signing_states.get(
            signed_at,
            &mut signing_state,
            |stamp| {
                counts.set((derived + 1, hashed));
                key_of(stamp)
            },
            |stamp, key| {
                counts.set((counts.get().0, hashed + 1));
                state_of(stamp, key)
            },
        );
        let stamp = Stamp::new(signed_at);
        let key = key_of(&stamp);
        assert_eq!(signing_state.stamp().bytes(), stamp.bytes());
        let HmacKey { inner, outer } = &signing_state.key();
        assert_eq!((inner, outer), (&key.inner, &key.outer));
        assert_eq!(signing_state.to_sign().map(unpacked), [state_of(&stamp, &key), key.outer]);
        assert_eq!(signing_state.signed_at(), signed_at);
    }

    #[test]
    fn four_days_are_kept_and_a_fifth_takes_the_place_of_its_namesake() {
        let (signing_states, counts) = (SigningStateCache::default(), Cell::default());
        let ask_days =
            |days: &[i64]| days.iter().for_each(|day| ask(&signing_states, &counts, day * SECONDS_PER_DAY));
        ask_days(&[20_000, 19_999, 20_001, 20_002]);
        assert_eq!(counts.get(), (4, 4));
        ask_days(&[20_002, 20_000, 19_999, 20_001, 20_000]);
        assert_eq!(counts.get(), (4, 4), "a kept moment is not computed again");
        ask_days(&[20_004, 20_000]);
        assert_eq!(counts.get(), (6, 6), "20 004 pushed out 20 000");
        ask_days(&[0, 0]);
        assert_eq!(counts.get(), (7, 7), "the first day of all is kept like any other");
    }

    #[test]
    fn another_second_of_the_day_needs_no_other_key() {
        let (signing_states, counts) = (SigningStateCache::default(), Cell::default());
        for second in [0, 0, 1, 1, 0, 86_399] {
            ask(&signing_states, &counts, 20_000 * SECONDS_PER_DAY + second);
        }
        assert_eq!(counts.get(), (1, 4));
    }

    #[test]
    fn a_slot_left_in_the_middle_of_a_write_is_neither_read_nor_waited_for() {
        let (signing_states, counts) = (SigningStateCache::default(), Cell::default());
        ask(&signing_states, &counts, 8 * SECONDS_PER_DAY);
        signing_states.0[0].sequence.fetch_add(1, Ordering::Relaxed); // as a fork may leave the slot
        for day in [8, 12, 8] {
            ask(&signing_states, &counts, day * SECONDS_PER_DAY);
        }
        assert_eq!(counts.get(), (4, 4));
    }
}

/// Run by `make loom`: every possible interleaving of the threads' steps.
#[cfg(all(test, loom))]
mod model {
    use loom::{sync::Arc, thread};

    use super::*;

    fn check(slot: &Slot<2>) {
        for day in [4, 8] {
            let mut words = [0_u64; 2];
            if slot.read(day, &mut words) {
                assert_eq!(words, [u64::from(day); 2]);
            }
        }
    }

    #[test]
    fn a_reader_gets_the_old_the_new_or_nothing() {
        loom::model(|| {
            let slot = Arc::new(Slot::<2>::default());
            slot.write(4, &[4, 4]);
            let written = slot.clone();
            let writer = thread::spawn(move || written.write(8, &[8, 8]));
            check(&slot);
            writer.join().unwrap();
            check(&slot);
        });
    }

    #[test]
    fn two_writers_never_mix() {
        loom::model(|| {
            let slot = Arc::new(Slot::<2>::default());
            let written = slot.clone();
            let writer = thread::spawn(move || written.write(8, &[8, 8]));
            slot.write(4, &[4, 4]);
            check(&slot);
            writer.join().unwrap();
            check(&slot);
        });
    }
}
