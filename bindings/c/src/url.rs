//! One link.

use std::ffi::c_char;

use presign::{Expiry, Request, Signer};

use crate::boundary::export;
use crate::inputs::{presign_str, reference, str_in};
use crate::outputs::{Text, place_out};
use crate::request::{Wishes, presign_request};
use crate::signer::presign_signer;
use crate::status::{Failure, presign_status};

export! {
    /// One link that lives for some seconds.
    ///
    /// method, bucket, key: as in presign_request.
    /// sign_at: the signing time in Unix seconds, taken as it is (0 is 1970); time(NULL) for now.
    /// expires_in: the life in seconds from sign_at; version 4 allows 1 to 604800.
    /// out, out_cap: where the URL goes, with a NUL at its end; NULL is allowed if out_cap is 0.
    /// out_len: the URL's length without its NUL; also stored if the buffer is too small, which then is untouched and
    /// must hold out_len + 1 bytes.
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
            let (out, signer) = (Text::new(out, out_cap, out_len)?, reference(signer)?);
            let request = plain(method, bucket, key)?.sign_at(sign_at);
            fill(out, &signer.signer, &request.expiry(Expiry::In(i64::from(expires_in))))
        }
    }
}

export! {
    /// Like presign_url, but for a link that lives until a moment: expires_at, in Unix seconds, after sign_at.
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
            let (out, signer) = (Text::new(out, out_cap, out_len)?, reference(signer)?);
            let request = plain(method, bucket, key)?.sign_at(sign_at);
            fill(out, &signer.signer, &request.expiry(Expiry::At(expires_at)))
        }
    }
}

export! {
    /// Like presign_url, but with all that a request can say: query parameters, signed headers, stable_for.
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
        let (signer, wishes, out) = unsafe {
            let out = Text::new(out, out_cap, out_len)?;
            (reference(signer)?, Wishes::read(request)?, out)
        };
        fill(out, &signer.signer, &wishes.request())
    }
}

export! {
    /// How much room is enough for the link of a request. Nothing is signed: it costs less than the link.
    ///
    /// bound: an out_cap in bytes, room for the NUL included, that is never too small.
    ///
    /// Errors: those of presign_url_ex but PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_url_bound(
        signer: *const presign_signer,
        request: *const presign_request,
        bound: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, wishes, bound) = unsafe { (reference(signer)?, Wishes::read(request)?, place_out(bound)?) };
        bound.write(signer.signer.bound(&wishes.request())?.checked_add(1).ok_or(Failure::TOO_LARGE)?);
        Ok(())
    }
}

export! {
    /// When the links of a request end.
    ///
    /// request: what its key says does not matter.
    /// expires_at: the end in Unix seconds, with stable_for reckoned in.
    ///
    /// Errors: those of presign_url_ex but PRESIGN_ERR_KEY and PRESIGN_ERR_BUFFER_TOO_SMALL.
    fn presign_expires_at(
        signer: *const presign_signer,
        request: *const presign_request,
        expires_at: *mut i64,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, wishes, expires_at) =
            unsafe { (reference(signer)?, Wishes::read(request)?, place_out(expires_at)?) };
        expires_at.write(signer.signer.expires_at(&wishes.request())?);
        Ok(())
    }
}

/// # Safety
/// Invariant 2 of the crate.
#[allow(unsafe_code)]
unsafe fn plain<'a>(
    method: presign_str,
    bucket: presign_str,
    key: presign_str,
) -> Result<Request<'a>, Failure> {
    // SAFETY: 2.
    unsafe { Ok(Request::new(str_in(method)?, str_in(bucket)?, str_in(key)?)) }
}

fn fill(out: Text, signer: &Signer, request: &Request) -> Result<(), Failure> {
    out.fill(|room| Ok(signer.presign_to_slice(request, room)?))
}
