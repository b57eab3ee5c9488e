//! From the pointers that C passes to Rust references and slices.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::own_error::{OwnError, OwnFailure};

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

/// Reads a required pointer to a value or a handle.
///
/// # Safety
/// Invariant 1 of the crate, or 4 for a handle.
pub(crate) unsafe fn reference<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, OwnError> {
    if !is_usable(pointer) {
        return Err(OwnFailure::NULL_POINTER.of(name));
    }
    // SAFETY: 1, 4.
    Ok(unsafe { &*pointer })
}

/// Reads a pointer to a handle, where NULL means none.
///
/// # Safety
/// As for [`reference`].
pub(crate) unsafe fn optional_reference<'a, T>(
    pointer: *const T,
    name: &'static str,
) -> Result<Option<&'a T>, OwnError> {
    // SAFETY: the caller's promise.
    if pointer.is_null() { Ok(None) } else { unsafe { reference(pointer, name) }.map(Some) }
}

/// Reads a pointer with a count.
///
/// # Safety
/// Invariant 2 of the crate.
pub(crate) unsafe fn slice_in<'a, T>(
    pointer: *const T,
    count: usize,
    name: &'static str,
) -> Result<&'a [T], OwnError> {
    if count == 0 {
        return Ok(&[]);
    }
    if !is_usable(pointer) {
        return Err(OwnFailure::NULL_POINTER.of(name));
    }
    if count > MAX_COUNT || !fits(pointer, count) {
        return Err(OwnFailure::TOO_LARGE.of(name).given_size(count));
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
pub(crate) unsafe fn str_in<'a>(string: presign_str, name: &'static str) -> Result<&'a str, OwnError> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes_in(string, name) }?;
    // Nearly all text is ASCII, which is found out several times as fast as UTF-8.
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).map_err(|_| OwnFailure::UTF8.of(name))
}

/// Reads the bytes of a string without checking that they are UTF-8.
///
/// # Safety
/// As for [`str_in`].
pub(crate) unsafe fn bytes_in<'a>(string: presign_str, name: &'static str) -> Result<&'a [u8], OwnError> {
    if string.len > MAX_STRING && !string.ptr.is_null() {
        return Err(OwnFailure::TOO_LARGE.of(name).given_size(string.len));
    }
    // SAFETY: 2.
    unsafe { slice_in(string.ptr.cast::<u8>(), string.len, name) }
}

/// Reads a string whose empty value means the default.
///
/// # Safety
/// As for [`str_in`].
pub(crate) unsafe fn optional_str_in<'a>(
    string: presign_str,
    name: &'static str,
) -> Result<Option<&'a str>, OwnError> {
    // SAFETY: the caller's promise.
    let text = unsafe { str_in(string, name) }?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Reads an array of pairs.
///
/// # Safety
/// Invariant 2 of the crate, for the pairs and for their strings.
pub(crate) unsafe fn pairs_in<'a>(
    pairs: *const presign_pair,
    count: usize,
    name: &'static str,
) -> Result<Vec<(&'a str, &'a str)>, OwnError> {
    let mut read = Vec::new();
    // SAFETY: 2.
    unsafe { pairs_into(pairs, count, name, &mut read) }?;
    Ok(read)
}

/// Appends an array of pairs to a list.
///
/// # Safety
/// As for [`pairs_in`].
pub(crate) unsafe fn pairs_into<'a>(
    pairs: *const presign_pair,
    count: usize,
    name: &'static str,
    list: &mut Vec<(&'a str, &'a str)>,
) -> Result<(), OwnError> {
    // SAFETY: 2.
    let pairs = unsafe { slice_in(pairs, count, name) }?;
    for (index, pair) in pairs.iter().enumerate() {
        // SAFETY: 2.
        let pair = unsafe { str_in(pair.name, name).and_then(|key| Ok((key, str_in(pair.value, name)?))) };
        list.push(pair.map_err(|error| error.item(index))?);
    }
    Ok(())
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
pub(crate) unsafe fn struct_in<T: Versioned>(pointer: *const T, name: &'static str) -> Result<T, OwnError> {
    if pointer.is_null() {
        return Err(OwnFailure::NULL_POINTER.of(name));
    }
    // SAFETY: 1.
    let size = unsafe { struct_size(pointer, name) }?;
    let bytes = pointer.cast::<u8>();
    let known = size.min(size_of::<T>());
    // SAFETY: 1; `known` is within the size.
    let unknown = unsafe { std::slice::from_raw_parts(bytes.add(known), size - known) };
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(OwnFailure::STRUCT_SIZE.of(name).given_size(size));
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
pub(crate) unsafe fn struct_size<T: Versioned>(
    pointer: *const T,
    name: &'static str,
) -> Result<usize, OwnError> {
    // SAFETY: 1; the first field is the size.
    let size = unsafe { pointer.cast::<usize>().read_unaligned() };
    let is_known = (T::FIRST_SIZE..=MAX_STRUCT).contains(&size);
    is_known.then_some(size).ok_or(OwnFailure::STRUCT_SIZE.of(name).given_size(size))
}

/// Reads an array of structs of any version. All have the size of the first, which a program that was compiled with
/// another header has as well.
///
/// # Safety
/// Invariant 2 of the crate, for structs whose first field is their size.
pub(crate) unsafe fn structs_in<T: Versioned>(
    pointer: *const T,
    count: usize,
    name: &'static str,
) -> Result<impl ExactSizeIterator<Item = Result<T, OwnError>>, OwnError> {
    let size = match count {
        0 => size_of::<T>(),
        _ if pointer.is_null() => return Err(OwnFailure::NULL_POINTER.of(name)),
        // SAFETY: 2.
        _ => unsafe { struct_size(pointer, name) }?,
    };
    let bytes = pointer.cast::<u8>();
    if count > MAX_COUNT || count.checked_mul(size).is_none_or(|bytes_in_all| !fits(bytes, bytes_in_all)) {
        return Err(OwnFailure::TOO_LARGE.of(name).given_size(count));
    }
    Ok((0..count).map(move |index| {
        // SAFETY: 2; the index is below the count.
        let (read, own_size) = unsafe {
            let element = bytes.add(index * size).cast::<T>();
            (struct_in(element, name), struct_size(element, name))
        };
        let same_size = own_size.and_then(|own| match own == size {
            true => Ok(()),
            false => Err(OwnFailure::STRUCT_SIZE.of(name).given_size(own)),
        });
        same_size.and(read).map_err(|error| error.at(index))
    }))
}

/// Reads an array of strings.
///
/// # Safety
/// Invariant 2 of the crate, for the strings and for their bytes.
pub(crate) unsafe fn strs_in<'a>(
    strings: *const presign_str,
    count: usize,
    name: &'static str,
) -> Result<Vec<&'a str>, OwnError> {
    // SAFETY: 2.
    let strings = unsafe { slice_in(strings, count, name) }?;
    let read = |(index, string): (usize, &presign_str)| {
        // SAFETY: 2.
        unsafe { str_in(*string, name) }.map_err(|error| error.item(index))
    };
    strings.iter().enumerate().map(read).collect()
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
