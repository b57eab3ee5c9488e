//! Reads arbitrary texts as a storage's error response, and explains AWS's example of a presigned URL with what was read.
//! A response that is written as XML or JSON is read as it was written. No sentence has the secret key, or a character
//! that a terminal obeys.
//!
//! An input is a response. Its first two lines are a code and a message as well.
#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::{ErrorResponse, Received, Secret, Verifier};

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
const URL: &str = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
    AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&\
    X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SIGNED_AT: i64 = 1_369_353_600;

/// Another secret key, with which the link does not verify, so that the texts of the storage are compared.
const OTHER_SECRET: &str = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";

fn explain(response: &ErrorResponse) {
    let verifier = Verifier::builder().build().expect("a valid verifier");
    for (secret, method, now) in
        [(SECRET, "GET", SIGNED_AT), (SECRET, "HEAD", SIGNED_AT + 86_400), (OTHER_SECRET, "GET", SIGNED_AT)]
    {
        let request = Received::url(method, URL).at(now);
        let explanation = verifier.explain(&request, &Secret::from(secret), Some(response));
        let sentence = explanation.sentence();
        assert!(!sentence.is_empty() && !sentence.contains(secret), "{sentence}");
        assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
        let ours =
            [explanation.ours(false), explanation.strings_to_sign(false).map(|(ours, _)| ours.to_owned())];
        assert!(ours.iter().flatten().all(|text| !text.is_empty() && !text.contains(secret)));
        assert_eq!(explanation.theirs(false).is_some(), explanation.theirs(true).is_some());
    }
}

/// Writes text for XML as the specification asks, with the references that it names.
fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns whether XML and a reader that trims leave a text as it is.
fn is_kept(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match ErrorResponse::read(text) {
        Ok(response) => {
            assert!(!response.code().is_empty());
            explain(&response);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let mut lines = text.lines();
    let (Some(code), Some(message)) = (lines.next(), lines.next()) else { return };
    if !is_kept(code) || !is_kept(message) {
        return;
    }
    let documents = [
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}</Message></Error>",
            xml(code),
            xml(message)
        ),
        format!(
            "<ErrorResponse>\r\n <Error xmlns=\"x\">\r\n <Code>{}</Code>\r\n <Message>{}</Message></Error></ErrorResponse>",
            xml(code),
            xml(message)
        ),
        serde_json::json!({ "Code": code, "Message": message }).to_string(),
        serde_json::json!({ "Error": { "Code": code, "Message": message } }).to_string(),
    ];
    for document in documents {
        for text in [document.clone(), format!("HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\n{document}")] {
            // A document may be longer than the text that it was made of.
            let Ok(response) = ErrorResponse::read(&text) else {
                assert!(text.len() > presign::MAX_RESPONSE_BYTES, "{text}");
                continue;
            };
            assert_eq!((response.code(), response.message()), (code, message), "{text}");
            explain(&response);
        }
    }
});
