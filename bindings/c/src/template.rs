//! Templates: all of a request but the key, settled once.

use std::ffi::c_char;

use presign::Template;

use crate::batch::{BatchOut, presign_batch_options};
use crate::boundary::{export, fallible_export};
use crate::error::Failure;
use crate::inputs::{presign_str, reference, str_in};
use crate::keys::{FlatKeys, KeyArray};
use crate::outputs::{TextOut, value_out};
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;

/// A request without its key, checked, encoded and hashed as far as it goes. It never changes, and threads can share
/// it. Its signing time and expiry are fixed: make another one before it expires.
pub struct presign_template {
    template: Template,
}

fallible_export! {
    /// Makes a template of a request. It does not need the signer afterwards.
    ///
    /// request: copied; its key must be empty.
    /// template_out: receives the template, to be freed with presign_template_free; untouched on an error.
    ///
    /// Errors: those of presign_url_ex except PRESIGN_ERR_BUFFER_TOO_SMALL; PRESIGN_ERR_KEY if the key is not empty.
    fn presign_template_new(
        signer: *const presign_signer,
        request: *const presign_request,
        template_out: *mut *mut presign_template,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, template_out) = unsafe {
            let template_out = value_out(template_out, "template_out")?;
            (reference(signer, "signer")?, RequestOptions::read(request)?, template_out)
        };
        let template = signer.signer.template(&options.request())?;
        template_out.write(Box::into_raw(Box::new(presign_template { template })));
        Ok(())
    }
}

export! {
    /// Wipes and frees a template. NULL is allowed and does nothing. No other call may be using the template.
    fn presign_template_free(template: *mut presign_template) {
        if !template.is_null() {
            // SAFETY: 4; it was made by `Box::into_raw`.
            drop(unsafe { Box::from_raw(template) });
        }
    }
}

export! {
    /// Returns the expiry of a template's URLs in Unix seconds; 0 for NULL.
    fn presign_template_expires_at(template: *const presign_template) -> i64 {
        // SAFETY: 1, 4.
        unsafe { reference(template, "template") }.map_or(0, |template| template.template.expires_at())
    }
}

fallible_export! {
    /// Makes the URL for one key.
    ///
    /// key: not empty, up to 1024 bytes.
    /// out, out_cap, out_len: as for presign_url.
    ///
    /// Errors: PRESIGN_ERR_KEY; PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_template_url(
        template: *const presign_template,
        key: presign_str,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        unsafe { url(template, key, out, out_cap, out_len) }
    }
}

fallible_export! {
    /// presign_template_url with the key as a pointer and a length.
    fn presign_template_url_flat(
        template: *const presign_template,
        key: *const c_char,
        key_len: usize,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        unsafe { url(template, presign_str { ptr: key, len: key_len }, out, out_cap, out_len) }
    }
}

fallible_export! {
    /// Makes the URLs for an array of keys: presign_urls, with what the template has settled.
    ///
    /// Errors: PRESIGN_ERR_KEY, _MEMORY, with the index of the first wrong key; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE,
    /// _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE; PRESIGN_ERR_CHOICE for the separator.
    fn presign_template_urls(
        template: *const presign_template,
        keys: *const presign_str,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (template, keys, out) = unsafe {
            let keys = KeyArray::new(keys, n)?;
            (reference(template, "template")?, keys, BatchOut::new(options, out, out_cap, offsets, n)?)
        };
        out.write_array(&template.template, keys)
    }
}

fallible_export! {
    /// Makes URLs like presign_template_urls, with all keys in one text, as presign_urls_flat has them.
    fn presign_template_urls_flat(
        template: *const presign_template,
        text: *const c_char,
        key_offsets: *const u64,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (template, keys, out) = unsafe {
            let keys = FlatKeys::new(text, key_offsets, n)?;
            (reference(template, "template")?, keys, BatchOut::new(options, out, out_cap, offsets, n)?)
        };
        out.write(&template.template, &keys)
    }
}

/// # Safety
/// Invariants 1 to 4 of the crate.
#[allow(unsafe_code)]
unsafe fn url(
    template: *const presign_template,
    key: presign_str,
    out: *mut c_char,
    out_cap: usize,
    out_len: *mut usize,
) -> Result<(), Failure> {
    // SAFETY: 1, 2, 3, 4.
    let (template, key, out) = unsafe {
        let out = TextOut::new(out, out_cap, out_len)?;
        (reference(template, "template")?, str_in(key, "key")?, out)
    };
    out.fill(|buffer| Ok(template.template.presign_to_slice(key, buffer)?))
}
