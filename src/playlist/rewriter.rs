//! Goes through the lines of a playlist and replaces their URIs.

use std::ops::Range;

use memchr::memchr;

use super::error::{PlaylistError, shown};
use super::nested::{NestedTarget, NestedTargets};
use super::output::Output;
use super::reference::{Base, Target};
use super::tags::{Content, LineKind};
use super::variables::Variables;
use crate::input::keys;
use crate::limits::MAX_PLAYLIST_URIS;

pub(super) struct Rewriter<'a, 'n, E> {
    pub(super) text: &'a str,
    pub(super) base: Base,
    pub(super) variables: Variables<'a>,
    pub(super) nested: NestedTargets<'n, E>,
    /// The key that the last URI leads to.
    pub(super) key: Vec<u8>,
    /// The number of URIs that lead to a key so far.
    pub(super) uris: usize,
    pub(super) output: Output<'a>,
}

/// A URI in the text.
struct Uri<'a> {
    text: &'a str,
    /// The position of `text` in the playlist, in bytes.
    start: usize,
    /// The number of its line, counted from 1.
    line: usize,
    content: Content,
}

impl Uri<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn refusal(&self, rule: &'static str) -> PlaylistError {
        PlaylistError::Uri { line: self.line, uri: shown(self.text), rule }
    }
}

impl<'a, E: From<PlaylistError>> Rewriter<'a, '_, E> {
    pub(super) fn run(mut self) -> Result<String, E> {
        let mut next = Content::File;
        for (line, text) in (1..).zip(Lines { rest: self.text }) {
            let refuse = |rule| PlaylistError::Line { line, rule };
            match LineKind::of(text) {
                LineKind::Other => {}
                LineKind::StreamInf => next = Content::Playlist,
                LineKind::Define(attributes) => self.variables.define(attributes).map_err(refuse)?,
                LineKind::Uri => {
                    let content = std::mem::replace(&mut next, Content::File);
                    self.uri(&Uri { text, start: self.position_of(text), line, content })?;
                }
                LineKind::Tag(attributes, content) => {
                    // METHOD=NONE has no URI, and one that is there is not read.
                    let method = attributes.last("METHOD").map_err(refuse)?;
                    if method.is_some_and(|method| method.value == "NONE") {
                        continue;
                    }
                    for attribute in attributes {
                        let attribute = attribute.map_err(refuse)?;
                        if attribute.name != "URI" {
                            continue;
                        }
                        if !attribute.is_quoted {
                            return Err(refuse("has a URI that is not in quotes").into());
                        }
                        let text = attribute.value;
                        self.uri(&Uri { text, start: self.position_of(text), line, content })?;
                    }
                }
            }
        }
        Ok(self.output.finish()?)
    }

    /// Returns where a part of the text begins.
    fn position_of(&self, part: &str) -> usize {
        part.as_ptr().addr() - self.text.as_ptr().addr()
    }

    /// Replaces a URI, if it leads to an object of the bucket.
    fn uri(&mut self, uri: &Uri<'a>) -> Result<(), E> {
        if uri.content == Content::Playlist && self.nested.is_none() {
            return Ok(());
        }
        let text = self.variables.expand(uri.text).map_err(|rule| uri.refusal(rule))?;
        self.key.clear();
        let target = self.base.resolve(&text, &mut self.key).map_err(|rule| uri.refusal(rule))?;
        let Target::Key(fragment) = target else { return Ok(()) };
        self.uris += 1;
        if self.uris > MAX_PLAYLIST_URIS {
            let rule = "has a URI too many: a playlist can have 200000";
            return Err(PlaylistError::Line { line: uri.line, rule }.into());
        }
        let key = keys::check(&self.key).map_err(|error| PlaylistError::Key { line: uri.line, error })?;
        let target = match &mut self.nested {
            Some(nested) if uri.content == Content::Playlist => nested(key)?,
            _ => NestedTarget::Sign,
        };
        match target {
            NestedTarget::Sign => {
                self.output.sign(uri.range(), key, fragment)?;
            }
            NestedTarget::Url(url) => {
                check_url(&url).map_err(|rule| uri.refusal(rule))?;
                self.output.replace(uri.range(), url)?;
            }
            NestedTarget::Refuse => {
                return Err(PlaylistError::Nested { line: uri.line, uri: shown(uri.text) }.into());
            }
        }
        Ok(())
    }
}

/// Checks a URL that the caller gave. It must stay one line, and one quoted value.
fn check_url(url: &str) -> Result<(), &'static str> {
    if url.is_empty() || url.starts_with('#') {
        return Err("leads to a nested playlist whose URL is empty or begins with #");
    }
    if url.chars().any(|character| character.is_control() || matches!(character, '"' | ' ')) {
        return Err("leads to a nested playlist whose URL has a space, a quote or a control character");
    }
    Ok(())
}

/// The lines of a text, without their ends and without the whitespace around them.
struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.get(1..).unwrap_or_default();
        Some(line.trim_matches([' ', '\t', '\r']))
    }
}
