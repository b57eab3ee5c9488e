//! Creates many URLs in parallel. The length of a URL follows from the length of its key, so the position of every URL
//! is known before it is written.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::links::Links;
use super::settings::{Batch, CHUNK, LEAST_KEYS_OF_A_THREAD};
use crate::input::keys::{self, FoundKeys, Keys};
use crate::primitives::encode;
use crate::primitives::sha256::lanes::{Kernel, Work};
use crate::signing::sigv4::{BatchSigner, EMPTY_SIGNATURES, SignatureBuffer};
use crate::{BatchError, Error, MAX_KEY_BYTES};

/// Maximum number of keys that a thread takes at a time. It is large, so that the remainder at the end of each piece,
/// which goes to the kernels with fewer lanes, costs little.
const WORK_ITEM_KEYS: usize = 8 * CHUNK;

/// The state of one batch.
pub(super) struct BatchRun<'a> {
    batch: &'a Batch<'a>,
    kernel: Kernel,
    batch_signer: BatchSigner<'a>,
    /// The length of a URL without its key, in bytes.
    fixed: usize,
}

/// Total length of a range of URLs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) bytes: usize,
    /// Whether no key needs percent-encoding. Such keys have been checked completely.
    clean: bool,
}

/// Progress of a batch: the number of keys and bytes done.
#[derive(Debug, Clone, Copy)]
struct Progress {
    keys: usize,
    bytes: usize,
}

impl<'a> BatchRun<'a> {
    /// Returns `None` if the template's URLs cannot be made in parallel.
    #[inline]
    pub(super) fn new(batch: &'a Batch<'a>) -> Option<Self> {
        let kernel = Kernel::best();
        let batch_signer = batch.template.engine.batch_signer(batch.after, kernel)?;
        let fixed = batch.template.engine.constant() + usize::from(batch.after.is_some());
        Some(Self { batch, kernel, batch_signer, fixed })
    }

    pub(super) fn presign_into(
        mut self,
        keys: &(impl Keys + ?Sized),
        links: &mut Links,
    ) -> Result<(), BatchError> {
        let count = keys.count();
        let Links { text, offsets } = links;
        let places = count.checked_add(1).ok_or(Error::Memory)?;
        offsets.try_reserve_exact(places).map_err(|_| Error::Memory)?;
        offsets.resize(places, 0);
        // URLs that fit into the memory at hand are not measured first.
        let progress = self.run(keys, Progress { keys: 0, bytes: 0 }, text, offsets, false)?;
        if progress.keys < count {
            let remaining = self.measure(keys, progress.keys..count)?;
            grow(text, progress.bytes, remaining.bytes)?;
            self.run(keys, progress, text, offsets, remaining.clean)?;
        }
        Ok(())
    }

    pub(super) fn write(
        mut self,
        keys: &(impl Keys + ?Sized),
        out: &mut [u8],
        offsets: &mut [u64],
    ) -> Result<usize, BatchError> {
        let Size { bytes, clean } = self.measure(keys, 0..keys.count())?;
        if let Some(out) = out.get_mut(..bytes) {
            if let Some(first) = offsets.first_mut() {
                *first = 0;
            }
            self.run(keys, Progress { keys: 0, bytes: 0 }, out, offsets, clean)?;
        }
        Ok(bytes)
    }

    pub(super) fn measure(
        &self,
        keys: &(impl Keys + ?Sized),
        range: Range<usize>,
    ) -> Result<Size, BatchError> {
        // Checked before any key is read, because reading so many keys would take too long.
        range.len().checked_mul(self.fixed + 1).ok_or(Error::Memory)?;
        let (mut found, mut first) = (FoundKeys::new(), range.start);
        let mut sum = Size { bytes: 0, clean: true };
        while first < range.end {
            let keys = found.get(keys, first..range.end);
            sum = self.add(sum, keys, first)?;
            first += keys.len();
        }
        Ok(sum)
    }

    /// Adds the URLs of a few keys, the first of which has the index `first`.
    #[inline(never)]
    fn add(&self, mut sum: Size, keys: &[&[u8]], first: usize) -> Result<Size, BatchError> {
        for (index, key) in (first..).zip(keys) {
            let (length, clean) = key_len(key, index)?;
            let Some(bytes) = sum.bytes.checked_add(self.fixed + length) else {
                return Err(Error::Memory.into());
            };
            sum.bytes = bytes;
            sum.clean &= clean;
        }
        Ok(sum)
    }

    /// Creates URLs as long as they fit into `out`.
    fn run(
        &mut self,
        keys: &(impl Keys + ?Sized),
        progress: Progress,
        out: &mut [u8],
        offsets: &mut [u64],
        clean: bool,
    ) -> Result<Progress, BatchError> {
        let sizer = Sizer { kernel: self.kernel, fixed: self.fixed, clean };
        let ends = offsets.get_mut(1..).unwrap_or_default();
        match self.batch.threads_for(keys.count().saturating_sub(progress.keys)) {
            0 | 1 => self.run_here(keys, sizer, progress, out, ends),
            threads => self.run_with_threads(keys, sizer, progress, out, ends, threads),
        }
    }

    fn run_here(
        &mut self,
        keys: &(impl Keys + ?Sized),
        sizer: Sizer,
        mut progress: Progress,
        out: &mut [u8],
        ends: &mut [u64],
    ) -> Result<Progress, BatchError> {
        let mut signatures = EMPTY_SIGNATURES;
        let filled = self.fill_here(keys, sizer, &mut progress, out, ends, &mut signatures);
        // Also after an error, because unsigned URLs have values of headers where the signature goes.
        self.batch_signer.finish(out, &mut signatures);
        filled.map(|()| progress)
    }

    fn fill_here(
        &mut self,
        keys: &(impl Keys + ?Sized),
        sizer: Sizer,
        progress: &mut Progress,
        out: &mut [u8],
        ends: &mut [u64],
        signatures: &mut SignatureBuffer,
    ) -> Result<(), BatchError> {
        let count = keys.count();
        while progress.keys < count {
            let range = progress.keys..count.min(progress.keys + WORK_ITEM_KEYS);
            let ends = ends.get_mut(range.clone()).unwrap_or_default();
            let bytes = sizer.fill(keys, range.start, progress.bytes, ends)?;
            if bytes > out.len() {
                break;
            }
            self.batch_signer.write(keys, range.start, (0, progress.bytes), ends, out, signatures)?;
            *progress = Progress { keys: range.end, bytes };
        }
        Ok(())
    }

    /// Hands out the pieces in order, after their keys have been checked, so that the first error is that of the first
    /// wrong key.
    fn run_with_threads(
        &mut self,
        keys: &(impl Keys + ?Sized),
        sizer: Sizer,
        progress: Progress,
        out: &mut [u8],
        ends: &mut [u64],
        threads: usize,
    ) -> Result<Progress, BatchError> {
        let count = keys.count();
        // Small enough to keep all threads busy until the batch is done.
        let size = (count.saturating_sub(progress.keys) / (4 * threads))
            .clamp(LEAST_KEYS_OF_A_THREAD, WORK_ITEM_KEYS);
        let (out, ends) = (out.get_mut(progress.bytes..), ends.get_mut(progress.keys..));
        let remaining = Remaining {
            sizer,
            progress,
            out: out.unwrap_or_default(),
            ends: ends.unwrap_or_default(),
            failed: None,
        };
        let (batch, kernel, remaining) = (self.batch, self.kernel, Mutex::new(remaining));
        let lock_remaining = || remaining.lock().unwrap_or_else(PoisonError::into_inner);
        let take = || lock_remaining().take(keys, size);
        let work = |batch_signer: &mut BatchSigner| {
            let mut signatures = EMPTY_SIGNATURES;
            while let Some(WorkItem { first, begin, out, ends }) = take() {
                if let Err(error) =
                    batch_signer.write(keys, first, (begin, begin), ends, out, &mut signatures)
                {
                    lock_remaining().fail(error.into());
                }
                batch_signer.finish(out, &mut signatures);
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                let help =
                    || batch.template.engine.batch_signer(batch.after, kernel).iter_mut().for_each(work);
                // If the system refuses to start a thread, the other threads take all pieces.
                let _ = thread::Builder::new().spawn_scoped(scope, help);
            }
            work(&mut self.batch_signer);
        });
        let Remaining { progress, failed, .. } =
            remaining.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(progress), Err)
    }
}

/// Computes the lengths of URLs.
#[derive(Clone, Copy)]
struct Sizer {
    kernel: Kernel,
    fixed: usize,
    clean: bool,
}

impl Sizer {
    /// Fills in the positions where URLs end, the first of which begins at `begin`, and returns the last of them.
    fn fill<K: Keys + ?Sized>(
        self,
        keys: &K,
        first: usize,
        mut begin: usize,
        ends: &mut [u64],
    ) -> Result<usize, BatchError> {
        let (mut found, mut done) = (FoundKeys::new(), 0);
        while done < ends.len() {
            let keys = found.get(keys, first + done..first + ends.len());
            let ends = ends.get_mut(done..done + keys.len()).unwrap_or_default();
            begin = self.fill_found(keys, first + done, begin, ends)?;
            done += keys.len();
        }
        Ok(begin)
    }

    /// [`Sizer::fill`] for a few keys.
    #[inline(never)]
    fn fill_found(
        self,
        keys: &[&[u8]],
        first: usize,
        begin: usize,
        ends: &mut [u64],
    ) -> Result<usize, BatchError> {
        self.kernel.run(Fill { sizer: self, keys, first, begin, ends })
    }
}

/// [`Sizer::fill_found`] as work that a kernel compiles for its wide registers.
struct Fill<'a> {
    sizer: Sizer,
    keys: &'a [&'a [u8]],
    first: usize,
    begin: usize,
    ends: &'a mut [u64],
}

impl Work for Fill<'_> {
    type Output = Result<usize, BatchError>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Sizer { fixed, clean, .. } = self.sizer;
        let mut at = self.begin;
        for ((index, key), end) in (self.first..).zip(self.keys).zip(self.ends) {
            let length = if clean { key.len() } else { key_len(key, index)?.0 };
            let Some(end_at) = at.checked_add(fixed + length) else { return Err(Error::Memory.into()) };
            at = end_at;
            *end = at as u64;
        }
        Ok(at)
    }
}

/// The part of a batch that is not done yet.
struct Remaining<'a> {
    sizer: Sizer,
    progress: Progress,
    out: &'a mut [u8],
    ends: &'a mut [u64],
    failed: Option<BatchError>,
}

/// A piece of it, with all lengths known: the index of the first key, and the position where its URL begins.
struct WorkItem<'a> {
    first: usize,
    begin: usize,
    out: &'a mut [u8],
    ends: &'a mut [u64],
}

impl<'a> Remaining<'a> {
    /// Returns the next piece, unless all are taken, one of its keys is wrong, or its URLs do not fit.
    fn take(&mut self, keys: &(impl Keys + ?Sized), size: usize) -> Option<WorkItem<'a>> {
        let Progress { keys: first, bytes: begin } = self.progress;
        let size = size.min(self.ends.len());
        let (ends, later_ends) = std::mem::take(&mut self.ends).split_at_mut_checked(size)?;
        match self.sizer.fill(keys, first, begin, ends) {
            Ok(end) if size > 0 && self.out.len() >= end - begin => {
                let (out, later) = std::mem::take(&mut self.out).split_at_mut_checked(end - begin)?;
                (self.out, self.ends) = (later, later_ends);
                self.progress = Progress { keys: first + size, bytes: end };
                Some(WorkItem { first, begin, out, ends })
            }
            // All pieces are taken: other threads find no ends left.
            Ok(_) => None,
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// Records the first error and leaves nothing for the other threads to do.
    fn fail(&mut self, error: BatchError) {
        self.failed.get_or_insert(error);
        self.ends = &mut [];
    }
}

/// Returns the length of a checked key in a URL, in bytes, and whether the key needs no percent-encoding.
#[inline(always)]
fn key_len(key: &[u8], index: usize) -> Result<(usize, bool), BatchError> {
    if (1..=MAX_KEY_BYTES).contains(&key.len()) && encode::is_clean(key) {
        return Ok((key.len(), true));
    }
    check(key, index)?;
    Ok((encode::path_len(key), false))
}

#[inline(never)]
fn check(key: &[u8], index: usize) -> Result<(), BatchError> {
    keys::check(key).map(|_| ()).map_err(|error| BatchError { index: Some(index), error })
}

/// Extends `text` so that `more` bytes fit after the first `used`. New memory comes from the system already zeroed:
/// writing zeros to all of it would cost as much as making the URLs.
fn grow(text: &mut Vec<u8>, used: usize, more: usize) -> Result<(), BatchError> {
    let length = used.checked_add(more).ok_or(Error::Memory)?;
    if used == 0 {
        *text = Vec::new();
        // Reserved and freed at once, so that a request for too much memory is an error here. Stable Rust has no other
        // fallible way to get zeroed memory.
        Vec::<u8>::new().try_reserve_exact(length).map_err(|_| Error::Memory)?;
        *text = vec![0; length];
    } else {
        text.try_reserve_exact(length - text.len().min(length)).map_err(|_| Error::Memory)?;
        text.resize(length.max(text.len()), 0);
    }
    Ok(())
}
