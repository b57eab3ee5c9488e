//! Creates URLs for many keys of one template, in one buffer, with as many threads as the caller allows.
//!
//! For Signature Version 4 (`simd.rs`) the lengths of the URLs are known before anything is signed, so each URL is
//! written to its final position, and several are signed in parallel in one core. Version 2 URLs are made one by one
//! (`sequential.rs`).

mod links;
mod parts;
mod requests;
mod sequential;
mod settings;
mod simd;

use std::ops::Range;

pub use links::Links;
pub use requests::RequestBatch;
pub use settings::Batch;

use self::settings::CHUNK;
use crate::input::keys::Keys;
use crate::{BatchError, Error, Template};

impl Template {
    /// Returns the URLs for many keys, made by up to this many threads; 0 means one per core.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`].
    pub fn presign_many(&self, keys: &(impl Keys + ?Sized), threads: usize) -> Result<Links, BatchError> {
        let mut links = Links::default();
        self.batch().threads(threads).presign_into(keys, &mut links)?;
        Ok(links)
    }
}

impl Batch<'_> {
    /// Creates the URLs for these keys, in order, and replaces those in `links`. Without keys, `links` is empty
    /// afterwards.
    ///
    /// # Errors
    /// [`Error::KeyEmpty`], [`Error::KeyTooLong`] for a key over 1024 bytes, [`Error::KeyIsUri`] and [`Error::KeyNotText`], all with the
    /// index of the first such key, and [`Error::Memory`]. `links` is then empty.
    pub fn presign_into(&self, keys: &(impl Keys + ?Sized), links: &mut Links) -> Result<(), BatchError> {
        links.clear();
        let made = match simd::BatchRun::new(self) {
            Some(batch_run) => batch_run.presign_into(keys, links),
            None => sequential::presign_into(self, keys, links),
        };
        if made.is_err() {
            links.clear();
        }
        made
    }

    /// Writes the URLs for these keys to the beginning of `out`, where URL `i` is `offsets[i]..offsets[i + 1]`, and
    /// returns their total length in bytes. If `out` is shorter than that, both are left unchanged.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`]; [`Error::Memory`] also if the length of `offsets` is not the number of keys plus
    /// one. `offsets` and `out` are then left unchanged.
    pub fn presign_to_slice(
        &self,
        keys: &(impl Keys + ?Sized),
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError> {
        if keys.count().checked_add(1) != Some(offsets.len()) {
            return Err(Error::Memory.into());
        }
        if let Some(batch_run) = simd::BatchRun::new(self) {
            return batch_run.write(keys, out, offsets);
        }
        let mut links = Links::default();
        self.presign_into(keys, &mut links)?;
        let text = links.text();
        if let Some(front) = out.get_mut(..text.len()) {
            front.copy_from_slice(text);
            offsets.copy_from_slice(links.offsets());
        }
        Ok(text.len())
    }

    /// Returns the total length of the URLs for these keys in bytes. For Signature Version 4 nothing is signed; the
    /// length of a Version 2 URL depends on its signature.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`].
    pub fn measure(&self, keys: &(impl Keys + ?Sized)) -> Result<usize, BatchError> {
        if let Some(batch_run) = simd::BatchRun::new(self) {
            return batch_run.measure(keys, 0..keys.count()).map(|size| size.bytes);
        }
        let mut bytes = 0;
        self.chunks(keys, &mut Links::default(), |links| {
            bytes += links.text().len();
            Ok(())
        })
        .map(|()| bytes)
    }

    /// Creates the URLs for these keys in chunks of about a thousand per thread, and passes each chunk to `sink`, in
    /// order. For callers that forward the URLs: memory use stays small and the URLs are still in the cache.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`], and any error of `sink`. The chunks before the error have been passed to `sink`.
    pub fn chunks<E: From<BatchError>>(
        &self,
        keys: &(impl Keys + ?Sized),
        links: &mut Links,
        mut sink: impl FnMut(&Links) -> Result<(), E>,
    ) -> Result<(), E> {
        let size = CHUNK * self.most_threads();
        for begin in (0..keys.count()).step_by(size) {
            let part = KeyRange { keys, range: begin..keys.count().min(begin.saturating_add(size)) };
            self.presign_into(&part, links).map_err(|BatchError { index, error }| BatchError {
                index: index.map(|index| index + begin),
                error,
            })?;
            sink(links)?;
        }
        Ok(())
    }
}

/// A range of the keys.
struct KeyRange<'a, K: ?Sized> {
    keys: &'a K,
    range: Range<usize>,
}

impl<K: Keys + ?Sized> Keys for KeyRange<'_, K> {
    fn count(&self) -> usize {
        self.range.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.keys.key(self.range.start + index)
    }
}
