//! Status numbers, their machine names and their messages.

use std::ffi::{CStr, c_char};

use presign::ErrorKind;

use crate::boundary::export;
use crate::texts::{UNKNOWN, by_number, c_texts};

/// A call's result: PRESIGN_OK, or what was wrong, PRESIGN_ERR_*. Numbers are never changed or reused; later versions
/// may add some.
pub type presign_status = i32;

/// The call succeeded.
pub const PRESIGN_OK: presign_status = 0;

/// A failure that this layer finds itself: its status, and its sentence without what it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnFailure {
    status: presign_status,
    sentence: &'static str,
}

/// Defines the statuses that this layer adds to the core's kinds, from one table: a constant of `OwnFailure` and a row
/// of `OWN` for each. The header's constants are made from the same table (tests/library/header.rs).
macro_rules! own_failures {
    ($( $NAME:ident = $number:literal, $name:literal, $message:literal; )+) => {
        impl OwnFailure {
            $( pub(crate) const $NAME: Self = Self { status: $number, sentence: text($message) }; )+
        }

        static OWN: [(presign_status, &CStr, &CStr); [$($number),+].len()] =
            [$( ($number, $name, $message) ),+];
    };
}

own_failures! {
    NULL_POINTER = 32, c"null-pointer", c"the pointer is NULL where it must not be, or is not aligned for its type";
    STRUCT_SIZE = 33, c"struct-size",
        c"struct_size is not a size that this library knows, or a field that it does not know is not 0";
    UTF8 = 34, c"utf8", c"the text is not UTF-8";
    BUFFER_TOO_SMALL = 35, c"buffer-too-small", c"the buffer is too small for the result; the length needed was stored";
    TOO_LARGE = 36, c"too-large", c"a length or a count is over its limit, or reaches beyond the address space";
    PANIC = 37, c"panic", c"the library has a bug and stopped the call; what its outputs contain is unspecified";
    REFUSED = 38, c"refused", c"the request is refused, or cannot be read; the presign_reason says why";
    RECEIVED = 39, c"received", c"a received request has both a URL and a host or a target";
    RESPONSE = 40, c"response",
        c"the storage's response is too long, or no error of a storage: XML, JSON or a whole HTTP response";
    OFFSETS = 41, c"offsets", c"an offset is above the one after it";
}

/// What this layer refuses with the status of one of the core's kinds.
impl OwnFailure {
    pub(crate) const NO_SECRET: Self =
        Self::of_kind(ErrorKind::Credentials, "an access key and its secret key must not be empty");
    pub(crate) const NO_SECRETS: Self = Self::of_kind(ErrorKind::Credentials, "at least one must be given");
    pub(crate) const NO_EXPIRY: Self = Self::of_kind(
        ErrorKind::Expires,
        "exactly one of expires_in and expires_at must not be 0, and both are",
    );
    pub(crate) const CHOICE: Self =
        Self::of_kind(ErrorKind::Choice, "the number is not one of those to choose from");
    pub(crate) const NO_TIME: Self = Self::of_kind(
        ErrorKind::Time,
        "the time must be above 0: a forgotten field is 0, and time() returns -1 if it fails",
    );

    const fn of_kind(kind: ErrorKind, sentence: &'static str) -> Self {
        Self { status: kind as presign_status, sentence }
    }

    pub(crate) const fn status(self) -> presign_status {
        self.status
    }

    pub(crate) const fn sentence(self) -> &'static str {
        self.sentence
    }
}

/// Returns a row's text as Rust has it, at compile time.
const fn text(of: &'static CStr) -> &'static str {
    match of.to_str() {
        Ok(text) => text,
        Err(_) => "",
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
        for status in [-1, 19, 31, 42, presign_status::MIN, presign_status::MAX] {
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
