//! Static texts for C: the core's, each with the NUL that C needs, made at compile time.

use std::ffi::CStr;

/// Name and message of a number that its enumeration does not define.
pub(crate) const UNKNOWN: &CStr = c"unknown";

/// Makes `[&'static CStr; N]` at compile time: what the `const fn` `$text` gives for each element of `$all`, in order.
macro_rules! c_texts {
    ($all:path, $text:path) => {{
        const TEXTS: [&str; $all.len()] = {
            let mut texts = [""; $all.len()];
            let mut index = 0;
            while index < texts.len() {
                #[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
                {
                    texts[index] = $text($all[index]);
                }
                index += 1;
            }
            texts
        };
        const ROWS: &[[u8; $crate::texts::longest(&TEXTS) + 1]; TEXTS.len()] =
            &$crate::texts::terminated(TEXTS);
        const C_TEXTS: [&std::ffi::CStr; TEXTS.len()] = $crate::texts::c_strings(ROWS);
        C_TEXTS
    }};
}

pub(crate) use c_texts;

/// Returns the text with a number, where numbers start at 1.
pub(crate) fn by_number(texts: &[&'static CStr], number: i32) -> Option<&'static CStr> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    texts.get(index).copied()
}

/// Returns the length in bytes of the longest text.
#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn longest(texts: &[&str]) -> usize {
    let (mut longest, mut index) = (0, 0);
    while index < texts.len() {
        if texts[index].len() > longest {
            longest = texts[index].len();
        }
        index += 1;
    }
    longest
}

/// Copies texts that are shorter than `WIDTH` bytes, and fills each row with NULs.
#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn terminated<const COUNT: usize, const WIDTH: usize>(
    texts: [&str; COUNT],
) -> [[u8; WIDTH]; COUNT] {
    let mut rows = [[0; WIDTH]; COUNT];
    let mut index = 0;
    while index < COUNT {
        let (row, _) = rows[index].split_at_mut(texts[index].len());
        row.copy_from_slice(texts[index].as_bytes());
        index += 1;
    }
    rows
}

/// Views rows that each hold a NUL as C strings.
#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn c_strings<const COUNT: usize, const WIDTH: usize>(
    rows: &'static [[u8; WIDTH]; COUNT],
) -> [&'static CStr; COUNT] {
    let mut texts = [UNKNOWN; COUNT];
    let mut index = 0;
    while index < COUNT {
        if let Ok(text) = CStr::from_bytes_until_nul(&rows[index]) {
            texts[index] = text;
        }
        index += 1;
    }
    texts
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    #[test]
    fn numbers_outside_the_table_have_no_text() {
        let texts = [c"one", c"two"];
        assert_eq!([1, 2].map(|number| by_number(&texts, number)), [Some(c"one"), Some(c"two")]);
        assert_eq!([0, 3, -1, i32::MIN, i32::MAX].map(|number| by_number(&texts, number)), [None; 5]);
    }

    /// Checks that each constant of the header whose name begins with `prefix` has the machine name that the rest of it
    /// spells: `PRESIGN_REASON_NOT_SIGNED` is "not-signed". Returns how many constants there are.
    pub(crate) fn constants_have_their_names<Number: TryFrom<i64>>(
        prefix: &str,
        name: impl Fn(Number) -> &'static CStr,
    ) -> usize {
        let header = include_str!("../../../include/presign.h");
        let constants = header.lines().filter_map(|line| line.strip_prefix("#define ")?.strip_prefix(prefix));
        let constants: Vec<_> = constants.map(|line| line.split_once(' ').unwrap()).collect();
        for (constant, number) in &constants {
            let expected = constant.to_lowercase().replace('_', "-");
            let number: i64 = match number.trim_end_matches('u').split_at_checked(2) {
                Some(("0x", digits)) => i64::from_str_radix(digits, 16).unwrap(),
                _ => number.trim_end_matches('u').parse().unwrap(),
            };
            let number = Number::try_from(number).ok().unwrap();
            assert_eq!(name(number).to_str(), Ok(&*expected), "{prefix}{constant}");
        }
        constants.len()
    }
}
