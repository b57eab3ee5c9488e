//! Causes for which a storage refuses a URL: their numbers, machine names and messages.

use std::ffi::{CStr, c_char};

use presign::Cause;

use crate::boundary::export;
use crate::texts::{UNKNOWN, by_number, c_texts};

/// Why a storage refuses a URL: PRESIGN_CAUSE_*. Numbers are never changed or reused; later versions may add some.
pub type presign_cause = i32;

/// The URL cannot be parsed, or parameters are missing: often a shell cut it at its first &.
pub const PRESIGN_CAUSE_UNREADABLE: presign_cause = 1;
/// The request uses another method than the URL is signed for.
pub const PRESIGN_CAUSE_METHOD: presign_cause = 2;
/// The path has another encoding: encoded twice, or not at all, or + for a space.
pub const PRESIGN_CAUSE_PATH_ENCODING: presign_cause = 3;
/// A client or a proxy resolved . and .. in the path, or removed a slash.
pub const PRESIGN_CAUSE_PATH_NORMALISED: presign_cause = 4;
/// The path differs: another key, or a prefix that a proxy added or removed.
pub const PRESIGN_CAUSE_PATH: presign_cause = 5;
/// The port was added to the host or removed from it.
pub const PRESIGN_CAUSE_HOST_PORT: presign_cause = 6;
/// The host differs, as behind a reverse proxy.
pub const PRESIGN_CAUSE_HOST: presign_cause = 7;
/// A signed header has another value.
pub const PRESIGN_CAUSE_HEADER_VALUE: presign_cause = 8;
/// A signed header was not sent.
pub const PRESIGN_CAUSE_HEADER_MISSING: presign_cause = 9;
/// A header was sent that must be signed and is not.
pub const PRESIGN_CAUSE_HEADER_NOT_SIGNED: presign_cause = 10;
/// A query parameter was added after signing.
pub const PRESIGN_CAUSE_QUERY_ADDED: presign_cause = 11;
/// A signed query parameter is missing.
pub const PRESIGN_CAUSE_QUERY_REMOVED: presign_cause = 12;
/// A query parameter has another value.
pub const PRESIGN_CAUSE_QUERY_CHANGED: presign_cause = 13;
/// A query parameter has another encoding.
pub const PRESIGN_CAUSE_QUERY_ENCODING: presign_cause = 14;
/// The payload has another digest.
pub const PRESIGN_CAUSE_PAYLOAD: presign_cause = 15;
/// The URL is signed for another region.
pub const PRESIGN_CAUSE_REGION: presign_cause = 16;
/// The signing time differs, or a clock is wrong.
pub const PRESIGN_CAUSE_CLOCK: presign_cause = 17;
/// The URL has expired.
pub const PRESIGN_CAUSE_EXPIRED: presign_cause = 18;
/// The storage does not know the access key.
pub const PRESIGN_CAUSE_ACCESS_KEY: presign_cause = 19;
/// The session token is wrong, missing or expired.
pub const PRESIGN_CAUSE_TOKEN: presign_cause = 20;
/// The URL was signed with a different secret key.
pub const PRESIGN_CAUSE_SECRET_KEY: presign_cause = 21;
/// The signature itself was truncated or altered.
pub const PRESIGN_CAUSE_SIGNATURE: presign_cause = 22;
/// The storage does not accept signature version 2.
pub const PRESIGN_CAUSE_VERSION_2: presign_cause = 23;
/// No storage accepts such a URL: its lifetime, its credential scope, its parameters, or a second signature.
pub const PRESIGN_CAUSE_LIMITS: presign_cause = 24;
/// The signature is right; the storage refuses the request for a reason of its own.
pub const PRESIGN_CAUSE_DENIED: presign_cause = 25;
/// The URL is right for this secret key, and the storage does not report what it computed.
pub const PRESIGN_CAUSE_AS_SIGNED: presign_cause = 26;

/// In the order of the causes' numbers.
static NAMES: [&CStr; Cause::ALL.len()] = c_texts!(Cause::ALL, Cause::name);
static MESSAGES: [&CStr; Cause::ALL.len()] = c_texts!(Cause::ALL, Cause::message);

fn name(cause: presign_cause) -> &'static CStr {
    by_number(&NAMES, cause).unwrap_or(UNKNOWN)
}

fn message(cause: presign_cause) -> &'static CStr {
    by_number(&MESSAGES, cause).unwrap_or(UNKNOWN)
}

export! {
    /// Returns a cause's machine name, which never changes: "path-encoding". It is the constant's name without
    /// PRESIGN_CAUSE_, in lower case and with hyphens. "unknown" for a number that is not a cause; never NULL; the string
    /// is static.
    fn presign_cause_name(cause: presign_cause) -> *const c_char {
        name(cause).as_ptr()
    }
}

export! {
    /// Returns one English sentence that says what a cause means. The sentence of a presign_explanation also has the
    /// values at hand. Its wording may change between versions. "unknown" for a number that is not a cause; never NULL;
    /// the string is static.
    fn presign_cause_message(cause: presign_cause) -> *const c_char {
        message(cause).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::tests::constants_have_their_names;

    #[test]
    fn every_cause_has_its_texts() {
        for cause in Cause::ALL {
            assert_eq!(name(cause as presign_cause).to_str(), Ok(cause.name()));
            assert_eq!(message(cause as presign_cause).to_str(), Ok(cause.message()));
        }
        for none in [0, -1, 27, presign_cause::MIN] {
            assert_eq!([name(none), message(none)], [UNKNOWN; 2]);
        }
    }

    #[test]
    fn every_cause_has_a_constant_that_spells_its_name() {
        let count = constants_have_their_names("PRESIGN_CAUSE_", name);
        assert_eq!(count, Cause::ALL.len());
    }
}
