//! Every link of tests/vectors verifies, with and without an endpoint, and nothing else about it does.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use presign::{Reason, Received, Secret, Verifier, Version};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    access_key: String,
    secret_key: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    method: String,
    endpoint: String,
    region: String,
    addressing: String,
    bucket: String,
    key: String,
    headers: BTreeMap<String, String>,
    session_token: Option<String>,
    sign_at: i64,
    expires_in: i64,
    url: String,
}

impl Case {
    fn check<'s>(
        &'s self,
        verifier: &Verifier,
        secret: &dyn Fn(&str) -> Option<Secret<'s>>,
        version: Version,
    ) {
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Received::url(&self.method, &self.url).headers(&headers).at(self.sign_at);
        let verified =
            verifier.verify(&request, secret).unwrap_or_else(|refusal| panic!("{}: {refusal}", self.name));
        assert_eq!((&*verified.bucket, &*verified.key), (&*self.bucket, &*self.key), "{}", self.name);
        let v4 = version == Version::V4;
        assert_eq!(verified.region.as_deref(), v4.then_some(self.region.as_str()), "{}", self.name);
        assert_eq!(verified.signed_at, v4.then_some(self.sign_at), "{}", self.name);
        assert_eq!(verified.expires_at, self.sign_at + self.expires_in, "{}", self.name);

        let again = in_other_words(&self.url);
        let request = Received::url(&self.method, &again).headers(&headers).at(self.sign_at);
        let same = verifier.verify(&request, secret).unwrap_or_else(|refusal| panic!("{again}: {refusal}"));
        assert_eq!(same, verified);
        let request = Received::url(&self.method, &self.url).headers(&headers).at(self.sign_at);

        let reason = |request, secret: &dyn Fn(&str) -> Option<Secret<'s>>| {
            verifier.verify(&request, secret).unwrap_err().reason()
        };
        let token = self.session_token.as_deref();
        let wrong = |_: &str| {
            let secret = Secret::from("another");
            Some(match token {
                Some(token) => secret.session_token(token),
                None => secret,
            })
        };
        assert_eq!(reason(request, &wrong), Reason::Signature, "{}", self.name);
        assert_eq!(reason(request, &|_| None), Reason::UnknownAccessKey, "{}", self.name);
        let other = if self.method == "GET" { "HEAD" } else { "GET" };
        let refusal =
            verifier.verify(&Received::url(other, &self.url).headers(&headers).at(self.sign_at), secret);
        assert_eq!(refusal.unwrap_err().reason(), Reason::Signature, "{}", self.name);
    }
}

/// The same request as another client may send it: its query turned around, with `+` for a space, lower-case escapes,
/// and an empty item.
fn in_other_words(url: &str) -> String {
    let (place, query) = url.split_once('?').unwrap();
    let items: Vec<String> = query
        .split('&')
        .rev()
        .map(|item| {
            let mut parts = item.split('%');
            let first = parts.next().unwrap().to_owned();
            let lowered = parts.map(|part| format!("%{}{}", part[..2].to_lowercase(), &part[2..]));
            lowered.fold(first, |text, part| text + &part).replace("%20", "+")
        })
        .collect();
    format!("{place}?&{}", items.join("&"))
}

fn each_case(json: &str, version: Version) {
    let vectors: Vectors = serde_json::from_str(json).unwrap();
    let vectors = &vectors;
    assert!(vectors.cases.len() > 90, "the file is cut");
    for case in &vectors.cases {
        let secret = |access_key: &str| {
            let secret = Secret::from(vectors.secret_key.as_str());
            let secret = match &case.session_token {
                Some(token) => secret.session_token(token),
                None => secret,
            };
            (access_key == vectors.access_key).then_some(secret)
        };
        let exact = Verifier::builder()
            .endpoint(case.endpoint.as_str())
            .addressing(case.addressing.parse().unwrap())
            .region(case.region.as_str())
            .build()
            .unwrap();
        case.check(&exact, &secret, version);
        let auto = Verifier::builder().endpoint(case.endpoint.as_str()).build().unwrap();
        case.check(&auto, &secret, version);
        // Without an endpoint the bucket of an unknown host is looked for in the path.
        if case.addressing == "path" && !case.endpoint.contains("/base") {
            case.check(&Verifier::builder().build().unwrap(), &secret, version);
        }
    }
}

#[test]
fn v4_vectors_verify() {
    each_case(include_str!("vectors/sigv4.json"), Version::V4);
}

#[test]
fn v2_vectors_verify() {
    each_case(include_str!("vectors/sigv2.json"), Version::V2);
}
