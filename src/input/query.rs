//! The caller's query parameters.

use smallvec::SmallVec;

use crate::error::quoted;
use crate::input::headers;
use crate::input::reserved::is_reserved;
use crate::primitives::encode;
use crate::{Error, Version};

/// Parameters that every server with Signature Version 2 includes in its string to sign: the intersection of the lists
/// of botocore, MinIO and Ceph.
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

/// Parameters that change the meaning of a request for some server, and that not every server signs with Version 2. If
/// they were signed, some storages would refuse the link; if not, its holder could add them. From the lists of AWS,
/// botocore, MinIO and Ceph.
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

/// Returns whether some servers would read a Version 2 link with this parameter differently from others. Ceph decodes a
/// parameter before it looks for the `=`, so a name that contains one is ambiguous.
pub(crate) fn is_v2_disputed(name: &str) -> bool {
    V2_DISPUTED.contains(&name) || name.contains(['&', '='])
}

/// Returns whether Version 2 signs a parameter.
pub(crate) fn is_v2_signed(name: &str) -> bool {
    V2_SIGNED.contains(&name)
}

/// Fails on a name that a caller may not use.
pub(crate) fn check(query: &[(&str, &str)], version: Version) -> Result<(), Error> {
    for (name, value) in query {
        let rule = if is_reserved(name) {
            "is set by the signature and cannot be given"
        } else if name.eq_ignore_ascii_case("x-amz-content-sha256") && *value != "UNSIGNED-PAYLOAD" {
            // Some servers hash it into the canonical request from here, others only from a header.
            "must be UNSIGNED-PAYLOAD in a query: give a digest as a header instead"
        } else if version == Version::V2 && is_v2_disputed(name) {
            "is signed by some servers but not by others with signature version 2: use version 4"
        } else if version == Version::V2 && headers::folds_to_amz(name) {
            "is read as a header by some servers with signature version 2: give it as a header"
        } else if version == Version::V2
            && is_v2_signed(name)
            && query.iter().filter(|(other, _)| other == name).count() > 1
        {
            "is given twice, but signature version 2 signs it once: give it once"
        } else if version == Version::V2 && is_v2_signed(name) && names_another(value) {
            "contains & and the name of a signed parameter in its value, which signature version 2 cannot distinguish \
             from that parameter: use version 4"
        } else {
            continue;
        };
        return Err(Error::Query { name: quoted(name), rule });
    }
    Ok(())
}

/// Returns whether a value contains text that looks like another parameter in Version 2's string to sign. Nothing is
/// escaped there, so one value and two parameters give the same text.
pub(crate) fn names_another(value: &str) -> bool {
    let mut later = value.split('&').skip(1);
    later.any(|part| is_v2_signed(part.split_once('=').map_or(part, |(name, _)| name)))
}

/// Returns whether Version 2 storages read a parameter as a signed header: the session token and metadata.
pub(crate) fn is_v2_header(name: &str) -> bool {
    name.eq_ignore_ascii_case("x-amz-security-token") || is_amz_meta(name)
}

/// Returns whether a parameter is an object's metadata, which some servers read as a header with Version 2.
pub(crate) fn is_amz_meta(name: &str) -> bool {
    name.get(..11).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-meta-"))
}

type Pairs<'a> = SmallVec<[(&'a str, &'a str); 4]>;

/// The caller's pairs in canonical order: sorted by encoded name, then by encoded value. Encoding changes the order
/// (`é` sorts after `z`, but `%C3%A9` before it), so it comes first.
///
/// The signature's own parameters are adjacent, from `first` to `last`; nearly all others sort before or after all of
/// them.
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

/// Inserts a pair into the query in `out` that begins at `start`, before the first name that sorts after its own. Pairs
/// of the same name keep the order in which they are inserted.
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

/// Writes `name=value`, also for an empty value: servers read `?acl` and `?acl=` alike, and some refuse the first.
pub(crate) fn write_pair(out: &mut Vec<u8>, (name, value): (&str, &str)) {
    encode::component(out, name.as_bytes());
    out.push(b'=');
    encode::component(out, value.as_bytes());
}

/// Writes the part of a query that Signature Version 2 signs: `?name=value&name`, sorted by name, with raw values.
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
