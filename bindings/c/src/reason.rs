//! The numbers of reasons for which a request is refused, and what AWS says for each.

use std::ffi::{CStr, c_char};

use presign::Reason;

use crate::boundary::export;
use crate::status::terminated;

/// Why a request is refused: PRESIGN_REASON_*. Numbers are never changed and never used again; later versions may add
/// some.
pub type presign_reason = i32;

/// The URL cannot be read: a bad %XX, no host, a control character, text that is not UTF-8.
pub const PRESIGN_REASON_INVALID_URL: presign_reason = 1;
/// The URL is over 16 KiB.
pub const PRESIGN_REASON_URL_TOO_LONG: presign_reason = 2;
/// The host is not the verifier's endpoint, or the path lies outside its base path.
pub const PRESIGN_REASON_WRONG_ENDPOINT: presign_reason = 3;
/// Neither version's parameters are there.
pub const PRESIGN_REASON_NOT_SIGNED: presign_reason = 4;
/// More than one signature: parameters of both versions, or an Authorization header beside them.
pub const PRESIGN_REASON_TWO_SIGNATURES: presign_reason = 5;
/// One of Version 4's parameters is missing.
pub const PRESIGN_REASON_MISSING_PARAMETER: presign_reason = 6;
/// One of Version 2's parameters is missing.
pub const PRESIGN_REASON_MISSING_PARAMETER_V2: presign_reason = 7;
/// An X-Amz-* or Version 2 parameter is given twice.
pub const PRESIGN_REASON_REPEATED_PARAMETER: presign_reason = 8;
/// X-Amz-Algorithm is not AWS4-HMAC-SHA256.
pub const PRESIGN_REASON_ALGORITHM: presign_reason = 9;
/// X-Amz-Credential is not key/date/region/service/aws4_request.
pub const PRESIGN_REASON_CREDENTIAL: presign_reason = 10;
/// The credential's date is not that of X-Amz-Date.
pub const PRESIGN_REASON_CREDENTIAL_DATE: presign_reason = 11;
/// The credential's region is not the verifier's.
pub const PRESIGN_REASON_REGION: presign_reason = 12;
/// The credential's service is not s3.
pub const PRESIGN_REASON_SERVICE: presign_reason = 13;
/// X-Amz-Date is no moment.
pub const PRESIGN_REASON_DATE: presign_reason = 14;
/// X-Amz-Expires is no number of seconds above 0.
pub const PRESIGN_REASON_EXPIRES: presign_reason = 15;
/// Version 2's Expires is no moment.
pub const PRESIGN_REASON_EXPIRES_V2: presign_reason = 16;
/// The life is over the limit.
pub const PRESIGN_REASON_LIFE_TOO_LONG: presign_reason = 17;
/// X-Amz-SignedHeaders is no list of lower-case names, or repeats one.
pub const PRESIGN_REASON_SIGNED_HEADERS: presign_reason = 18;
/// A header that has to be signed is not: host, an x-amz-* header, one that the verifier requires.
pub const PRESIGN_REASON_HEADER_NOT_SIGNED: presign_reason = 19;
/// A signed header is not in the request.
pub const PRESIGN_REASON_HEADER_MISSING: presign_reason = 20;
/// A signed header is in the request twice.
pub const PRESIGN_REASON_REPEATED_HEADER: presign_reason = 21;
/// A query parameter that some storages sign with Version 2 and others do not.
pub const PRESIGN_REASON_DISPUTED_PARAMETER: presign_reason = 22;
/// The verifier does not take Signature Version 2.
pub const PRESIGN_REASON_VERSION_2: presign_reason = 23;
/// The signing time lies further in the future than clocks may differ.
pub const PRESIGN_REASON_NOT_YET_VALID: presign_reason = 24;
/// The link has ended.
pub const PRESIGN_REASON_EXPIRED: presign_reason = 25;
/// Nobody has this access key.
pub const PRESIGN_REASON_UNKNOWN_ACCESS_KEY: presign_reason = 26;
/// The session token is missing, another one, or not expected.
pub const PRESIGN_REASON_TOKEN: presign_reason = 27;
/// The signature is not that of this request with this key.
pub const PRESIGN_REASON_SIGNATURE: presign_reason = 28;
/// The verifier's own clock, or the time given in its place, stands outside the years 1970 to 9999.
pub const PRESIGN_REASON_CLOCK: presign_reason = 29;
/// The request holds what HTTP does not allow where the signature is about it: a control character in the method, in a
/// signed header or in what counts as one; or a Host header that names another host than the URL.
pub const PRESIGN_REASON_BAD_REQUEST: presign_reason = 30;
/// The bucket is none that a link could be signed for: "." or "..", a control character in it, or empty with a key behind
/// it.
pub const PRESIGN_REASON_BUCKET: presign_reason = 31;

/// Room for the longest text and its NUL; a longer one does not compile.
const ROOM: usize = 256;

/// Code and message of each reason, in the order of their numbers.
static TEXTS: [[[u8; ROOM]; 2]; Reason::ALL.len()] = texts();

#[allow(clippy::indexing_slicing)]
const fn texts() -> [[[u8; ROOM]; 2]; Reason::ALL.len()] {
    let mut texts = [[[0; ROOM]; 2]; Reason::ALL.len()];
    let mut at = 0;
    while at < texts.len() {
        texts[at] = [terminated(Reason::ALL[at].code()), terminated(Reason::ALL[at].message())];
        at += 1;
    }
    texts
}

fn index(reason: presign_reason) -> Option<usize> {
    usize::try_from(reason).ok()?.checked_sub(1)
}

fn code_and_message(reason: presign_reason) -> [&'static CStr; 2] {
    let Some(texts) = index(reason).and_then(|index| TEXTS.get(index)) else {
        return [c"AccessDenied", c"Access Denied"];
    };
    texts.each_ref().map(|text| CStr::from_bytes_until_nul(text).unwrap_or(c""))
}

export! {
    /// AWS's error code for a reason: the <Code> of an answer. Any number is allowed, and one that is no reason is
    /// "AccessDenied"; never NULL; the string lives as long as the program.
    fn presign_reason_code(reason: presign_reason) -> *const c_char {
        let [code, _] = code_and_message(reason);
        code.as_ptr()
    }
}

export! {
    /// AWS's message for a reason: the <Message> of an answer. It repeats nothing of the request. Otherwise as
    /// presign_reason_code.
    fn presign_reason_message(reason: presign_reason) -> *const c_char {
        let [_, message] = code_and_message(reason);
        message.as_ptr()
    }
}

export! {
    /// The HTTP status that goes with a reason: 400, 403 or 500. Any number is allowed, and one that is no reason is
    /// 403.
    fn presign_reason_http_status(reason: presign_reason) -> u32 {
        let reason = index(reason).and_then(|index| Reason::ALL.get(index));
        reason.map_or(403, |reason| u32::from(reason.status()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_texts() {
        for reason in Reason::ALL {
            let texts = code_and_message(reason as presign_reason).map(CStr::to_str);
            assert_eq!(texts, [Ok(reason.code()), Ok(reason.message())]);
        }
    }

    #[test]
    fn names_stand_for_the_reasons_that_they_name() {
        let named = [
            (PRESIGN_REASON_INVALID_URL, "InvalidUrl"),
            (PRESIGN_REASON_URL_TOO_LONG, "UrlTooLong"),
            (PRESIGN_REASON_WRONG_ENDPOINT, "WrongEndpoint"),
            (PRESIGN_REASON_NOT_SIGNED, "NotSigned"),
            (PRESIGN_REASON_TWO_SIGNATURES, "TwoSignatures"),
            (PRESIGN_REASON_MISSING_PARAMETER, "MissingParameter"),
            (PRESIGN_REASON_MISSING_PARAMETER_V2, "MissingParameterV2"),
            (PRESIGN_REASON_REPEATED_PARAMETER, "RepeatedParameter"),
            (PRESIGN_REASON_ALGORITHM, "Algorithm"),
            (PRESIGN_REASON_CREDENTIAL, "Credential"),
            (PRESIGN_REASON_CREDENTIAL_DATE, "CredentialDate"),
            (PRESIGN_REASON_REGION, "Region"),
            (PRESIGN_REASON_SERVICE, "Service"),
            (PRESIGN_REASON_DATE, "Date"),
            (PRESIGN_REASON_EXPIRES, "Expires"),
            (PRESIGN_REASON_EXPIRES_V2, "ExpiresV2"),
            (PRESIGN_REASON_LIFE_TOO_LONG, "LifeTooLong"),
            (PRESIGN_REASON_SIGNED_HEADERS, "SignedHeaders"),
            (PRESIGN_REASON_HEADER_NOT_SIGNED, "HeaderNotSigned"),
            (PRESIGN_REASON_HEADER_MISSING, "HeaderMissing"),
            (PRESIGN_REASON_REPEATED_HEADER, "RepeatedHeader"),
            (PRESIGN_REASON_DISPUTED_PARAMETER, "DisputedParameter"),
            (PRESIGN_REASON_VERSION_2, "Version2"),
            (PRESIGN_REASON_NOT_YET_VALID, "NotYetValid"),
            (PRESIGN_REASON_EXPIRED, "Expired"),
            (PRESIGN_REASON_UNKNOWN_ACCESS_KEY, "UnknownAccessKey"),
            (PRESIGN_REASON_TOKEN, "Token"),
            (PRESIGN_REASON_SIGNATURE, "Signature"),
            (PRESIGN_REASON_CLOCK, "Clock"),
            (PRESIGN_REASON_BAD_REQUEST, "BadRequest"),
            (PRESIGN_REASON_BUCKET, "Bucket"),
        ];
        assert_eq!(
            named,
            Reason::ALL.map(|reason| (reason as presign_reason, &*format!("{reason:?}").leak()))
        );
    }
}
