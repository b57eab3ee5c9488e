//! The command `presign`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // As for any program in a pipe: when the reader goes away, that ends it. Rust has the signal ignored.
    sigpipe::reset();
    let (stdin, mut stdout, mut stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    presign_cli::run(std::env::args_os(), Box::new(stdin), &mut stdout, &mut stderr).into()
}
