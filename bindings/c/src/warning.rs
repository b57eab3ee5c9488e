//! Warnings about a URL: their bits, machine names and messages.

use std::ffi::{CStr, c_char};

use presign::Warning;

use crate::boundary::export;
use crate::texts::{UNKNOWN, c_texts};

/// In the order of the warnings' numbers, which are those of their bits.
static NAMES: [&CStr; Warning::ALL.len()] = c_texts!(Warning::ALL, Warning::name);
static MESSAGES: [&CStr; Warning::ALL.len()] = c_texts!(Warning::ALL, Warning::message);

/// Returns the set with the bit of each warning.
pub(crate) fn bits(warnings: &[Warning]) -> u32 {
    warnings.iter().fold(0, |bits, warning| bits | bit(*warning))
}

fn bit(warning: Warning) -> u32 {
    1 << (warning as u32 - 1)
}

fn of_lowest_bit(texts: &[&'static CStr], warnings: u32) -> &'static CStr {
    texts.get(warnings.trailing_zeros() as usize).copied().unwrap_or(UNKNOWN)
}

export! {
    /// Returns the machine name, which never changes, of the lowest bit in a set of warnings: "dotted-bucket". It is the
    /// constant's name without PRESIGN_WARNING_, in lower case and with hyphens. "unknown" for 0 and for a bit that this
    /// library does not know; never NULL; the string is static. To walk through a set:
    /// `for (; warnings != 0; warnings &= warnings - 1) puts(presign_warning_name(warnings));`
    fn presign_warning_name(warnings: u32) -> *const c_char {
        of_lowest_bit(&NAMES, warnings).as_ptr()
    }
}

export! {
    /// Returns one English sentence about the lowest bit in a set of warnings. Its wording may change between versions.
    /// "unknown" for 0 and for a bit that this library does not know; never NULL; the string is static.
    fn presign_warning_message(warnings: u32) -> *const c_char {
        of_lowest_bit(&MESSAGES, warnings).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::tests::constants_have_their_names;

    #[test]
    fn every_warning_has_its_texts() {
        for warning in Warning::ALL {
            for set in [bit(warning), bit(warning) | 1 << 31] {
                assert_eq!(of_lowest_bit(&NAMES, set).to_str(), Ok(warning.name()));
                assert_eq!(of_lowest_bit(&MESSAGES, set).to_str(), Ok(warning.message()));
            }
        }
        assert_eq!([0, 1 << 31, 1 << Warning::ALL.len()].map(|set| of_lowest_bit(&NAMES, set)), [UNKNOWN; 3]);
    }

    #[test]
    fn every_warning_has_a_constant_that_spells_its_name() {
        let name = |set: u32| of_lowest_bit(&NAMES, set);
        assert_eq!(constants_have_their_names("PRESIGN_WARNING_", name), Warning::ALL.len());
    }
}
