//! Details of a difference that storages report, and mistakes that are found again without their help.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, answer, case, explain, says, used, with};
use naive::Case;
use presign::{Cause, Received, Secret, Verifier, Version};

const EMPTY_DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn pairs(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect()
}

/// `body` is what a storage answered to the link of `case`.
#[track_caller]
fn told(case: &Case, body: &str, cause: Cause, words: &[&str]) {
    let url = naive::v4(case).url;
    says(&explain(case, &url, &case.secret_key, Some(body), 0), cause, words);
}

#[test]
fn what_differs_in_the_query_is_named() {
    let seen = |change: &dyn Fn(&mut Case)| answer(&with(change), Version::V4);
    let added = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("utm_{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        seen(&|case| case.query.extend(pairs(&names)))
    };
    let eight =
        "parameters \"utm_0\", \"utm_1\", \"utm_2\", \"utm_3\", \"utm_4\", \"utm_5\", \"utm_6\", \"utm_7\"";
    told(&case(), &added(1), Cause::QueryAdded, &["the query parameter \"utm_0\" was added"]);
    told(&case(), &added(2), Cause::QueryAdded, &["the query parameters \"utm_0\", \"utm_1\" were added"]);
    told(&case(), &added(8), Cause::QueryAdded, &[&format!("{eight} were")]);
    told(&case(), &added(9), Cause::QueryAdded, &[&format!("{eight}, ... were")]);
    let other = seen(&|case| case.query = pairs(&["utm_0"]));
    told(&case(), &other, Cause::QueryAdded, &["\"utm_0\" was added"]);
    let twice = seen(&|case| case.query.push(case.query.first().unwrap().clone()));
    told(&case(), &twice, Cause::QueryAdded, &["more than once"]);
}

#[test]
fn what_differs_in_the_path_is_named() {
    let dots = with(|case| case.key = "a/../k".to_owned());
    told(
        &dots,
        &answer(&with(|case| case.key = "k".to_owned()), Version::V4),
        Cause::PathNormalised,
        &[".."],
    );
    // Encoded once more, with digits as a signer would not write them.
    let body = answer(&case(), Version::V4).replace("/b/a%20dir//k%2B1.txt", "/b/a%2520dir//k%252b1.txt");
    told(&case(), &body, Cause::PathEncoding, &["encoded once more"]);
}

/// versitygw lists only those signed headers that it received.
#[test]
fn a_header_that_a_storage_does_not_list_is_missing() {
    let case = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let body = answer(&with(|_| ()), Version::V4);
    told(&case, &body, Cause::HeaderMissing, &["\"x-amz-meta-a\" is signed but did not reach"]);
}

#[test]
fn what_differs_in_the_last_lines_is_named() {
    let body = answer(&case(), Version::V4);
    told(&case(), &body.replace("\nhost\n", "\nhost;x\n"), Cause::HeaderMissing, &["list of signed headers"]);
    told(
        &case(),
        &body.replace("UNSIGNED-PAYLOAD", EMPTY_DIGEST),
        Cause::Payload,
        &["\"UNSIGNED-PAYLOAD\" was signed", EMPTY_DIGEST],
    );
}

/// A string to sign alone says when and how the storage read the link.
#[test]
fn what_differs_in_the_string_to_sign_is_named() {
    let own = naive::v4(&case()).string_to_sign;
    let later = naive::v4(&with(|case| case.sign_at += 1)).string_to_sign;
    let alone = |text: &str| {
        format!("<Error><Code>SignatureDoesNotMatch</Code><StringToSign>{text}</StringToSign></Error>")
    };
    told(&case(), &alone(&later), Cause::Clock, &["the signing time differs"]);
    let other = own.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256");
    told(&case(), &alone(&other), Cause::Version2, &["the algorithm differs"]);
    // Four lines that are neither version's are not shown: what is in them is not known.
    let body = alone(&format!("GET\n{VALUE}\n{TOKEN}\n1"));
    let explanation = explain(&case(), &naive::v4(&case()).url, &case().secret_key, Some(&body), 0);
    assert_eq!(explanation.strings_to_sign(false).unwrap().1.unwrap(), "");
}

#[test]
fn parameters_are_shown_unless_they_are_secret() {
    let explanation = explain(&case(), &naive::v4(&case()).url, &case().secret_key, None, 0);
    assert!(explanation.ours(false).unwrap().contains("&response-content-type=text%2Fplain\n"));
}

/// AWS says which signature it received.
#[test]
fn another_signature_than_the_links_was_received() {
    let body = |signature: &str| {
        let given = format!("<SignatureProvided>{signature}</SignatureProvided></Error>");
        answer(&case(), Version::V4).replace("</Error>", &given)
    };
    told(&case(), &body(&"0".repeat(64)), Cause::Signature, &["received another one"]);
    told(&case(), &body(&naive::v4(&case()).signature), Cause::AccessKey, &["for this access key"]);
}

/// MinIO has one message for a header that is not signed and for one that was not sent.
#[test]
fn the_header_that_a_storage_does_not_name_is_found() {
    let message = "There were headers present in the request which were not signed";
    let denied =
        |message: &str| format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>");
    let body = denied(message);
    let named = body.replace("</Error>", "<HeadersNotSigned>x-amz-acl</HeadersNotSigned></Error>");
    let header = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let url = naive::v4(&case()).url;
    let key = &header.secret_key;
    says(&explain(&header, &url, key, Some(&body), 0), Cause::HeaderNotSigned, &["is not: \"x-amz-meta-a\""]);
    says(&explain(&header, &url, key, Some(&named), 0), Cause::HeaderNotSigned, &["is not: \"x-amz-acl\""]);
    let url = naive::v4(&header).url;
    says(&explain(&case(), &url, key, Some(&body), 0), Cause::HeaderMissing, &["x-amz-meta-a"]);
    let expired = denied("Request has expired");
    says(&explain(&case(), &url, key, Some(&expired), 0), Cause::Expired, &["has expired"]);
    let long = with(|case| case.lifetime = 604_801);
    let explanation = explain(&long, &naive::v4(&long).url, key, Some(&body), 0);
    says(&explanation, Cause::HeaderNotSigned, &["must be signed but is not ("]);
    // Where it is not seen here either, nothing is named.
    let explanation = explain(&case(), &naive::v4(&case()).url, key, Some(&body), 0);
    says(&explanation, Cause::HeaderNotSigned, &["must be signed but is not ("]);
}

#[test]
fn what_a_verifier_refuses_by_its_settings_names_the_cause() {
    let header = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let region = || Verifier::builder().region("eu-west-1");
    let old = || Verifier::builder().version_2(false);
    let twice: &[(&str, &str)] = &[("x-amz-meta-a", VALUE), ("X-Amz-Meta-A", VALUE)];
    for (builder, url, headers, cause, word) in [
        (region(), naive::v4(&case()).url, &[][..], Cause::Region, "us-east-1"),
        (old(), naive::v2(&case()).url, &[], Cause::Version2, "ersion 2"),
        (Verifier::builder(), naive::v4(&header).url, twice, Cause::HeaderValue, "x-amz-meta-a"),
    ] {
        let request = Received::url("GET", &url).headers(headers).at(case().sign_at);
        let secret = Secret::from(header.secret_key.as_str());
        says(&builder.build().unwrap().explain(&request, &secret, None), cause, &[word]);
    }
}

/// Each parameter that a program added may be one that S3 knows.
#[test]
fn several_added_parameters_are_found() {
    let known = [
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
        "response-content-language",
        "response-expires",
        "versionId",
        "partNumber",
        "uploadId",
    ];
    for (count, is_found) in [(2, true), (7, true), (8, false)] {
        let seen = with(|case| case.query.extend(pairs(known.get(..count).unwrap())));
        let url = used(&case(), &seen, Version::V4);
        let explanation = explain(&seen, &url, &case().secret_key, None, 0);
        let cause = if is_found { Cause::QueryAdded } else { Cause::SecretKey };
        says(&explanation, cause, if is_found { known.get(..count).unwrap() } else { &[] });
    }
}

#[test]
fn a_plus_that_was_not_encoded_is_found() {
    let case =
        with(|case| case.query = vec![("response-content-type".to_owned(), "image/svg+xml".to_owned())]);
    let url = naive::v4(&case).url.replace("svg%2Bxml", "svg+xml");
    says(&explain(&case, &url, &case.secret_key, None, 0), Cause::QueryEncoding, &["signed as a plus"]);
    let space = with(|case| case.query = vec![("response-content-type".to_owned(), "a b".to_owned())]);
    says(&explain(&space, &naive::v4(&space).url, "another", None, 0), Cause::SecretKey, &["none of"]);
}

/// Some signers sign the digest of an empty body where `UNSIGNED-PAYLOAD` belongs.
#[test]
fn the_digest_of_an_empty_body_is_found() {
    let stages = naive::v4(&case());
    let request = stages.canonical_request.replace("UNSIGNED-PAYLOAD", EMPTY_DIGEST);
    let url = stages.url.replace(&stages.signature, &naive::v4_signature(&case(), &request).1);
    says(&explain(&case(), &url, &case().secret_key, None, 0), Cause::Payload, &["digest of an empty body"]);
}

/// The canonical request's last line is this header's value.
#[test]
fn a_digest_that_was_sent_with_a_link_for_any_body_is_found() {
    let header = |value: &str| vec![("x-amz-content-sha256".to_owned(), value.to_owned())];
    let case = with(|case| case.headers = header("UNSIGNED-PAYLOAD"));
    let seen = with(|case| case.headers = header(&"5".repeat(64)));
    let url = naive::v4(&case).url;
    let words = ["x-amz-content-sha256", "with the value \"UNSIGNED-PAYLOAD\""];
    says(&explain(&seen, &url, &case.secret_key, None, 0), Cause::HeaderValue, &words);
}

/// A text of at most 64 KiB is read as a copied URL.
#[test]
fn white_space_behind_a_url_is_found() {
    let url = naive::v4(&case()).url;
    for (length, cause) in [(1000, Cause::UrlText), (65_536, Cause::UrlText), (65_537, Cause::Unreadable)] {
        let copied = format!("{url}{}", " ".repeat(length - url.len()));
        says(&explain(&case(), &copied, &case().secret_key, None, 0), cause, &[]);
    }
}
