//! Reads one file of `~/.aws` as botocore does, whose reader is Python's `configparser`.
//!
//! Values are verbatim except for white space around them: there are no escapes, quotes or inline comments. A line that
//! is indented more than the setting above it belongs to that setting: below `s3 =` such lines are the settings of a
//! block.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::ConfigError;
use super::file::read_lines;

/// The characters that begin a comment at the start of a line.
const COMMENT: [char; 2] = ['#', ';'];

/// The section whose settings count in every section that does not have them.
const DEFAULTS: &str = "DEFAULT";

pub(super) struct Document {
    pub(super) path: PathBuf,
    sections: Vec<(String, Properties)>,
    defaults: Properties,
}

/// One section with the defaults of its file.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    own: &'a Properties,
    defaults: &'a Properties,
}

/// Settings in the order of the file, each found by its name in constant time, because a file may contain as many names
/// as fit into its largest size.
#[derive(Default)]
struct Properties {
    list: Vec<Property>,
    index_of_name: HashMap<String, usize>,
}

pub(super) struct Property {
    pub(super) value: Zeroizing<String>,
    pub(super) line: u32,
    /// The number of the first indented line below a setting that has a value. botocore joins the two with a line
    /// break, which no setting that is read here may contain.
    pub(super) continued_at: Option<u32>,
    block: Properties,
}

impl Document {
    /// Reads a file. One that does not exist counts as empty.
    pub(super) fn read(path: PathBuf) -> Result<Self, ConfigError> {
        let mut reader = Reader::default();
        read_lines(&path, |line, number| reader.line(line, number))?;
        Ok(Self { path, sections: reader.sections, defaults: reader.defaults })
    }

    /// Returns the names of the sections in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the last section whose name is accepted.
    pub(super) fn section(&self, accepts: impl Fn(&str) -> bool) -> Option<Section<'_>> {
        let (_, own) = self.sections.iter().rfind(|(name, _)| accepts(name))?;
        Some(Section { own, defaults: &self.defaults })
    }
}

impl<'a> Section<'a> {
    /// Returns the property of that lower-case name, also if its value is empty.
    pub(super) fn get(self, name: &str) -> Option<&'a Property> {
        self.own.get(name).or_else(|| self.defaults.get(name))
    }
}

impl Property {
    /// Returns the property of that name in the block below this one.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.block.get(name)
    }

    pub(super) fn has_block(&self) -> bool {
        !self.block.list.is_empty()
    }

    /// Returns the value, or `None` if it is empty.
    pub(super) fn text(&self, path: &Path) -> Result<Option<&str>, ConfigError> {
        match self.continued_at {
            Some(line) => Err(ConfigError::Malformed {
                path: path.to_owned(),
                line,
                problem: "an indented line below a setting that has a value",
            }),
            None => Ok(Some(self.value.as_str()).filter(|value| !value.is_empty())),
        }
    }
}

impl Properties {
    fn get(&self, name: &str) -> Option<&Property> {
        self.list.get(*self.index_of_name.get(name)?)
    }

    fn insert(&mut self, name: String, value: &str, line: u32) -> Result<(), &'static str> {
        let Entry::Vacant(entry) = self.index_of_name.entry(name) else {
            return Err("this setting is given twice");
        };
        entry.insert(self.list.len());
        let value = Zeroizing::new(value.to_owned());
        self.list.push(Property { value, line, continued_at: None, block: Self::default() });
        Ok(())
    }
}

/// The section that a line belongs to.
#[derive(Clone, Copy, Default)]
enum Current {
    #[default]
    BeforeTheFirst,
    Defaults,
    Named(usize),
}

/// Builds the sections, line by line. Its errors say what is wrong and do not repeat the text, which may be a secret.
#[derive(Default)]
struct Reader {
    sections: Vec<(String, Properties)>,
    /// The index in `sections` of each section's name.
    index_of_name: HashMap<String, usize>,
    defaults: Properties,
    current: Current,
    /// The indentation of the last header or setting, in characters.
    indent: usize,
    /// Whether the last line was a setting, so that a line that is indented more belongs to it.
    below_setting: bool,
}

impl Reader {
    fn line(&mut self, line: &str, number: u32) -> Result<(), &'static str> {
        let text = line.trim();
        if text.is_empty() || text.starts_with(COMMENT) {
            return Ok(());
        }
        let indent = line.chars().take_while(|character| character.is_whitespace()).count();
        if self.below_setting && indent > self.indent {
            return self.indented(text, number);
        }
        self.indent = indent;
        match text.strip_prefix('[') {
            Some(rest) => self.header(rest),
            None => self.setting(text, number),
        }
    }

    fn properties(&mut self) -> Option<&mut Properties> {
        match self.current {
            Current::BeforeTheFirst => None,
            Current::Defaults => Some(&mut self.defaults),
            Current::Named(index) => self.sections.get_mut(index).map(|(_, properties)| properties),
        }
    }

    /// Reads a section header. `rest` is the text after `[`.
    fn header(&mut self, rest: &str) -> Result<(), &'static str> {
        let (name, after) = rest.split_once(']').ok_or("a section header without `]`")?;
        let after = after.trim_start();
        if !after.is_empty() && !after.starts_with(COMMENT) {
            return Err("text after a section header");
        }
        let name = name.trim();
        self.below_setting = false;
        if name == DEFAULTS {
            self.current = Current::Defaults;
            return Ok(());
        }
        let Entry::Vacant(entry) = self.index_of_name.entry(name.to_owned()) else {
            return Err("this section is given twice");
        };
        self.current = Current::Named(*entry.insert(self.sections.len()));
        self.sections.push((name.to_owned(), Properties::default()));
        Ok(())
    }

    fn setting(&mut self, text: &str, number: u32) -> Result<(), &'static str> {
        let (name, value) = text
            .split_once(['=', ':'])
            .ok_or("the line is neither a section header `[name]` nor a setting `name = value`")?;
        let name = name_of(name)?.to_ascii_lowercase();
        let properties = self.properties().ok_or("a setting before the first section header")?;
        properties.insert(name, value.trim(), number)?;
        self.below_setting = true;
        Ok(())
    }

    /// Reads a line that is indented more than the setting above it.
    fn indented(&mut self, text: &str, number: u32) -> Result<(), &'static str> {
        let Some(above) = self.properties().and_then(|properties| properties.list.last_mut()) else {
            return Ok(());
        };
        if !above.value.is_empty() {
            above.continued_at.get_or_insert(number);
            return Ok(());
        }
        let (name, value) =
            text.split_once('=').ok_or("the indented line is not a setting `name = value`")?;
        above.block.insert(name_of(name)?.to_owned(), value.trim(), number)
    }
}

/// Returns a setting's name, trimmed, from the text before its value.
fn name_of(text: &str) -> Result<&str, &'static str> {
    match text.trim() {
        "" => Err("a setting without a name before `=`"),
        name => Ok(name),
    }
}
