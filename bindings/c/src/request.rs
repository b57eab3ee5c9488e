//! What is wished for: method, bucket, key, query, headers and end.

use std::ffi::c_char;

use presign::{Expiry, Request, Version};

use crate::boundary::export;
use crate::inputs::{Growing, pairs_in, presign_pair, presign_str, str_in, struct_in};
use crate::outputs::Text;
use crate::status::{Failure, presign_status};

/// What a link allows, and until when. Exactly one of expires_in and expires_at is not 0.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_request {
    /// sizeof(presign_request).
    pub struct_size: usize,
    /// The only method that the link allows: 1 to 32 letters A-Z.
    pub method: presign_str,
    /// Not empty; not "." or ".."; no slash and no control characters.
    pub bucket: presign_str,
    /// The object: up to 1024 bytes, any text. Empty: the bucket itself.
    pub key: presign_str,
    /// Further query parameters, which are signed: response-content-disposition, versionId, uploads with an empty
    /// value. The signature's own are refused.
    pub query: *const presign_pair,
    /// The number of query parameters.
    pub query_count: usize,
    /// Headers, which are signed, and therefore must be sent with the link: see presign_signed_headers.
    pub headers: *const presign_pair,
    /// The number of headers.
    pub headers_count: usize,
    /// The signing time in Unix seconds, taken as it is: 0 is 1970.
    pub sign_at: i64,
    /// The end in Unix seconds, or 0.
    pub expires_at: i64,
    /// Rounds the signing time down to a multiple of so many seconds and adds them to expires_in, so that within such
    /// a window everybody gets the same URL, which browsers and CDNs can cache. 0: off. Negative: an error.
    pub stable_for: i64,
    /// The life in seconds from the signing time, or 0. Version 4 allows 1 to 604800, unless the signer has another
    /// limit.
    pub expires_in: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_request {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// A request read from C. The core's borrows from it.
pub(crate) struct Wishes<'a> {
    method: &'a str,
    bucket: &'a str,
    key: &'a str,
    query: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
    sign_at: i64,
    stable_for: i64,
    expiry: Expiry,
}

impl Wishes<'_> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(request: *const presign_request) -> Result<Self, Failure> {
        // SAFETY: 1.
        let request = unsafe { fields(request) }?;
        // SAFETY: 2.
        unsafe {
            Ok(Self {
                method: str_in(request.method)?,
                bucket: str_in(request.bucket)?,
                key: str_in(request.key)?,
                query: pairs_in(request.query, request.query_count)?,
                headers: pairs_in(request.headers, request.headers_count)?,
                sign_at: request.sign_at,
                stable_for: request.stable_for,
                expiry: end(request.expires_in, request.expires_at)?,
            })
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request::new(self.method, self.bucket, self.key)
            .query(&self.query)
            .headers(&self.headers)
            .sign_at(self.sign_at)
            .stable_for(self.stable_for)
            .expiry(self.expiry)
    }
}

/// # Safety
/// Invariant 1 of the crate.
#[allow(unsafe_code)]
unsafe fn fields(request: *const presign_request) -> Result<presign_request, Failure> {
    // SAFETY: 1.
    let request = unsafe { struct_in(request) }?;
    if request.reserved == 0 { Ok(request) } else { Err(Failure::STRUCT_SIZE) }
}

/// C has no default life: one of the two must be given.
pub(crate) fn end(expires_in: u32, expires_at: i64) -> Result<Expiry, Failure> {
    let life = Some(i64::from(expires_in)).filter(|life| *life != 0);
    let end = Some(expires_at).filter(|end| *end != 0);
    if life.or(end).is_none() {
        return Err(Failure::EXPIRES);
    }
    Ok(Expiry::from_options(life, end)?)
}

export! {
    /// The headers that must be sent with the link of a request, as lines "name: value\r\n": names in lower case and
    /// in order, values without outer white space. Nothing for a request without headers. Host goes without saying.
    ///
    /// request: only its headers are read.
    /// out, out_cap, out_len: as for presign_url.
    ///
    /// Errors: PRESIGN_ERR_HEADER; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    /// A signer of version 2 refuses headers that this function lets pass.
    fn presign_signed_headers(
        request: *const presign_request,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 2, 3.
        let out = unsafe { Text::new(out, out_cap, out_len) }?;
        // SAFETY: 1.
        let request = unsafe { fields(request) }?;
        // SAFETY: 2.
        let headers = unsafe { pairs_in(request.headers, request.headers_count) }?;
        let headers = Request::new("", "", "").headers(&headers).signed_headers(Version::V4)?;
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        out.copy(&lines)
    }
}
