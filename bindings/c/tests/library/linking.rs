//! The installed libraries link into every kind of program, also beside Rust libraries of another compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{Profile, here, libraries, run, scratch};
use crate::url_table;

/// The compiler of the distribution, which is not the one that builds libpresign.
const OTHER_RUSTC: &str = "/usr/bin/rustc";

/// Compiles a program of `tests/c` as C99, links it with libraries, and runs it.
fn link_and_run(program: &str, name: &str, options: &[&str], libraries: &[&Path]) {
    let out = scratch("linking").join(format!("{program} {name}"));
    let mut gcc = Command::new("gcc");
    gcc.arg("-std=c99").args(options).arg("-I").arg(here("../../include")).arg("-I").arg(url_table::write());
    gcc.arg(here("tests/c").join(program).with_extension("c")).args(libraries);
    run(gcc.args(["-lpthread", "-ldl", "-lm", "-o"]).arg(&out));
    let folders: Vec<_> = libraries.iter().map(|library| library.parent().unwrap()).collect();
    run(Command::new(out).env("LD_LIBRARY_PATH", std::env::join_paths(folders).unwrap()));
}

/// Copies a shared library to where programs find it, which is under its soname.
fn under_its_soname(library: &Path, soname: &str) -> PathBuf {
    let path = scratch("linking").join(soname);
    std::fs::copy(library, &path).unwrap();
    path
}

#[test]
fn the_static_library_links_into_every_kind_of_program() {
    let library = libraries(Profile::Release).join("libpresign.a");
    for options in [
        &["-pie", "-fPIE"][..],
        &["-no-pie", "-fno-pie"],
        &["-static"],
        &["-static-pie", "-fPIE"],
        &["-flto", "-O2"],
        &["-flto", "-O2", "-static"],
        &["-Wl,--gc-sections", "-ffunction-sections"],
        &["-fuse-ld=gold"],
    ] {
        link_and_run("vectors", &options.concat(), options, &[&library]);
    }
}

/// Compiles `tests/rust/panics.rs` to a static library.
fn panics(rustc: &Path, name: &str, options: &[&str]) -> PathBuf {
    let archive = scratch("panics").join(name);
    let mut compiler = Command::new(rustc);
    compiler
        .args(["--edition", "2021", "--crate-type", "staticlib", "-O", "-A", "unknown_lints"])
        .args(options);
    run(compiler.arg(here("tests/rust/panics.rs")).arg("-o").arg(&archive));
    archive
}

/// Panics must still be caught in libraries made by `link.sh`: it drops sections, and links another unwinder.
#[test]
fn the_libraries_link_beside_those_of_another_rust_compiler() {
    let rustc = Path::new(env!("CARGO")).with_file_name("rustc");
    let version = |rustc: &Path| run(Command::new(rustc).arg("--version"));
    assert_ne!(version(&rustc), version(OTHER_RUSTC.as_ref()), "the test needs two compilers");

    let other = panics(OTHER_RUSTC.as_ref(), "libother.a", &["--cfg", "other"]);
    let raw = panics(&rustc, "libraw.a", &[]);
    let made = scratch("panics").join("made");
    let mut link = Command::new(here("package/link.sh"));
    run(link.arg(raw).args(["libpanics.so", "PANICS"]).arg(&made).args(["-lpthread", "-ldl", "-lc"]));

    let installed = libraries(Profile::Release);
    let of_panics = made.join("libpresign.a");
    for options in [&[][..], &["-static"], &["-flto", "-O2"]] {
        let all = [installed.join("libpresign.a"), of_panics.clone(), other.clone()];
        link_and_run("beside_rust", &options.concat(), options, &all.each_ref().map(PathBuf::as_path));
    }

    let soname = concat!("libpresign.so.", env!("PRESIGN_ABI_VERSION"));
    let shared = under_its_soname(&installed.join("libpresign.so"), soname);
    let of_panics = under_its_soname(&made.join("libpresign.so"), "libpanics.so");
    link_and_run("beside_rust", "shared", &[], &[&shared, &of_panics, &other]);
}
