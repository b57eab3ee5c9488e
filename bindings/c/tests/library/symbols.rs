//! The libraries export the functions of the ABI (`abi.txt`, which equals the header) and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::abi;
use crate::build::{Profile, here, libraries, run};

/// Returns the functions of the ABI.
fn listed() -> BTreeSet<String> {
    abi::functions().into_iter().collect()
}

/// Returns the names of global symbols that a library defines.
fn defined(options: &[&str], library: &str) -> BTreeSet<String> {
    let library = libraries(Profile::Release).join(library);
    let printed =
        run(Command::new("nm").args(["--defined-only", "--extern-only"]).args(options).arg(library));
    printed.lines().filter_map(|line| line.rsplit_once(' ')).map(|(_, name)| name.to_owned()).collect()
}

#[test]
fn the_shared_library_exports_only_the_listed_symbols_with_the_version_of_the_abi() {
    let version = concat!("PRESIGN_", env!("PRESIGN_ABI_VERSION"));
    let mut expected: BTreeSet<_> = listed().iter().map(|name| format!("{name}@@{version}")).collect();
    expected.insert(version.to_owned());
    assert_eq!(defined(&["--dynamic"], "libpresign.so"), expected);
}

/// Another global symbol would be defined twice in a program that also has a Rust library of another compiler.
#[test]
fn the_static_library_defines_only_the_listed_symbols() {
    assert_eq!(defined(&[], "libpresign.a"), listed());
}

#[test]
fn the_shared_library_loads_only_the_c_library() {
    let library = libraries(Profile::Release).join("libpresign.so");
    let printed = run(Command::new("readelf").arg("--dynamic").arg(library));
    let needed = printed.lines().filter(|line| line.contains("(NEEDED)"));
    for name in needed.map(|line| line.split(['[', ']']).nth(1).unwrap()) {
        // The loader itself has the thread-local variables.
        assert!(name.starts_with("libc.so.") || name.starts_with("ld-linux"), "{name}");
    }
}

#[test]
fn the_soname_contains_the_abi_version() {
    let printed =
        run(Command::new("readelf").arg("-d").arg(libraries(Profile::Release).join("libpresign.so")));
    let soname = format!("Library soname: [libpresign.so.{}]", env!("PRESIGN_ABI_VERSION"));
    assert!(printed.contains(&soname), "{printed}");
}

/// Only the macros of the boundary define exports: they run their bodies inside the boundary.
#[test]
fn only_the_boundary_module_defines_exports() {
    for entry in fs::read_dir(here("src")).unwrap() {
        let path = entry.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
        let exports = ["no_mangle", "export_name", "extern \"C\""].map(|word| code.matches(word).count());
        let expected = if path.ends_with("boundary.rs") { [2, 0, 2] } else { [0, 0, 0] };
        assert_eq!(exports, expected, "{}", path.display());
    }
}
