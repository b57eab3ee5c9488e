//! Many links: one after the other in one buffer.

use std::ffi::c_char;

use presign::{BatchError, Error, MAX_KEY_BYTES, Template};

use crate::boundary::export;
use crate::inputs::{Growing, Keys, presign_str, reference, struct_in};
use crate::outputs::{place_out, slice_out};
use crate::request::{Wishes, presign_request};
use crate::signer::presign_signer;
use crate::status::{Failure, presign_status};

/// As many threads as there are cores that the process may use.
pub const PRESIGN_THREADS_ALL: u32 = 0xffff_ffff;

/// How a batch is worked on. Zeros mean defaults.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_batch_options {
    /// sizeof(presign_batch_options).
    pub struct_size: usize,
    /// How many threads to use at most: 0 and 1 mean the caller's alone; PRESIGN_THREADS_ALL. They end before the call
    /// does.
    pub threads: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: it holds numbers.
#[allow(unsafe_code)]
unsafe impl Growing for presign_batch_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// Why there is no batch, and which key's fault it is.
struct NoBatch {
    failure: Failure,
    key: Option<usize>,
}

impl From<Failure> for NoBatch {
    fn from(failure: Failure) -> Self {
        Self { failure, key: None }
    }
}

impl From<BatchError> for NoBatch {
    fn from(BatchError { index, error }: BatchError) -> Self {
        let failure = if error == Error::KeyNotText { Failure::UTF8 } else { Failure::from(error) };
        Self { failure, key: index }
    }
}

export! {
    /// Many links of one request: URL i is out[offsets[i]] up to out[offsets[i + 1]], with no NUL behind it. They are
    /// the same that presign_url_ex makes, in the order of the keys.
    ///
    /// request: its key must be empty.
    /// keys, n: n keys, none of them empty; NULL is allowed if n is 0.
    /// options: NULL means the defaults.
    /// out, out_cap: where the URLs go; NULL is allowed if out_cap is 0.
    /// offsets: n + 1 numbers, the last of which is the number of bytes written; if the buffer is too small, this last
    /// one alone is stored and is the number of bytes needed; untouched on any other error.
    /// bad_key: on an error other than PRESIGN_ERR_BUFFER_TOO_SMALL the index of the first key that is wrong, or
    /// SIZE_MAX if no key is; else untouched.
    ///
    /// Errors: those of presign_url_ex. After an error the bytes of out are unspecified.
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
        let bad_key = unsafe { place_out(bad_key) }?;
        let write = || {
            // SAFETY: 1, 2, 3, 4.
            let (batch, threads, out, offsets) = unsafe {
                let batch = Batch::read(signer, request, keys, n)?;
                let count = n.checked_add(1).ok_or(Failure::TOO_LARGE)?;
                let offsets = slice_out(offsets, count)?;
                (batch, threads(options)?, slice_out(out.cast::<u8>(), out_cap)?, offsets)
            };
            batch.write(threads, out, offsets)
        };
        write().map_err(|NoBatch { failure, key }| {
            if failure != Failure::BUFFER_TOO_SMALL {
                bad_key.write(key.unwrap_or(usize::MAX));
            }
            failure
        })
    }
}

export! {
    /// How much room is enough for the URLs of a batch. Nothing is signed: it costs far less than the batch.
    ///
    /// request, keys, n: as for presign_urls.
    /// bound: an out_cap in bytes that is never too small.
    ///
    /// Errors: those of presign_urls but PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_urls_bound(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
        bound: *mut u64,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (batch, bound) = unsafe { (Batch::read(signer, request, keys, n), place_out(bound)?) };
        bound.write(batch.and_then(|batch| batch.bound()).map_err(|NoBatch { failure, .. }| failure)? as u64);
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

struct Batch<'a> {
    template: Template,
    keys: Keys<'a>,
}

impl Batch<'_> {
    /// # Safety
    /// Invariants 1, 2 and 4 of the crate, for all that is pointed to.
    #[allow(unsafe_code)]
    unsafe fn read(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
    ) -> Result<Self, NoBatch> {
        // SAFETY: 1, 2, 4.
        let (signer, wishes, keys) =
            unsafe { (reference(signer)?, Wishes::read(request)?, Keys::new(keys, n)?) };
        let template = signer.signer.template(&wishes.request()).map_err(Failure::from)?;
        Ok(Self { template, keys })
    }

    /// Room that is enough for all links. Checks all keys: afterwards none can be wrong.
    fn bound(&self) -> Result<usize, NoBatch> {
        let mut sum = 0_usize;
        for (index, key) in self.keys.iter().enumerate() {
            let bound = key.and_then(|key| match std::str::from_utf8(key) {
                Ok(key) => Ok(self.template.bound(key)?),
                // As in a batch: what is too long is not looked at.
                Err(_) if key.len() > MAX_KEY_BYTES => Err(Error::KeyTooLong { bytes: key.len() }.into()),
                Err(_) => Err(Failure::UTF8),
            });
            sum = bound
                .and_then(|bound| sum.checked_add(bound).ok_or(Failure::TOO_LARGE))
                .map_err(|failure| NoBatch { failure, key: Some(index) })?;
        }
        Ok(sum)
    }

    /// Nothing is written to `offsets` before it is certain that all goes well.
    fn write(&self, threads: usize, out: &mut [u8], offsets: &mut [u64]) -> Result<(), NoBatch> {
        let batch = self.template.batch().threads(threads);
        if let Some((index, failure)) = self.keys.bad_pointer() {
            // A key before it may be wrong in another way, and the first one counts.
            batch.measure(&self.keys.before(index))?;
            return Err(NoBatch { failure, key: Some(index) });
        }
        let room = out.len();
        let needed = batch.presign_to_slice(&self.keys, out, offsets)?;
        if needed > room {
            offsets.last_mut().ok_or(Failure::TOO_LARGE)?.clone_from(&(needed as u64));
            return Err(Failure::BUFFER_TOO_SMALL.into());
        }
        Ok(())
    }
}
