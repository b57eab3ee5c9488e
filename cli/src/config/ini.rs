//! Reads one settings file. `ini_core` splits it into items; this module interprets them as the AWS tools and s3cmd do.
//! Values are verbatim except for white space around them: there are no escapes, quotes or inline comments.

use std::{
    collections::{HashMap, hash_map::Entry},
    fs::{self, File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
};

use ini_core::{Item, Parser};
use zeroize::Zeroizing;

use super::ConfigError;

/// The largest file that is read, in bytes. Settings files are far smaller; the limit keeps a wrong path from filling
/// the memory.
const MAX_BYTES: u64 = 1 << 20;

/// The characters that begin a comment. `ini_core` knows only one of them, and only at the very start of a line.
const COMMENT: [char; 2] = ['#', ';'];

/// The tool whose file format is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A line that is indented more belongs to the block above it. A repeated section or name is an error.
    Aws,
    /// Indentation is ignored. Of a repeated name the last value counts.
    S3cmd,
}

pub(super) struct Document {
    pub(super) path: PathBuf,
    sections: Vec<Section>,
}

pub(super) struct Section {
    pub(super) name: String,
    properties: Properties,
}

/// Settings in the order of the file, each found by its lower-case name in constant time, because a file may contain as
/// many names as fit into [`MAX_BYTES`].
#[derive(Default)]
struct Properties {
    list: Vec<Property>,
    index_of_name: HashMap<String, usize>,
}

pub(super) struct Property {
    pub(super) value: Zeroizing<String>,
    pub(super) line: u32,
    indent: usize,
    block: Properties,
}

impl Document {
    /// Returns a document without sections, for a file that does not exist.
    pub(super) fn empty(path: PathBuf) -> Self {
        let sections = Vec::new();
        Self { path, sections }
    }

    /// Reads a file. Returns `None` if it does not exist.
    pub(super) fn read(path: &Path, dialect: Dialect) -> Result<Option<Self>, ConfigError> {
        match read_bytes(path) {
            Ok(bytes) => Self::parse(path, &bytes, dialect).map(Some),
            // A path below something that is not a directory does not exist either: HOME=/dev/null is common.
            Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(cause) => Err(ConfigError::Unreadable { path: path.to_owned(), cause }),
        }
    }

    fn parse(path: &Path, bytes: &[u8], dialect: Dialect) -> Result<Self, ConfigError> {
        let malformed = |line, problem| ConfigError::Malformed { path: path.to_owned(), line, problem };
        let text = str::from_utf8(bytes).map_err(|error| {
            let good = bytes.iter().take(error.valid_up_to());
            let lines = 1 + good.filter(|&&byte| byte == b'\n').count();
            malformed(u32::try_from(lines).unwrap_or(u32::MAX), "not UTF-8")
        })?;
        // Some editors write a byte order mark at the start of a file.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);

        let mut reader = Reader { dialect, sections: Vec::new(), index_of_name: HashMap::new(), current: 0 };
        let mut items = Parser::new(text);
        loop {
            // The parser counts the lines that it has consumed.
            let line = items.line() + 1;
            let Some(item) = items.next() else { break };
            reader.take(item, line).map_err(|problem| malformed(line, problem))?;
        }
        Ok(Self { path: path.to_owned(), sections: reader.sections })
    }

    /// Returns the last section whose name is accepted.
    pub(super) fn section(&self, accepts: impl Fn(&str) -> bool) -> Option<&Section> {
        let mut sections = self.sections.iter();
        sections.rfind(|section| accepts(&section.name))
    }
}

impl Section {
    /// Returns the property of that lower-case name, also if its value is empty.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// Returns the property of that name inside a block.
    pub(super) fn get_in(&self, block: &str, name: &str) -> Option<&Property> {
        self.get(block)?.block.get(name)
    }
}

impl Properties {
    fn get(&self, name: &str) -> Option<&Property> {
        self.list.get(*self.index_of_name.get(name)?)
    }

    /// Adds a setting. A repeated name replaces the earlier setting in s3cmd's files and is an error in AWS's.
    fn insert(&mut self, name: String, property: Property, dialect: Dialect) -> Result<(), &'static str> {
        match self.index_of_name.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(self.list.len());
                self.list.push(property);
            }
            Entry::Occupied(_) if dialect == Dialect::Aws => return Err("this setting is given twice"),
            Entry::Occupied(entry) => {
                if let Some(earlier) = self.list.get_mut(*entry.get()) {
                    *earlier = property;
                }
            }
        }
        Ok(())
    }
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
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Opens a regular file, or the one that a symbolic link points to. Returns `None` for the null device, which counts as
/// an empty file: `AWS_CONFIG_FILE=/dev/null` is a common way to disable the file.
///
/// Every other kind of file is refused before it is opened, because opening a pipe waits for its writer and opening a
/// device may change its state.
fn open(path: &Path) -> io::Result<Option<File>> {
    let metadata = fs::metadata(path)?;
    if is_null_device(&metadata) {
        return Ok(None);
    }
    check_is_regular(&metadata)?;
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
    let rule =
        "it is not a regular file; use a regular file, a symbolic link to one, or /dev/null for an empty one";
    Err(io::Error::new(io::ErrorKind::InvalidInput, rule))
}

/// Whether this is the device `/dev/null`, under any name.
#[cfg(unix)]
fn is_null_device(metadata: &Metadata) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let is_device = |metadata: &Metadata| metadata.file_type().is_char_device();
    is_device(metadata)
        && fs::metadata("/dev/null").is_ok_and(|null| is_device(&null) && null.rdev() == metadata.rdev())
}

#[cfg(not(unix))]
fn is_null_device(_: &Metadata) -> bool {
    false
}

/// Builds the sections, item by item. Its errors say what is wrong and do not repeat the text, which may be a secret.
struct Reader {
    dialect: Dialect,
    sections: Vec<Section>,
    /// The index in `sections` of each section's name.
    index_of_name: HashMap<String, usize>,
    current: usize,
}

impl Reader {
    fn take(&mut self, item: Item<'_>, line: u32) -> Result<(), &'static str> {
        match item {
            Item::SectionEnd | Item::Comment(_) | Item::Blank => Ok(()),
            Item::Section(inner) => self.header(inner, true),
            Item::Error(header) => self.header(header.strip_prefix('[').unwrap_or(header), false),
            Item::Property(name, value) => self.property(name, value, line),
        }
    }

    /// Reads a section header. `rest` is the text after `[`; if `closed`, the parser has removed a `]` at the end of
    /// the line.
    fn header(&mut self, rest: &str, closed: bool) -> Result<(), &'static str> {
        let (name, after) = match rest.split_once(']') {
            Some(parts) => parts,
            None if closed => (rest, ""),
            None => return Err("a section header without `]`"),
        };
        let after = after.trim_start();
        if !after.is_empty() && !after.starts_with(COMMENT) {
            return Err("text after a section header");
        }
        let name = name.trim();
        match self.index_of_name.entry(name.to_owned()) {
            Entry::Occupied(_) if self.dialect == Dialect::Aws => {
                return Err("this section is given twice");
            }
            Entry::Occupied(entry) => self.current = *entry.get(),
            Entry::Vacant(entry) => {
                self.current = *entry.insert(self.sections.len());
                self.sections.push(Section { name: name.to_owned(), properties: Properties::default() });
            }
        }
        Ok(())
    }

    fn property(&mut self, name: &str, value: Option<&str>, line: u32) -> Result<(), &'static str> {
        let indent = name.len() - name.trim_start().len();
        let name = name.trim();
        if name.starts_with(COMMENT) || (name.is_empty() && value.is_none()) {
            return Ok(());
        }
        let Some(value) = value else {
            return Err("the line is neither a section header `[name]` nor a setting `name = value`");
        };
        if name.is_empty() {
            return Err("a setting without a name before `=`");
        }
        let Some(section) = self.sections.get_mut(self.current) else {
            return Err("a setting before the first section header");
        };

        let last = section.properties.list.last();
        let in_block = self.dialect == Dialect::Aws && last.is_some_and(|last| indent > last.indent);
        let siblings = match section.properties.list.last_mut() {
            Some(above) if in_block && above.value.is_empty() => &mut above.block,
            Some(_) if in_block => return Err("an indented line below a setting that has a value"),
            _ => &mut section.properties,
        };
        let property = Property {
            value: Zeroizing::new(value.trim().to_owned()),
            line,
            indent,
            block: Properties::default(),
        };
        siblings.insert(name.to_ascii_lowercase(), property, self.dialect)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::{process::Command, sync::mpsc, thread, time::Duration};

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
