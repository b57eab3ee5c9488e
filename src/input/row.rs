//! One of many requests, as text that need not have been checked.

use crate::primitives::encode::PathText;
use crate::{Expiry, Request};

/// The parts of a request in which it may differ from others. The values of the query may be text or bytes that are
/// known to be text.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a, V> {
    pub(crate) method: &'a str,
    pub(crate) bucket: &'a str,
    pub(crate) key: PathText<'a>,
    /// Whether an empty key is a mistake.
    pub(crate) object_only: bool,
    pub(crate) query: &'a [(&'a str, V)],
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) expiry: Expiry,
    pub(crate) sign_at: Option<i64>,
    pub(crate) stable_for: i64,
}

impl<'a> Row<'a, &'a str> {
    #[inline]
    pub(crate) fn new(request: &Request<'a>) -> Self {
        let Request { method, bucket, key, query, headers, expiry, sign_at, stable_for, object_only } =
            *request;
        Self {
            method,
            bucket,
            key: PathText::new(key),
            object_only,
            query,
            headers,
            expiry,
            sign_at,
            stable_for,
        }
    }
}
