//! Messages about an invalid command line.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::{forms, shown};

/// Returns the message about an argument that no form expects. The argument is not shown, because it may be the value
/// of a header that was not quoted.
pub(crate) fn unexpected_argument() -> String {
    format!(
        "unexpected argument (not shown): put quotes around a value that contains spaces, and put options after the \
         subcommand ({}). Try 'presign --help'.",
        forms::names().join(", ")
    )
}

/// Returns clap's message with the arguments in it escaped.
pub(crate) fn usage_text(mut error: clap::Error) -> String {
    let is_word =
        |context| matches!(error.get(context), Some(ContextValue::String(word)) if !word.starts_with('-'));
    if is_word(ContextKind::InvalidSubcommand)
        || (error.kind() == ErrorKind::UnknownArgument && is_word(ContextKind::InvalidArg))
    {
        return unexpected_argument();
    }
    // `--expires` and `--expire` are meant as the option of `aws s3 presign`.
    let is_expires =
        |argument: &ContextValue| argument.to_string().trim_start_matches('-').starts_with("expire");
    if error.kind() == ErrorKind::UnknownArgument
        && error.get(ContextKind::InvalidArg).is_some_and(is_expires)
    {
        error.insert(ContextKind::SuggestedArg, ContextValue::String("--expires-in".to_owned()));
    }
    escape_words(&mut error);
    let text = error.render().to_string();
    text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned()
}

/// Escapes the arguments that clap repeats in its message. The message's other texts are constants and have line
/// breaks.
fn escape_words(error: &mut clap::Error) {
    let escaped = |text: &str| shown::escaped(text).into_owned();
    let words: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| {
            let value = match value {
                ContextValue::String(word) => ContextValue::String(escaped(word)),
                ContextValue::Strings(words) => {
                    ContextValue::Strings(words.iter().map(|word| escaped(word)).collect())
                }
                ContextValue::StyledStrs(tips) => ContextValue::StyledStrs(
                    tips.iter().map(|tip| escaped(&tip.to_string()).into()).collect(),
                ),
                _ => return None,
            };
            Some((kind, value))
        })
        .collect();
    for (kind, value) in words {
        error.insert(kind, value);
    }
}
