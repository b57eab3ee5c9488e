//! Functions for many URLs of one request, one after the other in one buffer.

use std::ffi::c_char;

use presign::{BatchError, Error, Keys, Links, MAX_KEY_BYTES, Request, Signer, Template};

use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{Versioned, presign_str, reference, struct_in};
use crate::keys::{FlatKeys, KeyArray, NAME};
use crate::outputs::{slice_out, value_out};
use crate::own_error::OwnFailure;
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;

/// As many threads as there are cores that the process may use.
pub const PRESIGN_THREADS_ALL: u32 = 0xffff_ffff;
/// A NUL behind each URL.
pub const PRESIGN_SEPARATOR_NUL: u32 = 0x100;

/// How a batch is run. A field of 0 means its default.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_batch_options {
    /// sizeof(presign_batch_options).
    pub struct_size: usize,
    /// Largest number of threads. 0 and 1: the calling thread only; PRESIGN_THREADS_ALL: one per core. Threads that
    /// the call starts end before it returns.
    pub threads: u32,
    /// A byte to write behind each URL, such as '\n', or PRESIGN_SEPARATOR_NUL. The offsets count it. 0: none.
    pub separator: u32,
}

// SAFETY: the struct holds only numbers.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_batch_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, separator) + size_of::<u32>();
}

fallible_export! {
    /// Makes the URLs of one request for many keys: URL i is out[offsets[i]] up to out[offsets[i + 1]], without a
    /// NUL. They equal those of presign_url_ex, in the order of the keys.
    ///
    /// request: its key must be empty.
    /// keys, n: n keys, none of them empty; NULL is allowed if n is 0.
    /// options: NULL means the defaults.
    /// out, out_cap: buffer for the URLs; NULL is allowed if out_cap is 0.
    /// offsets: receives n + 1 numbers, of which the last is the number of bytes written. If the buffer is too small,
    /// only this last one is stored, as the number of bytes needed; on any other error, nothing is.
    ///
    /// Errors: those of presign_url_ex, with the index of the first wrong key; PRESIGN_ERR_CHOICE for the separator.
    /// After an error the contents of out are unspecified.
    fn presign_urls(
        signer: *const presign_signer,
        request: *const presign_request,
        keys: *const presign_str,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (template, keys, out) = unsafe {
            let template = template(signer, request)?;
            (template, KeyArray::new(keys, n)?, BatchOut::new(options, out, out_cap, offsets, n)?)
        };
        out.write_array(&template, keys)
    }
}

fallible_export! {
    /// Makes URLs like presign_urls, with all keys in one text: key i is text[key_offsets[i]] up to
    /// text[key_offsets[i + 1]]. The URLs have the same layout.
    ///
    /// text: may be NULL if all keys end at 0.
    /// key_offsets: n + 1 numbers, none below the one before it; NULL is allowed if n is 0.
    fn presign_urls_flat(
        signer: *const presign_signer,
        request: *const presign_request,
        text: *const c_char,
        key_offsets: *const u64,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (template, keys, out) = unsafe {
            let template = template(signer, request)?;
            let keys = FlatKeys::new(text, key_offsets, n)?;
            (template, keys, BatchOut::new(options, out, out_cap, offsets, n)?)
        };
        out.write(&template, &keys)
    }
}

fallible_export! {
    /// Computes a buffer size that is enough for the URLs of a batch without a separator. It signs nothing, so it takes
    /// far less time than the batch.
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
        bound: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (template, keys, bound) = unsafe {
            (template(signer, request)?, KeyArray::new(keys, n)?, value_out(bound, "bound")?)
        };
        let mut sum = 0_usize;
        for (index, key) in keys.iter().enumerate() {
            let one = key.map_err(Failure::from).and_then(|key| bound_of(&template, key));
            let added = one.and_then(|one| sum.checked_add(one).ok_or(OwnFailure::TOO_LARGE.of("bound").into()));
            sum = added.map_err(|failure| failure.at(index))?;
        }
        bound.write(sum);
        Ok(())
    }
}

/// # Safety
/// Invariants 1, 2 and 4 of the crate, for all that is pointed to.
#[allow(unsafe_code)]
unsafe fn template(
    signer: *const presign_signer,
    request: *const presign_request,
) -> Result<Template, Failure> {
    // SAFETY: 1, 2, 4.
    let (signer, options) = unsafe { (reference(signer, "signer")?, RequestOptions::read(request)?) };
    Ok(signer.signer.template(&options.request())?)
}

/// Returns an upper bound, in bytes, of the length of the URL for a key.
fn bound_of(template: &Template, key: &[u8]) -> Result<usize, Failure> {
    match std::str::from_utf8(key) {
        Ok(key) => Ok(template.bound(key)?),
        // As in a batch: the length is checked before the encoding.
        Err(_) if key.len() > MAX_KEY_BYTES => Err(Error::KeyTooLong { bytes: key.len() }.into()),
        Err(_) => Err(OwnFailure::UTF8.of(NAME).into()),
    }
}

/// The caller's memory for a batch, and how the batch is run.
pub(crate) struct BatchOut<'a> {
    threads: usize,
    separator: Option<u8>,
    out: &'a mut [u8],
    offsets: &'a mut [u64],
}

impl BatchOut<'_> {
    /// # Safety
    /// Invariants 1 to 3 of the crate.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn new(
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
        n: usize,
    ) -> Result<Self, Failure> {
        let places = n.checked_add(1).ok_or(OwnFailure::TOO_LARGE.of("n").given_size(n))?;
        // SAFETY: 1, 2, 3.
        let (out, offsets) =
            unsafe { (slice_out(out.cast::<u8>(), out_cap, "out")?, slice_out(offsets, places, "offsets")?) };
        if options.is_null() {
            return Ok(Self { threads: 1, separator: None, out, offsets });
        }
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        let threads = match options.threads {
            PRESIGN_THREADS_ALL => 0,
            threads => usize::try_from(threads).unwrap_or(usize::MAX).max(1),
        };
        Ok(Self { threads, separator: separator(options.separator)?, out, offsets })
    }

    /// Writes to the offsets only once no error other than a small buffer is possible.
    pub(crate) fn write(self, template: &Template, keys: &impl Keys) -> Result<(), Failure> {
        let Self { threads, separator, out, offsets } = self;
        let batch = template.batch().threads(threads).separator(separator);
        let needed = batch.presign_to_slice(keys, out, offsets)?;
        Self::store_needed(needed, out, offsets)
    }

    /// Writes the URLs for an array of keys.
    pub(crate) fn write_array(self, template: &Template, keys: KeyArray) -> Result<(), Failure> {
        if let Some((index, failure)) = keys.bad_pointer() {
            // An earlier key may break another rule, and the first wrong key is the one to report.
            template
                .batch()
                .measure(&keys.before(index))
                .map_err(|error: BatchError| Failure::from(error))?;
            return Err(failure.into());
        }
        self.write(template, &keys)
    }

    /// Writes the URLs of requests that differ.
    pub(crate) fn write_requests(self, signer: &Signer, requests: &[Request]) -> Result<(), Failure> {
        let Self { threads, separator, out, offsets } = self;
        let batch = signer.requests(requests).threads(threads).separator(separator);
        let needed = batch.presign_to_slice(out, offsets)?;
        Self::store_needed(needed, out, offsets)
    }

    /// Finds the first request that breaks a rule.
    pub(crate) fn check_requests(&self, signer: &Signer, requests: &[Request]) -> Result<(), Failure> {
        let batch = signer.requests(requests).threads(self.threads);
        batch.chunks(&mut Links::default(), |_| Ok::<(), BatchError>(())).map_err(Failure::from)
    }

    fn store_needed(needed: usize, out: &[u8], offsets: &mut [u64]) -> Result<(), Failure> {
        if needed <= out.len() {
            return Ok(());
        }
        if let Some(last) = offsets.last_mut() {
            *last = needed as u64;
        }
        Err(OwnFailure::BUFFER_TOO_SMALL.of("out").needs(needed, out.len()).into())
    }
}

fn separator(number: u32) -> Result<Option<u8>, Failure> {
    match (number, u8::try_from(number)) {
        (0, _) => Ok(None),
        (PRESIGN_SEPARATOR_NUL, _) => Ok(Some(0)),
        (_, Ok(byte)) => Ok(Some(byte)),
        _ => Err(OwnFailure::CHOICE.of("options.separator").given(number).into()),
    }
}
