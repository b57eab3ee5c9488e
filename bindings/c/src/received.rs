//! A request that came in with a link.

use presign::Received;

use crate::inputs::{Growing, pairs_in, presign_pair, presign_str, str_in, struct_in};
use crate::status::Failure;

/// A request that came in, or a link that is looked at: a URL, or the host and the target that a server has.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_received {
    /// sizeof(presign_received).
    pub struct_size: usize,
    /// The request's method.
    pub method: presign_str,
    /// The whole link, as a client has it; empty with host and target.
    pub url: presign_str,
    /// The value of the Host header. One among the headers wins over it. With a URL, a Host header must name its host.
    pub host: presign_str,
    /// The request target, path and query, exactly as it was sent: before anything decoded or normalised it.
    pub target: presign_str,
    /// The request's headers, names in any case. Values that are not UTF-8 are an error; a header that no link signs
    /// and whose name does not begin with x-amz- can be left out.
    pub headers: *const presign_pair,
    /// The number of headers.
    pub headers_count: usize,
    /// The time at which the request is looked at, in Unix seconds: time(NULL) for now. To presign_verify 0, which a
    /// forgotten field holds, and less, which time() gives when it fails, are an error: by then no link has ended.
    pub now: i64,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_received {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, now) + size_of::<i64>();
}

/// A request read from C. The core's borrows from it.
pub(crate) struct Arrived<'a> {
    plain: Received<'a>,
    pub(crate) now: i64,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> Arrived<'a> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(received: *const presign_received) -> Result<Self, Failure> {
        // SAFETY: 1.
        let received = unsafe { struct_in(received) }?;
        // SAFETY: 2.
        let [method, url, host, target] = unsafe {
            [
                str_in(received.method)?,
                str_in(received.url)?,
                str_in(received.host)?,
                str_in(received.target)?,
            ]
        };
        let plain = match (url, host, target) {
            ("", ..) => Received::new(method, host, target),
            (_, "", "") => Received::url(method, url),
            _ => return Err(Failure::RECEIVED),
        };
        // SAFETY: 2.
        let headers = unsafe { pairs_in(received.headers, received.headers_count) }?;
        Ok(Self { plain: plain.at(received.now), now: received.now, headers })
    }

    pub(crate) fn request<'s>(&'s self) -> Received<'s>
    where
        'a: 's,
    {
        self.plain.headers(&self.headers)
    }
}
