//! Warnings about a URL: their bits, machine names and messages.

use std::ffi::{CStr, c_char};

use presign::Warning;

use crate::boundary::export;
use crate::texts::{UNKNOWN, c_texts};

/// The URL has expired.
pub const PRESIGN_WARNING_ENDED: u32 = 0x1;
/// The signing time is more than 15 minutes ahead.
pub const PRESIGN_WARNING_NOT_YET_VALID: u32 = 0x2;
/// Version 4 with a lifetime over seven days, or of 0 or less.
pub const PRESIGN_WARNING_LIFE: u32 = 0x4;
/// The URL expires early, with the temporary credentials that signed it.
pub const PRESIGN_WARNING_SESSION_TOKEN: u32 = 0x8;
/// The URL uses plain HTTP: anyone on the network path can read and use it.
pub const PRESIGN_WARNING_PLAIN_HTTP: u32 = 0x10;
/// The path has . or .. segments.
pub const PRESIGN_WARNING_DOT_SEGMENTS: u32 = 0x20;
/// The path has empty segments (//).
pub const PRESIGN_WARNING_EMPTY_SEGMENTS: u32 = 0x40;
/// The URL uses signature version 2.
pub const PRESIGN_WARNING_VERSION_2: u32 = 0x80;
/// A query parameter is one that version 2 does not sign.
pub const PRESIGN_WARNING_UNSIGNED_QUERY: u32 = 0x100;
/// Headers must be sent with the URL.
pub const PRESIGN_WARNING_SIGNED_HEADERS: u32 = 0x200;
/// host is not among the signed headers.
pub const PRESIGN_WARNING_HOST_NOT_SIGNED: u32 = 0x400;
/// The algorithm, the service, or the date in the credential scope is not one that storages accept.
pub const PRESIGN_WARNING_SCOPE: u32 = 0x800;
/// The region differs from that in the name of AWS's host.
pub const PRESIGN_WARNING_REGION: u32 = 0x1000;
/// The signature has a length or characters that no signature has.
pub const PRESIGN_WARNING_SIGNATURE: u32 = 0x2000;
/// A query parameter is given twice.
pub const PRESIGN_WARNING_REPEATED_NAME: u32 = 0x4000;
/// The bucket is before the host and contains a dot, which no certificate covers.
pub const PRESIGN_WARNING_DOTTED_BUCKET: u32 = 0x8000;
/// The URL has several parameters that version 2 signs. It signs them unescaped, so the value of one can contain the
/// others.
pub const PRESIGN_WARNING_MERGEABLE_PARAMETERS: u32 = 0x1_0000;

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
        assert_eq!([0, 1 << 31, 1 << 17].map(|set| of_lowest_bit(&NAMES, set)), [UNKNOWN; 3]);
    }

    #[test]
    fn every_warning_has_a_constant_that_spells_its_name() {
        let name = |set: u32| of_lowest_bit(&NAMES, set);
        assert_eq!(constants_have_their_names("PRESIGN_WARNING_", name), Warning::ALL.len());
    }
}
