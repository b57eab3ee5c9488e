//! The tags whose lines have a URI to sign.

use super::attributes::Attributes;

/// What a URI leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A file that players read as it is: a segment, a key, an initialization section.
    File,
    /// Another playlist, with URIs of its own.
    Playlist,
}

/// The tags of RFC 8216 and of draft-pantos-hls-rfc8216bis that have an attribute URI, and what it leads to.
///
/// `EXT-X-CONTENT-STEERING` is left alone: players add parameters to its URI, and no signature covers these. So is
/// `EXT-X-DATERANGE`, whose URIs are absolute.
const TAGS: [(&str, Content); 9] = [
    ("#EXT-X-KEY:", Content::File),
    ("#EXT-X-SESSION-KEY:", Content::File),
    ("#EXT-X-MAP:", Content::File),
    ("#EXT-X-PART:", Content::File),
    ("#EXT-X-PRELOAD-HINT:", Content::File),
    ("#EXT-X-SESSION-DATA:", Content::File),
    ("#EXT-X-MEDIA:", Content::Playlist),
    ("#EXT-X-I-FRAME-STREAM-INF:", Content::Playlist),
    ("#EXT-X-RENDITION-REPORT:", Content::Playlist),
];

/// What a line is for this module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind<'a> {
    /// A URI, which leads to a segment or, after `EXT-X-STREAM-INF`, to a playlist.
    Uri,
    /// A tag with a URI among its attributes.
    Tag(Attributes<'a>, Content),
    /// A tag that says that the next URI leads to a playlist.
    StreamInf,
    /// The definition of a variable.
    Define(Attributes<'a>),
    /// An empty line, a comment, or a tag without a URI to sign.
    Other,
}

impl<'a> LineKind<'a> {
    /// Reads a line without the whitespace around it.
    pub(super) fn of(line: &'a str) -> Self {
        if line.is_empty() {
            return Self::Other;
        }
        if !line.starts_with('#') {
            return Self::Uri;
        }
        // Most lines are #EXTINF.
        if !line.starts_with("#EXT-X-") {
            return Self::Other;
        }
        if line.starts_with("#EXT-X-STREAM-INF:") {
            return Self::StreamInf;
        }
        if let Some(list) = line.strip_prefix("#EXT-X-DEFINE:") {
            return Self::Define(Attributes::new(list));
        }
        let found = TAGS.iter().find_map(|(tag, content)| Some((line.strip_prefix(tag)?, *content)));
        found.map_or(Self::Other, |(list, content)| Self::Tag(Attributes::new(list), content))
    }
}
