//! The command `presign` as a library function, so that the Python package runs the same code as the binary.
//!
//! | module | what it does |
//! |---|---|
//! | `args`, `options` | define the command line; the options that subcommands share |
//! | `values` | reads single values: `s3://` URIs, lifetimes, timestamps, headers |
//! | [`config`] | finds keys and settings: environment, `~/.aws`, `~/.s3cfg` |
//! | `signer` | builds the signer and the request from both |
//! | `link`, `batch` | sign one URL; sign one URL per line of a list or row of a table |
//! | `playlist` | signs the URIs of an HLS playlist |
//! | `read` | reads presigned URLs: inspect, verify, explain; [`readable`] shows their results to people |
//! | `shown` | escapes untrusted text for output |
//! | `post`, `policy` | sign an upload form; print a bucket policy |
//! | `forms`, `usage` | list the subcommands; word the messages about an invalid command line |
//! | `generate` | writes completions and manual pages |

mod args;
mod batch;
pub mod config;
mod failure;
mod forms;
mod generate;
mod link;
mod options;
mod playlist;
mod policy;
mod post;
mod read;
mod shown;
mod signer;
mod usage;
mod values;

use std::ffi::OsString;
use std::io::{Read, Write};

use clap::Parser;

use crate::args::{Cli, Form};
use crate::failure::Failure;
pub use crate::read::readable;
use crate::usage::usage_text;

/// The exit code for success.
const SUCCESS: u8 = 0;

/// Runs the command with `args`, the program's name first, and the environment variables of this process.
///
/// Results are written to `stdout`, errors and warnings to `stderr`. Returns the exit code: 0 for success, 2 for an
/// invalid command line, 1 for any other failure. A `stdout` that its reader has closed is not a failure.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    stdin: Box<dyn Read + Send>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut dyn Write,
) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let parsed = Cli::try_parse_from(&args);
    let names_form = parsed.as_ref().is_ok_and(|cli| cli.form.is_some());
    if !names_form && let Some(form) = forms::mistyped(&args) {
        let message = format!("there is no such form: did you mean 'presign {form}'? Try 'presign --help'.");
        return finish(Err(Failure::Usage(message)), stderr);
    }
    let cli = match parsed {
        Ok(cli) => cli,
        // clap returns --help and --version as errors; they succeed and are printed to stdout.
        Err(error) if !error.use_stderr() => {
            return finish(write!(stdout, "{}", error.render()).map_err(Failure::output), stderr);
        }
        Err(error) => return finish(Err(Failure::Usage(usage_text(error))), stderr),
    };
    let done = match cli.form {
        None => link::run(&cli.link, stdout, stderr),
        Some(Form::Signurl(args)) => link::run_signurl(&args, stdout, stderr),
        Some(Form::Batch(args)) => batch::run(&args, stdin, stdout, stderr),
        Some(Form::Playlist(args)) => playlist::run(&args, stdin, stdout, stderr),
        Some(Form::Inspect(args)) => read::inspect(&args, stdin, stdout),
        Some(Form::Verify(args)) => read::verify(&args, stdin, stdout),
        Some(Form::Explain(args)) => read::explain(&args, stdin, stdout, stderr),
        Some(Form::Post(args)) => post::run(&args, stdout, stderr),
        Some(Form::Policy(args)) => policy::run(&args, stdout, stderr),
        Some(Form::Completions(args)) => generate::completions(&args, stdout),
        Some(Form::Man(args)) => generate::man(&args),
    };
    finish(done.and_then(|()| stdout.flush().map_err(Failure::output)), stderr)
}

fn finish(done: Result<(), Failure>, stderr: &mut dyn Write) -> u8 {
    let Err(failure) = done else { return SUCCESS };
    if failure.is_closed_pipe() {
        return SUCCESS;
    }
    // Ignored: a closed stderr leaves no way to report anything.
    let _ = writeln!(stderr, "presign: {}", failure.message());
    failure.exit_code()
}
