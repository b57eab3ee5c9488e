//! Writing results to the caller's memory.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::inputs::{Versioned, fits, is_usable, presign_pair, presign_str, struct_size};
use crate::own_error::{OwnError, OwnFailure};

/// Returns the memory for one value.
///
/// # Safety
/// Invariants 1 and 3 of the crate.
pub(crate) unsafe fn value_out<'a, T>(
    pointer: *mut T,
    name: &'static str,
) -> Result<&'a mut MaybeUninit<T>, OwnError> {
    if !is_usable(pointer) {
        return Err(OwnFailure::NULL_POINTER.of(name));
    }
    // SAFETY: 1, 3; the value need not be initialized.
    Ok(unsafe { &mut *pointer.cast::<MaybeUninit<T>>() })
}

/// Returns the memory for an array.
///
/// # Safety
/// Invariants 2 and 3 of the crate.
pub(crate) unsafe fn slice_out<'a, T>(
    pointer: *mut T,
    count: usize,
    name: &'static str,
) -> Result<&'a mut [T], OwnError> {
    if count == 0 {
        return Ok(&mut []);
    }
    if !is_usable(pointer) {
        return Err(OwnFailure::NULL_POINTER.of(name));
    }
    if !fits(pointer, count) {
        return Err(OwnFailure::TOO_LARGE.of(name).given_size(count));
    }
    // SAFETY: 2, 3; the elements are within the address space. What C left uninitialized is not read.
    Ok(unsafe { std::slice::from_raw_parts_mut(pointer, count) })
}

/// The caller's struct for a result, of any version. Only its first field is read.
pub(crate) struct OutStruct<'a, T> {
    bytes: &'a mut [MaybeUninit<u8>],
    kind: PhantomData<T>,
}

impl<T: Versioned> OutStruct<'_, T> {
    /// Reads a pointer where NULL means that the result is not wanted.
    ///
    /// # Safety
    /// As for [`OutStruct::new`].
    pub(crate) unsafe fn optional(pointer: *mut T, name: &'static str) -> Result<Option<Self>, OwnError> {
        // SAFETY: the caller's promise.
        if pointer.is_null() { Ok(None) } else { unsafe { Self::new(pointer, name) }.map(Some) }
    }

    /// # Safety
    /// Invariants 1 and 3 of the crate, for a struct whose first field is its size.
    pub(crate) unsafe fn new(pointer: *mut T, name: &'static str) -> Result<Self, OwnError> {
        if pointer.is_null() {
            return Err(OwnFailure::NULL_POINTER.of(name));
        }
        // SAFETY: 1, 3; bytes need no alignment and need not be initialized.
        let bytes = unsafe { std::slice::from_raw_parts_mut(pointer.cast(), struct_size(pointer, name)?) };
        Ok(Self { bytes, kind: PhantomData })
    }

    /// Writes all fields except the first, which the caller sets. Fields that this library does not know become 0.
    pub(crate) fn write(self, value: T) {
        // SAFETY: any memory is a valid slice of `MaybeUninit<u8>`.
        let value: &[MaybeUninit<u8>] =
            unsafe { std::slice::from_raw_parts((&raw const value).cast(), size_of::<T>()) };
        let known = size_of::<usize>()..self.bytes.len().min(value.len());
        let (known_bytes, known_value) = (self.bytes.get_mut(known.clone()), value.get(known));
        if let (Some(bytes), Some(value)) = (known_bytes, known_value) {
            bytes.copy_from_slice(value);
        }
        self.bytes.iter_mut().skip(value.len()).for_each(|byte| *byte = MaybeUninit::new(0));
    }
}

/// The caller's buffer for text and the number that receives its length. The text ends in a NUL that the length does
/// not count.
pub(crate) struct TextOut<'a> {
    out: &'a mut [u8],
    len: &'a mut MaybeUninit<usize>,
}

impl<'a> TextOut<'a> {
    /// # Safety
    /// Invariants 1 to 3 of the crate.
    pub(crate) unsafe fn new(out: *mut c_char, cap: usize, len: *mut usize) -> Result<Self, OwnError> {
        // SAFETY: 1, 2, 3.
        unsafe { Ok(Self { len: value_out(len, "out_len")?, out: slice_out(out.cast::<u8>(), cap, "out")? }) }
    }

    /// Passes the buffer, without the byte for the NUL, to `write`. It returns the length of the text, and must write only
    /// if the text fits.
    pub(crate) fn fill<E: From<OwnError>>(
        self,
        write: impl FnOnce(&mut [u8]) -> Result<usize, E>,
    ) -> Result<(), E> {
        let cap = self.out.len().saturating_sub(1);
        let len = write(self.out.get_mut(..cap).unwrap_or_default())?;
        self.len.write(len);
        let has = self.out.len();
        let too_small = OwnFailure::BUFFER_TOO_SMALL.of("out").needs(len.saturating_add(1), has);
        *self.out.get_mut(len).ok_or(too_small)? = 0;
        Ok(())
    }

    /// Writes a text that exists already.
    pub(crate) fn copy<E: From<OwnError>>(self, text: &str) -> Result<(), E> {
        self.fill(|buffer| {
            if let Some(front) = buffer.get_mut(..text.len()) {
                front.copy_from_slice(text.as_bytes());
            }
            Ok(text.len())
        })
    }

    /// Writes the strings and lists of a struct. `write` is called twice: to count the bytes needed, then to write them.
    pub(crate) fn fill_struct<T>(self, write: impl Fn(&mut OutBuffer<'a>) -> T) -> Result<T, OwnError> {
        let mut buffer = OutBuffer { free: None, used: 0 };
        write(&mut buffer);
        self.len.write(buffer.used.saturating_sub(1));
        if buffer.used > self.out.len() {
            return Err(OwnFailure::BUFFER_TOO_SMALL.of("out").needs(buffer.used, self.out.len()));
        }
        Ok(write(&mut OutBuffer { free: Some(self.out), used: 0 }))
    }
}

/// Strings with their NULs, and lists, one after the other in the caller's buffer. Without free memory nothing is
/// written and the views are empty: only the bytes needed are counted.
pub(crate) struct OutBuffer<'a> {
    free: Option<&'a mut [u8]>,
    used: usize,
}

impl<'a> OutBuffer<'a> {
    /// Counts bytes, and takes them from the free memory.
    fn take(&mut self, count: usize) -> Option<&'a mut [u8]> {
        self.used = self.used.saturating_add(count);
        let (front, rest) = self.free.take()?.split_at_mut_checked(count)?;
        self.free = Some(rest);
        Some(front)
    }

    /// Writes a string.
    pub(crate) fn text(&mut self, text: &str) -> presign_str {
        let Some(bytes) = self.take(text.len() + 1) else { return presign_str::EMPTY };
        if let Some((nul, front)) = bytes.split_last_mut() {
            front.copy_from_slice(text.as_bytes());
            *nul = 0;
        }
        presign_str { ptr: bytes.as_ptr().cast(), len: text.len() }
    }

    /// Writes a list of strings; NULL for an empty list.
    pub(crate) fn texts(&mut self, texts: &[String]) -> *const presign_str {
        self.list(texts, |buffer, text| buffer.text(text))
    }

    /// Writes a list of pairs; NULL for an empty list.
    pub(crate) fn pairs(&mut self, pairs: &[(String, String)]) -> *const presign_pair {
        self.list(pairs, |buffer, (name, value)| presign_pair {
            name: buffer.text(name),
            value: buffer.text(value),
        })
    }

    /// Writes a list. The number of bytes counted does not depend on the address of the buffer: it always includes the
    /// most that alignment can take.
    fn list<S, T: Copy>(&mut self, from: &[S], write: impl Fn(&mut Self, &S) -> T) -> *const T {
        if from.is_empty() {
            return std::ptr::null();
        }
        let bytes = self.take(align_of::<T>() - 1 + size_of::<T>() * from.len());
        // SAFETY: bytes are valid as uninitialized values of any type.
        let elements = bytes.map(|bytes| unsafe { bytes.align_to_mut::<MaybeUninit<T>>() }.1);
        let first = elements.as_ref().map_or(std::ptr::null(), |elements| elements.as_ptr().cast());
        let mut elements = elements.into_iter().flatten();
        for item in from {
            let value = write(self, item);
            if let Some(element) = elements.next() {
                element.write(value);
            }
        }
        first
    }
}
