//! Parses received links, for verifying, inspecting and explaining.
//!
//! Parsing refuses links that no storage can read: a bad `%XX`, a repeated signature parameter, more than 16 KiB. It
//! checks neither time nor lifetime nor signature. It takes time in proportion to the length of the request (times its
//! logarithm where something is sorted), and nothing is hashed before all of the request has been parsed.

mod address;
mod auth_params;
mod byte_positions;
mod component;
mod other_kind;
mod query;
mod signature_params;
mod signed_text;
mod sigv2;
mod sigv4;

use std::borrow::Cow;

use memchr::{memchr, memchr3};

pub(crate) use self::address::{BucketIn, ExpectedEndpoint, ObjectAddress};
pub(crate) use self::component::{ComponentKind, UrlComponent};
#[cfg(feature = "explain")]
pub(crate) use self::other_kind::other_kind;
pub(crate) use self::query::Query;
pub(crate) use self::signature_params::SignatureParams;
pub(crate) use self::sigv2::V2Params;
pub(crate) use self::sigv4::V4Params;
use crate::limits::{MAX_HOST_BYTES, MAX_URL_BYTES};

use crate::error::quoted;
use crate::input::header_names::folds_to;
use crate::input::headers;
use crate::primitives::encode;
use crate::primitives::encode::kinds;
use crate::received::Address;
use crate::{Reason, Received, Refusal};

/// Maximum length of a host name with `:port`, in bytes.
const MAX_AUTHORITY_BYTES: usize = MAX_HOST_BYTES + 6;

pub(crate) type Headers<'a> = Vec<(&'a str, &'a str)>;

/// A parsed request with a signature in its query.
pub(crate) struct ParsedUrl<'a> {
    pub(crate) method: &'a str,
    /// Known only if the request was given as a URL.
    pub(crate) scheme: Option<Scheme>,
    /// Lower case; without the port that a client omits.
    pub(crate) host: Cow<'a, str>,
    pub(crate) path: UrlComponent<'a>,
    pub(crate) query: Query<'a>,
    /// The request's headers except `Host`, sorted by lower-case name, with trimmed values.
    pub(crate) headers: Headers<'a>,
    pub(crate) params: SignatureParams<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl<'a> ParsedUrl<'a> {
    pub(crate) fn read(request: &Received<'a>) -> Result<Self, Refusal> {
        let (scheme, authority, target) = split(request.address)?;
        if authority.len() + target.len() > MAX_URL_BYTES {
            let bytes = authority.len() + target.len();
            let detail = format!("the URL is {bytes} bytes long, but the limit is {MAX_URL_BYTES} bytes");
            return Err(Refusal::new(Reason::UrlTooLong, detail));
        }
        let (path, query) = match memchr(b'?', target.as_bytes()) {
            Some(mark) => {
                (target.get(..mark).unwrap_or_default(), target.get(mark + 1..).unwrap_or_default())
            }
            None => (target, ""),
        };
        let is_clean = component::is_clean_query(query);
        // A clean query contains none of these characters.
        if has_unsendable(if is_clean { path } else { target }) {
            let detail = "the URL contains a space, a # or a control character";
            return Err(Refusal::new(Reason::InvalidUrl, detail));
        }
        let bad_escape =
            || Refusal::new(Reason::InvalidUrl, "a % in the path is not followed by two hexadecimal digits");
        let path = UrlComponent::new(path, ComponentKind::Path).ok_or_else(bad_escape)?;
        let Sorted { headers, host, has_authorization } = sorted_headers(request.headers)?;
        let host = one_host(authority, host, scheme)?;
        let (query, params) = match SignatureParams::read_query(query, is_clean)
            .map_err(|refusal| other_kind::refusal(query, refusal))
        {
            Err(refusal) if refusal.reason() == Reason::NotSigned => return Err(refusal),
            // A storage counts the header as a signature, whatever its scheme.
            _ if has_authorization => {
                return Err(Refusal::new(
                    Reason::TwoSignatures,
                    "the request also has an Authorization header",
                ));
            }
            read => read?,
        };
        Ok(Self { method: request.method, scheme, host, path, query, headers, params })
    }

    /// Returns the values of a request header, by its lower-case name.
    pub(crate) fn values(&self, name: &str) -> &[(&'a str, &'a str)] {
        let start = headers::count_before(&self.headers, name);
        let rest = self.headers.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|(other, _)| other.eq_ignore_ascii_case(name)).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// Returns the names of the headers that a link signs, lower case and sorted; `None` for a link that cannot be parsed.
pub(crate) fn signed_names(request: &Received<'_>) -> Option<Vec<String>> {
    let (_, authority, target) = split(request.address).ok()?;
    if authority.len() + target.len() > MAX_URL_BYTES {
        return None;
    }
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let (_, params) = SignatureParams::read_query(query, component::is_clean_query(query)).ok()?;
    let mut names = params.header_names();
    names.sort_unstable();
    Some(names)
}

/// Splits an address into scheme, authority and request target.
fn split(address: Address<'_>) -> Result<(Option<Scheme>, &str, &str), Refusal> {
    let refuse = |detail: &'static str| Err(Refusal::new(Reason::InvalidUrl, detail));
    let url = match address {
        Address::Sent { target, .. } if !target.starts_with('/') => {
            return refuse("the request target does not begin with a slash");
        }
        Address::Sent { host, target } => return Ok((None, host, target)),
        Address::Url(url) => url,
    };
    let starts_with = |prefix: &str| {
        let (front, rest) = url.split_at_checked(prefix.len())?;
        front.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    let (scheme, rest) = match (starts_with("https://"), starts_with("http://")) {
        (Some(rest), _) => (Scheme::Https, rest),
        (_, Some(rest)) => (Scheme::Http, rest),
        _ => return refuse("the URL does not begin with http:// or https://"),
    };
    let Some(end) = memchr3(b'/', b'?', b'#', rest.as_bytes()) else { return Ok((Some(scheme), rest, "/")) };
    let (authority, target) = rest.split_at(end);
    if memchr(b'@', authority.as_bytes()).is_some() {
        return refuse("the URL contains a user name or password");
    }
    if target.starts_with('/') {
        Ok((Some(scheme), authority, target))
    } else {
        refuse("the URL has no path")
    }
}

/// The headers of a request.
struct Sorted<'a> {
    /// All others, by lower-case name.
    headers: Headers<'a>,
    host: Option<&'a str>,
    has_authorization: bool,
}

fn sorted_headers<'a>(given: &[(&'a str, &'a str)]) -> Result<Sorted<'a>, Refusal> {
    let (mut headers, mut host) = (Headers::with_capacity(given.len()), None);
    let mut has_authorization = false;
    for (name, value) in given {
        let value = value.trim_matches([' ', '\t']);
        if folds_to(name, "authorization") {
            has_authorization = true;
        } else if !name.eq_ignore_ascii_case("host") {
            headers.push((*name, value));
        } else if host.replace(value).is_some() {
            return Err(Refusal::about(Reason::RepeatedHeader, name, "occurs twice in the request"));
        }
    }
    headers::sort(&mut headers);
    Ok(Sorted { headers, host, has_authorization })
}

/// Returns whether a request target contains characters that are not allowed in a request line.
fn has_unsendable(target: &str) -> bool {
    !encode::all(target.as_bytes(), |byte| (byte > b' ') & (byte != b'#') & (byte != 0x7f))
}

/// Returns the host of the request: that of the `Host` header or, without one, the one given beside the target. A URL
/// contains a host itself, which takes precedence over the header (RFC 9112 section 3.2.2); not every server implements
/// that, so the two must be equal.
fn one_host<'a>(
    authority: &'a str,
    header: Option<&'a str>,
    scheme: Option<Scheme>,
) -> Result<Cow<'a, str>, Refusal> {
    let host = host_of(header.unwrap_or(authority), scheme)?;
    if scheme.is_some() && header.is_some() {
        let of_url = host_of(authority, scheme)?;
        if of_url != host {
            let rule = format!("is the URL's host, but the Host header is {}", quoted(&host));
            return Err(Refusal::about(Reason::BadRequest, &of_url, &rule));
        }
    }
    Ok(host)
}

/// Returns the host as a client writes it into the `Host` header: lower case, without the scheme's default port.
fn host_of(authority: &str, scheme: Option<Scheme>) -> Result<Cow<'_, str>, Refusal> {
    let kinds = kinds::of(authority);
    if authority.is_empty() || authority.len() > MAX_AUTHORITY_BYTES || kinds & kinds::NO_HOST != 0 {
        let detail = format!(
            "the host is empty, over {MAX_HOST_BYTES} bytes, or contains characters other than letters, digits and - . _ : [ ]"
        );
        return Err(Refusal::new(Reason::InvalidUrl, detail));
    }
    let host = match scheme {
        Some(Scheme::Https) => authority.strip_suffix(":443").unwrap_or(authority),
        Some(Scheme::Http) => authority.strip_suffix(":80").unwrap_or(authority),
        None => authority,
    };
    let is_lower = kinds & kinds::UPPER == 0;
    Ok(if is_lower { Cow::Borrowed(host) } else { Cow::Owned(host.to_ascii_lowercase()) })
}

impl ParsedUrl<'_> {
    /// Returns whether the link has a session token, under any name that a storage reads.
    pub(crate) fn has_token(&self) -> bool {
        self.query.pairs.iter().any(|pair| SignatureParams::is_token(&pair.name))
    }

    /// Returns whether a link uses plain HTTP, where any host on the network path can read it.
    pub(crate) fn is_plain_http(&self) -> bool {
        self.scheme == Some(Scheme::Http)
    }
}
