//! The interface of the two signature versions for verifying: no other file of this module distinguishes them.

use std::borrow::Cow;

use super::key_cache::SigningKeyCache;
use super::rules::{Rules, check_text};
use super::{sigv2, sigv4};
use crate::input::header_names::folds_to_amz;
use crate::input::parameters::Param;
use crate::input::sigv2::{changes_request, signs_parameter};
use crate::primitives::constant_time::equal;
use crate::primitives::encode;
use crate::primitives::time::Stamp;
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::signing::sigv2::Key;
use crate::{Reason, Refusal, Stages};

/// Checks all that does not depend on the signer or the time.
pub(super) fn check(url: &ParsedUrl, rules: &Rules) -> Result<(), Refusal> {
    check_text("the method", url.method)?;
    check_lines(url)?;
    check_semicolons(url)?;
    match &url.params {
        SignatureParams::V4(params) => sigv4::check(url, params, rules),
        SignatureParams::V2(_) => sigv2::check(url, rules),
    }
}

/// Fails if a header contains what ends a line of HTTP/1.1, or a NUL (RFC 9110 section 5.5). HTTP/2 and FastCGI can carry
/// such a header, and the next server may read two headers.
fn check_lines(url: &ParsedUrl) -> Result<(), Refusal> {
    let is_line =
        |text: &str| encode::all(text.as_bytes(), |byte| (byte != b'\r') & (byte != b'\n') & (byte != 0));
    match url.headers.iter().find(|(name, value)| !is_line(name) || !is_line(value)) {
        Some((name, _)) => Err(Refusal::about(Reason::BadRequest, name, "contains a line break or a NUL")),
        None => Ok(()),
    }
}

/// Fails if a server that takes a `;` for a `&` would find a parameter that storages obey behind one: Python's
/// `parse_qs` before 3.9.2 and Go's `ParseQuery` before 1.17 do. Such a parameter is not signed with Version 2; with
/// either version a client may write the `;` in a signed value without encoding it.
fn check_semicolons(url: &ParsedUrl) -> Result<(), Refusal> {
    let is_obeyed = |name: &str| {
        signs_parameter(name)
            || changes_request(name)
            || folds_to_amz(name)
            || Param::of_any_case(name).is_some()
    };
    // In canonical encoding a ; is %3B.
    if url.query.is_canonical() {
        return Ok(());
    }
    match url.query.names_behind_semicolons().find(|name| is_obeyed(name)) {
        Some(name) => {
            Err(Refusal::about(Reason::InvalidUrl, &name, "is behind a ; that some servers take for a &"))
        }
        None => Ok(()),
    }
}

pub(super) fn check_time(params: &SignatureParams, rules: &Rules, now: i64) -> Result<(), Refusal> {
    match params {
        SignatureParams::V4(params) => sigv4::check_time(params, rules, now)?,
        SignatureParams::V2(params) => sigv2::check_time(params, rules, now)?,
    }
    let expires_at = params.expires_at();
    if now >= expires_at {
        let [expired_at, now] = [expires_at, now].map(|time| Stamp::new(time).iso());
        let detail = format!("the link expired at {expired_at}, the current time is {now}");
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
