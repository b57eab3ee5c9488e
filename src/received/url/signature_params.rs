//! The interface of the two signature versions for reading a link: its signature parameters.

use std::borrow::Cow;

use super::Query;
use super::auth_params::AuthParams;
use super::sigv2::V2Params;
use super::sigv4::{self, V4Params};
use crate::input::parameters::Param;
use crate::input::sigv2::SIGNED_HEADERS;
use crate::{Reason, Refusal, Version};

pub(crate) enum SignatureParams<'a> {
    V4(V4Params<'a>),
    V2(V2Params<'a>),
}

impl<'a> SignatureParams<'a> {
    /// Parses the query of a link and the signature parameters in it. `is_clean` is the result of
    /// [`is_clean_query`](super::component::is_clean_query).
    #[inline]
    pub(super) fn read_query(raw: &'a str, is_clean: bool) -> Result<(Query<'a>, Self), Refusal> {
        if is_clean && let Some((values, signed)) = sigv4::plain::read(raw) {
            return Ok((Query::plain(raw, signed), Self::V4(V4Params::new(values)?)));
        }
        let mut query = Query::read(raw, is_clean)?;
        let params = Self::read(&mut query)?;
        Ok((query, params))
    }

    /// Moves the signature parameters out of the query, except the token, which Version 2 signs like a header.
    #[inline(always)]
    pub(crate) fn read(query: &mut Query<'a>) -> Result<Self, Refusal> {
        let pairs = AuthParams::find(query)?;
        match (V4Params::are_in(&pairs), V2Params::are_in(&pairs)) {
            (true, true) => Err(Refusal::new(
                Reason::TwoSignatures,
                "the query has parameters of both signature versions",
            )),
            (false, false) => Err(Refusal::new(Reason::NotSigned, "the query holds no signature")),
            (true, false) => V4Params::read(pairs).map(Self::V4),
            (false, true) => V2Params::read(pairs).map(Self::V2),
        }
    }

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::V4(_) => Version::V4,
            Self::V2(_) => Version::V2,
        }
    }

    /// Returns whether this version uses a parameter for its signature.
    pub(crate) fn owns(&self, name: &str) -> bool {
        match self {
            Self::V4(_) => Param::V4.into_iter().any(|param| param.name() == name),
            Self::V2(_) => {
                Param::V2.into_iter().any(|param| param.name() == name)
                    || name.eq_ignore_ascii_case(Param::TokenV2.name())
            }
        }
    }

    /// Returns whether a parameter belongs to the signature: its own, and session tokens by any name.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        self.owns(name) || Self::is_token(name)
    }

    pub(crate) fn access_key(&self) -> Cow<'a, str> {
        match self {
            Self::V4(V4Params { access_key, .. }) | Self::V2(V2Params { access_key, .. }) => {
                access_key.clone()
            }
        }
    }

    pub(crate) fn token(&self) -> Option<&str> {
        match self {
            Self::V4(V4Params { token, .. }) | Self::V2(V2Params { token, .. }) => token.as_deref(),
        }
    }

    /// Returns the signature as given.
    pub(crate) fn signature(&self) -> &str {
        match self {
            Self::V4(V4Params { signature, .. }) | Self::V2(V2Params { signature, .. }) => signature,
        }
    }

    /// Returns the region, if the version has one.
    pub(crate) fn region(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::V4(params) => Some(params.region.clone()),
            Self::V2(_) => None,
        }
    }

    /// Returns the signing time in Unix seconds, if the link contains it.
    pub(crate) fn signed_at(&self) -> Option<i64> {
        match self {
            Self::V4(params) => Some(params.signed_at),
            Self::V2(_) => None,
        }
    }

    pub(crate) fn expires_at(&self) -> i64 {
        match self {
            Self::V4(params) => params.signed_at.saturating_add(params.lifetime),
            Self::V2(params) => params.expires_at,
        }
    }

    /// Returns the names of the headers that the signature covers besides `x-amz-*`, as the link lists them. Version 2
    /// does not list them.
    pub(super) fn header_names(&self) -> Vec<String> {
        match self {
            Self::V4(params) => params.signed_headers.split(';').map(str::to_ascii_lowercase).collect(),
            Self::V2(_) => SIGNED_HEADERS.map(str::to_owned).into(),
        }
    }

    /// Returns the maximum length of the signed text without the headers and constants, in bytes, where the method, the
    /// host, the path and the query have `sent` bytes and `stays` says that they are in canonical encoding.
    pub(super) fn max_signed_len(&self, sent: usize, stays: bool, bucket: &str) -> usize {
        match self {
            // What was not encoded grows to at most three times its length.
            Self::V4(_) => {
                if stays {
                    sent
                } else {
                    3 * sent
                }
            }
            // Only a bucket from the host is encoded.
            Self::V2(_) => sent + 3 * bucket.len(),
        }
    }

    /// The text shown in place of a secret value.
    pub(crate) const HIDDEN: &'static str = "(not shown)";

    /// Returns a query parameter's value as it may be shown.
    pub(crate) fn shown<'v>(name: &str, value: &'v str) -> &'v str {
        if Self::is_hidden(name) { Self::HIDDEN } else { value }
    }

    /// Returns whether a query parameter's value is hidden: tokens of any kind, and customers' encryption keys.
    pub(crate) fn is_hidden(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        name.ends_with("-token") || (name.starts_with("x-amz-") && name.ends_with("-customer-key"))
    }

    /// Returns whether a query parameter or a header is a session token, by any of the names that storages use.
    pub(crate) fn is_token(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-amz-") && name.ends_with("-token")
    }
}
