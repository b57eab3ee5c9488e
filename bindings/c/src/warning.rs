//! The bits of what may surprise about a link.

use std::ffi::{CStr, c_char};

use presign::Warning;

use crate::boundary::export;
use crate::status::terminated;

/// It has ended.
pub const PRESIGN_WARNING_ENDED: u32 = 0x1;
/// Its signing time lies more than 15 minutes ahead.
pub const PRESIGN_WARNING_NOT_YET_VALID: u32 = 0x2;
/// Version 4 with a life over seven days, or of none.
pub const PRESIGN_WARNING_LIFE: u32 = 0x4;
/// It dies with the temporary keys that signed it.
pub const PRESIGN_WARNING_SESSION_TOKEN: u32 = 0x8;
/// It goes over plain HTTP: everybody on the way can read and use it.
pub const PRESIGN_WARNING_PLAIN_HTTP: u32 = 0x10;
/// The path has . or .. segments.
pub const PRESIGN_WARNING_DOT_SEGMENTS: u32 = 0x20;
/// The path has empty segments (//).
pub const PRESIGN_WARNING_EMPTY_SEGMENTS: u32 = 0x40;
/// Signature Version 2.
pub const PRESIGN_WARNING_VERSION_2: u32 = 0x80;
/// A query parameter that Version 2 does not sign.
pub const PRESIGN_WARNING_UNSIGNED_QUERY: u32 = 0x100;
/// Headers have to be sent with it.
pub const PRESIGN_WARNING_SIGNED_HEADERS: u32 = 0x200;
/// host is not among the signed headers.
pub const PRESIGN_WARNING_HOST_NOT_SIGNED: u32 = 0x400;
/// The algorithm, the service, or the credential's date is not what storages take.
pub const PRESIGN_WARNING_SCOPE: u32 = 0x800;
/// The region is not that of AWS's host.
pub const PRESIGN_WARNING_REGION: u32 = 0x1000;
/// The signature is not as long as signatures are, or has other characters.
pub const PRESIGN_WARNING_SIGNATURE: u32 = 0x2000;
/// A query name is given twice.
pub const PRESIGN_WARNING_REPEATED_NAME: u32 = 0x4000;
/// A bucket with a dot before the host: no certificate covers it.
pub const PRESIGN_WARNING_DOTTED_BUCKET: u32 = 0x8000;
/// Several parameters that version 2 signs: it escapes nothing between them, so one value can hold the others.
pub const PRESIGN_WARNING_MERGEABLE_PARAMETERS: u32 = 0x1_0000;

/// Room for the longest text and its NUL; a longer one does not compile.
const ROOM: usize = 160;

/// What each warning means, in the order of their bits.
static MESSAGES: [[u8; ROOM]; Warning::ALL.len()] = messages();

#[allow(clippy::indexing_slicing)]
const fn messages() -> [[u8; ROOM]; Warning::ALL.len()] {
    let mut messages = [[0; ROOM]; Warning::ALL.len()];
    let mut at = 0;
    while at < messages.len() {
        messages[at] = terminated(Warning::ALL[at].message());
        at += 1;
    }
    messages
}

/// One bit for each.
pub(crate) fn bits(warnings: &[Warning]) -> u32 {
    warnings.iter().fold(0, |bits, warning| bits | bit(*warning))
}

fn bit(warning: Warning) -> u32 {
    1 << (warning as u32 - 1)
}

fn message(warnings: u32) -> &'static CStr {
    let known = MESSAGES.get(warnings.trailing_zeros() as usize);
    known.and_then(|message| CStr::from_bytes_until_nul(message).ok()).unwrap_or(c"")
}

export! {
    /// What the lowest bit of a set of warnings means: an English sentence about the link. "" for an empty set and for
    /// a bit that this library does not know; never NULL; the string lives as long as the program. To walk through a
    /// set: `for (; warnings != 0; warnings &= warnings - 1) puts(presign_warning_message(warnings));`
    fn presign_warning_message(warnings: u32) -> *const c_char {
        message(warnings).as_ptr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_has_its_message() {
        for warning in Warning::ALL {
            assert_eq!(message(bit(warning)).to_str(), Ok(warning.message()));
            assert_eq!(message(bit(warning) | 1 << 31).to_str(), Ok(warning.message()));
        }
        assert_eq!([message(0), message(1 << 31)], [c"", c""]);
    }

    #[test]
    fn names_stand_for_the_warnings_that_they_name() {
        let named = [
            (PRESIGN_WARNING_ENDED, "Ended"),
            (PRESIGN_WARNING_NOT_YET_VALID, "NotYetValid"),
            (PRESIGN_WARNING_LIFE, "Life"),
            (PRESIGN_WARNING_SESSION_TOKEN, "SessionToken"),
            (PRESIGN_WARNING_PLAIN_HTTP, "PlainHttp"),
            (PRESIGN_WARNING_DOT_SEGMENTS, "DotSegments"),
            (PRESIGN_WARNING_EMPTY_SEGMENTS, "EmptySegments"),
            (PRESIGN_WARNING_VERSION_2, "Version2"),
            (PRESIGN_WARNING_UNSIGNED_QUERY, "UnsignedQuery"),
            (PRESIGN_WARNING_SIGNED_HEADERS, "SignedHeaders"),
            (PRESIGN_WARNING_HOST_NOT_SIGNED, "HostNotSigned"),
            (PRESIGN_WARNING_SCOPE, "Scope"),
            (PRESIGN_WARNING_REGION, "Region"),
            (PRESIGN_WARNING_SIGNATURE, "Signature"),
            (PRESIGN_WARNING_REPEATED_NAME, "RepeatedName"),
            (PRESIGN_WARNING_DOTTED_BUCKET, "DottedBucket"),
            (PRESIGN_WARNING_MERGEABLE_PARAMETERS, "MergeableParameters"),
        ];
        assert_eq!(named, Warning::ALL.map(|warning| (bit(warning), &*format!("{warning:?}").leak())));
    }
}
