//! Signs every case of tests/vectors and compares each stage, so that a failure names the stage.
#![allow(clippy::unwrap_used, clippy::panic)]

mod vectors;

use presign::{Request, Signer, Version};
use vectors::{UrlCase, borrowed, sorted_parts};

fn each_case(version: Version, check: impl Fn(&UrlCase, &Signer, &Request)) {
    let cases = if version == Version::V4 { vectors::v4() } else { vectors::v2() };
    for case in cases {
        let signer = Signer::builder(vectors::ACCESS_KEY, vectors::SECRET_KEY)
            .session_token(case.session_token.as_deref())
            .region(case.region.as_str())
            .endpoint(case.endpoint.as_str())
            .addressing(case.addressing.parse().unwrap())
            .version(version)
            .build()
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let (query, headers) = (borrowed(&case.query), borrowed(&case.headers));
        let request = Request::new(&case.method, &case.bucket, &case.key)
            .query(&query)
            .headers(&headers)
            .sign_at(case.sign_at)
            .expires_in(case.expires_in.into());
        check(&case, &signer, &request);
    }
}

#[test]
fn v4_equals_botocore_at_every_stage() {
    each_case(Version::V4, |case, signer, request| {
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

#[test]
fn v2_equals_botocore_at_every_stage() {
    each_case(Version::V2, |case, signer, request| {
        let stages = signer.stages(request).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(stages.string_to_sign, case.string_to_sign, "string to sign: {}", case.name);
        assert_eq!(stages.signature, case.signature, "signature: {}", case.name);
        let url = signer.presign(request).unwrap();
        assert_eq!(sorted_parts(&url), sorted_parts(&case.url), "URL: {}", case.name);
    });
}

/// The length is returned in both cases, and a slice that is too short is left unchanged.
#[test]
fn a_slice_of_the_bound_always_suffices() {
    for version in [Version::V4, Version::V2] {
        each_case(version, |case, signer, request| {
            let url = signer.presign(request).unwrap();
            let bound = signer.bound(request).unwrap();
            // The bound assumes that every character of a signature of Version 2 is escaped, and, where one character
            // of a key is escaped, that all are.
            let escaped = 56 + 2 * case.key.len();
            assert!(url.len() <= bound && bound <= url.len() + escaped, "{}: {bound}", case.name);
            let mut slice = vec![b'.'; url.len() + 1];
            assert_eq!(signer.presign_to_slice(request, &mut slice), Ok(url.len()));
            assert_eq!(slice, format!("{url}.").as_bytes());
            let mut slice = vec![b'.'; url.len() - 1];
            assert_eq!(signer.presign_to_slice(request, &mut slice), Ok(url.len()));
            assert!(slice.iter().all(|byte| *byte == b'.'), "{}", case.name);
        });
    }
}

#[test]
fn a_template_makes_the_url_of_a_single_call() {
    for version in [Version::V4, Version::V2] {
        each_case(version, |case, signer, request| {
            if case.key.is_empty() {
                return;
            }
            let (query, headers) = (borrowed(&case.query), borrowed(&case.headers));
            let without_key = Request::new(&case.method, &case.bucket, "")
                .query(&query)
                .headers(&headers)
                .sign_at(case.sign_at)
                .expires_in(case.expires_in.into());
            let template = signer.template(&without_key).unwrap();
            assert_eq!(template.bound(&case.key), signer.bound(request));
            assert_eq!(template.expires_at(), case.expires_at());
            let mut urls = b"before".to_vec();
            template.presign_into("another key", &mut urls).unwrap();
            let start = urls.len();
            template.presign_into(&case.key, &mut urls).unwrap();
            assert_eq!(&urls[start..], signer.presign(request).unwrap().as_bytes(), "{}", case.name);
            let url = signer.presign(request).unwrap();
            assert_eq!(template.presign(&case.key).unwrap(), url);
            let mut slice = vec![b'.'; url.len() + 1];
            assert_eq!(template.presign_to_slice(&case.key, &mut slice), Ok(url.len()));
            assert_eq!(slice, format!("{url}.").as_bytes());
            let mut slice = vec![b'.'; url.len() - 1];
            assert_eq!(template.presign_to_slice(&case.key, &mut slice), Ok(url.len()));
            assert!(slice.iter().all(|byte| *byte == b'.'), "{}", case.name);
        });
    }
}
