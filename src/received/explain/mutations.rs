//! Finds out what a link was signed for, if its signature does not match: common mistakes are repeated one by one until
//! the signature matches. A match is proof, because it is infeasible to find another text with the same signature.

use super::difference::{header_added, normalised, of_host, of_path, query_added, without_port};
use super::signed_text::{EMPTY_DIGEST, SignedText, name_of};
use super::{Cause, Finding, usual_values};
use crate::Version;
use crate::error::quoted;
use crate::input::headers::CONTENT_SHA256;
use crate::input::parameters::is_reserved;
use crate::input::sigv2;
use crate::received::url::{ComponentKind, UrlComponent};

const METHODS: [&str; 6] = ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH"];

/// Maximum number of headers, and of query parameters, that are left out in turn.
const MOST_LEFT_OUT: usize = 64;

/// Maximum number of query parameters of which every combination is left out: 256 texts are hashed.
const MOST_COMBINED: usize = 8;

/// Maximum number of headers whose usual values are tried.
const MOST_HEADERS: usize = 16;

/// Parameters that SDKs add to links on their own.
const PARAMETERS: [&str; 6] = [
    "x-id=GetObject",
    "x-id=PutObject",
    "x-id=HeadObject",
    "x-id=DeleteObject",
    "x-amz-checksum-mode=ENABLED",
    "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD",
];

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

/// A mistake: how a sentence names it, and what finds it.
type Mistake = (&'static str, fn(&Attempt) -> Option<Finding>);

/// The mistakes, in the order in which they are tried.
const MISTAKES: [Mistake; 11] = [
    ("another method", method),
    ("another session token, or none", token),
    ("other encodings, slashes and prefixes of the path", path),
    ("the bucket in the path or in the host name", addressing),
    ("headers left out", header_left_out),
    ("parameters left out", parameters_left_out),
    ("parameters of SDKs added", parameter_added),
    ("a + in the query", plus_in_query),
    ("usual hosts and ports", host),
    ("usual values of signed headers", header_value),
    ("the digest of an empty body", payload),
];

/// Lists the mistakes that are tried.
pub(super) fn tried() -> String {
    MISTAKES.map(|(name, _)| name).join(", ")
}

impl Attempt<'_> {
    /// Returns the first mistake with which the signature matches.
    pub(super) fn first_mistake(&self) -> Option<Finding> {
        MISTAKES.iter().find_map(|(_, mistake)| mistake(self))
    }

    fn fits(&self, changed: &SignedText) -> bool {
        (self.fits)(&changed.text())
    }

    /// Returns whether the signature is that of the text with another value of a header.
    fn fits_with_header(&self, name: &str, value: &str) -> bool {
        let mut changed = self.sent.clone();
        changed.headers.iter_mut().filter(|(other, _)| *other == name).for_each(|header| header.1 = value);
        if name == CONTENT_SHA256 && changed.version == Version::V4 {
            changed.payload = value;
        }
        self.fits(&changed)
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

/// Parameters that were added: each alone, then each combination of a few. Of many, all that S3 does not know.
fn parameters_left_out(attempt: &Attempt) -> Option<Finding> {
    let items: Vec<&str> = attempt.sent.query.split('&').collect();
    let fits_without = |is_left_out: &dyn Fn(usize) -> bool| {
        let kept = items.iter().enumerate().filter(|(index, _)| !is_left_out(*index));
        let kept: Vec<&str> = kept.map(|(_, item)| *item).collect();
        attempt.fits(&SignedText { query: &kept.join("&"), ..attempt.sent.clone() })
    };
    if let Some(one) = (0..items.len().min(MOST_LEFT_OUT)).find(|one| fits_without(&|index| index == *one)) {
        return Some(query_added(&[name_of(items.get(one)?)]));
    }
    let may_be_added = |item: &str| !is_reserved(name_of(item));
    let added: Vec<usize> =
        (0..items.len()).filter(|index| items.get(*index).is_some_and(|item| may_be_added(item))).collect();
    let names = |chosen: &[usize]| -> Vec<&str> {
        chosen.iter().filter_map(|index| items.get(*index)).map(|item| name_of(item)).collect()
    };
    let strangers = || {
        let is_stranger =
            |index: &&usize| items.get(**index).is_some_and(|item| !sigv2::signs_parameter(name_of(item)));
        added.iter().filter(is_stranger).copied().collect()
    };
    let combinations: u32 = if added.len() > MOST_COMBINED { 0 } else { 1 << added.len() };
    let chosen_by = |bits: u32| -> Vec<usize> {
        added.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, index)| *index).collect()
    };
    let choices = [added.clone(), strangers()].into_iter().chain((0..combinations).map(chosen_by));
    let mut choices = choices.filter(|chosen| chosen.len() > 1);
    let chosen = choices.find(|chosen| fits_without(&|index| chosen.binary_search(&index).is_ok()))?;
    Some(query_added(&names(&chosen)))
}

/// A parameter that an SDK added and something removed.
fn parameter_added(attempt: &Attempt) -> Option<Finding> {
    let item = PARAMETERS.into_iter().find(|item| {
        let mut items: Vec<&str> = attempt.sent.query.split('&').chain([*item]).collect();
        items.sort_unstable_by_key(|item| (item.split_once('='), *item));
        attempt.fits(&SignedText { query: &items.join("&"), ..attempt.sent.clone() })
    })?;
    let sentence = format!("the query parameter {} is signed, but was removed from the link", quoted(item));
    Some(Finding::new(Cause::QueryRemoved, sentence))
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
    let hosts = hosts(sent, attempt.endpoint);
    let signed = hosts.into_iter().find(|host| attempt.fits_with_header("host", host))?;
    Some(of_host(&signed, sent))
}

/// A link that was rewritten from one addressing style to the other. Version 2 signs both alike.
fn addressing(attempt: &Attempt) -> Option<Finding> {
    let (host, path) = (attempt.sent.header("host")?, attempt.sent.path);
    let first = path.strip_prefix('/')?;
    let (bucket, key) = first.split_once('/').unwrap_or((first, ""));
    let in_host = (format!("{bucket}.{host}"), format!("/{key}"));
    let in_path = host.split_once('.').map(|(bucket, host)| (host.to_owned(), format!("/{bucket}{path}")));
    let (host, path) = [Some(in_host), in_path].into_iter().flatten().find(|(host, path)| {
        let mut changed = SignedText { path, ..attempt.sent.clone() };
        changed.headers.iter_mut().filter(|(name, _)| *name == "host").for_each(|header| header.1 = host);
        attempt.fits(&changed)
    })?;
    let sentence = format!(
        "the link was rewritten to the other addressing style: it is signed for the host {} and the path {}",
        quoted(&host),
        quoted(&path)
    );
    Some(Finding::new(Cause::Addressing, sentence))
}

/// A signed header that was sent with another one of its usual values.
fn header_value(attempt: &Attempt) -> Option<Finding> {
    let headers = attempt.sent.headers.iter().filter(|(name, _)| *name != "host").take(MOST_HEADERS);
    headers.into_iter().find_map(|(name, sent)| {
        let values = usual_values::of(name, sent);
        let usual = values.into_iter().find(|usual| attempt.fits_with_header(name, &usual.value))?;
        let sentence = format!(
            "the signed header {} was sent with another value than it was signed with: it was signed {}",
            quoted(name),
            usual.named
        );
        Some(Finding::new(Cause::HeaderValue, sentence))
    })
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
