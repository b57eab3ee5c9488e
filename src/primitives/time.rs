//! Converts between Unix seconds and `20130524T000000Z`, the form of a timestamp in a signature.

use crate::Error;
use crate::limits::MAX_TIME;

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// `20130524T000000Z` in two halves.
pub(crate) struct Stamp {
    /// `20130524`.
    pub(crate) date: [u8; 8],
    /// `T000000Z`.
    time: [u8; 8],
}

impl Stamp {
    /// Returns the stamp of a Unix time from 0 to [`MAX_TIME`].
    pub(crate) fn new(unix: i64) -> Self {
        // Narrow integers divide faster. The days until the year 9999 need 22 bits, the seconds of a day 17.
        let narrow = |number: i64| u32::try_from(number).unwrap_or_default();
        let (year, month, day) = civil(narrow(unix / SECONDS_PER_DAY));
        let second = narrow(unix % SECONDS_PER_DAY);
        let [[y1, y2], [y3, y4], [m1, m2], [d1, d2]] = [year / 100, year % 100, month, day].map(two_digits);
        let [[h1, h2], [n1, n2], [s1, s2]] = [second / 3600, second / 60 % 60, second % 60].map(two_digits);
        Self { date: [y1, y2, y3, y4, m1, m2, d1, d2], time: [b'T', h1, h2, n1, n2, s1, s2, b'Z'] }
    }

    /// Returns the stamp of a text that [`Stamp::read`] has accepted.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let (date, time) = text.as_bytes().split_first_chunk()?;
        Some(Self { date: *date, time: time.try_into().ok()? })
    }

    /// Parses a stamp and returns its Unix time in seconds; `None` if it is malformed or does not exist.
    pub(crate) fn read(text: &str) -> Option<i64> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let [y1, y2, y3, y4, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'] = *bytes else {
            return None;
        };
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2];
        if !digits.iter().fold(true, |all, digit| all & digit.is_ascii_digit()) {
            return None;
        }
        let two = |tens: u8, ones: u8| 10 * i64::from(tens - b'0') + i64::from(ones - b'0');
        let (year, month, day) = (100 * two(y1, y2) + two(y3, y4), two(m1, m2), two(d1, d2));
        let (hour, minute, second) = (two(h1, h2), two(n1, n2), two(s1, s2));
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last_day = match month {
            2 => 28 + i64::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_timestamp =
            year >= 1970 && (1..=last_day).contains(&day) && hour < 24 && minute < 60 && second < 60;
        is_timestamp.then(|| days(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second)
    }

    /// Restores a stamp from the result of [`Stamp::words`].
    #[inline]
    pub(crate) fn from_words([date, time]: [u64; 2]) -> Self {
        Self { date: date.to_le_bytes(), time: time.to_le_bytes() }
    }

    /// Returns the bytes as words, for a cache that stores words.
    pub(crate) fn words(&self) -> [u64; 2] {
        [u64::from_le_bytes(self.date), u64::from_le_bytes(self.time)]
    }

    #[inline]
    pub(crate) fn bytes(&self) -> [u8; 16] {
        let [date, time] = self.words();
        (u128::from(time) << 64 | u128::from(date)).to_le_bytes()
    }

    /// Returns `2013-05-24T00:00:00Z`, the form of the expiry in a POST policy.
    pub(crate) fn iso(&self) -> String {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = self.date.map(char::from);
        let [t, h1, h2, n1, n2, s1, s2, z] = self.time.map(char::from);
        [y1, y2, y3, y4, '-', m1, m2, '-', d1, d2, t, h1, h2, ':', n1, n2, ':', s1, s2, z].iter().collect()
    }
}

/// Fails unless `value` is from 0 to [`MAX_TIME`].
pub(crate) fn check(name: &'static str, value: i64) -> Result<i64, Error> {
    if (0..=MAX_TIME).contains(&value) { Ok(value) } else { Err(Error::Time { name, value }) }
}

/// Returns the current time in Unix seconds.
pub(crate) fn now() -> Result<i64, Error> {
    unix_seconds().filter(|now| *now <= MAX_TIME).ok_or(Error::Clock)
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn unix_seconds() -> Option<i64> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// WebAssembly alone has no clock, and the standard library's panics there: callers must pass the time.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn unix_seconds() -> Option<i64> {
    None
}

/// Returns the two decimal digits of a number from 0 to 99.
fn two_digits(number: u32) -> [u8; 2] {
    // The remainder of a division by ten fits into a byte.
    let digit = |number: u32| b'0' + (number % 10) as u8;
    [digit(number / 10), digit(number)]
}

/// Returns year, month and day of a day counted from 1970-01-01. The year is assumed to begin in March, so that the
/// leap day comes last and the lengths of the months follow one line (30.6 days a month).
fn civil(days: u32) -> (u32, u32, u32) {
    const DAYS_PER_ERA: u32 = 146_097; // 400 years
    let shifted = days + 719_468; // days since 0000-03-01
    let era = shifted / DAYS_PER_ERA;
    let day_of_era = shifted % DAYS_PER_ERA;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u32::from(month <= 2);
    (year, month, day)
}

/// Returns the days from 1970-01-01 to a day: the inverse of [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month_from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month_from_march + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values are those of GNU date: date -u -d @SECONDS +%Y%m%dT%H%M%SZ
    #[test]
    fn stamps_as_gnu_date_writes_them() {
        for (unix, stamp) in [
            (0, "19700101T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"),
            (1_369_353_600, "20130524T000000Z"),
            (1_709_164_799, "20240228T235959Z"),
            (1_735_689_599, "20241231T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
            (MAX_TIME, "99991231T235959Z"),
        ] {
            assert_eq!(Stamp::new(unix).bytes(), stamp.as_bytes(), "{unix}");
            assert_eq!(Stamp::from_words(Stamp::new(unix).words()).bytes(), stamp.as_bytes());
            assert_eq!(Stamp::read(stamp), Some(unix));
            assert_eq!(Stamp::new(unix).iso().replace(['-', ':'], ""), stamp);
            assert_eq!(Stamp::of_text(stamp).unwrap().bytes(), stamp.as_bytes());
        }
    }

    #[test]
    fn malformed_timestamps_are_not_read() {
        for text in [
            "",
            "20130524",
            "20130524T000000",
            "20130524T000000z",
            "20130524t000000Z",
            "20130524T000000Z ",
            "2013-05-24T00:00:00Z",
            "19691231T235959Z",
            "00000000T000000Z",
            "20130532T000000Z",
            "20130431T000000Z",
            "20130229T000000Z",
            "21000229T000000Z",
            "20130024T000000Z",
            "20131324T000000Z",
            "20130500T000000Z",
            "20130524T240000Z",
            "20130524T006000Z",
            "20130524T000060Z",
            "2013052+T000000Z",
        ] {
            assert_eq!(Stamp::read(text), None, "{text}");
        }
    }

    /// Every day of eight centuries, counted day by day.
    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..800 * 365 {
            assert_eq!(civil(days), (year, month, day));
            assert_eq!(super::days(year.into(), month.into(), day.into()), i64::from(days));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }
}
