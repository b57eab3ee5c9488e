//! The command `presign`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let (stdin, mut stdout, mut stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    presign_cli::run(std::env::args_os(), Box::new(stdin), &mut stdout, &mut stderr).into()
}
