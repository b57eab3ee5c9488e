//! The command `presign` as a function, so that other front ends run the very same one.
//!
//! | module | what it does |
//! |---|---|
//! | `args` | what can stand on the command line |
//! | `values` | reading single values: `s3://` URIs, lives, moments, headers |
//! | [`config`] | where keys and settings come from: environment, `~/.aws`, `~/.s3cfg` |
//! | `signer` | both together: a signer and a request |
//! | `link`, `batch` | one link; a link for each line |
//! | `read` | links that others made: inspect, verify, explain |
//! | `shown` | text that others wrote, made safe to print |
//! | `post`, `policy` | a form for an upload; a bucket policy |

mod args;
mod batch;
pub mod config;
mod failure;
mod link;
mod policy;
mod post;
mod read;
mod shown;
mod signer;
mod values;

use std::ffi::OsString;
use std::io::{Read, Write};

use clap::Parser;

use crate::args::{Cli, Form};
use crate::failure::{Failure, usage_text};

/// The exit code where all went well.
const SUCCESS: u8 = 0;

/// Run the command. `args` begins with the program's name; the environment is the process's.
///
/// URLs go to `stdout` and nothing else does; errors and warnings go to `stderr`. Returns the exit code: 0; 2 where
/// the command line cannot be understood; 1 for any other failure. A reader that went away is none.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    stdin: Box<dyn Read + Send>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut dyn Write,
) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // --help and --version are no failures and belong on stdout.
        Err(error) if !error.use_stderr() => {
            return finish(write!(stdout, "{}", error.render()).map_err(Failure::output), stderr);
        }
        Err(error) => return finish(Err(Failure::Usage(usage_text(error))), stderr),
    };
    let done = match cli.form {
        None => link::run(&cli.link, stdout, stderr),
        Some(Form::Signurl(args)) => link::run_signurl(&args, stdout, stderr),
        Some(Form::Batch(args)) => batch::run(&args, stdin, stdout, stderr),
        Some(Form::Inspect(args)) => read::inspect(&args, stdin, stdout),
        Some(Form::Verify(args)) => read::verify(&args, stdin, stdout),
        Some(Form::Explain(args)) => read::explain(&args, stdin, stdout, stderr),
        Some(Form::Post(args)) => post::run(&args, stdout, stderr),
        Some(Form::Policy(args)) => policy::run(&args, stdout, stderr),
    };
    finish(done.and_then(|()| stdout.flush().map_err(Failure::output)), stderr)
}

fn finish(done: Result<(), Failure>, stderr: &mut dyn Write) -> u8 {
    let Err(failure) = done else { return SUCCESS };
    if failure.is_closed_pipe() {
        return SUCCESS;
    }
    // Where stderr is closed there is nobody left to tell.
    let _ = writeln!(stderr, "presign: {}", failure.message());
    failure.exit_code()
}
