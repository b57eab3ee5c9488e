//! A received request, the input for verifying, inspecting and explaining.

#[cfg(feature = "explain")]
pub(crate) mod explain;
mod header_filter;
pub(crate) mod inspect;
pub(crate) mod refusal;
pub(crate) mod url;
pub(crate) mod verify;

use std::fmt;

pub use self::header_filter::HeaderFilter;
use crate::primitives::time;
use crate::{Reason, Refusal};

/// Describes a received request with a presigned URL. All fields are borrowed, and nothing is checked until the request
/// is read.
///
/// ```
/// # use presign::Received;
/// // On an HTTP server: the method, the Host header, the request target and the headers.
/// let request = Received::new("GET", "files.example", "/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...")
///     .headers(&[("accept", "*/*")]);
/// // On a client: the method and the URL.
/// let request = Received::url("GET", "https://files.example/photos/cat.jpg?X-Amz-Algorithm=...");
/// ```
///
/// `Debug` shows neither the query, which contains the signature, nor the values of the headers.
#[derive(Clone, Copy)]
pub struct Received<'a> {
    pub(crate) method: &'a str,
    pub(crate) address: Address<'a>,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) now: Option<i64>,
}

#[derive(Clone, Copy)]
pub(crate) enum Address<'a> {
    Url(&'a str),
    Sent { host: &'a str, target: &'a str },
}

impl<'a> Received<'a> {
    /// Creates a request from what a server receives: the method, the value of the `Host` header, and the request
    /// target (path and query) exactly as it was sent, before any software decodes or normalises it.
    #[must_use]
    pub fn new(method: &'a str, host: &'a str, target: &'a str) -> Self {
        Self { method, address: Address::Sent { host, target }, headers: &[], now: None }
    }

    /// Creates a request from a URL, as a client would send it: without the scheme's default port.
    #[must_use]
    pub fn url(method: &'a str, url: &'a str) -> Self {
        Self { method, address: Address::Url(url), headers: &[], now: None }
    }

    /// Sets the request's headers: all of them, with names in any case. A `Host` header among them takes precedence
    /// over the host given to [`Received::new`], and must name the same host as the URL given to [`Received::url`].
    #[must_use]
    pub fn headers(self, headers: &'a [(&'a str, &'a str)]) -> Self {
        Self { headers, ..self }
    }

    /// Sets the time at which the request is checked, in Unix seconds, 0 to [`MAX_TIME`](crate::MAX_TIME). Default: the
    /// system clock.
    #[must_use]
    pub fn at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { now: unix.into(), ..self }
    }

    /// Returns the time of the check. A time outside the calendar is refused, because before the epoch no link has
    /// expired.
    pub(crate) fn time(&self) -> Result<i64, Refusal> {
        let now = self.now.map_or_else(time::now, |unix| time::check("now", unix));
        now.map_err(|error| Refusal::new(Reason::Clock, error.to_string()))
    }
}

impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.address {
            Address::Url(url) => {
                url.split('?').next().unwrap_or_default().rsplit('@').next().unwrap_or_default()
            }
            Address::Sent { target, .. } => target.split('?').next().unwrap_or_default(),
        };
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("place", &place)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}
