//! What ends the command without a link.

use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::config::ConfigError;

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
    Answer(String, presign::AnswerError),
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

    pub(crate) fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}

/// clap's message. A word that clap did not expect is not repeated: it may be the value of a header that was not
/// quoted.
pub(crate) fn usage_text(error: &clap::Error) -> String {
    let is_word =
        |context| matches!(error.get(context), Some(ContextValue::String(word)) if !word.starts_with('-'));
    if is_word(ContextKind::InvalidSubcommand)
        || (error.kind() == ErrorKind::UnknownArgument && is_word(ContextKind::InvalidArg))
    {
        return "there is a word too many: quote a value that has spaces in it, and put options after \
                signurl, batch, post or policy. Try 'presign --help'."
            .to_owned();
    }
    let text = error.render().to_string();
    text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned()
}
