//! Which headers a request's signature depends on.

use crate::Received;
use crate::input::header_names::{folds_to, folds_to_amz, lowered};
use crate::received::url;

impl Received<'_> {
    /// Returns which headers the request's signature depends on. Only the link is read, so this may be called before
    /// the headers are given.
    #[must_use]
    pub fn header_filter(&self) -> HeaderFilter {
        HeaderFilter { names: url::signed_names(self) }
    }
}

/// Lists the headers that a link's signature depends on. Servers whose headers may contain bytes that are not text use
/// it: the value of a header that the signature does not depend on may be anything.
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
    /// Lower case, sorted. `None` if they are not known.
    names: Option<Vec<String>>,
}

impl HeaderFilter {
    /// Returns whether the signature depends on the header with this name, in any case: `host`, `x-amz-*`, and the
    /// headers that the link signs. The signature of an unreadable link may depend on every header.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let Some(names) = &self.names else { return true };
        let is_listed = names.binary_search_by(|listed| listed.bytes().cmp(lowered(name))).is_ok();
        is_listed || folds_to(name, "host") || folds_to_amz(name)
    }
}
