//! Verifies every URL of tests/vectors, with and without an endpoint, and refuses it with another method or secret key.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod vectors;

use presign::{Reason, Received, Secret, Verifier, Version};
use vectors::{UrlCase, borrowed};

fn secret<'s>(case: &'s UrlCase, secret_key: &'s str) -> Secret<'s> {
    let secret = Secret::from(secret_key);
    match &case.session_token {
        Some(token) => secret.session_token(token),
        None => secret,
    }
}

fn check(case: &UrlCase, verifier: &Verifier, version: Version) {
    let name = &case.name;
    let headers = borrowed(&case.headers);
    let received = |method, url| Received::url(method, url).headers(&headers).at(case.sign_at);
    let right =
        |access_key: &str| (access_key == vectors::ACCESS_KEY).then(|| secret(case, vectors::SECRET_KEY));
    let request = received(&case.method, &case.url);
    let verified = verifier.verify(&request, right).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    assert_eq!((&*verified.bucket, &*verified.key), (&*case.bucket, &*case.key), "{name}");
    assert_eq!(verified.method, case.method, "{name}");
    let is_signed =
        |name: &str| version == Version::V4 || !["delimiter", "list-type", "prefix"].contains(&name);
    let mut query: Vec<_> = borrowed(&case.query).into_iter().filter(|(name, _)| is_signed(name)).collect();
    query.sort_unstable();
    let found: Vec<_> = verified.query.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(found, query, "{name}");
    let v4 = version == Version::V4;
    assert_eq!(verified.region.as_deref(), v4.then_some(case.region.as_str()), "{name}");
    assert_eq!(verified.signed_at, v4.then_some(case.sign_at), "{name}");
    assert_eq!(verified.expires_at, case.expires_at(), "{name}");

    let respelled = respelled(&case.url);
    let same = verifier.verify(&received(&case.method, &respelled), right);
    assert_eq!(same.unwrap_or_else(|refusal| panic!("{respelled}: {refusal}")), verified);

    let refusal = verifier.verify(&request, |_| Some(secret(case, "another"))).unwrap_err();
    assert_eq!(refusal.reason(), Reason::Signature, "{name}");
    let refusal = verifier.verify(&request, |_| None).unwrap_err();
    assert_eq!(refusal.reason(), Reason::UnknownAccessKey, "{name}");
    let other_method = if case.method == "GET" { "HEAD" } else { "GET" };
    let refusal = verifier.verify(&received(other_method, &case.url), right).unwrap_err();
    assert_eq!(refusal.reason(), Reason::Signature, "{name}");
}

/// Writes the URL as another client may send it: its query in reverse order, with `+` for a space, lower-case escapes,
/// and an empty parameter.
fn respelled(url: &str) -> String {
    let (address, query) = url.split_once('?').unwrap();
    let parameters: Vec<String> = query
        .split('&')
        .rev()
        .map(|parameter| {
            let mut parts = parameter.split('%');
            let first = parts.next().unwrap().to_owned();
            let lowered = parts.map(|part| format!("%{}{}", part[..2].to_lowercase(), &part[2..]));
            lowered.fold(first, |text, part| text + &part).replace("%20", "+")
        })
        .collect();
    format!("{address}?&{}", parameters.join("&"))
}

fn check_each(cases: &[UrlCase], version: Version) {
    for case in cases {
        let exact = Verifier::builder()
            .endpoint(case.endpoint.as_str())
            .addressing(case.addressing.parse().unwrap())
            .region(case.region.as_str())
            .build()
            .unwrap();
        check(case, &exact, version);
        let auto = Verifier::builder().endpoint(case.endpoint.as_str()).build().unwrap();
        check(case, &auto, version);
        // Without an endpoint, a verifier reads the bucket of an unknown host from the path.
        if case.addressing == "path" && !case.endpoint.contains("/base") {
            check(case, &Verifier::builder().build().unwrap(), version);
        }
    }
}

#[test]
fn urls_of_botocore_verify_with_v4() {
    check_each(&vectors::v4(), Version::V4);
}

#[test]
fn urls_of_botocore_verify_with_v2() {
    check_each(&vectors::v2(), Version::V2);
}
