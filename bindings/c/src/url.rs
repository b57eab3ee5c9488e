//! Functions for one URL.

use std::ffi::c_char;

use presign::{Expiry, Request, Signer};

use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{presign_str, reference, str_in};
use crate::outputs::{TextOut, value_out};
use crate::own_error::OwnFailure;
use crate::request::{RequestOptions, presign_request, signing_time};
use crate::signer::presign_signer;
use crate::warning;

fallible_export! {
    /// Makes a URL that is valid for a number of seconds.
    ///
    /// method, bucket, key: as in presign_request.
    /// sign_at: signing time in Unix seconds, above 0; time(NULL) for now.
    /// expires_in: lifetime in seconds from sign_at; version 4 allows 1 to 604800.
    /// out, out_cap: buffer for the URL and a NUL; NULL is allowed if out_cap is 0.
    /// out_len: receives the length of the URL without its NUL; also if the buffer is too small, which is then
    /// untouched and must hold out_len + 1 bytes.
    ///
    /// Errors: PRESIGN_ERR_METHOD, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST, _CREDENTIALS_EXPIRE;
    /// PRESIGN_ERR_NULL_POINTER, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_url(
        signer: *const presign_signer,
        method: presign_str,
        bucket: presign_str,
        key: presign_str,
        sign_at: i64,
        expires_in: u32,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let strings = PlainRequest { method, bucket, key };
        // SAFETY: 1, 2, 3, 4.
        unsafe { plain(signer, strings, sign_at, Expiry::In(i64::from(expires_in)), out, out_cap, out_len) }
    }
}

fallible_export! {
    /// Makes a URL like presign_url, but with its expiry instead of a lifetime.
    ///
    /// expires_at: when the URL expires, in Unix seconds, later than sign_at.
    fn presign_url_until(
        signer: *const presign_signer,
        method: presign_str,
        bucket: presign_str,
        key: presign_str,
        sign_at: i64,
        expires_at: i64,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let strings = PlainRequest { method, bucket, key };
        // SAFETY: 1, 2, 3, 4.
        unsafe { plain(signer, strings, sign_at, Expiry::At(expires_at), out, out_cap, out_len) }
    }
}

fallible_export! {
    /// presign_url with each string as a pointer and a length.
    fn presign_url_flat(
        signer: *const presign_signer,
        method: *const c_char,
        method_len: usize,
        bucket: *const c_char,
        bucket_len: usize,
        key: *const c_char,
        key_len: usize,
        sign_at: i64,
        expires_in: u32,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let strings = PlainRequest::flat([(method, method_len), (bucket, bucket_len), (key, key_len)]);
        // SAFETY: 1, 2, 3, 4.
        unsafe { plain(signer, strings, sign_at, Expiry::In(i64::from(expires_in)), out, out_cap, out_len) }
    }
}

fallible_export! {
    /// presign_url_until with each string as a pointer and a length.
    fn presign_url_until_flat(
        signer: *const presign_signer,
        method: *const c_char,
        method_len: usize,
        bucket: *const c_char,
        bucket_len: usize,
        key: *const c_char,
        key_len: usize,
        sign_at: i64,
        expires_at: i64,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        let strings = PlainRequest::flat([(method, method_len), (bucket, bucket_len), (key, key_len)]);
        // SAFETY: 1, 2, 3, 4.
        unsafe { plain(signer, strings, sign_at, Expiry::At(expires_at), out, out_cap, out_len) }
    }
}

fallible_export! {
    /// Makes a URL like presign_url, from a presign_request, which adds query parameters, signed headers and
    /// stable_for.
    ///
    /// Errors: also PRESIGN_ERR_QUERY, _HEADER, _STRUCT_SIZE.
    fn presign_url_ex(
        signer: *const presign_signer,
        request: *const presign_request,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, out) = unsafe {
            let out = TextOut::new(out, out_cap, out_len)?;
            (reference(signer, "signer")?, RequestOptions::read(request)?, out)
        };
        fill(out, &signer.signer, &options.request())
    }
}

fallible_export! {
    /// Computes a buffer size that is enough for the URL of a request. It signs nothing, so it takes less time than
    /// the URL.
    ///
    /// bound: receives a value for out_cap in bytes, including the NUL, that is never too small.
    ///
    /// Errors: those of presign_url_ex except PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_url_bound(
        signer: *const presign_signer,
        request: *const presign_request,
        bound: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, bound) = unsafe { (reference(signer, "signer")?, RequestOptions::read(request)?, value_out(bound, "bound")?) };
        bound.write(signer.signer.bound(&options.request())?.checked_add(1).ok_or(OwnFailure::TOO_LARGE.of("bound"))?);
        Ok(())
    }
}

fallible_export! {
    /// Computes when the URLs of a request expire.
    ///
    /// request: its key is not checked, and does not matter.
    /// expires_at: receives the expiry in Unix seconds, including the seconds that stable_for adds.
    ///
    /// Errors: those of presign_url_ex except PRESIGN_ERR_KEY and PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_expires_at(
        signer: *const presign_signer,
        request: *const presign_request,
        expires_at: *mut i64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, expires_at) =
            unsafe { (reference(signer, "signer")?, RequestOptions::read(request)?, value_out(expires_at, "expires_at")?) };
        expires_at.write(signer.signer.expires_at(&options.request())?);
        Ok(())
    }
}

fallible_export! {
    /// Finds what may be wrong with the URL of a request although it can be signed. Nothing is signed.
    ///
    /// warnings: receives a set of PRESIGN_WARNING_*, 0 for none; presign_warning_message has a sentence for each.
    ///
    /// Errors: PRESIGN_ERR_EXPIRES without or with both of expires_in and expires_at; PRESIGN_ERR_NULL_POINTER,
    /// _STRUCT_SIZE, _UTF8, _TOO_LARGE. The request is not checked otherwise.
    fn presign_request_warnings(
        signer: *const presign_signer,
        request: *const presign_request,
        warnings: *mut u32,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, warnings) =
            unsafe { (reference(signer, "signer")?, RequestOptions::read(request)?, value_out(warnings, "warnings")?) };
        warnings.write(warning::bits(&signer.signer.warnings(&options.request())));
        Ok(())
    }
}

/// The strings of a request without query and headers.
#[derive(Clone, Copy)]
struct PlainRequest {
    method: presign_str,
    bucket: presign_str,
    key: presign_str,
}

impl PlainRequest {
    fn flat(strings: [(*const c_char, usize); 3]) -> Self {
        let [method, bucket, key] = strings.map(|(ptr, len)| presign_str { ptr, len });
        Self { method, bucket, key }
    }
}

/// # Safety
/// Invariants 1 to 4 of the crate.
#[allow(unsafe_code)]
#[inline]
unsafe fn plain(
    signer: *const presign_signer,
    strings: PlainRequest,
    sign_at: i64,
    expiry: Expiry,
    out: *mut c_char,
    out_cap: usize,
    out_len: *mut usize,
) -> Result<(), Failure> {
    // SAFETY: 1, 2, 3, 4.
    let (out, signer, request) = unsafe {
        let out = TextOut::new(out, out_cap, out_len)?;
        let PlainRequest { method, bucket, key } = strings;
        let request = Request::new(str_in(method, "method")?, str_in(bucket, "bucket")?, str_in(key, "key")?);
        (out, reference(signer, "signer")?, request)
    };
    let request = request.sign_at(signing_time(sign_at, "sign_at")?).expiry(expiry);
    fill(out, &signer.signer, &request)
}

fn fill(out: TextOut, signer: &Signer, request: &Request) -> Result<(), Failure> {
    out.fill(|buffer| Ok(signer.presign_to_slice(request, buffer)?))
}
