//! What a URL is made of in either signature version, except its key.

use crate::input::expiry::Validity;
use crate::input::url_prefix::UrlPrefix;
use crate::{Credentials, Request};

/// A request that passed all checks, and the settings of its signer.
pub(crate) struct RequestParts<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) region: &'a str,
    pub(crate) url_prefix: UrlPrefix<'a>,
    pub(crate) request: &'a Request<'a>,
    /// The headers to sign, checked and sorted.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) validity: Validity,
}
