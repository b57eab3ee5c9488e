//! Finds the signature parameters in a query.

use std::borrow::Cow;
use std::mem;

use smallvec::SmallVec;

use super::query::{Pair, Query, SIGNATURE};
use crate::input::headers;
use crate::{Reason, Refusal};

/// The signature parameters of both versions, because a link with two signatures is refused.
pub(super) const AUTH_PARAMS: [&str; 11] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    SIGNATURE,
    "X-Amz-Security-Token",
    "AWSAccessKeyId",
    "Expires",
    "Signature",
    V2_TOKEN,
];

/// The name of Version 2's session token, which differs from Version 4's only in case.
pub(crate) const V2_TOKEN: &str = "x-amz-security-token";

/// Returns the pairs of [`AUTH_PARAMS`]. No name that begins with `X-Amz-`, and no other of these names, may occur twice, not
/// even in another case: servers that read the first and servers that read the last would see two different links.
#[inline(always)]
pub(super) fn pairs<'q, 'a>(query: &'q mut Query<'a>) -> Result<AuthParams<'q, 'a>, Refusal> {
    let mut own = AuthParams::default();
    let mut others: SmallVec<[String; 4]> = SmallVec::new();
    let mut seen = 0_u32;
    for pair in &mut query.pairs {
        let name = &*pair.name;
        let exact = position(name);
        // The two names of the token differ only in case.
        let any_case = exact.filter(|_| name != V2_TOKEN);
        let any_case = any_case.or_else(|| AUTH_PARAMS.iter().position(|own| own.eq_ignore_ascii_case(name)));
        let Some(index) = any_case else {
            if headers::is_amz(name) {
                others.push(name.to_ascii_lowercase());
            }
            continue;
        };
        if seen & 1 << index != 0 {
            return Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"));
        }
        seen |= 1 << index;
        // Only under its exact name: in another case a parameter is not part of the signature.
        if let Some(place) = exact.and_then(|index| own.get_mut(index)) {
            *place = Some(pair);
        }
    }
    others.sort_unstable();
    match others.windows(2).find(|names| names.first() == names.last()) {
        Some(names) => {
            let name = names.first().map_or("", String::as_str);
            Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"))
        }
        None => Ok(own),
    }
}

/// Returns the position of a name in [`AUTH_PARAMS`]. Written as a `match`, it compares only names of the same length, without
/// a call.
#[inline(always)]
fn position(name: &str) -> Option<usize> {
    Some(match name {
        "X-Amz-Algorithm" => 0,
        "X-Amz-Credential" => 1,
        "X-Amz-Date" => 2,
        "X-Amz-Expires" => 3,
        "X-Amz-SignedHeaders" => 4,
        SIGNATURE => 5,
        "X-Amz-Security-Token" => 6,
        "AWSAccessKeyId" => 7,
        "Expires" => 8,
        "Signature" => 9,
        V2_TOKEN => 10,
        _ => return None,
    })
}

pub(super) type AuthParams<'q, 'a> = [ParamPair<'q, 'a>; AUTH_PARAMS.len()];

/// One of the query's pairs, if it is present.
pub(super) type ParamPair<'q, 'a> = Option<&'q mut Pair<'a>>;

/// Moves a decoded value out of the query.
pub(super) fn take_value<'a>(pair: ParamPair<'_, 'a>) -> Cow<'a, str> {
    pair.map(|pair| mem::take(&mut pair.value)).unwrap_or_default()
}

/// Copies a decoded value, which also stays in the query.
pub(super) fn copy_value<'a>(pair: ParamPair<'_, 'a>) -> Option<Cow<'a, str>> {
    pair.map(|pair| pair.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_where_it_stands() {
        for (index, name) in AUTH_PARAMS.iter().enumerate() {
            assert_eq!(position(name), Some(index), "{name}");
        }
        assert_eq!(position("x-amz-date"), None);
    }
}
