//! What can go wrong while looking for keys.

use std::{io, path::PathBuf};

use thiserror::Error;

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
         run `aws configure export-credentials --format env --profile {profile}` and use the variables it prints"
    )]
    NeedsExport {
        /// Its name.
        profile: String,
        /// The setting that asks for it.
        setting: &'static str,
    },

    /// A profile names a services section that is not there.
    #[error("{}:{line}: there is no section [services {services}]", path.display())]
    MissingServices {
        /// The file that names it.
        path: PathBuf,
        /// The line that names it, from 1.
        line: u32,
        /// The section's name.
        services: String,
    },

    /// A file named by a variable is not there.
    #[error("{variable} names a file that is not there: {}", path.display())]
    MissingFile {
        /// The variable.
        variable: &'static str,
        /// What it names.
        path: PathBuf,
    },

    /// A file is there but cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },

    /// A line of a file cannot be understood.
    #[error("{}:{line}: {problem}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// What is wrong with it.
        problem: &'static str,
    },

    /// A setting in a file has none of the values it may have.
    #[error("{}:{line}: {key} must be {allowed}", path.display())]
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
