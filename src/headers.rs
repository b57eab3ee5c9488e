//! The caller's headers: signed, and to be sent as they were signed.

use smallvec::SmallVec;

use crate::{Error, Version, encode, error::quoted, query};

/// Headers that proxies and clients change or drop on the way (signing one makes a link that breaks at the first
/// proxy), and those that are set for every request anyhow.
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

/// The headers sorted by lower-cased name, values trimmed. Names keep their case until they are written.
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
        Some(name) => Err(Error::Header { name: quoted(name), rule: "is given twice" }),
        None => Ok(list),
    }
}

/// By lower-cased name.
pub(crate) fn sort(list: &mut [(&str, &str)]) {
    list.sort_by(|one, other| lowered(one.0).cmp(lowered(other.0)));
}

pub(crate) fn lowered(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// How many of a sorted list stand before a lower-case name.
pub(crate) fn count_before(list: &[(&str, &str)], name: &str) -> usize {
    list.partition_point(|(other, _)| lowered(other).lt(name.bytes()))
}

fn check(name: &str, value: &str, version: Version) -> Result<(), &'static str> {
    if !is_token(name) {
        return Err("must be a name of letters, digits and !#$%&'*+-.^_`|~");
    }
    // The signature's names are its own as headers too, but `Expires` is what an upload may say about its object.
    let own = is_amz(name) && query::is_reserved(name);
    if own || REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(name)) {
        return Err("cannot be signed: the signature or the way to the storage sets it");
    }
    if has_control(value) {
        return Err("must have a value without control characters");
    }
    if name.eq_ignore_ascii_case(CONTENT_SHA256) && !is_payload_hash(value) {
        return Err("must be 64 hexadecimal digits or UNSIGNED-PAYLOAD");
    }
    if version == Version::V2 && !is_v2_signed(name) {
        return Err(
            "cannot be signed by signature version 2, which knows content-type, content-md5 and x-amz-*",
        );
    }
    Ok(())
}

/// Whether a text has control characters, of which a header's value may have tabs alone.
pub(crate) fn has_control(text: &str) -> bool {
    text.chars().any(|char| char.is_control() && char != '\t')
}

/// RFC 9110 section 5.6.2.
pub(crate) fn is_token(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(known)
}

fn is_payload_hash(value: &str) -> bool {
    value == "UNSIGNED-PAYLOAD" || (value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What Version 2 signs beside the `x-amz-*` family.
pub(crate) const V2_SIGNED: [&str; 2] = ["content-md5", "content-type"];

/// Whether Version 2 signs a header.
pub(crate) fn is_v2_signed(name: &str) -> bool {
    V2_SIGNED.iter().any(|known| known.eq_ignore_ascii_case(name)) || is_amz(name)
}

/// Whether a back end may take a header for one that Version 2 signs.
pub(crate) fn folds_to_v2_signed(name: &str) -> bool {
    V2_SIGNED.iter().any(|known| folds_to(name, known)) || folds_to_amz(name)
}

/// Whether a header is one of those that Signature Version 2 lists by name.
pub(crate) fn is_amz(name: &str) -> bool {
    name.get(..AMZ.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(AMZ))
}

/// The prefix of the headers that S3 itself reads.
const AMZ: &str = "x-amz-";

/// Prefixes of headers that storages obey beside `x-amz-`. Ceph rewrites some to `x-amz-` before it reads metadata and
/// encryption settings (`meta_prefixes` in `rgw_common.cc`); Swift reads `x-object-meta-*`, `x-delete-at` and
/// `x-delete-after`; MinIO reads `x-minio-*` (with `x-minio-force-delete` a DELETE takes all that is below the key).
const OBEYED: [&str; 8] =
    ["x-account-", "x-container-", "x-delete-", "x-dho-", "x-goog-", "x-minio-", "x-object-", "x-rgw-"];

/// The name that a back end may take a header for. CGI's variables (RFC 3875 section 4.1.18) have one character for `-`
/// and `_`, and older servers put it in the place of everything that is not a letter or a digit: here that is `-`.
/// Around a name it is left out, as servers leave out white space there.
pub(crate) fn folded(name: &str) -> impl Iterator<Item = u8> {
    let name = name.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b'-' })
}

/// Whether a back end may take a header for the one with this lower-case name, whose only other characters are `-`.
pub(crate) fn folds_to(name: &str, other: &str) -> bool {
    folded(name).eq(other.bytes())
}

fn folds_to_prefix(name: &str, prefix: &str) -> bool {
    folded(name).take(prefix.len()).eq(prefix.bytes())
}

/// Whether a back end may take a header for one of the `x-amz-*` family.
pub(crate) fn folds_to_amz(name: &str) -> bool {
    folds_to_prefix(name, AMZ)
}

/// Whether a back end may take a header for one that some storage obeys, outside the `x-amz-*` family.
pub(crate) fn folds_to_obeyed(name: &str) -> bool {
    OBEYED.iter().any(|prefix| folds_to_prefix(name, prefix))
}

/// The value of a header by its lower-case name.
pub(crate) fn find<'a>(list: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    list.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// Some servers take the digest from a query parameter before the header; the two must not contradict each other.
pub(crate) fn check_payload(list: &[(&str, &str)], query: &[(&str, &str)]) -> Result<(), Error> {
    let digest = find(list, CONTENT_SHA256).filter(|value| *value != "UNSIGNED-PAYLOAD");
    if digest.is_some() && query.iter().any(|(name, _)| name.eq_ignore_ascii_case(CONTENT_SHA256)) {
        return Err(Error::Header { name: quoted(CONTENT_SHA256), rule: "contradicts the query parameter" });
    }
    Ok(())
}

pub(crate) fn write_name(out: &mut Vec<u8>, name: &str) {
    out.extend(lowered(name));
}

/// A name is a token, which may hold `+`, `&` or `#`.
pub(crate) fn write_encoded_name(out: &mut Vec<u8>, name: &str) {
    lowered(name).for_each(|byte| encode::component(out, &[byte]));
}

/// `name:value` on a line of its own, as Signature Version 4 signs it: a run of white space counts as one space.
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
