//! Parses the parameters of Signature Version 4.

use std::borrow::Cow;

use crate::input::parameters::Param;
use crate::input::sigv4::SCOPE_END;
use crate::limits::{MAX_REGION_BYTES, MAX_TIME};
use crate::primitives::time::Stamp;
use crate::received::refusal::IN_CREDENTIAL;
use crate::received::url::auth_params::{AuthParams, number};
use crate::{Reason, Refusal};

/// The parameters of Signature Version 4, parsed but not checked.
pub(crate) struct V4Params<'a> {
    pub(crate) algorithm: Cow<'a, str>,
    pub(crate) access_key: Cow<'a, str>,
    date: Cow<'a, str>,
    pub(crate) region: Cow<'a, str>,
    service: Cow<'a, str>,
    pub(crate) stamp: Cow<'a, str>,
    pub(crate) signed_at: i64,
    /// The lifetime in seconds. 0 is parsed, so that it can be reported separately from a malformed number.
    pub(crate) lifetime: i64,
    /// As given.
    pub(crate) signed_headers: Cow<'a, str>,
    pub(crate) token: Option<Cow<'a, str>>,
    pub(crate) signature: Cow<'a, str>,
}

/// The decoded values of the parameters.
pub(crate) struct V4Values<'a> {
    pub(super) algorithm: Cow<'a, str>,
    pub(super) credential: Credential<'a>,
    pub(super) stamp: Cow<'a, str>,
    pub(super) expires: Cow<'a, str>,
    pub(super) signed_headers: Cow<'a, str>,
    pub(super) signature: Cow<'a, str>,
    pub(super) token: Option<Cow<'a, str>>,
}

/// The parts of a credential.
pub(crate) struct Credential<'a> {
    /// The credential up to its last four slashes: an access key may contain slashes itself.
    pub(super) access_key: Cow<'a, str>,
    pub(super) date: Cow<'a, str>,
    pub(super) region: Cow<'a, str>,
    pub(super) service: Cow<'a, str>,
}

impl<'a> Credential<'a> {
    /// Reads a decoded credential. `sent` is the same as it was sent.
    fn read(credential: &str, sent: &'a str) -> Option<Self> {
        let slashes = slashes(credential)?;
        let [first, second, third, last] = slashes;
        // Most parts contain nothing to decode, but the slashes around them are escaped.
        let part = |begin: usize, end: usize| {
            let decoded = credential.get(begin..end).unwrap_or_default();
            let after = credential.len() - end + 2 * slashes.iter().filter(|slash| **slash >= end).count();
            let sent_end = sent.len().checked_sub(after);
            let sent = sent_end.and_then(|end| sent.get(end.checked_sub(decoded.len())?..end));
            match sent {
                Some(sent) if sent == decoded => Cow::Borrowed(sent),
                _ => Cow::Owned(decoded.to_owned()),
            }
        };
        Some(Self {
            access_key: part(0, first),
            date: part(first + 1, second),
            region: part(second + 1, third),
            service: part(third + 1, last),
        })
    }

    /// Returns whether a region has a length that regions have.
    pub(super) fn is_region(region: &str) -> bool {
        (1..=MAX_REGION_BYTES).contains(&region.len())
    }
}

impl<'a> V4Params<'a> {
    /// Returns whether a query has parameters that only this version uses.
    pub(crate) fn are_in(pairs: &AuthParams) -> bool {
        [Param::Algorithm, Param::Credential, Param::Signature].into_iter().any(|param| pairs.has(param))
    }

    #[inline(always)]
    pub(crate) fn read(mut pairs: AuthParams<'_, 'a>) -> Result<Self, Refusal> {
        if let Some(missing) =
            Param::V4.into_iter().find(|param| *param != Param::Token && !pairs.has(*param))
        {
            return Err(Refusal::about(Reason::MissingParameter, missing.name(), "is missing"));
        }
        let (sent, credential) = (pairs.sent(Param::Credential), pairs.take(Param::Credential));
        Self::new(V4Values {
            algorithm: pairs.take(Param::Algorithm),
            credential: Credential::read(&credential, sent)
                .ok_or_else(|| malformed_credential(&credential))?,
            stamp: pairs.take(Param::Date),
            expires: pairs.take(Param::Lifetime),
            signed_headers: pairs.take(Param::SignedHeaders),
            token: pairs.copy(Param::Token),
            signature: pairs.take(Param::Signature),
        })
    }

    #[inline(always)]
    pub(crate) fn new(values: V4Values<'a>) -> Result<Self, Refusal> {
        let V4Values { algorithm, credential, stamp, expires, signed_headers, signature, token } = values;
        let Credential { access_key, date, region, service } = credential;
        let signed_at = Stamp::read(&stamp).ok_or_else(|| {
            Refusal::malformed(Reason::Date, Param::Date, &stamp, "is not like 20130524T000000Z")
        })?;
        let lifetime = number(&expires).ok_or_else(|| malformed_lifetime(&expires))?;
        Ok(Self {
            algorithm,
            access_key,
            date,
            region,
            service,
            stamp,
            signed_at,
            lifetime,
            signed_headers,
            token,
            signature,
        })
    }

    pub(crate) fn date(&self) -> &str {
        &self.date
    }

    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }
}

#[cold]
fn malformed_credential(credential: &str) -> Refusal {
    let rule = "is not key/date/region/service/aws4_request";
    let refusal = Refusal::malformed(Reason::Credential, Param::Credential, credential, rule);
    match credential.rsplit_once('/') {
        Some((before, end)) if end != SCOPE_END && slashes(&format!("{before}/{SCOPE_END}")).is_some() => {
            let message =
                format!("{IN_CREDENTIAL} incorrect terminal \"{end}\". This endpoint uses \"{SCOPE_END}\".");
            refusal.quoting(&[end], message)
        }
        _ => refusal,
    }
}

#[cold]
fn malformed_lifetime(expires: &str) -> Refusal {
    let rule = format!("is not a number of seconds from 1 to {MAX_TIME}");
    let refusal = Refusal::malformed(Reason::Expires, Param::Lifetime, expires, &rule);
    let is_negative = expires
        .strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is_negative { refusal.quoting(&[], "X-Amz-Expires must be non-negative".to_owned()) } else { refusal }
}

/// Returns the positions of the last four slashes of a credential whose parts are well-formed.
fn slashes(credential: &str) -> Option<[usize; 4]> {
    // Searched from the end, where the parts are short.
    let scope = credential.strip_suffix(SCOPE_END)?.strip_suffix('/')?.as_bytes();
    let slash_before = |end| scope.get(..end)?.iter().rposition(|byte| *byte == b'/');
    let last = scope.len();
    let third = slash_before(last)?;
    let second = slash_before(third)?;
    let first = slash_before(second)?;
    let part = |start: usize, end| credential.get(start + 1..end).unwrap_or_default();
    let (region, service) = (part(second, third), part(third, last));
    let printable = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let fits = first > 0 && printable(service) && printable(region) && Credential::is_region(region);
    fits.then_some([first, second, third, last])
}
