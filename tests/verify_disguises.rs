//! Requests that are not the one that was signed, and would give the same text to sign if it were written carelessly:
//! Signature Version 2 puts values into lines with nothing escaped.
#![allow(clippy::unwrap_used)]

use presign::{Reason, Received, Refusal, Request, Secret, Signer, Verifier, Version};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// 2013-05-24T00:00:00Z.
const NOW: i64 = 1_369_353_600;

fn signer(version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("https://h.example").version(version).build().unwrap()
}

fn put<'a>() -> Request<'a> {
    Request::put("b", "k").sign_at(NOW).expires_in(60)
}

fn reason(request: Received) -> Option<Reason> {
    let verifier = Verifier::builder().endpoint("h.example").unsigned_amz_headers(true).build().unwrap();
    let verified = verifier.verify(&request.at(NOW), |_| Some(Secret::from(SECRET_KEY)));
    verified.err().map(|refusal: Refusal| refusal.reason())
}

/// The signature's own parameters of a Version 2 link.
fn signature_of(url: &str) -> &str {
    url.split_once("AWSAccessKeyId").map(|(_, rest)| rest).unwrap()
}

#[test]
fn a_value_with_a_line_feed_is_no_second_line() {
    // What is signed ends in `x-amz-meta-a:b\n/b/k?response-content-disposition=foo\n/b2/k2`.
    let request =
        put().headers(&[("x-amz-meta-a", "b")]).query(&[("response-content-disposition", "foo\n/b2/k2")]);
    let url = signer(Version::V2).presign(&request).unwrap();
    let signature = signature_of(&url);
    let other = format!(
        "https://h.example/b2/k2?AWSAccessKeyId{signature}\
         &x-amz-meta-a=b%0A/b/k?response-content-disposition%3Dfoo"
    );
    assert_eq!(reason(Received::url("PUT", &other)), Some(Reason::BadRequest));
}

#[test]
fn headers_are_not_hidden_in_a_value() {
    let signed = [("x-amz-meta-a", "b"), ("x-amz-server-side-encryption", "AES256")];
    let url = signer(Version::V2).presign(&put().headers(&signed)).unwrap();
    assert_eq!(reason(Received::url("PUT", &url).headers(&signed)), None);
    let disguised = format!("{url}&x-amz-meta-a=b%0Ax-amz-server-side-encryption:AES256");
    assert_eq!(reason(Received::url("PUT", &disguised)), Some(Reason::BadRequest));
    let disguised = format!("{url}&x-amz-meta-a:b%0Ax-amz-server-side-encryption=AES256");
    assert_eq!(reason(Received::url("PUT", &disguised)), Some(Reason::BadRequest));
    let disguised = [("x-amz-meta-a", "b\nx-amz-server-side-encryption:AES256")];
    assert_eq!(reason(Received::url("PUT", &url).headers(&disguised)), Some(Reason::BadRequest));
    let disguised = [("x-amz-meta-a:b\nx-amz-server-side-encryption", "AES256")];
    assert_eq!(reason(Received::url("PUT", &url).headers(&disguised)), Some(Reason::BadRequest));
}

#[test]
fn what_http_does_not_allow_is_in_no_request() {
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put().headers(&[("x-amz-meta-a", "b\tc")])).unwrap();
        let with = |method, value| reason(Received::url(method, &url).headers(&[("x-amz-meta-a", value)]));
        assert_eq!(with("PUT", "b\tc"), None, "{version:?}");
        for value in ["b\nc", "b\0", "\r", "b\u{7f}"] {
            assert_eq!(with("PUT", value), Some(Reason::BadRequest), "{version:?} {value:?}");
        }
        assert_eq!(with("PUT\n", "b\tc"), Some(Reason::BadRequest), "{version:?}");
        // Nothing is signed about this one.
        let agent = [("x-amz-meta-a", "b\tc"), ("user-agent", "a\x01")];
        assert_eq!(reason(Received::url("PUT", &url).headers(&agent)), None, "{version:?}");
    }
}

/// Which of the two would a server believe?
#[test]
fn a_digest_given_twice() {
    let url = signer(Version::V4).presign(&put()).unwrap();
    let zeros = "0".repeat(64);
    let twice = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), ("X-Amz-Content-Sha256", zeros.as_str())];
    assert_eq!(reason(Received::url("PUT", &url).headers(&twice[..1])), None);
    assert_eq!(reason(Received::url("PUT", &url).headers(&twice)), Some(Reason::RepeatedHeader));
}

/// A look-up of no name may find somebody.
#[test]
fn an_empty_access_key_is_nobodys() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    let nobody = url.replace(ACCESS_KEY, "");
    assert_eq!(reason(Received::url("PUT", &nobody)), Some(Reason::MissingParameterV2));
}

/// Before all times no link of Version 2 has ended, since it does not say when it was signed.
#[test]
fn a_time_that_is_none() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    let verifier = Verifier::builder().build().unwrap();
    for now in [-1, i64::MIN, presign::MAX_TIME + 1] {
        let verified =
            verifier.verify(&Received::url("PUT", &url).at(now), |_| Some(Secret::from(SECRET_KEY)));
        assert_eq!(verified.unwrap_err().reason(), Reason::Clock, "{now}");
    }
}

/// One value could be sent as two parameters: the text that Version 2 signs is the same.
#[test]
fn a_value_that_reads_like_a_parameter_is_not_signed() {
    let with = |version, value| {
        signer(version).presign(&put().query(&[("response-content-disposition", value)])).map(|_| ())
    };
    for value in
        ["attachment; filename=x&response-content-type=text/html", "x&acl", "x&y&versionId=", "&uploads"]
    {
        assert!(with(Version::V4, value).is_ok());
        let error = with(Version::V2, value).unwrap_err().to_string();
        assert!(error.contains("cannot tell from that parameter"), "{error}");
        assert!(!error.contains(value), "{error}");
    }
    for value in ["attachment; filename=\"a & b\"", "a&b=c", "acl", "a&aclx", "a&xacl=", "&"] {
        assert!(with(Version::V2, value).is_ok(), "{value}");
    }
}
