//! Splits a list into rows, ahead, in a thread of its own.

use std::io::BufRead;
use std::sync::mpsc::Receiver;

use memchr::{memchr, memchr2};

use crate::batch::list::{List, read_ahead, without_mark};
use crate::failure::Failure;

/// The most rows in a chunk for one thread.
const CHUNK: usize = 1024;

/// The most bytes of rows in a chunk for one thread, so that long rows do not fill the memory.
const CHUNK_BYTES: usize = 256 * 1024;

/// The length of the longest row, in bytes.
const MOST_BYTES: usize = 1024 * 1024;

/// A chunk of rows in one buffer. `ends` has the position behind each row.
#[derive(Default)]
pub(crate) struct Chunk {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The number of the first row, counted from 1.
    pub(super) first: u64,
    /// The number of bytes of the list that have been read up to the end of this chunk.
    pub(crate) read: u64,
    /// The failure after the last of these rows, if there is one.
    pub(crate) failure: Option<Failure>,
}

impl Chunk {
    /// Returns the rows without their line ends, each with its number.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        let rows = begins.zip(&self.ends).map(|(begin, end)| self.text.get(begin..*end).unwrap_or_default());
        (self.first..).zip(rows)
    }
}

/// Reads rows.
pub(super) struct Reader {
    list: List,
    /// Whether a line end in quotation marks is part of a row, as in CSV.
    has_quotes: bool,
    /// The size of a chunk, as a multiple of the chunk for one thread.
    shares: usize,
    row: u64,
    read: u64,
}

impl Reader {
    pub(super) fn new(list: List, has_quotes: bool, shares: usize) -> Self {
        Self { list, has_quotes, shares, row: 1, read: 0 }
    }

    /// Returns the first line, which names the fields of the others.
    pub(super) fn header(&mut self) -> Result<Vec<u8>, Failure> {
        let mut header = Vec::new();
        self.row = 0;
        self.next_row(&mut header)?;
        Ok(header)
    }

    pub(super) fn read_ahead(mut self) -> Result<Receiver<Chunk>, Failure> {
        read_ahead(move || self.next_chunk(), |chunk| chunk.failure.is_some())
    }

    /// Returns the next chunk. Waits for its first row only; further rows are added while they are in the read buffer.
    fn next_chunk(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk { first: self.row, ..Chunk::default() };
        let (rows, bytes) = (self.shares * CHUNK, self.shares * CHUNK_BYTES);
        while chunk.ends.len() < rows && chunk.text.len() < bytes {
            if !chunk.ends.is_empty() && memchr(b'\n', self.list.reader.buffer()).is_none() {
                break;
            }
            match self.next_row(&mut chunk.text) {
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

    /// Appends the next row without its newline to `text`. Returns false at the end of the list.
    fn next_row(&mut self, text: &mut Vec<u8>) -> Result<bool, Failure> {
        let refuse = |row: u64, rule: &str| {
            let row = if row == 0 { "the header".to_owned() } else { format!("row {row}") };
            Err(Failure::Key(format!("{row}: {rule}")))
        };
        let begin = text.len();
        let mut is_quoted = false;
        loop {
            let buffer = self.list.reader.fill_buf();
            let buffer = match buffer {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.list.failure(error)),
            };
            if buffer.is_empty() {
                if is_quoted {
                    let rule = "a quotation mark has no partner: a field that contains one needs quotation marks around it, and \
                                the mark twice";
                    return refuse(self.row, rule);
                }
                self.row += u64::from(text.len() > begin);
                return Ok(text.len() > begin);
            }
            let (used, is_end) = row_end(buffer, self.has_quotes, &mut is_quoted);
            let row = buffer.get(..used - usize::from(is_end)).unwrap_or_default();
            // A byte order mark is read with the bytes after it, unless they come one by one.
            text.extend_from_slice(if self.read == 0 { without_mark(row) } else { row });
            self.list.reader.consume(used);
            self.read += used as u64;
            if text.len() - begin > MOST_BYTES {
                text.truncate(begin);
                return refuse(self.row, "is longer than 1 MiB: is a quotation mark or a newline missing?");
            }
            if is_end {
                self.row += 1;
                return Ok(true);
            }
        }
    }
}

/// Returns the number of bytes of the buffer that belong to the row, and whether the row ends there, with a newline.
fn row_end(buffer: &[u8], has_quotes: bool, is_quoted: &mut bool) -> (usize, bool) {
    if !has_quotes {
        return memchr(b'\n', buffer).map_or((buffer.len(), false), |at| (at + 1, true));
    }
    let mut at = 0;
    while let Some(found) = memchr2(b'\n', b'"', buffer.get(at..).unwrap_or_default()) {
        let byte = buffer.get(at + found);
        at += found + 1;
        if byte == Some(&b'"') {
            *is_quoted = !*is_quoted;
        } else if !*is_quoted {
            return (at, true);
        }
    }
    (buffer.len(), false)
}

/// Returns a row without the carriage return at its end.
pub(super) fn without_return(row: &[u8]) -> &[u8] {
    row.strip_suffix(b"\r").unwrap_or(row)
}
