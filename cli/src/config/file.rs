//! Reads the lines of one settings file: a regular file of UTF-8 text, of a limited size.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use super::ConfigError;

/// The largest file that is read, in bytes. Settings files are far smaller; the limit keeps a wrong path from filling
/// the memory.
const MAX_BYTES: u64 = 1 << 20;

/// Passes each line of a file and its number, from 1, to `take`, whose errors say what is wrong with the line. Returns
/// whether the file exists.
pub(super) fn read_lines(
    path: &Path,
    mut take: impl FnMut(&str, u32) -> Result<(), &'static str>,
) -> Result<bool, ConfigError> {
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        // A path below something that is not a directory does not exist either: HOME=/dev/null is common.
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(cause) => return Err(ConfigError::Unreadable { path: path.to_owned(), cause }),
    };
    let malformed = |line, problem| ConfigError::Malformed { path: path.to_owned(), line, problem };
    let text = decode(&bytes).map_err(|(offset, problem)| {
        let before = bytes.get(..offset).unwrap_or_default();
        let line = str::from_utf8(before).map_or(1, |before| lines(before).count());
        malformed(u32::try_from(line).unwrap_or(u32::MAX), problem)
    })?;
    for (line, number) in lines(text).zip(1..) {
        take(line, number).map_err(|problem| malformed(number, problem))?;
    }
    Ok(true)
}

/// Returns the text, or the position of a wrong byte and what is wrong with it.
fn decode(bytes: &[u8]) -> Result<&str, (usize, &'static str)> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err((0, "not UTF-8 but UTF-16: save the file as UTF-8"));
    }
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Err((offset, "the line contains a NUL character: save the file as plain UTF-8 text"));
    }
    let text =
        str::from_utf8(bytes).map_err(|error| (error.valid_up_to(), "not UTF-8: save the file as UTF-8"))?;
    // Some editors write a byte order mark at the start of a file.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Splits text into lines, which end in LF, CRLF or CR, as in Python, in which the AWS tools and s3cmd are written.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn read_bytes(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let Some(file) = open(path)? else {
        return Ok(Zeroizing::default());
    };
    // Allocated once for the whole file: a vector that grows leaves copies of secrets in freed memory.
    let capacity = file.metadata()?.len().min(MAX_BYTES) + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(capacity).unwrap_or(0)));
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        let rule = "it is larger than 1 MiB, the limit for a settings file";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, rule));
    }
    Ok(bytes)
}

/// Opens a regular file, or the one that a symbolic link points to. Returns `None` for the null device, which counts as
/// an empty file: `AWS_CONFIG_FILE=/dev/null` is a common way to disable the file.
///
/// Every other kind of file is refused before it is opened, because opening a pipe waits for its writer and opening a
/// device may change its state.
fn open(path: &Path) -> io::Result<Option<File>> {
    if is_null_device(path) {
        return Ok(None);
    }
    check_is_regular(&fs::metadata(path)?)?;
    open_without_waiting(path).map(Some)
}

/// Opens `path` and checks the file that was opened, because the path may have been replaced after the first check.
/// `O_NONBLOCK` has no effect on a regular file; it keeps `open` from waiting for a pipe's writer. `O_NOCTTY` keeps a
/// terminal from becoming the process's controlling terminal.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path)?;
    check_is_regular(&file.metadata()?)?;
    Ok(file)
}

fn check_is_regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let rule = format!(
        "it is not a regular file; use a regular file, a symbolic link to one, or {NULL_DEVICE} for an empty one"
    );
    Err(io::Error::new(io::ErrorKind::InvalidInput, rule))
}

const NULL_DEVICE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// Whether this is the null device, under any name.
#[cfg(unix)]
fn is_null_device(path: &Path) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let device = |path: &Path| {
        let metadata = fs::metadata(path).ok()?;
        metadata.file_type().is_char_device().then(|| metadata.rdev())
    };
    device(path).is_some_and(|number| device(Path::new(NULL_DEVICE)) == Some(number))
}

/// Whether this is the null device, whose kind Windows does not tell.
#[cfg(not(unix))]
fn is_null_device(path: &Path) -> bool {
    path.as_os_str().eq_ignore_ascii_case(NULL_DEVICE)
}

#[cfg(all(test, unix))]
mod tests {
    use std::{path::PathBuf, process::Command, sync::mpsc, thread, time::Duration};

    use super::*;

    /// The path may be replaced between the first check and the opening. The second check has to refuse the new file
    /// then, and the opening must not wait for a writer.
    #[test]
    fn an_opened_file_is_checked_again_without_waiting() {
        let directory = tempfile::TempDir::new().unwrap();
        let pipe = directory.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [pipe, directory.path().to_owned(), PathBuf::from("/dev/zero")] {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || sender.send(open_without_waiting(&path)));
            let opened = receiver.recv_timeout(Duration::from_secs(60)).unwrap();
            assert!(opened.unwrap_err().to_string().contains("is not a regular file"));
        }
        let file = directory.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(open_without_waiting(&file).is_ok());
    }
}
