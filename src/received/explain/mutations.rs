//! Finds out what a link was signed for, if its signature does not match: common mistakes are repeated one by one until
//! the signature matches. A match is proof, because it is infeasible to find another text with the same signature.

use super::Cause;
use super::difference::{header_added, normalised, of_path, query_added, without_port};
use super::finding::Finding;
use super::parse::{CanonicalRequest, EMPTY_DIGEST, StringToSignV2};
use crate::error::quoted;
use crate::primitives::encode;
use crate::received::url::{ComponentKind, SignatureParams, UrlComponent};

const METHODS: [&str; 6] = ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH"];

/// Maximum number of query parameters that are left out in turn.
const MOST_PARAMETERS: usize = 64;

/// Returns the first mistake with which the signature matches.
pub(super) fn canonical(
    sent: &CanonicalRequest,
    token: Option<&str>,
    endpoint: Option<&str>,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Finding> {
    let fits = |changed: CanonicalRequest| fits(&changed.text());
    for method in METHODS.into_iter().filter(|method| *method != sent.method) {
        if fits(CanonicalRequest { method, ..sent.clone() }) {
            return Some(of_method(method, sent.method));
        }
    }
    if let Some(query) = token.map(|token| with_token(sent.query, token))
        && fits(CanonicalRequest { query: &query, ..sent.clone() })
    {
        return Some(of_token(names(sent.query).any(SignatureParams::is_token)));
    }
    for path in paths(sent.path) {
        if fits(CanonicalRequest { path: &path, ..sent.clone() }) {
            return Some(of_path(&path, sent.path));
        }
    }
    let items: Vec<&str> = sent.query.split('&').collect();
    for left_out in 0..items.len().min(MOST_PARAMETERS) {
        let (item, query) = without(&items, left_out);
        if fits(CanonicalRequest { query: &query, ..sent.clone() }) {
            return Some(added(item));
        }
    }
    let plus = sent.query.replace("%20", "%2B");
    if plus != sent.query && fits(CanonicalRequest { query: &plus, ..sent.clone() }) {
        let sentence = "a + in the query was not encoded: it was signed as a plus, but is read as a space";
        return Some(Finding::new(Cause::QueryEncoding, sentence));
    }
    let host = sent.header("host").unwrap_or_default();
    for other in hosts(host, endpoint) {
        let mut changed = sent.clone();
        changed.headers.iter_mut().filter(|(name, _)| *name == "host").for_each(|(_, value)| *value = &other);
        if fits(changed) {
            return Some(super::difference::of_host(&other, host));
        }
    }
    (sent.payload != EMPTY_DIGEST && fits(CanonicalRequest { payload: EMPTY_DIGEST, ..sent.clone() })).then(
        || {
            let sentence = "the link is signed with the digest of an empty body instead of UNSIGNED-PAYLOAD";
            Finding::new(Cause::Payload, sentence)
        },
    )
}

pub(super) fn version_2(
    sent: &StringToSignV2,
    token: Option<&str>,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Finding> {
    let fits = |changed: StringToSignV2| fits(&changed.text());
    for method in METHODS.into_iter().filter(|method| *method != sent.method) {
        if fits(StringToSignV2 { method, ..sent.clone() }) {
            return Some(of_method(method, sent.method));
        }
    }
    if let Some(token) = token {
        let mut changed = sent.clone();
        changed.headers.retain(|(name, _)| !SignatureParams::is_token(name));
        changed.headers.push(("x-amz-security-token", token));
        changed.headers.sort_unstable();
        if fits(changed) {
            return Some(of_token(sent.headers.iter().any(|(name, _)| SignatureParams::is_token(name))));
        }
    }
    for (name, changed) in [
        ("content-type", StringToSignV2 { content_type: "", ..sent.clone() }),
        ("content-md5", StringToSignV2 { md5: "", ..sent.clone() }),
    ] {
        if fits(changed) {
            return Some(header_added(name));
        }
    }
    for left_out in 0..sent.headers.len().min(MOST_PARAMETERS) {
        let mut changed = sent.clone();
        let (name, _) = changed.headers.remove(left_out);
        if fits(changed) {
            return Some(header_added(name));
        }
    }
    let (path, query) =
        sent.resource.split_once('?').map_or((sent.resource, None), |(path, query)| (path, Some(query)));
    for other in paths(path) {
        let resource = query.map_or_else(|| other.clone(), |query| format!("{other}?{query}"));
        if fits(StringToSignV2 { resource: &resource, ..sent.clone() }) {
            return Some(of_path(&other, path));
        }
    }
    let items: Vec<&str> = query?.split('&').collect();
    (0..items.len().min(MOST_PARAMETERS)).find_map(|left_out| {
        let (item, query) = without(&items, left_out);
        let resource = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        fits(StringToSignV2 { resource: &resource, ..sent.clone() }).then(|| added(item))
    })
}

fn of_method(signed: &str, sent: &str) -> Finding {
    let sentence =
        format!("the link is signed for the method {}, but used with {}", quoted(signed), quoted(sent));
    Finding::new(Cause::Method, sentence)
}

/// Returns the finding for a link whose signature matches once the session token of its access key is inserted.
fn of_token(has_another: bool) -> Finding {
    let sentence = if has_another {
        "the session token in the link is not the one that was signed"
    } else {
        "the session token was removed from the link, but it is signed and must be sent"
    };
    Finding::new(Cause::Token, sentence)
}

/// Returns the query with this session token and no other.
fn with_token(query: &str, token: &str) -> String {
    let mut value = b"X-Amz-Security-Token=".to_vec();
    encode::component(&mut value, token.as_bytes());
    let own = String::from_utf8_lossy(&value);
    let mut items: Vec<&str> =
        query.split('&').filter(|item| !SignatureParams::is_token(name_of(item))).collect();
    items.push(&own);
    items.sort_by_key(|item| item.split_once('='));
    items.join("&")
}

fn names(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').map(name_of)
}

fn name_of(item: &str) -> &str {
    item.split('=').next().unwrap_or_default()
}

fn added(item: &str) -> Finding {
    query_added(name_of(item))
}

/// Returns one item of a query, and the query without it.
fn without<'q>(items: &[&'q str], left_out: usize) -> (&'q str, String) {
    let kept = items.iter().enumerate().filter(|(index, _)| *index != left_out);
    let kept: Vec<&str> = kept.map(|(_, item)| *item).collect();
    (items.get(left_out).copied().unwrap_or_default(), kept.join("&"))
}

/// Returns the paths that a signer may have signed by mistake.
fn paths(sent: &str) -> Vec<String> {
    let encoded = |path: &str| {
        UrlComponent::new(path, ComponentKind::Path).map(|component| component.encoded().into_owned())
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let mut paths = vec![
        // Encoded twice before signing; not encoded at all; encoded once less.
        sent.replace('%', "%25"),
        sent.replace("%25", "%"),
        // A browser that decoded the path encodes spaces again, but leaves text that looks encoded.
        sent.replace('%', "%25").replace("%2520", "%20"),
        sent.replace("%20", "+"),
        sent.replace("%20", "%2B"),
        sent.replace("%2B", "%20"),
        sent.replace("%2F", "/"),
        format!("{sent}/"),
        format!("/{}", normalised(sent)),
        format!("/{}/", normalised(sent)),
    ];
    paths.extend(sent.strip_suffix('/').map(str::to_owned));
    paths.extend(
        UrlComponent::new(sent, ComponentKind::Path)
            .and_then(UrlComponent::text)
            .map(std::borrow::Cow::into_owned),
    );
    paths.extend(encoded(&sent.replace("%25", "%")).map(text));
    // Without a base path or the bucket, which a proxy may have prepended.
    paths.extend(
        sent.match_indices('/').skip(1).take(3).filter_map(|(at, _)| sent.get(at..)).map(str::to_owned),
    );
    paths.retain(|path| path != sent);
    paths
}

/// Returns the host with and without default ports, and the host of the endpoint.
fn hosts(sent: &str, endpoint: Option<&str>) -> Vec<String> {
    let mut hosts: Vec<String> = [":443", ":80"].map(|port| format!("{sent}{port}")).into();
    hosts.extend(endpoint.map(str::to_owned));
    hosts.push(without_port(sent).to_owned());
    hosts.retain(|host| host != sent);
    hosts
}
