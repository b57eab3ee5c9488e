//! The version of the library, whose one source is Cargo.toml, and the number of its ABI, which is in abi-version.

use crate::boundary::export;

export! {
    /// Returns the version of the library that the program runs with, where PRESIGN_VERSION_NUMBER is that of the
    /// header that it was compiled with.
    fn presign_version_number() -> u32 {
        const {
            number(env!("CARGO_PKG_VERSION_MAJOR")) * 1_000_000
                + number(env!("CARGO_PKG_VERSION_MINOR")) * 1_000
                + number(env!("CARGO_PKG_VERSION_PATCH"))
        }
    }
}

export! {
    /// Returns the number of the library's ABI, where PRESIGN_ABI_VERSION is that of the header. For programs that load
    /// the library by its path: a linker and a loader compare the soname instead.
    fn presign_abi_version() -> u32 {
        const { number(include_str!("../abi-version").trim_ascii()) }
    }
}

/// Parses a part of the version at compile time.
const fn number(digits: &str) -> u32 {
    match u32::from_str_radix(digits, 10) {
        Ok(number) if number < 1_000 => number,
        _ => u32::MAX,
    }
}
