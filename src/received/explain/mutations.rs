//! Finds out what a link was signed for, if its signature does not match: common mistakes are repeated one by one until
//! the signature matches. A match is proof, because it is infeasible to find another text with the same signature.

use super::Cause;
use super::difference::{header_added, normalised, of_host, of_path, query_added, without_port};
use super::finding::Finding;
use super::signed_text::{EMPTY_DIGEST, SignedText, name_of};
use crate::Version;
use crate::error::quoted;
use crate::received::url::{ComponentKind, UrlComponent};

const METHODS: [&str; 6] = ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH"];

/// Maximum number of headers, and of query parameters, that are left out in turn.
const MOST_LEFT_OUT: usize = 64;

/// The text of the request as it was sent, and what it may have been signed with.
pub(super) struct Attempt<'c> {
    pub(super) sent: &'c SignedText<'c>,
    /// The session token of the secret key.
    pub(super) token: Option<&'c str>,
    /// The host of the verifier's endpoint.
    pub(super) endpoint: Option<&'c str>,
    /// Whether the link's signature is that of a text.
    pub(super) fits: &'c dyn Fn(&str) -> bool,
}

/// The mistakes, in the order in which they are tried.
const MISTAKES: [fn(&Attempt) -> Option<Finding>; 8] =
    [method, token, path, header_left_out, parameter_left_out, plus_in_query, host, payload];

impl Attempt<'_> {
    /// Returns the first mistake with which the signature matches.
    pub(super) fn first_mistake(&self) -> Option<Finding> {
        MISTAKES.iter().find_map(|mistake| mistake(self))
    }

    fn fits(&self, changed: &SignedText) -> bool {
        (self.fits)(&changed.text())
    }
}

fn method(attempt: &Attempt) -> Option<Finding> {
    let sent = attempt.sent.method;
    let mut others = METHODS.into_iter().filter(|method| *method != sent);
    let signed = others.find(|method| attempt.fits(&SignedText { method, ..attempt.sent.clone() }))?;
    let sentence =
        format!("the link is signed for the method {}, but used with {}", quoted(signed), quoted(sent));
    Some(Finding::new(Cause::Method, sentence))
}

fn token(attempt: &Attempt) -> Option<Finding> {
    let sentence = if attempt.sent.has_token() {
        "the session token in the link is not the one that was signed"
    } else {
        "the session token was removed from the link, but it is signed and must be sent"
    };
    (attempt.fits)(&attempt.sent.text_with_token(attempt.token?))
        .then(|| Finding::new(Cause::Token, sentence))
}

fn path(attempt: &Attempt) -> Option<Finding> {
    let sent = attempt.sent.path;
    let signed =
        paths(sent).into_iter().find(|path| attempt.fits(&SignedText { path, ..attempt.sent.clone() }))?;
    Some(of_path(&signed, sent))
}

/// A header that Version 2 signs because it was sent. Version 4 lists the headers that it signs.
fn header_left_out(attempt: &Attempt) -> Option<Finding> {
    let count =
        if attempt.sent.version == Version::V2 { attempt.sent.headers.len().min(MOST_LEFT_OUT) } else { 0 };
    (0..count).find_map(|left_out| {
        let mut changed = attempt.sent.clone();
        let (name, _) = changed.headers.remove(left_out);
        attempt.fits(&changed).then(|| header_added(name))
    })
}

fn parameter_left_out(attempt: &Attempt) -> Option<Finding> {
    let items: Vec<&str> = attempt.sent.query.split('&').collect();
    items.iter().take(MOST_LEFT_OUT).enumerate().find_map(|(left_out, item)| {
        let kept = items.iter().enumerate().filter(|(index, _)| *index != left_out);
        let kept: Vec<&str> = kept.map(|(_, item)| *item).collect();
        let changed = SignedText { query: &kept.join("&"), ..attempt.sent.clone() };
        attempt.fits(&changed).then(|| query_added(name_of(item)))
    })
}

fn plus_in_query(attempt: &Attempt) -> Option<Finding> {
    let query = attempt.sent.query.replace("%20", "%2B");
    let sentence = "a + in the query was not encoded: it was signed as a plus, but is read as a space";
    let fits =
        query != attempt.sent.query && attempt.fits(&SignedText { query: &query, ..attempt.sent.clone() });
    fits.then(|| Finding::new(Cause::QueryEncoding, sentence))
}

fn host(attempt: &Attempt) -> Option<Finding> {
    let sent = attempt.sent.header("host")?;
    let signed = hosts(sent, attempt.endpoint).into_iter().find(|host| {
        let mut changed = attempt.sent.clone();
        changed.headers.iter_mut().filter(|(name, _)| *name == "host").for_each(|(_, value)| *value = host);
        attempt.fits(&changed)
    })?;
    Some(of_host(&signed, sent))
}

fn payload(attempt: &Attempt) -> Option<Finding> {
    let changed = SignedText { payload: EMPTY_DIGEST, ..attempt.sent.clone() };
    let sentence = "the link is signed with the digest of an empty body instead of UNSIGNED-PAYLOAD";
    let fits = attempt.sent.payload != EMPTY_DIGEST && attempt.fits(&changed);
    fits.then(|| Finding::new(Cause::Payload, sentence))
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
