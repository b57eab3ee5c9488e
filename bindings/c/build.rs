//! Sets the soname (on macOS the install name), under which the loader looks for the library that a program was linked with.
//! Windows has no such name: there, a program looks for `presign.dll`.

use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=abi-version");
    let file = fs::read_to_string("abi-version").map_err(|error| format!("abi-version: {error}"))?;
    let abi_version: u32 =
        file.trim().parse().map_err(|_| format!("abi-version: {file:?} is not a number"))?;
    // For the crate and its tests.
    println!("cargo:rustc-env=PRESIGN_ABI_VERSION={abi_version}");
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("VENDOR") == "apple" {
        // @rpath: the program says in which folder the library is, so that it can be moved.
        let name = format!("@rpath/libpresign.{abi_version}.dylib");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,{name}");
    } else if target("FAMILY") == "unix" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libpresign.so.{abi_version}");
    }
    Ok(())
}
