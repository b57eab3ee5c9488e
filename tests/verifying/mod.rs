//! Reads URLs without the library's code, and compares the result with the verifier's.

#![allow(dead_code, reason = "every test program that includes this file uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use presign::{Addressing, Reason, Received, Refusal, Secret, Verified, Verifier, Version};

use crate::naive::{self, Case};

/// The names that Signature Version 2 signs, and its signature parameters.
const V2_NAMES: &str = "acl cors delete lifecycle location logging notification partNumber policy requestPayment \
    response-cache-control response-content-disposition response-content-encoding response-content-language \
    response-content-type response-expires tagging torrent uploadId uploads versionId versioning versions website \
    AWSAccessKeyId Expires Signature x-amz-security-token";

/// Returns a verifier for the case's endpoint.
pub fn verifier(case: &Case) -> Verifier {
    let builder = Verifier::builder().endpoint(case.endpoint.as_str()).region(case.region.as_str());
    let builder = match case.addressing {
        naive::Addressing::Path => builder.addressing(Addressing::Path),
        naive::Addressing::Virtual => builder.addressing(Addressing::Virtual),
        naive::Addressing::Cname => builder.addressing(Addressing::Cname).bucket(case.bucket.as_str()),
    };
    builder.build().unwrap()
}

/// Returns a look-up of the case's secret key, which knows only its access key.
pub fn secret_of<'s>(case: &'s Case) -> impl Fn(&str) -> Option<Secret<'s>> {
    move |access_key| {
        let secret = Secret::from(case.secret_key.as_str());
        let secret = match &case.session_token {
            Some(token) => secret.session_token(token),
            None => secret,
        };
        (access_key == case.access_key).then_some(secret)
    }
}

/// Returns the reason of a refusal, or `None`.
pub fn reason(result: Result<Verified, Refusal>) -> Option<Reason> {
    result.err().map(|refusal| refusal.reason())
}

/// Checks that the case's URL verifies from its signing time to its expiry, with the values of the case.
pub fn verifies(case: &Case, version: Version, url: &str) -> Result<(), String> {
    let verifier = verifier(case);
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Received::url(&case.method, url).headers(&headers);
    let at = |now| verifier.verify(&request.at(now), secret_of(case));
    let expires_at = case.sign_at + case.lifetime;
    if repeats_amz(&case.query) {
        let found = reason(at(case.sign_at));
        return if found == Some(Reason::RepeatedParameter) { Ok(()) } else { Err(format!("{found:?}")) };
    }
    for now in [case.sign_at, case.sign_at, expires_at - 1] {
        let verified = at(now).map_err(|refusal| format!("{refusal} at {now}"))?;
        let v4 = version == Version::V4;
        let is =
            (&*verified.bucket, &*verified.key, &*verified.access_key, verified.version, verified.expires_at);
        let expected =
            (case.bucket.as_str(), case.key.as_str(), case.access_key.as_str(), version, expires_at);
        if is != expected
            || verified.region.as_deref() != v4.then_some(case.region.as_str())
            || verified.signed_at != v4.then_some(case.sign_at)
        {
            return Err(format!("{verified:?}"));
        }
    }
    for (now, expected) in [(expires_at, Reason::Expired), (case.sign_at - 901, Reason::NotYetValid)] {
        // No clock says a time before 1970.
        let expected = if now < 0 { Reason::Clock } else { expected };
        let found = reason(at(now));
        if found != Some(expected) && !(version == Version::V2 && expected == Reason::NotYetValid) {
            return Err(format!("{found:?} at {now}"));
        }
    }
    Ok(())
}

/// Returns whether an `x-amz-` name is repeated, which the verifier refuses.
fn repeats_amz(query: &[(String, String)]) -> bool {
    let mut names: Vec<_> = query.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.retain(|name| name.starts_with("x-amz-"));
    names.sort();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// Host, decoded path, and decoded pairs in order.
pub type Meaning = (String, Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>);

/// Returns the signed meaning of a URL: two URLs with the same meaning are one request. `None` if it cannot be read.
pub fn meaning(url: &str, version: Version) -> Option<Meaning> {
    let (scheme, rest) = url.split_once("://")?;
    let (place, query) = rest.split_once('?')?;
    let (host, path) = place.split_at(place.find('/')?);
    let host = host.to_lowercase();
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(port).unwrap_or(&host).to_owned();
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name, true)?, decoded(value, true)?);
        let amz_meta = name.to_ascii_lowercase().starts_with(b"x-amz-meta-");
        if version == Version::V4 || amz_meta || V2_NAMES.split(' ').any(|signed| signed.as_bytes() == name) {
            pairs.push((name, value));
        }
    }
    pairs.sort();
    // Version 2 signs the path that was sent, without decoding it.
    let path = if version == Version::V4 { decoded(path, false)? } else { path.as_bytes().to_vec() };
    Some((host, path, pairs))
}

fn decoded(text: &str, plus: bool) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'+' if plus => b' ',
            _ => byte,
        });
    }
    Some(out)
}
