//! Describes the first difference between what was signed and what a storage received, in a sentence.

use std::collections::BTreeMap;

use super::signed_text::{SignedText, is_hidden};
use super::{Cause, Finding};
use crate::error::quoted;
use crate::received::url::{ComponentKind, SignatureParams, UrlComponent};

/// Maximum number of names in one sentence.
const MOST_NAMES: usize = 8;

/// Compares two texts of the same version; `None` if they are equal.
pub(super) fn between(ours: &SignedText, theirs: &SignedText) -> Option<Finding> {
    let path = || (ours.path != theirs.path).then(|| of_path(ours.path, theirs.path));
    of_method(ours.method, theirs.method)
        .or_else(path)
        .or_else(|| of_query(ours.query, theirs.query))
        .or_else(|| of_expiry(ours.expires, theirs.expires))
        .or_else(|| of_headers(&ours.headers, &theirs.headers))
        .or_else(|| of_last_lines(ours, theirs))
}

fn of_expiry(ours: &str, theirs: &str) -> Option<Finding> {
    (ours != theirs).then(|| {
        let (ours, theirs) = (quoted(ours), quoted(theirs));
        let sentence = format!("the expiry differs: {ours} was signed, the storage received {theirs}");
        Finding::new(Cause::QueryChanged, sentence)
    })
}

/// Compares the two lines after the headers of a canonical request.
fn of_last_lines(ours: &SignedText, theirs: &SignedText) -> Option<Finding> {
    if ours.signed_headers != theirs.signed_headers {
        let sentence = "the list of signed headers differs in the storage's request";
        return Some(Finding::new(Cause::HeaderMissing, sentence));
    }
    (ours.payload != theirs.payload).then(|| {
        let sentence = format!(
            "the payload's line differs: {} was signed, the storage used {}; a client that sends x-amz-content-sha256 \
             with a link changes this line",
            quoted(ours.payload_shown()),
            quoted(theirs.payload_shown())
        );
        Finding::new(Cause::Payload, sentence)
    })
}

fn of_method(ours: &str, theirs: &str) -> Option<Finding> {
    (ours != theirs).then(|| {
        let sentence = format!(
            "the method differs: the link is signed for {}, the storage received {}",
            quoted(ours),
            quoted(theirs)
        );
        Finding::new(Cause::Method, sentence)
    })
}

fn decoded(path: &str) -> Option<String> {
    UrlComponent::new(path, ComponentKind::Path)?.text().map(std::borrow::Cow::into_owned)
}

/// Describes the difference between two paths.
pub(super) fn of_path(ours: &str, theirs: &str) -> Finding {
    let (quoted_ours, quoted_theirs) = (quoted(ours), quoted(theirs));
    let finding = |cause, sentence: String| {
        Finding::new(
            cause,
            format!("{sentence}: {quoted_ours} was signed, the storage received {quoted_theirs}"),
        )
    };
    let (our_text, their_text) = (decoded(ours), decoded(theirs));
    if our_text.is_some() && our_text == their_text {
        return finding(Cause::PathEncoding, "the same path is encoded differently".to_owned());
    }
    let twice = |path: &Option<String>| path.as_deref().and_then(decoded);
    if their_text.is_some() && (twice(&their_text) == our_text || their_text.as_deref() == Some(ours)) {
        return finding(
            Cause::PathEncoding,
            "the path was encoded once more between client and storage".to_owned(),
        );
    }
    if our_text.is_some() && twice(&our_text) == their_text {
        return finding(
            Cause::PathEncoding,
            "the path was decoded between client and storage, or was encoded twice before it was signed"
                .to_owned(),
        );
    }
    let blanks = |path: &Option<String>| path.as_deref().map(|path| path.replace('+', " "));
    if our_text.is_some() && blanks(&our_text) == blanks(&their_text) {
        return finding(Cause::PathEncoding, "a + and a space were confused".to_owned());
    }
    if normalised(ours) == normalised(theirs) {
        let by =
            "a client or a proxy resolved . and .. segments, or removed a slash (curl needs --path-as-is)";
        return finding(Cause::PathNormalised, by.to_owned());
    }
    if ours.ends_with(theirs) {
        let front = ours.strip_suffix(theirs).unwrap_or_default();
        return finding(
            Cause::Path,
            format!(
                "something between client and storage (a reverse proxy?) removed {} from the beginning of the path",
                quoted(front)
            ),
        );
    }
    if theirs.ends_with(ours) {
        let front = theirs.strip_suffix(ours).unwrap_or_default();
        return finding(
            Cause::Path,
            format!(
                "something between client and storage (a reverse proxy?) prepended {} to the path",
                quoted(front)
            ),
        );
    }
    finding(Cause::Path, "the path is different".to_owned())
}

/// Returns the first signed header that a storage's list of signed headers lacks.
fn missing_header(name: &str, ours: &str, theirs: &str) -> Option<String> {
    let list = |value| UrlComponent::new(value, ComponentKind::Query).and_then(UrlComponent::text);
    let (ours, theirs) = (list(ours)?, list(theirs)?);
    let is_missing =
        |header: &&str| name == "X-Amz-SignedHeaders" && !theirs.split(';').any(|other| other == *header);
    ours.split(';').find(is_missing).map(str::to_owned)
}

/// Returns a path as a browser or a proxy normalises it.
pub(super) fn normalised(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// Compares two queries, item by item.
fn of_query(ours: &str, theirs: &str) -> Option<Finding> {
    let items = |query: &str| -> Vec<String> {
        let mut items: Vec<String> = query.split('&').map(str::to_owned).collect();
        items.sort_unstable();
        items
    };
    let (our_items, their_items) = (items(ours), items(theirs));
    let only = |these: &[String], others: &[String]| -> Vec<(String, String)> {
        let items = these.iter().filter(|item| others.binary_search(item).is_err());
        let pairs = items.map(|item| item.split_once('=').unwrap_or((item, "")));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let (ours_only, theirs_only) = (only(&our_items, &their_items), only(&their_items, &our_items));
    let values = |name: &str, one: &str, other: &str| match is_hidden(name) {
        true => String::new(),
        false => format!(": {} was signed, the storage received {}", quoted(one), quoted(other)),
    };
    let text = |value: &str| {
        UrlComponent::new(value, ComponentKind::Query)
            .and_then(UrlComponent::text)
            .map(std::borrow::Cow::into_owned)
    };
    let finding = match (ours_only.first(), theirs_only.first()) {
        (None, None) if our_items == their_items => return None,
        (Some((name, our_value)), Some((other, their_value))) if name == other => {
            // versitygw lists only those signed headers that it received.
            if let Some(header) = missing_header(name, our_value, their_value) {
                return Some(of_header(&header, Some("signed"), None));
            }
            let shown = values(name, our_value, their_value);
            let name = quoted(name);
            let (ours, theirs) = (text(our_value), text(their_value));
            let once_more = theirs.as_ref() == Some(our_value) || ours.as_ref() == Some(their_value);
            if ours == theirs || once_more {
                let sentence = format!("the query parameter {name} is encoded differently{shown}");
                Finding::new(Cause::QueryEncoding, sentence)
            } else {
                Finding::new(
                    Cause::QueryChanged,
                    format!("the query parameter {name} has a different value{shown}"),
                )
            }
        }
        (_, Some(_)) => {
            let names: Vec<&str> = theirs_only.iter().map(|(name, _)| name.as_str()).collect();
            query_added(&names)
        }
        (Some((name, _)), None) if SignatureParams::is_token(name) => token_missing(),
        (Some((name, _)), None) => {
            let sentence =
                format!("the query parameter {} is signed but did not reach the storage", quoted(name));
            Finding::new(Cause::QueryRemoved, sentence)
        }
        (None, None) => Finding::new(Cause::QueryAdded, "a query parameter is given more than once"),
    };
    Some(finding)
}

pub(super) fn query_added(names: &[&str]) -> Finding {
    if let [name] = names
        && SignatureParams::is_token(name)
    {
        let sentence =
            "the session token was added after the link was signed, but it must be signed with the link";
        return Finding::new(Cause::Token, sentence);
    }
    let (noun, verb) = if names.len() > 1 { ("parameters", "were") } else { ("parameter", "was") };
    let shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| quoted(name)).collect();
    let more = if names.len() > MOST_NAMES { ", ..." } else { "" };
    let sentence =
        format!("the query {noun} {}{more} {verb} added after the link was signed", shown.join(", "));
    Finding::new(Cause::QueryAdded, sentence)
}

pub(super) fn header_added(name: &str) -> Finding {
    // Version 2 signs a token in the query like a header.
    if SignatureParams::is_token(name) {
        return query_added(&[name]);
    }
    let sentence = format!("the header {} was sent, but the link does not sign it", quoted(name));
    Finding::new(Cause::HeaderNotSigned, sentence)
}

fn token_missing() -> Finding {
    Finding::new(Cause::Token, "the session token is signed but did not reach the storage")
}

fn of_headers(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Option<Finding> {
    // An error response may contain any number of headers, so each is looked at once.
    let mut pairs: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
    for (side, list) in [ours, theirs].into_iter().enumerate() {
        for (name, value) in list {
            if let Some(place) = pairs.entry(name).or_default().get_mut(side) {
                place.get_or_insert(value);
            }
        }
    }
    let (name, [ours, theirs]) = pairs.into_iter().find(|(_, [ours, theirs])| ours != theirs)?;
    Some(of_header(name, ours, theirs))
}

fn of_header(name: &str, ours: Option<&str>, theirs: Option<&str>) -> Finding {
    let shown = quoted(name);
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if name == "host" => of_host(ours, theirs),
        (Some(""), Some(_)) | (None, _) => header_added(name),
        (_, None | Some("")) if SignatureParams::is_token(name) => token_missing(),
        (_, None | Some("")) => {
            let sentence = format!("the header {shown} is signed but did not reach the storage: send it");
            Finding::new(Cause::HeaderMissing, sentence)
        }
        (Some(ours), Some(theirs)) => {
            let words = |value: &str| value.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let how = if words(ours) == words(theirs) {
                "in its white space"
            } else if ours.eq_ignore_ascii_case(theirs) {
                "in upper and lower case"
            } else {
                "in its value"
            };
            let sentence = format!(
                "the signed header {shown} was changed before it reached the storage: it differs {how}"
            );
            Finding::new(Cause::HeaderValue, sentence)
        }
    }
}

pub(super) fn of_host(ours: &str, theirs: &str) -> Finding {
    let (shown, seen) = (quoted(ours), quoted(theirs));
    if is_port_alone(ours, theirs) {
        let sentence = format!("the host's port differs: {shown} was signed, the storage received {seen}");
        return Finding::new(Cause::HostPort, sentence);
    }
    let sentence = format!(
        "the host differs: {shown} was signed, the storage received {seen}; sign for the host that clients use, and let \
         proxies forward it unchanged"
    );
    Finding::new(Cause::Host, sentence)
}

/// Describes the difference between the endpoint and the host of a link for which it is not known which host was
/// signed.
pub(super) fn of_endpoint(endpoint: &str, host: &str) -> Finding {
    let (cause, what) = if is_port_alone(endpoint, host) {
        (Cause::HostPort, "not for the port of the endpoint")
    } else {
        (Cause::Host, "not for the host of the endpoint")
    };
    let (host, endpoint) = (quoted(host), quoted(endpoint));
    Finding::new(cause, format!("the request is for {host}, {what} {endpoint}"))
}

fn is_port_alone(one: &str, other: &str) -> bool {
    without_port(one).eq_ignore_ascii_case(without_port(other)) && !one.eq_ignore_ascii_case(other)
}

/// Returns the name or the address of a host. An IPv6 address contains colons itself, within its brackets.
pub(super) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, _)) if !name.starts_with('[') || name.ends_with(']') => name,
        _ => host,
    }
}

/// Compares the first lines of two strings to sign, which are copied from the link. The last line is a digest, which
/// shows that the requests differ but not how.
pub(super) fn of_scope(ours: &str, theirs: &str) -> Option<Finding> {
    let mut lines = ours.split('\n').zip(theirs.split('\n'));
    let (index, (one, other)) = lines.by_ref().enumerate().find(|(_, (one, other))| one != other)?;
    let (cause, what) = match index {
        0 => (Cause::Version2, "the algorithm"),
        1 => (Cause::Clock, "the signing time"),
        2 => (Cause::Region, "the credential scope (date, region, service)"),
        _ => return None,
    };
    let (one, other) = (quoted(one), quoted(other));
    Some(Finding::new(cause, format!("{what} differs: the link has {one}, the storage used {other}")))
}
