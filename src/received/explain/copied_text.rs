//! Ways in which the text of a URL is changed when it is copied: out of an HTML page or a JSON document, out of a mail,
//! through a shell, by a program that encodes it once more. Each is undone to see whether the link is right without it.

use std::borrow::Cow;

use crate::Received;
use crate::limits::MAX_URL_BYTES;
use crate::received::Address;

/// A change: how a sentence names it, and what undoes it.
type Change = (&'static str, fn(&str) -> Cow<'_, str>);

const HTML: &str = "HTML escaping, which writes &amp; for &";
const JSON: &str = "JSON escaping, which writes \\u0026 for &";
const QUOTED_PRINTABLE: &str = "a mail's quoted-printable encoding, which writes =3D for =";
const WHITE_SPACE: &str =
    "a line break or white space within the URL, as mail programs and terminals insert it";
const PUNCTUATION: &str = "punctuation around the URL, as in a sentence or between quotes";
const BACKSLASHES: &str = "backslashes, as shells and Markdown insert them";
const TWICE: &str = "a second percent-encoding of the URL, which writes %25 for %";
const TWICE_QUERY: &str = "a second percent-encoding of the query, which writes %25 for %";
const ALL: &str = "a percent-encoding of the whole URL, which writes %3F for ? and %26 for &";

/// The changes. More than one may have been made, and each is undone after those before it.
const CHANGES: [Change; 9] = [
    (JSON, without_json),
    (HTML, without_html),
    (QUOTED_PRINTABLE, without_quoted_printable),
    (WHITE_SPACE, without_white_space),
    (PUNCTUATION, without_punctuation),
    (BACKSLASHES, without_backslashes),
    (ALL, decoded),
    (TWICE, decoded_once),
    (TWICE_QUERY, query_decoded_once),
];

/// Maximum length of a text that is undone, in bytes. Encoding a URL makes it up to three times as long.
const MOST_BYTES: usize = 4 * MAX_URL_BYTES;

/// A text that a URL may have been before it was copied, and the changes that were made to it.
pub(super) struct Original {
    pub(super) text: String,
    pub(super) changes: String,
}

/// Lists what is undone, for a sentence that says what was tried.
pub(super) const TRIED: &str = "escapes, line breaks and punctuation of a copied text";

/// Returns the texts that a URL may have been: one for each change that it may contain, and one without all of them.
pub(super) fn originals(copied: &str) -> Vec<Original> {
    let mut originals = Vec::new();
    if copied.len() > MOST_BYTES {
        return originals;
    }
    let (mut all, mut names) = (Cow::Borrowed(copied), Vec::new());
    for (name, undo) in CHANGES {
        let text = undo(copied);
        if text != copied {
            originals.push(Original { text: text.into_owned(), changes: name.to_owned() });
        }
        let text = undo(&all).into_owned();
        if text != all {
            all = Cow::Owned(text);
            names.push(name);
        }
    }
    if names.len() > 1 {
        originals.push(Original { text: all.into_owned(), changes: names.join("; and ") });
    }
    originals
}

fn without_json(text: &str) -> Cow<'_, str> {
    Cow::Owned(
        text.replace("\\u0026", "&").replace("\\u003d", "=").replace("\\u003D", "=").replace("\\/", "/"),
    )
}

fn without_html(text: &str) -> Cow<'_, str> {
    let mut text = text.to_owned();
    // Templates within templates escape twice.
    for _ in 0..3 {
        for and in ["&amp;", "&#38;", "&#x26;", "&#038;"] {
            text = text.replace(and, "&");
        }
        text = text.replace("&#x3D;", "=").replace("&#61;", "=").replace("&#x2F;", "/");
    }
    Cow::Owned(text)
}

fn without_quoted_printable(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "="))
}

fn without_white_space(text: &str) -> Cow<'_, str> {
    let is_kept = |character: char| {
        !character.is_whitespace()
            && !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    };
    let kept: String = text.chars().filter(|character| is_kept(*character)).collect();
    let mut end = kept.as_str();
    while let Some(shorter) =
        ["%0A", "%0a", "%0D", "%0d", "%20"].iter().find_map(|escape| end.strip_suffix(escape))
    {
        end = shorter;
    }
    Cow::Owned(end.to_owned())
}

fn without_punctuation(text: &str) -> Cow<'_, str> {
    let is_before = |character: char| {
        matches!(character, '<' | '(' | '[' | '{' | '"' | '\'' | '`' | '*' | '_' | '«' | '“' | '‘')
    };
    let is_behind = |character: char| {
        is_before(character)
            || matches!(
                character,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '>'
                    | ')'
                    | ']'
                    | '}'
                    | '|'
                    | '»'
                    | '”'
                    | '’'
                    | '…'
                    | '\\'
            )
    };
    let text = text.trim_start_matches(is_before).trim_end_matches(is_behind);
    let ends = ["%22", "%27", "%3E", "%29", "%5D", "%2C", "&quot"];
    Cow::Borrowed(ends.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text))
}

fn without_backslashes(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.replace('\\', ""))
}

/// Decodes a URL whose delimiters are escapes: `https%3A%2F%2Fhost%2Fkey%3FX-Amz-...`, or such a query.
fn decoded(text: &str) -> Cow<'_, str> {
    let is_encoded = ["%3F", "%3f", "%26"].iter().any(|escape| text.contains(escape)) && !text.contains('&');
    if !is_encoded {
        return Cow::Borrowed(text);
    }
    let delimiters = [("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%26", "&"), ("%3D", "="), ("%3B", ";")];
    let mut decoded = text.to_owned();
    for (escape, character) in delimiters {
        decoded = decoded.replace(escape, character).replace(&escape.to_ascii_lowercase(), character);
    }
    Cow::Owned(decoded_once(&decoded).into_owned())
}

fn decoded_once(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.replace("%25", "%"))
}

fn query_decoded_once(text: &str) -> Cow<'_, str> {
    match text.split_once('?') {
        Some((path, query)) => Cow::Owned(format!("{path}?{}", decoded_once(query))),
        None => Cow::Borrowed(text),
    }
}

/// Returns the part of a request that is copied as text: the URL, or the request target.
pub(super) fn text_of<'a>(request: &Received<'a>) -> &'a str {
    match request.address {
        Address::Url(url) => url,
        Address::Sent { target, .. } => target,
    }
}

/// Returns the request with another URL, or another request target.
pub(super) fn with_text<'a>(request: &Received<'a>, text: &'a str) -> Received<'a> {
    let address = match request.address {
        Address::Url(_) => Address::Url(text),
        Address::Sent { host, .. } => Address::Sent { host, target: text },
    };
    Received { address, ..*request }
}
