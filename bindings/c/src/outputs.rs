//! The caller's room for results.
#![allow(unsafe_code)]

use std::ffi::c_char;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::inputs::{Growing, fits, is_usable, presign_pair, presign_str, struct_size};
use crate::reason::presign_reason;
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

/// The caller's struct for a result, of any release. Nothing but its first field is read.
pub(crate) struct Record<'a, T> {
    bytes: &'a mut [MaybeUninit<u8>],
    holds: PhantomData<T>,
}

impl<T: Growing> Record<'_, T> {
    /// # Safety
    /// Invariants 1 and 3 of the crate, for a struct of the size that stands in its first field.
    pub(crate) unsafe fn new(pointer: *mut T) -> Result<Self, Failure> {
        if pointer.is_null() {
            return Err(Failure::NULL_POINTER);
        }
        // SAFETY: 1, 3; bytes need no alignment and need not be initialized.
        let bytes = unsafe { std::slice::from_raw_parts_mut(pointer.cast(), struct_size(pointer)?) };
        Ok(Self { bytes, holds: PhantomData })
    }

    /// All fields but the first, which is the caller's. Those that are not known here become 0.
    pub(crate) fn write(self, value: T) {
        // SAFETY: any bytes are uninitialized ones.
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

    /// A whole text that exists already.
    pub(crate) fn copy(self, text: &str) -> Result<(), Failure> {
        self.fill(|room| {
            if let Some(front) = room.get_mut(..text.len()) {
                front.copy_from_slice(text.as_bytes());
            }
            Ok(text.len())
        })
    }

    /// Many strings. `lay` is called twice: to learn how much room they need, and with that room.
    pub(crate) fn lay<T>(self, lay: impl Fn(&mut Shelf<'a>) -> T) -> Result<T, Failure> {
        let mut shelf = Shelf { room: None, used: 0 };
        lay(&mut shelf);
        self.len.write(shelf.used.saturating_sub(1));
        if shelf.used > self.out.len() {
            return Err(Failure::BUFFER_TOO_SMALL);
        }
        Ok(lay(&mut Shelf { room: Some(self.out), used: 0 }))
    }

    /// A refusal: its reason, and for a log one sentence, of which the room gets as much as it can hold.
    pub(crate) fn refuse(
        self,
        refusal: &presign::Refusal,
        reason: &mut MaybeUninit<presign_reason>,
    ) -> Failure {
        let sentence = refusal.to_string();
        reason.write(refusal.reason() as presign_reason);
        self.len.write(sentence.len());
        let room = self.out.len().saturating_sub(1).min(sentence.len());
        // Not within a character.
        let text = (0..=room).rev().find_map(|end| sentence.get(..end)).unwrap_or_default().as_bytes();
        self.out.iter_mut().zip(text.iter().chain(&[0])).for_each(|(byte, new)| *byte = *new);
        Failure::REFUSED
    }
}

/// Strings with their NULs, and lists of strings, one after the other in the caller's buffer. Without room nothing is
/// written, and the views are empty: the room needed is counted.
pub(crate) struct Shelf<'a> {
    room: Option<&'a mut [u8]>,
    used: usize,
}

impl<'a> Shelf<'a> {
    fn take(&mut self, count: usize) -> Option<&'a mut [u8]> {
        self.used = self.used.saturating_add(count);
        let (front, rest) = self.room.take()?.split_at_mut_checked(count)?;
        self.room = Some(rest);
        Some(front)
    }

    pub(crate) fn text(&mut self, text: &str) -> presign_str {
        let Some(place) = self.take(text.len() + 1) else { return presign_str::EMPTY };
        place.iter_mut().zip(text.as_bytes().iter().chain(&[0])).for_each(|(byte, new)| *byte = *new);
        presign_str { ptr: place.as_ptr().cast(), len: text.len() }
    }

    /// NULL for an empty list.
    pub(crate) fn texts(&mut self, texts: &[String]) -> *const presign_str {
        self.list(texts, |shelf, text| shelf.text(text))
    }

    /// NULL for an empty list.
    pub(crate) fn pairs(&mut self, pairs: &[(String, String)]) -> *const presign_pair {
        self.list(pairs, |shelf, (name, value)| presign_pair {
            name: shelf.text(name),
            value: shelf.text(value),
        })
    }

    /// The room counted does not depend on where the buffer begins: what aligning may take is always in it.
    fn list<S, T: Copy>(&mut self, from: &[S], lay: impl Fn(&mut Self, &S) -> T) -> *const T {
        if from.is_empty() {
            return std::ptr::null();
        }
        let place = self.take(align_of::<T>() - 1 + size_of::<T>() * from.len());
        // SAFETY: bytes may be taken for uninitialized values of any type.
        let place = place.map(|bytes| unsafe { bytes.align_to_mut::<MaybeUninit<T>>() }.1);
        let first = place.as_ref().map_or(std::ptr::null(), |place| place.as_ptr().cast());
        let mut places = place.into_iter().flatten();
        for item in from {
            let value = lay(self, item);
            if let Some(place) = places.next() {
                place.write(value);
            }
        }
        first
    }
}
