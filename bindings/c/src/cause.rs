//! Causes for which a storage refuses a URL: their numbers, machine names and messages.

use std::ffi::{CStr, c_char};

use presign::Cause;

use crate::boundary::export;
use crate::texts::{UNKNOWN, by_number, c_texts};

/// Why a storage refuses a URL: PRESIGN_CAUSE_*. Numbers are never changed or reused; later versions may add some.
pub type presign_cause = i32;

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
        for none in [0, -1, 31, presign_cause::MIN] {
            assert_eq!([name(none), message(none)], [UNKNOWN; 2]);
        }
    }

    #[test]
    fn every_cause_has_a_constant_that_spells_its_name() {
        let count = constants_have_their_names("PRESIGN_CAUSE_", name);
        assert_eq!(count, Cause::ALL.len());
    }
}
