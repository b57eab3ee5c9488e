//! The rows of a batch: keys of one request, or requests that differ in more than their keys.

use std::ops::Range;

use presign::{Batch, BatchError, Keys, Links, RequestBatch};

/// Rows that can be signed in parts, so that the interpreter gets its turn in between. Indices in errors count all rows.
pub(crate) trait Rows: Sync {
    /// Whether [`Rows::presign_to_slice`] finds the number of bytes without signing.
    const SIZE_IS_CHEAP: bool;

    fn count(&self) -> usize;

    /// Replaces the URLs in `links`.
    fn presign_into(&self, range: Range<usize>, links: &mut Links) -> Result<(), BatchError>;

    /// Writes the URLs and the byte positions of their ends, if they fit. Returns the number of bytes that they need.
    fn presign_to_slice(
        &self,
        range: Range<usize>,
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError>;
}

/// Rows that differ only in their keys.
pub(crate) struct KeyRows<'a, K> {
    pub(crate) batch: Batch<'a>,
    pub(crate) keys: &'a K,
}

impl<K: Keys> Rows for KeyRows<'_, K> {
    const SIZE_IS_CHEAP: bool = true;

    fn count(&self) -> usize {
        self.keys.count()
    }

    fn presign_into(&self, range: Range<usize>, links: &mut Links) -> Result<(), BatchError> {
        let keys = KeyRange { keys: self.keys, range: range.clone() };
        self.batch.presign_into(&keys, links).map_err(|error| after(range.start, error))
    }

    fn presign_to_slice(
        &self,
        range: Range<usize>,
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError> {
        let keys = KeyRange { keys: self.keys, range: range.clone() };
        self.batch.presign_to_slice(&keys, out, offsets).map_err(|error| after(range.start, error))
    }
}

impl Rows for RequestBatch<'_> {
    const SIZE_IS_CHEAP: bool = false;

    fn count(&self) -> usize {
        Self::count(self)
    }

    fn presign_into(&self, range: Range<usize>, links: &mut Links) -> Result<(), BatchError> {
        Self::presign_into(&self.clone().range(range), links)
    }

    fn presign_to_slice(
        &self,
        range: Range<usize>,
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError> {
        Self::presign_to_slice(&self.clone().range(range), out, offsets)
    }
}

fn after(start: usize, BatchError { index, error }: BatchError) -> BatchError {
    BatchError { index: index.map(|index| index + start), error }
}

/// A range of keys.
struct KeyRange<'a, K> {
    keys: &'a K,
    range: Range<usize>,
}

impl<K: Keys> Keys for KeyRange<'_, K> {
    fn count(&self) -> usize {
        self.range.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.keys.key(self.range.start + index)
    }
}
