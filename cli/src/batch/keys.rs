//! Reads the list of keys ahead, in a thread of its own.

use std::borrow::Cow;
use std::io::{BufRead, Read};
use std::sync::mpsc::Receiver;

use memchr::memchr;

use crate::batch::list::{List, read_ahead, shares, without_mark};
use crate::failure::Failure;

/// The most keys in a chunk for one thread: enough to amortize the overhead, few enough that the URLs stay in the CPU
/// cache until they are written.
const CHUNK: usize = 1024;

/// The most bytes of keys in a chunk for one thread, so that long keys do not fill the memory.
const CHUNK_BYTES: usize = 64 * 1024;

/// A chunk of keys in one string. `ends` has the byte position behind each key.
#[derive(Default)]
pub(super) struct Chunk {
    text: String,
    ends: Vec<usize>,
    /// The number of the first line, counted from 1.
    pub(super) first: u64,
    /// The number of bytes of the list that have been read up to the end of this chunk.
    pub(super) read: u64,
    /// The failure after the last of these keys, if there is one.
    pub(super) failure: Option<Failure>,
}

impl presign::Keys for Chunk {
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

/// What the lines of a list are.
#[derive(Debug, Clone)]
pub(super) enum Lines {
    /// Keys, each of which is appended to this prefix.
    Keys(String),
    /// `s3://bucket/key`.
    Uris,
}

/// A list of keys that is being read.
pub(super) struct Keys {
    list: List,
    lines: Lines,
    end: u8,
    /// The size of a chunk, as a multiple of the chunk for one thread.
    shares: usize,
    line: u64,
    read: u64,
}

impl Keys {
    pub(super) fn new(list: List, lines: Lines, end: u8, threads: usize) -> Self {
        Self { list, lines, end, shares: shares(threads), line: 0, read: 0 }
    }

    /// Starts the reading thread and returns its chunks. The last one may have a failure in it.
    pub(super) fn read_ahead(mut self) -> Result<Receiver<Chunk>, Failure> {
        read_ahead(move || self.next_chunk(), |chunk| chunk.failure.is_some())
    }

    /// Returns the next chunk. Waits for its first key only; further keys are added while they are in the read buffer.
    fn next_chunk(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk { first: self.line + 1, ..Chunk::default() };
        let (keys, bytes) = (self.shares * CHUNK, self.shares * CHUNK_BYTES);
        while chunk.ends.len() < keys && chunk.text.len() < bytes {
            let line = memchr(self.end, self.list.reader.buffer());
            if line.is_none() && !chunk.ends.is_empty() {
                break;
            }
            match self.next_key(line, &mut chunk.text) {
                Ok(true) => chunk.ends.push(chunk.text.len()),
                Ok(false) => break,
                Err(failure) => {
                    chunk.failure = Some(failure);
                    break;
                }
            }
        }
        chunk.read = self.read;
        (!chunk.ends.is_empty() || chunk.failure.is_some()).then_some(chunk)
    }

    /// Appends the prefix and the next key to `text`. Returns false at the end of the list. `line` is the length of the
    /// key in bytes if the whole line is in the read buffer, as for nearly every key.
    fn next_key(&mut self, line: Option<usize>, text: &mut String) -> Result<bool, Failure> {
        self.line += 1;
        let is_first = self.line == 1;
        if let Some(length) = line {
            let line = self.list.reader.buffer().get(..length).unwrap_or_default();
            let line = if is_first { without_mark(line) } else { line };
            self.lines.append(line, self.end, text).map_err(|rule| refusal(self.line, &rule))?;
            self.list.reader.consume(length + 1);
            self.read += length as u64 + 1;
            return Ok(true);
        }
        // A line without a terminator must not fill the memory: two bytes more than a key may have are enough to refuse
        // it.
        let most = self.lines.most_bytes() as u64 + 2;
        let mut line = Vec::new();
        let read = self.list.reader.by_ref().take(most).read_until(self.end, &mut line);
        self.read += read.map_err(|error| self.list.failure(error))? as u64;
        if line.is_empty() {
            return Ok(false);
        }
        if line.last() == Some(&self.end) {
            line.pop();
        }
        let line = if is_first { without_mark(&line) } else { &line };
        self.lines.append(line, self.end, text).map_err(|rule| refusal(self.line, &rule))?;
        Ok(true)
    }
}

/// The length of the longest bucket that a URI may name, in bytes. No storage has buckets of this length; the ARN of an
/// access point is longer than a bucket.
const MOST_BUCKET_BYTES: usize = 512;

impl Lines {
    /// Returns the maximum length of a line in bytes.
    fn most_bytes(&self) -> usize {
        match self {
            Self::Keys(prefix) => presign::MAX_KEY_BYTES.saturating_sub(prefix.len()),
            Self::Uris => "s3:///".len() + MOST_BUCKET_BYTES + presign::MAX_KEY_BYTES,
        }
    }

    /// Appends the text that is signed for a line. The error says what is wrong with the line.
    fn append(&self, line: &[u8], end: u8, text: &mut String) -> Result<(), Cow<'static, str>> {
        let (what, prefix) = match self {
            Self::Keys(prefix) => ("key", prefix.as_str()),
            Self::Uris => ("URI", ""),
        };
        if line.is_empty() {
            return Err(format!("the {what} is empty: remove the empty line").into());
        }
        if end == b'\n' && line.last() == Some(&b'\r') {
            let rule = "ends in a carriage return: convert the list to Unix line endings, or use --null";
            return Err(format!("the {what} {rule}").into());
        }
        if line.len() > self.most_bytes() {
            return Err(match self {
                Self::Keys(_) => {
                    format!("the key is longer than {} bytes, the prefix included", presign::MAX_KEY_BYTES)
                        .into()
                }
                Self::Uris => format!("the URI is longer than {} bytes", self.most_bytes()).into(),
            });
        }
        match (self, line.starts_with(b"s3://")) {
            (Self::Keys(_), true) => {
                return Err("a key is expected, not an s3:// URI: remove s3://bucket/ from the lines, or give no URI to presign batch".into());
            }
            (Self::Uris, false) => {
                return Err(
                    "s3://bucket/key is expected: give s3://bucket to presign batch if the lines are keys"
                        .into(),
                );
            }
            _ => {}
        }
        let line = std::str::from_utf8(line).map_err(|_| format!("the {what} is not UTF-8"))?;
        text.push_str(prefix);
        text.push_str(line);
        Ok(())
    }
}

fn refusal(line: u64, rule: &str) -> Failure {
    Failure::Key(format!("line {line}: {rule}"))
}
