//! The caller's headers, which are signed and must be sent unchanged.

use smallvec::SmallVec;

use crate::error::quoted;
use crate::input::reserved::is_reserved;
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
        let value = value.trim_matches([' ', '\t']);
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

pub(crate) fn lowered(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
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
    if version == Version::V2 && !is_v2_signed(name) {
        return Err(
            "cannot be signed by signature version 2, which signs only content-type, content-md5 and x-amz-*",
        );
    }
    Ok(())
}

/// Returns whether a text contains control characters other than tabs. The value of a header may contain tabs only (RFC
/// 9110 section 5.5).
pub(crate) fn has_control(text: &str) -> bool {
    text.chars().any(|char| char.is_control() && char != '\t')
}

/// Returns whether a name is a token (RFC 9110 section 5.6.2).
pub(crate) fn is_token(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(known)
}

fn is_payload_hash(value: &str) -> bool {
    value == "UNSIGNED-PAYLOAD" || (value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Headers that Version 2 signs in addition to the `x-amz-*` headers.
pub(crate) const V2_SIGNED: [&str; 2] = ["content-md5", "content-type"];

/// Returns whether Version 2 signs a header.
pub(crate) fn is_v2_signed(name: &str) -> bool {
    V2_SIGNED.iter().any(|known| known.eq_ignore_ascii_case(name)) || is_amz(name)
}

/// Returns whether a back end may read a header as one that Version 2 signs.
pub(crate) fn folds_to_v2_signed(name: &str) -> bool {
    V2_SIGNED.iter().any(|known| folds_to(name, known)) || folds_to_amz(name)
}

/// Returns whether a header is one of the `x-amz-*` headers, which Signature Version 2 signs by name and value.
pub(crate) fn is_amz(name: &str) -> bool {
    name.get(..AMZ.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(AMZ))
}

/// The prefix of the headers that S3 itself reads.
const AMZ: &str = "x-amz-";

/// Prefixes of headers outside `x-amz-*` that storages obey. Ceph rewrites some of them to `x-amz-` before it reads
/// metadata and encryption settings (`meta_prefixes` in `rgw_common.cc`); Swift reads `x-object-meta-*`, `x-delete-at`
/// and `x-delete-after`; MinIO reads `x-minio-*` (with `x-minio-force-delete`, a DELETE removes everything below the
/// key).
const OBEYED: [&str; 8] =
    ["x-account-", "x-container-", "x-delete-", "x-dho-", "x-goog-", "x-minio-", "x-object-", "x-rgw-"];

/// Returns the name under which a back end may read a header. CGI variables (RFC 3875 section 4.1.18) use one character
/// for both `-` and `_`, and older servers use it for every character that is not a letter or a digit: here it is `-`.
/// At both ends of a name such characters are removed, as servers remove white space there.
pub(crate) fn folded(name: &str) -> impl Iterator<Item = u8> {
    let name = name.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b'-' })
}

/// Returns whether a back end may read a header as the one with this lower-case name, which consists of letters, digits
/// and `-`.
pub(crate) fn folds_to(name: &str, other: &str) -> bool {
    folded(name).eq(other.bytes())
}

fn folds_to_prefix(name: &str, prefix: &str) -> bool {
    folded(name).take(prefix.len()).eq(prefix.bytes())
}

/// Returns whether a back end may read a header as one of the `x-amz-*` headers.
pub(crate) fn folds_to_amz(name: &str) -> bool {
    folds_to_prefix(name, AMZ)
}

/// Returns whether a back end may read a header as one outside `x-amz-*` that some storage obeys.
pub(crate) fn folds_to_obeyed(name: &str) -> bool {
    OBEYED.iter().any(|prefix| folds_to_prefix(name, prefix))
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

/// Writes `name:value` on a new line, as Signature Version 4 signs it: a run of white space becomes one space.
pub(crate) fn write_line(out: &mut Vec<u8>, (name, value): &(&str, &str)) {
    out.push(b'\n');
    write_name(out, name);
    out.push(b':');
    let mut blank = false;
    for byte in value.bytes() {
        if matches!(byte, b' ' | b'\t') {
            blank = true;
            continue;
        }
        if blank {
            out.push(b' ');
            blank = false;
        }
        out.push(byte);
    }
}
