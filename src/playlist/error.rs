//! Why a playlist was not signed.

use crate::error::quoted;
use crate::{Error, ErrorKind, MAX_PLAYLIST_BYTES};

/// Says why a playlist was not signed, and which line caused it. No message shows the query or the fragment of a URI, which
/// may be secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaylistError {
    /// The request breaks a rule; no line of the playlist is wrong.
    #[error(transparent)]
    Request(#[from] Error),

    /// The request has another method than GET.
    #[error("players read the files of a playlist with GET: a playlist cannot be signed for method {method}")]
    Method {
        /// The method as given, quoted.
        method: String,
    },

    /// The playlist is too long.
    #[error("the playlist is longer than {limit} bytes, the limit", limit = MAX_PLAYLIST_BYTES)]
    TooLong,

    /// The playlist's own key cannot be the base of references.
    #[error("the playlist's key {key} {rule}")]
    PlaylistKey {
        /// The key as given, quoted.
        key: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// The template for nested playlists breaks a rule.
    #[error("the template for nested playlists, {template}, {rule}")]
    Template {
        /// The template as given, quoted.
        template: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A line breaks a rule of playlists.
    #[error("line {line} {rule}")]
    Line {
        /// The line's number, counted from 1.
        line: usize,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A URI cannot be signed.
    #[error("line {line}: URI {uri} {rule}")]
    Uri {
        /// The line's number, counted from 1.
        line: usize,
        /// The URI as it is in the playlist, quoted, without its query.
        uri: String,
        /// The rule that it breaks.
        rule: &'static str,
    },

    /// A URI leads to another playlist, and the caller did not say what becomes of these.
    #[error(
        "line {line}: URI {uri} leads to a playlist, whose own URIs would not be signed: choose where nested playlists \
         lead: a template with {{key}}, keep or sign"
    )]
    Nested {
        /// The line's number, counted from 1.
        line: usize,
        /// The URI as it is in the playlist, quoted, without its query.
        uri: String,
    },

    /// A URI leads to a key that cannot be signed.
    #[error("line {line}: {error}")]
    Key {
        /// The line's number, counted from 1.
        line: usize,
        /// The rule that the key breaks.
        error: Error,
    },
}

impl PlaylistError {
    /// Returns what the error is about: that of the request or the key, where one of these is wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Request(error) | Self::Key { error, .. } => error.kind(),
            Self::Method { .. } => ErrorKind::Method,
            Self::PlaylistKey { .. } => ErrorKind::Key,
            Self::Template { .. } => ErrorKind::Choice,
            Self::TooLong | Self::Line { .. } | Self::Uri { .. } | Self::Nested { .. } => ErrorKind::Playlist,
        }
    }

    /// Returns the number of the line that is wrong, counted from 1; `None` if no line is.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Request(_)
            | Self::Method { .. }
            | Self::TooLong
            | Self::PlaylistKey { .. }
            | Self::Template { .. } => None,
            Self::Nested { line, .. }
            | Self::Line { line, .. }
            | Self::Uri { line, .. }
            | Self::Key { line, .. } => Some(*line),
        }
    }
}

/// Formats a URI for a message, without its query and its fragment.
pub(super) fn shown(uri: &str) -> String {
    quoted(uri.split(['?', '#']).next().unwrap_or_default())
}
