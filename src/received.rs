//! A request as it came in: what verifying, inspecting and explaining begin with.

use std::fmt;

use crate::{Reason, Refusal, headers, link, time};

/// A request that carries a link. Everything is borrowed, and nothing is checked before it is read.
///
/// ```
/// # use presign::Received;
/// // As an HTTP server has it: the method, the Host header, the request target and the headers.
/// let request = Received::new("GET", "files.example", "/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...")
///     .headers(&[("accept", "*/*")]);
/// // As a client has it.
/// let request = Received::url("GET", "https://files.example/photos/cat.jpg?X-Amz-Algorithm=...");
/// ```
///
/// `Debug` shows neither the query, which holds the signature, nor the headers' values.
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
    /// From a server: the method, the value of the `Host` header, and the request target (path and query) exactly as
    /// it was sent, before anything decoded or normalised it.
    #[must_use]
    pub fn new(method: &'a str, host: &'a str, target: &'a str) -> Self {
        Self { method, address: Address::Sent { host, target }, headers: &[], now: None }
    }

    /// From a link, as a client would send it: without the scheme's default port.
    #[must_use]
    pub fn url(method: &'a str, url: &'a str) -> Self {
        Self { method, address: Address::Url(url), headers: &[], now: None }
    }

    /// The request's headers, names in any case, none left out. A `Host` among them wins over the host given to
    /// [`Received::new`], and must name the same host as the URL given to [`Received::url`].
    #[must_use]
    pub fn headers(self, headers: &'a [(&'a str, &'a str)]) -> Self {
        Self { headers, ..self }
    }

    /// The time at which the request is looked at, in Unix seconds, 0..=[`MAX_TIME`](crate::MAX_TIME); the clock's
    /// unless it is given.
    #[must_use]
    pub fn at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { now: unix.into(), ..self }
    }

    /// Tells which of the request's headers its signature depends on, from the link alone: it may be asked before the
    /// headers are given.
    #[must_use]
    pub fn header_filter(&self) -> HeaderFilter {
        HeaderFilter { names: link::signed_names(self) }
    }

    /// When it is. A time outside of the calendar is refused: before all times no link has ended.
    pub(crate) fn time(&self) -> Result<i64, Refusal> {
        let now = self.now.map_or_else(time::now, |unix| time::check("now", unix));
        now.map_err(|error| Refusal::new(Reason::Clock, error.to_string()))
    }
}

/// The headers that a link's signature depends on. For servers whose headers hold bytes that are no text: where the
/// signature does not depend on a header, its value may be anything.
///
/// ```
/// # use presign::Received;
/// let link = "https://files.example/b/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=c2lnbmF0dXJl";
/// let filter = Received::url("GET", link).header_filter();
/// assert!(filter.contains("Content-Type") && filter.contains("x-amz-acl"));
/// assert!(!filter.contains("user-agent"));
/// ```
#[derive(Debug, Clone)]
pub struct HeaderFilter {
    /// Lower case, in order. `None`: it is not known.
    names: Option<Vec<String>>,
}

impl HeaderFilter {
    /// Whether the signature depends on the header with this name, in any case: `host`, `x-amz-*`, and what the link
    /// signs. Of a link that cannot be read it may depend on every header.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let Some(names) = &self.names else { return true };
        let is_listed = names.binary_search_by(|listed| listed.bytes().cmp(headers::lowered(name))).is_ok();
        is_listed || headers::folds_to(name, "host") || headers::folds_to_amz(name)
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
