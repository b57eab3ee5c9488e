//! Defines the errors of loading keys and settings.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::shown;

/// An error of [`load`](super::load). Messages name the source, the file and the line, and never a value that could be
/// a secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// No source contains keys.
    #[error(
        "no keys found in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), in profile {profile:?} of \
         {files}, or in {s3cfg}: {}",
        where_keys_could_be(misnamed.as_deref(), *fetched)
    )]
    NoKeys {
        /// The name of the profile that was looked up.
        profile: String,
        /// The paths of the two files of `~/.aws`, as text for the message.
        files: String,
        /// The path of s3cmd's file, as text for the message.
        s3cfg: String,
        /// How to rename a section that was probably meant, as text for the message.
        misnamed: Option<String>,
        /// A variable that makes the AWS tools fetch keys.
        fetched: Option<&'static str>,
    },

    /// A source contains only a part of the keys.
    #[error("incomplete keys in {origin}: {missing} is missing; set it, or remove the rest of these keys")]
    HalfASet {
        /// The name of the source, as text for the message.
        origin: String,
        /// The variable or setting that is missing.
        missing: &'static str,
    },

    /// The requested profile does not exist.
    #[error("there is no profile {profile:?} in {files}{}", after_colon(misnamed.as_deref()))]
    MissingProfile {
        /// The profile's name.
        profile: String,
        /// The paths of the files that were read, as text for the message.
        files: String,
        /// How to rename a section that was probably meant, as text for the message.
        misnamed: Option<String>,
    },

    /// The requested profile contains settings, but no keys.
    #[error(
        "profile {profile:?} has no keys: {}",
        misnamed.as_deref().unwrap_or("add aws_access_key_id and aws_secret_access_key to it")
    )]
    ProfileWithoutKeys {
        /// The profile's name.
        profile: String,
        /// How to rename a section that was probably meant, as text for the message.
        misnamed: Option<String>,
    },

    /// A key or a setting is in quotation marks.
    #[error(
        "{setting} in {origin} begins or ends with a quotation mark ({quote}), which counts as a part of the value: \
         remove the quotation marks"
    )]
    Quoted {
        /// The variable or setting.
        setting: &'static str,
        /// The name of the source, as text for the message.
        origin: String,
        /// The quotation mark.
        quote: char,
    },

    /// The AWS tools fetch the profile's keys from a service or a program, which this crate does not do.
    #[error(
        "the keys of profile {profile:?} have to be fetched first ({setting}): \
         run {} and set the variables that it prints",
        export_command(profile)
    )]
    NeedsExport {
        /// The profile's name.
        profile: String,
        /// The setting that makes the AWS tools fetch keys.
        setting: &'static str,
    },

    /// A profile names a services section that does not exist.
    #[error("{}:{line}: there is no section [services {}]", shown::path(path), shown::escaped(services))]
    MissingServices {
        /// The file of the profile.
        path: PathBuf,
        /// The number of the line that names the section, from 1.
        line: u32,
        /// The name of the section.
        services: String,
    },

    /// A variable names a file that does not exist.
    #[error("{variable} names a file that does not exist: {}", shown::path(path))]
    MissingFile {
        /// The name of the variable.
        variable: &'static str,
        /// The path that the variable names.
        path: PathBuf,
    },

    /// A file exists but cannot be read.
    #[error("cannot read {}: {cause}", shown::path(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        cause: io::Error,
    },

    /// A line of a file is malformed.
    #[error("{}:{line}: {problem}", shown::path(path))]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The number of the line, from 1.
        line: u32,
        /// What is wrong with the line.
        problem: &'static str,
    },

    /// A setting in a file has a value that is not allowed.
    #[error("{}:{line}: {key} must be {allowed}", shown::path(path))]
    BadValue {
        /// The file.
        path: PathBuf,
        /// The number of the line, from 1.
        line: u32,
        /// The name of the setting.
        key: &'static str,
        /// The allowed values, as text for the message.
        allowed: &'static str,
    },

    /// A variable has a value that is not allowed.
    #[error("{variable} must be {allowed}")]
    BadVariable {
        /// The name of the variable.
        variable: &'static str,
        /// The allowed values, as text for the message.
        allowed: &'static str,
    },
}

/// Says what to do if no source has keys.
fn where_keys_could_be(misnamed: Option<&str>, fetched: Option<&str>) -> String {
    const COMMAND: &str = "`eval \"$(aws configure export-credentials --format env)\"`";
    let fetch = fetched.map(|variable| {
        format!("{variable} is set, so the AWS tools fetch keys here; to give them to presign, run {COMMAND}")
    });
    let advice: Vec<_> = misnamed.map(str::to_owned).into_iter().chain(fetch).collect();
    if advice.is_empty() {
        return format!(
            "set both variables, or add keys to one of these files; where the AWS tools fetch keys, run {COMMAND}"
        );
    }
    advice.join("; ")
}

fn after_colon(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(": {text}"))
}

/// Returns the command that prints a profile's keys, safe to paste into a shell.
fn export_command(profile: &str) -> String {
    const COMMAND: &str = "aws configure export-credentials --format env --profile";
    match shown::shell_word(profile) {
        // As a separate word, a name that begins with a hyphen would be read as an option.
        Some(name) if profile.starts_with('-') => format!("`{COMMAND}={name}`"),
        Some(name) => format!("`{COMMAND} {name}`"),
        None => format!("`{COMMAND} NAME` with NAME replaced by the profile's name"),
    }
}
