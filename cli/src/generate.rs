//! `presign completions` and `presign man`: made from the same definitions as the command line itself.

use std::io::Write;

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::Failure;
use crate::shown;

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
