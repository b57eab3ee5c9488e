//! Links as they come in: the one reader behind verifying, inspecting and explaining.
//!
//! Reading refuses what no storage could mean: a bad `%XX`, a parameter of the signature given twice, more than
//! 16 KiB. It judges neither time nor life nor signature. All of it takes time in proportion to the request's length
//! (times its logarithm where something has to be sorted), and nothing is hashed before all of it was read.

mod canonical;
mod claim;
mod marks;
mod own;
mod place;
mod plain;
mod query;
mod text;

use std::borrow::Cow;

use memchr::{memchr, memchr3};

pub(crate) use self::claim::{Claim, Claim2, Claim4};
pub(crate) use self::place::{BucketIn, Located, Places};
pub(crate) use self::query::Query;
pub(crate) use self::text::{Kind, Piece};

use crate::encode::{self, kinds};
use crate::received::Address;
use crate::{Reason, Received, Refusal, error::quoted, headers};

/// The longest URL that is looked at, in bytes.
const MAX_URL_BYTES: usize = 16 * 1024;

/// A host's name and `:port`.
const MAX_HOST_BYTES: usize = 253 + 6;

pub(crate) type Headers<'a> = Vec<(&'a str, &'a str)>;

/// A request with a signature in its query, taken apart.
pub(crate) struct Link<'a> {
    pub(crate) method: &'a str,
    /// Known from a URL alone.
    pub(crate) scheme: Option<Scheme>,
    /// Lower case; without the port that a client leaves out.
    pub(crate) host: Cow<'a, str>,
    pub(crate) path: Piece<'a>,
    pub(crate) query: Query<'a>,
    /// The request's headers but `Host`, sorted by lower-cased name, values trimmed.
    pub(crate) headers: Headers<'a>,
    pub(crate) claim: Claim<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl<'a> Link<'a> {
    pub(crate) fn read(request: &Received<'a>) -> Result<Self, Refusal> {
        let (scheme, authority, target) = split(request.address)?;
        if authority.len() + target.len() > MAX_URL_BYTES {
            let bytes = authority.len() + target.len();
            let detail = format!("the URL is {bytes} bytes long, the limit is {MAX_URL_BYTES}");
            return Err(Refusal::new(Reason::UrlTooLong, detail));
        }
        let (path, query) = match memchr(b'?', target.as_bytes()) {
            Some(mark) => {
                (target.get(..mark).unwrap_or_default(), target.get(mark + 1..).unwrap_or_default())
            }
            None => (target, ""),
        };
        let is_clean = text::is_clean_query(query);
        // A clean query has none of these.
        if has_unsendable(if is_clean { path } else { target }) {
            let detail = "the URL has a space, a # or a control character in it";
            return Err(Refusal::new(Reason::InvalidUrl, detail));
        }
        let bad_escape =
            || Refusal::new(Reason::InvalidUrl, "a % in the path is not followed by two hexadecimal digits");
        let path = Piece::new(path, Kind::Path).ok_or_else(bad_escape)?;
        let (headers, host) = sorted_headers(request.headers)?;
        let host = one_host(authority, host, scheme)?;
        let (query, claim) = read_query(query, is_clean)?;
        Ok(Self { method: request.method, scheme, host, path, query, headers, claim })
    }

    /// The values of a header that came with the request, by its lower-case name.
    pub(crate) fn values(&self, name: &str) -> &[(&'a str, &'a str)] {
        let start = headers::count_before(&self.headers, name);
        let rest = self.headers.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|(other, _)| other.eq_ignore_ascii_case(name)).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// The query, and what it says of its signature.
#[inline]
fn read_query(query: &str, is_clean: bool) -> Result<(Query<'_>, Claim<'_>), Refusal> {
    if is_clean && let Some((values, signed)) = plain::read(query) {
        return Ok((Query::plain(query, signed), Claim::V4(Claim4::new(values)?)));
    }
    let mut query = Query::read(query, is_clean)?;
    let claim = Claim::read(&mut query)?;
    Ok((query, claim))
}

/// The names that a request's link signs, lower case and in order; `None` for a link that cannot be read. Version 2 does
/// not name them.
pub(crate) fn signed_names(request: &Received<'_>) -> Option<Vec<String>> {
    let (_, authority, target) = split(request.address).ok()?;
    if authority.len() + target.len() > MAX_URL_BYTES {
        return None;
    }
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let (_, claim) = read_query(query, text::is_clean_query(query)).ok()?;
    let mut names: Vec<String> = match &claim {
        Claim::V4(claim) => claim.signed_headers.split(';').map(str::to_ascii_lowercase).collect(),
        Claim::V2(_) => headers::V2_SIGNED.map(str::to_owned).into(),
    };
    names.sort_unstable();
    Some(names)
}

/// Scheme, authority and request target.
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
        return refuse("the URL holds a user name or password");
    }
    if target.starts_with('/') {
        Ok((Some(scheme), authority, target))
    } else {
        refuse("the URL has no path")
    }
}

/// By lower-cased name, with the value of `Host` apart.
fn sorted_headers<'a>(given: &[(&'a str, &'a str)]) -> Result<(Headers<'a>, Option<&'a str>), Refusal> {
    let (mut headers, mut host) = (Headers::with_capacity(given.len()), None);
    for (name, value) in given {
        let value = value.trim_matches([' ', '\t']);
        if headers::folds_to(name, "authorization") {
            return Err(Refusal::new(Reason::TwoSignatures, "there is an Authorization header as well"));
        }
        if !name.eq_ignore_ascii_case("host") {
            headers.push((*name, value));
        } else if host.replace(value).is_some() {
            return Err(Refusal::about(Reason::RepeatedHeader, name, "is in the request twice"));
        }
    }
    headers::sort(&mut headers);
    Ok((headers, host))
}

/// What cannot stand in a request's first line.
fn has_unsendable(target: &str) -> bool {
    !encode::all(target.as_bytes(), |byte| (byte > b' ') & (byte != b'#') & (byte != 0x7f))
}

/// The host that the request is for: what the header says, or where the request has none, what the caller says beside the
/// target. A URL has a host of its own, which wins over the header (RFC 9112 section 3.2.2); not every server knows that,
/// so the two must be the same.
fn one_host<'a>(
    authority: &'a str,
    header: Option<&'a str>,
    scheme: Option<Scheme>,
) -> Result<Cow<'a, str>, Refusal> {
    let host = host_of(header.unwrap_or(authority), scheme)?;
    if scheme.is_some() && header.is_some() {
        let of_url = host_of(authority, scheme)?;
        if of_url != host {
            let rule = format!("is the URL's host, and the Host header says {}", quoted(&host));
            return Err(Refusal::about(Reason::BadRequest, &of_url, &rule));
        }
    }
    Ok(host)
}

/// What a client puts into the `Host` header: lower case, and no port that goes without saying.
fn host_of(authority: &str, scheme: Option<Scheme>) -> Result<Cow<'_, str>, Refusal> {
    let kinds = kinds::of(authority);
    if authority.is_empty() || authority.len() > MAX_HOST_BYTES || kinds & kinds::NO_HOST != 0 {
        let detail =
            "the host is empty, over 253 bytes, or has other characters than letters, digits and - . _ : [ ]";
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
