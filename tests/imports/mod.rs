//! What the files of a crate import, read from its sources.
//!
//! Re-exports are followed to the file that defines a name, and an import counts where its name is used. Items behind
//! `#[cfg(test)]` and files called `tests` are left out: they may import anything.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot be read fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// By module path: `received::link::query`, and an empty one for the crate's root.
pub type Files<T> = BTreeMap<String, T>;

/// What a file brings into its scope, by name, and the paths that its code uses.
type Scope = (BTreeMap<String, String>, BTreeSet<String>);

fn join(module: &str, path: &str) -> String {
    format!("{module}::{path}").trim_matches(':').to_owned()
}

/// Reads every file below `folder` as a row of tokens.
fn read(folder: &Path, module: &str, files: &mut Files<Vec<String>>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let inner = match path.file_stem().and_then(|name| name.to_str()).unwrap() {
            "tests" => continue,
            "mod" | "lib" | "main" => module.to_owned(),
            name => join(module, name),
        };
        if path.is_dir() {
            read(&path, &inner, files);
        } else {
            flatten(fs::read_to_string(&path).unwrap().parse().unwrap(), files.entry(inner).or_default());
        }
    }
}

/// Appends all tokens but those of items behind `#[cfg(test)]`.
fn flatten(tokens: TokenStream, row: &mut Vec<String>) {
    let (mut is_attribute, mut is_skipped) = (false, false);
    for token in tokens {
        let text = token.to_string();
        is_skipped |= is_attribute && text.starts_with("[cfg") && text.contains("test");
        is_attribute = text == "#";
        match token {
            _ if is_skipped => is_skipped = text != ";" && !text.starts_with('{'),
            TokenTree::Group(group) => {
                row.push(text.chars().take(1).collect());
                flatten(group.stream(), row);
                row.push("end".to_owned());
            }
            _ if text == ":" && row.last().is_some_and(|last| last == ":") => {
                row.pop();
                row.push("::".to_owned());
            }
            _ => row.push(text),
        }
    }
}

/// Reads the path or the `use` tree that goes on at `at`: each path with the name that it brings.
fn paths(row: &[String], at: &mut usize, prefix: &str, found: &mut Vec<(String, String)>) {
    let mut path = prefix.to_owned();
    loop {
        let token = &row[*at];
        *at += 1;
        if token == "{" {
            while row[*at] != "end" {
                paths(row, at, &path, found);
                *at += usize::from(row[*at] == ",");
            }
            *at += 1;
            return;
        }
        if token != "self" || path.is_empty() {
            path = join(&path, token);
        }
        if row.get(*at).is_none_or(|next| next != "::") {
            break;
        }
        *at += 1;
    }
    let is_renamed = row.get(*at).is_some_and(|next| next == "as");
    *at += 2 * usize::from(is_renamed);
    let name = if is_renamed { &row[*at - 1] } else { path.rsplit("::").next().unwrap() };
    found.push((name.to_owned(), path));
}

/// A path from the crate's root; `None` if it leads to another crate.
fn absolute(files: &Files<Vec<String>>, module: &str, path: &str) -> Option<String> {
    let (first, rest) = path.split_once("::").unwrap_or((path, ""));
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    match first {
        "crate" => Some(rest.to_owned()),
        "self" => Some(join(module, rest)),
        "super" if rest.starts_with("super") => absolute(files, parent, rest),
        "super" => Some(join(parent, rest)),
        _ => files.contains_key(&join(module, first)).then(|| join(module, path)),
    }
}

fn scope(files: &Files<Vec<String>>, module: &str, row: &[String]) -> Scope {
    let (mut scope, mut used, mut names, mut at) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new(), 0);
    while at < row.len() {
        let (token, next) = (row[at].as_str(), row.get(at + 1).map_or("", String::as_str));
        let is_use = token == "use" && next != "<";
        if !is_use && next != "::" {
            // A submodule that is declared is not used yet.
            at += if token == "mod" { 2 } else { 1 };
            names.insert(token);
            continue;
        }
        at += usize::from(is_use);
        names.insert(if is_use { "_" } else { token });
        let mut found = Vec::new();
        paths(row, &mut at, "", &mut found);
        for (name, path) in found {
            let Some(path) = absolute(files, module, &path) else { continue };
            if is_use {
                scope.insert(name, path);
            } else {
                used.insert(path);
            }
        }
    }
    let is_used = |name: &str| names.contains(name) || name == "*";
    used.extend(scope.iter().filter(|(name, _)| is_used(name)).map(|(_, path)| path.clone()));
    (scope, used)
}

/// The file that defines what a path names.
fn file_of(scopes: &Files<Scope>, path: &str) -> String {
    let mut module = path;
    while !scopes.contains_key(module) {
        module = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    }
    let rest = path[module.len()..].trim_start_matches(':');
    let (name, inner) = rest.split_once("::").unwrap_or((rest, ""));
    scopes[module].0.get(name).map_or(module.to_owned(), |target| file_of(scopes, &join(target, inner)))
}

/// For each file of a crate those that it imports.
pub fn imports(src: &str) -> Files<BTreeSet<String>> {
    let mut files = Files::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(src), "", &mut files);
    let scopes: Files<Scope> =
        files.iter().map(|(module, row)| (module.clone(), scope(&files, module, row))).collect();
    let of = |(module, (_, used)): (&String, &Scope)| {
        let targets = used.iter().map(|path| file_of(&scopes, path)).filter(|file| file != module);
        (module.clone(), targets.collect())
    };
    scopes.iter().map(of).collect()
}
