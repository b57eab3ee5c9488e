//! HLS playlists with every relative URI signed (RFC 8216 and its successor, draft-pantos-hls-rfc8216bis).
//!
//! ```text
//! line  ->  its URIs (tags.rs, attributes.rs)  ->  variables replaced (variables.rs)  ->  key (reference.rs)
//!       ->  link of a batch, or where a nested playlist leads (nested.rs)  ->  text with replacements (output.rs)
//! ```
//!
//! Everything that is not such a URI stays byte for byte.

use memchr::{memchr, memchr_iter};

mod attributes;
mod error;
mod nested;
mod output;
mod reference;
mod rewriter;
mod tags;
mod variables;

pub use self::error::PlaylistError;
pub use self::nested::Nested;

use self::nested::{NestedTarget, NestedTargets, filled};
use self::output::Output;
use self::reference::Base;
use self::rewriter::Rewriter;
use self::variables::Variables;
use crate::error::quoted;
use crate::input::keys;
use crate::{Error, MAX_PLAYLIST_BYTES, Request, Signer};

impl Signer {
    /// Returns an HLS playlist with links in place of its relative URIs. `request` is the request for the playlist itself:
    /// its bucket and key are the base of the URIs, and its expiry, query and headers are those of all links.
    ///
    /// Absolute URLs stay as they are, except those of the bucket itself; so do unknown tags, comments and line endings.
    /// The author of a playlist decides which objects of the bucket are signed: sign only playlists that you trust.
    ///
    /// ```
    /// # use presign::{Nested, Request, Signer};
    /// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
    /// let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nsegment-1.ts\n#EXT-X-ENDLIST\n";
    /// let request = Request::get("example-bucket", "video/720p.m3u8").expires_in(4 * 3600);
    /// let signed = signer.presign_playlist(playlist, &request, Nested::Refuse)?;
    /// let host = "https://example-bucket.s3.us-east-1.amazonaws.com";
    /// assert!(signed.contains(&format!("\n{host}/video/segment-1.ts?X-Amz-Algorithm=")));
    /// # Ok::<(), presign::PlaylistError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlaylistError`], with the number of the first line that is wrong. No playlist is returned in that case.
    pub fn presign_playlist(
        &self,
        text: &str,
        request: &Request,
        nested: Nested,
    ) -> Result<String, PlaylistError> {
        match nested {
            Nested::Refuse => rewrite(self, text, request, Some(&mut |_| Ok(NestedTarget::Refuse))),
            Nested::Keep => rewrite(self, text, request, None),
            Nested::Sign => rewrite(self, text, request, Some(&mut |_| Ok(NestedTarget::Sign))),
            Nested::Template(template) => {
                let mut target = |key: &str| Ok(NestedTarget::Url(filled(template, key)));
                rewrite(self, text, request, Some(&mut target))
            }
        }
    }

    /// Returns the playlist as [`Signer::presign_playlist`] does, and calls `nested` with the key of each nested playlist.
    /// It returns the URL that replaces the URI.
    ///
    /// # Errors
    /// [`PlaylistError`], and any error of `nested`.
    pub fn presign_playlist_with<E: From<PlaylistError>>(
        &self,
        text: &str,
        request: &Request,
        mut nested: impl FnMut(&str) -> Result<String, E>,
    ) -> Result<String, E> {
        rewrite(self, text, request, Some(&mut |key| nested(key).map(NestedTarget::Url)))
    }
}

fn rewrite<E: From<PlaylistError>>(
    signer: &Signer,
    text: &str,
    request: &Request,
    nested: NestedTargets<'_, E>,
) -> Result<String, E> {
    let refuse = |error: Error| E::from(PlaylistError::Request(error));
    if request.method() != "GET" {
        return Err(PlaylistError::Method { method: quoted(request.method()) }.into());
    }
    keys::check(request.key.as_bytes()).map_err(refuse)?;
    let base = Base::new(signer.bucket_url(request).map_err(refuse)?, request.key)?;
    let template = signer.template(&Request { key: "", ..*request }).map_err(refuse)?;
    check_text(text)?;
    let output = Output::new(text, template.batch());
    let rewriter =
        Rewriter { text, base, variables: Variables::default(), nested, key: Vec::new(), uris: 0, output };
    rewriter.run()
}

/// Checks what holds for the text as a whole.
fn check_text(text: &str) -> Result<(), PlaylistError> {
    if text.len() > MAX_PLAYLIST_BYTES {
        return Err(PlaylistError::TooLong);
    }
    if text.starts_with('\u{feff}') {
        let rule = "begins with a byte order mark, which players refuse: save the playlist without it";
        return Err(PlaylistError::Line { line: 1, rule });
    }
    let after = text.strip_prefix("#EXTM3U");
    if !after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])) {
        let rule = "is not #EXTM3U, the first line of every HLS playlist";
        return Err(PlaylistError::Line { line: 1, rule });
    }
    match memchr(0, text.as_bytes()) {
        None => Ok(()),
        Some(at) => {
            let before = text.as_bytes().get(..at).unwrap_or_default();
            Err(PlaylistError::Line {
                line: 1 + memchr_iter(b'\n', before).count(),
                rule: "has a NUL character",
            })
        }
    }
}
