//! Escapes untrusted text for output. A terminal interprets control characters, which can forge lines, and colour or
//! hide the text around them. Everything from a file, a variable, an argument, a presigned URL or an error response is
//! printed through this module.

use std::borrow::Cow;
use std::path::Path;

use serde_json::Value;

/// Returns a line unchanged, or quoted and escaped if it contains characters that a terminal interprets.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_interpreted) { Cow::Owned(format!("{text:?}")) } else { Cow::Borrowed(text) }
}

/// Returns a path as [`line`] does. Bytes that are not UTF-8 are escaped too, so that two paths never look the same.
pub(crate) fn path(path: &Path) -> String {
    match path.to_str() {
        Some(text) => line(text).into_owned(),
        None => format!("{path:?}"),
    }
}

/// Returns the text with every character that a terminal interprets escaped, including newlines, and without quotes
/// around it, for use inside other text.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    replaced(text, is_interpreted, |character| character.escape_default().to_string())
}

/// Returns the text escaped as in [`escaped`], but with its newlines kept.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let escape = |character: char| character.escape_default().to_string();
    replaced(text, |character| character != '\n' && is_interpreted(character), escape)
}

/// Returns the text as one word for a POSIX shell, quoted if necessary. Returns `None` if it contains a character that
/// a terminal interprets: quotes do not keep an interactive shell from acting on a control character, and with a
/// direction override the command would run differently from how it reads.
pub(crate) fn shell_word(text: &str) -> Option<Cow<'_, str>> {
    if text.chars().any(is_interpreted) { None } else { shlex::try_quote(text).ok() }
}

/// Returns a JSON object on one line, with a newline at the end.
pub(crate) fn object(object: &Value) -> String {
    json(&object.to_string()) + "\n"
}

/// Returns an equal JSON document without characters that a terminal interprets. JSON itself escapes some control
/// characters, including all newlines in strings; those that are left occur in strings only.
pub(crate) fn json(document: &str) -> String {
    let escape = |character| format!("\\u{:04x}", u32::from(character));
    replaced(document, |character| character != '\n' && is_interpreted(character), escape).into_owned()
}

/// Returns HTML text or an attribute's value, already escaped for HTML, with a character reference for each character
/// that a terminal interprets.
pub(crate) fn html(text: &str) -> Cow<'_, str> {
    replaced(text, is_interpreted, |character| format!("&#x{:x};", u32::from(character)))
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

/// Whether a terminal interprets the character: control characters, line separators, and characters that change the
/// direction of text.
fn is_interpreted(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_left_that_a_terminal_interprets() {
        for plain in ["", "a b", "\"a\\n\"", "ä\u{1f600}"] {
            for shown in [line(plain), escaped(plain), lines(plain), path(Path::new(plain)).into()] {
                assert_eq!(shown, plain);
            }
        }
        for text in (0..=0x10_ffff).filter_map(char::from_u32).filter(|&character| is_interpreted(character))
        {
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
                assert!(!shown.chars().any(is_interpreted), "{shown:?}");
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
