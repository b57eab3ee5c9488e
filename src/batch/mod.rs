//! Many keys, one template: links in one buffer, by as many threads as are wanted.
//!
//! Signature Version 4 goes the wide way (`wide.rs`): the lengths of links are known before anything is signed, so each
//! is written where it stays, and several are signed side by side. Version 2 goes one by one (`single.rs`).

mod keys;
mod links;
mod single;
mod wide;

use std::ops::Range;

pub use keys::Keys;
pub use links::Links;

use crate::{BatchError, Error, MAX_KEY_BYTES, Template};

/// Links that are made at one go where a caller looks at them in between: so many stay in a core's own cache.
const CHUNK: usize = 1024;

/// More threads than this are a number gone wrong.
const MOST_THREADS: usize = 256;

/// Fewer keys than this are not worth a thread of their own.
const LEAST_KEYS_OF_A_THREAD: usize = 512;

/// How to make many links of a template. Made by [`Template::batch`].
///
/// ```
/// # use presign::{Links, Request, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// let template = signer.template(&Request::get("example-bucket", "").expires_in(3600))?;
/// let pages = [["a.jpg", "b.jpg"], ["c.jpg", "d.jpg"]];
/// let mut links = Links::default();
/// for page in pages {
///     template.batch().separator(b'\n').presign_into(&page, &mut links)?;
///     assert_eq!(links.text().iter().filter(|byte| **byte == b'\n').count(), 2);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "a batch does nothing before it is given keys"]
pub struct Batch<'a> {
    template: &'a Template,
    threads: usize,
    after: Option<u8>,
}

impl Template {
    /// The links for many keys, by up to so many threads; 0 means as many as there are cores.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`].
    pub fn presign_many(&self, keys: &(impl Keys + ?Sized), threads: usize) -> Result<Links, BatchError> {
        let mut links = Links::default();
        self.batch().threads(threads).presign_into(keys, &mut links)?;
        Ok(links)
    }

    /// Many links, with more to choose. One thread unless told otherwise.
    pub fn batch(&self) -> Batch<'_> {
        Batch { template: self, threads: 1, after: None }
    }
}

impl Batch<'_> {
    /// How many threads there may be, the caller's included; 0 means as many as there are cores. They end before the
    /// call does. Few keys are not spread, and what the system gives no thread for is done by the others.
    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Puts a byte behind each link, such as a line feed. Lengths and offsets count it.
    pub fn separator(self, byte: impl Into<Option<u8>>) -> Self {
        Self { after: byte.into(), ..self }
    }

    /// Makes the links for these keys, in their order, in place of those that `links` holds. No keys: no links.
    ///
    /// # Errors
    /// [`Error::KeyEmpty`], [`Error::KeyTooLong`] over 1024 bytes, [`Error::KeyNotText`], all with the number of the
    /// first such key, and [`Error::Memory`]. Then `links` holds none.
    pub fn presign_into(&self, keys: &(impl Keys + ?Sized), links: &mut Links) -> Result<(), BatchError> {
        links.clear();
        let made = match wide::Job::new(self) {
            Some(job) => job.presign_into(keys, links),
            None => single::presign_into(self, keys, links),
        };
        if made.is_err() {
            links.clear();
        }
        made
    }

    /// Writes the links for these keys to the front of `out`, where link `i` is `offsets[i]..offsets[i + 1]`, and
    /// returns how many bytes they are. If `out` is shorter than that, both are left as they were.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`]; [`Error::Memory`] also if `offsets` does not hold one number more than there are
    /// keys. Then `offsets` is left as it was, and `out` too.
    pub fn presign_to_slice(
        &self,
        keys: &(impl Keys + ?Sized),
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError> {
        if keys.count().checked_add(1) != Some(offsets.len()) {
            return Err(Error::Memory.into());
        }
        if let Some(job) = wide::Job::new(self) {
            return job.write(keys, out, offsets);
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

    /// How many bytes the links for these keys are. Signature Version 4 signs nothing to find out; the length of a
    /// link of Version 2 depends on its signature.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`].
    pub fn measure(&self, keys: &(impl Keys + ?Sized)) -> Result<usize, BatchError> {
        if let Some(job) = wide::Job::new(self) {
            return job.measure(keys, 0..keys.count()).map(|measured| measured.bytes);
        }
        let mut bytes = 0;
        self.chunks(keys, &mut Links::default(), |links| {
            bytes += links.text().len();
            Ok(())
        })
        .map(|()| bytes)
    }

    /// Makes the links for these keys about a thousand for each thread at a time, and shows each such chunk to `sink`,
    /// in order: for those who pass links on, memory stays small and the links are still in the cache.
    ///
    /// # Errors
    /// As for [`Batch::presign_into`], and what `sink` fails with. `sink` has seen the chunks before then.
    pub fn chunks<E: From<BatchError>>(
        &self,
        keys: &(impl Keys + ?Sized),
        links: &mut Links,
        mut sink: impl FnMut(&Links) -> Result<(), E>,
    ) -> Result<(), E> {
        let size = CHUNK * self.most_threads();
        for begin in (0..keys.count()).step_by(size) {
            let part = Part { keys, range: begin..keys.count().min(begin.saturating_add(size)) };
            self.presign_into(&part, links).map_err(|BatchError { index, error }| BatchError {
                index: index.map(|index| index + begin),
                error,
            })?;
            sink(links)?;
        }
        Ok(())
    }

    fn most_threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads.min(MOST_THREADS),
        }
    }

    /// How many threads so many keys are worth.
    fn threads_for(&self, keys: usize) -> usize {
        // Asking for the number of cores takes longer than a small batch does.
        match keys / LEAST_KEYS_OF_A_THREAD {
            0 | 1 => 1,
            worth => worth.min(self.most_threads()),
        }
    }
}

/// Some of the keys.
struct Part<'a, K: ?Sized> {
    keys: &'a K,
    range: Range<usize>,
}

impl<K: Keys + ?Sized> Keys for Part<'_, K> {
    fn count(&self) -> usize {
        self.range.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.keys.key(self.range.start + index)
    }
}

/// The key as text, or what is wrong with it. The length first: what is too long is not looked at.
fn text_of<K: Keys + ?Sized>(keys: &K, index: usize) -> Result<&str, BatchError> {
    let key = keys.key(index);
    let checked = match key.len() {
        0 => Err(Error::KeyEmpty),
        bytes if bytes > MAX_KEY_BYTES => Err(Error::KeyTooLong { bytes }),
        _ => std::str::from_utf8(key).map_err(|_| Error::KeyNotText),
    };
    checked.map_err(|error| BatchError { index: Some(index), error })
}
