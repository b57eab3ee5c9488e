//! The signing keys of the last days, regions and secrets that verified a link.
//!
//! Only a signature that matched puts a key here: what is claimed in a forged link pushes nothing out. Nobody waits
//! for the lock, since a fork could leave it held in the child: who does not get it derives the key again.

use std::sync::RwLock;

use zeroize::Zeroizing;

use super::same;
use crate::sha256::HmacKey;

const SLOTS: usize = 8;

/// At most eight; the oldest goes first.
#[derive(Default)]
pub(crate) struct Keys(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    slots: [Option<DayKey>; SLOTS],
    next: usize,
}

struct DayKey {
    date: [u8; 8],
    region: String,
    /// What the key was derived from: an access key may get another secret at any time.
    secret: Zeroizing<String>,
    key: HmacKey,
}

impl DayKey {
    fn is_of(&self, date: [u8; 8], region: &str, secret: &str) -> bool {
        self.date == date && self.region == region && same(self.secret.as_bytes(), secret.as_bytes())
    }
}

impl Keys {
    pub(super) fn get(&self, date: [u8; 8], region: &str, secret: &str) -> Option<HmacKey> {
        let kept = self.0.try_read().ok()?;
        let day_key = kept.slots.iter().flatten().find(|kept| kept.is_of(date, region, secret))?;
        Some(day_key.key.clone())
    }

    pub(super) fn put(&self, date: [u8; 8], region: &str, secret: &str, key: HmacKey) {
        let Ok(mut kept) = self.0.try_write() else { return };
        if kept.slots.iter().flatten().any(|kept| kept.is_of(date, region, secret)) {
            return; // another thread was faster
        }
        let next = kept.next % SLOTS;
        kept.next = next + 1;
        if let Some(slot) = kept.slots.get_mut(next) {
            let secret = Zeroizing::new(secret.to_owned());
            *slot = Some(DayKey { date, region: region.to_owned(), secret, key });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: u32) -> HmacKey {
        HmacKey { inner: [word; 8], outer: [!word; 8] }
    }

    #[test]
    fn eight_are_kept_and_the_oldest_goes_first() {
        let keys = Keys::default();
        let dates: [[u8; 8]; 9] = std::array::from_fn(|day| [u8::try_from(day).unwrap(); 8]);
        for (date, word) in dates.into_iter().zip(0..) {
            keys.put(date, "r", "s", key(word));
            keys.put(date, "r", "s", key(99));
        }
        let kept = dates.map(|date| keys.get(date, "r", "s").map(|key| key.inner[0]));
        assert_eq!(kept, [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), Some(8)]);
    }

    #[test]
    fn a_key_is_of_one_day_one_region_and_one_secret() {
        let keys = Keys::default();
        keys.put(*b"20130524", "r", "secret", key(1));
        assert!(keys.get(*b"20130524", "r", "secret").is_some());
        assert!(keys.get(*b"20130525", "r", "secret").is_none());
        assert!(keys.get(*b"20130524", "q", "secret").is_none());
        assert!(keys.get(*b"20130524", "r", "secreT").is_none());
        assert!(keys.get(*b"20130524", "r", "secret2").is_none());
    }

    /// As a fork in the middle of a write leaves it.
    #[test]
    fn a_lock_that_nobody_lets_go_is_not_waited_for() {
        let keys = Keys::default();
        keys.put(*b"20130524", "r", "s", key(1));
        let held = keys.0.write().unwrap();
        assert!(keys.get(*b"20130524", "r", "s").is_none());
        keys.put(*b"20130525", "r", "s", key(2));
        drop(held);
        assert!(keys.get(*b"20130524", "r", "s").is_some());
        assert!(keys.get(*b"20130525", "r", "s").is_none());
    }
}
