//! Writes the URLs to standard output, a file or a device.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::shown;

/// Where the URLs are written. A file is written under a temporary name and renamed once it is complete.
pub(super) enum Output<'a> {
    Stream(&'a mut (dyn Write + Send), bool),
    File {
        temporary: NamedTempFile,
        path: PathBuf,
    },
    /// A device or a pipe, which is written to and never replaced.
    Device(fs::File, PathBuf),
}

impl<'a> Output<'a> {
    pub(super) fn open(path: &Path, stdout: &'a mut (dyn Write + Send)) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::Stream(stdout, io::stdout().is_terminal()));
        }
        // A symbolic link is kept; the file that it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let fail = |error| failure(&path, error);
        if path.exists() && !path.is_file() {
            let device = fs::OpenOptions::new().write(true).open(&path).map_err(fail)?;
            return Ok(Self::Device(device, path));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let temporary = builder(&path).tempfile_in(folder.unwrap_or(Path::new("."))).map_err(fail)?;
        Ok(Self::File { temporary, path })
    }

    /// Whether the URLs are printed to a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Stream(_, true))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stream(stream, _) => stream.write_all(bytes).map_err(Failure::output),
            Self::File { temporary, path } => {
                temporary.write_all(bytes).map_err(|error| failure(path, error))
            }
            Self::Device(device, path) => device.write_all(bytes).map_err(|error| failure(path, error)),
        }
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        match self {
            Self::Stream(stream, _) => stream.flush().map_err(Failure::output),
            Self::File { .. } | Self::Device(..) => Ok(()),
        }
    }

    /// Renames the temporary file to its final name. Call it once all URLs are written.
    pub(super) fn commit(self) -> Result<(), Failure> {
        match self {
            Self::File { temporary, path } => {
                temporary.persist(&path).map(drop).map_err(|error| failure(&path, error.error))
            }
            Self::Stream(..) | Self::Device(..) => Ok(()),
        }
    }
}

/// Returns a builder for the temporary file. It gets the permissions of the file that it replaces, or those of a new
/// file under the umask.
fn builder(path: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".presign-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o666, |file| file.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = path;
    builder
}

fn failure(path: &Path, error: io::Error) -> Failure {
    Failure::Io { what: format!("cannot write {}", shown::path(path)), error }
}
