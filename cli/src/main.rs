//! The binary `presign`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // SIGPIPE terminates the process, as for other programs in a pipe; Rust's runtime sets it to be ignored.
    sigpipe::reset();
    let (stdin, mut stdout, mut stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    presign_cli::run(std::env::args_os(), Box::new(stdin), &mut stdout, &mut stderr).into()
}
