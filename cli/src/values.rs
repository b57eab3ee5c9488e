//! Reads single values of the command line.

use std::ffi::OsStr;
use std::str::FromStr;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::failure::Failure;

/// A duration in seconds, read from `3600`, `7d`, `12h`, `30m` or `90s`. Negative numbers are read too, so that the
/// core's message can name the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seconds(pub(crate) i64);

impl FromStr for Seconds {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const RULE: &str = "expected a whole number of seconds, or 7d, 12h, 30m";
        let units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
        let found = units.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, *seconds)));
        let (number, unit) = found.unwrap_or((text, 1));
        integer(number).and_then(|number| number.checked_mul(unit)).map(Self).ok_or(RULE)
    }
}

/// A timestamp in Unix seconds, read from epoch seconds or RFC 3339. A fraction of a second is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timestamp(pub(crate) i64);

impl FromStr for Timestamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        integer(text)
            .or_else(|| Some(OffsetDateTime::parse(text, &Rfc3339).ok()?.unix_timestamp()))
            .map(Self)
            .ok_or("expected epoch seconds, or RFC 3339 with Z or an offset: 2030-01-31T18:00:00+01:00")
    }
}

/// The expiry given to `signurl`, in s3cmd's format: seconds from now, or Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignurlEnd {
    In(i64),
    At(i64),
}

impl FromStr for SignurlEnd {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        match text.strip_prefix('+') {
            Some(seconds) => integer(seconds).map(Self::In),
            None => integer(text).map(Self::At),
        }
        .ok_or_else(|| {
            Failure::Usage(format!(
                "{text:?} is not a valid expiry: expected epoch seconds, or +seconds from now"
            ))
        })
    }
}

/// Parses digits with an optional minus sign. `str::parse` alone would accept a plus sign too.
fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Splits `s3://bucket/key` as [`presign::split_uri`] does. Without a slash the key is empty.
pub(crate) fn bucket_and_key(uri: &OsStr) -> Result<(&str, &str), Failure> {
    let refuse = |rule: &str| Failure::Usage(format!("{uri:?} {rule}: expected s3://bucket/key"));
    let text = uri.to_str().ok_or_else(|| refuse("is not UTF-8"))?;
    let (bucket, key) = presign::split_uri(text).map_err(|_| refuse("does not begin with s3://"))?;
    if bucket.is_empty() { Err(refuse("names no bucket")) } else { Ok((bucket, key)) }
}

/// Splits `bucket/key`, which `aws s3 presign` takes as well as `s3://bucket/key`. Other URLs are refused.
pub(crate) fn object(uri: &OsStr) -> Result<(&str, &str), Failure> {
    let plain = uri.to_str().and_then(|text| text.split_once('/'));
    let is_bucket = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    match plain {
        Some((bucket, key)) if is_bucket(bucket) && !key.is_empty() => Ok((bucket, key)),
        _ => bucket_and_key(uri),
    }
}

/// Splits `Name: value`. Text without a colon is not repeated in the message, because it may be a value. `Name:` with
/// nothing after the colon is refused, because the shell passes it for `--header Name: value` without quotes; an empty
/// value is written as `Name: `.
pub(crate) fn header(number: usize, text: &str) -> Result<(&str, &str), Failure> {
    text.split_once(':').filter(|(_, value)| !value.is_empty()).ok_or_else(|| {
        let rule = "must be 'Name: value', in quotes if it contains spaces ('Name: ' for an empty value)";
        Failure::Usage(format!("--header number {number} {rule}"))
    })
}

/// Splits `name=value`. `name` alone is a parameter without a value.
pub(crate) fn query(text: &str) -> (&str, &str) {
    text.split_once('=').unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_seconds_or_one_unit() {
        for (text, seconds) in [
            ("3600", 3600),
            ("7d", 604_800),
            ("12h", 43_200),
            ("30m", 1800),
            ("90s", 90),
            ("-5", -5),
            ("0", 0),
        ] {
            assert_eq!(text.parse(), Ok(Seconds(seconds)), "{text}");
        }
        for text in
            ["", "d", "+5", "1.5", "7 d", "7D", "1e3", "99999999999999999999", "9223372036854775807d", "--5"]
        {
            assert!(text.parse::<Seconds>().is_err(), "{text}");
        }
    }

    // date -u -d 2030-01-31T17:00:00Z +%s
    #[test]
    fn timestamps_are_epoch_seconds_or_rfc_3339() {
        for text in
            ["1896109200", "2030-01-31T17:00:00Z", "2030-01-31T18:00:00+01:00", "2030-01-31T17:00:00.9Z"]
        {
            assert_eq!(text.parse(), Ok(Timestamp(1_896_109_200)), "{text}");
        }
        for text in ["", "tomorrow", "2030-01-31", "2030-01-31T17:00:00", "2030-02-30T17:00:00Z", "+3600"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn signurl_takes_a_timestamp_or_plus_seconds() {
        assert_eq!("+604800".parse::<SignurlEnd>().unwrap(), SignurlEnd::In(604_800));
        assert_eq!("1657457538".parse::<SignurlEnd>().unwrap(), SignurlEnd::At(1_657_457_538));
        for text in ["", "+", "+1d", "++5", "1.0", "Mon Jul 10"] {
            assert!(text.parse::<SignurlEnd>().is_err(), "{text}");
        }
    }

    #[test]
    fn uris_are_split_at_the_first_slash_and_not_decoded() {
        let split =
            |uri: &str| bucket_and_key(OsStr::new(uri)).map(|(b, k)| (b.to_owned(), k.to_owned())).ok();
        let some = |bucket: &str, key: &str| Some((bucket.to_owned(), key.to_owned()));
        assert_eq!(split("s3://b/k"), some("b", "k"));
        assert_eq!(split("s3://b//k/%2F?x#y"), some("b", "/k/%2F?x#y"));
        assert_eq!(split("s3://b"), some("b", ""));
        assert_eq!(split("s3://b/"), some("b", ""));
        assert_eq!(split("s3://b/accesspoint/k"), some("b", "accesspoint/k"));
        let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint";
        for bucket in [format!("{arn}/my-ap"), format!("{arn}:my-ap")] {
            assert_eq!(split(&format!("s3://{bucket}/a/accesspoint/b")), some(&bucket, "a/accesspoint/b"));
            assert_eq!(split(&format!("s3://{bucket}")), some(&bucket, ""));
        }
        assert_eq!(split("s3://arn:aws:s3:::b/k"), some("arn:aws:s3:::b", "k"));
        for uri in ["", "b/k", "s3:/b/k", "S3://b/k", "s3://", "s3:///k", "https://b/k"] {
            assert_eq!(split(uri), None, "{uri}");
        }
    }
}
