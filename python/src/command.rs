//! Runs the command `presign`, the same code as the binary.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Run the command presign and return its exit code. `args` begins with the program's name.
#[pyfunction]
pub(crate) fn run_command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| {
        let (mut stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
        presign_cli::run(args, Box::new(std::io::stdin()), &mut stdout, &mut stderr)
    })
}
