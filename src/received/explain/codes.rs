//! What a storage's error code and message say: one table for all storages.
//!
//! A row's codes and words come from answers of the storages named beside it; `tests/explaining` has them.

use std::borrow::Cow;

use super::{Cause, ErrorResponse, Finding};
use crate::Version;
use crate::error::quoted;
use crate::input::aws::host;
use crate::received::url::SignatureParams;

/// An answer that one row of the table covers.
#[derive(Clone, Copy)]
struct Row {
    /// The error code is one of these. Empty: any code.
    codes: &'static [&'static str],
    /// The message contains one of these, in lower case. Empty: any message.
    words: &'static [&'static str],
    only: Only,
    cause: Cause,
    sentence: &'static str,
}

/// The links that a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Version2,
    WithoutToken,
}

const ANY: &[&str] = &[];

/// Maximum number of characters of a message that are searched for words and secrets.
const MOST_READ: usize = 8192;

/// Maximum number of characters of a code or a message that are shown.
const MOST_SHOWN: usize = 400;

const fn row(
    codes: &'static [&'static str],
    words: &'static [&'static str],
    cause: Cause,
    sentence: &'static str,
) -> Row {
    Row { codes, words, only: Only::All, cause, sentence }
}

const fn row_for(only: Only, row: Row) -> Row {
    Row { only, ..row }
}

pub(super) const TWO_SIGNATURES: &str = "the request contains a second signature: send the link without an Authorization header (which clients add for \
     stored passwords and keys), and with the parameters of one signature version";

const EXPIRED: &str = "the link has expired: sign a new one";

const FUTURE: &str = "the signing time is later than the storage's clock: check both clocks";

const SKEWED: &str = "the signer's clock and the storage's differ by more than 15 minutes (some gateways answer so to every link that \
     was signed longer ago)";

const OTHER_REGION: &str = "the bucket is in another region";

const SAME_HOST: &str = "the request was redirected to the same host (to https instead of http, or to another path), as \
     web servers and proxies do: sign for the address that it was redirected to";

const WRONG_REGION: &str = "the link is not signed for the storage's region";

const USE_V4: &str = "the storage does not accept signature version 2: sign with version 4";

const DEAD_TOKEN: &str =
    "the temporary credentials that signed the link have expired: sign a new link with new ones";

const ADDRESSING: &str = "the storage wants the bucket in another place: use the other addressing style, the bucket in the host name \
     (virtual) or in the path (path)";

const NO_BUCKET: &str = "the storage has no bucket of this name: check the name, the endpoint and its region, and whether the bucket \
     belongs in the host name or in the path";

const CHECKSUM: &str = "the body is not the one that a digest or a checksum describes: send the body that was signed, or sign without the \
     checksum (newer AWS SDKs put the checksum of an empty body into a link)";

const UNSUPPORTED: &str =
    "the storage does not support a header or a parameter of the request: sign and send the link without it";

const NO_SIGNATURE: &str = "the storage saw no signature: something between client and storage removed the query, or the URL was cut";

const INCOMPLETE: &str = "the storage did not get all parameters of the signature: something between client and storage removed them, or the \
     URL was cut (a shell cuts it at its first & unless it is quoted)";

const UNKNOWN_KEY: &str = "the storage does not know the link's access key";

const OTHER_REASON: &str = "the storage refused the request for a reason other than the signature";

/// The first row that covers an answer counts. Rows with codes and words come before rows with one of them.
const TABLE: &[Row] = &[
    // AWS, MinIO.
    row(&["InvalidArgument"], &["only one auth mechanism"], Cause::Limits, TWO_SIGNATURES),
    // R2: ExpiredRequest. Google: ExpiredToken with the detail "Request has expired". Garage: "Date is too old".
    row(&["ExpiredRequest", "RequestExpired"], ANY, Cause::Expired, EXPIRED),
    row(
        ANY,
        &[
            "request has expired",
            "request is expired",
            "link has expired",
            "url has expired",
            "date is too old",
        ],
        Cause::Expired,
        EXPIRED,
    ),
    row(ANY, &["not valid yet", "not yet valid"], Cause::Clock, FUTURE),
    // Alibaba: SecurityTokenExpired.
    row_for(Only::WithoutToken, row(&["ExpiredToken"], ANY, Cause::Expired, EXPIRED)),
    row(
        &["ExpiredToken", "ExpiredTokenException", "SecurityTokenExpired", "TokenRefreshRequired"],
        ANY,
        Cause::Token,
        DEAD_TOKEN,
    ),
    row(
        &["InvalidToken", "InvalidTokenId", "InvalidSecurityToken"],
        ANY,
        Cause::Token,
        "the storage does not accept the link's session token, or requires one",
    ),
    row(ANY, &["key has expired", "key is expired"], Cause::AccessKey, "the link's access key has expired"),
    row(
        ANY,
        &["token has expired", "token is expired", "token included in the request is expired"],
        Cause::Token,
        DEAD_TOKEN,
    ),
    row(&["AccessDenied"], &["expired"], Cause::Expired, EXPIRED),
    row(&["RequestTimeTooSkewed", "RequestInTheFuture"], ANY, Cause::Clock, SKEWED),
    row(ANY, &["difference between the request time", "clock skew"], Cause::Clock, SKEWED),
    // Headers.
    row(
        ANY,
        &["which were not signed"],
        Cause::HeaderNotSigned,
        "a header was sent that must be signed but is not",
    ),
    row(&["MissingSecurityHeader"], &["authorization"], Cause::QueryRemoved, NO_SIGNATURE),
    row(
        &["MissingSecurityHeader", "MissingContentLength"],
        ANY,
        Cause::HeaderMissing,
        "the request has to be sent with a further header",
    ),
    row(
        ANY,
        &["missing required header", "missing a required header"],
        Cause::HeaderMissing,
        "the request has to be sent with a further header",
    ),
    // Backblaze: "Unsupported header 'x-amz-checksum-crc32'". R2: "Header 'x-amz-acl' with value 'public-read' not
    // implemented".
    row(&["NotImplemented"], ANY, Cause::Unsupported, UNSUPPORTED),
    row(
        ANY,
        &["unsupported header", "functionality that is not implemented"],
        Cause::Unsupported,
        UNSUPPORTED,
    ),
    // Checksums. MinIO: XAmzContentChecksumMismatch.
    row(
        &["XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "BadDigest", "InvalidDigest"],
        ANY,
        Cause::Payload,
        CHECKSUM,
    ),
    row(ANY, &["checksum", "content-md5", "x-amz-content-sha256"], Cause::Payload, CHECKSUM),
    // Version 2. R2: "SigV2 authorization is not supported". Backblaze: "The V2 signature authorization mechanism", and
    // to a link an answer as to an anonymous request.
    row(&["InvalidRequest"], &["aws4-hmac-sha256"], Cause::Version2, USE_V4),
    row_for(
        Only::Version2,
        row(
            ANY,
            &["aws4-hmac-sha256", "sigv2", "sigv4", "signature version 4", "v2 signature", "v4 signature"],
            Cause::Version2,
            USE_V4,
        ),
    ),
    row_for(
        Only::Version2,
        row(
            &["UnauthorizedAccess"],
            ANY,
            Cause::Version2,
            "the storage probably does not accept signature version 2 (Backblaze answers so to it): sign with version 4",
        ),
    ),
    row(
        ANY,
        &["unsupported authorization type"],
        Cause::Limits,
        "the storage does not know this kind of signature: sign with the other signature version",
    ),
    // Regions. Garage: "unexpected scope: 20260101/us-east-1/s3/aws4_request". R2: InvalidRegionName. Alibaba: AccessDenied
    // with an endpoint.
    row(
        &["PermanentRedirect", "TemporaryRedirect", "Redirect", "IncorrectEndpoint", "301", "307", "308"],
        ANY,
        Cause::Region,
        OTHER_REGION,
    ),
    row(ANY, &["using the specified endpoint"], Cause::Region, OTHER_REGION),
    row(
        &[
            "InvalidRegion",
            "InvalidRegionName",
            "InvalidLocationConstraint",
            "IllegalLocationConstraintException",
        ],
        ANY,
        Cause::Region,
        WRONG_REGION,
    ),
    row(
        &["AuthorizationHeaderMalformed", "AuthorizationQueryParametersError"],
        &["the region", "scope"],
        Cause::Region,
        WRONG_REGION,
    ),
    row(ANY, &["the region is wrong", "unexpected scope", "a valid region"], Cause::Region, WRONG_REGION),
    // Parameters that were lost or changed, behind the rows about regions: their messages have these words too.
    row(ANY, &["query-string authentication"], Cause::Unreadable, INCOMPLETE),
    row(
        ANY,
        &["should be a number", "must be in the iso8601", "mal-formed", "is malformed"],
        Cause::Unreadable,
        "the storage cannot read a parameter of the link, which was signed so, or changed or cut on its way",
    ),
    // Addressing. Alibaba: SecondLevelDomainForbidden. Tencent: PathStyleDomainForbidden.
    row(&["SecondLevelDomainForbidden", "PathStyleDomainForbidden"], ANY, Cause::Addressing, ADDRESSING),
    row(
        ANY,
        &[
            "virtual hosted style",
            "virtual-hosted",
            "virtual-styled",
            "third level domain",
            "path style",
            "path-style",
        ],
        Cause::Addressing,
        ADDRESSING,
    ),
    row(&["NoSuchBucket", "InvalidBucketName"], ANY, Cause::Addressing, NO_BUCKET),
    // Access keys. Garage: AccessDenied, "No such key: GK...". R2: "Credential access key has length 20, should be 32".
    row(&["AccessDenied"], &["no such key"], Cause::AccessKey, UNKNOWN_KEY),
    row(
        &["InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSecurity"],
        ANY,
        Cause::AccessKey,
        UNKNOWN_KEY,
    ),
    // versitygw: XAdminUserNotFound.
    row(ANY, &["no user exists with the provided access key"], Cause::AccessKey, UNKNOWN_KEY),
    row(
        ANY,
        &["access key has length"],
        Cause::AccessKey,
        "the link's access key is none of this storage: it has another length",
    ),
    // Google: "Anonymous caller does not have storage.objects.get access", also to a link with AWSAccessKeyId. AWS: "User:
    // anonymous is not authorized".
    row_for(Only::Version2, row(ANY, &["anonymous caller", "anonymous user"], Cause::Version2, USE_V4)),
    row(&["AuthenticationRequired", "MissingAuthenticationToken"], ANY, Cause::QueryRemoved, NO_SIGNATURE),
    row(ANY, &["anonymous caller", "anonymous user", "user: anonymous"], Cause::QueryRemoved, NO_SIGNATURE),
    // What AWS answers after it has accepted a signature.
    row(
        &[
            "AccountProblem",
            "AllAccessDisabled",
            "EntityTooLarge",
            "EntityTooSmall",
            "InternalError",
            "InvalidObjectState",
            "InvalidPayer",
            "InvalidRange",
            "KeyTooLongError",
            "MethodNotAllowed",
            "NoSuchKey",
            "NoSuchUpload",
            "NoSuchVersion",
            "NotSignedUp",
            "PreconditionFailed",
            "QuotaExceeded",
            "RequestTimeout",
            "ServiceUnavailable",
            "SlowDown",
            "UserSuspended",
        ],
        ANY,
        Cause::Denied,
        OTHER_REASON,
    ),
];

/// The codes for a parameter that the storage cannot read. They say nothing about the secret key.
const MALFORMED: [&str; 7] = [
    "AuthorizationHeaderMalformed",
    "AuthorizationQueryParametersError",
    "InvalidArgument",
    "InvalidRequest",
    "InvalidURI",
    "MalformedDate",
    "MalformedSecurityHeader",
];

/// The codes for a request that may not be made, whatever the reason.
const DENIED: [&str; 6] = [
    "AccessDenied",
    "AccessForbidden",
    "AllAccessDisabled",
    "Forbidden",
    "Unauthorized",
    "UnauthorizedAccess",
];

/// What an error code is about, if the table has no row for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Signature,
    Parameters,
    Rights,
    /// There is none, only an HTTP status.
    NoCode,
    /// The code is not known.
    Unknown,
}

/// What is known of a link when its answer is read.
#[derive(Clone, Copy, Default)]
pub(super) struct Link<'a> {
    /// `None` for a link that cannot be read.
    pub(super) version: Option<Version>,
    pub(super) has_token: bool,
    /// Empty for a link that cannot be read.
    pub(super) host: &'a str,
}

impl Row {
    fn covers(&self, code: &str, words: &str, link: Link) -> bool {
        let is_for = match self.only {
            Only::All => true,
            Only::Version2 => link.version == Some(Version::V2),
            Only::WithoutToken => link.version.is_some() && !link.has_token,
        };
        is_for
            && (self.codes.is_empty() || self.codes.contains(&code))
            && (self.words.is_empty() || self.words.iter().any(|word| words.contains(word)))
    }
}

impl ErrorResponse {
    /// Returns the cause that the code and the message state; `None` if they state none.
    pub(super) fn stated(&self, link: Link) -> Option<Finding> {
        if self.is_redirect_to(link.host) {
            return Some(Finding::new(Cause::Denied, SAME_HOST));
        }
        let words = self.words();
        let row = TABLE.iter().find(|row| row.covers(&self.code, &words, link))?;
        let more = match row.cause {
            Cause::Region => self.region_and_endpoint(),
            Cause::HeaderNotSigned if !self.headers_not_signed.is_empty() => {
                format!(": {}", quoted(&self.headers_not_signed))
            }
            _ => String::new(),
        };
        Some(Finding::new(row.cause, format!("{}{more}", row.sentence)))
    }

    /// Returns whether this is a redirect, without the storage's code or region, to the link's own host.
    fn is_redirect_to(&self, host: &str) -> bool {
        let is_own_host = !host.is_empty() && self.endpoint.eq_ignore_ascii_case(host);
        is_own_host && self.is_status_alone && self.region.is_empty()
    }

    /// Returns what the code is about, for an answer that states no cause.
    pub(super) fn topic(&self) -> Topic {
        // Garage and Backblaze have other codes and messages for a wrong signature than AWS.
        const WORDS: [&str; 4] = [
            "invalid signature",
            "signature validation failed",
            "signature does not match",
            "signature we calculated",
        ];
        let (words, code) = (self.words(), self.code.as_str());
        if code == "SignatureDoesNotMatch" || WORDS.iter().any(|word| words.contains(word)) {
            Topic::Signature
        } else if self.is_status_alone {
            Topic::NoCode
        } else if MALFORMED.contains(&code) {
            Topic::Parameters
        } else if DENIED.contains(&code) {
            Topic::Rights
        } else {
            Topic::Unknown
        }
    }

    /// Returns the beginning of the message, in lower case.
    fn words(&self) -> String {
        let text = self.message.chars().take(MOST_READ).chain(['\n']);
        text.chain(self.details.chars().take(MOST_READ)).collect::<String>().to_ascii_lowercase()
    }

    /// Returns the region that the storage expects, if it says so.
    pub(super) fn expected_region(&self) -> Option<&str> {
        // AWS: "the region 'us-east-1' is wrong; expecting 'eu-west-1'"; versitygw has double quotes. R2: "Must be one of:
        // wnam, enam, ..., auto".
        let quoted_region = || {
            let rest = self.message.split_once("expecting ")?.1.strip_prefix(['\'', '"'])?;
            let is_region =
                |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            rest.split(['\'', '"']).next().filter(is_region)
        };
        // AWS: "The eu-south-1 location constraint is incompatible for the region specific endpoint".
        let constraint = || {
            self.message.strip_prefix("The ")?.split_once(" location constraint").map(|(region, _)| region)
        };
        let constraint = || constraint().filter(|region| *region != "unspecified");
        let is_auto = || self.message.ends_with(", auto").then_some("auto");
        let region = Some(self.region.as_str()).filter(|region| !region.is_empty());
        region
            .or_else(quoted_region)
            .or_else(constraint)
            .or_else(is_auto)
            .or_else(|| host::read(&self.endpoint)?.region)
    }

    fn region_and_endpoint(&self) -> String {
        let region = self.expected_region().map_or_else(|| "that region".to_owned(), quoted);
        let endpoint = match self.endpoint.as_str() {
            "" => "its endpoint".to_owned(),
            endpoint => format!("the endpoint {}", quoted(endpoint)),
        };
        format!(": sign for {region} and {endpoint}")
    }

    /// Returns the storage's own words, quoted, without these secrets.
    pub(super) fn said(&self, secrets: &[Cow<str>]) -> String {
        let space = if self.details.is_empty() { "" } else { " " };
        let all = [self.message.as_str(), space, &self.details].concat();
        let mut message: String = all.chars().take(MOST_READ).collect();
        let is_short = message.len() < all.len();
        for secret in secrets.iter().filter(|secret| secret.len() > 3) {
            message = message.replace(&**secret, SignatureParams::HIDDEN);
        }
        if is_short {
            // The end may be the beginning of a secret, which was not replaced.
            let longest = secrets.iter().map(|secret| secret.chars().count()).max().unwrap_or_default();
            message = message.chars().take(message.chars().count().saturating_sub(longest)).collect();
        }
        let shown: String = message.chars().take(MOST_SHOWN).collect();
        let dots = if shown.len() < message.len() { "..." } else { "" };
        let message = if shown.is_empty() { String::new() } else { format!(": {shown:?}{dots}") };
        let cut = if self.is_cut { ", and the response breaks off" } else { "" };
        let code: String = self.code.chars().take(MOST_SHOWN).collect();
        let page = if self.is_html { " with an HTML page" } else { "" };
        format!("the storage answered {}{page}{message}{cut}", code.escape_debug())
    }
}
