//! Names that can be part of a host.

use crate::primitives::encode::kinds;

/// Returns whether every label of a bucket is a DNS label, so that it can be put before a host.
pub(crate) fn is_dns_name(bucket: &str) -> bool {
    is_dns_label(bucket) || bucket.split('.').all(is_dns_label)
}

/// Returns whether a label is 1 to 63 of `a-z 0-9 -` without a hyphen at either end.
pub(crate) fn is_dns_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && kinds::of(label) & kinds::NO_LABEL == 0
        && !label.starts_with('-')
        && !label.ends_with('-')
}
