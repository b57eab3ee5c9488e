//! The numbers of causes for which a storage refuses a link.

use std::ffi::{CStr, c_char};

use presign::Cause;

use crate::boundary::export;
use crate::status::terminated;

/// Why a storage refuses a link: PRESIGN_CAUSE_*. Numbers are never changed and never used again; later versions may
/// add some.
pub type presign_cause = i32;

/// The link cannot be read, or parts of it are missing: often a shell cut it at its first &.
pub const PRESIGN_CAUSE_UNREADABLE: presign_cause = 1;
/// It is used with another method than it is signed for.
pub const PRESIGN_CAUSE_METHOD: presign_cause = 2;
/// The same path in another encoding: encoded twice, or not at all, or + for a space.
pub const PRESIGN_CAUSE_PATH_ENCODING: presign_cause = 3;
/// A client or a proxy resolved . and .., or removed a slash.
pub const PRESIGN_CAUSE_PATH_NORMALISED: presign_cause = 4;
/// Another path: another key, or a front that a proxy added or removed.
pub const PRESIGN_CAUSE_PATH: presign_cause = 5;
/// The port was added to the host or dropped from it.
pub const PRESIGN_CAUSE_HOST_PORT: presign_cause = 6;
/// Another host, as behind a proxy.
pub const PRESIGN_CAUSE_HOST: presign_cause = 7;
/// A signed header has another value.
pub const PRESIGN_CAUSE_HEADER_VALUE: presign_cause = 8;
/// A signed header was not sent.
pub const PRESIGN_CAUSE_HEADER_MISSING: presign_cause = 9;
/// A header was sent that has to be signed and is not.
pub const PRESIGN_CAUSE_HEADER_NOT_SIGNED: presign_cause = 10;
/// A query parameter was added after signing.
pub const PRESIGN_CAUSE_QUERY_ADDED: presign_cause = 11;
/// A signed query parameter is missing.
pub const PRESIGN_CAUSE_QUERY_REMOVED: presign_cause = 12;
/// A query parameter has another value.
pub const PRESIGN_CAUSE_QUERY_CHANGED: presign_cause = 13;
/// The same query parameter in another encoding.
pub const PRESIGN_CAUSE_QUERY_ENCODING: presign_cause = 14;
/// The payload's digest is another one.
pub const PRESIGN_CAUSE_PAYLOAD: presign_cause = 15;
/// Another region.
pub const PRESIGN_CAUSE_REGION: presign_cause = 16;
/// Another signing time, or a clock that is wrong.
pub const PRESIGN_CAUSE_CLOCK: presign_cause = 17;
/// The link has ended.
pub const PRESIGN_CAUSE_EXPIRED: presign_cause = 18;
/// The storage does not know the access key.
pub const PRESIGN_CAUSE_ACCESS_KEY: presign_cause = 19;
/// The session token is wrong, missing, or has died.
pub const PRESIGN_CAUSE_TOKEN: presign_cause = 20;
/// The secret key is not the one that signed.
pub const PRESIGN_CAUSE_SECRET_KEY: presign_cause = 21;
/// The signature itself was cut or altered.
pub const PRESIGN_CAUSE_SIGNATURE: presign_cause = 22;
/// The storage does not take Signature Version 2.
pub const PRESIGN_CAUSE_VERSION_2: presign_cause = 23;
/// The link is one that no storage takes: its life, its scope, its parameters, a second signature beside its own.
pub const PRESIGN_CAUSE_LIMITS: presign_cause = 24;
/// The signature is right; the storage refuses for reasons of its own.
pub const PRESIGN_CAUSE_DENIED: presign_cause = 25;
/// The link is right for this secret, and the storage does not say what it saw.
pub const PRESIGN_CAUSE_AS_SIGNED: presign_cause = 26;

/// Room for the longest name and its NUL; a longer one does not compile.
const ROOM: usize = 32;

/// In the order of the causes' numbers.
static NAMES: [[u8; ROOM]; Cause::ALL.len()] = names();

#[allow(clippy::indexing_slicing)]
const fn names() -> [[u8; ROOM]; Cause::ALL.len()] {
    let mut names = [[0; ROOM]; Cause::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = terminated(Cause::ALL[at].name());
        at += 1;
    }
    names
}

fn name(cause: presign_cause) -> &'static CStr {
    let index = usize::try_from(cause).ok().and_then(|number| number.checked_sub(1));
    let name = index.and_then(|index| NAMES.get(index));
    name.and_then(|name| CStr::from_bytes_until_nul(name).ok()).unwrap_or(c"unknown")
}

export! {
    /// A cause's name for programs, the same in every language: "path-encoding". Any number is allowed, and one that is
    /// no cause is "unknown"; never NULL; the string lives as long as the program.
    fn presign_cause_name(cause: presign_cause) -> *const c_char {
        name(cause).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_its_name() {
        for cause in Cause::ALL {
            assert_eq!(name(cause as presign_cause).to_str(), Ok(cause.name()));
        }
        assert_eq!([name(0), name(-1), name(presign_cause::MIN)], [c"unknown"; 3]);
    }

    #[test]
    fn names_stand_for_the_causes_that_they_name() {
        let named = [
            (PRESIGN_CAUSE_UNREADABLE, "Unreadable"),
            (PRESIGN_CAUSE_METHOD, "Method"),
            (PRESIGN_CAUSE_PATH_ENCODING, "PathEncoding"),
            (PRESIGN_CAUSE_PATH_NORMALISED, "PathNormalised"),
            (PRESIGN_CAUSE_PATH, "Path"),
            (PRESIGN_CAUSE_HOST_PORT, "HostPort"),
            (PRESIGN_CAUSE_HOST, "Host"),
            (PRESIGN_CAUSE_HEADER_VALUE, "HeaderValue"),
            (PRESIGN_CAUSE_HEADER_MISSING, "HeaderMissing"),
            (PRESIGN_CAUSE_HEADER_NOT_SIGNED, "HeaderNotSigned"),
            (PRESIGN_CAUSE_QUERY_ADDED, "QueryAdded"),
            (PRESIGN_CAUSE_QUERY_REMOVED, "QueryRemoved"),
            (PRESIGN_CAUSE_QUERY_CHANGED, "QueryChanged"),
            (PRESIGN_CAUSE_QUERY_ENCODING, "QueryEncoding"),
            (PRESIGN_CAUSE_PAYLOAD, "Payload"),
            (PRESIGN_CAUSE_REGION, "Region"),
            (PRESIGN_CAUSE_CLOCK, "Clock"),
            (PRESIGN_CAUSE_EXPIRED, "Expired"),
            (PRESIGN_CAUSE_ACCESS_KEY, "AccessKey"),
            (PRESIGN_CAUSE_TOKEN, "Token"),
            (PRESIGN_CAUSE_SECRET_KEY, "SecretKey"),
            (PRESIGN_CAUSE_SIGNATURE, "Signature"),
            (PRESIGN_CAUSE_VERSION_2, "Version2"),
            (PRESIGN_CAUSE_LIMITS, "Limits"),
            (PRESIGN_CAUSE_DENIED, "Denied"),
            (PRESIGN_CAUSE_AS_SIGNED, "AsSigned"),
        ];
        assert_eq!(named, Cause::ALL.map(|cause| (cause as presign_cause, &*format!("{cause:?}").leak())));
    }
}
