//! Sets the soname, the name under which the loader looks for the library that a program was linked with.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    // The ABI changes only with the major version; while that is 0, nothing that was released is removed either.
    if of("CARGO_CFG_TARGET_FAMILY") == "unix" && of("CARGO_CFG_TARGET_VENDOR") != "apple" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libpresign.so.{}", of("CARGO_PKG_VERSION_MAJOR"));
    }
}
