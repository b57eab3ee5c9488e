//! The command `presign`, the same that is built without Python.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Run the command `presign`. `args` begins with the program's name. Returns the exit code.
#[pyfunction]
pub(crate) fn run_command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| {
        let (mut stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
        presign_cli::run(args, Box::new(std::io::stdin()), &mut stdout, &mut stderr)
    })
}
