//! The caller's query parameters.

use std::cmp::Ordering;

use smallvec::SmallVec;

use crate::{Error, Version, encode, error::quoted, text::Text};

/// The signature's own parameters, of both versions. A caller who could set one could contradict the signature.
const RESERVED: [&str; 11] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "AWSAccessKeyId",
    "Signature",
    "Expires",
];

pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

/// What every server that knows Signature Version 2 puts into its string to sign: the intersection of the lists of
/// botocore, MinIO and Ceph.
const V2_SIGNED: [&str; 24] = [
    "acl",
    "cors",
    "delete",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "partNumber",
    "policy",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// What one server signs and another does not: whatever we did, some storage would refuse the link.
const V2_DISPUTED: [&str; 16] = [
    "accelerate",
    "analytics",
    "defaultObjectAcl",
    "encryption",
    "inventory",
    "legal-hold",
    "metrics",
    "object-lock",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "restore",
    "retention",
    "select",
    "select-type",
    "storageClass",
];

pub(crate) type Pairs<'a> = SmallVec<[(&'a str, &'a str); 8]>;

/// Fails on a name that cannot be a caller's.
pub(crate) fn check(query: &[(&str, &str)], version: Version) -> Result<(), Error> {
    for (name, value) in query {
        let rule = if is_reserved(name) {
            "belongs to the signature"
        } else if name.eq_ignore_ascii_case("x-amz-content-sha256") && *value != "UNSIGNED-PAYLOAD" {
            // Some servers hash it into the canonical request from here, others only from a header.
            "must be UNSIGNED-PAYLOAD in a query: give a digest as a header"
        } else if version == Version::V2 && V2_DISPUTED.contains(name) {
            "is signed by some servers and not by others with signature version 2: use version 4"
        } else if version == Version::V2 && is_amz_meta(name) {
            "counts as a header on some servers with signature version 2: give it as a header"
        } else if version == Version::V2
            && V2_SIGNED.contains(name)
            && query.iter().filter(|(other, _)| other == name).count() > 1
        {
            "is given twice, and signature version 2 signs it once"
        } else {
            continue;
        };
        return Err(Error::Query { name: quoted(name), rule });
    }
    Ok(())
}

fn is_amz_meta(name: &str) -> bool {
    name.get(..11).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-meta-"))
}

/// In canonical order: by encoded name, then by encoded value. Encoding changes the order (`a-b` before `a b`, but
/// `a%20b` before `a-b`), so it comes first.
pub(crate) fn canonical<'a>(query: &[(&'a str, &'a str)]) -> Pairs<'a> {
    let mut pairs = Pairs::from_slice(query);
    let order = |one: &str, other: &str| encode::encoded(one).cmp(encode::encoded(other));
    pairs.sort_by(|one, other| order(one.0, other.0).then_with(|| order(one.1, other.1)));
    pairs
}

/// Whether a parameter of the caller's stands before one of the signature's, whose name needs no encoding.
pub(crate) fn precedes(name: &str, own: &str) -> bool {
    encode::encoded(name).cmp(own.bytes()) == Ordering::Less
}

/// `name=value`, also for an empty value: servers read `?acl` and `?acl=` alike, and some refuse the first.
pub(crate) fn write_pair(out: &mut Text, (name, value): (&str, &str)) {
    encode::component(out, name.as_bytes());
    out.push(b'=');
    encode::component(out, value.as_bytes());
}

/// What Signature Version 2 signs of a query: `?name=value&name`, sorted by name, values raw.
pub(crate) fn write_v2_subresources(out: &mut Text, query: &[(&str, &str)]) {
    let mut pairs: Pairs = query.iter().copied().filter(|(name, _)| V2_SIGNED.contains(name)).collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        out.push(if index == 0 { b'?' } else { b'&' });
        out.extend(name.as_bytes());
        if !value.is_empty() {
            out.push(b'=');
            out.extend(value.as_bytes());
        }
    }
}
