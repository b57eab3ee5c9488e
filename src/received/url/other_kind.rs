//! Signed URLs that are not S3's, so that a message can say what they are instead of what they lack.

use super::component::{ComponentKind, UrlComponent};
use crate::{Reason, Refusal};

/// A kind of signed URL, and the query parameters by which it is recognised.
const KINDS: [(&str, &[&str]); 10] = [
    ("a signed URL of Amazon CloudFront", &["key-pair-id"]),
    ("a signed URL of Google Cloud Storage (version 4)", &["x-goog-signature"]),
    ("a signed URL of Google Cloud Storage (version 4)", &["x-goog-algorithm"]),
    ("a signed URL of Google Cloud Storage (version 2)", &["googleaccessid"]),
    ("a signed URL of Alibaba Cloud OSS (version 1)", &["ossaccesskeyid"]),
    ("a signed URL of Alibaba Cloud OSS", &["x-oss-signature"]),
    ("a signed URL of Alibaba Cloud OSS", &["x-oss-signature-version"]),
    ("a shared access signature of Azure Storage", &["sig", "sv"]),
    ("a signed URL of Tencent Cloud COS", &["q-signature"]),
    ("a signed URL of Huawei Cloud OBS", &["accesskeyid", "signature"]),
];

/// AWS's asymmetric signature, for requests that several regions accept.
const VERSION_4A: &str = "AWS4-ECDSA-P256-SHA256";

const VERSION_4A_KIND: &str = "a URL with AWS Signature Version 4A (AWS4-ECDSA-P256-SHA256)";

/// Returns the refusal of a query that cannot be read: if it has another kind of signature, the refusal says so.
pub(super) fn refusal(query: &str, refusal: Refusal) -> Refusal {
    let is_about_kind = matches!(
        refusal.reason(),
        Reason::InvalidUrl
            | Reason::NotSigned
            | Reason::MissingParameter
            | Reason::MissingParameterV2
            | Reason::Credential
    );
    let Some(kind) = is_about_kind.then(|| other_kind(query)).flatten() else { return refusal };
    let reason = if kind == VERSION_4A_KIND { Reason::Algorithm } else { Reason::NotSigned };
    Refusal::new(reason, format!("the link is {kind}, not one with signature version 4 or 2 of S3"))
}

/// Returns what kind of signed URL has this query, if it is a known one that is not S3's.
pub(crate) fn other_kind(query: &str) -> Option<&'static str> {
    let text = |raw| UrlComponent::new(raw, ComponentKind::Query).and_then(UrlComponent::text);
    let items = query.split('&').map(|item| item.split_once('=').unwrap_or((item, "")));
    let pairs: Vec<_> = items.filter_map(|(name, value)| Some((text(name)?, value))).collect();
    if pairs.iter().any(|(name, value)| name == "X-Amz-Algorithm" && *value == VERSION_4A) {
        return Some(VERSION_4A_KIND);
    }
    let has = |name: &&str| pairs.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    if has(&"X-Amz-Signature") || has(&"AWSAccessKeyId") {
        return None;
    }
    KINDS.iter().find(|(_, names)| names.iter().all(|name| has(name))).map(|(kind, _)| *kind)
}
