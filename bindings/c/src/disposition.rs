//! The value of a Content-Disposition header.

use std::ffi::c_char;

use crate::boundary::fallible_export;
use crate::inputs::{presign_str, str_in};
use crate::outputs::TextOut;

fallible_export! {
    /// Makes a value for the query parameter response-content-disposition, with which a browser saves the file under a
    /// name: attachment; filename="..." (RFC 6266), and filename* (RFC 8187) if the name needs it.
    ///
    /// filename, filename_len: the name of the file: UTF-8, not empty, without control characters.
    /// out, out_cap, out_len: as for presign_url.
    ///
    /// Errors: PRESIGN_ERR_QUERY for the name; PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_attachment(
        filename: *const c_char,
        filename_len: usize,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let filename = presign_str { ptr: filename, len: filename_len };
        // SAFETY: 1, 2, 3.
        let (filename, out) = unsafe { (str_in(filename, "filename")?, TextOut::new(out, out_cap, out_len)?) };
        out.copy(&presign::attachment(filename)?)
    }
}
