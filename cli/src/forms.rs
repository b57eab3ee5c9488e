//! The forms of the command, such as `presign batch`: their list, and the one that a mistyped word means.

use std::ffi::OsString;

use clap::CommandFactory;

use crate::args::Cli;

/// The similarity, from 0 to 1, above which a word is a mistyped form: `bacth` and `batch` have 0.95.
const SIMILAR: f64 = 0.8;

/// Returns the forms' names, in the order of the help.
pub(crate) fn names() -> Vec<String> {
    Cli::command().get_subcommands().map(|form| form.get_name().to_owned()).collect()
}

/// Returns a line for each form: its name and what it does.
pub(crate) fn list() -> String {
    let command = Cli::command();
    let lines = command.get_subcommands().map(|form| {
        format!(
            "\n  presign {:<12} {}",
            form.get_name(),
            form.get_about().unwrap_or(&clap::builder::StyledStr::new())
        )
    });
    lines.collect()
}

/// Returns the form that the first argument was meant to name, if it is one with a typing mistake. `args` begins with the
/// program's name.
pub(crate) fn mistyped(args: &[OsString]) -> Option<String> {
    let word = args.get(1)?.to_str()?;
    // An object has a slash, and an option begins with a hyphen.
    if word.starts_with('-') || word.contains(['/', ':']) {
        return None;
    }
    let similarity = |name: &String| strsim::jaro_winkler(name, word);
    let best = names().into_iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    (best != word && similarity(&best) > SIMILAR).then_some(best)
}
