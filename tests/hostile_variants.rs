//! Requests that resemble a signed one. Each that the verifier accepts must have the signed meaning for every kind of
//! back end: one that takes `_` for `-` in header names, one that decodes a query parameter
//! before it looks for the `=`, one that reads `x-goog-*` as `x-amz-*`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "random/config.rs"]
mod config;

use std::collections::BTreeMap;

use presign::{Received, Request, Secret, Signer, Verifier, Version};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const HOST: &str = "h.example";
const NOW: i64 = 1_369_353_600;

const KEYS: [&str; 8] = ["k", "a/b", "a//b", "../k", ".", "a%2Fb", "a b+c&d=e", "/x"];
const QUERY: [(&str, &str); 7] = [
    ("acl", ""),
    ("partNumber", "1"),
    ("response-content-disposition", "x"),
    ("response-content-type", "a/b; c=d"),
    ("versionId", "V1"),
    ("x", "y&z"),
    ("uploads", ""),
];
const HEADERS: [(&str, &str); 6] = [
    ("content-type", "a/b"),
    ("x-amz-acl", "private"),
    ("x-amz-meta-a", "b:c"),
    ("x-amz-meta-a_b", "1"),
    ("x-amz-copy-source", "/b/k"),
    ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
];
/// Names that some storage executes, so a request must not have them unless its link signs them.
const OBEYED_PREFIXES: [&str; 9] = [
    "x-amz-",
    "x-goog-",
    "x-rgw-",
    "x-dho-",
    "x-object-",
    "x-container-",
    "x-account-",
    "x-minio-",
    "x-delete-",
];
const ADDED_HEADERS: [&str; 20] = [
    "x_amz_acl",
    "X_Amz_Copy_Source",
    "x-amz_meta-evil",
    "x-amz-meta-a-b",
    "x.amz.acl",
    " x-amz-acl",
    "x-amz-acl ",
    "x-goog-meta-a",
    "X_RGW_META_A",
    "x-object-meta-a",
    "x-container-meta-a",
    "x-account-meta-a",
    "x-dho-server-side-encryption",
    "x-minio-force-delete",
    "x-delete-at",
    "content_type",
    "Content_MD5",
    "authorization_",
    "x-amz-content-sha256",
    "x_amz_content_sha256",
];
/// Parameters that change the request for some storage.
const ADDED_PARAMETERS: [&str; 14] = [
    "acl",
    "versionId=V2",
    "uploads",
    "append=&position=0",
    "layout",
    "mdsearch",
    "restore",
    "x-amz-acl=public-read",
    "x_amz_acl=public-read",
    "acl%3D",
    "versionId%3DV2",
    "x-amz-meta-a%3Ab=c",
    "x-amz-copy-source=/b/k",
    "torrent",
];

/// A request as a server receives it.
#[derive(Debug, Clone, PartialEq)]
struct Sent {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

/// A request as a back end reads it.
#[derive(Debug, PartialEq)]
struct Meaning {
    method: String,
    host: String,
    bucket: String,
    key: String,
    parameters: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
}

/// How back ends differ.
#[derive(Debug, Clone, Copy)]
struct Reading<'a> {
    version: Version,
    /// The headers that the link was signed with.
    signed: &'a [(&'a str, &'a str)],
    /// `name%3Dvalue` is `name=value`.
    decodes_first: bool,
}

fn decoded(text: &str, plus: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = after;
            }
            (b'+', _) => bytes.extend_from_slice(plus.as_bytes()),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}

impl Reading<'_> {
    /// The endpoint has the bucket in its path.
    fn meaning(self, sent: &Sent) -> Meaning {
        let rest = sent.url.strip_prefix("https://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        let (path, query) = target.split_once('?').unwrap();
        let path = decoded(path, "+");
        let (bucket, key) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let mut headers = BTreeMap::new();
        let mut parameters = Vec::new();
        for item in query.split('&').filter(|item| !item.is_empty()) {
            let whole = decoded(item, " ");
            let (name, value) = if self.decodes_first {
                whole.split_once('=').map_or((whole.clone(), String::new()), |(name, value)| {
                    (name.to_owned(), value.to_owned())
                })
            } else {
                let (name, value) = item.split_once('=').unwrap_or((item, ""));
                (decoded(name, " "), decoded(value, " "))
            };
            if self.version == Version::V2 && name.to_lowercase().starts_with("x-amz-") {
                headers.insert(name.to_lowercase(), value);
            } else if self.counts(&name) {
                parameters.push((name, value));
            }
        }
        parameters.sort();
        for (name, value) in &sent.headers {
            let name = name.trim().to_lowercase().replace(['_', '.'], "-");
            if name == "host" {
                continue;
            }
            let is_obeyed = OBEYED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
            let of_content = name == "content-type" || name == "content-md5";
            let is_signed = of_content && self.version == Version::V2
                || self.signed.iter().any(|(signed, _)| *signed == name);
            if is_obeyed || is_signed {
                // The same value twice, in the query and in a header, is the same to every storage.
                let known: &mut String = headers.entry(name).or_default();
                if known.is_empty() {
                    *known = value.trim().to_owned();
                } else if known != value.trim() {
                    *known += ",";
                    *known += value.trim();
                }
            }
        }
        // The name as the back end folds it, wherever the header came from.
        let headers = headers.into_iter().map(|(name, value)| (name.replace('_', "-"), value)).collect();
        let host = host.to_lowercase();
        Meaning {
            method: sent.method.clone(),
            host: host.strip_suffix(":443").unwrap_or(&host).to_owned(),
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            parameters,
            headers,
        }
    }

    /// Version 2 does not sign every parameter, but a storage executes these.
    fn counts(self, name: &str) -> bool {
        let of_signature = ["Expires", "AWSAccessKeyId", "Signature"].contains(&name)
            || name.to_lowercase() == "x-amz-security-token";
        let obeyed = ADDED_PARAMETERS.iter().flat_map(|added| added.split('&'));
        let obeyed = obeyed.chain(QUERY.iter().map(|(name, _)| *name).filter(|name| *name != "x"));
        self.version == Version::V4
            || of_signature
            || obeyed.map(|added| added.split(['=', '%']).next().unwrap()).any(|added| added == name)
    }
}

/// One change. Most invalidate the signature.
fn change(sent: &mut Sent, how: u8, at: Index, other: Index) {
    let (place, query) =
        sent.url.split_once('?').map(|(place, query)| (place.to_owned(), query.to_owned())).unwrap();
    let mut items: Vec<String> = query.split('&').map(str::to_owned).collect();
    let item = at.index(items.len());
    let swap = |url: &mut String, from: &str, to: &str| {
        let found: Vec<usize> = url.match_indices(from).map(|(at, _)| at).collect();
        if !found.is_empty() {
            let at = found[at.index(found.len())];
            url.replace_range(at..at + from.len(), to);
        }
    };
    match how {
        0 if !sent.headers.is_empty() => {
            let index = at.index(sent.headers.len());
            let name = sent.headers[index].0.replacen('-', "_", 1 + other.index(3));
            sent.headers[index].0 = name;
        }
        1 if !sent.headers.is_empty() => {
            let (name, value) = at.get(&sent.headers).clone();
            sent.headers.push((name.replacen('-', "_", other.index(3)).to_uppercase(), value));
        }
        2 => sent.headers.push(((*at.get(&ADDED_HEADERS)).to_owned(), "evil".to_owned())),
        3 if !sent.headers.is_empty() => drop(sent.headers.remove(at.index(sent.headers.len()))),
        4 => sent.url += &format!("&{}", at.get(&ADDED_PARAMETERS)),
        5 => sent.url = format!("{place}?{}&{query}", at.get(&ADDED_PARAMETERS)),
        // Two parameters become one, or one becomes two.
        6 => swap(&mut sent.url, "&", "%26"),
        7 => swap(&mut sent.url, "%26", "&"),
        8 => swap(&mut sent.url, "=", "%3D"),
        9 => swap(&mut sent.url, "%3D", "="),
        10 => items.swap(item, other.index(query.split('&').count())),
        11 => items.push(items[item].clone()),
        12 => drop(items.remove(item)),
        13 => swap(&mut sent.url, "%2F", "/"),
        14 => swap(&mut sent.url, "/", ["%2F", "//", "/./", "/../", "/%2e/"][other.index(5)]),
        15 => swap(&mut sent.url, "/b/", ["//b/", "/../", "/./", "/%00/", "//", "/B/"][other.index(6)]),
        16 => swap(&mut sent.url, "k", ["%6b", "%6B", "K"][other.index(3)]),
        17 => swap(&mut sent.url, "%20", ["+", " ", "%2B"][other.index(3)]),
        18 => sent.headers.push((
            "Host".to_owned(),
            ["evil.example", "H.EXAMPLE", "h.example:443", "b.h.example"][other.index(4)].to_owned(),
        )),
        19 => swap(
            &mut sent.url,
            HOST,
            ["H.Example", "h.example:443", "b.h.example", "evil.example"][other.index(4)],
        ),
        20 if !sent.headers.is_empty() => {
            let (name, value) = sent.headers.remove(at.index(sent.headers.len()));
            let value = value.replace('/', "%2F").replace('=', "%3D");
            let pair = match value.split_once(':').filter(|_| other.index(2) == 0) {
                Some((front, back)) => format!("{name}%3A{front}={back}"),
                None => format!("{name}={value}"),
            };
            sent.url += &format!("&{pair}");
        }
        21 => sent.method = ["GET", "PUT", "HEAD", "DELETE", "get"][other.index(5)].to_owned(),
        22 => sent.headers.push((*at.get(&HEADERS)).into_owned_pair()),
        _ => items[item] = items[item].replacen('-', "_", 1).to_lowercase(),
    }
    if (10..=12).contains(&how) || how > 22 {
        sent.url = format!("{place}?{}", items.join("&"));
    }
}

trait Pair {
    fn into_owned_pair(self) -> (String, String);
}

impl Pair for (&str, &str) {
    fn into_owned_pair(self) -> (String, String) {
        (self.0.to_owned(), self.1.to_owned())
    }
}

/// The bucket and the key of a request that the verifier accepts.
fn accepted(sent: &Sent) -> Option<(String, String)> {
    let headers: Vec<_> = sent.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let verifier = Verifier::builder().endpoint(HOST).build().unwrap();
    let request = Received::url(&sent.method, &sent.url).headers(&headers).at(NOW);
    let verified = verifier
        .verify(&request, |access_key| (access_key == ACCESS_KEY).then(|| Secret::from(SECRET_KEY)))
        .ok()?;
    Some((verified.bucket.into_owned(), verified.key.into_owned()))
}

proptest! {
    #![proptest_config(config::cases(4000))]

    #[test]
    fn an_accepted_variant_has_the_signed_meaning(
        version in select(vec![Version::V4, Version::V2]),
        method in select(vec!["GET", "PUT"]),
        key in select(KEYS.to_vec()),
        query in subsequence(QUERY.to_vec(), 0..4),
        headers in subsequence(HEADERS.to_vec(), 0..3),
        changes in vec((0..24_u8, any::<Index>(), any::<Index>()), 0..4),
    ) {
        let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint(HOST).version(version).build().unwrap();
        let request = Request::new(method, "b", key).query(&query).headers(&headers).sign_at(NOW).expires_in(60);
        let signed = Sent {
            method: method.to_owned(),
            url: signer.presign(&request).unwrap(),
            headers: headers.iter().map(|pair| (*pair).into_owned_pair()).collect(),
        };
        prop_assert!(accepted(&signed).is_some());
        let mut variant = signed.clone();
        for (how, at, other) in changes {
            change(&mut variant, how, at, other);
        }
        let Some((bucket, key_found)) = accepted(&variant) else { return Ok(()) };
        prop_assert_eq!((&*bucket, &*key_found), ("b", key), "{:?}", variant);
        for decodes_first in [false, true] {
            let reading = Reading { version, signed: &headers, decodes_first };
            prop_assert_eq!(reading.meaning(&variant), reading.meaning(&signed), "{:?}", variant);
        }
    }
}
