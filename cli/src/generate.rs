//! `presign completions` and `presign man`: made from the same definitions as the command line itself.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::Failure;
use crate::shown;

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder for presign.1, presign-batch.1 and so on, which must exist
    folder: PathBuf,
}

pub(crate) fn completions(args: &CompletionsArgs, stdout: &mut dyn Write) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "presign", &mut script);
    stdout.write_all(&script).map_err(Failure::output)
}

pub(crate) fn man(args: &ManArgs) -> Result<(), Failure> {
    clap_mangen::generate_to(Cli::command(), &args.folder).map_err(|error| Failure::Io {
        what: format!("cannot write manual pages into {}", shown::path(&args.folder)),
        error,
    })
}
