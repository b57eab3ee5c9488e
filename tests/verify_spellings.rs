//! Links that are spelled in another way than a signer of ours spells them. The signatures are the naive signer's. Version
//! 4 covers the decoded query, sorted and encoded again, so every spelling of it verifies; Ceph and MinIO do the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod naive;
mod verifying;

use naive::{Addressing, Case};
use presign::{Reason, Received, Verifier, Version};
use verifying::{reason, secret_of, verifier, verifies};

const NOW: i64 = 1_369_353_600;

fn case(query: &[(&str, &str)]) -> Case {
    Case {
        access_key: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
        session_token: None,
        region: "us-east-1".into(),
        endpoint: "https://h.example".into(),
        addressing: Addressing::Path,
        method: "GET".into(),
        bucket: "b".into(),
        key: "k".into(),
        query: query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        headers: Vec::new(),
        sign_at: NOW,
        lifetime: 60,
    }
}

/// Replaces a part of a link that must be there, and returns the pairs of the query that the verifier reads.
fn pairs_of(case: &Case, old: &str, new: &str) -> Result<Vec<(String, String)>, Reason> {
    let url = naive::v4(case).url;
    assert!(url.contains(old), "{url}");
    let url = url.replacen(old, new, 1);
    let verified = verifier(case).verify(&Received::url("GET", &url).at(NOW), secret_of(case));
    let verified = verified.map_err(|refusal| refusal.reason())?;
    Ok(verified.query.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

#[test]
fn version_4_does_not_sign_the_order_of_the_query() {
    let case = case(&[("A", "1"), ("response-expires", "x y"), ("versionId", "é/+")]);
    let url = naive::v4(&case).url;
    let (address, query) = url.split_once('?').unwrap();
    let pairs: Vec<&str> = query.split('&').collect();
    let mut sorted = pairs.clone();
    sorted.sort_unstable();
    assert_ne!(sorted, pairs, "the signature is last");
    let mut reversed = sorted.clone();
    reversed.reverse();
    let last = |pairs: &[&str]| {
        let (mut pairs, signature) = (pairs.to_vec(), *pairs.last().unwrap());
        pairs.pop();
        pairs.reverse();
        pairs.push(signature);
        pairs.join("&")
    };
    let mut orders = vec![sorted.join("&"), reversed.join("&"), last(&pairs)];
    for count in 0..pairs.len() {
        let mut rotated = pairs.clone();
        rotated.rotate_left(count);
        orders.push(rotated.join("&"));
        orders.push(rotated.join("&&"));
    }
    for order in orders {
        assert_eq!(verifies(&case, Version::V4, &format!("{address}?{order}")), Ok(()), "{order}");
    }
}

#[test]
fn an_equals_sign_may_be_missing_and_a_second_one_belongs_to_the_value() {
    let expected = |name: &str, value: &str| Ok(vec![(name.to_owned(), value.to_owned())]);
    // `A` is before the signature's own parameters, `acl` and `x` are after them.
    for name in ["A", "acl"] {
        let case = case(&[(name, "")]);
        assert_eq!(pairs_of(&case, &format!("{name}=&"), &format!("{name}&")), expected(name, ""));
    }
    for name in ["A", "x"] {
        let case = case(&[(name, "b=c=d")]);
        assert_eq!(pairs_of(&case, "b%3Dc%3Dd", "b=c=d"), expected(name, "b=c=d"));
        assert_eq!(pairs_of(&case, "b%3Dc%3Dd", "b=c%3Dd"), expected(name, "b=c=d"));
        let case = self::case(&[(name, "=")]);
        assert_eq!(pairs_of(&case, "%3D", "="), expected(name, "="));
    }
}

#[test]
fn escapes_may_be_in_lower_case_or_needless_and_a_plus_is_a_space() {
    let case = case(&[("A-b", "x y/z|")]);
    let expected = Ok(vec![("A-b".to_owned(), "x y/z|".to_owned())]);
    for (old, new) in [
        ("%2F", "%2f"),
        ("x%20y%2F", "x+y/"),
        ("%7C", "%7c"),
        ("%7C", "|"),
        ("A-b=", "%41-b="),
        ("A-b=", "A%2db="),
        ("z%7C", "%7a%7C"),
        ("AKIA", "%41KIA"),
        ("X-Amz-Date", "X%2DAmz-Date"),
        ("Expires=60", "Expires=%360"),
        ("SignedHeaders=host", "SignedHeaders=hos%74"),
    ] {
        assert_eq!(pairs_of(&case, old, new), expected, "{old} -> {new}");
    }
}

/// The bytes of a path are data until they are decoded, so only a `/` that was escaped becomes another path for Version 2.
#[test]
fn the_path_is_decoded_once_and_the_base_path_is_signed_as_it_was_sent() {
    for endpoint in ["https://h.example/a%2fb+c", "https://h.example/%41", "https://h.example/a%20b"] {
        let case = Case { endpoint: endpoint.into(), key: "k +é".into(), ..case(&[]) };
        assert_eq!(verifies(&case, Version::V4, &naive::v4(&case).url), Ok(()), "{endpoint}");
        assert_eq!(verifies(&case, Version::V2, &naive::v2(&case).url), Ok(()), "{endpoint}");
        let respelled = naive::v4(&case).url.replace("k%20%2B%C3%A9", "%6B%20+%c3%a9");
        assert_eq!(verifies(&case, Version::V4, &respelled), Ok(()), "{respelled}");
    }
}

/// Ceph and MinIO add the slash before they check the signature.
#[test]
fn version_2_signs_a_bucket_with_a_slash_that_may_not_be_sent() {
    let case = Case { key: String::new(), ..case(&[("acl", "")]) };
    let url = naive::v2(&case).url;
    assert_eq!(verifies(&case, Version::V2, &url), Ok(()));
    assert!(url.contains("/b/?"), "{url}");
    assert_eq!(verifies(&case, Version::V2, &url.replace("/b/?", "/b?")), Ok(()));
}

#[test]
fn a_percent_sign_alone_is_no_escape() {
    for item in ["x=%", "%=x", "%", "x=%25%", "x=%%"] {
        assert_eq!(pairs_of(&case(&[("x", "y")]), "x=y", item), Err(Reason::InvalidUrl), "{item}");
    }
}

/// One server reads the one and another the other.
#[test]
fn the_token_s_two_spellings_are_one_parameter() {
    let case = Case { session_token: Some("token".into()), ..case(&[]) };
    for item in ["x-amz-security-token=token", "X-Amz-security-token=token", "x-amz-security-token="] {
        let url = naive::v4(&case).url;
        for url in [format!("{url}&{item}"), url.replace('?', &format!("?{item}&"))] {
            let verified = verifier(&case).verify(&Received::url("GET", &url).at(NOW), secret_of(&case));
            assert_eq!(reason(verified), Some(Reason::RepeatedParameter), "{url}");
        }
    }
}

/// RFC 1035: a name has at most 253 characters, here with the longest port behind it. A region has at most 64.
#[test]
fn the_longest_host_and_the_longest_region_verify() {
    let labels = [63, 63, 63, 61].map(|length| "a".repeat(length)).join(".");
    let longest = Case { endpoint: format!("https://{labels}:65535"), region: "r".repeat(64), ..case(&[]) };
    let url = naive::v4(&longest).url;
    let verify = |url: &str| {
        let verifier = Verifier::builder().build().unwrap();
        reason(verifier.verify(&Received::url("GET", url).at(NOW), secret_of(&longest)))
    };
    assert_eq!(verify(&url), None);
    // The verifier has such an endpoint too.
    assert_eq!(verifies(&longest, Version::V4, &url), Ok(()));
    assert_eq!(verify(&url.replacen("https://a", "https://aa", 1)), Some(Reason::InvalidUrl));
    assert_eq!(verify(&url.replacen("https://a", &format!("https://{labels}"), 1)), Some(Reason::InvalidUrl));
    assert_eq!(verify(&url.replacen("%2Frr", "%2Frrr", 1)), Some(Reason::Credential));
    // Every other spelling of the query, which another function reads.
    let reordered = |url: &str| format!("{url}&");
    assert_eq!(verify(&reordered(&url)), None);
    assert_eq!(verify(&reordered(&url).replacen("%2Frr", "%2Frrr", 1)), Some(Reason::Credential));
}

/// Differences between two texts must not cancel each other out, be it of bytes or of words of eight bytes.
#[test]
fn no_two_parts_of_a_signature_can_be_exchanged() {
    let case = case(&[]);
    for (version, stages) in [(Version::V4, naive::v4(&case)), (Version::V2, naive::v2(&case))] {
        let escaped = |text: &str| text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        assert!(stages.url.contains(&escaped(&stages.signature)));
        for size in [1, 2, 4, 8, 16] {
            let parts: Vec<&[u8]> = stages.signature.as_bytes().chunks_exact(size).collect();
            let rest = &stages.signature[parts.len() * size..];
            for (one, other) in (0..parts.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let mut exchanged = parts.clone();
                exchanged.swap(one, other);
                let signature = String::from_utf8(exchanged.concat()).unwrap() + rest;
                let url = stages.url.replace(&escaped(&stages.signature), &escaped(&signature));
                let verified = verifier(&case).verify(&Received::url("GET", &url).at(NOW), secret_of(&case));
                let expected = (signature != stages.signature).then_some(Reason::Signature);
                assert_eq!(reason(verified), expected, "{version:?} {signature}");
            }
        }
    }
}
