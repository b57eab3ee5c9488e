//! Finds quotation marks around keys and settings. The AWS tools take them as a part of the value, and a link that is
//! signed with such keys is refused, so they are refused here, without the value.

use super::ConfigError;

/// The quotation marks of settings files, shells and word processors: each with the one that ends the quotation.
const PAIRS: [(char, char); 6] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('\u{201c}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{201e}', '\u{201c}'),
];

/// Refuses a value in quotation marks. `origin` says where the setting is.
pub(super) fn refuse_around(setting: &'static str, origin: &str, value: &str) -> Result<(), ConfigError> {
    let mut inner = value.chars();
    let ends = inner.next().zip(inner.next_back());
    refuse(setting, origin, ends.filter(|ends| PAIRS.contains(ends)).map(|(first, _)| first))
}

/// Refuses a value with a quotation mark at either end.
pub(super) fn refuse_at_an_end(setting: &'static str, origin: &str, value: &str) -> Result<(), ConfigError> {
    let is_quote = |character: &char| PAIRS.iter().any(|(first, last)| [first, last].contains(&character));
    let mut ends = value.chars().next().into_iter().chain(value.chars().next_back());
    refuse(setting, origin, ends.find(is_quote))
}

fn refuse(setting: &'static str, origin: &str, quote: Option<char>) -> Result<(), ConfigError> {
    match quote {
        None => Ok(()),
        Some(quote) => Err(ConfigError::Quoted { setting, origin: origin.to_owned(), quote }),
    }
}
