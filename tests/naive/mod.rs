//! A slow signer, written from the rules alone, which shares no line with the library.
//!
//! It expects valid input and checks nothing. If the two differ, one of them is wrong.

#![allow(dead_code, reason = "every test program that includes this file uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "only valid input comes here")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The position of the bucket in a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    Path,
    Virtual,
    Cname,
}

/// One request to sign.
#[derive(Clone, Debug)]
pub struct Case {
    pub access_key: String,
    pub secret_key: String,
    pub session_token: Option<String>,
    pub region: String,
    /// `https://host[:port][/base]`, always explicit; an IPv6 address in its canonical form.
    pub endpoint: String,
    pub addressing: Addressing,
    pub method: String,
    pub bucket: String,
    pub key: String,
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    /// Unix seconds, after any rounding.
    pub sign_at: i64,
    /// Seconds from `sign_at` to the expiry.
    pub lifetime: i64,
}

/// Every stage of one signature, so that a failure names the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Empty for V2.
    pub canonical_request: String,
    pub string_to_sign: String,
    pub signature: String,
    pub url: String,
}

/// The names in the query that every server with V2 signs.
const V2_SIGNED_NAMES: &str = "acl cors delete lifecycle location logging notification partNumber \
    policy requestPayment response-cache-control response-content-disposition \
    response-content-encoding response-content-language response-content-type response-expires \
    tagging torrent uploadId uploads versionId versioning versions website";

/// Signature Version 4 in the query.
pub fn v4(case: &Case) -> Stages {
    let place = Place::of(case);
    let date_time = date_time(case.sign_at);
    let scope = format!("{}/{}/s3/aws4_request", &date_time[..8], case.region);

    let mut headers = vec![("host".to_string(), place.host.clone())];
    for (name, value) in &case.headers {
        headers.push((name.to_ascii_lowercase(), collapse(value)));
    }
    headers.sort();
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let lines: String = headers.iter().map(|(n, v)| format!("{n}:{v}\n")).collect();
    let payload = headers
        .iter()
        .find(|(name, _)| name == "x-amz-content-sha256")
        .map_or("UNSIGNED-PAYLOAD".to_string(), |(_, value)| value.clone());

    let mut query = case.query.clone();
    let mut add = |name: &str, value: &str| query.push((name.to_string(), value.to_string()));
    add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    add("X-Amz-Credential", &format!("{}/{scope}", case.access_key));
    add("X-Amz-Date", &date_time);
    add("X-Amz-Expires", &case.lifetime.to_string());
    add("X-Amz-SignedHeaders", &names);
    if let Some(token) = &case.session_token {
        add("X-Amz-Security-Token", token);
    }
    let mut query = encode_pairs(&query);
    // By name, then by value: `=` sorts after `-` and the digits, so `a-b=` would come before `a=`.
    query.sort_by(|a, b| a.split_once('=').cmp(&b.split_once('=')));
    let query = query.join("&");

    let canonical_request = format!("{}\n{}\n{query}\n{lines}\n{names}\n{payload}", case.method, place.path);
    let (string_to_sign, signature) = v4_signature(case, &canonical_request);
    let url = format!("{}://{}{}?{query}&X-Amz-Signature={signature}", place.scheme, place.host, place.path);
    Stages { canonical_request, string_to_sign, signature, url }
}

/// Returns V4's string to sign and the signature of a canonical request.
pub fn v4_signature(case: &Case, canonical_request: &str) -> (String, String) {
    let date_time = date_time(case.sign_at);
    let scope = format!("{}/{}/s3/aws4_request", &date_time[..8], case.region);
    let hash = hex(&Sha256::digest(canonical_request));
    let string_to_sign = format!("AWS4-HMAC-SHA256\n{date_time}\n{scope}\n{hash}");
    let signature = hex(&hmac_sha256(&signing_key(case), &string_to_sign));
    (string_to_sign, signature)
}

/// Returns V4's signing key, from the secret key, the day, the region and the service.
pub fn signing_key(case: &Case) -> Vec<u8> {
    let secret = format!("AWS4{}", case.secret_key);
    let day = hmac_sha256(secret.as_bytes(), &date_time(case.sign_at)[..8]);
    let region = hmac_sha256(&day, &case.region);
    let service = hmac_sha256(&region, "s3");
    hmac_sha256(&service, "aws4_request")
}

/// Signature Version 2 in the query.
pub fn v2(case: &Case) -> Stages {
    let place = Place::of(case);
    let expires = case.sign_at + case.lifetime;

    let mut headers: Vec<(String, String)> =
        case.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), trim(value))).collect();
    if let Some(token) = &case.session_token {
        headers.push(("x-amz-security-token".to_string(), token.clone()));
    }
    headers.sort();
    let value_of = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| name == wanted);
        found.map_or(String::new(), |(_, value)| value.clone())
    };
    let amz_lines: String = headers
        .iter()
        .filter(|(name, _)| name.starts_with("x-amz-"))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();

    let mut resource = format!("/{}/{}", uri_encode(&case.bucket, false), uri_encode(&case.key, true));
    let mut signed = case.query.clone();
    signed.retain(|(name, _)| V2_SIGNED_NAMES.split(' ').any(|signed| signed == name));
    signed.sort();
    for (i, (name, value)) in signed.iter().enumerate() {
        resource += if i == 0 { "?" } else { "&" };
        resource += name;
        if !value.is_empty() {
            resource += &format!("={value}");
        }
    }

    let string_to_sign = format!(
        "{}\n{}\n{}\n{expires}\n{amz_lines}{resource}",
        case.method,
        value_of("content-md5"),
        value_of("content-type")
    );
    let mut mac = Hmac::<Sha1>::new_from_slice(case.secret_key.as_bytes()).unwrap();
    mac.update(string_to_sign.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());

    let mut query = case.query.clone();
    query.push(("AWSAccessKeyId".to_string(), case.access_key.clone()));
    query.push(("Expires".to_string(), expires.to_string()));
    query.push(("Signature".to_string(), signature.clone()));
    if let Some(token) = &case.session_token {
        query.push(("x-amz-security-token".to_string(), token.clone()));
    }
    let url = format!("{}://{}{}?{}", place.scheme, place.host, place.path, encode_pairs(&query).join("&"));
    Stages { canonical_request: String::new(), string_to_sign, signature, url }
}

/// The parts of the URL before its query.
struct Place {
    scheme: String,
    /// With the port, unless it is the scheme's own.
    host: String,
    path: String,
}

impl Place {
    fn of(case: &Case) -> Place {
        let (scheme, rest) = case.endpoint.split_once("://").unwrap();
        let scheme = scheme.to_ascii_lowercase();
        let (authority, base) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        let base = base.strip_suffix('/').unwrap_or(base);
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let host = authority.to_ascii_lowercase();
        let host = host.strip_suffix(default_port).unwrap_or(&host);
        let bucket = uri_encode(&case.bucket, false);
        let key = uri_encode(&case.key, true);
        let (host, path) = match case.addressing {
            Addressing::Path => (host.to_string(), format!("{base}/{bucket}/{key}")),
            Addressing::Virtual => (format!("{}.{host}", case.bucket), format!("{base}/{key}")),
            Addressing::Cname => (host.to_string(), format!("{base}/{key}")),
        };
        Place { scheme, host, path }
    }
}

/// `yyyymmddThhmmssZ`: whole years and months are taken off until a day is left.
pub fn date_time(unix_seconds: i64) -> String {
    let mut days = unix_seconds / 86400;
    let seconds = unix_seconds % 86400;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + i64::from(leap(year)) {
        days -= 365 + i64::from(leap(year));
        year += 1;
    }
    let february = 28 + i64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let day = days + 1;
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Keeps the unreserved characters (and `/`, if asked), writes every other byte as `%XX`.
fn uri_encode(text: &str, keep_slash: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if kept || (keep_slash && byte == b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `name=value` of each pair, encoded.
fn encode_pairs(pairs: &[(String, String)]) -> Vec<String> {
    let encode = |text: &str| uri_encode(text, false);
    pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect()
}

fn trim(value: &str) -> String {
    value.trim_matches([' ', '\t']).to_string()
}

fn collapse(value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn hmac_sha256(key: &[u8], data: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(data.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
