//! Links that are signed otherwise than S3's, and requests that have no link at all.
#![allow(clippy::unwrap_used)]

use presign::{Cause, Reason, Received, Secret, Verifier, Warning, inspect};

const CLOUDFRONT: &str = "https://d111111abcdef8.cloudfront.net/image.jpg?color=red&size=medium&Expires=1767290400\
    &Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC&Key-Pair-Id=K2JCJMDEHXQW5F";

/// The examples of the services' own documentation, and of public threads.
const LINKS: [(&str, &str); 10] = [
    // docs.aws.amazon.com: private-content-creating-signed-url-canned-policy, and its custom policy.
    (CLOUDFRONT, "Amazon CloudFront"),
    (
        "https://d111111abcdef8.cloudfront.net/i.jpg?Policy=eyANCiA&Signature=nitf__&Key-Pair-Id=K2JC",
        "CloudFront",
    ),
    // github.com/floci-io/floci-gcp/issues/32
    (
        "http://localhost:4588/b/k.txt?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-signer%40test-project\
         .iam.gserviceaccount.com%2F20000101%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20000101T000000Z\
         &X-Goog-Expires=1&X-Goog-SignedHeaders=host&X-Goog-Signature=00",
        "Google Cloud Storage",
    ),
    // github.com/googleapis/google-cloud-go/issues/1021
    (
        "https://storage.googleapis.com/b/k?x-goog-signature=00&x-goog-algorithm=GOOG4-RSA-SHA256\
         &x-goog-credential=a%2Fb&x-goog-date=20180605T083219Z&x-goog-expires=600&x-goog-signedheaders=host",
        "Google Cloud Storage",
    ),
    // github.com/edenlabllc/ehealth.api/issues/945
    (
        "https://storage.googleapis.com/b/k?GoogleAccessId=ael-dev%40ehealth-162117.iam.gserviceaccount.com\
         &Expires=1504106769&Signature=JV6dSm7tYNWsEFBsu%2B7jVkC5%3D%3D",
        "Google Cloud Storage",
    ),
    // help.aliyun.com: add-signatures-to-urls, versions 1 and 4.
    (
        "http://oss-example.oss-cn-hangzhou.aliyuncs.com/oss-api.pdf?OSSAccessKeyId=nz2pc56s936**9l\
         &Expires=1141889120&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
        "Alibaba Cloud OSS",
    ),
    (
        "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/exampleobject?x-oss-signature-version=OSS4-HMAC-SHA256\
         &x-oss-credential=AKI%2F20231203%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-date=20231203T121212Z\
         &x-oss-expires=86400&x-oss-signature=00",
        "Alibaba Cloud OSS",
    ),
    // learn.microsoft.com: 4-identify-uri-sas-parameters; the escapes in its sig are not valid.
    (
        "https://myaccount.blob.core.windows.net/?restype=service&comp=properties&sv=2015-04-05&ss=bf\
         &st=2015-04-29T22%3A18%3A26Z&se=2015-04-30T02%3A23%3A26Z&sr=b&sp=rw&spr=https\
         &sig=F%6GRVAZ5Cdj2Pw4tgU7IlSTkWgn7bUkkAg8P6HESXwmf%4B",
        "Azure Storage",
    ),
    // github.com/aws/aws-sdk-js-v3/issues/5639
    (
        "https://m.mrap.accesspoint.s3-global.amazonaws.com/key.pdf?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256\
         &X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=AKIA/20240106/s3/aws4_request\
         &X-Amz-Date=20240106T052714Z&X-Amz-Expires=900&X-Amz-Region-Set=*&X-Amz-Signature=00\
         &X-Amz-SignedHeaders=host&x-id=GetObject",
        "Signature Version 4A",
    ),
    (
        "https://m.mrap.accesspoint.s3-global.amazonaws.com/key.pdf?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256\
         &X-Amz-Credential=AKIA%2F20240106%2Fs3%2Faws4_request&X-Amz-Date=20240106T052714Z&X-Amz-Expires=900\
         &X-Amz-SignedHeaders=host&X-Amz-Signature=00",
        "Signature Version 4A",
    ),
];

fn verifier() -> Verifier {
    Verifier::builder().build().unwrap()
}

fn known(_: &str) -> Option<Secret<'static>> {
    Some("secret".into())
}

#[test]
fn a_link_of_another_kind_is_named() {
    for (url, kind) in LINKS {
        let request = Received::url("GET", url).at(1_700_000_000);
        let unread = inspect(&request).unwrap_err().to_string();
        assert!(unread.contains(kind) && !unread.contains("AccessDenied"), "{unread}");
        let refusal = verifier().verify(&request, known).unwrap_err();
        assert!(refusal.detail().contains(kind), "{refusal}");
        let is_4a = kind.contains("4A");
        let expected = if is_4a { (Reason::Algorithm, 400) } else { (Reason::NotSigned, 403) };
        assert_eq!((refusal.reason(), refusal.status()), expected, "{refusal}");
        let explanation = verifier().explain(&request, &"secret".into(), None);
        assert_eq!(explanation.cause(), Cause::OtherKind);
        assert!(explanation.sentence().contains(kind), "{explanation:?}");
    }
}

/// No server refuses anything where a link is only read.
#[test]
fn inspect_does_not_answer_like_a_storage() {
    for url in [
        "https://h.example/b/k",
        "h",
        "https://h.example/b/k?X-Amz-Signature=0",
        "https://h/b/k?AWSAccessKeyId=a",
    ] {
        let unread = inspect(&Received::url("GET", url)).unwrap_err();
        for code in ["AccessDenied", "InvalidURI", "AuthorizationQueryParametersError", "Access Denied"] {
            assert!(!unread.to_string().contains(code), "{unread}");
        }
        assert!(!unread.to_string().is_empty());
    }
}

/// Azure's names may be parameters of an application.
#[test]
fn a_link_with_a_parameter_of_s3_s_signature_is_s3_s() {
    for (parameter, reason) in [
        ("X-Amz-Signature=0", Reason::MissingParameter),
        ("x-amz-signature=0&X-Amz-Algorithm=a", Reason::MissingParameter),
        ("AWSAccessKeyId=a", Reason::MissingParameterV2),
    ] {
        let url = format!("https://h.example/b/k?{parameter}&sig=1&sv=2");
        let refusal = verifier().verify(&Received::url("GET", &url).at(0), known).unwrap_err();
        assert_eq!(refusal.reason(), reason, "{url}");
    }
}

/// AWS counts an Authorization header of any scheme as a second signature, and needs a first one for that (a real RGW
/// agrees).
#[test]
fn an_authorization_header_is_a_second_signature_only_beside_a_link() {
    let signed = "https://h.example/b/k?AWSAccessKeyId=a&Expires=1&Signature=s";
    let cut = "https://h.example/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256";
    for scheme in ["Bearer x", "Basic x", "AWS4-HMAC-SHA256 Credential=x"] {
        let headers = [("Authorization", scheme)];
        for (url, reason, status) in [
            ("https://h.example/b/k", Reason::NotSigned, 403),
            ("https://h.example/b/k?acl", Reason::NotSigned, 403),
            (CLOUDFRONT, Reason::NotSigned, 403),
            (signed, Reason::TwoSignatures, 400),
            (cut, Reason::TwoSignatures, 400),
        ] {
            let request = Received::url("GET", url).headers(&headers).at(0);
            let refusal = verifier().verify(&request, known).unwrap_err();
            assert_eq!((refusal.reason(), refusal.status()), (reason, status), "{url}");
        }
    }
}

/// A link without signed headers has none that must be sent.
#[test]
fn an_empty_list_of_signed_headers_is_none() {
    let url = "https://h.example/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20130524%2Fus-east-1%2Fs3\
               %2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=&X-Amz-Signature=0";
    let link = inspect(&Received::url("GET", url)).unwrap();
    assert!(!link.warnings.contains(&Warning::SignedHeaders));
    assert!(link.warnings.contains(&Warning::HostNotSigned));
    assert!(link.signed_headers.is_empty());
}
