//! Functions for many URLs, one after the other in one buffer.

use std::ffi::c_char;

use presign::{BatchError, Error, MAX_KEY_BYTES, Template};

use crate::boundary::export;
use crate::inputs::{BatchKeys, Versioned, presign_str, reference, struct_in};
use crate::outputs::{slice_out, value_out};
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;
use crate::status::{Failure, presign_status};

/// As many threads as there are cores that the process may use.
pub const PRESIGN_THREADS_ALL: u32 = 0xffff_ffff;

/// How a batch is run. A field of 0 means its default.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_batch_options {
    /// sizeof(presign_batch_options).
    pub struct_size: usize,
    /// Largest number of threads. 0 and 1: the calling thread only; PRESIGN_THREADS_ALL: one per core. Threads that
    /// the call starts end before it returns.
    pub threads: u32,
    /// Must be 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_batch_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// Why a batch fails, and the index of the key that is wrong, if one is.
struct BatchFailure {
    failure: Failure,
    key: Option<usize>,
}

impl From<Failure> for BatchFailure {
    fn from(failure: Failure) -> Self {
        Self { failure, key: None }
    }
}

impl From<BatchError> for BatchFailure {
    fn from(BatchError { index, error }: BatchError) -> Self {
        let failure = if error == Error::KeyNotText { Failure::UTF8 } else { Failure::from(error) };
        Self { failure, key: index }
    }
}

export! {
    /// Makes the URLs of one request for many keys: URL i is out[offsets[i]] up to out[offsets[i + 1]], without a
    /// NUL. They equal those of presign_url_ex, in the order of the keys.
    ///
    /// request: its key must be empty.
    /// keys, n: n keys, none of them empty; NULL is allowed if n is 0.
    /// options: NULL means the defaults.
    /// out, out_cap: buffer for the URLs; NULL is allowed if out_cap is 0.
    /// offsets: receives n + 1 numbers, of which the last is the number of bytes written. If the buffer is too small,
    /// only this last one is stored, as the number of bytes needed; on any other error, nothing is.
    /// bad_key: on an error other than PRESIGN_ERR_BUFFER_TOO_SMALL, receives the index of the first wrong key, or
    /// SIZE_MAX if no key is wrong; else untouched.
    ///
    /// Errors: those of presign_url_ex. After an error the contents of out are unspecified.
    fn presign_urls(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
        bad_key: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 3.
        let bad_key = unsafe { value_out(bad_key) }?;
        let write = || {
            // SAFETY: 1, 2, 3, 4.
            let (batch, threads, out, offsets) = unsafe {
                let batch = BatchInput::read(signer, request, keys, n)?;
                let count = n.checked_add(1).ok_or(Failure::TOO_LARGE)?;
                let offsets = slice_out(offsets, count)?;
                (batch, threads(options)?, slice_out(out.cast::<u8>(), out_cap)?, offsets)
            };
            batch.write(threads, out, offsets)
        };
        write().map_err(|BatchFailure { failure, key }| {
            if failure != Failure::BUFFER_TOO_SMALL {
                bad_key.write(key.unwrap_or(usize::MAX));
            }
            failure
        })
    }
}

export! {
    /// Computes a buffer size that is enough for the URLs of a batch. It signs nothing, so it takes far less time
    /// than the batch.
    ///
    /// request, keys, n: as for presign_urls.
    /// bound: receives a value for out_cap in bytes that is never too small.
    ///
    /// Errors: those of presign_urls except PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_urls_bound(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
        bound: *mut u64,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (batch, bound) = unsafe { (BatchInput::read(signer, request, keys, n), value_out(bound)?) };
        bound.write(batch.and_then(|batch| batch.bound()).map_err(|BatchFailure { failure, .. }| failure)? as u64);
        Ok(())
    }
}

/// # Safety
/// Invariant 1 of the crate.
#[allow(unsafe_code)]
unsafe fn threads(options: *const presign_batch_options) -> Result<usize, Failure> {
    if options.is_null() {
        return Ok(1);
    }
    // SAFETY: 1.
    let options = unsafe { struct_in(options) }?;
    match options {
        presign_batch_options { reserved: 1.., .. } => Err(Failure::STRUCT_SIZE),
        presign_batch_options { threads: PRESIGN_THREADS_ALL, .. } => Ok(0),
        presign_batch_options { threads, .. } => Ok(usize::try_from(threads).unwrap_or(usize::MAX).max(1)),
    }
}

struct BatchInput<'a> {
    template: Template,
    keys: BatchKeys<'a>,
}

impl BatchInput<'_> {
    /// # Safety
    /// Invariants 1, 2 and 4 of the crate, for all that is pointed to.
    #[allow(unsafe_code)]
    unsafe fn read(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
    ) -> Result<Self, BatchFailure> {
        // SAFETY: 1, 2, 4.
        let (signer, options, keys) =
            unsafe { (reference(signer)?, RequestOptions::read(request)?, BatchKeys::new(keys, n)?) };
        let template = signer.signer.template(&options.request()).map_err(Failure::from)?;
        Ok(Self { template, keys })
    }

    /// Returns a buffer size in bytes that is enough for all URLs. Checks every key.
    fn bound(&self) -> Result<usize, BatchFailure> {
        let mut sum = 0_usize;
        for (index, key) in self.keys.iter().enumerate() {
            let bound = key.and_then(|key| match std::str::from_utf8(key) {
                Ok(key) => Ok(self.template.bound(key)?),
                // As in a batch: the length is checked before the encoding.
                Err(_) if key.len() > MAX_KEY_BYTES => Err(Error::KeyTooLong { bytes: key.len() }.into()),
                Err(_) => Err(Failure::UTF8),
            });
            sum = bound
                .and_then(|bound| sum.checked_add(bound).ok_or(Failure::TOO_LARGE))
                .map_err(|failure| BatchFailure { failure, key: Some(index) })?;
        }
        Ok(sum)
    }

    /// Writes to `offsets` only once no error other than a small buffer is possible.
    fn write(&self, threads: usize, out: &mut [u8], offsets: &mut [u64]) -> Result<(), BatchFailure> {
        let batch = self.template.batch().threads(threads);
        if let Some((index, failure)) = self.keys.bad_pointer() {
            // An earlier key may break another rule, and the first wrong key is the one to report.
            batch.measure(&self.keys.before(index))?;
            return Err(BatchFailure { failure, key: Some(index) });
        }
        let cap = out.len();
        let needed = batch.presign_to_slice(&self.keys, out, offsets)?;
        if needed > cap {
            offsets.last_mut().ok_or(Failure::TOO_LARGE)?.clone_from(&(needed as u64));
            return Err(Failure::BUFFER_TOO_SMALL.into());
        }
        Ok(())
    }
}
