//! No message and no debug output of the library contains a secret.
#![allow(clippy::unwrap_used)]

use presign::{Addressing, Columns, Credentials, Received, Request, Secret, Signer, Verifier, Version};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN";
const HEADER: &str = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=";

fn holds_none(text: &str) {
    for secret in [SECRET, TOKEN, HEADER] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn debug_shows_the_access_key_alone() {
    for version in [Version::V4, Version::V2] {
        let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET)
            .session_token(TOKEN)
            .version(version)
            .build()
            .unwrap();
        let text = format!("{signer:?} {signer:#?}");
        assert!(text.contains("AKIAIOSFODNN7EXAMPLE"));
        holds_none(&text);
    }
    holds_none(&format!("{:?}", Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET, Some(TOKEN)).unwrap()));
}

#[test]
fn debug_output_of_results_shows_no_url_and_no_header_value() {
    let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET).session_token(TOKEN);
    holds_none(&format!("{builder:?}"));
    let signer = builder.build().unwrap();
    let headers = [("x-amz-server-side-encryption-customer-key", HEADER)];
    let link = signer.presign_request(&Request::get("bkt", "k").headers(&headers)).unwrap();
    let template = signer.template(&Request::get("bkt", "").headers(&headers)).unwrap();
    let text = format!("{link:?} {template:?}");
    assert!(!text.contains("X-Amz-Signature"), "{text}");
    holds_none(&text);
}

/// A count or a time is what is left to show of these, so it must be there.
#[test]
fn debug_output_of_templates_and_batches_names_the_type_and_its_size() {
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET).session_token(TOKEN).build().unwrap();
    let headers = [("x-amz-server-side-encryption-customer-key", HEADER)];
    let open = Request::get("bkt", "").headers(&headers).sign_at(1_657_451_138).expires_in(60);
    let template = signer.template(&open).unwrap();
    let links = template.presign_many(&["a", "b", "c"], 1).unwrap();
    let requests = [Request::get("bkt", "k").headers(&headers); 5];
    let keys = ["a", "b"];
    let columns = Columns::new(&open, &keys);
    for (text, shown) in [
        (format!("{template:?}"), "Template { expires_at: 1657451198, .. }"),
        (format!("{links:?}"), "Links { len: 3, .. }"),
        (format!("{:?}", template.batch().threads(7)), "threads: 7"),
        (
            format!("{:?}", signer.requests(&requests).threads(7)),
            "RequestBatch { range: 0..5, threads: 7, .. }",
        ),
        (format!("{:?}", signer.columns(&columns)), "RequestBatch { columns: Columns {"),
        (format!("{columns:?}"), "count: 2"),
    ] {
        assert!(text.contains(shown), "{text}");
        assert!(!text.contains("X-Amz-Signature"), "{text}");
        holds_none(&text);
    }
}

#[test]
fn a_request_shows_no_header_s_value() {
    let headers = [("x-amz-server-side-encryption-customer-key", HEADER)];
    let text = format!("{:?}", Request::get("b", "k").headers(&headers));
    assert!(text.contains("x-amz-server-side-encryption-customer-key"));
    holds_none(&text);
}

#[test]
fn errors_show_no_secret() {
    let broken = format!("{SECRET}\n");
    let error = Signer::builder("AKIAIOSFODNN7EXAMPLE", &broken).build().unwrap_err();
    holds_none(&format!("{error} {error:?}"));
    // A common mistake: the access key and the secret key are swapped.
    let error = Signer::builder(&broken, "AKIAIOSFODNN7EXAMPLE").build().unwrap_err();
    holds_none(&format!("{error} {error:?}"));
    let broken = format!("{TOKEN}\u{7}");
    let error = Signer::builder("a", SECRET).session_token(broken.as_str()).build().unwrap_err();
    holds_none(&format!("{error} {error:?}"));
    let value = format!("{HEADER}\n{HEADER}");
    let headers = [("x-amz-meta-a", value.as_str())];
    let signer = Signer::builder("a", SECRET).build().unwrap();
    let error = signer.presign(&Request::get("bkt", "k").headers(&headers)).unwrap_err();
    holds_none(&format!("{error} {error:?}"));
}

/// Programs print what they got, so it must be of use too: it names the type and the parts that are no secret.
#[test]
fn debug_output_of_verifying_shows_no_secret() {
    let headers = [("x-amz-server-side-encryption-customer-key", HEADER)];
    let query = [("x-amz-token", HEADER)];
    let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET).session_token(TOKEN).build().unwrap();
    let request = Request::get("bkt", "k").headers(&headers).query(&query).expires_in(60);
    let presigned = signer.presign_request(&request).unwrap();
    let secret = || Secret::from(SECRET).session_token(TOKEN);
    let received = Received::url("GET", &presigned.url).headers(&headers);
    let verifier = Verifier::builder().region("us-east-1").build().unwrap();
    let verified = verifier.verify(&received, |_| Some(secret())).unwrap();
    let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET);
    for (text, shown) in [
        (format!("{:?}", secret()), "Secret"),
        (format!("{verifier:?}"), "us-east-1"),
        (format!("{verified:?}"), "x-amz-server-side-encryption-customer-key"),
        (format!("{received:?}"), "x-amz-server-side-encryption-customer-key"),
        (format!("{presigned:?}"), "Presigned"),
        (format!("{builder:?}"), "SignerBuilder"),
    ] {
        assert!(text.contains(shown), "{text}");
        assert!(!text.contains("X-Amz-Signature="), "{text}");
        holds_none(&text);
    }
}

#[test]
fn a_signer_names_its_settings_but_no_secret() {
    let builder = Signer::builder("AKIAIOSFODNN7EXAMPLE", SECRET).endpoint("http://H.example:8080/base/");
    let signer = builder.addressing(Addressing::Virtual).build().unwrap();
    assert_eq!(signer.access_key(), "AKIAIOSFODNN7EXAMPLE");
    assert_eq!(signer.endpoint(), "http://h.example:8080/base");
    assert_eq!(signer.addressing(), Addressing::Virtual);
}
