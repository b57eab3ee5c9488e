//! The signing keys of the last days used.
//!
//! SigV4's signing key depends on the secret, the day, the region and the service alone; deriving it costs twice as
//! much as the rest of a link. A [`Signer`](crate::Signer) keeps four.
//!
//! Many threads read at once, so each slot is a sequence lock made of atomics: a reader copies the words and takes
//! them only if the sequence number was even and the same before and after. Nobody ever waits: who finds a slot being
//! written derives the key again. So a fork in the middle of a write leaves the child with a slow slot at worst, where
//! a lock would leave it hanging.

use crate::sha256::HmacKey;

#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, Ordering, fence};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU32, Ordering, fence};

use zeroize::Zeroize;

const SLOTS: usize = 4;
const WORDS: usize = 16;

/// At most four days' keys; a day's slot is its number modulo four, so neighbouring days never push each other out.
#[derive(Default)]
pub(crate) struct DayKeys([Slot<WORDS>; SLOTS]);

impl DayKeys {
    /// The key of a day (counted from 1970-01-01), derived if it is not at hand.
    pub(crate) fn get(&self, day: i64, derive: impl FnOnce() -> HmacKey) -> HmacKey {
        // Days up to the year 9999 fit: MAX_TIME / 86400 is below 2^22.
        let (Ok(index), Ok(day)) = (usize::try_from(day), u32::try_from(day)) else { return derive() };
        let Some(slot) = self.0.get(index % SLOTS) else { return derive() };
        let mut key = HmacKey::BLANK;
        if slot.read(day, key.words_mut()) {
            return key;
        }
        let key = derive();
        slot.write(day, key.words());
        key
    }
}

/// The number of words is open so that the model checker can do with fewer.
struct Slot<const WORDS: usize> {
    /// Odd while a write is under way.
    sequence: AtomicU32,
    /// The day plus one; 0 is an empty slot.
    day: AtomicU32,
    words: [AtomicU32; WORDS],
}

impl<const WORDS: usize> Default for Slot<WORDS> {
    fn default() -> Self {
        Self {
            sequence: AtomicU32::new(0),
            day: AtomicU32::new(0),
            words: std::array::from_fn(|_| AtomicU32::new(0)),
        }
    }
}

impl<const WORDS: usize> Slot<WORDS> {
    /// Copies the words; they are good only if this returns true.
    fn read<'a>(&self, day: u32, words: impl Iterator<Item = &'a mut u32>) -> bool {
        let before = self.sequence.load(Ordering::Acquire);
        if before % 2 == 1 || self.day.load(Ordering::Relaxed) != day + 1 {
            return false;
        }
        for (word, kept) in words.zip(&self.words) {
            *word = kept.load(Ordering::Relaxed);
        }
        // The loads above stay above: whatever a writer changed in between shows in the number.
        fence(Ordering::Acquire);
        self.sequence.load(Ordering::Relaxed) == before
    }

    fn write<'a>(&self, day: u32, words: impl Iterator<Item = &'a u32>) {
        let before = self.sequence.load(Ordering::Relaxed);
        let claimed = before.is_multiple_of(2)
            && self
                .sequence
                .compare_exchange(before, before.wrapping_add(1), Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
        if !claimed {
            return; // another thread is writing; ours will be derived again if it is needed again
        }
        // The stores below stay below: who sees one of them sees the odd number as well.
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

    fn key_of(day: i64) -> HmacKey {
        HmacKey::new(&[u8::try_from(day % 251).unwrap_or(0); 32])
    }

    #[test]
    fn four_days_are_kept_and_a_fifth_takes_the_place_of_its_namesake() {
        let keys = DayKeys::default();
        let derived = Cell::new(0);
        let get = |day| {
            let key = keys.get(day, || {
                derived.set(derived.get() + 1);
                key_of(day)
            });
            assert!(key.inner == key_of(day).inner && key.outer == key_of(day).outer, "day {day}");
        };
        [20_000, 19_999, 20_001, 20_002].into_iter().for_each(get);
        assert_eq!(derived.get(), 4);
        [20_002, 20_000, 19_999, 20_001, 20_000].into_iter().for_each(get);
        assert_eq!(derived.get(), 4, "a kept day is not derived again");
        [20_004, 20_000].into_iter().for_each(get);
        assert_eq!(derived.get(), 6, "20 004 pushed out 20 000");
        [0].into_iter().for_each(get);
        [0].into_iter().for_each(get);
        assert_eq!(derived.get(), 7, "the first day of all is kept like any other");
    }

    #[test]
    fn a_slot_left_in_the_middle_of_a_write_is_neither_read_nor_waited_for() {
        let keys = DayKeys::default();
        keys.get(8, || key_of(8));
        keys.0[0].sequence.fetch_add(1, Ordering::Relaxed); // as a fork may leave it
        let derived = Cell::new(0);
        for day in [8, 12, 8] {
            let key = keys.get(day, || {
                derived.set(derived.get() + 1);
                key_of(day)
            });
            assert!(key.inner == key_of(day).inner);
        }
        assert_eq!(derived.get(), 3);
    }
}

/// Run by `make loom`: every order in which the threads' steps can meet.
#[cfg(all(test, loom))]
mod model {
    use loom::{sync::Arc, thread};

    use super::*;

    fn check(slot: &Slot<2>) {
        for day in [4, 8] {
            let mut words = [0; 2];
            if slot.read(day, words.iter_mut()) {
                assert_eq!(words, [day; 2]);
            }
        }
    }

    #[test]
    fn a_reader_gets_the_old_the_new_or_nothing() {
        loom::model(|| {
            let slot = Arc::new(Slot::<2>::default());
            slot.write(4, [4, 4].iter());
            let written = slot.clone();
            let writer = thread::spawn(move || written.write(8, [8, 8].iter()));
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
            let writer = thread::spawn(move || written.write(8, [8, 8].iter()));
            slot.write(4, [4, 4].iter());
            check(&slot);
            writer.join().unwrap();
            check(&slot);
        });
    }
}
