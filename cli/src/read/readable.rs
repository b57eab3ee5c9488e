//! What a link contains, and why a storage refuses it, as text for people. The command prints it; Python shows it in
//! terminals and notebooks.

use std::iter;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::shown;

/// What a presigned URL contains. Times are Unix seconds.
#[derive(Debug, Clone)]
pub struct Contents<'a> {
    /// The signature version, `v4` or `v2`.
    pub version: &'a str,
    /// The host.
    pub host: &'a str,
    /// The bucket.
    pub bucket: &'a str,
    /// The object's key, decoded.
    pub key: &'a str,
    /// The access key.
    pub access_key: &'a str,
    /// The region, if the signature names it.
    pub region: Option<&'a str>,
    /// The signing time, if the URL contains it.
    pub signed_at: Option<i64>,
    /// The expiry.
    pub expires_at: i64,
    /// The time of the inspection.
    pub now: i64,
    /// The names of the signed headers.
    pub signed_headers: &'a [String],
    /// The query parameters besides the signature's own.
    pub query: &'a [(String, String)],
    /// The sentences of the warnings.
    pub warnings: Vec<&'a str>,
}

impl Contents<'_> {
    /// Returns a title and a line for each thing that the URL contains. A title is empty if it is the one before. No line
    /// contains a character that a terminal interprets.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let left = self.expires_at.saturating_sub(self.now);
        let lifetime = self.signed_at.map_or_else(String::new, |signed_at| {
            format!("; lifetime {}", span(self.expires_at.saturating_sub(signed_at)))
        });
        let when = if left > 0 { format!("in {}", span(left)) } else { format!("{} ago", span(left)) };
        let rows = [
            ("version", self.version.to_owned()),
            ("host", self.host.to_owned()),
            ("bucket", self.bucket.to_owned()),
            ("key", self.key.to_owned()),
            ("access key", self.access_key.to_owned()),
            ("region", self.region.unwrap_or_default().to_owned()),
            ("signed at", self.signed_at.map_or_else(String::new, moment)),
            ("expires at", format!("{} ({when}{lifetime})", moment(self.expires_at))),
            ("headers", self.signed_headers.join(", ")),
        ];
        let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
        let titles = iter::once("query").chain(iter::repeat(""));
        let query = titles.zip(self.query.iter().map(|(name, value)| format!("{name}={value}")));
        let warnings = self.warnings.iter().map(|&warning| ("warning", warning.to_owned()));
        let all = rows.chain(query).chain(warnings);
        all.map(|(title, text)| (title, shown::line(&text).into_owned())).collect()
    }

    /// Returns the rows as lines.
    #[must_use]
    pub fn text(&self) -> String {
        self.rows().into_iter().map(|(title, text)| format!("{title:<12}{text}\n")).collect()
    }
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

/// Why a storage refuses a presigned URL.
#[derive(Debug, Clone)]
pub struct Refused<'a> {
    /// The name of the cause.
    pub cause: &'a str,
    /// The cause in a sentence.
    pub sentence: &'a str,
    /// Version 4's canonical request as computed here, or Version 2's string to sign.
    pub ours: Option<&'a str>,
    /// The same as computed by the storage.
    pub theirs: Option<&'a str>,
    /// Version 4's string to sign as computed here.
    pub our_string_to_sign: Option<&'a str>,
    /// The same as computed by the storage.
    pub their_string_to_sign: Option<&'a str>,
}

impl Refused<'_> {
    /// Returns the cause, and the texts that were computed here beside the storage's.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}\n", self.cause, shown::line(self.sentence));
        let mut add = |title: &str, ours: &str, theirs: Option<&str>| {
            let legend = if theirs.is_some() { " (- computed here, + computed by the storage)" } else { "" };
            text.push_str(&format!("\n{title}{legend}:\n{}", beside(ours, theirs.unwrap_or(ours))));
        };
        if let Some(ours) = self.ours {
            let has_both = self.our_string_to_sign.is_some();
            add(if has_both { "canonical request" } else { "string to sign" }, ours, self.theirs);
        }
        if let Some(ours) = self.our_string_to_sign {
            add("string to sign", ours, self.their_string_to_sign);
        }
        text
    }
}

/// Compares two texts line by line: equal lines are printed once, different ones below each other with - and +.
fn beside(ours: &str, theirs: &str) -> String {
    let mut text = String::new();
    let (mut ours, mut theirs) = (ours.split('\n'), theirs.split('\n'));
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return text,
            (Some(one), Some(other)) if one == other => text.push_str(&marked(' ', one)),
            (one, other) => {
                text.extend(one.map(|one| marked('-', one)));
                text.extend(other.map(|other| marked('+', other)));
            }
        }
    }
}

fn marked(mark: char, line: &str) -> String {
    format!("{mark} {}\n", shown::line(line))
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
