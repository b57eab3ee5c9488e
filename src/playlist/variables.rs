//! Variables: `#EXT-X-DEFINE:NAME="path",VALUE="video/1"` makes `{$path}` mean `video/1` in the lines that follow
//! (draft-pantos-hls-rfc8216bis, sections 4.3 and 4.4.2.3).

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;

use super::attributes::Attributes;
use crate::limits::{MAX_PLAYLIST_BYTES, MAX_REFERENCE_BYTES, MAX_VARIABLES};

/// The variables that the playlist has defined so far.
#[derive(Default)]
pub(super) struct Variables<'a> {
    by_name: HashMap<&'a str, Definition<'a>>,
    /// The bytes of values that took the place of variables.
    used: usize,
}

enum Definition<'a> {
    Value(Cow<'a, str>),
    /// Defined by another playlist, or by the URL under which the player reads this one.
    Elsewhere,
}

impl<'a> Variables<'a> {
    /// Reads a definition. Returns the rule that it breaks.
    pub(super) fn define(&mut self, attributes: Attributes<'a>) -> Result<(), &'static str> {
        let value_of = |name| attributes.last(name).map(|found| found.map(|attribute| attribute.value));
        let (name, definition) = match value_of("NAME")? {
            Some(name) => {
                let value = value_of("VALUE")?.ok_or("defines a variable without a VALUE")?;
                (name, Definition::Value(self.expand(value)?))
            }
            None => match value_of("IMPORT")?.or(value_of("QUERYPARAM")?) {
                Some(name) => (name, Definition::Elsewhere),
                None => return Err("defines a variable without a NAME, IMPORT or QUERYPARAM"),
            },
        };
        if self.by_name.len() >= MAX_VARIABLES {
            return Err("defines a variable too many: a playlist can have 1000");
        }
        match self.by_name.insert(name, definition) {
            None => Ok(()),
            Some(_) => Err("defines a variable for the second time"),
        }
    }

    /// Returns the text with the values of its variables in it, or the rule that it breaks.
    pub(super) fn expand(&mut self, text: &'a str) -> Result<Cow<'a, str>, &'static str> {
        // Searching for one byte is faster, and most texts have none.
        if memchr(b'{', text.as_bytes()).is_none() {
            return Ok(Cow::Borrowed(text));
        }
        let Some((mut before, mut rest)) = text.split_once("{$") else { return Ok(Cow::Borrowed(text)) };
        let mut expanded = String::new();
        loop {
            expanded.push_str(before);
            let Some((name, after)) = rest.split_once('}') else {
                return Err("has a { that begins a variable and no } after it");
            };
            match self.by_name.get(name) {
                Some(Definition::Value(value)) => {
                    expanded.push_str(value);
                    self.used += value.len();
                }
                Some(Definition::Elsewhere) => {
                    return Err(
                        "has a variable whose value is not in this playlist (IMPORT or QUERYPARAM): replace the \
                         variable by its value",
                    );
                }
                None => return Err("has a variable that no line above defines"),
            }
            // Values can contain values: without a limit, a few lines would define a text that fills the memory.
            if expanded.len() + after.len() > MAX_REFERENCE_BYTES {
                return Err("is over 8192 bytes long once its variables are replaced");
            }
            // A line of six bytes can use the longest value, and each line of the playlist can do so.
            if self.used > MAX_PLAYLIST_BYTES {
                return Err(
                    "uses variables once too often: a playlist can have 16777216 bytes of their values",
                );
            }
            match after.split_once("{$") {
                Some(parts) => (before, rest) = parts,
                None => {
                    expanded.push_str(after);
                    return Ok(Cow::Owned(expanded));
                }
            }
        }
    }
}
