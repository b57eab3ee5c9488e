//! The libraries under test, and C programs that are linked against them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Where the tests may write, below cargo's target directory.
pub fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Debug has Rust's own checks in it (of overflows, of what raw pointers promise), release is what is shipped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

/// The folder with both libraries. Cargo builds neither for a test of a package that is no Rust library.
pub fn libraries(profile: Profile) -> &'static Path {
    static DEBUG: OnceLock<PathBuf> = OnceLock::new();
    static RELEASE: OnceLock<PathBuf> = OnceLock::new();
    let (built, name, folder) = match profile {
        Profile::Debug => (&DEBUG, "dev", "debug"),
        Profile::Release => (&RELEASE, "release", "release"),
    };
    built.get_or_init(|| {
        // Next to the tests' own folder, so that what cargo has built already is not built again.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--locked", "--profile", name, "--manifest-path"]).arg(here("Cargo.toml"));
        run(cargo.arg("--target-dir").arg(target));
        target.join(folder)
    })
}

/// Runs a command to its end and returns what it printed. A program that is missing is a failure too.
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
