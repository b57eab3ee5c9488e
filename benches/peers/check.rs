//! Whether a link is what a storage would accept, computed by a signer that shares no line with any of them.

use percent_encoding::percent_decode_str;

use crate::naive::{self, Addressing, Case};
use crate::workload::{ACCESS_KEY, BUCKET, EXPIRES_IN, HOST, REGION, SECRET_KEY};

/// Fails with what differs. Parameters that a peer adds (`x-id=GetObject`) are signed too, so they are no fault; the
/// signing time is the link's own, for peers that always read the clock.
pub fn check(url: &str, key: &str) -> Result<(), String> {
    let (place, query) = url.split_once('?').ok_or("no query")?;
    let pairs = pairs(query);
    let added = pairs.iter().filter(|(name, _)| !name.starts_with("X-Amz-")).cloned().collect();
    let time = pairs.iter().find(|(name, _)| name == "X-Amz-Date").ok_or("no X-Amz-Date")?;
    let case = Case {
        access_key: ACCESS_KEY.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
        session_token: None,
        region: REGION.to_owned(),
        endpoint: format!("https://{}", HOST.trim_start_matches(BUCKET).trim_start_matches('.')),
        addressing: Addressing::Virtual,
        method: "GET".to_owned(),
        bucket: BUCKET.to_owned(),
        key: key.to_owned(),
        query: added,
        headers: Vec::new(),
        sign_at: unix(&time.1)?,
        lifetime: EXPIRES_IN,
    };
    let expected = naive::v4(&case).url;
    let (expected_place, expected_query) = expected.split_once('?').ok_or("no query")?;
    if place != expected_place {
        return Err(format!("{place} instead of {expected_place}"));
    }
    let expected_pairs = self::pairs(expected_query);
    if pairs != expected_pairs {
        return Err(format!("{pairs:?} instead of {expected_pairs:?}"));
    }
    Ok(())
}

/// Decoded, and in an order that does not depend on the peer.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut pairs: Vec<_> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    pairs.sort();
    pairs
}

fn unix(stamp: &str) -> Result<i64, String> {
    chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ")
        .map(|time| time.and_utc().timestamp())
        .map_err(|error| format!("{stamp}: {error}"))
}
