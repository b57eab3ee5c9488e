//! Reads an input that is text, so that seeds are readable: a line of numbers, then lines of strings, then lines whose
//! first letter says what they are.

/// The parts of an input. Missing numbers are 0, missing strings are empty.
pub struct Text<'a> {
    pub numbers: [i64; 6],
    pub strings: [&'a str; 8],
    lettered: Vec<(char, &'a str)>,
}

impl<'a> Text<'a> {
    /// Reads an input with `strings` lines of strings. `None` if it is not UTF-8.
    pub fn read(data: &'a [u8], strings: usize) -> Option<Self> {
        let mut lines = std::str::from_utf8(data).ok()?.split('\n');
        let mut text = Self { numbers: [0; 6], strings: [""; 8], lettered: vec![] };
        for (number, word) in text.numbers.iter_mut().zip(lines.next().unwrap_or_default().split(' ')) {
            *number = word.parse().unwrap_or_default();
        }
        for (string, line) in text.strings.iter_mut().take(strings).zip(&mut lines) {
            *string = line;
        }
        text.lettered = lines
            .filter_map(|line| {
                let letter = line.chars().next()?;
                Some((letter, line.get(letter.len_utf8()..)?))
            })
            .collect();
        Some(text)
    }

    /// Returns the lines with this letter, without it.
    pub fn lines(&self, letter: char) -> impl Iterator<Item = &'a str> {
        self.lettered.iter().filter(move |(found, _)| *found == letter).map(|(_, line)| *line)
    }

    /// Returns the lines `name=value` with this letter.
    pub fn pairs(&self, letter: char) -> Vec<(&'a str, &'a str)> {
        self.lines(letter).map(|line| line.split_once('=').unwrap_or((line, ""))).collect()
    }
}

/// Returns owned pairs.
#[allow(dead_code, reason = "only some targets compare with the naive signer")]
pub fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
