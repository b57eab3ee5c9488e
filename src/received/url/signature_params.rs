//! Parses a link's signature parameters: signer, signing time, expiry and signed headers.

use std::borrow::Cow;

use super::auth_params;
use super::auth_params::{AUTH_PARAMS, ParamPair, V2_TOKEN};
use super::{Query, UrlComponent};
use crate::limits::MAX_REGION_BYTES;
use crate::primitives::time::Stamp;
use crate::{MAX_TIME, Reason, Refusal, Version};

pub(crate) enum SignatureParams<'a> {
    V4(V4Params<'a>),
    V2(V2Params<'a>),
}

/// The parameters of Signature Version 4, parsed but not checked.
pub(crate) struct V4Params<'a> {
    pub(crate) algorithm: Cow<'a, str>,
    credential: Cow<'a, str>,
    /// The credential up to its last four slashes: an access key may contain slashes itself.
    access_key: Cow<'a, str>,
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

/// The decoded values of Version 4's parameters.
pub(super) struct V4Values<'a> {
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

/// The parameters of Signature Version 2.
pub(crate) struct V2Params<'a> {
    pub(crate) access_key: Cow<'a, str>,
    /// As given, because it is signed as text.
    pub(crate) expires: Cow<'a, str>,
    pub(crate) expires_at: i64,
    pub(crate) token: Option<Cow<'a, str>>,
    pub(crate) signature: Cow<'a, str>,
}

impl<'a> SignatureParams<'a> {
    /// Moves the signature parameters out of the query, except the token, which Version 2 signs like a header.
    #[inline(always)]
    pub(crate) fn read(query: &mut Query<'a>) -> Result<Self, Refusal> {
        let [
            algorithm,
            credential,
            date,
            expires,
            headers,
            signature,
            token,
            access_key,
            expires2,
            signature2,
            token2,
        ] = auth_params::pairs(query)?;
        let is_v4 = [&algorithm, &credential, &signature].into_iter().any(Option::is_some);
        let is_v2 = [&access_key, &signature2].into_iter().any(Option::is_some);
        match (is_v4, is_v2) {
            (true, true) => Err(Refusal::new(
                Reason::TwoSignatures,
                "the query has parameters of both signature versions",
            )),
            (false, false) => Err(Refusal::new(Reason::NotSigned, "the query holds no signature")),
            (true, false) => {
                let pairs = [algorithm, credential, date, expires, headers, signature];
                V4Params::read(pairs, token).map(Self::V4)
            }
            (false, true) => {
                V2Params::read([access_key, expires2, signature2], token2.or(token)).map(Self::V2)
            }
        }
    }

    /// Returns whether this version uses a parameter for its signature.
    pub(crate) fn owns(&self, name: &str) -> bool {
        let (of_version_4, of_version_2) = AUTH_PARAMS.split_at(7);
        match self {
            Self::V4(_) => of_version_4.contains(&name),
            Self::V2(_) => of_version_2.contains(&name) || name.eq_ignore_ascii_case(V2_TOKEN),
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

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::V4(_) => Version::V4,
            Self::V2(_) => Version::V2,
        }
    }

    pub(crate) fn access_key(&self) -> Cow<'a, str> {
        match self {
            Self::V4(params) => params.access_key.clone(),
            Self::V2(params) => params.access_key.clone(),
        }
    }

    pub(crate) fn token(&self) -> Option<&str> {
        match self {
            Self::V4(params) => params.token.as_deref(),
            Self::V2(params) => params.token.as_deref(),
        }
    }

    pub(crate) fn expires_at(&self) -> i64 {
        match self {
            Self::V4(params) => params.signed_at.saturating_add(params.lifetime),
            Self::V2(params) => params.expires_at,
        }
    }
}

impl<'a> V4Params<'a> {
    #[inline(always)]
    fn read(pairs: [ParamPair<'_, 'a>; 6], token: ParamPair<'_, 'a>) -> Result<Self, Refusal> {
        for (name, value) in AUTH_PARAMS.iter().zip(&pairs) {
            if value.is_none() {
                return Err(Refusal::about(Reason::MissingParameter, name, "is missing"));
            }
        }
        let [_, sent, ..] = &pairs;
        let [_, sent_credential] = sent.as_ref().map_or(["", ""], |pair| pair.sent.map(UrlComponent::raw));
        let [algorithm, credential, stamp, expires, signed_headers, signature] =
            pairs.map(auth_params::take_value);
        let token = auth_params::copy_value(token);
        Self::new(V4Values {
            algorithm,
            credential,
            sent_credential,
            stamp,
            expires,
            signed_headers,
            signature,
            token,
        })
    }

    #[inline(always)]
    pub(super) fn new(values: V4Values<'a>) -> Result<Self, Refusal> {
        let V4Values { algorithm, credential, sent_credential: sent, .. } = values;
        let V4Values { stamp, expires, signed_headers, signature, token, .. } = values;
        let slashes = slashes(&credential).ok_or_else(|| {
            Refusal::about(Reason::Credential, &credential, "is not key/date/region/service/aws4_request")
        })?;
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
        let lifetime = number(&expires).ok_or_else(|| {
            Refusal::about(Reason::Expires, &expires, "is not a number of seconds from 1 to 253402300799")
        })?;
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

/// Returns the positions of the last four slashes of a credential whose parts are well-formed.
fn slashes(credential: &str) -> Option<[usize; 4]> {
    // Searched from the end, where the parts are short.
    let scope = credential.strip_suffix("/aws4_request")?.as_bytes();
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

impl<'a> V2Params<'a> {
    fn read(pairs: [ParamPair<'_, 'a>; 3], token: ParamPair<'_, 'a>) -> Result<Self, Refusal> {
        for (name, pair) in ["AWSAccessKeyId", "Expires", "Signature"].iter().zip(&pairs) {
            // An empty access key belongs to no signer, but a look-up may find a secret for it.
            if pair.as_ref().is_none_or(|pair| pair.value.is_empty()) {
                return Err(Refusal::about(Reason::MissingParameterV2, name, "is missing"));
            }
        }
        let [access_key, expires, signature] = pairs.map(auth_params::take_value);
        let expires_at = number(&expires).filter(|timestamp| *timestamp <= MAX_TIME).ok_or_else(|| {
            Refusal::about(Reason::ExpiresV2, &expires, "is not a Unix time from 0 to 253402300799 seconds")
        })?;
        Ok(Self { access_key, expires, expires_at, token: auth_params::copy_value(token), signature })
    }
}

/// Parses a number that consists of digits only; `parse` alone would accept a plus sign.
fn number(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_TIME)
}
