//! The signing keys of the last days, regions and secrets that verified a link.
//!
//! Only a signature that matched puts a key here: what is claimed in a forged link pushes nothing out. Nobody waits
//! for the lock, since a fork could leave it held in the child: who does not get it derives the key again.

use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering};

use zeroize::Zeroizing;

use super::same;
use crate::moments::Moment;

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
    region: String,
    /// What the key was derived from: an access key may get another secret at any time.
    secret: Zeroizing<String>,
    /// The day's key, and one second of the day: the links of a page or of a cache window are signed in one.
    moment: Moment,
    /// The last other second that verified a link. Once it comes again it is worth a write, for which readers make way:
    /// links of many seconds, in no order, write next to nothing.
    other: AtomicI64,
}

impl DayKey {
    fn is_of(&self, date: [u8; 8], region: &str, secret: &str) -> bool {
        self.moment.stamp().date == date
            && self.region == region
            && same(self.secret.as_bytes(), secret.as_bytes())
    }
}

impl Keys {
    /// A moment of the same day.
    pub(super) fn get(&self, date: [u8; 8], region: &str, secret: &str) -> Option<Moment> {
        let kept = self.0.try_read().ok()?;
        let day_key = kept.slots.iter().flatten().find(|kept| kept.is_of(date, region, secret))?;
        Some(day_key.moment.clone())
    }

    /// Keeps what verified a link, if it is not what [`Keys::get`] gave.
    pub(super) fn put(&self, region: &str, secret: &str, moment: &Moment) {
        let is_of = |kept: &DayKey| kept.is_of(moment.stamp().date, region, secret);
        if let Ok(kept) = self.0.try_read()
            && let Some(day_key) = kept.slots.iter().flatten().find(|kept| is_of(kept))
            && day_key.other.swap(moment.signed_at(), Ordering::Relaxed) != moment.signed_at()
        {
            return;
        }
        let Ok(mut kept) = self.0.try_write() else { return };
        if let Some(day_key) = kept.slots.iter_mut().flatten().find(|kept| is_of(kept)) {
            day_key.moment = moment.clone();
            return;
        }
        let next = kept.next % SLOTS;
        kept.next = next + 1;
        if let Some(slot) = kept.slots.get_mut(next) {
            *slot = Some(DayKey {
                region: region.to_owned(),
                secret: Zeroizing::new(secret.to_owned()),
                moment: moment.clone(),
                other: AtomicI64::new(moment.signed_at()),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sha256::HmacKey;
    use crate::time::Stamp;

    const DAY: i64 = 86_400;

    /// A moment with a number in it.
    fn moment(signed_at: i64, word: u32) -> Moment {
        let key = HmacKey { inner: [word; 8], outer: [!word; 8] };
        Moment::new(signed_at, &Stamp::new(signed_at), &key, [word; 8])
    }

    /// The number in the moment that is kept for a day.
    fn kept(keys: &Keys, signed_at: i64, region: &str, secret: &str) -> Option<(i64, u32)> {
        let moment = keys.get(Stamp::new(signed_at).date, region, secret)?;
        Some((moment.signed_at(), moment.key().inner[0]))
    }

    #[test]
    fn eight_are_kept_and_the_oldest_goes_first() {
        let keys = Keys::default();
        for (day, word) in (0..9).zip(0..) {
            keys.put("r", "s", &moment(day * DAY, word));
        }
        let words: Vec<_> =
            (0..9).map(|day| kept(&keys, day * DAY, "r", "s").map(|(_, word)| word)).collect();
        assert_eq!(words, [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), Some(8)]);
    }

    #[test]
    fn a_key_is_of_one_day_one_region_and_one_secret() {
        let keys = Keys::default();
        keys.put("r", "secret", &moment(0, 1));
        assert_eq!(kept(&keys, DAY - 1, "r", "secret"), Some((0, 1)));
        assert!(kept(&keys, DAY, "r", "secret").is_none());
        assert!(kept(&keys, 0, "q", "secret").is_none());
        assert!(kept(&keys, 0, "r", "secreT").is_none());
        assert!(kept(&keys, 0, "r", "secret2").is_none());
    }

    #[test]
    fn a_second_takes_the_place_of_another_when_it_comes_again() {
        let keys = Keys::default();
        for (second, expected) in [(0, 0), (7, 0), (9, 0), (7, 0), (7, 7), (9, 7), (9, 9)] {
            keys.put("r", "s", &moment(second, 1));
            assert_eq!(kept(&keys, 0, "r", "s"), Some((expected, 1)), "after {second}");
        }
    }

    /// As a fork in the middle of a write leaves it.
    #[test]
    fn a_lock_that_nobody_lets_go_is_not_waited_for() {
        let keys = Keys::default();
        keys.put("r", "s", &moment(0, 1));
        let held = keys.0.write().unwrap();
        assert!(kept(&keys, 0, "r", "s").is_none());
        keys.put("r", "s", &moment(DAY, 2));
        drop(held);
        assert!(kept(&keys, 0, "r", "s").is_some());
        assert!(kept(&keys, DAY, "r", "s").is_none());
    }
}
