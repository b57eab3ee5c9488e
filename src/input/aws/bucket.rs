//! AWS's rules for the names of buckets. Other storages allow more.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

use std::net::Ipv4Addr;

/// The endings that AWS gives to what needs another signature or another service. `-s3alias`, `--ol-s3` and
/// `--table-s3` are missing: these names take the place of a bucket's in ordinary links.
const RESERVED: [(&str, &str); 4] = [
    (
        "--x-s3",
        "is a directory bucket (S3 Express), whose links are signed for the service s3express with the keys of a session \
         (CreateSession): presign signs for the service s3",
    ),
    (
        "--xa-s3",
        "is an access point of a directory bucket (S3 Express), whose links are signed for the service s3express with \
         the keys of a session (CreateSession): presign signs for the service s3",
    ),
    (
        "--op-s3",
        "is the alias of an access point of S3 on Outposts, whose links are signed for the service s3-outposts: presign \
         signs for the service s3",
    ),
    (
        ".mrap",
        "is the alias of a Multi-Region Access Point, which needs Signature Version 4A: give the bucket of one region",
    ),
];

/// The rule that old buckets break.
const NEW_NAMES: &str = "must be 3 to 63 characters of a-z, 0-9, - and . on AWS; only buckets of us-east-1 from before 2018 \
                         have other names: use path addressing for one";

/// Returns the rule that a bucket of AWS would break. The prefixes that AWS reserves are allowed, because older buckets
/// have them. `is_label` says whether the bucket is one DNS label.
pub(crate) fn broken_rule(bucket: &str, is_label: bool, may_be_old: bool) -> Option<&'static str> {
    // Nearly every bucket, and the reserved names without a dot end in -s3.
    if is_label && bucket.len() >= 3 && !bucket.ends_with("-s3") {
        return None;
    }
    reserved_rule(bucket).or_else(|| if may_be_old { old_name_rule(bucket) } else { name_rule(bucket) })
}

fn reserved_rule(bucket: &str) -> Option<&'static str> {
    RESERVED.iter().find(|(ending, _)| bucket.ends_with(ending)).map(|(_, rule)| *rule)
}

fn name_rule(bucket: &str) -> Option<&'static str> {
    let is_end =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(known) {
        Some(NEW_NAMES)
    } else if !is_end(bucket.as_bytes().first()) || !is_end(bucket.as_bytes().last()) {
        Some("must begin and end with a letter or a digit on AWS")
    } else if bucket.contains("..") {
        Some("must not have two dots side by side on AWS")
    } else if bucket.parse::<Ipv4Addr>().is_ok() {
        Some("must not be an IP address on AWS")
    } else {
        None
    }
}

/// Until March 2018 us-east-1 had buckets with names of these rules, and still serves them, in the path.
fn old_name_rule(bucket: &str) -> Option<&'static str> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_name = (3..=255).contains(&bucket.len()) && bucket.bytes().all(known);
    (!is_name).then_some("must be 3 to 255 letters, digits and - . _ on AWS, even an old one of us-east-1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_that_is_one_label_breaks_the_same_rules_when_it_is_looked_at_quickly() {
        let endings = RESERVED.map(|(ending, _)| ending);
        for bucket in ["a", "ab", "abc", "1", "127", "a-b", "xn--a", "sthree-a", "a-s3", "a--s3", "a-s3alias"]
        {
            for bucket in [bucket.to_owned(), bucket.repeat(63).get(..63).unwrap_or(bucket).to_owned()]
                .into_iter()
                .chain(endings.map(|ending| format!("{bucket}{ending}")))
                .filter(|bucket| crate::input::dns::is_dns_label(bucket))
            {
                for may_be_old in [false, true] {
                    let [quick, slow] =
                        [true, false].map(|is_label| broken_rule(&bucket, is_label, may_be_old));
                    assert_eq!(quick, slow, "{bucket}");
                }
            }
        }
    }
}
