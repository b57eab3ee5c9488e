//! The caller's headers, which are signed and must be sent unchanged.

use smallvec::SmallVec;

use crate::error::quoted;
use crate::input::header_names::{is_amz, is_token, lowered};
use crate::input::parameters::is_reserved;
use crate::primitives::encode;
use crate::{Error, Version};

/// Headers that may not be signed: those that proxies and clients change or drop, so that a link that signs one breaks
/// at the first proxy, and those that are set for every request in any case.
const REFUSED: [&str; 16] = [
    "authorization",
    "baggage",
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

pub(crate) const CONTENT_SHA256: &str = "x-amz-content-sha256";

pub(crate) type List<'a> = SmallVec<[(&'a str, &'a str); 4]>;

/// Checks the headers and sorts them by lower-case name; trims the values. Names keep their case until they are
/// written.
pub(crate) fn collect<'a>(headers: &[(&'a str, &'a str)], version: Version) -> Result<List<'a>, Error> {
    let mut list = List::new();
    if headers.is_empty() {
        return Ok(list);
    }
    for (name, value) in headers {
        let value = trimmed(value);
        check(name, value, version).map_err(|rule| Error::Header { name: quoted(name), rule })?;
        list.push((*name, value));
    }
    sort(&mut list);
    let twice = list.windows(2).find_map(|pair| match pair {
        [(one, _), (other, _)] if one.eq_ignore_ascii_case(other) => Some(*one),
        _ => None,
    });
    match twice {
        Some(name) => Err(Error::Header { name: quoted(name), rule: "is given twice: give it once" }),
        None => Ok(list),
    }
}

/// Sorts by lower-case name.
pub(crate) fn sort(list: &mut [(&str, &str)]) {
    list.sort_by(|one, other| lowered(one.0).cmp(lowered(other.0)));
}

/// Returns how many entries of a sorted list come before a lower-case name.
pub(crate) fn count_before(list: &[(&str, &str)], name: &str) -> usize {
    list.partition_point(|(other, _)| lowered(other).lt(name.bytes()))
}

fn check(name: &str, value: &str, version: Version) -> Result<(), &'static str> {
    if !is_token(name) {
        return Err("must have a name of letters, digits and !#$%&'*+-.^_`|~");
    }
    // The names of the signature's query parameters are reserved as headers too, but an upload may send `Expires` as
    // metadata of its object.
    let own = is_amz(name) && is_reserved(name);
    if own || REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(name)) {
        return Err("cannot be signed: the client, a proxy or the signature itself sets it");
    }
    if has_control(value) {
        return Err("must not contain control characters in its value");
    }
    if name.eq_ignore_ascii_case(CONTENT_SHA256) && !is_payload_hash(value) {
        return Err("must have 64 hexadecimal digits or UNSIGNED-PAYLOAD as its value");
    }
    version.header_rule(name).map_or(Ok(()), Err)
}

/// Returns a value without the white space around it (RFC 9110 section 5.5).
pub(crate) fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Returns whether a text contains control characters other than tabs. The value of a header may contain tabs only (RFC
/// 9110 section 5.5).
pub(crate) fn has_control(text: &str) -> bool {
    text.chars().any(|char| char.is_control() && char != '\t')
}

fn is_payload_hash(value: &str) -> bool {
    value == "UNSIGNED-PAYLOAD" || (value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Returns the value of a header by its lower-case name.
pub(crate) fn find<'a>(list: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    list.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// Checks that the digest in a header and the one in the query do not contradict each other, because some servers
/// prefer the query parameter to the header.
pub(crate) fn check_payload(list: &[(&str, &str)], query: &[(&str, &str)]) -> Result<(), Error> {
    let digest = find(list, CONTENT_SHA256).filter(|value| *value != "UNSIGNED-PAYLOAD");
    if digest.is_some() && query.iter().any(|(name, _)| name.eq_ignore_ascii_case(CONTENT_SHA256)) {
        return Err(Error::Header {
            name: quoted(CONTENT_SHA256),
            rule: "contradicts the query parameter of the same name",
        });
    }
    Ok(())
}

pub(crate) fn write_name(out: &mut Vec<u8>, name: &str) {
    out.extend(lowered(name));
}

/// Writes a percent-encoded name. A name is a token, which may contain `+`, `&` or `#`.
pub(crate) fn write_encoded_name(out: &mut Vec<u8>, name: &str) {
    lowered(name).for_each(|byte| encode::component(out, &[byte]));
}

/// Writes `name:value` on a new line, as Signature Version 4 signs it.
pub(crate) fn write_line(out: &mut Vec<u8>, (name, value): &(&str, &str)) {
    out.push(b'\n');
    write_name(out, name);
    out.push(b':');
    collapsed(value, |byte| out.push(byte));
}

/// Passes on the bytes of a value, in which a run of white space becomes one space.
#[inline]
pub(crate) fn collapsed(value: &str, mut push: impl FnMut(u8)) {
    let mut blank = false;
    for byte in value.bytes() {
        if matches!(byte, b' ' | b'\t') {
            blank = true;
            continue;
        }
        if blank {
            push(b' ');
            blank = false;
        }
        push(byte);
    }
}
