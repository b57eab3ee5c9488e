//! The caller's query parameters.

use smallvec::SmallVec;

use crate::{Error, Version, encode, error::quoted, headers};

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

/// Names that make another request of a link for some server, and that not every server signs with Version 2: whatever we
/// did, some storage would refuse the link, or its holder could add the name to a link that was signed without it. From
/// the lists of AWS, botocore, MinIO and Ceph.
const V2_DISPUTED: [&str; 26] = [
    "accelerate",
    "analytics",
    "append",
    "attributes",
    "defaultObjectAcl",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "lambdaArn",
    "layout",
    "legal-hold",
    "mdsearch",
    "metrics",
    "object-lock",
    "ownershipControls",
    "policyStatus",
    "position",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "restore",
    "retention",
    "select",
    "select-type",
    "storageClass",
    "usage",
];

/// Whether a server would see another request in a Version 2 link than the next one. Ceph decodes a parameter before it
/// looks for the `=`, so there a name that holds one is two things.
pub(crate) fn is_v2_disputed(name: &str) -> bool {
    V2_DISPUTED.contains(&name) || name.contains(['&', '='])
}

/// Whether Version 2 signs a parameter.
pub(crate) fn is_v2_signed(name: &str) -> bool {
    V2_SIGNED.contains(&name)
}

/// Fails on a name that cannot be a caller's.
pub(crate) fn check(query: &[(&str, &str)], version: Version) -> Result<(), Error> {
    for (name, value) in query {
        let rule = if is_reserved(name) {
            "belongs to the signature"
        } else if name.eq_ignore_ascii_case("x-amz-content-sha256") && *value != "UNSIGNED-PAYLOAD" {
            // Some servers hash it into the canonical request from here, others only from a header.
            "must be UNSIGNED-PAYLOAD in a query: give a digest as a header"
        } else if version == Version::V2 && is_v2_disputed(name) {
            "is signed by some servers and not by others with signature version 2: use version 4"
        } else if version == Version::V2 && headers::folds_to_amz(name) {
            "counts as a header on some servers with signature version 2: give it as a header"
        } else if version == Version::V2
            && is_v2_signed(name)
            && query.iter().filter(|(other, _)| other == name).count() > 1
        {
            "is given twice, and signature version 2 signs it once"
        } else if version == Version::V2 && is_v2_signed(name) && names_another(value) {
            "has & and the name of a signed parameter in its value, which signature version 2 cannot tell from that \
             parameter"
        } else {
            continue;
        };
        return Err(Error::Query { name: quoted(name), rule });
    }
    Ok(())
}

/// Whether a value holds what Version 2's string to sign would show for another parameter: nothing is escaped there, so
/// one value and two parameters give the same text.
pub(crate) fn names_another(value: &str) -> bool {
    let mut later = value.split('&').skip(1);
    later.any(|part| is_v2_signed(part.split_once('=').map_or(part, |(name, _)| name)))
}

/// Whether a parameter is one that Version 2 storages take for a signed header: the session token and metadata.
pub(crate) fn is_v2_header(name: &str) -> bool {
    name.eq_ignore_ascii_case("x-amz-security-token") || is_amz_meta(name)
}

/// Whether a parameter is an object's metadata, which some servers take for a header with Version 2.
pub(crate) fn is_amz_meta(name: &str) -> bool {
    name.get(..11).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-meta-"))
}

type Pairs<'a> = SmallVec<[(&'a str, &'a str); 4]>;

/// The caller's pairs in canonical order: by encoded name, then by encoded value. Encoding changes the order (`é` sorts
/// behind `z`, and `%C3%A9` before it), so it comes first.
///
/// The signature's own names stand together, from a first to a last; nearly all others sort before or after all of them.
pub(crate) struct Sorted<'a> {
    pairs: Pairs<'a>,
    first: usize,
    last: usize,
}

impl<'a> Sorted<'a> {
    #[inline]
    pub(crate) fn new(query: &[(&'a str, &'a str)], first: &str, last: &str) -> Self {
        if query.is_empty() {
            return Self { pairs: Pairs::new(), first: 0, last: 0 };
        }
        let order = |one: &str, other: &str| encode::encoded(one).cmp(encode::encoded(other));
        let mut pairs = Pairs::from_slice(query);
        pairs.sort_by(|one, other| order(one.0, other.0).then_with(|| order(one.1, other.1)));
        let count_before =
            |own: &str| pairs.partition_point(|(name, _)| encode::encoded(name).lt(own.bytes()));
        let (first, last) = (count_before(first), count_before(last));
        Self { pairs, first, last }
    }

    pub(crate) fn before(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(..self.first).unwrap_or_default()
    }

    pub(crate) fn between(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(self.first..self.last).unwrap_or_default()
    }

    pub(crate) fn after(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(self.last..).unwrap_or_default()
    }
}

/// Put a pair into the query that stands in `out` from `start` on: before the first name that sorts after its own, so
/// that of the same name the one put in first stays first.
pub(crate) fn insert(out: &mut Vec<u8>, start: usize, pair: (&str, &str)) {
    let mut at = start;
    for parameter in out.get(start..).unwrap_or_default().split(|byte| *byte == b'&') {
        let name = parameter.split(|byte| *byte == b'=').next().unwrap_or_default();
        if encode::encoded(pair.0).lt(name.iter().copied()) {
            break;
        }
        at += parameter.len() + 1;
    }
    let mut text = Vec::new();
    write_pair(&mut text, pair);
    text.push(b'&');
    out.splice(at..at, text);
}

/// `name=value`, also for an empty value: servers read `?acl` and `?acl=` alike, and some refuse the first.
pub(crate) fn write_pair(out: &mut Vec<u8>, (name, value): (&str, &str)) {
    encode::component(out, name.as_bytes());
    out.push(b'=');
    encode::component(out, value.as_bytes());
}

/// What Signature Version 2 signs of a query: `?name=value&name`, sorted by name, values raw.
pub(crate) fn write_v2_subresources(out: &mut Vec<u8>, query: &[(&str, &str)]) {
    let mut pairs: Pairs = query.iter().copied().filter(|(name, _)| V2_SIGNED.contains(name)).collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        out.push(if index == 0 { b'?' } else { b'&' });
        out.extend_from_slice(name.as_bytes());
        if !value.is_empty() {
            out.push(b'=');
            out.extend_from_slice(value.as_bytes());
        }
    }
}
