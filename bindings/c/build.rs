//! The soname: what a program that was linked against one version asks for when it starts.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    // The ABI changes with the major version alone; while that is 0, nothing that was released is taken away either.
    if of("CARGO_CFG_TARGET_FAMILY") == "unix" && of("CARGO_CFG_TARGET_VENDOR") != "apple" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libpresign.so.{}", of("CARGO_PKG_VERSION_MAJOR"));
    }
}
