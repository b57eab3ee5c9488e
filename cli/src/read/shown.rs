//! What others wrote, on its way to a terminal, which would obey it: a link's control characters can forge lines, and
//! colour or hide what stands around them. Everything that is read out of a link or an answer is printed through here.

use std::borrow::Cow;

use serde_json::Value;

/// A line as it is, or quoted and escaped where it would not stay what it is.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_obeyed) { Cow::Owned(format!("{text:?}")) } else { Cow::Borrowed(text) }
}

/// An object on a line of its own. JSON escapes some control characters by itself; those that are left stand within
/// strings.
pub(super) fn object(object: &Value) -> String {
    let mut text = String::new();
    for character in object.to_string().chars() {
        if is_obeyed(character) {
            text.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            text.push(character);
        }
    }
    text + "\n"
}

/// Control characters, line separators, and those that turn the direction of what follows.
fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        for plain in ["", "a b", "\"a\\n\"", "ä\u{1f600}"] {
            assert_eq!(line(plain), plain);
        }
        for text in
            ["a\nb", "\u{1b}[31m", "\r", "\t", "\u{7f}", "\u{9b}2J", "\u{2028}", "\u{202e}", "\u{2066}"]
        {
            let json = object(&text.into());
            for shown in [line(text).into_owned(), json.trim_end_matches('\n').to_owned()] {
                assert!(!shown.chars().any(is_obeyed), "{shown:?}");
            }
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
