//! HLS playlists with every relative URI signed.

use std::ffi::c_char;

use presign::Nested;

use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{Versioned, optional_str_in, presign_str, reference, str_in, struct_in};
use crate::outputs::TextOut;
use crate::own_error::OwnFailure;
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;

/// How a playlist is signed. A field of 0 means its default.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_playlist_options {
    /// sizeof(presign_playlist_options).
    pub struct_size: usize,
    /// Where the URIs of nested playlists lead, whose own URIs the storage does not sign: "keep" leaves them relative,
    /// "sign" signs them, and a template with {key} or {path} replaces them: https://app.example/playlist?key={key}.
    /// Default: such a URI is an error.
    pub nested: presign_str,
    /// Must be 0.
    pub flags: u32,
    /// Must be 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_playlist_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

fallible_export! {
    /// Makes an HLS playlist (RFC 8216) with URLs in place of its relative URIs. Absolute URLs, unknown tags, comments and
    /// line endings stay as they are. The author of a playlist decides which objects of the bucket are signed.
    ///
    /// request: the request for the playlist itself, with its key: the base of the URIs. Its expiry, query and headers are
    /// those of all URLs; its method must be GET.
    /// text, text_len: the playlist, UTF-8, up to 16 MiB.
    /// options: NULL means the defaults.
    /// out, out_cap, out_len: as for presign_url. A call whose buffer is too small has signed all URLs in vain; 1024 bytes
    /// and 12 times text_len are enough for most playlists.
    ///
    /// Errors: PRESIGN_ERR_PLAYLIST with the index of the line, counted from 0; those of presign_url_ex; PRESIGN_ERR_CHOICE
    /// for nested.
    fn presign_playlist(
        signer: *const presign_signer,
        request: *const presign_request,
        text: *const c_char,
        text_len: usize,
        options: *const presign_playlist_options,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let text = presign_str { ptr: text, len: text_len };
        // SAFETY: 1, 2, 3, 4.
        let (signer, request, text, nested, out) = unsafe {
            let (out, request) = (TextOut::new(out, out_cap, out_len)?, RequestOptions::read(request)?);
            (reference(signer, "signer")?, request, str_in(text, "text")?, nested(options)?, out)
        };
        out.copy(&signer.signer.presign_playlist(text, &request.request(), nested)?)
    }
}

/// # Safety
/// Invariants 1 and 2 of the crate, for the struct and for its strings.
#[allow(unsafe_code)]
unsafe fn nested<'a>(options: *const presign_playlist_options) -> Result<Nested<'a>, Failure> {
    if options.is_null() {
        return Ok(Nested::default());
    }
    // SAFETY: 1.
    let options = unsafe { struct_in(options, "options") }?;
    for (name, number) in [("options.flags", options.flags), ("options.reserved", options.reserved)] {
        if number != 0 {
            return Err(OwnFailure::STRUCT_SIZE.of(name).given(number).into());
        }
    }
    // SAFETY: 2.
    match unsafe { optional_str_in(options.nested, "options.nested") }? {
        None => Ok(Nested::default()),
        Some(text) => Ok(Nested::parse(text)?),
    }
}
