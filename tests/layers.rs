//! Which module may import which: the layers of the core, and no circle of imports among the files of any crate.

mod imports;

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::PathBuf;

use imports::{Files, imports};

/// A module may import from the lines above its own, and within itself. Modules in one line do not import each other.
const LAYERS: [&[&str]; 11] = [
    &["codes", "limits"],
    &["error", "warning"],
    &["primitives"],
    &["input"],
    &["signing"],
    &["received::refusal"],
    &["received"],
    &["received::url"],
    &["received::verify"],
    &["received::header_filter", "received::inspect", "received::explain", "batch", "post", "policy"],
    &["playlist"],
];

/// The files and folders that distinguish the two signature versions: the interface of each direction, and what users
/// read. Everything else calls a method of an interface. What belongs to one version alone is in its `sigv4` or `sigv2`.
const VERSION_READERS: [&str; 9] = [
    "input/version.rs",
    "input/expiry.rs",
    "signing/engine.rs",
    "signing/stages.rs",
    "received/url/signature_params.rs",
    "received/url/signed_text.rs",
    "received/verify/version.rs",
    "received/inspect/",
    "received/explain/",
];

const CRATES: [&str; 5] = ["src", "cli/src", "bindings/c/src", "bindings/node/src", "python/src"];

/// The module of the table that a file belongs to, with its line: the longest name that the file's begins with.
fn layer(file: &str) -> Option<(&'static str, usize)> {
    let lines = LAYERS.iter().enumerate();
    let all = lines.flat_map(|(line, names)| names.iter().map(move |name| (*name, line)));
    let begins = |name: &str| format!("{file}::").starts_with(&format!("{name}::"));
    all.filter(|(name, _)| begins(name)).max_by_key(|(name, _)| name.len())
}

#[test]
fn modules_import_only_from_the_layers_above_them() {
    let mut wrong = Vec::new();
    // The crate's root imports what it exports.
    for (file, targets) in imports("src").iter().filter(|(file, _)| !file.is_empty()) {
        let (module, line) = layer(file).unwrap_or_else(|| panic!("src: {file} is in no line of LAYERS"));
        let is_allowed = |target: &&String| {
            layer(target).is_some_and(|(other, other_line)| other == module || other_line < line)
        };
        let others = targets.iter().filter(|target| !is_allowed(target));
        wrong.extend(others.map(|target| format!("{file} imports {target}")));
    }
    assert!(wrong.is_empty(), "against LAYERS in tests/layers.rs:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for src in CRATES {
        let imports = imports(src);
        let files = imports.keys().filter(|file| !file.is_empty());
        if let Some(circle) = files.filter_map(|file| way_back(&imports, file)).min_by_key(Vec::len) {
            panic!("{src}: a circle of imports: {}", circle.join(" -> "));
        }
    }
}

#[test]
fn only_the_interfaces_distinguish_the_versions() {
    let mut folders = vec![PathBuf::from("src")];
    let mut wrong = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap().lines();
            let code: String = code.filter(|line| !line.trim_start().starts_with("//")).collect();
            let names = ["Version", "SignatureParams", "SigningEngine"].into_iter();
            let variants = names.flat_map(|name| ["V4", "V2"].map(|version| format!("{name}::{version}")));
            let name = path.strip_prefix("src").unwrap().to_str().unwrap();
            let is_reader = VERSION_READERS.iter().any(|reader| name.starts_with(reader));
            let read = variants.filter(|variant| !is_reader && code.contains(variant));
            wrong.extend(read.map(|variant| format!("{name} reads {variant}")));
        }
    }
    assert!(wrong.is_empty(), "against VERSION_READERS in tests/layers.rs:\n{}", wrong.join("\n"));
}

/// The shortest way from a file by its imports back to itself.
fn way_back(imports: &Files<BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let (mut ways, mut seen) = (VecDeque::from([vec![start.to_owned()]]), BTreeSet::new());
    while let Some(way) = ways.pop_front() {
        for target in imports[way.last()?].iter().filter(|target| seen.insert(*target)) {
            let way = [&*way, std::slice::from_ref(target)].concat();
            if target == start {
                return Some(way);
            }
            ways.push_back(way);
        }
    }
    None
}
