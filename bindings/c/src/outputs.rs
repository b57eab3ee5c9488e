//! The caller's room for results.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::inputs::{fits, is_usable};
use crate::status::Failure;

/// # Safety
/// Invariants 1 and 3 of the crate.
pub(crate) unsafe fn place_out<'a, T>(pointer: *mut T) -> Result<&'a mut MaybeUninit<T>, Failure> {
    if !is_usable(pointer) {
        return Err(Failure::NULL_POINTER);
    }
    // SAFETY: 1, 3; it need not be initialized.
    Ok(unsafe { &mut *pointer.cast::<MaybeUninit<T>>() })
}

/// # Safety
/// Invariants 2 and 3 of the crate.
pub(crate) unsafe fn slice_out<'a, T>(pointer: *mut T, count: usize) -> Result<&'a mut [T], Failure> {
    if count == 0 {
        return Ok(&mut []);
    }
    if !is_usable(pointer) {
        return Err(Failure::NULL_POINTER);
    }
    if !fits(pointer, count) {
        return Err(Failure::TOO_LARGE);
    }
    // SAFETY: 2, 3; it lies within the address space. What C left uninitialized is
    // not read.
    Ok(unsafe { std::slice::from_raw_parts_mut(pointer, count) })
}

/// Text of one call: it ends in a NUL, which does not count in its length.
pub(crate) struct Text<'a> {
    out: &'a mut [u8],
    len: &'a mut MaybeUninit<usize>,
}

impl<'a> Text<'a> {
    /// # Safety
    /// Invariants 1 to 3 of the crate.
    pub(crate) unsafe fn new(out: *mut c_char, cap: usize, len: *mut usize) -> Result<Self, Failure> {
        // SAFETY: 1, 2, 3.
        unsafe { Ok(Self { len: place_out(len)?, out: slice_out(out.cast::<u8>(), cap)? }) }
    }

    /// `write` gets the room before the NUL. It returns the length, and has written only if that is within the room.
    pub(crate) fn fill(self, write: impl FnOnce(&mut [u8]) -> Result<usize, Failure>) -> Result<(), Failure> {
        let room = self.out.len().saturating_sub(1);
        let len = write(self.out.get_mut(..room).unwrap_or_default())?;
        self.len.write(len);
        *self.out.get_mut(len).ok_or(Failure::BUFFER_TOO_SMALL)? = 0;
        Ok(())
    }
}
