//! `Verifier::explain_with` looks the secret key up by the link's access key, in whatever state the link is.
#![allow(clippy::unwrap_used)]

use presign::{Cause, ErrorResponse, Received, Request, Secret, Signer, Verifier};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW: i64 = 1_795_305_600;

fn link(host: &str) -> String {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint(host).build().unwrap();
    signer.presign(&Request::get("photos", "a b.jpg").sign_at(NOW).expires_in(60)).unwrap()
}

fn secret_of(access_key: &str) -> Option<Secret<'static>> {
    (access_key == ACCESS_KEY).then(|| SECRET_KEY.into())
}

fn verifier() -> Verifier {
    Verifier::builder().endpoint("files.example").build().unwrap()
}

#[test]
fn a_link_to_another_host_is_explained_with_its_own_secret() {
    let url = link("elsewhere.example");
    let request = Received::url("GET", &url).at(NOW);
    let found = verifier().explain_with(&request, secret_of, None);
    assert_eq!(found.cause(), Cause::Host, "{}", found.sentence());
    assert!(found.ours(false).is_some());
}

#[test]
fn a_link_that_was_changed_when_it_was_copied_is_explained_with_its_own_secret() {
    // As a page's source has it: without its parameters the link cannot be read.
    let url = link("files.example").replace('&', "&amp;");
    let request = Received::url("GET", &url).at(NOW);
    let found = verifier().explain_with(&request, secret_of, None);
    assert_eq!(found.cause(), Cause::UrlText, "{}", found.sentence());
    // Without the secret it is not known whether the change is the cause, but the key is named.
    let unknown = verifier().explain_with(&request, |_| None, None);
    assert!(unknown.sentence().contains(ACCESS_KEY), "{}", unknown.sentence());
}

#[test]
fn an_access_key_that_is_not_known_is_the_cause() {
    let url = link("files.example");
    let headers = [("x-amz-meta-a", "a private value")];
    let request = Received::url("GET", &url).at(NOW).headers(&headers);
    // A storage that repeats what it was sent.
    let body = "<Error><Code>AccessDenied</Code><Message>refused: a private value</Message></Error>";
    let response = ErrorResponse::read(body).unwrap();
    let found = verifier().explain_with(&request, |_| None, Some(&response));
    assert_eq!(found.cause(), Cause::AccessKey);
    let sentence = found.sentence();
    assert!(sentence.contains(ACCESS_KEY) && sentence.contains("AccessDenied"), "{sentence}");
    assert!(!sentence.contains("a private value"), "{sentence}");
    assert!(found.ours(true).is_none());
}

#[test]
fn what_the_storage_states_is_the_cause_also_without_the_secret() {
    let url = link("files.example");
    let request = Received::url("GET", &url).at(NOW);
    // As AWS answers: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    let body = "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the \
                server's time is too large.</Message></Error>";
    let response = ErrorResponse::read(body).unwrap();
    let found = verifier().explain_with(&request, |_| None, Some(&response));
    assert_eq!(found.cause(), Cause::Clock, "{}", found.sentence());
    assert!(found.ours(true).is_none());
}
