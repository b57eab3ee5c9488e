//! Defines the failures of the command, with their messages and exit codes.

use std::io;

use crate::config::ConfigError;
use crate::shown;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line is invalid; the exit code is 2.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Presign(#[from] presign::Error),
    #[error(transparent)]
    Batch(#[from] presign::BatchError),
    #[error("{0}{option}", option = nested_option(.0))]
    Playlist(#[from] presign::PlaylistError),
    #[error(transparent)]
    Refused(#[from] presign::Refusal),
    /// The presigned URL given to `presign verify` is refused, with the HTTP status that a server would respond.
    #[error("{status} {0}", status = .0.status())]
    UrlRefused(presign::Refusal),
    #[error("{0}: {1}")]
    ErrorResponse(String, presign::ErrorResponseError),
    #[error("{0}")]
    Key(String),
    #[error("{what}: {error}")]
    Io { what: String, error: io::Error },
    #[error("cannot write the output: {0}")]
    Output(io::Error),
}

/// Names the option that a message asks for.
fn nested_option(error: &presign::PlaylistError) -> &'static str {
    if matches!(error, presign::PlaylistError::Nested { .. }) { " (--nested)" } else { "" }
}

impl Failure {
    /// As a function, for `map_err`.
    pub(crate) fn output(error: io::Error) -> Self {
        Self::Output(error)
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns the message, safe to print to a terminal. Each value is escaped where its message is built; this escapes
    /// anything missed there. Only clap's messages have more than one line.
    pub(crate) fn message(&self) -> String {
        let text = self.to_string();
        if matches!(self, Self::Usage(_)) { shown::lines(&text) } else { shown::escaped(&text) }.into_owned()
    }

    pub(crate) fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}
