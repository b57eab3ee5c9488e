//! Each test writes its files into a home directory of its own and passes the variables to `load`.

mod errors;
mod file_kinds;
mod formats;
mod large;
mod profiles;
mod s3cfg;
mod sources;
mod terminal;

use std::{collections::BTreeMap, ffi::OsString, fs, path::PathBuf};

use tempfile::TempDir;

use super::environment::HOME;
use super::{ConfigError, Lookup, Settings, load};

/// A secret with every character that the syntax of a file could misread.
const SECRET: &str = r##"s3/cr+t\n#a;b "c"=%d%(x)s"##;
const TOKEN: &str = r##"t;o"k\en # ==%s"##;

/// s3cmd's file below the home directory, where `APPDATA` is not set.
const S3CFG: &str = if cfg!(windows) { "Application Data/s3cmd.ini" } else { ".s3cfg" };

struct Home {
    directory: TempDir,
    variables: BTreeMap<&'static str, OsString>,
}

impl Home {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let variables = BTreeMap::from([(HOME, directory.path().into())]);
        Self { directory, variables }
    }

    fn path(&self, name: &str) -> PathBuf {
        let mut path = self.directory.path().to_owned();
        path.extend(name.split('/'));
        path
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn credentials(self, content: impl AsRef<[u8]>) -> Self {
        self.file(".aws/credentials", content)
    }

    fn config(self, content: impl AsRef<[u8]>) -> Self {
        self.file(".aws/config", content)
    }

    fn s3cfg(self, content: impl AsRef<[u8]>) -> Self {
        self.file(S3CFG, content)
    }

    fn set(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name, value.into());
        self
    }

    fn environment_keys(self) -> Self {
        self.set("AWS_ACCESS_KEY_ID", "ENV").set("AWS_SECRET_ACCESS_KEY", SECRET)
    }

    fn look(&self, profile: Option<&str>, s3cfg_first: bool) -> Result<Settings, ConfigError> {
        load(&Lookup { profile, s3cfg_first, environment: &|name| self.variables.get(name).cloned() })
    }

    fn load(&self) -> Settings {
        self.look(None, false).unwrap()
    }

    fn profile(&self, name: &str) -> Settings {
        self.look(Some(name), false).unwrap()
    }

    fn error(&self) -> String {
        message(self.look(None, false))
    }

    fn profile_error(&self, name: &str) -> String {
        message(self.look(Some(name), false))
    }
}

/// Returns the error's message, after checking that it contains no secret.
fn message(result: Result<Settings, ConfigError>) -> String {
    let error = result.unwrap_err();
    let (display, debug) = (error.to_string(), format!("{error:?}"));
    for secret in [SECRET, TOKEN, "s3/cr+t", "t;o", "HIDDEN"] {
        assert!(!display.contains(secret), "{display}");
        assert!(!debug.contains(secret), "{debug}");
    }
    display
}

/// Returns keys in the format of ~/.aws.
fn aws_keys(access_key: &str) -> String {
    format!("aws_access_key_id = {access_key}\naws_secret_access_key = {SECRET}\n")
}

/// Returns keys in the format of ~/.s3cfg.
fn s3cmd_keys(access_key: &str) -> String {
    format!("access_key = {access_key}\nsecret_key = {SECRET}\n")
}

/// Returns a value that a variable can have and a Rust string cannot.
#[cfg(unix)]
fn not_unicode() -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(b"HIDDEN\xff".to_vec())
}

#[cfg(windows)]
fn not_unicode() -> OsString {
    let units: Vec<_> = "HIDDEN".encode_utf16().chain([0xd800]).collect();
    std::os::windows::ffi::OsStringExt::from_wide(&units)
}
