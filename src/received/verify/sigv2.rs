//! Checks links of Signature Version 2.

use super::rules::{Rules, check_connection, check_once, check_text};
use crate::input::header_names::{folds_to, folds_to_amz, is_token};
use crate::input::sigv2::{
    folds_to_signed_header, is_disputed, is_header, names_another, signs_header, signs_parameter,
};
use crate::received::url::{ParsedUrl, V2Params};
use crate::{Reason, Refusal};

/// Checks a Version 2 link. Version 2 does not list the headers it signs: content-type, content-md5 and all
/// `x-amz-*` headers.
///
/// Its string to sign has one line per header, and nothing is escaped in it. So a line feed in a value could turn
/// two headers into one, or a header into another object.
pub(super) fn check(url: &ParsedUrl, rules: &Rules) -> Result<(), Refusal> {
    if !rules.version_2 {
        return Err(Reason::Version2.into());
    }
    let mut subresources: Vec<_> = Vec::new();
    let mut sent: Vec<&str> = url.headers.iter().map(|(name, _)| *name).collect();
    for pair in &url.query.pairs {
        let name = &*pair.name;
        if folds_to_amz(name) {
            // botocore repeats signed headers in the query. The same value is the same to every storage.
            if repeats_header(url, name, &pair.value) {
                continue;
            }
            check_query_header(name, &pair.value)?;
            sent.push(name);
        }
        if is_disputed(name) {
            let rule = "is signed by some storages but not by others with signature version 2";
            return Err(Refusal::about(Reason::DisputedParameter, name, rule));
        }
        if signs_parameter(name) {
            if names_another(&pair.value) {
                let rule = "contains & and the name of a signed parameter in its value, which signature version 2 \
                            cannot distinguish from that parameter";
                return Err(Refusal::about(Reason::DisputedParameter, name, rule));
            }
            subresources.push(name);
        }
    }
    subresources.sort_unstable();
    if let Some(name) =
        subresources.windows(2).find(|names| names.first() == names.last()).and_then(<[_]>::first)
    {
        return Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"));
    }
    for name in rules.required.iter().filter(|name| *name != "host") {
        if !signs_header(name) {
            return Err(Refusal::about(
                Reason::HeaderNotSigned,
                name,
                "is required, but signature version 2 does not sign it",
            ));
        }
        check_once(url, name)?;
    }
    for (name, value) in url.headers.iter().filter(|(name, _)| signs_header(name)) {
        check_text(name, name)?;
        check_text(name, value)?;
    }
    // The host is not signed, but the bucket may be in it.
    let folds_to_signed = |name: &str| folds_to_signed_header(name) || folds_to(name, "host");
    check_connection(url, folds_to_signed)?;
    rules.check_spellings(sent, signs_header, folds_to_signed)
}

/// Checks the remaining lifetime of a Version 2 link. If it exceeds the maximum lifetime, so did the lifetime at
/// signing.
pub(super) fn check_time(params: &V2Params, rules: &Rules, now: i64) -> Result<(), Refusal> {
    let left = params.expires_at.saturating_sub(now);
    match rules.max_expires_in.filter(|limit| left > *limit) {
        Some(limit) => {
            let detail =
                format!("the link is valid for another {left} seconds, but the limit is {limit} seconds");
            let message = format!("The URL must expire within {limit} seconds");
            Err(Refusal::new(Reason::LifetimeTooLong, detail).quoting(&[], message))
        }
        None => Ok(()),
    }
}

/// Returns the names of the request's headers that the signature covers, in any order.
pub(super) fn signed_headers(url: &ParsedUrl) -> Vec<String> {
    let sent = url.headers.iter().map(|(name, _)| *name);
    sent.filter(|name| signs_header(name)).map(str::to_ascii_lowercase).collect()
}

/// Returns whether a query parameter has the name and the value of a header of the request.
fn repeats_header(url: &ParsedUrl, name: &str, value: &str) -> bool {
    let header = url.values(&name.to_ascii_lowercase());
    matches!(header, [(_, other)] if *other == value.trim_matches([' ', '\t']))
}

/// Checks a query parameter that Version 2 storages read as a header: the token and metadata, which are signed like
/// headers, and all others, which are not.
fn check_query_header(name: &str, value: &str) -> Result<(), Refusal> {
    if !is_header(name) {
        let rule =
            "is read as a header by some storages, but signature version 2 does not sign it in the query";
        return Err(Refusal::about(Reason::HeaderNotSigned, name, rule));
    }
    check_text(name, name)?;
    check_text(name, value)?;
    // `x-amz-meta-a:b` with the value `c` would be signed as `x-amz-meta-a` with the value `b:c`.
    if !is_token(name) {
        return Err(Refusal::about(
            Reason::BadRequest,
            name,
            "is read as a header, but is not a valid header name",
        ));
    }
    Ok(())
}
