//! The region in a signature.

use crate::Error;
use crate::error::quoted;
use crate::limits::MAX_REGION_BYTES;

/// Checks that a region is 1 to 64 printable ASCII characters without `/`.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    let printable = region.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    if (1..=MAX_REGION_BYTES).contains(&region.len()) && printable {
        return Ok(());
    }
    Err(Error::Region {
        region: quoted(region),
        rule: "must be 1 to 64 printable ASCII characters without / and spaces",
    })
}
