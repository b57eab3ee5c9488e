//! What ends the command without a link.

use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::config::ConfigError;
use crate::shown;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line cannot be understood.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Presign(#[from] presign::Error),
    #[error(transparent)]
    Batch(#[from] presign::BatchError),
    #[error(transparent)]
    Refused(#[from] presign::Refusal),
    /// A verdict, as a server would answer.
    #[error("{status} {0}", status = .0.status())]
    NotLetIn(presign::Refusal),
    #[error("{0}: {1}")]
    ErrorResponse(String, presign::ErrorResponseError),
    #[error("{0}")]
    Key(String),
    #[error("{what}: {error}")]
    Io { what: String, error: io::Error },
    #[error("cannot write the output: {0}")]
    Output(io::Error),
}

impl Failure {
    /// As a function, for `map_err`.
    pub(crate) fn output(error: io::Error) -> Self {
        Self::Output(error)
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns the message for a terminal. Each value in it is escaped where the message is made; what would have been
    /// missed there is escaped here. Only clap's message has more than one line.
    pub(crate) fn message(&self) -> String {
        let text = self.to_string();
        if matches!(self, Self::Usage(_)) { shown::lines(&text) } else { shown::escaped(&text) }.into_owned()
    }

    pub(crate) fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}

/// Returns clap's message, in which the words of the command line are escaped. A word that clap did not expect is not
/// repeated: it may be the value of a header that was not quoted.
pub(crate) fn usage_text(mut error: clap::Error) -> String {
    let is_word =
        |context| matches!(error.get(context), Some(ContextValue::String(word)) if !word.starts_with('-'));
    if is_word(ContextKind::InvalidSubcommand)
        || (error.kind() == ErrorKind::UnknownArgument && is_word(ContextKind::InvalidArg))
    {
        return "there is a word too many: quote a value that has spaces in it, and put options after \
                signurl, batch, post or policy. Try 'presign --help'."
            .to_owned();
    }
    escape_words(&mut error);
    let text = error.render().to_string();
    text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned()
}

/// Escapes what clap repeats of the command line. Its other texts are the command's own, and have line breaks.
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
