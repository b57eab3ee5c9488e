//! Checks the error code and the HTTP status of every reason for a refusal against AWS's documentation. Other tests
//! check the reason alone.

use std::collections::BTreeMap;

use presign::Reason;

/// The codes that the verifier uses, from "List of error codes" in the Amazon S3 API Reference
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>).
const AWS_ERROR_CODES: [(&str, u16); 12] = [
    ("AccessDenied", 403),
    ("AuthorizationQueryParametersError", 400),
    ("BadRequest", 400),
    ("InternalError", 500),
    ("InvalidAccessKeyId", 403),
    ("InvalidArgument", 400),
    ("InvalidBucketName", 400),
    ("InvalidRequest", 400),
    ("InvalidToken", 400),
    ("InvalidURI", 400),
    ("RequestHeaderSectionTooLarge", 400),
    ("SignatureDoesNotMatch", 403),
];

/// The code with which S3 answers a presigned request that is wrong in this way.
const CODE_OF_REASON: [(Reason, &str); 31] = [
    (Reason::InvalidUrl, "InvalidURI"),
    (Reason::UrlTooLong, "RequestHeaderSectionTooLarge"),
    (Reason::WrongEndpoint, "InvalidRequest"),
    // S3 takes a request without a signature for an anonymous one.
    (Reason::NotSigned, "AccessDenied"),
    // "Only one auth mechanism allowed"
    (Reason::TwoSignatures, "InvalidArgument"),
    (Reason::MissingParameter, "AuthorizationQueryParametersError"),
    // "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"
    (Reason::MissingParameterV2, "AccessDenied"),
    (Reason::RepeatedParameter, "AuthorizationQueryParametersError"),
    (Reason::Algorithm, "AuthorizationQueryParametersError"),
    (Reason::Credential, "AuthorizationQueryParametersError"),
    (Reason::CredentialDate, "AuthorizationQueryParametersError"),
    (Reason::Region, "AuthorizationQueryParametersError"),
    (Reason::Service, "AuthorizationQueryParametersError"),
    (Reason::Date, "AuthorizationQueryParametersError"),
    (Reason::Expires, "AuthorizationQueryParametersError"),
    // "Invalid date (should be seconds since epoch)"
    (Reason::ExpiresV2, "AccessDenied"),
    (Reason::LifetimeTooLong, "AuthorizationQueryParametersError"),
    (Reason::SignedHeaders, "AuthorizationQueryParametersError"),
    // "There were headers present in the request which were not signed"
    (Reason::HeaderNotSigned, "AccessDenied"),
    // A header that is missing or repeated changes the canonical request.
    (Reason::HeaderMissing, "SignatureDoesNotMatch"),
    (Reason::RepeatedHeader, "SignatureDoesNotMatch"),
    // "Please use AWS4-HMAC-SHA256"
    (Reason::DisputedParameter, "InvalidRequest"),
    (Reason::Version2, "InvalidRequest"),
    // "Request is not valid yet"
    (Reason::NotYetValid, "AccessDenied"),
    // "Request has expired"
    (Reason::Expired, "AccessDenied"),
    (Reason::UnknownAccessKey, "InvalidAccessKeyId"),
    (Reason::Token, "InvalidToken"),
    (Reason::Signature, "SignatureDoesNotMatch"),
    (Reason::Clock, "InternalError"),
    (Reason::BadRequest, "BadRequest"),
    (Reason::Bucket, "InvalidBucketName"),
];

#[test]
fn every_reason_has_awss_error_code_and_its_http_status() {
    let statuses = BTreeMap::from(AWS_ERROR_CODES);
    for (reason, code) in CODE_OF_REASON {
        let status = statuses.get(code).copied();
        assert_eq!((reason.code(), Some(reason.status())), (code, status), "{reason:?}");
        assert!(!reason.message().is_empty(), "{reason:?}");
    }
    assert_eq!(CODE_OF_REASON.map(|(reason, _)| reason), Reason::ALL);
}
