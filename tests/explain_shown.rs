//! Neither a header's value, nor a token, nor a customer's key is shown by explain, unless it is asked for.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, answer, explain, signed, with};
use naive::Case;
use presign::Version;

/// Masked: every header's value but the host's, and the token.
#[test]
fn values_are_shown_only_if_asked_for() {
    let case = with(|case| {
        case.session_token = Some(TOKEN.to_owned());
        case.headers = vec![
            ("content-type".to_owned(), VALUE.to_owned()),
            ("x-amz-meta-a".to_owned(), VALUE.to_owned()),
        ];
    });
    for version in [Version::V4, Version::V2] {
        let url = signed(&case, version).url;
        let explanation = explain(&case, &url, &case.secret_key, Some(&answer(&case, version)), 0);
        for (hidden, shown) in [
            (explanation.ours(false), explanation.ours(true)),
            (explanation.theirs(false), explanation.theirs(true)),
        ] {
            let (hidden, shown) = (hidden.unwrap(), shown.unwrap());
            assert!(
                !hidden.contains(VALUE) && !hidden.contains(TOKEN) && hidden.contains("x-amz-meta-a"),
                "{hidden}"
            );
            assert!(shown.contains(VALUE) && shown.contains(TOKEN));
            assert_eq!(hidden.lines().count(), shown.lines().count());
        }
    }
}

/// A storage that took the link for one of the other version has the token in its string to sign.
#[test]
fn a_string_to_sign_is_masked_by_what_it_is() {
    let case = with(|case| {
        case.session_token = Some(TOKEN.to_owned());
        case.headers = vec![("content-type".to_owned(), VALUE.to_owned())];
    });
    let [v4, v2] = [naive::v4(&case), naive::v2(&case)];
    let explanation = explain(&case, &v4.url, &case.secret_key, Some(&answer(&case, Version::V2)), 0);
    let theirs = |show_values| explanation.strings_to_sign(show_values).unwrap().1.unwrap().into_owned();
    assert_eq!(theirs(true), v2.string_to_sign);
    assert!(theirs(false).contains("x-amz-security-token:(not shown)"), "{}", theirs(false));
    let explanation = explain(&case, &v4.url, &case.secret_key, Some(&answer(&case, Version::V4)), 0);
    let (ours, theirs) = explanation.strings_to_sign(false).unwrap();
    assert_eq!((ours, theirs.unwrap().as_ref()), (&*v4.string_to_sign, &*v4.string_to_sign));
    let explanation = explain(&case, &v2.url, &case.secret_key, Some(&answer(&case, Version::V4)), 0);
    assert_eq!(explanation.theirs(false), Some(v4.string_to_sign));
}

/// The canonical request's last line is the value of a header, where that was sent.
#[test]
fn the_payloads_digest_is_a_headers_value() {
    let digest = naive::hex(VALUE.as_bytes());
    let case = with(|case| case.headers = vec![("x-amz-content-sha256".to_owned(), digest.clone())]);
    let seen = with(|case| case.headers = vec![("x-amz-content-sha256".to_owned(), "00".repeat(32))]);
    let url = naive::v4(&case).url;
    for body in [None, Some(answer(&case, Version::V4)), Some(answer(&seen, Version::V4))] {
        let explanation = explain(&case, &url, &case.secret_key, body.as_deref(), 0);
        let shown =
            [explanation.ours(false), explanation.theirs(false)].map(Option::unwrap_or_default).concat();
        assert!(!shown.contains(&digest) && !explanation.sentence().contains(&digest), "{shown}");
        assert!(shown.contains("\n(not shown)"), "{shown}");
        assert!(explanation.ours(true).unwrap().ends_with(&digest));
    }
    // What everybody knows is shown, and what stands in the query.
    let plain = Case { headers: vec![], ..case.clone() };
    let explanation = explain(&plain, &naive::v4(&plain).url, &case.secret_key, None, 0);
    assert!(explanation.ours(false).unwrap().ends_with("\nUNSIGNED-PAYLOAD"));
    let in_query = Case { query: vec![("X-Amz-Content-Sha256".to_owned(), digest.clone())], ..plain };
    let explanation = explain(&in_query, &naive::v4(&in_query).url, &case.secret_key, None, 0);
    assert!(explanation.ours(false).unwrap().ends_with(&format!("\n{digest}")));
}

/// A customer's encryption key in the query, by whichever name.
#[test]
fn a_customers_key_is_not_shown() {
    let name = "x-amz-server-side-encryption-customer-key";
    let case = with(|case| case.query = vec![(name.to_owned(), VALUE.to_owned())]);
    let seen = with(|case| case.query = vec![(name.to_owned(), "another".to_owned())]);
    for body in [None, Some(answer(&case, Version::V4)), Some(answer(&seen, Version::V4))] {
        let explanation = explain(&case, &naive::v4(&case).url, &case.secret_key, body.as_deref(), 0);
        assert!(explanation.ours(false).unwrap().contains("customer-key=(not shown)"));
    }
}
