//! Why a request is refused, with AWS's error code, HTTP status and message.

mod name;

use std::borrow::Cow;
use std::fmt;

use crate::error::quoted;

/// Names what is wrong with a request. The numbers are for bindings; a number is never given to another reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Reason {
    /// The URL cannot be read: a bad `%XX`, no host, a control character, text that is not UTF-8.
    InvalidUrl = 1,
    /// The URL is over 16 KiB.
    UrlTooLong = 2,
    /// The host is not the verifier's endpoint, or the path lies outside its base path.
    WrongEndpoint = 3,
    /// The query has the parameters of neither version.
    NotSigned = 4,
    /// More than one signature: parameters of both versions, or an `Authorization` header beside them.
    TwoSignatures = 5,
    /// One of Version 4's parameters is missing.
    MissingParameter = 6,
    /// One of Version 2's parameters is missing.
    MissingParameterV2 = 7,
    /// An `X-Amz-*` or Version 2 parameter is given twice.
    RepeatedParameter = 8,
    /// `X-Amz-Algorithm` is not `AWS4-HMAC-SHA256`.
    Algorithm = 9,
    /// `X-Amz-Credential` is not `key/date/region/service/aws4_request`.
    Credential = 10,
    /// The credential's date is not that of `X-Amz-Date`.
    CredentialDate = 11,
    /// The credential's region is not the verifier's.
    Region = 12,
    /// The credential's service is not `s3`.
    Service = 13,
    /// `X-Amz-Date` is not a timestamp.
    Date = 14,
    /// `X-Amz-Expires` is not a number of seconds above 0.
    Expires = 15,
    /// `Expires` of Version 2 is not a timestamp.
    ExpiresV2 = 16,
    /// The lifetime is over the limit.
    LifeTooLong = 17,
    /// `X-Amz-SignedHeaders` is not a list of lower-case names, or repeats one.
    SignedHeaders = 18,
    /// A header that must be signed is not: `host`, an `x-amz-*` header or one that a back end may take for it, or one that
    /// the verifier requires.
    HeaderNotSigned = 19,
    /// A signed header is not in the request.
    HeaderMissing = 20,
    /// A signed header is in the request twice.
    RepeatedHeader = 21,
    /// A query parameter that some storages sign with Version 2 and others do not.
    DisputedParameter = 22,
    /// The verifier does not accept Signature Version 2.
    Version2 = 23,
    /// The signing time is further in the future than clocks may differ.
    NotYetValid = 24,
    /// The link has expired.
    Expired = 25,
    /// The access key is not known.
    UnknownAccessKey = 26,
    /// The session token is missing, wrong, or not expected.
    Token = 27,
    /// The signature is not that of this request with this key.
    Signature = 28,
    /// The verifier's clock, or the time given instead, is outside the years 1970 to 9999.
    Clock = 29,
    /// The request holds what HTTP does not allow where the signature is about it: a control character in the method, in
    /// a signed header or in what counts as one; or a `Host` header that names another host than the URL.
    BadRequest = 30,
    /// The bucket is none that a link could be signed for: `.` or `..`, a control character in it, or empty with a key
    /// behind it.
    Bucket = 31,
}

impl Reason {
    /// Lists every reason, by number.
    pub const ALL: [Self; 31] = [
        Self::InvalidUrl,
        Self::UrlTooLong,
        Self::WrongEndpoint,
        Self::NotSigned,
        Self::TwoSignatures,
        Self::MissingParameter,
        Self::MissingParameterV2,
        Self::RepeatedParameter,
        Self::Algorithm,
        Self::Credential,
        Self::CredentialDate,
        Self::Region,
        Self::Service,
        Self::Date,
        Self::Expires,
        Self::ExpiresV2,
        Self::LifeTooLong,
        Self::SignedHeaders,
        Self::HeaderNotSigned,
        Self::HeaderMissing,
        Self::RepeatedHeader,
        Self::DisputedParameter,
        Self::Version2,
        Self::NotYetValid,
        Self::Expired,
        Self::UnknownAccessKey,
        Self::Token,
        Self::Signature,
        Self::Clock,
        Self::BadRequest,
        Self::Bucket,
    ];

    /// Returns AWS's error code, for the `<Code>` of an error response.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.answer().0
    }

    /// Returns the HTTP status that belongs to the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        self.answer().1
    }

    /// Returns AWS's message, for the `<Message>` of an error response. It repeats nothing of the request.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.answer().2
    }

    const fn answer(self) -> (&'static str, u16, &'static str) {
        const PARAMETERS: &str = "AuthorizationQueryParametersError";
        match self {
            Self::InvalidUrl => ("InvalidURI", 400, "Couldn't parse the specified URI."),
            Self::UrlTooLong => (
                "RequestHeaderSectionTooLarge",
                400,
                "Your request header and any query parameters used to make the request exceed the maximum allowed size.",
            ),
            Self::WrongEndpoint => ("InvalidRequest", 400, "The request is not for this endpoint."),
            Self::NotSigned => ("AccessDenied", 403, "Access Denied"),
            Self::TwoSignatures => (
                "InvalidArgument",
                400,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                 parameter or the Authorization header should be specified",
            ),
            Self::MissingParameter => (
                PARAMETERS,
                400,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                 X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
            ),
            Self::MissingParameterV2 => (
                "AccessDenied",
                403,
                "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
            ),
            Self::RepeatedParameter => {
                (PARAMETERS, 400, "A parameter of the signature must be given only once.")
            }
            Self::Algorithm => (PARAMETERS, 400, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""),
            Self::Credential => (
                PARAMETERS,
                400,
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \
                 \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
            ),
            Self::CredentialDate => {
                (PARAMETERS, 400, "Invalid credential date. This date is not the same as X-Amz-Date.")
            }
            Self::Region => {
                (PARAMETERS, 400, "Error parsing the X-Amz-Credential parameter; the region is wrong")
            }
            Self::Service => (
                PARAMETERS,
                400,
                "Error parsing the X-Amz-Credential parameter; incorrect service. This endpoint belongs to \"s3\".",
            ),
            Self::Date => {
                (PARAMETERS, 400, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
            }
            Self::Expires => (PARAMETERS, 400, "X-Amz-Expires should be a number above 0"),
            Self::ExpiresV2 => ("AccessDenied", 403, "Invalid date (should be seconds since epoch)"),
            Self::LifeTooLong => {
                (PARAMETERS, 400, "X-Amz-Expires must be less than the longest lifetime allowed")
            }
            Self::SignedHeaders => (
                PARAMETERS,
                400,
                "X-Amz-SignedHeaders must be lower-case names, each once, with ; between them",
            ),
            Self::HeaderNotSigned => {
                ("AccessDenied", 403, "There were headers present in the request which were not signed")
            }
            Self::DisputedParameter | Self::Version2 => (
                "InvalidRequest",
                400,
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
            ),
            Self::NotYetValid => ("AccessDenied", 403, "Request is not valid yet"),
            Self::Expired => ("AccessDenied", 403, "Request has expired"),
            Self::UnknownAccessKey => (
                "InvalidAccessKeyId",
                403,
                "The AWS Access Key Id you provided does not exist in our records.",
            ),
            Self::Token => ("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
            Self::HeaderMissing | Self::RepeatedHeader | Self::Signature => (
                "SignatureDoesNotMatch",
                403,
                "The request signature we calculated does not match the signature you provided. Check your key and \
                 signing method.",
            ),
            Self::Clock => ("InternalError", 500, "We encountered an internal error. Please try again."),
            Self::BadRequest => ("BadRequest", 400, "An error occurred when parsing the HTTP request."),
            Self::Bucket => ("InvalidBucketName", 400, "The specified bucket is not valid."),
        }
    }
}

/// A request that is refused, and why.
///
/// `Display` is one sentence for a log: code, message, and what in the request it is about. It never shows a header's
/// value, a token or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    detail: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// About a name or a value that is no secret, quoted and cut to 80 characters.
    pub(crate) fn about(reason: Reason, value: &str, rule: &str) -> Self {
        Self::new(reason, format!("{} {rule}", quoted(value)))
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What in the request it is about: the name, the value and the limit. Empty where the message says it all.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// AWS's error code: [`Reason::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The HTTP status: [`Reason::status`].
    #[must_use]
    pub fn status(&self) -> u16 {
        self.reason.status()
    }

    /// AWS's message: [`Reason::message`].
    #[must_use]
    pub fn message(&self) -> &'static str {
        self.reason.message()
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason, "")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({})", self.detail) }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_reasons_are_listed_by_number() {
        for (number, reason) in (1..).zip(Reason::ALL) {
            assert_eq!(reason as i32, number);
        }
    }
}
