//! The keys of a batch, as C has them: an array of strings, or one text with offsets.
#![allow(unsafe_code)]

use std::marker::PhantomData;

use presign::Keys;

use crate::inputs::{bytes_in, presign_str, slice_in};
use crate::own_error::OwnError;
use crate::own_error::OwnFailure;

/// What the sentences of errors call the keys.
pub(crate) const NAME: &str = "keys";

/// Keys as an array of strings. Threads may share them: they are only read.
#[derive(Clone, Copy)]
pub(crate) struct KeyArray<'a> {
    strings: &'a [presign_str],
    bytes: PhantomData<&'a [u8]>,
}

// SAFETY: the type is equivalent to `&[&[u8]]`; by invariant 2 no thread writes to the bytes during the call.
unsafe impl Send for KeyArray<'_> {}
// SAFETY: as above.
unsafe impl Sync for KeyArray<'_> {}

impl<'a> KeyArray<'a> {
    /// Reads an array of keys; `bad_pointer` checks the keys themselves.
    ///
    /// # Safety
    /// Invariant 2 of the crate, for the strings and for their bytes.
    pub(crate) unsafe fn new(keys: *const presign_str, count: usize) -> Result<Self, OwnError> {
        // SAFETY: 2.
        Ok(Self { strings: unsafe { slice_in(keys, count, NAME) }?, bytes: PhantomData })
    }

    /// Returns the index of the first key whose pointer or length is wrong, and what is wrong.
    pub(crate) fn bad_pointer(self) -> Option<(usize, OwnError)> {
        // SAFETY: the promise that `new` requires.
        let check = |string: &presign_str| unsafe { bytes_in(*string, NAME) }.err();
        self.strings.iter().enumerate().find_map(|(index, string)| Some((index, check(string)?.at(index))))
    }

    /// Returns the keys before an index.
    pub(crate) fn before(self, index: usize) -> Self {
        Self { strings: self.strings.get(..index).unwrap_or_default(), bytes: PhantomData }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Result<&'a [u8], OwnError>> {
        // SAFETY: the promise that `new` requires.
        self.strings.iter().map(|string| unsafe { bytes_in(*string, NAME) })
    }
}

impl Keys for KeyArray<'_> {
    fn count(&self) -> usize {
        self.strings.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        match self.strings.get(index) {
            // SAFETY: the promise that `new` requires. The core receives keys only after `bad_pointer` found none, so a
            // string that is not empty is valid, and is not checked again on each access.
            Some(string) if string.len > 0 => unsafe {
                std::slice::from_raw_parts(string.ptr.cast(), string.len)
            },
            _ => &[],
        }
    }
}

/// Keys as one text: key `i` is `text[offsets[i]..offsets[i + 1]]`.
#[derive(Clone, Copy)]
pub(crate) struct FlatKeys<'a> {
    text: &'a [u8],
    offsets: &'a [u64],
}

impl<'a> FlatKeys<'a> {
    /// Reads a text and its `count + 1` offsets, none of which may be below the one before it.
    ///
    /// # Safety
    /// Invariant 2 of the crate, for the offsets and for as many bytes of text as the last offset says.
    pub(crate) unsafe fn new(
        text: *const std::ffi::c_char,
        offsets: *const u64,
        count: usize,
    ) -> Result<Self, OwnError> {
        if count == 0 {
            return Ok(Self { text: &[], offsets: &[] });
        }
        let places = count.checked_add(1).ok_or(OwnFailure::TOO_LARGE.of("n").given_size(count))?;
        // SAFETY: 2.
        let offsets = unsafe { slice_in(offsets, places, "key_offsets") }?;
        let falls = offsets.iter().zip(offsets.iter().skip(1)).position(|(begin, end)| begin > end);
        if let Some(index) = falls {
            return Err(OwnFailure::OFFSETS.of("key_offsets").at(index));
        }
        let end = offsets.last().copied().unwrap_or_default();
        let length =
            usize::try_from(end).map_err(|_| OwnFailure::TOO_LARGE.of("key_offsets").given_size(end))?;
        // SAFETY: 2.
        let text = unsafe { text_in(text, length) }?;
        Ok(Self { text, offsets })
    }
}

/// Reads the text of flat keys, which can be longer than a string.
///
/// # Safety
/// Invariant 2 of the crate.
unsafe fn text_in<'a>(text: *const std::ffi::c_char, length: usize) -> Result<&'a [u8], OwnError> {
    if length == 0 {
        return Ok(&[]);
    }
    if text.is_null() {
        return Err(OwnFailure::NULL_POINTER.of("text"));
    }
    if !crate::inputs::fits(text, length) {
        return Err(OwnFailure::TOO_LARGE.of("text").given_size(length));
    }
    // SAFETY: 2; the bytes are within the address space.
    Ok(unsafe { std::slice::from_raw_parts(text.cast(), length) })
}

impl Keys for FlatKeys<'_> {
    fn count(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        // `new` checked that every offset is within the text.
        let at = |index: usize| usize::try_from(*self.offsets.get(index)?).ok();
        let key = || self.text.get(at(index)?..at(index + 1)?);
        key().unwrap_or_default()
    }
}
