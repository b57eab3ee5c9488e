//! Strings of C as a pointer and a length.

use std::ffi::{CStr, c_char};

use crate::boundary::{Infallible, export};
use crate::inputs::presign_str;

impl Infallible for presign_str {
    const AFTER_PANIC: Self = Self::EMPTY;
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
