//! The links for a column, in memory that is handed out as it is.

use presign::{Batch, BatchError, Error, Keys, Links, Template};
use pyo3::prelude::*;

use crate::many::Part;

/// Keys for each thread between two looks for Ctrl-C, some ten milliseconds. Fewer would show: each look waits for the
/// interpreter.
const BETWEEN_SIGNALS: usize = 65_536;

/// All links, one behind the other, and where each begins and the last one ends. Other threads have the interpreter
/// while they are signed.
pub(crate) fn links(
    py: Python<'_>,
    template: &Template,
    keys: &impl Keys,
    threads: usize,
    raised: impl Fn(BatchError) -> PyErr,
) -> PyResult<(Vec<u8>, Vec<u64>)> {
    let batch = template.batch().threads(threads);
    let (count, size) = (keys.count(), BETWEEN_SIGNALS.saturating_mul(threads));
    if count <= size {
        let mut links = Links::default();
        py.detach(|| batch.presign_into(keys, &mut links)).map_err(raised)?;
        return Ok(links.into_parts());
    }
    let mut column = Column::new(count).map_err(&raised)?;
    for start in (0..count).step_by(size) {
        let part = Part { keys, start, count: size.min(count - start) };
        py.detach(|| column.add(&batch, &part, count - start)).map_err(|BatchError { index, error }| {
            raised(BatchError { index: index.map(|index| index + start), error })
        })?;
        py.check_signals()?;
    }
    column.text.truncate(column.end);
    Ok((column.text, column.offsets))
}

/// Links that are made part by part.
struct Column {
    /// Longer than what is in use.
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

    /// Makes the links for the next rows. So many, these included, are still to come.
    fn add(&mut self, batch: &Batch<'_>, part: &impl Keys, to_come: usize) -> Result<(), BatchError> {
        let count = part.count();
        let mut bytes = self.write(batch, part)?;
        if self.text.len() - self.end < bytes {
            // If all are as long as these, and a little longer.
            let each = bytes.div_ceil(count.max(1));
            let all = (each + each / 32).saturating_mul(to_come).max(bytes);
            self.grow(self.end.checked_add(all).ok_or(Error::Memory)?)?;
            bytes = self.write(batch, part)?;
        }
        for end in self.offsets.iter_mut().skip(self.rows).take(count + 1) {
            *end += self.end as u64;
        }
        self.rows += count;
        self.end += bytes;
        Ok(())
    }

    /// Writes them where there is room for them, and returns how much there must be.
    fn write(&mut self, batch: &Batch<'_>, part: &impl Keys) -> Result<usize, BatchError> {
        let out = self.text.get_mut(self.end..).unwrap_or_default();
        let offsets = self.offsets.get_mut(self.rows..).unwrap_or_default();
        batch.presign_to_slice(part, out, offsets.get_mut(..=part.count()).unwrap_or_default())
    }

    /// Memory that was never used is taken from the system as it is, which is zeroed.
    fn grow(&mut self, length: usize) -> Result<(), Error> {
        self.text.try_reserve_exact(length - self.text.len().min(length)).map_err(|_| Error::Memory)?;
        if self.text.is_empty() {
            // Asked for and given back at once, so that what is too much is an error here.
            self.text = Vec::new();
            self.text = vec![0; length];
        } else {
            self.text.resize(length, 0);
        }
        Ok(())
    }
}
