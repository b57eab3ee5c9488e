//! Builds the libraries under test, and runs commands.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Returns a path in the crate's folder.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Makes a folder in which tests may write, below cargo's target directory.
pub fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Debug includes Rust's checks (of overflows, of preconditions on raw pointers); release is what is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

/// Returns the target directory of the tests, so that cargo reuses what it has built.
pub fn target_dir() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// Builds both libraries and returns their folder.
pub fn libraries(profile: Profile) -> &'static Path {
    static DEBUG: OnceLock<PathBuf> = OnceLock::new();
    static RELEASE: OnceLock<PathBuf> = OnceLock::new();
    match profile {
        // Cargo builds neither library for the tests of a package without a Rust library.
        Profile::Debug => DEBUG.get_or_init(|| {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.args(["build", "--locked", "--manifest-path"]).arg(here("Cargo.toml"));
            run(cargo.arg("--target-dir").arg(target_dir()));
            target_dir().join("debug")
        }),
        Profile::Release => RELEASE.get_or_init(|| {
            let mut make = Command::new("make");
            // Settings of the `make` that runs the tests.
            make.env_remove("MAKEFLAGS").env_remove("MAKELEVEL");
            make.args(["libpresign", concat!("CARGO=", env!("CARGO")), "-C"]).arg(here("../.."));
            run(make.env("CARGO_TARGET_DIR", target_dir()));
            target_dir().join("release/libpresign")
        }),
    }
}

/// Runs a command and returns its standard output. Panics if the command fails or its program is missing.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}
