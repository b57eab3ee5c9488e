//! The value of a Content-Disposition header.

use std::ffi::c_char;

use presign::Disposition;

use crate::boundary::fallible_export;
use crate::inputs::{presign_str, str_in};
use crate::outputs::TextOut;
use crate::own_error::OwnFailure;

/// The browser saves the file.
pub const PRESIGN_DISPOSITION_ATTACHMENT: u32 = 0;
/// The browser shows the file if it can, and saves it under its name on demand.
pub const PRESIGN_DISPOSITION_INLINE: u32 = 1;

fallible_export! {
    /// Makes a value for the query parameter response-content-disposition, which tells a browser under which name to save
    /// the file: attachment; filename="..." (RFC 6266), with filename* (RFC 8187) if the name needs it.
    ///
    /// disposition: PRESIGN_DISPOSITION_*.
    /// filename, filename_len: the name of the file: UTF-8, not empty, without control characters.
    /// out, out_cap, out_len: as for presign_url.
    ///
    /// Errors: PRESIGN_ERR_QUERY for the name, _CHOICE for the disposition; PRESIGN_ERR_NULL_POINTER, _UTF8,
    /// _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_content_disposition(
        disposition: u32,
        filename: *const c_char,
        filename_len: usize,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let filename = presign_str { ptr: filename, len: filename_len };
        // SAFETY: 1, 2, 3.
        let (filename, out) = unsafe { (str_in(filename, "filename")?, TextOut::new(out, out_cap, out_len)?) };
        let disposition = match disposition {
            PRESIGN_DISPOSITION_ATTACHMENT => Disposition::Attachment,
            PRESIGN_DISPOSITION_INLINE => Disposition::Inline,
            number => return Err(OwnFailure::CHOICE.of("disposition").given(number).into()),
        };
        out.copy(&disposition.header(filename)?)
    }
}
