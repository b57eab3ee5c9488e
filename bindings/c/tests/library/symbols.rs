//! The exports of the libraries, the declarations of the header and the list in `symbols.txt` are equal.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::build::{Profile, here, libraries, run};

fn listed() -> BTreeSet<String> {
    fs::read_to_string(here("symbols.txt")).unwrap().lines().map(str::to_owned).collect()
}

fn declared() -> BTreeSet<String> {
    let header = fs::read_to_string(here("../../include/presign.h")).unwrap();
    let (_, declarations) = header.split_once("extern \"C\" {").unwrap();
    declarations
        .lines()
        .filter(|line| !line.trim_start().starts_with(['/', '#']))
        .filter_map(|line| line.split_once('('))
        .map(|(before, _)| before.rsplit([' ', '*']).next().unwrap().to_owned())
        .collect()
}

/// Returns the names of defined symbols in the output of nm.
fn names(nm: &mut Command) -> BTreeSet<String> {
    run(nm).lines().filter_map(|line| line.rsplit_once(' ')).map(|(_, name)| name.to_owned()).collect()
}

#[test]
fn the_header_declares_the_listed_symbols() {
    assert_eq!(declared(), listed());
}

#[test]
fn the_shared_library_exports_only_the_listed_symbols() {
    let library = libraries(Profile::Release).join("libpresign.so");
    assert_eq!(names(Command::new("nm").args(["-D", "--defined-only"]).arg(library)), listed());
}

#[test]
fn the_static_library_has_the_listed_symbols() {
    let library = libraries(Profile::Release).join("libpresign.a");
    let mut all = names(Command::new("nm").args(["--defined-only", "--extern-only"]).arg(library));
    all.retain(|name| name.starts_with("presign_"));
    assert_eq!(all, listed());
}

#[test]
fn the_soname_contains_the_major_version() {
    let printed =
        run(Command::new("readelf").arg("-d").arg(libraries(Profile::Release).join("libpresign.so")));
    let soname = format!("Library soname: [libpresign.so.{}]", env!("CARGO_PKG_VERSION_MAJOR"));
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
