//! What can go wrong while looking for keys.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::shown;

/// Names the source, the file and the line; never a value that could be a secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// No source has keys.
    #[error(
        "no keys found: not in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), \
         not in profile {profile:?} in {files}, not in {s3cfg}"
    )]
    NoKeys {
        /// The profile that was looked for.
        profile: String,
        /// The two files of `~/.aws`, in words.
        files: String,
        /// s3cmd's file, in words.
        s3cfg: String,
    },

    /// A source has a part of the keys only.
    #[error("half a set of keys in {origin}: {missing} is missing")]
    HalfASet {
        /// The source, in words.
        origin: String,
        /// What the source would call the missing part.
        missing: &'static str,
    },

    /// A profile asked for does not exist.
    #[error("there is no profile {profile:?} in {files}")]
    MissingProfile {
        /// Its name.
        profile: String,
        /// The files that were read, in words.
        files: String,
    },

    /// A profile asked for has settings, but no keys.
    #[error("profile {profile:?} has no keys")]
    ProfileWithoutKeys {
        /// Its name.
        profile: String,
    },

    /// A profile's keys have to be fetched first.
    #[error(
        "profile {profile:?} has to fetch its keys ({setting}): \
         run {} and use the variables it prints",
        export_command(profile)
    )]
    NeedsExport {
        /// Its name.
        profile: String,
        /// The setting that asks for it.
        setting: &'static str,
    },

    /// A profile names a services section that is not there.
    #[error("{}:{line}: there is no section [services {}]", shown::path(path), shown::escaped(services))]
    MissingServices {
        /// The file that names it.
        path: PathBuf,
        /// The line that names it, from 1.
        line: u32,
        /// The section's name.
        services: String,
    },

    /// A file named by a variable is not there.
    #[error("{variable} names a file that is not there: {}", shown::path(path))]
    MissingFile {
        /// The variable.
        variable: &'static str,
        /// What it names.
        path: PathBuf,
    },

    /// A file is there but cannot be read.
    #[error("cannot read {}: {cause}", shown::path(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },

    /// A line of a file cannot be understood.
    #[error("{}:{line}: {problem}", shown::path(path))]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// What is wrong with it.
        problem: &'static str,
    },

    /// A setting in a file has none of the values it may have.
    #[error("{}:{line}: {key} must be {allowed}", shown::path(path))]
    BadValue {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// The setting.
        key: &'static str,
        /// What it may be.
        allowed: &'static str,
    },

    /// A variable has a value it may not have.
    #[error("{variable} must be {allowed}")]
    BadVariable {
        /// The variable.
        variable: &'static str,
        /// What it may be.
        allowed: &'static str,
    },
}

/// Returns the command that prints a profile's keys, to be pasted into a shell as it is.
fn export_command(profile: &str) -> String {
    const COMMAND: &str = "aws configure export-credentials --format env --profile";
    match shown::shell_word(profile) {
        // A separate word with a hyphen at its front would be read as an option.
        Some(name) if profile.starts_with('-') => format!("`{COMMAND}={name}`"),
        Some(name) => format!("`{COMMAND} {name}`"),
        None => format!("`{COMMAND} NAME` with the profile's name in place of NAME"),
    }
}
