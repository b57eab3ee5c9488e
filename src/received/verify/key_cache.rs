//! Caches the signing keys of the last days, regions and secrets that verified a link.
//!
//! Only a matching signature adds a key, so forged links evict nothing. No thread waits for the lock, because a fork
//! could leave it held in the child: a thread that does not get it derives the key again.

use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering};

use zeroize::Zeroizing;

use crate::primitives::constant_time::equal;
use crate::signing::sigv4::SigningState;

const SLOTS: usize = 8;

/// At most eight keys; the oldest is evicted first.
#[derive(Default)]
pub(crate) struct SigningKeyCache(RwLock<Slots>);

#[derive(Default)]
struct Slots {
    slots: [Option<DayKey>; SLOTS],
    next: usize,
}

struct DayKey {
    region: String,
    /// The secret that the key was derived from: an access key may get another secret at any time.
    secret: Zeroizing<String>,
    /// The day's key and one timestamp of the day: the links of a page or of a cache window have the same signing time.
    signing_state: SigningState,
    /// Candidate timestamp: promoted to `moment` only when seen twice in a row, so that interleaved timestamps do not
    /// keep taking the write lock.
    candidate: AtomicI64,
}

impl DayKey {
    fn is_of(&self, date: [u8; 8], region: &str, secret: &str) -> bool {
        self.signing_state.stamp().date == date
            && self.region == region
            && equal(self.secret.as_bytes(), secret.as_bytes())
    }
}

impl SigningKeyCache {
    /// Returns the cached state for this day; its timestamp may be another second of the day.
    pub(super) fn get(&self, date: [u8; 8], region: &str, secret: &str) -> Option<SigningState> {
        let kept = self.0.try_read().ok()?;
        let day_key = kept.slots.iter().flatten().find(|kept| kept.is_of(date, region, secret))?;
        Some(day_key.signing_state.clone())
    }

    /// Caches the state that verified a link, if it differs from the one that [`SigningKeyCache::get`] returned.
    pub(super) fn put(&self, region: &str, secret: &str, signing_state: &SigningState) {
        let is_of = |kept: &DayKey| kept.is_of(signing_state.stamp().date, region, secret);
        if let Ok(kept) = self.0.try_read()
            && let Some(day_key) = kept.slots.iter().flatten().find(|kept| is_of(kept))
            && day_key.candidate.swap(signing_state.signed_at(), Ordering::Relaxed)
                != signing_state.signed_at()
        {
            return;
        }
        let Ok(mut kept) = self.0.try_write() else { return };
        if let Some(day_key) = kept.slots.iter_mut().flatten().find(|kept| is_of(kept)) {
            day_key.signing_state = signing_state.clone();
            return;
        }
        let next = kept.next % SLOTS;
        kept.next = next + 1;
        if let Some(slot) = kept.slots.get_mut(next) {
            *slot = Some(DayKey {
                region: region.to_owned(),
                secret: Zeroizing::new(secret.to_owned()),
                signing_state: signing_state.clone(),
                candidate: AtomicI64::new(signing_state.signed_at()),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::sha256::HmacKey;
    use crate::primitives::time::Stamp;

    const DAY: i64 = 86_400;

    /// Makes a state that contains a number.
    fn signing_state(signed_at: i64, word: u32) -> SigningState {
        let key = HmacKey { inner: [word; 8], outer: [!word; 8] };
        SigningState::new(signed_at, &Stamp::new(signed_at), &key, [word; 8])
    }

    /// Returns the timestamp and the number cached for a day.
    fn kept(key_cache: &SigningKeyCache, signed_at: i64, region: &str, secret: &str) -> Option<(i64, u32)> {
        let signing_state = key_cache.get(Stamp::new(signed_at).date, region, secret)?;
        Some((signing_state.signed_at(), signing_state.key().inner[0]))
    }

    #[test]
    fn eight_are_kept_and_the_oldest_goes_first() {
        let key_cache = SigningKeyCache::default();
        for (day, word) in (0..9).zip(0..) {
            key_cache.put("r", "s", &signing_state(day * DAY, word));
        }
        let words: Vec<_> =
            (0..9).map(|day| kept(&key_cache, day * DAY, "r", "s").map(|(_, word)| word)).collect();
        assert_eq!(words, [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), Some(8)]);
    }

    #[test]
    fn a_key_is_of_one_day_one_region_and_one_secret() {
        let key_cache = SigningKeyCache::default();
        key_cache.put("r", "secret", &signing_state(0, 1));
        assert_eq!(kept(&key_cache, DAY - 1, "r", "secret"), Some((0, 1)));
        assert!(kept(&key_cache, DAY, "r", "secret").is_none());
        assert!(kept(&key_cache, 0, "q", "secret").is_none());
        assert!(kept(&key_cache, 0, "r", "secreT").is_none());
        assert!(kept(&key_cache, 0, "r", "secret2").is_none());
    }

    #[test]
    fn a_second_takes_the_place_of_another_when_it_comes_again() {
        let key_cache = SigningKeyCache::default();
        for (second, expected) in [(0, 0), (7, 0), (9, 0), (7, 0), (7, 7), (9, 7), (9, 9)] {
            key_cache.put("r", "s", &signing_state(second, 1));
            assert_eq!(kept(&key_cache, 0, "r", "s"), Some((expected, 1)), "after {second}");
        }
    }

    /// A fork during a write leaves the lock held like this.
    #[test]
    fn a_lock_that_nobody_lets_go_is_not_waited_for() {
        let key_cache = SigningKeyCache::default();
        key_cache.put("r", "s", &signing_state(0, 1));
        let held = key_cache.0.write().unwrap();
        assert!(kept(&key_cache, 0, "r", "s").is_none());
        key_cache.put("r", "s", &signing_state(DAY, 2));
        drop(held);
        assert!(kept(&key_cache, 0, "r", "s").is_some());
        assert!(kept(&key_cache, DAY, "r", "s").is_none());
    }
}
