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
    credential: Cow<'a, str>,
    /// The credential up to its last four slashes: an access key may contain slashes itself.
    pub(crate) access_key: Cow<'a, str>,
    pub(crate) region: Cow<'a, str>,
    /// Byte positions of these four slashes in the credential.
    slashes: [usize; 4],
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
    pub(super) credential: Cow<'a, str>,
    /// The credential as it was sent.
    pub(super) sent_credential: &'a str,
    pub(super) stamp: Cow<'a, str>,
    pub(super) expires: Cow<'a, str>,
    pub(super) signed_headers: Cow<'a, str>,
    pub(super) signature: Cow<'a, str>,
    pub(super) token: Option<Cow<'a, str>>,
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
        Self::new(V4Values {
            algorithm: pairs.take(Param::Algorithm),
            sent_credential: pairs.sent(Param::Credential),
            credential: pairs.take(Param::Credential),
            stamp: pairs.take(Param::Date),
            expires: pairs.take(Param::Lifetime),
            signed_headers: pairs.take(Param::SignedHeaders),
            token: pairs.copy(Param::Token),
            signature: pairs.take(Param::Signature),
        })
    }

    #[inline(always)]
    pub(crate) fn new(values: V4Values<'a>) -> Result<Self, Refusal> {
        let V4Values { algorithm, credential, sent_credential: sent, .. } = values;
        let V4Values { stamp, expires, signed_headers, signature, token, .. } = values;
        let slashes = slashes(&credential).ok_or_else(|| malformed_credential(&credential))?;
        let [end, before_region, after_region, _] = slashes;
        // Most access keys and regions contain nothing to decode, but the slashes around them are escaped, two of them
        // after the region.
        let access_key = as_sent(credential.get(..end), sent.get(..end));
        let region = credential.get(before_region + 1..after_region);
        let sent_end = (sent.len() + after_region).checked_sub(credential.len() + 4);
        let sent_region = sent_end
            .zip(region)
            .and_then(|(end, region)| sent.get(..end)?.get(end - region.len().min(end)..));
        let region = as_sent(region, sent_region);
        let signed_at = Stamp::read(&stamp)
            .ok_or_else(|| Refusal::about(Reason::Date, &stamp, "is not like 20130524T000000Z"))?;
        let lifetime = number(&expires).ok_or_else(|| malformed_lifetime(&expires))?;
        Ok(Self {
            algorithm,
            credential,
            access_key,
            region,
            slashes,
            stamp,
            signed_at,
            lifetime,
            signed_headers,
            token,
            signature,
        })
    }

    /// Returns the part of the credential between two slashes.
    fn part(&self, before: Option<usize>, after: Option<usize>) -> &str {
        let start = before.map_or(0, |slash| slash + 1);
        self.credential.get(start..after.unwrap_or(self.credential.len())).unwrap_or_default()
    }

    pub(crate) fn date(&self) -> &str {
        let [before, after, ..] = self.slashes;
        self.part(Some(before), Some(after))
    }

    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn service(&self) -> &str {
        let [.., before, after] = self.slashes;
        self.part(Some(before), Some(after))
    }
}

/// Returns a part of a decoded text, borrowed from the sent text if it is the same there.
fn as_sent<'a>(decoded: Option<&str>, sent: Option<&'a str>) -> Cow<'a, str> {
    match sent {
        Some(sent) if decoded == Some(sent) => Cow::Borrowed(sent),
        _ => Cow::Owned(decoded.unwrap_or_default().to_owned()),
    }
}

#[cold]
fn malformed_credential(credential: &str) -> Refusal {
    let refusal =
        Refusal::about(Reason::Credential, credential, "is not key/date/region/service/aws4_request");
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
    let refusal = Refusal::about(Reason::Expires, expires, &rule);
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
    let fits = first > 0
        && printable(service)
        && printable(region)
        && (1..=MAX_REGION_BYTES).contains(&region.len());
    fits.then_some([first, second, third, last])
}
