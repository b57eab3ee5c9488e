//! Reasons for which a request is refused: their numbers, machine names, and AWS's error responses.

use std::ffi::{CStr, c_char};

use presign::Reason;

use crate::boundary::export;
use crate::texts::{UNKNOWN, by_number, c_texts};

/// Why a request is refused: PRESIGN_REASON_*. Numbers are never changed or reused; later versions may add some.
pub type presign_reason = i32;

/// The URL cannot be parsed: a bad %XX, no host, a control character, text that is not UTF-8.
pub const PRESIGN_REASON_INVALID_URL: presign_reason = 1;
/// The URL is over 16 KiB.
pub const PRESIGN_REASON_URL_TOO_LONG: presign_reason = 2;
/// The host is not the verifier's endpoint, or the path is outside its base path.
pub const PRESIGN_REASON_WRONG_ENDPOINT: presign_reason = 3;
/// The URL has the parameters of neither signature version.
pub const PRESIGN_REASON_NOT_SIGNED: presign_reason = 4;
/// The request has more than one signature: parameters of both versions, or an Authorization header as well.
pub const PRESIGN_REASON_TWO_SIGNATURES: presign_reason = 5;
/// One of version 4's parameters is missing.
pub const PRESIGN_REASON_MISSING_PARAMETER: presign_reason = 6;
/// One of version 2's parameters is missing.
pub const PRESIGN_REASON_MISSING_PARAMETER_V2: presign_reason = 7;
/// An X-Amz-* or version 2 parameter is given twice.
pub const PRESIGN_REASON_REPEATED_PARAMETER: presign_reason = 8;
/// X-Amz-Algorithm is not AWS4-HMAC-SHA256.
pub const PRESIGN_REASON_ALGORITHM: presign_reason = 9;
/// X-Amz-Credential does not have the form key/date/region/service/aws4_request.
pub const PRESIGN_REASON_CREDENTIAL: presign_reason = 10;
/// The date in the credential scope is not that of X-Amz-Date.
pub const PRESIGN_REASON_CREDENTIAL_DATE: presign_reason = 11;
/// The region in the credential scope is not the verifier's.
pub const PRESIGN_REASON_REGION: presign_reason = 12;
/// The service in the credential scope is not s3.
pub const PRESIGN_REASON_SERVICE: presign_reason = 13;
/// X-Amz-Date is not a valid timestamp.
pub const PRESIGN_REASON_DATE: presign_reason = 14;
/// X-Amz-Expires is not a number of seconds above 0.
pub const PRESIGN_REASON_EXPIRES: presign_reason = 15;
/// Version 2's Expires is not a valid Unix time.
pub const PRESIGN_REASON_EXPIRES_V2: presign_reason = 16;
/// The lifetime is over the limit.
pub const PRESIGN_REASON_LIFE_TOO_LONG: presign_reason = 17;
/// X-Amz-SignedHeaders is not a list of lower-case names, or repeats one.
pub const PRESIGN_REASON_SIGNED_HEADERS: presign_reason = 18;
/// A header that must be signed is not: host, an x-amz-* header, or one that the verifier requires.
pub const PRESIGN_REASON_HEADER_NOT_SIGNED: presign_reason = 19;
/// A signed header is not in the request.
pub const PRESIGN_REASON_HEADER_MISSING: presign_reason = 20;
/// A signed header is in the request twice.
pub const PRESIGN_REASON_REPEATED_HEADER: presign_reason = 21;
/// The URL has a query parameter that some storages sign with version 2 and others do not.
pub const PRESIGN_REASON_DISPUTED_PARAMETER: presign_reason = 22;
/// The verifier does not accept signature version 2.
pub const PRESIGN_REASON_VERSION_2: presign_reason = 23;
/// The signing time is further in the future than the allowed clock skew.
pub const PRESIGN_REASON_NOT_YET_VALID: presign_reason = 24;
/// The URL has expired.
pub const PRESIGN_REASON_EXPIRED: presign_reason = 25;
/// The access key is unknown.
pub const PRESIGN_REASON_UNKNOWN_ACCESS_KEY: presign_reason = 26;
/// The session token is missing, wrong, or not expected.
pub const PRESIGN_REASON_TOKEN: presign_reason = 27;
/// The signature is not the one that the secret key gives for this request.
pub const PRESIGN_REASON_SIGNATURE: presign_reason = 28;
/// The verifier's clock, or the time given instead, is outside the years 1970 to 9999.
pub const PRESIGN_REASON_CLOCK: presign_reason = 29;
/// The request breaks a rule of HTTP in a part that the signature covers: a control character in the method or in a
/// signed header, or a Host header that names another host than the URL.
pub const PRESIGN_REASON_BAD_REQUEST: presign_reason = 30;
/// No URL can be signed for this bucket: it is "." or "..", contains a control character, or is empty with a key
/// after it.
pub const PRESIGN_REASON_BUCKET: presign_reason = 31;

/// In the order of the reasons' numbers.
static NAMES: [&CStr; Reason::ALL.len()] = c_texts!(Reason::ALL, Reason::name);
static CODES: [&CStr; Reason::ALL.len()] = c_texts!(Reason::ALL, Reason::code);
static MESSAGES: [&CStr; Reason::ALL.len()] = c_texts!(Reason::ALL, Reason::message);

fn name(reason: presign_reason) -> &'static CStr {
    by_number(&NAMES, reason).unwrap_or(UNKNOWN)
}

/// A response is made from code and message, so that an unknown reason gets those of a plain refusal.
fn code_and_message(reason: presign_reason) -> [&'static CStr; 2] {
    let code = by_number(&CODES, reason).unwrap_or(c"AccessDenied");
    [code, by_number(&MESSAGES, reason).unwrap_or(c"Access Denied")]
}

export! {
    /// Returns a reason's machine name, which never changes: "header-not-signed". It is the constant's name without
    /// PRESIGN_REASON_, in lower case and with hyphens. "unknown" for a number that is not a reason; never NULL; the
    /// string is static.
    fn presign_reason_name(reason: presign_reason) -> *const c_char {
        name(reason).as_ptr()
    }
}

export! {
    /// Returns AWS's message for a reason, an English sentence: the <Message> of an error response. It repeats nothing of
    /// the request. "Access Denied" for a number that is not a reason; never NULL; the string is static.
    fn presign_reason_message(reason: presign_reason) -> *const c_char {
        let [_, message] = code_and_message(reason);
        message.as_ptr()
    }
}

export! {
    /// Returns AWS's error code for a reason: the <Code> of an error response. "AccessDenied" for a number that is not a
    /// reason; never NULL; the string is static.
    fn presign_reason_code(reason: presign_reason) -> *const c_char {
        let [code, _] = code_and_message(reason);
        code.as_ptr()
    }
}

export! {
    /// Returns the HTTP status of an error response for a reason: 400, 403 or 500. 403 for a number that is not a reason.
    fn presign_reason_http_status(reason: presign_reason) -> u32 {
        let reason = Reason::ALL.into_iter().find(|known| *known as presign_reason == reason);
        reason.map_or(403, |reason| u32::from(reason.status()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::tests::constants_have_their_names;

    #[test]
    fn every_reason_has_its_texts() {
        for reason in Reason::ALL {
            let texts = code_and_message(reason as presign_reason).map(CStr::to_str);
            assert_eq!(texts, [Ok(reason.code()), Ok(reason.message())]);
            assert_eq!(name(reason as presign_reason).to_str(), Ok(reason.name()));
        }
        assert_eq!([0, -1, 32, presign_reason::MIN].map(name), [UNKNOWN; 4]);
    }

    #[test]
    fn every_reason_has_a_constant_that_spells_its_name() {
        let count = constants_have_their_names("PRESIGN_REASON_", name);
        assert_eq!(count, Reason::ALL.len());
    }
}
