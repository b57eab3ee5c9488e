//! Every case of tests/vectors, stage by stage, so that a failure names the stage.
//!
//! The expected values are botocore's; the files say which version's.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use presign::{Request, Signer, Version};
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
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    session_token: Option<String>,
    sign_at: i64,
    expires_in: i64,
    canonical_request: Option<String>,
    string_to_sign: String,
    signature: String,
    url: String,
}

fn each_case(json: &str, version: Version, check: impl Fn(&Case, &Signer, &Request)) {
    let vectors: Vectors = serde_json::from_str(json).unwrap();
    assert!(vectors.cases.len() > 90, "the file is cut");
    for case in &vectors.cases {
        let signer = Signer::builder(&vectors.access_key, &vectors.secret_key)
            .session_token(case.session_token.as_deref())
            .region(case.region.as_str())
            .endpoint(case.endpoint.as_str())
            .addressing(case.addressing.parse().unwrap())
            .version(version)
            .build()
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let query: Vec<_> = case.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let headers: Vec<_> =
            case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Request::new(&case.method, &case.bucket, &case.key)
            .query(&query)
            .headers(&headers)
            .sign_at(case.sign_at)
            .expires_in(case.expires_in);
        check(case, &signer, &request);
    }
}

#[test]
fn v4_vectors_match_at_every_stage() {
    each_case(include_str!("vectors/sigv4.json"), Version::V4, |case, signer, request| {
        let stages = signer.stages(request).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(
            Some(stages.canonical_request),
            case.canonical_request,
            "canonical request: {}",
            case.name
        );
        assert_eq!(stages.string_to_sign, case.string_to_sign, "string to sign: {}", case.name);
        assert_eq!(stages.signature, case.signature, "signature: {}", case.name);
        assert_eq!(signer.presign(request).unwrap(), case.url, "URL: {}", case.name);
    });
}

/// The order of a Version 2 query is free (the file's `_comment`), so the URL is compared as a set of pairs.
#[test]
fn v2_vectors_match_at_every_stage() {
    let parts = |url: &str| {
        let (place, query) = url.split_once('?').unwrap();
        let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
        pairs.sort();
        (place.to_owned(), pairs)
    };
    each_case(include_str!("vectors/sigv2.json"), Version::V2, |case, signer, request| {
        let stages = signer.stages(request).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(stages.string_to_sign, case.string_to_sign, "string to sign: {}", case.name);
        assert_eq!(stages.signature, case.signature, "signature: {}", case.name);
        assert_eq!(parts(&signer.presign(request).unwrap()), parts(&case.url), "URL: {}", case.name);
    });
}

/// Writing into the caller's room: the length is told, the bound holds, and too little room is left as it was.
#[test]
fn a_buffer_of_the_bound_always_suffices() {
    for (json, version) in
        [(include_str!("vectors/sigv4.json"), Version::V4), (include_str!("vectors/sigv2.json"), Version::V2)]
    {
        each_case(json, version, |case, signer, request| {
            let url = signer.presign(request).unwrap();
            let bound = signer.bound(request).unwrap();
            // A signature of Version 2 may need escaping, and a key that is not clean is taken to need it everywhere.
            let escaped = 56 + 2 * case.key.len();
            assert!(url.len() <= bound && bound <= url.len() + escaped, "{}: {bound}", case.name);
            let mut room = vec![b'.'; url.len() + 1];
            assert_eq!(signer.presign_to_slice(request, &mut room), Ok(url.len()));
            assert_eq!(room, format!("{url}.").as_bytes());
            let mut room = vec![b'.'; url.len() - 1];
            assert_eq!(signer.presign_to_slice(request, &mut room), Ok(url.len()));
            assert!(room.iter().all(|byte| *byte == b'.'), "{}", case.name);
        });
    }
}

/// A template's links are the single call's links.
#[test]
fn a_template_makes_the_same_links() {
    for (json, version) in
        [(include_str!("vectors/sigv4.json"), Version::V4), (include_str!("vectors/sigv2.json"), Version::V2)]
    {
        each_case(json, version, |case, signer, request| {
            if case.key.is_empty() {
                return;
            }
            let open = Request::new(&case.method, &case.bucket, "");
            let query: Vec<_> =
                case.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let headers: Vec<_> =
                case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let open = open.query(&query).headers(&headers).sign_at(case.sign_at).expires_in(case.expires_in);
            let template = signer.template(&open).unwrap();
            assert_eq!(template.bound(&case.key), signer.bound(request));
            assert_eq!(template.expires_at(), case.sign_at + case.expires_in);
            let mut links = b"before".to_vec();
            template.presign_into("another key", &mut links).unwrap();
            let start = links.len();
            template.presign_into(&case.key, &mut links).unwrap();
            assert_eq!(&links[start..], signer.presign(request).unwrap().as_bytes(), "{}", case.name);
            assert_eq!(template.presign(&case.key).unwrap(), signer.presign(request).unwrap());
        });
    }
}
