//! `presign inspect`: prints what a presigned URL contains.

use std::io::{Read, Write};
use std::iter;

use presign::{Inspection, Received};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{url, verifier, version_name};
use crate::args::InspectArgs;
use crate::failure::Failure;
use crate::shown;

pub(crate) fn inspect(
    args: &InspectArgs,
    stdin: Box<dyn Read>,
    stdout: &mut dyn Write,
) -> Result<(), Failure> {
    let url = url(&args.read, stdin)?;
    let request = Received::url("GET", &url).at(args.read.at.map(|moment| moment.0));
    let link = verifier(&args.read).build()?.inspect(&request)?;
    let text = if args.json { for_programs(&link) } else { for_people(&link) };
    stdout.write_all(text.as_bytes()).map_err(Failure::output)
}

fn for_programs(link: &Inspection) -> String {
    let warnings: Vec<_> = link
        .warnings
        .iter()
        .map(|warning| json!({"name": warning.name(), "message": warning.message()}))
        .collect();
    let object = json!({
        "version": version_name(link.version),
        "host": link.host,
        "bucket": link.bucket,
        "key": link.key,
        "access_key": link.access_key,
        "region": link.region,
        "signed_at": link.signed_at,
        "expires_at": link.expires_at,
        "seconds_left": link.seconds_left(),
        "signed_headers": link.signed_headers,
        "query": link.query,
        "session_token": link.has_session_token,
        "warnings": warnings,
    });
    shown::object(&object)
}

fn for_people(link: &Inspection) -> String {
    let left = link.seconds_left();
    let lifetime =
        link.lifetime().map_or_else(String::new, |lifetime| format!("; lifetime {}", span(lifetime)));
    let when = if left > 0 { format!("in {}", span(left)) } else { format!("{} ago", span(left)) };
    let lines = [
        ("version", version_name(link.version).to_owned()),
        ("host", link.host.clone()),
        ("bucket", link.bucket.clone()),
        ("key", link.key.clone()),
        ("access key", link.access_key.clone()),
        ("region", link.region.clone().unwrap_or_default()),
        ("signed at", link.signed_at.map_or_else(String::new, moment)),
        ("expires at", format!("{} ({when}{lifetime})", moment(link.expires_at))),
        ("headers", link.signed_headers.join(", ")),
    ];
    let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
    let titles = iter::once("query").chain(iter::repeat(""));
    let query = titles.zip(link.query.iter().map(|(name, value)| format!("{name}={value}")));
    let warnings = link.warnings.iter().map(|warning| ("warning", warning.message().to_owned()));
    let all = lines.chain(query).chain(warnings);
    all.map(|(name, text)| format!("{name:<12}{}\n", shown::line(&text))).collect()
}

/// Returns a timestamp in RFC 3339, or the number if it is outside the calendar's years.
fn moment(unix: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(unix).ok();
    moment.and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_else(|| unix.to_string())
}

/// Returns a duration in its two largest units: `6 d 23 h`.
fn span(seconds: i64) -> String {
    let mut rest = seconds.unsigned_abs();
    let mut parts = Vec::new();
    for (unit, length) in [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)] {
        if rest >= length && parts.len() < 2 {
            parts.push(format!("{} {unit}", rest / length));
        }
        rest %= length;
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_in_the_largest_units() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (-61, "1 min 1 s"),
            (3600, "1 h"),
            (86_399, "23 h 59 min"),
            (604_800, "7 d"),
            (90_061, "1 d 1 h"),
        ] {
            assert_eq!(span(seconds), text);
        }
    }

    // date -u -d @1369353600 --rfc-3339=seconds
    #[test]
    fn timestamps_are_shown_in_rfc_3339() {
        assert_eq!(moment(1_369_353_600), "2013-05-24T00:00:00Z");
        assert_eq!(moment(i64::MAX), i64::MAX.to_string());
    }
}
