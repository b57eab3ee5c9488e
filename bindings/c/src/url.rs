//! Functions for one URL.

use std::ffi::c_char;

use presign::{Expiry, Request, Signer};

use crate::boundary::export;
use crate::inputs::{presign_str, reference, str_in};
use crate::outputs::{TextOut, value_out};
use crate::request::{RequestOptions, presign_request};
use crate::signer::presign_signer;
use crate::status::{Failure, presign_status};
use crate::warning;

export! {
    /// Makes a URL that is valid for a number of seconds.
    ///
    /// method, bucket, key: as in presign_request.
    /// sign_at: signing time in Unix seconds, used as it is (0 is 1970); time(NULL) for now.
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        unsafe {
            let (out, signer) = (TextOut::new(out, out_cap, out_len)?, reference(signer)?);
            let request = plain_request(method, bucket, key)?.sign_at(sign_at);
            fill(out, &signer.signer, &request.expiry(Expiry::In(i64::from(expires_in))))
        }
    }
}

export! {
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        unsafe {
            let (out, signer) = (TextOut::new(out, out_cap, out_len)?, reference(signer)?);
            let request = plain_request(method, bucket, key)?.sign_at(sign_at);
            fill(out, &signer.signer, &request.expiry(Expiry::At(expires_at)))
        }
    }
}

export! {
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, out) = unsafe {
            let out = TextOut::new(out, out_cap, out_len)?;
            (reference(signer)?, RequestOptions::read(request)?, out)
        };
        fill(out, &signer.signer, &options.request())
    }
}

export! {
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, bound) = unsafe { (reference(signer)?, RequestOptions::read(request)?, value_out(bound)?) };
        bound.write(signer.signer.bound(&options.request())?.checked_add(1).ok_or(Failure::TOO_LARGE)?);
        Ok(())
    }
}

export! {
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, expires_at) =
            unsafe { (reference(signer)?, RequestOptions::read(request)?, value_out(expires_at)?) };
        expires_at.write(signer.signer.expires_at(&options.request())?);
        Ok(())
    }
}

export! {
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, options, warnings) =
            unsafe { (reference(signer)?, RequestOptions::read(request)?, value_out(warnings)?) };
        warnings.write(warning::bits(&signer.signer.warnings(&options.request())));
        Ok(())
    }
}

/// # Safety
/// Invariant 2 of the crate.
#[allow(unsafe_code)]
unsafe fn plain_request<'a>(
    method: presign_str,
    bucket: presign_str,
    key: presign_str,
) -> Result<Request<'a>, Failure> {
    // SAFETY: 2.
    unsafe { Ok(Request::new(str_in(method)?, str_in(bucket)?, str_in(key)?)) }
}

fn fill(out: TextOut, signer: &Signer, request: &Request) -> Result<(), Failure> {
    out.fill(|buffer| Ok(signer.presign_to_slice(request, buffer)?))
}
