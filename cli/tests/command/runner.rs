//! Runs the command with the variables and files that a test names, and no others.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use tempfile::TempDir;

pub(crate) use crate::vectors::{ACCESS_KEY, SECRET_KEY};

/// The signing time of most vectors as an argument.
pub(crate) const SIGN_AT: &str = "1369353600";

/// The variable with the home directory.
pub(crate) const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// An arbitrary object.
pub(crate) const URI: &str = "s3://bucket/key";

/// The command with a home directory of its own, which is the working directory too.
pub(crate) struct Presign {
    home: TempDir,
    variables: BTreeMap<OsString, OsString>,
}

impl Presign {
    /// Returns the command without files and with no variable except [`HOME`] and those that start a program.
    pub(crate) fn bare() -> Self {
        let home = TempDir::new().unwrap();
        let mut variables = BTreeMap::from([(HOME.into(), home.path().into())]);
        if cfg!(windows) {
            let system = ["SystemRoot", "PATH"].map(|name| (name.into(), env::var_os(name).unwrap()));
            variables.extend(system);
        }
        Self { home, variables }
    }

    /// Returns the command with the vectors' keys in the environment.
    pub(crate) fn new() -> Self {
        Self::bare().set("AWS_ACCESS_KEY_ID", ACCESS_KEY).set("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    }

    pub(crate) fn set(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        let mut path = self.home.path().to_owned();
        // s3cmd has another file on Windows.
        let name = if cfg!(windows) && name == ".s3cfg" { "Application Data/s3cmd.ini" } else { name };
        path.extend(name.split('/'));
        path
    }

    pub(crate) fn command(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presign"));
        command.args(args).env_clear().envs(&self.variables).current_dir(self.home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the command to its exit, with an empty standard input.
    pub(crate) fn run(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Outcome {
        self.outcome(self.command(args).output().unwrap())
    }

    /// Runs the command to its exit with text on standard input, which it need not read.
    pub(crate) fn run_with(
        &self,
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
        stdin: impl Into<Vec<u8>>,
    ) -> Outcome {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let feeder = feed(&mut child, stdin.into());
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        self.outcome(output)
    }

    /// Returns the URL on standard output. Checks that it is one line, and that standard error is empty.
    pub(crate) fn link(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
        self.run(args).quiet_line()
    }

    /// Returns the outcome. Checks in every test that the output does not contain the secret key.
    fn outcome(&self, output: Output) -> Outcome {
        let outcome = Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        let secret = self.variables.get(OsStr::new("AWS_SECRET_ACCESS_KEY")).and_then(|key| key.to_str());
        for form in secret.filter(|secret| !secret.is_empty()).into_iter().flat_map(forms) {
            assert!(!outcome.stdout.contains(&form), "{outcome:?} shows {form}");
            assert!(!outcome.stderr.contains(&form), "{outcome:?} shows {form}");
        }
        outcome
    }
}

/// The exit code and the output of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code. `None` if a signal terminated the command.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Returns the one line of output. Checks that the run succeeded without warnings.
    pub(crate) fn quiet_line(self) -> String {
        assert_eq!(self.stderr, "", "{self:?}");
        self.line()
    }

    /// Returns the one line of output. Checks that the run succeeded, perhaps with warnings.
    pub(crate) fn line(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        let line = self.stdout.strip_suffix('\n').unwrap_or_else(|| panic!("no newline: {self:?}"));
        assert!(!line.is_empty() && !line.contains('\n'), "{self:?}");
        line.to_owned()
    }

    /// Returns the message. Checks that the run failed with this code and printed no URL.
    pub(crate) fn refusal(self, code: i32) -> String {
        assert_eq!(self.stdout, "", "{self:?}");
        self.failure(code)
    }

    /// Returns the message. Checks that the run failed with this code, perhaps after printing URLs.
    pub(crate) fn failure(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.stderr.starts_with("presign: ") && self.stderr.ends_with('\n'), "{self:?}");
        self.stderr
    }
}

/// Writes to a child's standard input and closes it. The child may have exited before it has read everything.
pub(crate) fn feed(child: &mut Child, bytes: Vec<u8>) -> thread::JoinHandle<()> {
    let mut stdin = child.stdin.take().unwrap();
    thread::spawn(move || match stdin.write_all(&bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => {}
    })
}

/// Returns a value verbatim, percent-encoded, and as `Debug` prints it.
pub(crate) fn forms(value: &str) -> [String; 3] {
    let debug = format!("{value:?}");
    [value.to_owned(), percent_encoded(value), debug[1..debug.len() - 1].to_owned()]
}

pub(crate) fn percent_encoded(value: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(encode).collect()
}

/// Returns the percent-encoded value of a query parameter.
pub(crate) fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(own, _)| *own == name)
        .map(|(_, value)| value)
}

/// Returns a URL without its query.
pub(crate) fn place(url: &str) -> &str {
    url.split_once('?').unwrap().0
}
