//! Reasons for which a request is refused: their numbers, machine names, and AWS's error responses.

use std::ffi::{CStr, c_char};

use presign::Reason;

use crate::boundary::export;
use crate::error::presign_reason;
use crate::texts::{UNKNOWN, by_number, c_texts};

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
