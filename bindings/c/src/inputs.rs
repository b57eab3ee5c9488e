//! From what C gives to what Rust can use.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::boundary::export;
use crate::status::Failure;

/// The longest string that is read, in bytes: a longer one is a length gone wrong.
const MAX_STRING: usize = 0x7fff_ffff;

/// The most elements that are read: more is a count gone wrong.
const MAX_COUNT: usize = 0xffff_ffff;

/// The largest struct of any later release.
const MAX_STRUCT: usize = 4096;

/// UTF-8 text that is borrowed for the length of a call. All bytes count, a NUL too.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct presign_str {
    /// The first byte. NULL is allowed if len is 0.
    pub ptr: *const c_char,
    /// In bytes, without any NUL at the end.
    pub len: usize,
}

/// A name with its value.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct presign_pair {
    /// The name.
    pub name: presign_str,
    /// The value.
    pub value: presign_str,
}

impl presign_str {
    pub(crate) const EMPTY: Self = Self { ptr: std::ptr::null(), len: 0 };
}

export! {
    /// A string that ends in a NUL, as a presign_str. NULL is the empty string.
    fn presign_cstr(text: *const c_char) -> presign_str {
        if text.is_null() {
            return presign_str::EMPTY;
        }
        // SAFETY: 2, where the length is up to the NUL.
        presign_str { ptr: text, len: unsafe { CStr::from_ptr(text) }.count_bytes() }
    }
}

/// # Safety
/// Invariant 1 of the crate, or 4 for a handle.
pub(crate) unsafe fn reference<'a, T>(pointer: *const T) -> Result<&'a T, Failure> {
    if !is_usable(pointer) {
        return Err(Failure::NULL_POINTER);
    }
    // SAFETY: 1, 4.
    Ok(unsafe { &*pointer })
}

/// A handle that may be left out.
///
/// # Safety
/// As for [`reference`].
pub(crate) unsafe fn optional_reference<'a, T>(pointer: *const T) -> Result<Option<&'a T>, Failure> {
    // SAFETY: the caller's promise.
    if pointer.is_null() { Ok(None) } else { unsafe { reference(pointer) }.map(Some) }
}

/// # Safety
/// Invariant 2 of the crate.
pub(crate) unsafe fn slice_in<'a, T>(pointer: *const T, count: usize) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if !is_usable(pointer) {
        return Err(Failure::NULL_POINTER);
    }
    if count > MAX_COUNT || !fits(pointer, count) {
        return Err(Failure::TOO_LARGE);
    }
    // SAFETY: 2; it lies within the address space.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// Rust's references are neither NULL nor misaligned.
pub(crate) fn is_usable<T>(pointer: *const T) -> bool {
    !pointer.is_null() && pointer.is_aligned()
}

/// Whether so many elements can lie there at all: no array is larger than half of the address space, or wraps around.
pub(crate) fn fits<T>(pointer: *const T, count: usize) -> bool {
    let bytes = count.checked_mul(size_of::<T>()).filter(|bytes| isize::try_from(*bytes).is_ok());
    bytes.and_then(|bytes| pointer.addr().checked_add(bytes)).is_some()
}

/// # Safety
/// Invariant 2 of the crate, for the string's bytes.
pub(crate) unsafe fn str_in<'a>(string: presign_str) -> Result<&'a str, Failure> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes_in(string) }?;
    std::str::from_utf8(bytes).map_err(|_| Failure::UTF8)
}

/// A string's bytes, whatever they are.
///
/// # Safety
/// As for [`str_in`].
unsafe fn bytes_in<'a>(string: presign_str) -> Result<&'a [u8], Failure> {
    if string.len > MAX_STRING && !string.ptr.is_null() {
        return Err(Failure::TOO_LARGE);
    }
    // SAFETY: 2.
    unsafe { slice_in(string.ptr.cast::<u8>(), string.len) }
}

/// A string that stands for a default when it is empty.
///
/// # Safety
/// As for [`str_in`].
pub(crate) unsafe fn optional_str_in<'a>(string: presign_str) -> Result<Option<&'a str>, Failure> {
    // SAFETY: the caller's promise.
    let text = unsafe { str_in(string) }?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// # Safety
/// Invariant 2 of the crate, for the pairs and for their strings.
pub(crate) unsafe fn pairs_in<'a>(
    pairs: *const presign_pair,
    count: usize,
) -> Result<Vec<(&'a str, &'a str)>, Failure> {
    // SAFETY: 2.
    let pairs = unsafe { slice_in(pairs, count) }?;
    // SAFETY: 2.
    pairs.iter().map(|pair| unsafe { Ok((str_in(pair.name)?, str_in(pair.value)?)) }).collect()
}

/// A C struct that begins with `size_t struct_size`.
///
/// # Safety
/// All bytes 0 must be a value of it, and any bytes too.
pub(crate) unsafe trait Growing: Copy {
    /// The size in the first release. No program was ever compiled with a smaller one.
    const FIRST_SIZE: usize;
}

/// Reads a struct of any release: fields that the caller does not know are 0, and those that are not known here must
/// be.
///
/// # Safety
/// Invariant 1 of the crate, for a struct of the size that stands in its first field.
pub(crate) unsafe fn struct_in<T: Growing>(pointer: *const T) -> Result<T, Failure> {
    if pointer.is_null() {
        return Err(Failure::NULL_POINTER);
    }
    // SAFETY: 1.
    let size = unsafe { struct_size(pointer) }?;
    let bytes = pointer.cast::<u8>();
    let known = size.min(size_of::<T>());
    // SAFETY: 1; `known` is within the size.
    let unknown = unsafe { std::slice::from_raw_parts(bytes.add(known), size - known) };
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(Failure::STRUCT_SIZE);
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: 1; `known` is within both; any bytes are a value, and so are the zeros behind them.
    unsafe {
        value.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(bytes, known);
        Ok(value.assume_init())
    }
}

/// What stands in a struct's first field.
///
/// # Safety
/// Invariant 1 of the crate. The pointer is not NULL.
pub(crate) unsafe fn struct_size<T: Growing>(pointer: *const T) -> Result<usize, Failure> {
    // SAFETY: 1; the first field is the size.
    let size = unsafe { pointer.cast::<usize>().read_unaligned() };
    let is_known = (T::FIRST_SIZE..=MAX_STRUCT).contains(&size);
    is_known.then_some(size).ok_or(Failure::STRUCT_SIZE)
}

/// # Safety
/// Invariant 2 of the crate, for the strings and for their bytes.
pub(crate) unsafe fn strs_in<'a>(strings: *const presign_str, count: usize) -> Result<Vec<&'a str>, Failure> {
    // SAFETY: 2.
    let strings = unsafe { slice_in(strings, count) }?;
    // SAFETY: 2.
    strings.iter().map(|string| unsafe { str_in(*string) }).collect()
}

/// The keys of a batch. Threads may share them: they are only read.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a> {
    strings: &'a [presign_str],
    bytes: PhantomData<&'a [u8]>,
}

// SAFETY: it stands for a `&[&[u8]]`; by invariant 2 nobody writes to the bytes meanwhile.
unsafe impl Send for Keys<'_> {}
// SAFETY: as above.
unsafe impl Sync for Keys<'_> {}

impl<'a> Keys<'a> {
    /// # Safety
    /// Invariant 2 of the crate, for the strings and for their bytes.
    pub(crate) unsafe fn new(keys: *const presign_str, count: usize) -> Result<Self, Failure> {
        // SAFETY: 2.
        Ok(Self { strings: unsafe { slice_in(keys, count) }?, bytes: PhantomData })
    }

    /// The first key that is no string at all, and why.
    pub(crate) fn bad_pointer(self) -> Option<(usize, Failure)> {
        // SAFETY: promised to `new`.
        let check = |string: &presign_str| unsafe { bytes_in(*string) }.err();
        self.strings.iter().enumerate().find_map(|(index, string)| Some((index, check(string)?)))
    }

    /// The keys before one of them.
    pub(crate) fn before(self, index: usize) -> Self {
        Self { strings: self.strings.get(..index).unwrap_or_default(), bytes: PhantomData }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Result<&'a [u8], Failure>> {
        // SAFETY: promised to `new`.
        self.strings.iter().map(|string| unsafe { bytes_in(*string) })
    }
}

impl presign::Keys for Keys<'_> {
    fn count(&self) -> usize {
        self.strings.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        match self.strings.get(index) {
            // SAFETY: promised to `new`. The core gets keys only when `bad_pointer` has found nothing among them, so
            // that a string that is not empty is one, and is not checked again each time it is looked at.
            Some(string) if string.len > 0 => unsafe {
                std::slice::from_raw_parts(string.ptr.cast(), string.len)
            },
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_wraps_around() {
        let near_the_end = std::ptr::without_provenance::<u64>(usize::MAX - 15);
        assert!(fits(near_the_end, 1));
        assert!(!fits(near_the_end, 2));
        assert!(!fits(near_the_end, usize::MAX / 8 + 2), "the product wraps to 8");
        assert!(!fits(std::ptr::without_provenance::<u8>(1), isize::MAX as usize + 1));
    }
}
