//! What others wrote, on its way to a terminal, which would obey it: control characters can forge lines, and colour or
//! hide what stands around them. Everything that comes out of a file, a variable, an argument, a link or an answer is
//! printed through here.

use std::borrow::Cow;
use std::path::Path;

use serde_json::Value;

/// Returns a line as it is, or quoted and escaped if it holds characters that a terminal obeys.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_obeyed) { Cow::Owned(format!("{text:?}")) } else { Cow::Borrowed(text) }
}

/// Returns a path as a line. Bytes that are not UTF-8 are escaped too, so that two paths never look the same.
pub(crate) fn path(path: &Path) -> String {
    match path.to_str() {
        Some(text) => line(text).into_owned(),
        None => format!("{path:?}"),
    }
}

/// Returns the text with every character that a terminal obeys escaped, newlines too, and without quotes around it: for
/// text inside other text.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    replaced(text, is_obeyed, |character| character.escape_default().to_string())
}

/// Returns the text escaped as in [`escaped`], but with its newlines.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let escape = |character: char| character.escape_default().to_string();
    replaced(text, |character| character != '\n' && is_obeyed(character), escape)
}

/// Returns the text as one word of a POSIX shell, quoted where it has to be. `None` if it holds a character that a
/// terminal obeys: quotes do not stop a control character on its way into an interactive shell, and with a direction
/// override the command would not run as it reads.
pub(crate) fn shell_word(text: &str) -> Option<Cow<'_, str>> {
    if text.chars().any(is_obeyed) { None } else { shlex::try_quote(text).ok() }
}

/// Returns an object on a line of its own.
pub(crate) fn object(object: &Value) -> String {
    json(&object.to_string()) + "\n"
}

/// Returns the same JSON document with no character that a terminal obeys. JSON escapes some control characters by
/// itself, all newlines in strings among them; those that are left stand within strings.
pub(crate) fn json(document: &str) -> String {
    let escape = |character| format!("\\u{:04x}", u32::from(character));
    replaced(document, |character| character != '\n' && is_obeyed(character), escape).into_owned()
}

/// Returns HTML text or an attribute's value, already escaped for HTML, with a reference for each character that a
/// terminal obeys.
pub(crate) fn html(text: &str) -> Cow<'_, str> {
    replaced(text, is_obeyed, |character| format!("&#x{:x};", u32::from(character)))
}

fn replaced(text: &str, is_replaced: fn(char) -> bool, replace: fn(char) -> String) -> Cow<'_, str> {
    if !text.chars().any(is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_replaced(character) {
            out.push_str(&replace(character));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
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
            for shown in [line(plain), escaped(plain), lines(plain), path(Path::new(plain)).into()] {
                assert_eq!(shown, plain);
            }
        }
        for text in (0..=0x10_ffff).filter_map(char::from_u32).filter(|&character| is_obeyed(character)) {
            let text = &format!("a{text}b");
            let json = object(&text.as_str().into());
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), *text);
            let all = [
                line(text).into_owned(),
                path(Path::new(text)),
                escaped(text).into_owned(),
                lines(text).replace('\n', ""),
                json.trim_end_matches('\n').to_owned(),
                html(text).into_owned(),
            ];
            for shown in all {
                assert!(!shown.chars().any(is_obeyed), "{shown:?}");
            }
            assert_eq!(shell_word(text), None);
        }
        assert_eq!(lines("a\n\u{1b}b\n"), "a\n\\u{1b}b\n");
        assert_eq!(html(&html_escape::encode_double_quoted_attribute("\"\u{202e}")), "&quot;&#x202e;");
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf8_are_escaped() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"a\xff\x1bb");
        assert_eq!(path(Path::new(name)), r#""a\xFF\u{1b}b""#);
    }
}
