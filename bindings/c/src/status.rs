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

/// Why a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure(presign_status);

/// Defines the failures that this layer adds to the core's kinds, from one table: a constant of `Failure` and a row of
/// `OWN` for each. The header's constants are made from the same table (tests/library/header.rs).
macro_rules! own_failures {
    ($( $NAME:ident = $number:literal, $name:literal, $message:literal; )+) => {
        impl Failure {
            $( pub(crate) const $NAME: Self = Self($number); )+
        }

        static OWN: [(presign_status, &CStr, &CStr); [$($number),+].len()] =
            [$( ($number, $name, $message) ),+];
    };
}

own_failures! {
    NULL_POINTER = 32, c"null-pointer", c"a pointer is NULL where it must not be, or is not aligned for its type";
    STRUCT_SIZE = 33, c"struct-size",
        c"struct_size is not a size that this library knows, or a field that it does not know is not 0";
    UTF8 = 34, c"utf8", c"a string is not UTF-8";
    BUFFER_TOO_SMALL = 35, c"buffer-too-small", c"the buffer is too small for the result; the length needed was stored";
    TOO_LARGE = 36, c"too-large", c"a length or a count is over its limit, or reaches beyond the address space";
    PANIC = 37, c"panic", c"the library has a bug and stopped the call; what its outputs contain is unspecified";
    REFUSED = 38, c"refused", c"the request is refused, or cannot be read; a presign_reason was stored";
    RECEIVED = 39, c"received", c"a received request has both a URL and a host or a target";
    RESPONSE = 40, c"response",
        c"the storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response";
}

impl Failure {
    pub(crate) const CREDENTIALS: Self = Self(ErrorKind::Credentials as presign_status);
    pub(crate) const EXPIRES: Self = Self(ErrorKind::Expires as presign_status);
    pub(crate) const CHOICE: Self = Self(ErrorKind::Choice as presign_status);
    pub(crate) const TIME: Self = Self(ErrorKind::Time as presign_status);

    pub(crate) const fn status(self) -> presign_status {
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
    const AFTER_PANIC: presign_status = Failure::PANIC.status();

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

/// Returns the name and the message of a status that is not one of the core's errors.
fn own(status: presign_status) -> Option<(&'static CStr, &'static CStr)> {
    let own = OWN.iter().find(|(number, ..)| *number == status);
    let success = (status == PRESIGN_OK).then_some((c"ok", c"no error"));
    own.map(|(_, name, message)| (*name, *message)).or(success)
}

fn name(status: presign_status) -> &'static CStr {
    by_number(&CORE_NAMES, status).or(own(status).map(|(name, _)| name)).unwrap_or(UNKNOWN)
}

fn message(status: presign_status) -> &'static CStr {
    by_number(&CORE_MESSAGES, status).or(own(status).map(|(_, message)| message)).unwrap_or(UNKNOWN)
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
            assert_eq!(own(status), None, "{kind:?}");
        }
        for status in [-1, 18, 31, 41, presign_status::MIN, presign_status::MAX] {
            assert_eq!([name(status), message(status)], [UNKNOWN; 2]);
        }
    }

    #[test]
    fn every_status_has_a_constant_that_spells_its_name() {
        let count = constants_have_their_names("PRESIGN_ERR_", name);
        assert_eq!(count, ErrorKind::ALL.len() + OWN.len());
        assert_eq!(name(PRESIGN_OK), c"ok");
    }
}
