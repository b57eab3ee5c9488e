//! Requests to sign: method, bucket, key, query, headers and expiry.

use std::ffi::c_char;
use std::ops::Range;

use presign::{Expiry, Request, Version};

use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{Versioned, pairs_in, pairs_into, presign_pair, presign_str, str_in, struct_in};
use crate::outputs::TextOut;
use crate::own_error::OwnError;
use crate::own_error::OwnFailure;

/// What a URL allows, and until when. Exactly one of expires_in and expires_at is not 0.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_request {
    /// sizeof(presign_request).
    pub struct_size: usize,
    /// The only method that the URL allows: 1 to 32 letters A-Z.
    pub method: presign_str,
    /// Bucket: not empty; not "." or ".."; no slash and no control characters. Or the ARN of an access point.
    pub bucket: presign_str,
    /// Key of the object: up to 1024 bytes, any text. Empty: the URL is for the bucket itself.
    pub key: presign_str,
    /// Further query parameters, which are signed: response-content-disposition, versionId, or uploads with an empty
    /// value. Names of the signature's own parameters are an error.
    pub query: *const presign_pair,
    /// Number of query parameters.
    pub query_count: usize,
    /// Headers to sign. The client must send them with the URL: see presign_signed_headers.
    pub headers: *const presign_pair,
    /// Number of headers.
    pub headers_count: usize,
    /// Signing time in Unix seconds, above 0; time(NULL) for now.
    pub sign_at: i64,
    /// When the URL expires, in Unix seconds, or 0.
    pub expires_at: i64,
    /// Window in seconds in which all calls return the same URL, so that browsers and CDNs can cache it: the signing
    /// time is rounded down to a multiple of the window, and the window is added to expires_in. 0: off. Negative: an
    /// error.
    pub stable_for: i64,
    /// Lifetime in seconds from the signing time, or 0. Version 4 allows 1 to 604800, unless the signer has another
    /// limit.
    pub expires_in: u32,
    /// Must be 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_request {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// A presign_request whose pointers were checked. The core's request borrows from it.
pub(crate) struct RequestOptions<'a> {
    pairs: Vec<(&'a str, &'a str)>,
    parts: RequestParts<'a>,
}

impl RequestOptions<'_> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(request: *const presign_request) -> Result<Self, Failure> {
        let mut pairs = Vec::new();
        // SAFETY: 1, 2.
        let parts = unsafe { RequestParts::read(&fields(request)?, &mut pairs) }?;
        Ok(Self { pairs, parts })
    }

    pub(crate) fn request(&self) -> Request<'_> {
        self.parts.request(&self.pairs)
    }
}

/// A presign_request whose pointers were checked, with its pairs in a list that many requests can share.
pub(crate) struct RequestParts<'a> {
    method: &'a str,
    bucket: &'a str,
    key: &'a str,
    query: Range<usize>,
    headers: Range<usize>,
    sign_at: i64,
    stable_for: i64,
    expiry: Expiry,
}

impl<'a> RequestParts<'a> {
    /// Reads a struct. Its pairs are appended to `pairs`.
    ///
    /// # Safety
    /// Invariant 2 of the crate, for all that the struct points to.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(
        request: &presign_request,
        pairs: &mut Vec<(&'a str, &'a str)>,
    ) -> Result<Self, Failure> {
        check_reserved(request)?;
        // SAFETY: 2.
        unsafe {
            Ok(Self {
                method: str_in(request.method, "request.method")?,
                bucket: str_in(request.bucket, "request.bucket")?,
                key: str_in(request.key, "request.key")?,
                query: add_pairs(request.query, request.query_count, "request.query", pairs)?,
                headers: add_pairs(request.headers, request.headers_count, "request.headers", pairs)?,
                sign_at: signing_time(request.sign_at, "request.sign_at")?,
                stable_for: request.stable_for,
                expiry: expiry(request.expires_in, request.expires_at)?,
            })
        }
    }

    /// Returns the core's request. `pairs` is the list that the struct's pairs were appended to.
    pub(crate) fn request<'r>(&self, pairs: &'r [(&'r str, &'r str)]) -> Request<'r>
    where
        'a: 'r,
    {
        Request::new(self.method, self.bucket, self.key)
            .query(pairs.get(self.query.clone()).unwrap_or_default())
            .headers(pairs.get(self.headers.clone()).unwrap_or_default())
            .sign_at(self.sign_at)
            .stable_for(self.stable_for)
            .expiry(self.expiry)
    }
}

/// Appends an array of pairs, and returns where they are.
///
/// # Safety
/// Invariant 2 of the crate, for the pairs and for their strings.
#[allow(unsafe_code)]
unsafe fn add_pairs<'a>(
    given: *const presign_pair,
    count: usize,
    name: &'static str,
    pairs: &mut Vec<(&'a str, &'a str)>,
) -> Result<Range<usize>, OwnError> {
    let begin = pairs.len();
    // SAFETY: 2.
    unsafe { pairs_into(given, count, name, pairs) }?;
    Ok(begin..pairs.len())
}

/// # Safety
/// Invariant 1 of the crate.
#[allow(unsafe_code)]
unsafe fn fields(request: *const presign_request) -> Result<presign_request, Failure> {
    // SAFETY: 1.
    let request = unsafe { struct_in(request, "request") }?;
    check_reserved(&request)?;
    Ok(request)
}

fn check_reserved(request: &presign_request) -> Result<(), OwnError> {
    match request.reserved {
        0 => Ok(()),
        given => Err(OwnFailure::STRUCT_SIZE.of("request.reserved").given(given)),
    }
}

/// Requires a signing time: C has no default for it, and a forgotten one would give a link of 1970.
pub(crate) fn signing_time(sign_at: i64, name: &'static str) -> Result<i64, OwnError> {
    if sign_at > 0 { Ok(sign_at) } else { Err(OwnFailure::NO_TIME.of(name).given(sign_at)) }
}

/// Requires one of the two: C has no default lifetime.
pub(crate) fn expiry(expires_in: u32, expires_at: i64) -> Result<Expiry, Failure> {
    let expires_in = Some(i64::from(expires_in)).filter(|seconds| *seconds != 0);
    let expires_at = Some(expires_at).filter(|time| *time != 0);
    if expires_in.or(expires_at).is_none() {
        return Err(OwnFailure::NO_EXPIRY.into());
    }
    Ok(Expiry::from_options(expires_in, expires_at)?)
}

fallible_export! {
    /// Lists the headers that must be sent with the URL of a request, as lines "name: value\r\n": names in lower case
    /// and sorted, values without outer white space. Empty for a request without headers. Host is not listed: every
    /// client sends it.
    ///
    /// request: only its headers are read.
    /// out, out_cap, out_len: as for presign_url.
    ///
    /// Errors: PRESIGN_ERR_HEADER; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE. A
    /// version 2 signer refuses some headers that this function accepts.
    fn presign_signed_headers(
        request: *const presign_request,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3.
        let out = unsafe { TextOut::new(out, out_cap, out_len) }?;
        // SAFETY: 1.
        let request = unsafe { fields(request) }?;
        // SAFETY: 2.
        let headers = unsafe { pairs_in(request.headers, request.headers_count, "request.headers") }?;
        let headers = Request::new("", "", "").headers(&headers).signed_headers(Version::V4)?;
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        out.copy(&lines)
    }
}
