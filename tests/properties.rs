//! Random requests: the library and the naive signer must agree at every stage.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod naive;
mod random;
mod verifying;

use naive::{Case, Stages};
use presign::{ErrorResponse, Received, Request, Secret, Signer, Verifier, Version};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use random::{case, signer_of};

fn agree(case: &Case, version: Version, naive: &Stages) -> Result<(), TestCaseError> {
    let signer = signer_of(version, case.addressing, &case.endpoint, &case.region, Some(case));
    let query: Vec<_> = case.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Request::new(&case.method, &case.bucket, &case.key)
        .query(&query)
        .headers(&headers)
        .sign_at(case.sign_at)
        .expires_in(case.lifetime);
    let stages = signer.stages(&request).unwrap();
    prop_assert_eq!(&stages.canonical_request, &naive.canonical_request);
    prop_assert_eq!(&stages.string_to_sign, &naive.string_to_sign);
    prop_assert_eq!(&stages.signature, &naive.signature);
    prop_assert_eq!(&signer.presign(&request).unwrap(), &naive.url);
    prop_assert_eq!(verifying::verifies(case, version, &naive.url), Ok(()));
    Ok(())
}

/// Replaces, inserts or removes a byte after the scheme. A URL with another meaning is refused.
fn changed(
    case: &Case,
    version: Version,
    url: &str,
    at: Index,
    byte: u8,
    how: u8,
) -> Result<(), TestCaseError> {
    let start = url.find("://").unwrap() + 3;
    let at = start + at.index(url.len() - start);
    let mut bytes = url.as_bytes().to_vec();
    match how {
        0 => bytes[at] = byte,
        1 => bytes.insert(at, byte),
        2 => drop(bytes.remove(at)),
        // Any byte after decoding, also line feeds.
        _ => drop(bytes.splice(at..at, format!("%{:02X}", byte.wrapping_mul(7)).into_bytes())),
    }
    let forged = String::from_utf8(bytes).unwrap();
    let meant = verifying::meaning(&forged, version);
    if meant.is_some() && meant == verifying::meaning(url, version) {
        return Ok(());
    }
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Received::url(&case.method, &forged).headers(&headers).at(case.sign_at);
    let verified = verifying::verifier(case).verify(&request, verifying::secret_of(case));
    prop_assert!(verified.is_err(), "{forged}");
    Ok(())
}

/// One change to what is not in the URL.
fn changed_request(case: &Case, url: &str) -> Result<(), TestCaseError> {
    let verify = |method: &str, headers: &[(String, String)]| {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Received::url(method, url).headers(&headers).at(case.sign_at);
        verifying::verifier(case).verify(&request, verifying::secret_of(case)).is_ok()
    };
    let another = case.method.clone() + "X";
    prop_assert!(!verify(&another, &case.headers));
    for index in 0..case.headers.len() {
        let mut headers = case.headers.clone();
        headers[index].1.insert(0, 'x');
        prop_assert!(!verify(&case.method, &headers));
        let (name, value) = headers.remove(index);
        // With Version 2 no content type and an empty one are the same.
        prop_assert!(!verify(&case.method, &headers) || value.trim() == "x", "{name}");
    }
    let headers = [case.headers.as_slice(), &[("x-amz-unsigned".to_owned(), String::new())]].concat();
    prop_assert!(!verify(&case.method, &headers));
    Ok(())
}

/// Each constructor of a request has the method of its name.
#[test]
fn a_request_has_the_method_of_its_constructor() {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let signer = signer.endpoint("https://h.example").build().unwrap();
    for (method, request) in [
        ("GET", Request::get("b", "k")),
        ("PUT", Request::put("b", "k")),
        ("HEAD", Request::head("b", "k")),
        ("DELETE", Request::delete("b", "k")),
    ] {
        assert_eq!(request.method(), method);
        let case = Case {
            access_key: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
            session_token: None,
            region: "us-east-1".into(),
            endpoint: "https://h.example".into(),
            addressing: naive::Addressing::Path,
            method: method.into(),
            bucket: "b".into(),
            key: "k".into(),
            query: Vec::new(),
            headers: Vec::new(),
            sign_at: 1_369_353_600,
            lifetime: 60,
        };
        let url = signer.presign(&request.sign_at(case.sign_at).expires_in(60)).unwrap();
        assert_eq!(url, naive::v4(&case).url);
    }
}

proptest! {
    #![proptest_config(random::cases(2000))]

    #[test]
    fn v4_urls_equal_the_naive_signer(case in case(Version::V4)) {
        agree(&case, Version::V4, &naive::v4(&case))?;
    }

    /// No request makes the library panic, and every refusal has a message.
    #[test]
    fn no_request_makes_the_verifier_panic(
        url in prop_oneof![
            any::<String>(),
            "https?://[a-z.:]{0,9}/\\PC{0,40}\\?\\PC{0,60}",
            "http://h/[a-z%+/é]{0,9}\\?(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|A)=[0-9TZ/a-z%;&=+]{0,30}&){0,9}",
            "http://h/[a-z%+/é]{0,9}\\?((AWSAccessKeyId|Expires|Signature|acl|x-amz-meta-a|restore)=?[0-9/a-z%&=+]{0,12}&){0,6}",
            "http://h/b/k\\?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20130524/[!-~]{0,9}/s3/aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=[0-9]{1,20}&X-Amz-SignedHeaders=[a-z;]{0,9}&X-Amz-Signature=[0-9a-f]{0,64}",
        ],
        headers in vec(("host|[a-z-]{0,9}|x-amz-[a-z]{1,3}|\\PC{0,5}", "\\PC{0,9}"), 0..4),
        texts in vec("\\PC{0,9}|<?[A-Z][a-z]{0,9}>?|GET\n/\nx", 4),
        now in any::<i64>(),
    ) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let code = format!("<Error><Code>SignatureDoesNotMatch</Code><StringToSign>{}</StringToSign><CanonicalRequest>{}</CanonicalRequest></Error>", texts[0], texts[1]);
        let answers = [ErrorResponse::read(&code), ErrorResponse::read(&texts[2]), ErrorResponse::read(&url)];
        for builder in [Verifier::builder(), Verifier::builder().endpoint("http://h/b").unsigned_amz_headers(true)] {
            let verifier = builder.build().unwrap();
            for request in [Received::url(&texts[3], &url), Received::new("GET", &texts[3], &url), Received::new("HEAD", "h", &url)] {
                let request = request.headers(&headers).at(now);
                let refusal = verifier.verify(&request, |_| Some(Secret::from("s"))).unwrap_err();
                prop_assert!(!refusal.to_string().is_empty());
                let _ = verifier.inspect(&request);
                for answer in [None].into_iter().chain(answers.iter().map(|answer| answer.as_ref().ok())) {
                    prop_assert!(!verifier.explain(&request, &Secret::from("s"), answer).sentence().is_empty());
                }
            }
        }
    }

    #[test]
    fn any_change_of_a_signed_request_is_refused(
        (case, version) in prop_oneof![
            case(Version::V4).prop_map(|case| (case, Version::V4)),
            case(Version::V2).prop_map(|case| (case, Version::V2)),
        ],
        changes in vec((any::<Index>(), b'!'..=b'~', 0..4_u8), 8),
    ) {
        let url = if version == Version::V4 { naive::v4(&case).url } else { naive::v2(&case).url };
        for (at, byte, how) in changes {
            changed(&case, version, &url, at, byte, how)?;
        }
        changed_request(&case, &url)?;
    }

    #[test]
    fn v2_urls_equal_the_naive_signer(case in case(Version::V2)) {
        agree(&case, Version::V2, &naive::v2(&case))?;
    }

    /// No input makes the library panic, and every refusal has a message.
    #[test]
    fn no_input_makes_the_signer_panic(
        texts in vec(prop_oneof!["\\PC{0,30}", any::<String>(), "[a-z.:/@%\\[\\]]{0,20}"], 10),
        numbers in vec(prop_oneof![any::<i64>(), -10_i64..1_000_000_000], 6),
        style in select(vec![presign::Addressing::Auto, presign::Addressing::Path, presign::Addressing::Virtual, presign::Addressing::Cname]),
        v2 in any::<bool>(),
    ) {
        let text = |index: usize| texts[index].as_str();
        let version = if v2 { Version::V2 } else { Version::V4 };
        let explicit = Signer::builder(text(0), text(1)).region(text(2)).endpoint(text(3)).session_token(text(4))
            .addressing(style).version(version).max_expires_in(numbers[0]).credentials_expire_at(numbers[1]).build();
        let plain = Signer::builder("a", "s").endpoint("h").version(version).build();
        for signer in [explicit, plain] {
            let pairs = [(text(5), text(6)), (text(7), text(8))];
            let links = signer.and_then(|signer| {
                let request = Request::new("GET", text(9), text(5)).query(&pairs).sign_at(numbers[2]).stable_for(numbers[3]);
                signer.presign(&request.expires_in(numbers[4]).headers(&pairs))?;
                signer.presign(&request.expires_at(numbers[5]))
            });
            if let Err(error) = links {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}
