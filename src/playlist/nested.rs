//! Where the playlists lead that are named in a playlist.

use super::error::PlaylistError;
use crate::error::quoted;
use crate::primitives::encode;
use crate::signing::buffer::into_string;

/// Says where the URIs of other playlists lead, which a multivariant playlist has.
///
/// A storage does not rewrite what it stores: a nested playlist that is read by a link still has its own relative URIs,
/// and these lead to objects without a signature. So the nested playlist must come from a server that signs it, or be
/// signed beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Nested<'a> {
    /// Makes such a URI an error, which says what to choose.
    #[default]
    Refuse,
    /// Leaves relative URIs as they are: the server that serves this playlist serves the nested ones too.
    Keep,
    /// Signs them, for nested playlists whose own URIs need no signature.
    Sign,
    /// Replaces them by this text, for example `https://app.example/playlist?key={key}`. `{key}` becomes the playlist's
    /// key with everything percent-encoded, `{path}` the key with its slashes kept.
    Template(&'a str),
}

impl<'a> Nested<'a> {
    /// Reads `keep`, `sign`, or a template, which must contain `{key}` or `{path}`.
    ///
    /// # Errors
    /// [`PlaylistError::Template`].
    pub fn parse(text: &'a str) -> Result<Self, PlaylistError> {
        match text {
            "keep" => Ok(Self::Keep),
            "sign" => Ok(Self::Sign),
            _ if PLACEHOLDERS.iter().any(|(name, _)| text.contains(name)) => Ok(Self::Template(text)),
            _ => Err(PlaylistError::Template {
                template: quoted(text),
                rule: "must contain {key} or {path}, or be keep or sign",
            }),
        }
    }
}

/// Where one nested playlist leads, if not every URI of one is left alone.
pub(super) enum NestedTarget {
    Refuse,
    Sign,
    Url(String),
}

/// Returns where the nested playlist with a key leads; `None` if the URIs of nested playlists are left alone.
pub(super) type NestedTargets<'a, E> = Option<&'a mut dyn FnMut(&str) -> Result<NestedTarget, E>>;

type Encode = fn(&mut Vec<u8>, &[u8]);

const PLACEHOLDERS: [(&str, Encode); 2] = [("{key}", encode::component), ("{path}", encode::path)];

/// Returns the template with the key in it.
pub(super) fn filled(template: &str, key: &str) -> String {
    let mut url = template.to_owned();
    for (name, encode) in PLACEHOLDERS {
        if url.contains(name) {
            let mut encoded = Vec::new();
            encode(&mut encoded, key.as_bytes());
            url = url.replace(name, &into_string(encoded));
        }
    }
    url
}
