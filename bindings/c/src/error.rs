//! Why a call fails: its status, and the sentence that the caller's `presign_error` receives.
//!
//! Nothing here allocates. The sentence is written into the caller's struct, cut to its size.

use std::ffi::c_char;
use std::fmt::{self, Write};

use presign::{BatchError, Error, PlaylistError, Reason, Refusal};

use crate::inputs::Versioned;
use crate::outputs::OutStruct;
use crate::own_error::{OwnError, OwnFailure, presign_status};

/// Why a request is refused: PRESIGN_REASON_*. Numbers are never changed or reused; later versions may add some.
pub type presign_reason = i32;

/// Size in bytes of the sentence in a presign_error, its NUL included.
pub const PRESIGN_ERROR_MESSAGE_SIZE: usize = 512;

/// Why a call failed. The caller sets struct_size and passes it as the last argument of any call; NULL means that only
/// the status is wanted. A call that fails writes all other fields; a call that succeeds writes none.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_error {
    /// sizeof(presign_error).
    pub struct_size: usize,
    /// The status that the call returned.
    pub status: presign_status,
    /// Why a request is refused: PRESIGN_REASON_* if the status is PRESIGN_ERR_REFUSED, else 0.
    pub reason: presign_reason,
    /// Which of several keys, requests, conditions, secrets or lines is wrong, counted from 0; SIZE_MAX if it is none of
    /// them.
    pub index: usize,
    /// One English sentence with the value and the limit, and never a secret, ended by a NUL. A longer one is cut
    /// between two characters.
    pub message: [c_char; PRESIGN_ERROR_MESSAGE_SIZE],
}

// SAFETY: the struct holds only numbers.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_error {
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// What a call fails with.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refuses what it was given.
    Core(BatchError),
    /// A playlist cannot be signed.
    Playlist(PlaylistError),
    /// A request is refused.
    Refused(Refusal),
    /// This layer refuses what it was given.
    Own(OwnError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error.into())
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError { index: Some(index), error: Error::KeyNotText } => {
                OwnFailure::UTF8.of("keys").at(index).into()
            }
            error => Self::Core(error),
        }
    }
}

impl From<PlaylistError> for Failure {
    fn from(error: PlaylistError) -> Self {
        Self::Playlist(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<OwnError> for Failure {
    fn from(error: OwnError) -> Self {
        Self::Own(error)
    }
}

impl From<OwnFailure> for Failure {
    fn from(failure: OwnFailure) -> Self {
        failure.of("").into()
    }
}

impl Failure {
    pub(crate) fn status(&self) -> presign_status {
        match self {
            Self::Core(BatchError { error, .. }) => error.kind() as presign_status,
            Self::Playlist(error) => error.kind() as presign_status,
            Self::Refused(_) => OwnFailure::REFUSED.status(),
            Self::Own(error) => error.status(),
        }
    }

    /// Adds which element of an array the failure is about.
    pub(crate) fn at(self, index: usize) -> Self {
        match self {
            Self::Core(BatchError { error, .. }) => Self::Core(BatchError { index: Some(index), error }),
            Self::Own(error) => Self::Own(error.at(index)),
            failure => failure,
        }
    }

    /// Makes it the failure of an element of an array, whatever index it has within the element.
    pub(crate) fn of_element(self, array: &'static str, index: usize) -> Self {
        match self {
            Self::Core(BatchError { error, .. }) => Self::Core(BatchError { index: Some(index), error }),
            Self::Own(error) => Self::Own(error.of_element(array, index)),
            failure => failure,
        }
    }

    fn index(&self) -> Option<usize> {
        match self {
            Self::Core(BatchError { index, .. }) => *index,
            Self::Own(error) => error.index(),
            // Lines are counted from 1.
            Self::Playlist(error) => error.line().map(|line| line - 1),
            Self::Refused(_) => None,
        }
    }

    fn reason(&self) -> Option<Reason> {
        match self {
            Self::Refused(refusal) => Some(refusal.reason()),
            Self::Core(_) | Self::Playlist(_) | Self::Own(_) => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(f),
            Self::Playlist(error) => error.fmt(f),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Own(error) => error.fmt(f),
        }
    }
}

/// The caller's `presign_error`, if there is one.
pub(crate) struct ErrorOut<'a>(Option<OutStruct<'a, presign_error>>);

impl ErrorOut<'_> {
    /// # Safety
    /// Invariants 1 and 3 of the crate.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn new(error: *mut presign_error) -> Result<Self, OwnError> {
        if error.is_null() {
            return Ok(Self(None));
        }
        // SAFETY: 1, 3.
        unsafe { OutStruct::new(error, "error") }.map(|out| Self(Some(out)))
    }

    pub(crate) fn write(self, failure: &Failure) {
        let Some(out) = self.0 else { return };
        let mut error = presign_error {
            struct_size: 0,
            status: failure.status(),
            reason: failure.reason().map_or(0, |reason| reason as presign_reason),
            index: failure.index().unwrap_or(usize::MAX),
            message: [0; PRESIGN_ERROR_MESSAGE_SIZE],
        };
        // The text ends where it no longer fits.
        let _ = write!(Sentence { free: &mut error.message }, "{failure}");
        out.write(error);
    }
}

/// The part of a sentence's memory that is free. The last byte stays 0.
struct Sentence<'a> {
    free: &'a mut [c_char],
}

impl Write for Sentence<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let most = self.free.len().saturating_sub(1).min(text.len());
        let fitting = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let (front, rest) = std::mem::take(&mut self.free).split_at_mut_checked(fitting).ok_or(fmt::Error)?;
        for (byte, new) in front.iter_mut().zip(text.bytes()) {
            *byte = new.cast_signed() as c_char;
        }
        self.free = rest;
        if fitting == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a text in two parts, and returns what the memory holds before its NUL.
    fn written(first: &str, second: &str) -> Vec<u8> {
        let mut memory = [0; PRESIGN_ERROR_MESSAGE_SIZE];
        let mut sentence = Sentence { free: &mut memory };
        let _ = sentence.write_str(first).and_then(|()| sentence.write_str(second));
        memory.iter().map(|byte| byte.cast_unsigned()).take_while(|byte| *byte != 0).collect()
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_between_two_characters() {
        let most = PRESIGN_ERROR_MESSAGE_SIZE - 1;
        for before in most - 5..=most + 1 {
            let first = "a".repeat(before);
            // Four bytes: none of them without the others.
            let got = written(&first, "😀b");
            let fits = before + 4 <= most;
            let expected = format!("{}{}", &first[..before.min(most)], if fits { "😀" } else { "" });
            let expected = if before + 5 <= most { expected + "b" } else { expected };
            assert_eq!(String::from_utf8(got).unwrap(), expected, "{before}");
        }
    }
}
