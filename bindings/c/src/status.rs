//! Status numbers, their machine names and their messages.

use std::ffi::{CStr, c_char};

use presign::{Error, ErrorKind};

use crate::boundary::{Outcome, export};
use crate::texts::{UNKNOWN, by_number, c_texts};

/// A call's result: PRESIGN_OK, or what was wrong, PRESIGN_ERR_*. Numbers are never changed or reused; later versions
/// may add some.
pub type presign_status = i32;

/// The call succeeded.
pub const PRESIGN_OK: presign_status = 0;
/// The access key, the secret key or the session token breaks a rule.
pub const PRESIGN_ERR_CREDENTIALS: presign_status = 1;
/// The region breaks a rule, or does not match the endpoint.
pub const PRESIGN_ERR_REGION: presign_status = 2;
/// The endpoint cannot be parsed, or does not suit the addressing.
pub const PRESIGN_ERR_ENDPOINT: presign_status = 3;
/// A number is not one of the constants that the field allows.
pub const PRESIGN_ERR_CHOICE: presign_status = 4;
/// The bucket name breaks a rule, or does not suit the addressing.
pub const PRESIGN_ERR_BUCKET: presign_status = 5;
/// The key is empty where an object is required, given where it must be empty, or over 1024 bytes.
pub const PRESIGN_ERR_KEY: presign_status = 6;
/// The method is not 1 to 32 letters A-Z.
pub const PRESIGN_ERR_METHOD: presign_status = 7;
/// A query parameter is one of the signature's own, or cannot be signed.
pub const PRESIGN_ERR_QUERY: presign_status = 8;
/// A header cannot be signed, is given twice, or contains a control character.
pub const PRESIGN_ERR_HEADER: presign_status = 9;
/// A time is outside the years 1970 to 9999.
pub const PRESIGN_ERR_TIME: presign_status = 10;
/// The lifetime or the expiry is outside its limits, or not exactly one of the two is given.
pub const PRESIGN_ERR_EXPIRES: presign_status = 11;
/// The expiry is not later than the signing time: the URL would never be valid.
pub const PRESIGN_ERR_EXPIRES_IN_PAST: presign_status = 12;
/// The URL would expire after the credentials that sign it.
pub const PRESIGN_ERR_CREDENTIALS_EXPIRE: presign_status = 13;
/// AWS does not accept signature version 2 in this region.
pub const PRESIGN_ERR_VERSION_2: presign_status = 14;
/// The URLs need more memory than is available.
pub const PRESIGN_ERR_MEMORY: presign_status = 15;
/// A field of an upload form breaks a rule, or a field and a condition contradict each other.
pub const PRESIGN_ERR_FORM: presign_status = 16;
/// An address, an action or a pattern of a bucket policy breaks a rule.
pub const PRESIGN_ERR_POLICY: presign_status = 17;
/// A pointer is NULL where it must not be, or is not aligned for its type.
pub const PRESIGN_ERR_NULL_POINTER: presign_status = 32;
/// struct_size is not a size that this library knows, or a field that this library does not know is not 0.
pub const PRESIGN_ERR_STRUCT_SIZE: presign_status = 33;
/// A string is not UTF-8.
pub const PRESIGN_ERR_UTF8: presign_status = 34;
/// The buffer is too small for the result. The length needed was stored.
pub const PRESIGN_ERR_BUFFER_TOO_SMALL: presign_status = 35;
/// A length or a count is over its limit, or reaches beyond the address space.
pub const PRESIGN_ERR_TOO_LARGE: presign_status = 36;
/// The library has a bug and stopped the call. The contents of the call's outputs are unspecified.
pub const PRESIGN_ERR_PANIC: presign_status = 37;
/// The request is refused, or cannot be read. A presign_reason was stored.
pub const PRESIGN_ERR_REFUSED: presign_status = 38;
/// A received request has both a URL and a host or a target.
pub const PRESIGN_ERR_RECEIVED: presign_status = 39;
/// The storage's response is not an XML document with an Error that has a Code in it.
pub const PRESIGN_ERR_RESPONSE: presign_status = 40;

/// Why a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure(presign_status);

impl Failure {
    pub(crate) const CREDENTIALS: Self = Self(PRESIGN_ERR_CREDENTIALS);
    pub(crate) const EXPIRES: Self = Self(PRESIGN_ERR_EXPIRES);
    pub(crate) const CHOICE: Self = Self(PRESIGN_ERR_CHOICE);
    pub(crate) const NULL_POINTER: Self = Self(PRESIGN_ERR_NULL_POINTER);
    pub(crate) const STRUCT_SIZE: Self = Self(PRESIGN_ERR_STRUCT_SIZE);
    pub(crate) const UTF8: Self = Self(PRESIGN_ERR_UTF8);
    pub(crate) const BUFFER_TOO_SMALL: Self = Self(PRESIGN_ERR_BUFFER_TOO_SMALL);
    pub(crate) const TOO_LARGE: Self = Self(PRESIGN_ERR_TOO_LARGE);
    pub(crate) const REFUSED: Self = Self(PRESIGN_ERR_REFUSED);
    pub(crate) const TIME: Self = Self(PRESIGN_ERR_TIME);
    pub(crate) const RECEIVED: Self = Self(PRESIGN_ERR_RECEIVED);
    pub(crate) const RESPONSE: Self = Self(PRESIGN_ERR_RESPONSE);

    pub(crate) fn status(self) -> presign_status {
        self.0
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error.kind() as presign_status)
    }
}

impl Outcome for Result<(), Failure> {
    type Returned = presign_status;
    const AFTER_PANIC: presign_status = PRESIGN_ERR_PANIC;

    fn into_c(self) -> presign_status {
        match self {
            Ok(()) => PRESIGN_OK,
            Err(failure) => failure.status(),
        }
    }
}

/// The names and messages of the core's errors, in the order of their numbers.
static CORE_NAMES: [&CStr; ErrorKind::ALL.len()] = c_texts!(ErrorKind::ALL, ErrorKind::name);
static CORE_MESSAGES: [&CStr; ErrorKind::ALL.len()] = c_texts!(ErrorKind::ALL, ErrorKind::message);

/// The statuses that this layer adds to the core's: number, name, message.
static OTHERS: [(presign_status, &CStr, &CStr); 10] = [
    (PRESIGN_OK, c"ok", c"no error"),
    (PRESIGN_ERR_NULL_POINTER, c"null-pointer", c"a pointer is NULL where it must not be, or is not aligned"),
    (
        PRESIGN_ERR_STRUCT_SIZE,
        c"struct-size",
        c"struct_size is not a size that this library knows, or a field that it does not know is not 0",
    ),
    (PRESIGN_ERR_UTF8, c"utf8", c"a string is not UTF-8"),
    (PRESIGN_ERR_BUFFER_TOO_SMALL, c"buffer-too-small", c"the buffer is too small for the result"),
    (PRESIGN_ERR_TOO_LARGE, c"too-large", c"a length or a count is over the limit"),
    (PRESIGN_ERR_PANIC, c"panic", c"the library has a bug and stopped the call"),
    (PRESIGN_ERR_REFUSED, c"refused", c"the request is refused, or cannot be read"),
    (PRESIGN_ERR_RECEIVED, c"received", c"a received request has both a URL and a host or a target"),
    (
        PRESIGN_ERR_RESPONSE,
        c"response",
        c"the storage's response is not an XML document with an Error that has a Code in it",
    ),
];

fn other(status: presign_status) -> Option<(&'static CStr, &'static CStr)> {
    let other = OTHERS.iter().find(|(number, ..)| *number == status);
    other.map(|(_, name, message)| (*name, *message))
}

fn name(status: presign_status) -> &'static CStr {
    by_number(&CORE_NAMES, status).or(other(status).map(|(name, _)| name)).unwrap_or(UNKNOWN)
}

fn message(status: presign_status) -> &'static CStr {
    by_number(&CORE_MESSAGES, status).or(other(status).map(|(_, message)| message)).unwrap_or(UNKNOWN)
}

export! {
    /// Returns a status's machine name, which never changes: "ok", "buffer-too-small". It is the constant's name without
    /// PRESIGN_ or PRESIGN_ERR_, in lower case and with hyphens. "unknown" for a number that is not a status; never NULL;
    /// the string is static.
    fn presign_status_name(status: presign_status) -> *const c_char {
        name(status).as_ptr()
    }
}

export! {
    /// Returns one English sentence that says what a status means, for logs, without the value at hand. Its wording may
    /// change between versions. "unknown" for a number that is not a status; never NULL; the string is static.
    fn presign_status_message(status: presign_status) -> *const c_char {
        message(status).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::tests::constants_have_their_names;

    #[test]
    fn core_errors_keep_their_numbers_names_and_messages() {
        for kind in ErrorKind::ALL {
            let status = kind as presign_status;
            assert_eq!(name(status).to_str(), Ok(kind.name()));
            assert_eq!(message(status).to_str(), Ok(kind.message()));
            assert_eq!(other(status), None, "{kind:?}");
        }
        for status in [-1, PRESIGN_ERR_POLICY + 1, 31, 41, presign_status::MIN, presign_status::MAX] {
            assert_eq!([name(status), message(status)], [UNKNOWN; 2]);
        }
    }

    #[test]
    fn every_status_has_a_constant_that_spells_its_name() {
        let count = constants_have_their_names("PRESIGN_ERR_", name);
        assert_eq!(count, ErrorKind::ALL.len() + OTHERS.len() - 1, "all but PRESIGN_OK");
        assert_eq!(name(PRESIGN_OK), c"ok");
    }
}
