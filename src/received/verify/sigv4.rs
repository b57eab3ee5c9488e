//! Checks links of Signature Version 4.

use super::key_cache::SigningKeyCache;
use super::rules::{Rules, check_connection, check_once, check_text};
use crate::input::header_names::{folded, folds_to, is_token, lowered};
use crate::input::headers;
use crate::input::parameters::Param;
use crate::input::sigv4::{ALGORITHM, SERVICE};
use crate::primitives::time::Stamp;
use crate::primitives::{encode, sha256};
use crate::received::refusal::IN_CREDENTIAL;
use crate::received::url::{ParsedUrl, V4Params};
use crate::signing::sigv4::{SigningState, StringToSign, derive_key};
use crate::{MAX_EXPIRES_IN, Reason, Refusal};

pub(super) fn check(url: &ParsedUrl, params: &V4Params, rules: &Rules) -> Result<(), Refusal> {
    check_params(params, rules)?;
    check_signed_headers(url, params, rules)
}

fn check_params(params: &V4Params, rules: &Rules) -> Result<(), Refusal> {
    let about = Refusal::about;
    if params.algorithm != ALGORITHM {
        let rule = format!("is not the algorithm {ALGORITHM}");
        return Err(about(Reason::Algorithm, &params.algorithm, &rule));
    }
    let (day, date) = (params.stamp.get(..8).unwrap_or_default(), params.date());
    if day != date {
        let rule = format!("is not the day of {} {}", Param::Date.name(), params.stamp);
        let message = format!(
            "Invalid credential date \"{date}\". This date is not the same as X-Amz-Date: \"{day}\"."
        );
        return Err(about(Reason::CredentialDate, date, &rule).quoting(&[date], message));
    }
    if let Some(expected) = rules.region.as_deref().filter(|region| *region != params.region()) {
        let region = params.region();
        let message = format!("{IN_CREDENTIAL} the region '{region}' is wrong; expecting '{expected}'");
        let refusal = about(Reason::Region, region, &format!("is not the region {expected:?}"));
        return Err(refusal.quoting(&[region, expected], message));
    }
    if params.service() != SERVICE {
        let service = params.service();
        let message = format!(
            "{IN_CREDENTIAL} incorrect service \"{service}\". This endpoint belongs to \"{SERVICE}\"."
        );
        let refusal = about(Reason::Service, service, &format!("is not the service {SERVICE}"));
        return Err(refusal.quoting(&[service], message));
    }
    let limit = rules.max_expires_in.unwrap_or(MAX_EXPIRES_IN);
    let name = Param::Lifetime.name();
    match params.lifetime {
        ..1 => Err(Refusal::new(Reason::Expires, format!("{name} is 0: the link was never valid"))),
        lifetime if lifetime > limit => {
            let detail = format!("{name} is {lifetime} seconds, but the limit is {limit} seconds");
            let refusal = Refusal::new(Reason::LifetimeTooLong, detail);
            // AWS's message has AWS's limit in it.
            let of_limit = || format!("{name} must be at most {limit} seconds");
            Err(if limit == MAX_EXPIRES_IN { refusal } else { refusal.quoting(&[], of_limit()) })
        }
        _ => Ok(()),
    }
}

fn check_signed_headers(url: &ParsedUrl, params: &V4Params, rules: &Rules) -> Result<(), Refusal> {
    let signed = &*params.signed_headers;
    if signed == "host" && url.headers.is_empty() && rules.required.is_empty() {
        return Ok(()); // true of nearly every link
    }
    let mut names: Vec<&str> = signed.split(';').collect();
    names.sort_unstable();
    let is_name = |name: &&str| is_token(name) && !name.bytes().any(|byte| byte.is_ascii_uppercase());
    if let Some(name) = names.iter().find(|name| !is_name(name)) {
        return Err(Refusal::about(Reason::SignedHeaders, name, "is not a lower-case header name"));
    }
    if let Some(name) = names.windows(2).find(|names| names.first() == names.last()).and_then(<[_]>::first) {
        return Err(Refusal::about(Reason::SignedHeaders, name, "is listed twice in the signed headers"));
    }
    let not_signed = |name: &str| Err(Refusal::about(Reason::HeaderNotSigned, name, "is not signed"));
    for required in ["host"].into_iter().chain(rules.required.iter().map(String::as_str)) {
        if names.binary_search(&required).is_err() {
            return not_signed(required);
        }
    }
    for name in names.iter().filter(|name| **name != "host") {
        check_text(name, check_once(url, name)?)?;
    }
    if let [(name, _), ..] = url.values(headers::CONTENT_SHA256) {
        check_text(name, check_once(url, headers::CONTENT_SHA256)?)?;
    }
    let mut all_folded: Vec<Vec<u8>> = names.iter().map(|name| folded(name).collect()).collect();
    all_folded.sort_unstable();
    // x-amz-content-sha256 is hashed into the signature whether it is listed or not.
    let is_signed = |name: &str| {
        names.binary_search_by(|signed| signed.bytes().cmp(lowered(name))).is_ok()
            || name.eq_ignore_ascii_case(headers::CONTENT_SHA256)
    };
    let folds_to_signed = |name: &str| {
        all_folded.binary_search_by(|signed| signed.iter().copied().cmp(folded(name))).is_ok()
            || folds_to(name, headers::CONTENT_SHA256)
    };
    check_connection(url, folds_to_signed)?;
    let sent = url.headers.iter().map(|(name, _)| *name).collect();
    rules.check_spellings(sent, is_signed, folds_to_signed)
}

pub(super) fn check_time(params: &V4Params, rules: &Rules, now: i64) -> Result<(), Refusal> {
    if params.signed_at.saturating_sub(now) > rules.clock_skew {
        let [signed_at, now] = [params.signed_at, now].map(|time| Stamp::new(time).iso());
        let detail = format!("the signing time {signed_at} is in the future, the current time is {now}");
        return Err(Refusal::new(Reason::NotYetValid, detail));
    }
    Ok(())
}

/// Returns the names of the request's headers that the signature covers, in any order.
pub(super) fn signed_headers(url: &ParsedUrl, params: &V4Params) -> Vec<String> {
    let digest = url.values(headers::CONTENT_SHA256).first().map(|_| headers::CONTENT_SHA256);
    let listed = params.signed_headers.split(';').filter(|name| *name != "host");
    listed.chain(digest).map(str::to_owned).collect()
}

/// The signing key of a link's day, and what else its signature is computed from.
pub(crate) struct Checker {
    to_sign: StringToSign,
    signing_state: SigningState,
    /// Whether the state is in the cache already.
    is_kept: bool,
}

impl Checker {
    #[inline]
    pub(super) fn new(params: &V4Params, secret_key: &str, key_cache: &SigningKeyCache) -> Self {
        let stamp = Stamp::of_text(&params.stamp).unwrap_or_else(|| Stamp::new(params.signed_at));
        let to_sign = StringToSign::new(params.region());
        let kept = key_cache.get(stamp.date, params.region(), secret_key);
        let is_kept = kept.as_ref().is_some_and(|kept| kept.signed_at() == params.signed_at);
        let signing_state = match kept {
            Some(signing_state) if is_kept => signing_state,
            kept => {
                let derive = || derive_key(secret_key, &stamp, params.region());
                let key = kept.map_or_else(derive, |signing_state| signing_state.key());
                SigningState::new(params.signed_at, &stamp, &key, to_sign.midstate(&stamp, &key))
            }
        };
        Self { to_sign, signing_state, is_kept }
    }

    /// Returns the digest of a canonical request, and leaves the padding behind it.
    fn digest(canonical_request: &mut Vec<u8>) -> [u8; 64] {
        encode::hex(&sha256::padded_digest(canonical_request))
    }

    /// Returns the signature of a canonical request, and leaves padding behind it.
    #[inline]
    pub(super) fn signature(&self, canonical_request: &mut Vec<u8>) -> [u8; 64] {
        sha256::pad(canonical_request, 0, 0);
        self.to_sign.signature(&self.signing_state, [canonical_request.as_chunks().0, &[]])
    }

    /// Returns the string to sign of a canonical request, and leaves padding behind it.
    pub(super) fn string_to_sign(&self, canonical_request: &mut Vec<u8>) -> Vec<u8> {
        self.to_sign.text(&self.signing_state, &Self::digest(canonical_request))
    }

    pub(super) fn keep(&self, params: &V4Params, secret_key: &str, key_cache: &SigningKeyCache) {
        if !self.is_kept {
            key_cache.put(params.region(), secret_key, &self.signing_state);
        }
    }
}
