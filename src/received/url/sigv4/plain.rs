//! Parses the query of a link that is signed with Version 4 and has no additional parameters, as nearly all links do.
//! This form leaves no choice in any byte, so it takes half the time to parse. Every other form is parsed by
//! [`Query::read`](crate::received::url::Query::read), which gives the same result for this form too.

use std::borrow::Cow;

use memchr::memchr;

use super::params::{Credential, V4Values};
use crate::input::parameters::{Param, joined};
use crate::input::sigv4::{ALGORITHM, SCOPE_END, SERVICE};
use crate::primitives::encode;

const BEFORE_CREDENTIAL: &str =
    text(joined!(Param::Algorithm.name(), "=", ALGORITHM, "&", Param::Credential.name(), "="));
const BEFORE_DATE: &str = text(joined!("&", Param::Date.name(), "="));
const BEFORE_EXPIRES: &str = text(joined!("&", Param::Lifetime.name(), "="));
const BEFORE_NAMES: &str = text(joined!("&", Param::SignedHeaders.name(), "=host"));
const BEFORE_SIGNATURE: &str = text(joined!("&", Param::Signature.name(), "="));

/// An escaped slash, and what is behind a region.
const SLASH: &str = "%2F";
const AFTER_REGION: &str = text(joined!(SLASH, SERVICE, SLASH, SCOPE_END));

const DAY_LEN: usize = "20130524".len();
const DATE_LEN: usize = "20130524T000000Z".len();

const fn text(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "", // names are text
    }
}

/// Returns the values, and the length in bytes of the signed part of the query. `None` if the query has another form,
/// whether valid or not.
///
/// The query must be known to consist of characters that encoding leaves unchanged, and `%`, `&` and `=`.
#[inline]
pub(crate) fn read(query: &str) -> Option<(V4Values<'_>, usize)> {
    let rest = query.strip_prefix(BEFORE_CREDENTIAL)?;
    let (credential, rest) = rest.split_at_checked(memchr(b'&', rest.as_bytes())?)?;
    let (date, rest) = rest.strip_prefix(BEFORE_DATE)?.split_at_checked(DATE_LEN)?;
    let rest = rest.strip_prefix(BEFORE_EXPIRES)?;
    let (expires, rest) = rest.split_at_checked(rest.bytes().position(|byte| !byte.is_ascii_digit())?)?;
    let signature = rest.strip_prefix(BEFORE_NAMES)?.strip_prefix(BEFORE_SIGNATURE)?;
    let is_plain = |text: &str| encode::all(text.as_bytes(), encode::is_unreserved);
    if !is_plain(date) || !is_plain(signature) || memchr(b'=', credential.as_bytes()).is_some() {
        return None;
    }
    let values = V4Values {
        algorithm: Cow::Borrowed(ALGORITHM),
        credential: read_credential(credential)?,
        stamp: Cow::Borrowed(date),
        expires: Cow::Borrowed(expires),
        signed_headers: Cow::Borrowed("host"),
        signature: Cow::Borrowed(signature),
        token: None,
    };
    let signed = query.len().checked_sub(signature.len() + BEFORE_SIGNATURE.len())?;
    Some((values, signed))
}

/// Reads a credential in which nothing is escaped except its four slashes.
#[inline]
fn read_credential(sent: &str) -> Option<Credential<'_>> {
    let until_escape = |text: &'_ str| memchr(b'%', text.as_bytes());
    let (access_key, rest) = sent.split_at_checked(until_escape(sent)?)?;
    let (date, rest) = rest.strip_prefix(SLASH)?.split_at_checked(DAY_LEN)?;
    let rest = rest.strip_prefix(SLASH)?;
    let (region, rest) = rest.split_at_checked(until_escape(rest)?)?;
    let is_rest_fixed = rest == AFTER_REGION && until_escape(date).is_none();
    let is_read = is_rest_fixed && !access_key.is_empty() && Credential::is_region(region);
    is_read.then_some(Credential {
        access_key: Cow::Borrowed(access_key),
        date: Cow::Borrowed(date),
        region: Cow::Borrowed(region),
        service: Cow::Borrowed(SERVICE),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;
    use crate::Reason;
    use crate::received::url::{Query, SignatureParams, V4Params, component};

    const LINK: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDx%2F20130524%2Fs-dt2%2Fs3%2Faws4_request\
                        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0af";

    /// Everything found in a query: signature parameters and canonical query; or the reason of a refusal.
    type Found = Result<([String; 8], Option<String>, [i64; 2], Vec<u8>), Reason>;

    fn found(params: &V4Params, query: &Query) -> Found {
        let mut canonical = Vec::new();
        query.write_canonical(&mut canonical);
        let texts = [
            &*params.access_key,
            &*params.algorithm,
            params.date(),
            params.region(),
            params.service(),
            &*params.stamp,
            &*params.signed_headers,
            &*params.signature,
        ];
        let token = params.token.as_deref().map(str::to_owned);
        Ok((texts.map(str::to_owned), token, [params.signed_at, params.lifetime], canonical))
    }

    fn by_plain(query: &str) -> Option<Found> {
        let (values, signed) = component::is_clean_query(query).then(|| read(query))??;
        let params = V4Params::new(values).map_err(|refusal| refusal.reason());
        Some(params.and_then(|params| found(&params, &Query::plain(query, signed))))
    }

    fn by_query(raw: &str) -> Found {
        let mut query =
            Query::read(raw, component::is_clean_query(raw)).map_err(|refusal| refusal.reason())?;
        match SignatureParams::read(&mut query).map_err(|refusal| refusal.reason())? {
            SignatureParams::V4(params) => found(&params, &query),
            SignatureParams::V2(_) => unreachable!("it has Version 4's parameters"),
        }
    }

    #[test]
    fn only_the_six_parameters_in_order_are_read_as_the_plain_form() {
        let (values, signed) = read(LINK).unwrap();
        let Credential { access_key, date, region, service } = &values.credential;
        assert_eq!([access_key, date, region, service], ["AKIDx", "20130524", "s-dt2", "s3"]);
        assert_eq!(LINK.split_at(signed).1, "&X-Amz-Signature=0af");
        assert_eq!(by_plain(LINK), Some(by_query(LINK)));
        assert!(by_query(LINK).is_ok());
        // Both parsers refuse a missing number.
        let empty = LINK.replacen("Expires=60", "Expires=", 1);
        assert_eq!(by_plain(&empty), Some(Err(Reason::Expires)));
        for (old, new) in [
            ("host", "host%3Brange"),
            ("&X-Amz-SignedHeaders", "&X-Amz-Security-Token=t&X-Amz-SignedHeaders"),
            ("%2F", "%2f"),
            ("%2F", "/"),
            ("AK", "A%4B"),
            ("AK", "A="),
            ("AK", "A%2BK"),
            ("AK", "A%2FK"),
            ("AKIDx", ""),
            ("s-dt2", ""),
            ("s3", "s4"),
            ("aws4_request", "aws4_request2"),
            ("60", "6%30"),
            ("0af", "0af&x=1"),
            ("0af", "0a%66"),
            ("20130524T", "2013%30524"),
        ] {
            assert_eq!(by_plain(&LINK.replacen(old, new, 1)), None, "{old} -> {new}");
        }
    }

    proptest! {
        #![proptest_config(crate::primitives::random::config())]

        /// A query that is parsed in the plain form gives the same result when it is parsed in the general one.
        #[test]
        fn both_readers_agree(
            changes in prop::collection::vec((any::<Index>(), 0..4_u8, select(&b"&=%+/;A0aFf2-X\n "[..])), 0..4),
        ) {
            let mut bytes = LINK.as_bytes().to_vec();
            for (at, how, byte) in changes {
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    2 => drop(bytes.remove(at)),
                    _ => drop(bytes.splice(at..at, *b"%41")),
                }
            }
            let query = String::from_utf8(bytes).unwrap();
            if let Some(plain) = by_plain(&query) {
                prop_assert_eq!(plain, by_query(&query), "{}", query);
            }
        }
    }
}
