//! Reads one settings file. `ini_core` splits it into items; what stands here is what the AWS tools and
//! s3cmd make of them. Values are verbatim but for outer white space: no escapes, quotes or inline comments.

use std::{
    collections::{HashMap, hash_map::Entry},
    fs::{self, File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
};

use ini_core::{Item, Parser};
use zeroize::Zeroizing;

use super::ConfigError;

/// Far above any settings file; keeps a device or a mistaken path from filling the memory.
const MAX_BYTES: u64 = 1 << 20;

/// How a comment begins. `ini_core` knows one of the two, and only at the very start of a line.
const COMMENT: [char; 2] = ['#', ';'];

/// Whose file it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A deeper indented line belongs to the block above it. A section or a name given twice is an error.
    Aws,
    /// Indentation means nothing. Of a name given twice the last counts.
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

/// Settings in the order of the file, each found by its lower-case name in constant time: a file may hold as many names
/// as fit into [`MAX_BYTES`].
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
    /// What a file that is not there says.
    pub(super) fn empty(path: PathBuf) -> Self {
        let sections = Vec::new();
        Self { path, sections }
    }

    /// `None` if there is no such file.
    pub(super) fn read(path: &Path, dialect: Dialect) -> Result<Option<Self>, ConfigError> {
        match read_bytes(path) {
            Ok(bytes) => Self::parse(path, &bytes, dialect).map(Some),
            // A path below a file that is no directory is missing too: HOME=/dev/null is common.
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
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);

        let mut reader = Reader { dialect, sections: Vec::new(), index_of_name: HashMap::new(), current: 0 };
        let mut items = Parser::new(text);
        loop {
            // The parser counts the lines behind it.
            let line = items.line() + 1;
            let Some(item) = items.next() else { break };
            reader.take(item, line).map_err(|problem| malformed(line, problem))?;
        }
        Ok(Self { path: path.to_owned(), sections: reader.sections })
    }

    /// The last section whose name is accepted.
    pub(super) fn section(&self, accepts: impl Fn(&str) -> bool) -> Option<&Section> {
        let mut sections = self.sections.iter();
        sections.rfind(|section| accepts(&section.name))
    }
}

impl Section {
    /// The property of that lower-case name, also if its value is empty.
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// The property of that name inside a block.
    pub(super) fn get_in(&self, block: &str, name: &str) -> Option<&Property> {
        self.get(block)?.block.get(name)
    }
}

impl Properties {
    fn get(&self, name: &str) -> Option<&Property> {
        self.list.get(*self.index_of_name.get(name)?)
    }

    /// Adds a setting. If the name was there before, S3cmd's setting replaces the earlier one and AWS's is an error.
    fn insert(&mut self, name: String, property: Property, dialect: Dialect) -> Result<(), &'static str> {
        match self.index_of_name.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(self.list.len());
                self.list.push(property);
            }
            Entry::Occupied(_) if dialect == Dialect::Aws => return Err("a setting that was there before"),
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
    // Room for everything at once: a vector that grows leaves copies of secrets behind.
    let room = file.metadata()?.len().min(MAX_BYTES) + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(room).unwrap_or(0)));
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Opens a regular file, or the one that a symbolic link leads to. `None` for the null device, which stands for an empty
/// file: `AWS_CONFIG_FILE=/dev/null` is a common way to say that there is none.
///
/// Anything else is refused before it is opened, because opening a pipe waits for its writer and opening a device may
/// change its state.
fn open(path: &Path) -> io::Result<Option<File>> {
    let metadata = fs::metadata(path)?;
    if is_null_device(&metadata) {
        return Ok(None);
    }
    check_is_regular(&metadata)?;
    open_without_waiting(path).map(Some)
}

/// Opens `path` and checks the file that was opened, which need not be the one that the path led to a moment before.
/// `O_NONBLOCK` changes nothing for a regular file; it keeps `open` from waiting for a pipe's writer. `O_NOCTTY` keeps a
/// terminal from becoming the process's own.
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

/// Whether this is the device `/dev/null`, under whatever name.
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

/// Builds the sections, item by item. Its errors say what is wrong and leave the text out.
struct Reader {
    dialect: Dialect,
    sections: Vec<Section>,
    /// Where each section's name is in `sections`.
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

    /// `rest` is what follows the `[`; if `closed`, a `]` at the very end of the line has been taken off.
    fn header(&mut self, rest: &str, closed: bool) -> Result<(), &'static str> {
        let (name, after) = match rest.split_once(']') {
            Some(parts) => parts,
            None if closed => (rest, ""),
            None => return Err("a section's header without `]`"),
        };
        let after = after.trim_start();
        if !after.is_empty() && !after.starts_with(COMMENT) {
            return Err("text after a section's header");
        }
        let name = name.trim();
        match self.index_of_name.entry(name.to_owned()) {
            Entry::Occupied(_) if self.dialect == Dialect::Aws => {
                return Err("a section that was there before");
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
            return Err("neither a section's header nor `name = value`");
        };
        if name.is_empty() {
            return Err("no name before `=`");
        }
        let Some(section) = self.sections.get_mut(self.current) else {
            return Err("a setting before the first section's header");
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

    /// The path may lead elsewhere between the look at it and its opening: then only the check behind the opening is
    /// left, and the opening must not wait for a writer.
    #[test]
    fn what_was_opened_is_checked_again() {
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
