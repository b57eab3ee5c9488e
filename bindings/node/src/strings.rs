//! Many strings in one text.

use presign::Keys;

use crate::values::{Joined, Part};

/// Strings that the JavaScript side joined: their UTF-8 in one text, and where each ends.
#[derive(Default)]
pub(crate) struct Strings {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The indices of those that have a lone surrogate, in ascending order. Their text is empty.
    broken: Vec<usize>,
}

impl Strings {
    /// Splits the texts into strings of these lengths, in UTF-16 code units. Returns none if the lengths are those of
    /// other texts.
    pub(crate) fn new(texts: &[Joined], lengths: impl IntoIterator<Item = usize>) -> Option<Self> {
        let mut strings = Self::default();
        let mut lengths = lengths.into_iter();
        for text in texts {
            match text {
                Joined::Ascii(bytes) => strings.add_ascii(bytes, &mut lengths)?,
                Joined::Units(units) => strings.add_units(units, &mut lengths)?,
            }
        }
        for length in lengths {
            if length != 0 {
                return None;
            }
            strings.ends.push(strings.text.len());
        }
        Some(strings)
    }

    fn add_ascii(&mut self, bytes: &[u8], lengths: &mut impl Iterator<Item = usize>) -> Option<()> {
        let mut end = self.text.len();
        self.text.extend_from_slice(bytes);
        while end < self.text.len() {
            end = end.checked_add(lengths.next()?)?;
            self.ends.push(end);
        }
        (end == self.text.len()).then_some(())
    }

    fn add_units(&mut self, units: &[u16], lengths: &mut impl Iterator<Item = usize>) -> Option<()> {
        let mut rest = units;
        while !rest.is_empty() {
            let units;
            (units, rest) = rest.split_at_checked(lengths.next()?)?;
            let begin = self.text.len();
            for character in char::decode_utf16(units.iter().copied()) {
                let Ok(character) = character else {
                    self.text.truncate(begin);
                    self.broken.push(self.ends.len());
                    break;
                };
                self.text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            self.ends.push(self.text.len());
        }
        Some(())
    }

    /// Returns the string with this index, if there is one.
    pub(crate) fn get(&self, index: usize) -> Option<Part<'_>> {
        let end = *self.ends.get(index)?;
        let is_broken = self.broken.binary_search(&index).is_ok();
        let bytes = self.text.get(self.begin(index)..end)?;
        Some(Part(std::str::from_utf8(bytes).ok().filter(|_| !is_broken)))
    }

    /// Returns the index of the first string with a lone surrogate.
    pub(crate) fn first_broken(&self) -> Option<usize> {
        self.broken.first().copied()
    }

    fn begin(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }
}

impl Keys for Strings {
    fn count(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.ends.get(index).and_then(|end| self.text.get(self.begin(index)..*end)).unwrap_or_default()
    }
}
