//! The reasons for which a request is refused: one table, with AWS's error code, HTTP status and message.

use crate::codes::codes;

/// AWS's error code for most faults in the parameters of Version 4.
const PARAMETERS: &str = "AuthorizationQueryParametersError";
const MISMATCH: Answer = (
    "SignatureDoesNotMatch",
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
);
const UNSUPPORTED: Answer = (
    "InvalidRequest",
    400,
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
);

/// The error code, the HTTP status and the message.
type Answer = (&'static str, u16, &'static str);

codes! {
    /// Names what is wrong with a request. The numbers are for bindings; a number is never given to another reason.
    pub enum Reason: meaning -> answer: Answer {
        InvalidUrl = 1, "invalid-url",
            "the URL cannot be parsed: a bad %XX, no host, a control character, text that is not UTF-8, or a parameter behind \
             a ; that is not encoded"
            => ("InvalidURI", 400, "Couldn't parse the specified URI.");
        UrlTooLong = 2, "url-too-long", "the URL is over 16 KiB"
            => ("RequestHeaderSectionTooLarge", 400,
                "Your request header and any query parameters used to make the request exceed the maximum allowed \
                 size.");
        WrongEndpoint = 3, "wrong-endpoint",
            "the host is not the verifier's endpoint, or the path is outside its base path"
            => ("InvalidRequest", 400, "The request is not for this endpoint.");
        NotSigned = 4, "not-signed", "the URL has the parameters of neither signature version"
            => ("AccessDenied", 403, "Access Denied");
        TwoSignatures = 5, "two-signatures",
            "the request has more than one signature: parameters of both versions, or an Authorization header as \
             well"
            => ("InvalidArgument", 400,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                 parameter or the Authorization header should be specified");
        MissingParameter = 6, "missing-parameter", "one of version 4's parameters is missing"
            => (PARAMETERS, 400,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                 X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        MissingParameterV2 = 7, "missing-parameter-v2", "one of version 2's parameters is missing"
            => ("AccessDenied", 403,
                "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
        RepeatedParameter = 8, "repeated-parameter", "an X-Amz-* or version 2 parameter is given twice"
            => (PARAMETERS, 400, "A parameter of the signature must be given only once.");
        Algorithm = 9, "algorithm", "X-Amz-Algorithm is not AWS4-HMAC-SHA256"
            => (PARAMETERS, 400, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        Credential = 10, "credential", "X-Amz-Credential does not have the form key/date/region/service/aws4_request"
            => (PARAMETERS, 400,
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \
                 \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        CredentialDate = 11, "credential-date", "the date in the credential scope is not that of X-Amz-Date"
            => (PARAMETERS, 400, "Invalid credential date. This date is not the same as X-Amz-Date.");
        Region = 12, "region", "the region in the credential scope is not the verifier's"
            => (PARAMETERS, 400, "Error parsing the X-Amz-Credential parameter; the region is wrong");
        Service = 13, "service", "the service in the credential scope is not s3"
            => (PARAMETERS, 400,
                "Error parsing the X-Amz-Credential parameter; incorrect service. This endpoint belongs to \"s3\".");
        Date = 14, "date", "X-Amz-Date is not a valid timestamp"
            => (PARAMETERS, 400, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        Expires = 15, "expires", "X-Amz-Expires is not a number of seconds above 0"
            => (PARAMETERS, 400, "X-Amz-Expires should be a number");
        ExpiresV2 = 16, "expires-v2", "version 2's Expires is not a valid Unix time"
            => ("AccessDenied", 403, "Invalid date (should be seconds since epoch)");
        LifetimeTooLong = 17, "lifetime-too-long", "the lifetime is over the limit"
            => (PARAMETERS, 400,
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
                 604800 seconds");
        SignedHeaders = 18, "signed-headers", "X-Amz-SignedHeaders is not a list of lower-case names, or repeats one"
            => (PARAMETERS, 400, "X-Amz-SignedHeaders must be lower-case names, each once, with ; between them");
        HeaderNotSigned = 19, "header-not-signed",
            "a header that must be signed is not: host, an x-amz-* header or one that a back end may take for it, \
             or one that the verifier requires"
            => ("AccessDenied", 403, "There were headers present in the request which were not signed");
        HeaderMissing = 20, "header-missing", "a signed header is not in the request" => MISMATCH;
        RepeatedHeader = 21, "repeated-header", "a signed header is in the request twice" => MISMATCH;
        DisputedParameter = 22, "disputed-parameter",
            "the URL has a query parameter that some storages sign with version 2 and others do not"
            => UNSUPPORTED;
        Version2 = 23, "version-2", "the verifier does not accept signature version 2"
            => UNSUPPORTED;
        NotYetValid = 24, "not-yet-valid", "the signing time is further in the future than the allowed clock skew"
            => ("AccessDenied", 403, "Request is not valid yet");
        Expired = 25, "expired", "the URL has expired"
            => ("AccessDenied", 403, "Request has expired");
        UnknownAccessKey = 26, "unknown-access-key", "the access key is unknown"
            => ("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.");
        Token = 27, "token", "the session token is missing, wrong, or not expected"
            => ("InvalidToken", 400, "The provided token is malformed or otherwise invalid.");
        Signature = 28, "signature", "the signature is not the one that the secret key gives for this request" => MISMATCH;
        Clock = 29, "clock", "the verifier's clock, or the time given instead, is outside the years 1970 to 9999"
            => ("InternalError", 500, "We encountered an internal error. Please try again.");
        BadRequest = 30, "bad-request",
            "the request breaks a rule of HTTP: a control character in the method or in a signed header, a line break in any \
             header, a Connection header that names a signed header, or a Host header that names another host than the \
             URL"
            => ("BadRequest", 400, "An error occurred when parsing the HTTP request.");
        Bucket = 31, "bucket",
            "no URL can be signed for this bucket: it is . or .., contains a control character, or is empty with a \
             key after it"
            => ("InvalidBucketName", 400, "The specified bucket is not valid.");
    }
}

impl Reason {
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

    /// Returns AWS's message, for the `<Message>` of an error response. It repeats nothing of the request;
    /// [`Refusal::message`](crate::Refusal::message) has the values that AWS quotes.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.answer().2
    }
}
