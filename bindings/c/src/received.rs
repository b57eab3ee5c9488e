//! Incoming requests, for presign_inspect, presign_verify and presign_explain.

use presign::Received;

use crate::error::Failure;
use crate::inputs::{Versioned, pairs_in, presign_pair, presign_str, str_in, struct_in};
use crate::own_error::OwnFailure;

/// An incoming request, or a URL to look at: either url, or the host and target that a server has.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_received {
    /// sizeof(presign_received).
    pub struct_size: usize,
    /// Method of the request.
    pub method: presign_str,
    /// The whole URL, as a client has it; empty if host and target are given.
    pub url: presign_str,
    /// Value of the Host header. A Host header among the headers takes precedence. With a URL, a Host header must
    /// name the same host.
    pub host: presign_str,
    /// Request target, path and query, exactly as it was sent: before any decoding or normalisation.
    pub target: presign_str,
    /// Headers of the request, names in any case. A value that is not UTF-8 is an error; a header that no URL signs
    /// and whose name does not begin with x-amz- can be left out.
    pub headers: *const presign_pair,
    /// Number of headers.
    pub headers_count: usize,
    /// Time at which the request is checked, in Unix seconds: time(NULL) for now. presign_verify refuses a time that
    /// is not above 0, since no URL has expired by then: a forgotten field is 0, and time() returns -1 if it fails.
    pub now: i64,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_received {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, now) + size_of::<i64>();
}

/// A presign_received whose pointers were checked. The core's request borrows from it.
pub(crate) struct IncomingRequest<'a> {
    plain: Received<'a>,
    now: i64,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> IncomingRequest<'a> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(received: *const presign_received) -> Result<Self, Failure> {
        // SAFETY: 1.
        let received = unsafe { struct_in(received, "received") }?;
        // SAFETY: 2.
        let [method, url, host, target] = unsafe {
            [
                str_in(received.method, "received.method")?,
                str_in(received.url, "received.url")?,
                str_in(received.host, "received.host")?,
                str_in(received.target, "received.target")?,
            ]
        };
        let plain = match (url, host, target) {
            ("", ..) => Received::new(method, host, target),
            (_, "", "") => Received::url(method, url),
            _ => return Err(OwnFailure::RECEIVED.of("received").into()),
        };
        // SAFETY: 2.
        let headers = unsafe { pairs_in(received.headers, received.headers_count, "received.headers") }?;
        Ok(Self { plain: plain.at(received.now), now: received.now, headers })
    }

    /// Requires a time above 0: no URL has expired by 1970, and a forgotten time would let all of them in.
    pub(crate) fn check_time(&self) -> Result<(), Failure> {
        match self.now {
            1.. => Ok(()),
            now => Err(OwnFailure::NO_TIME.of("received.now").given(now).into()),
        }
    }

    pub(crate) fn request<'s>(&'s self) -> Received<'s>
    where
        'a: 's,
    {
        self.plain.headers(&self.headers)
    }
}
