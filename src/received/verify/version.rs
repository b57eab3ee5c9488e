//! The interface of the two signature versions for verifying: no other file of this module distinguishes them.

use std::borrow::Cow;

use super::key_cache::SigningKeyCache;
use super::rules::{Rules, check_text};
use super::{sigv2, sigv4};
use crate::input::sigv2::signs_parameter;
use crate::primitives::constant_time::equal;
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::signing::sigv2::Key;
use crate::{Reason, Refusal, Stages};

/// Checks all that does not depend on the signer or the time.
pub(super) fn check(url: &ParsedUrl, rules: &Rules) -> Result<(), Refusal> {
    check_text("the method", url.method)?;
    match &url.params {
        SignatureParams::V4(params) => sigv4::check(url, params, rules),
        SignatureParams::V2(_) => sigv2::check(url, rules),
    }
}

pub(super) fn check_time(params: &SignatureParams, rules: &Rules, now: i64) -> Result<(), Refusal> {
    match params {
        SignatureParams::V4(params) => sigv4::check_time(params, rules, now)?,
        SignatureParams::V2(params) => sigv2::check_time(params, rules, now)?,
    }
    let expires_at = params.expires_at();
    if now >= expires_at {
        let detail = format!("the link expired at {expires_at}, the current time is {now}");
        return Err(Refusal::new(Reason::Expired, detail));
    }
    Ok(())
}

/// Returns the names of the request's headers that the signature covers, sorted. Each occurs once; a repeated header
/// has been refused.
pub(super) fn signed_headers(url: &ParsedUrl) -> Vec<String> {
    if url.headers.is_empty() {
        return Vec::new(); // nearly every link
    }
    let mut names = match &url.params {
        SignatureParams::V4(params) => sigv4::signed_headers(url, params),
        SignatureParams::V2(_) => sigv2::signed_headers(url),
    };
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the query parameters that the signature covers, except its own, sorted. Takes the URL, to copy none of them.
pub(super) fn signed_query(url: ParsedUrl<'_>) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let ParsedUrl { query, params, .. } = url;
    let is_signed = |name: &str| match &params {
        SignatureParams::V4(_) => true,
        SignatureParams::V2(_) => signs_parameter(name),
    };
    let others = query.pairs.into_iter().filter(|pair| !params.is_own(&pair.name) && is_signed(&pair.name));
    let mut signed: Vec<_> = others.map(|pair| (pair.name, pair.value)).collect();
    signed.sort_unstable();
    signed
}

/// What a link's signature is compared with, in constant time. Made once per link, because a HEAD request may be
/// checked twice.
#[allow(clippy::large_enum_variant, reason = "it lives on the stack for one link")]
pub(crate) enum Checker<'k> {
    V4(sigv4::Checker),
    V2(&'k Key),
}

impl<'k> Checker<'k> {
    /// Version 2's key is computed in `v2_key`, which the caller owns, so that it is never moved.
    pub(crate) fn new(
        params: &SignatureParams,
        secret_key: &str,
        key_cache: &SigningKeyCache,
        v2_key: &'k mut Key,
    ) -> Self {
        match params {
            SignatureParams::V4(params) => Self::V4(sigv4::Checker::new(params, secret_key, key_cache)),
            SignatureParams::V2(_) => {
                v2_key.set(secret_key);
                Self::V2(v2_key)
            }
        }
    }

    /// Returns whether the link is signed for a method.
    pub(crate) fn matches(&self, url: &ParsedUrl, object: &ObjectAddress, method: &str) -> bool {
        self.is_signature(&mut url.signed_text(object, method).bytes, &url.params)
    }

    /// Returns whether the signature is that of another text than the link's own.
    pub(crate) fn matches_text(&self, params: &SignatureParams, text: &str) -> bool {
        self.is_signature(&mut text.as_bytes().to_vec(), params)
    }

    fn is_signature(&self, signed_text: &mut Vec<u8>, params: &SignatureParams) -> bool {
        let given = params.signature().as_bytes();
        match self {
            Self::V4(checker) => equal(&checker.signature(signed_text), given),
            Self::V2(key) => equal(&key.base64(signed_text), given),
        }
    }

    /// Returns the texts behind the signature, to show them.
    pub(crate) fn stages(&self, url: &ParsedUrl, object: &ObjectAddress, method: &str) -> Stages {
        let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let text = || url.signed_text(object, method);
        match self {
            Self::V4(checker) => Stages {
                canonical_request: string(&text().bytes),
                string_to_sign: string(&checker.string_to_sign(&mut text().bytes)),
                signature: string(&checker.signature(&mut text().bytes)),
            },
            Self::V2(key) => Stages {
                canonical_request: String::new(),
                string_to_sign: string(&text().bytes),
                signature: key.signature(&text().bytes),
            },
        }
    }

    /// Caches what the next link needs again; to be called when a signature has matched.
    pub(super) fn keep(&self, params: &SignatureParams, secret_key: &str, key_cache: &SigningKeyCache) {
        if let (Self::V4(checker), SignatureParams::V4(params)) = (self, params) {
            checker.keep(params, secret_key, key_cache);
        }
    }
}
