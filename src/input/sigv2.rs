//! Signature Version 2's rules, which signing and verifying share: which parameters and headers it signs.
//!
//! Version 2 does not list what it signs, and its string to sign escapes nothing.

use smallvec::SmallVec;

use crate::input::header_names::{folds_to, folds_to_amz, is_amz};
use crate::input::parameters::Param;

/// Parameters that every server with Signature Version 2 includes in its string to sign: the intersection of the lists
/// of botocore, MinIO and Ceph.
const SIGNED: [&str; 24] = [
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
/// botocore, MinIO (`api-router.go`) and Ceph.
const DISPUTED: [&str; 40] = [
    "abac",
    "accelerate",
    "analytics",
    "annotation",
    "append",
    "attributes",
    "defaultObjectAcl",
    "encryption",
    "events",
    "intelligent-tiering",
    "inventory",
    "lambdaArn",
    "layout",
    "legal-hold",
    "mdsearch",
    "metadata",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics",
    "object-lock",
    "ownershipControls",
    "policyStatus",
    "position",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "replication-check",
    "replication-metrics",
    "replication-reset",
    "replication-reset-status",
    "restore",
    "retention",
    "select",
    "select-type",
    "session",
    "storageClass",
    "usage",
];

/// Ceph obeys parameters that begin with this in links of its system users (`RGW_SYS_PARAM_PREFIX`): `rgwx-uid` makes the
/// request that of another user.
const SYSTEM: &str = "rgwx-";

/// Returns whether some servers would read a Version 2 link with this parameter differently from others. Ceph decodes a
/// parameter before it looks for the `=`, so a name that contains one is ambiguous.
pub(crate) fn is_disputed(name: &str) -> bool {
    changes_request(name) || name.contains(['&', '='])
}

/// Returns whether a parameter changes the meaning of a request for some server, although not every server signs it.
pub(crate) fn changes_request(name: &str) -> bool {
    DISPUTED.contains(&name) || name.starts_with(SYSTEM)
}

/// Returns whether Version 2 signs a parameter.
pub(crate) fn signs_parameter(name: &str) -> bool {
    SIGNED.contains(&name)
}

/// Returns whether a value contains text that looks like another parameter in Version 2's string to sign. Nothing is
/// escaped there, so one value and two parameters give the same text.
pub(crate) fn names_another(value: &str) -> bool {
    let mut later = value.split('&').skip(1);
    later.any(|part| signs_parameter(part.split_once('=').map_or(part, |(name, _)| name)))
}

/// Returns whether Version 2 storages read a parameter as a signed header: the session token and metadata.
pub(crate) fn is_header(name: &str) -> bool {
    name.eq_ignore_ascii_case(Param::TokenV2.name()) || is_amz_meta(name)
}

/// Returns whether a parameter is an object's metadata, which some servers read as a header with Version 2.
fn is_amz_meta(name: &str) -> bool {
    name.get(..11).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-meta-"))
}

/// Headers that Version 2 signs in addition to the `x-amz-*` headers.
pub(crate) const SIGNED_HEADERS: [&str; 2] = ["content-md5", "content-type"];

/// Returns whether Version 2 signs a header.
pub(crate) fn signs_header(name: &str) -> bool {
    SIGNED_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name)) || is_amz(name)
}

/// Returns whether a back end may read a header as one that Version 2 signs.
pub(crate) fn folds_to_signed_header(name: &str) -> bool {
    SIGNED_HEADERS.iter().any(|known| folds_to(name, known)) || folds_to_amz(name)
}

/// Returns the rule that a caller's parameter breaks.
pub(crate) fn query_rule(query: &[(&str, &str)], name: &str, value: &str) -> Option<&'static str> {
    let count = || query.iter().filter(|(other, _)| *other == name).count();
    if is_disputed(name) {
        Some("is signed by some servers but not by others with signature version 2: use version 4")
    } else if folds_to_amz(name) {
        Some("is read as a header by some servers with signature version 2: give it as a header")
    } else if signs_parameter(name) && count() > 1 {
        Some("is given twice, but signature version 2 signs it once: give it once")
    } else if signs_parameter(name) && names_another(value) {
        Some(
            "contains & and the name of a signed parameter in its value, which signature version 2 cannot distinguish \
             from that parameter: use version 4",
        )
    } else {
        None
    }
}

/// Returns the rule that a caller's header breaks.
pub(crate) fn header_rule(name: &str) -> Option<&'static str> {
    let rule =
        "cannot be signed by signature version 2, which signs only content-type, content-md5 and x-amz-*";
    (!signs_header(name)).then_some(rule)
}

/// Writes the part of a query that Signature Version 2 signs: `?name=value&name`, sorted by name, with raw values.
pub(crate) fn write_subresources(out: &mut Vec<u8>, query: &[(&str, &str)]) {
    let mut pairs: SmallVec<[_; 4]> =
        query.iter().copied().filter(|(name, _)| signs_parameter(name)).collect();
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
