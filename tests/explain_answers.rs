//! What storages really answer: every answer in `tests/answers` names its storage, its source and the cause that it
//! states.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod explaining;
mod naive;

use explaining::{TOKEN, case, explain_with, says, signed, with};
use naive::Case;
use presign::{Cause, ErrorResponse, Secret, Version};
use serde_json::Value;

fn answers() -> Vec<Value> {
    let document: Value = serde_json::from_str(include_str!("answers/answers.json")).unwrap();
    document["answers"].as_array().unwrap().clone()
}

fn secret(case: &Case) -> Secret<'_> {
    let secret = Secret::from(case.secret_key.as_str());
    match &case.session_token {
        Some(token) => secret.session_token(token),
        None => secret,
    }
}

/// The storage's code and message are shown, and a link with the right signature never has another secret key.
#[test]
fn recorded_answers_of_storages_name_their_cause() {
    for answer in answers() {
        let text = |name: &str| answer[name].as_str().unwrap();
        let case = match text("link") {
            "v4-token" => with(|case| case.session_token = Some(TOKEN.to_owned())),
            _ => case(),
        };
        let version = if text("link") == "v2" { Version::V2 } else { Version::V4 };
        let url = signed(&case, version).url;
        let secret = secret(&case);
        let explanation = explain_with(&case, &url, &secret, Some(text("response")), 0);
        let sentence = explanation.sentence();
        let from = format!("{} ({}): {sentence}", text("storage"), text("source"));
        assert_eq!(explanation.cause().name(), text("cause"), "{from}");
        for word in answer["words"].as_array().unwrap() {
            assert!(sentence.contains(word.as_str().unwrap()), "{word} is not in {from}");
        }
        let response = ErrorResponse::read(text("response")).unwrap();
        let said = format!("the storage answered {}", response.code());
        assert!(sentence.contains(&said), "{from}");
        let message = format!("{:?}", response.message());
        assert!(sentence.contains(message.trim_matches('"')), "{from}");
        assert!(!sentence.contains("secret key for") && !sentence.contains("another secret"), "{from}");
    }
}

/// An unknown code is no proof that the answer is not about the signature.
#[test]
fn an_unknown_code_is_reported_as_what_it_is() {
    let case = case();
    let url = naive::v4(&case).url;
    let unknown = Some("<Error><Code>Brand\u{1b}New</Code><Message>so \u{202e}there</Message></Error>");
    let secret = secret(&case);
    let shown = r#"the storage answered Brand\u{1b}New: "so \u{202e}there""#;
    says(&explain_with(&case, &url, &secret, unknown, 0), Cause::Denied, &["not known here", shown]);
    let used = with(|case| case.method = "PUT".to_owned());
    says(&explain_with(&used, &url, &secret, unknown, 0), Cause::Method, &["\"PUT\"", shown]);
    says(&explain_with(&case, &url, &"another".into(), unknown, 0), Cause::SecretKey, &["none of", shown]);
}

/// A storage may repeat what it was sent.
#[test]
fn a_storages_message_is_shown_without_secrets() {
    let case = with(|case| {
        case.session_token = Some(format!("{TOKEN}/+="));
        case.headers = vec![("x-amz-meta-a".to_owned(), explaining::VALUE.to_owned())];
    });
    let url = naive::v4(&case).url;
    let message = format!("{} {} {url}", case.secret_key, explaining::VALUE).replace('&', "&amp;");
    for code in ["AccessDenied", "SignatureDoesNotMatch", "New"] {
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        let explanation = explain_with(&case, &url, &secret(&case), Some(&body), 0);
        assert!(explanation.sentence().contains("(not shown) (not shown) https://"), "{explanation:?}");
        let signature = naive::v4(&case).signature;
        assert!(!explanation.sentence().contains(&signature), "{explanation:?}");
    }
}
