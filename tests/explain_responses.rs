//! What is read of an error response: alone, behind the head of an HTTP response, cut, or of another program.
#![allow(clippy::unwrap_used)]

mod explaining;
mod naive;

use explaining::{TOKEN, VALUE, case, explain, explain_with, says, with};
use presign::{Cause, ErrorResponse, ErrorResponseError, Secret};

fn read(text: &str) -> (String, String) {
    let response = ErrorResponse::read(text).unwrap();
    (response.code().to_owned(), response.message().to_owned())
}

fn refused(text: &str) -> ErrorResponseError {
    ErrorResponse::read(text).unwrap_err()
}

#[test]
fn code_and_message_are_those_of_the_document() {
    for (text, code, message) in [
        ("<Error><Code>A</Code><Message>b c</Message></Error>", "A", "b c"),
        ("<Error><Code>A</Code><Message><![CDATA[b & <c>]]></Message></Error>", "A", "b & <c>"),
        ("<Error><Code>A</Code><Message>&lt;&gt;&quot;&apos;&amp;&#65;</Message></Error>", "A", "<>\"'&A"),
        ("{\"Code\":\"\",\"error\":\"A\",\"message\":\"b\"}", "A", "b"),
        ("HTTP/1.1 403 Forbidden\r\nx: y\r\n\r\n{\"Code\":\"A\",\"message\":\"b\"}", "A", "b"),
        ("HTTP/1.1 403 Forbidden\n\n{\"Code\":\"A\",\"message\":\"b\"}", "A", "b"),
        ("HTTP/1.1 403 Forbidden\r\nx-amz-error-code: A\r\nx-amz-error-message: b\r\n\r\n", "A", "b"),
        ("HTTP/1.1 403 Forbidden\r\nX-Minio-Error-Code: A\r\nX-Minio-Error-Desc: \"b\"\r\n\r\n", "A", "b"),
        ("HTTP/1.1 404 Not Found\r\n\r\n", "404", "Not Found"),
        ("HTTP/1.1 300 Multiple Choices\r\n\r\n", "300", "Multiple Choices"),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n<html><title>Gone</title></html>", "502", "Gone"),
    ] {
        assert_eq!(read(text), (code.to_owned(), message.to_owned()), "{text}");
    }
    let shown = format!(
        "{:?}",
        ErrorResponse::read("<Error><Code>A</Code><CanonicalRequest>x</CanonicalRequest></Error>")
    );
    assert_eq!(shown, "Ok(ErrorResponse { code: \"A\", message: \"\", .. })");
}

#[test]
fn other_texts_are_refused_for_what_they_are() {
    for (text, error) in [
        ("", ErrorResponseError::Empty),
        ("<Result><Code>A</Code></Result>", ErrorResponseError::Unknown),
        ("<Error></Error>", ErrorResponseError::Unknown),
        ("<Result><Code>A", ErrorResponseError::Unknown),
        ("<Error><Code>AccessDen", ErrorResponseError::Cut),
        ("HTTP/1.1 200 OK\r\n\r\n", ErrorResponseError::NoError(200)),
        ("HTTP/1.1 299 OK\r\n\r\n", ErrorResponseError::NoError(299)),
    ] {
        assert_eq!(refused(text), error, "{text}");
    }
    assert!(
        refused("<html><title>Blocked</title></html>")
            .to_string()
            .contains("page with the title \"Blocked\"")
    );
    assert!(refused("<html></html>").to_string().contains("HTML page and no error"));
    let long = |length: usize| {
        let error = "<Error><Code>A</Code></Error>";
        ErrorResponse::read(&format!("<!--{}-->{error}", " ".repeat(length - error.len() - 7))).map(|_| ())
    };
    assert_eq!(long(1024 * 1024), Ok(()));
    assert_eq!(long(1024 * 1024 + 1), Err(ErrorResponseError::TooLong));
}

/// What breaks off behind the code is read as far as it goes.
#[test]
fn a_response_that_breaks_off_is_said_to() {
    let case = case();
    let url = naive::v4(&case).url;
    let whole = "<Error><Code>AccessDenied</Code><Message>x</Message></Error>";
    for (body, is_cut) in [(whole, false), ("<Error><Code>AccessDenied</Code><Message>x", true)] {
        let explanation = explain(&case, &url, &case.secret_key, Some(body), 0);
        says(&explanation, Cause::Denied, &["AccessDenied"]);
        assert_eq!(explanation.sentence().contains("the response breaks off"), is_cut);
    }
}

#[test]
fn the_head_of_a_response_names_region_and_page() {
    let case = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), VALUE.to_owned())]);
    let url = naive::v4(&case).url;
    let says = |body: &str, cause, words: &[&str]| {
        says(&explain(&case, &url, &case.secret_key, Some(body), 0), cause, words);
    };
    says(
        "HTTP/1.1 301 Moved\r\nx-amz-bucket-region: eu-west-1\r\n\r\n<Error><Code>PermanentRedirect</Code></Error>",
        Cause::Region,
        &["sign for \"eu-west-1\""],
    );
    let signed = "these headers are signed: \"x-amz-meta-a\"";
    says("HTTP/1.1 403 Forbidden\r\n\r\n", Cause::AsSigned, &["an answer to HEAD has none", signed]);
    says(
        "HTTP/1.1 403 Forbidden\r\n\r\n<html><title>Blocked</title></html>",
        Cause::AsSigned,
        &["403 with an HTML page: \"Blocked\"", "in its place", signed],
    );
    let denied = "<Error><Code>AccessDenied</Code><Message>x</Message></Error>";
    let explanation = explain(&case, &url, &case.secret_key, Some(denied), 0);
    assert!(!explanation.sentence().contains("headers are signed"), "{}", explanation.sentence());
    let shown = format!("{explanation:?}");
    assert!(shown.starts_with("Explanation { cause: Denied, sentence: \"the signature is right"), "{shown}");
}

/// The beginning of a long message is shown, with dots behind it.
#[test]
fn a_long_message_is_cut() {
    let case = case();
    let url = naive::v4(&case).url;
    let sentence = |message: &str| {
        let body = format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>");
        explain(&case, &url, &case.secret_key, Some(&body), 0).sentence().to_owned()
    };
    for (length, dots) in [(399, ""), (400, ""), (401, "..."), (9000, "...")] {
        let shown = "x".repeat(length.min(400));
        let sentence = sentence(&"x".repeat(length));
        assert!(sentence.ends_with(&format!(": \"{shown}\"{dots})")), "{length}: {sentence}");
    }
}

/// A secret of which the message has only the beginning is not shown either. Texts of up to three bytes are no secrets.
#[test]
fn no_part_of_a_secret_is_shown_of_a_message() {
    let token = TOKEN.repeat(100);
    let case = with(|case| case.session_token = Some(token.clone()));
    let url = naive::v4(&case).url;
    let secret = Secret::from(case.secret_key.as_str()).session_token(&token);
    for times in 1..6 {
        let body =
            format!("<Error><Code>AccessDenied</Code><Message>{}</Message></Error>", token.repeat(times));
        let explanation = explain_with(&case, &url, &secret, Some(&body), 0);
        let sentence = explanation.sentence();
        assert!(
            sentence.contains("answered AccessDenied") && !sentence.contains("FwoGZ"),
            "{times}: {sentence}"
        );
    }
    let short = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), "q9z".to_owned())]);
    let long = with(|case| case.headers = vec![("x-amz-meta-a".to_owned(), "q9zz".to_owned())]);
    for (case, shown) in [(short, "q9z"), (long, "(not shown)")] {
        let value = &case.headers.first().unwrap().1;
        let body = format!("<Error><Code>AccessDenied</Code><Message>not {value} here</Message></Error>");
        let explanation = explain(&case, &naive::v4(&case).url, &case.secret_key, Some(&body), 0);
        says(&explanation, Cause::Denied, &[&format!("\"not {shown} here\"")]);
    }
}
