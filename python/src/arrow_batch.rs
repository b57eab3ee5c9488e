//! Signs a column of keys into buffers that become the Arrow array without a copy.

use std::ops::Range;

use presign::{BatchError, Error, Links};
use pyo3::prelude::*;

use crate::rows::Rows;

/// The number of keys per thread between two checks for Ctrl-C, which take some ten milliseconds. With fewer the checks
/// are measurable, because each waits for the interpreter.
const BETWEEN_SIGNALS: usize = 65_536;

/// Returns the URLs of a range of rows in one buffer, and the byte positions at which each begins and the last one ends.
/// Other threads can use the interpreter during signing. `threads` is the number that the rows are signed with.
pub(crate) fn links(
    py: Python<'_>,
    rows: &impl Rows,
    range: Range<usize>,
    threads: usize,
    raised: impl Fn(BatchError) -> PyErr,
) -> PyResult<(Vec<u8>, Vec<u64>)> {
    let size = BETWEEN_SIGNALS.saturating_mul(threads);
    if range.len() <= size {
        let mut links = Links::default();
        py.detach(|| rows.presign_into(range, &mut links)).map_err(raised)?;
        return Ok(links.into_parts());
    }
    let mut column = Column::new(range.len()).map_err(&raised)?;
    for start in range.clone().step_by(size) {
        let part = start..range.end.min(start + size);
        py.detach(|| column.add(rows, part, range.end - start)).map_err(&raised)?;
        py.check_signals()?;
    }
    column.text.truncate(column.end);
    Ok((column.text, column.offsets))
}

/// The URLs of a column, which is signed in parts.
struct Column {
    /// The buffer. Only its first `end` bytes are in use.
    text: Vec<u8>,
    end: usize,
    offsets: Vec<u64>,
    rows: usize,
}

impl Column {
    fn new(rows: usize) -> Result<Self, BatchError> {
        let mut offsets = Vec::new();
        let places = rows.checked_add(1).ok_or(Error::Memory)?;
        offsets.try_reserve_exact(places).map_err(|_| Error::Memory)?;
        offsets.resize(places, 0);
        Ok(Self { text: Vec::new(), end: 0, offsets, rows: 0 })
    }

    /// Signs the next rows. `to_come` is the number of rows that are left, including these.
    fn add<R: Rows>(&mut self, rows: &R, part: Range<usize>, to_come: usize) -> Result<(), BatchError> {
        let count = part.len();
        // The first URLs are signed once and copied if their size cannot be had for less.
        let mut first = Links::default();
        if self.text.is_empty() && !R::SIZE_IS_CHEAP {
            rows.presign_into(part.clone(), &mut first)?;
        }
        let mut bytes = match first.text().len() {
            0 => self.write(rows, part.clone())?,
            bytes => bytes,
        };
        if self.text.len() - self.end < bytes {
            // Enough for all rows, if their URLs are at most a little longer than these.
            let each = bytes.div_ceil(count.max(1));
            let all = (each + each / 32).saturating_mul(to_come).max(bytes);
            self.grow(self.end.checked_add(all).ok_or(Error::Memory)?)?;
            if first.text().is_empty() {
                bytes = self.write(rows, part)?;
            }
        }
        for (to, from) in self.text.iter_mut().zip(first.text()) {
            *to = *from;
        }
        for (to, from) in self.offsets.iter_mut().zip(first.offsets()) {
            *to = *from;
        }
        for end in self.offsets.iter_mut().skip(self.rows).take(count + 1) {
            *end += self.end as u64;
        }
        self.rows += count;
        self.end += bytes;
        Ok(())
    }

    /// Writes the URLs if the buffer has enough space. Returns the number of bytes that they need.
    fn write(&mut self, rows: &impl Rows, part: Range<usize>) -> Result<usize, BatchError> {
        let out = self.text.get_mut(self.end..).unwrap_or_default();
        let offsets = self.offsets.get_mut(self.rows..).unwrap_or_default();
        let offsets = offsets.get_mut(..=part.len()).unwrap_or_default();
        rows.presign_to_slice(part, out, offsets)
    }

    /// Grows the buffer. Fresh memory from the system is zero already, so a first allocation is not written to.
    fn grow(&mut self, length: usize) -> Result<(), Error> {
        self.text.try_reserve_exact(length - self.text.len().min(length)).map_err(|_| Error::Memory)?;
        if self.text.is_empty() {
            // The reservation above is only to report too large a size as an error; it is freed again here.
            self.text = Vec::new();
            self.text = vec![0; length];
        } else {
            self.text.resize(length, 0);
        }
        Ok(())
    }
}
