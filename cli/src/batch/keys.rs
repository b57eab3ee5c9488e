//! Reads the list of keys ahead, in a thread of its own.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use memchr::memchr;

use crate::failure::Failure;
use crate::shown;

/// The most keys in a chunk for one thread: enough to amortize the overhead, few enough that the URLs stay in the CPU
/// cache until they are written.
const CHUNK: usize = 1024;

/// The most bytes of keys in a chunk for one thread, so that long keys do not fill the memory.
const CHUNK_BYTES: usize = 64 * 1024;

/// The factor by which a chunk may be larger for many threads. It bounds memory use, whatever the number of threads.
const MOST_SHARES: usize = 8;

/// The number of chunks that may wait to be signed.
const AHEAD: usize = 4;

/// A chunk of keys in one string. `ends` has the byte position behind each key.
#[derive(Default)]
pub(super) struct Chunk {
    text: String,
    ends: Vec<usize>,
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

/// A list of keys that is being read.
pub(super) struct Keys {
    /// The list's name, for messages.
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    prefix: String,
    end: u8,
    /// The size of a chunk, as a multiple of the chunk for one thread.
    shares: usize,
    line: u64,
    read: u64,
    /// The size of the list in bytes, if it is known.
    pub(super) size: Option<u64>,
}

impl Keys {
    pub(super) fn open(
        path: &Path,
        stdin: Box<dyn Read + Send>,
        prefix: &str,
        end: u8,
        threads: usize,
    ) -> Result<Self, Failure> {
        let name = shown::path(path);
        let (input, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
            (stdin, None)
        } else {
            let file = File::open(path).map_err(|error| cannot_read(&name, error))?;
            let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
            (Box::new(file), size)
        };
        let reader = BufReader::with_capacity(256 * 1024, input);
        let threads =
            if threads == 0 { thread::available_parallelism().map_or(1, usize::from) } else { threads };
        // The signing threads are started again for each chunk, so the chunk has to be large enough to amortize that.
        let shares = if threads > 1 { (4 * threads).min(MOST_SHARES) } else { 1 };
        Ok(Self { name, reader, prefix: prefix.to_owned(), end, shares, line: 0, read: 0, size })
    }

    /// Starts the reading thread and returns its chunks. The last one may have a failure in it.
    ///
    /// The thread is not joined: when the URLs can no longer be written, it may be blocked in a read that never
    /// returns.
    pub(super) fn read_ahead(mut self) -> Result<Receiver<Chunk>, Failure> {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        let read = move || {
            while let Some(chunk) = self.next_chunk() {
                let is_last = chunk.failure.is_some();
                if sender.send(chunk).is_err() || is_last {
                    break;
                }
            }
        };
        match thread::Builder::new().name("presign-keys".to_owned()).spawn(read) {
            Ok(_) => Ok(receiver),
            Err(error) => Err(Failure::Io { what: "cannot start a thread".to_owned(), error }),
        }
    }

    /// Returns the next chunk. Waits for its first key only; further keys are added while they are in the read buffer.
    fn next_chunk(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk::default();
        let (keys, bytes) = (self.shares * CHUNK, self.shares * CHUNK_BYTES);
        while chunk.ends.len() < keys && chunk.text.len() < bytes {
            let line = memchr(self.end, self.reader.buffer());
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
            let line = self.reader.buffer().get(..length).unwrap_or_default();
            let line = if is_first { without_mark(line) } else { line };
            append(&self.prefix, line, self.end, text).map_err(|rule| refusal(self.line, &rule))?;
            self.reader.consume(length + 1);
            self.read += length as u64 + 1;
            return Ok(true);
        }
        // A line without a terminator must not fill the memory: two bytes more than a key may have are enough to refuse
        // it.
        let most = presign::MAX_KEY_BYTES as u64 + 2;
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(most).read_until(self.end, &mut line);
        self.read += read.map_err(|error| cannot_read(&self.name, error))? as u64;
        if line.is_empty() {
            return Ok(false);
        }
        if line.last() == Some(&self.end) {
            line.pop();
        }
        let line = if is_first { without_mark(&line) } else { &line };
        append(&self.prefix, line, self.end, text).map_err(|rule| refusal(self.line, &rule))?;
        Ok(true)
    }
}

/// Removes the byte order mark that programs of Windows write at the beginning of a text file.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line)
}

/// Appends the prefix and a key to `text`. The error says what is wrong with the line.
fn append(prefix: &str, line: &[u8], end: u8, text: &mut String) -> Result<(), Cow<'static, str>> {
    if line.is_empty() {
        return Err("the key is empty: remove the empty line".into());
    }
    if end == b'\n' && line.last() == Some(&b'\r') {
        let rule = "the key ends in a carriage return: convert the list to Unix line endings, or use --null";
        return Err(rule.into());
    }
    if prefix.len() + line.len() > presign::MAX_KEY_BYTES {
        return Err(
            format!("the key is longer than {} bytes, the prefix included", presign::MAX_KEY_BYTES).into()
        );
    }
    if line.starts_with(b"s3://") {
        return Err("a key is expected, not an s3:// URI: remove s3://bucket/ from the lines".into());
    }
    let line = std::str::from_utf8(line).map_err(|_| "the key is not UTF-8")?;
    text.push_str(prefix);
    text.push_str(line);
    Ok(())
}

fn refusal(line: u64, rule: &str) -> Failure {
    Failure::Key(format!("line {line}: {rule}"))
}

fn cannot_read(name: &str, error: std::io::Error) -> Failure {
    Failure::Io { what: format!("cannot read {name}"), error }
}
