//! The signed playlist: the text, with URLs in place of some URIs.

use std::ops::Range;

use super::error::PlaylistError;
use crate::input::keys::Keys;
use crate::{Batch, BatchError, Error, Links};

/// The number of replacements that are made together: their URLs are still in the CPU's cache when they are copied.
const CHUNK: usize = 1024;

/// Writes a playlist. Replacements are noted in the order of the text, and the keys of a chunk of them are signed as one
/// batch.
pub(super) struct Output<'a> {
    text: &'a str,
    batch: Batch<'a>,
    /// The text before this position has been written.
    written: usize,
    replacements: Vec<Replacement>,
    keys: KeyList,
    links: Links,
    out: String,
}

struct Replacement {
    range: Range<usize>,
    url: Url,
}

enum Url {
    /// The link for the key with this index, and the fragment after it.
    Link(usize, String),
    Given(String),
}

impl Url {
    /// Appends the URL. Fails if there is not enough memory.
    fn write(&self, links: &Links, out: &mut String) -> Result<(), Error> {
        let (url, fragment) = match self {
            Self::Link(index, fragment) => (links.get(*index).unwrap_or_default(), &**fragment),
            Self::Given(url) => (&**url, ""),
        };
        append(out, url)?;
        append(out, fragment)
    }
}

/// Appends a text. Fails if there is not enough memory, where `String::push_str` would abort.
fn append(out: &mut String, text: &str) -> Result<(), Error> {
    out.try_reserve(text.len()).map_err(|_| Error::Memory)?;
    out.push_str(text);
    Ok(())
}

impl<'a> Output<'a> {
    pub(super) fn new(text: &'a str, batch: Batch<'a>) -> Self {
        let (replacements, keys, links) = (Vec::new(), KeyList::default(), Links::default());
        Self { text, batch, written: 0, replacements, keys, links, out: String::new() }
    }

    /// Replaces a part of the text by the link for a key, which the batch accepts, and a fragment. `range` is behind all
    /// ranges that were replaced before.
    pub(super) fn sign(
        &mut self,
        range: Range<usize>,
        key: &str,
        fragment: &str,
    ) -> Result<(), PlaylistError> {
        let index = self.keys.add(key);
        self.push(Replacement { range, url: Url::Link(index, fragment.to_owned()) })
    }

    /// Replaces a part of the text, as [`Output::sign`] does, by a URL.
    pub(super) fn replace(&mut self, range: Range<usize>, url: String) -> Result<(), PlaylistError> {
        self.push(Replacement { range, url: Url::Given(url) })
    }

    fn push(&mut self, replacement: Replacement) -> Result<(), PlaylistError> {
        self.replacements.push(replacement);
        if self.replacements.len() == CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    /// Signs the keys so far, and writes the text up to the end of the last replacement.
    fn flush(&mut self) -> Result<(), Error> {
        self.batch.presign_into(&self.keys, &mut self.links).map_err(|BatchError { error, .. }| error)?;
        for Replacement { range, url } in &self.replacements {
            append(&mut self.out, self.text.get(self.written..range.start).unwrap_or_default())?;
            url.write(&self.links, &mut self.out)?;
            self.written = range.end;
        }
        self.replacements.clear();
        self.keys.clear();
        Ok(())
    }

    /// Returns the whole playlist.
    pub(super) fn finish(mut self) -> Result<String, PlaylistError> {
        self.flush()?;
        append(&mut self.out, self.text.get(self.written..).unwrap_or_default())?;
        Ok(self.out)
    }
}

/// Keys, one after the other, and where each ends.
#[derive(Default)]
struct KeyList {
    text: String,
    ends: Vec<usize>,
}

impl KeyList {
    /// Adds a key, and returns its index. A key that equals the last one is not added: with byte ranges, many lines in a
    /// row have the same file.
    fn add(&mut self, key: &str) -> usize {
        if let Some(last) = self.count().checked_sub(1)
            && self.key(last) == key.as_bytes()
        {
            return last;
        }
        self.text.push_str(key);
        self.ends.push(self.text.len());
        self.count() - 1
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }
}

impl Keys for KeyList {
    fn count(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        let begin = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(begin);
        self.text.as_bytes().get(begin..end).unwrap_or_default()
    }
}
