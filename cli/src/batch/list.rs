//! The list that a batch reads, and the thread that reads it ahead.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::failure::Failure;
use crate::shown;

/// The number of chunks that may wait to be signed.
const AHEAD: usize = 4;

/// The factor by which a chunk may be larger for many threads. It bounds memory use, whatever the number of threads.
const MOST_SHARES: usize = 8;

/// A list that is being read.
pub(super) struct List {
    /// The list's name, for messages.
    name: String,
    pub(super) reader: BufReader<Box<dyn Read + Send>>,
    /// The size of the list in bytes, if it is known.
    pub(super) size: Option<u64>,
}

impl List {
    pub(super) fn open(path: &Path, stdin: Box<dyn Read + Send>) -> Result<Self, Failure> {
        let name = shown::path(path);
        let (input, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
            (stdin, None)
        } else {
            let file = File::open(path).map_err(|error| cannot_read(&name, error))?;
            let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
            (Box::new(file), size)
        };
        Ok(Self { name, reader: BufReader::with_capacity(256 * 1024, input), size })
    }

    pub(super) fn failure(&self, error: std::io::Error) -> Failure {
        cannot_read(&self.name, error)
    }
}

fn cannot_read(name: &str, error: std::io::Error) -> Failure {
    Failure::Io { what: format!("cannot read {name}"), error }
}

/// Returns the size of a chunk for this many signing threads, as a multiple of the chunk for one. The threads are started
/// again for each chunk, so the chunk has to be large enough to amortize that.
pub(super) fn shares(threads: usize) -> usize {
    let threads = if threads == 0 { thread::available_parallelism().map_or(1, usize::from) } else { threads };
    if threads > 1 { (4 * threads).min(MOST_SHARES) } else { 1 }
}

/// Starts a thread that reads chunks until there is none, or until one is the last, and returns them.
///
/// The thread is not joined: when the URLs can no longer be written, it may be blocked in a read that never returns.
pub(super) fn read_ahead<Chunk: Send + 'static>(
    mut next: impl FnMut() -> Option<Chunk> + Send + 'static,
    is_last: fn(&Chunk) -> bool,
) -> Result<Receiver<Chunk>, Failure> {
    let (sender, receiver) = mpsc::sync_channel(AHEAD);
    let read = move || {
        while let Some(chunk) = next() {
            let is_last = is_last(&chunk);
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

/// Removes the byte order mark that programs of Windows write at the beginning of a text file.
pub(super) fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line)
}
