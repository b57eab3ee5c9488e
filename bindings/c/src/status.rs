//! The machine names and the messages of statuses.

use std::ffi::{CStr, c_char};

use presign::ErrorKind;

use crate::boundary::export;
use crate::own_error::{OWN, PRESIGN_OK, presign_status};
use crate::texts::{UNKNOWN, by_number, c_texts};

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
