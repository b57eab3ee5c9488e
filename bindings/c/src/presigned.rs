//! A URL with all that is needed to use it.

use std::ffi::c_char;

use presign::Presigned;

use crate::boundary::fallible_export;
use crate::inputs::{Versioned, presign_pair, presign_str, reference};
use crate::outputs::{OutBuffer, OutStruct, TextOut};
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;
use crate::warning;

/// A URL, and what its user must send. The caller sets struct_size; presign_presigned writes all other fields. The
/// strings are in the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_presigned_request {
    /// sizeof(presign_presigned_request).
    pub struct_size: usize,
    /// The URL.
    pub url: presign_str,
    /// The method that the URL is signed for.
    pub method: presign_str,
    /// Headers that must be sent with the URL: names in lower case and sorted, values without outer white space. Host
    /// is not listed: every client sends it.
    pub headers: *const presign_pair,
    /// Number of headers.
    pub headers_count: usize,
    /// When the URL expires, in Unix seconds, including the seconds that stable_for adds.
    pub expires_at: i64,
    /// What may be wrong with the URL although it could be signed: a set of PRESIGN_WARNING_*.
    pub warnings: u32,
    /// Becomes 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_presigned_request {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

fallible_export! {
    /// Makes the URL of a request, like presign_url_ex, with the headers to send, its expiry and its warnings.
    ///
    /// presigned: untouched on an error.
    /// out, out_cap: buffer for the strings; NULL is allowed if out_cap is 0. 4096 bytes are enough for most requests.
    /// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
    /// then untouched and must hold out_len + 1 bytes.
    ///
    /// Errors: those of presign_url_ex.
    fn presign_presigned(
        signer: *const presign_signer,
        request: *const presign_request,
        presigned: *mut presign_presigned_request,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, result, out) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(presigned, "presigned")?);
            (reference(signer, "signer")?, RequestOptions::read(request)?, result, out)
        };
        let request = options.request();
        let presigned = signer.signer.presign_request(&request)?;
        let warnings = warning::bits(&signer.signer.warnings(&request));
        result.write(out.fill_struct(|buffer| to_c(&presigned, warnings, buffer))?);
        Ok(())
    }
}

fn to_c(presigned: &Presigned, warnings: u32, buffer: &mut OutBuffer) -> presign_presigned_request {
    presign_presigned_request {
        struct_size: size_of::<presign_presigned_request>(),
        url: buffer.text(&presigned.url),
        method: buffer.text(&presigned.method),
        headers: buffer.pairs(&presigned.headers),
        headers_count: presigned.headers.len(),
        expires_at: presigned.expires_at,
        warnings,
        reserved: 0,
    }
}
