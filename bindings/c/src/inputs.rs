//! From the pointers that C passes to Rust references and slices.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::boundary::{Outcome, export};
use crate::status::Failure;

/// Longest string in bytes that is read; a longer length is taken for a mistake.
const MAX_STRING: usize = 0x7fff_ffff;

/// Largest number of elements that is read; a larger count is taken for a mistake.
const MAX_COUNT: usize = 0xffff_ffff;

/// Largest size of a struct in any later version.
const MAX_STRUCT: usize = 4096;

/// UTF-8 text that is borrowed for the length of a call. It may contain NULs.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct presign_str {
    /// First byte. NULL is allowed if len is 0.
    pub ptr: *const c_char,
    /// Length in bytes, without a NUL at the end.
    pub len: usize,
}

/// A name with its value: a query parameter, a header or a field of a form.
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
    /// Returns a NUL-terminated string as a presign_str, which borrows it. NULL gives the empty string.
    fn presign_cstr(text: *const c_char) -> presign_str {
        if text.is_null() {
            return presign_str::EMPTY;
        }
        // SAFETY: 2, where the length is the distance to the NUL.
        presign_str { ptr: text, len: unsafe { CStr::from_ptr(text) }.count_bytes() }
    }
}

/// Reads a required pointer to a value or a handle.
///
/// # Safety
/// Invariant 1 of the crate, or 4 for a handle.
pub(crate) unsafe fn reference<'a, T>(pointer: *const T) -> Result<&'a T, Failure> {
    if !is_usable(pointer) {
        return Err(Failure::NULL_POINTER);
    }
    // SAFETY: 1, 4.
    Ok(unsafe { &*pointer })
}

/// Reads a pointer to a handle, where NULL means none.
///
/// # Safety
/// As for [`reference`].
pub(crate) unsafe fn optional_reference<'a, T>(pointer: *const T) -> Result<Option<&'a T>, Failure> {
    // SAFETY: the caller's promise.
    if pointer.is_null() { Ok(None) } else { unsafe { reference(pointer) }.map(Some) }
}

/// Reads a pointer with a count.
///
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
    // SAFETY: 2; the elements are within the address space.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// Checks that a pointer is neither NULL nor misaligned, as Rust references must not be.
pub(crate) fn is_usable<T>(pointer: *const T) -> bool {
    !pointer.is_null() && pointer.is_aligned()
}

/// Checks that so many elements can exist at an address: no array is larger than half of the address space, and none
/// wraps around its end.
pub(crate) fn fits<T>(pointer: *const T, count: usize) -> bool {
    let bytes = count.checked_mul(size_of::<T>()).filter(|bytes| isize::try_from(*bytes).is_ok());
    bytes.and_then(|bytes| pointer.addr().checked_add(bytes)).is_some()
}

/// Reads a string, which must be UTF-8.
///
/// # Safety
/// Invariant 2 of the crate, for the string's bytes.
pub(crate) unsafe fn str_in<'a>(string: presign_str) -> Result<&'a str, Failure> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes_in(string) }?;
    std::str::from_utf8(bytes).map_err(|_| Failure::UTF8)
}

/// Reads the bytes of a string without checking that they are UTF-8.
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

/// Reads a string whose empty value means the default.
///
/// # Safety
/// As for [`str_in`].
pub(crate) unsafe fn optional_str_in<'a>(string: presign_str) -> Result<Option<&'a str>, Failure> {
    // SAFETY: the caller's promise.
    let text = unsafe { str_in(string) }?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Reads an array of pairs.
///
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
/// Any bytes must be a valid value of the type, all bytes 0 included.
pub(crate) unsafe trait Versioned: Copy {
    /// Size in bytes in the first release. No program was ever compiled with a smaller one.
    const FIRST_SIZE: usize;
}

/// Reads a struct of any version. Fields that the caller does not know become 0; fields that this library does not know
/// must be 0.
///
/// # Safety
/// Invariant 1 of the crate, for a struct whose first field is its size.
pub(crate) unsafe fn struct_in<T: Versioned>(pointer: *const T) -> Result<T, Failure> {
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
    // SAFETY: 1; `known` is within both sizes; any bytes are a valid value, and so are the zeros after them.
    unsafe {
        value.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(bytes, known);
        Ok(value.assume_init())
    }
}

/// Reads the first field of a struct, and checks it.
///
/// # Safety
/// Invariant 1 of the crate. The pointer is not NULL.
pub(crate) unsafe fn struct_size<T: Versioned>(pointer: *const T) -> Result<usize, Failure> {
    // SAFETY: 1; the first field is the size.
    let size = unsafe { pointer.cast::<usize>().read_unaligned() };
    let is_known = (T::FIRST_SIZE..=MAX_STRUCT).contains(&size);
    is_known.then_some(size).ok_or(Failure::STRUCT_SIZE)
}

/// Reads an array of strings.
///
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
pub(crate) struct BatchKeys<'a> {
    strings: &'a [presign_str],
    bytes: PhantomData<&'a [u8]>,
}

// SAFETY: the type is equivalent to `&[&[u8]]`; by invariant 2 no thread writes to the bytes during the call.
unsafe impl Send for BatchKeys<'_> {}
// SAFETY: as above.
unsafe impl Sync for BatchKeys<'_> {}

impl<'a> BatchKeys<'a> {
    /// Reads an array of keys; `bad_pointer` checks the keys themselves.
    ///
    /// # Safety
    /// Invariant 2 of the crate, for the strings and for their bytes.
    pub(crate) unsafe fn new(keys: *const presign_str, count: usize) -> Result<Self, Failure> {
        // SAFETY: 2.
        Ok(Self { strings: unsafe { slice_in(keys, count) }?, bytes: PhantomData })
    }

    /// Returns the index of the first key whose pointer or length is wrong, and what is wrong.
    pub(crate) fn bad_pointer(self) -> Option<(usize, Failure)> {
        // SAFETY: the promise that `new` requires.
        let check = |string: &presign_str| unsafe { bytes_in(*string) }.err();
        self.strings.iter().enumerate().find_map(|(index, string)| Some((index, check(string)?)))
    }

    /// Returns the keys before an index.
    pub(crate) fn before(self, index: usize) -> Self {
        Self { strings: self.strings.get(..index).unwrap_or_default(), bytes: PhantomData }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Result<&'a [u8], Failure>> {
        // SAFETY: the promise that `new` requires.
        self.strings.iter().map(|string| unsafe { bytes_in(*string) })
    }
}

impl presign::Keys for BatchKeys<'_> {
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

impl Outcome for presign_str {
    type Returned = Self;
    const AFTER_PANIC: Self = Self::EMPTY;

    fn into_c(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_wrap_around_the_address_space_are_refused() {
        let near_the_end = std::ptr::without_provenance::<u64>(usize::MAX - 15);
        assert!(fits(near_the_end, 1));
        assert!(!fits(near_the_end, 2));
        assert!(!fits(near_the_end, usize::MAX / 8 + 2), "the product wraps to 8");
        assert!(!fits(std::ptr::without_provenance::<u8>(1), isize::MAX as usize + 1));
    }
}
