//! Rows as CSV (RFC 4180), with a header that names the fields.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader};

use super::reader::without_return;
use super::row::{Row, Value, is_read};
use crate::shown;
use crate::values::{Seconds, Timestamp};

/// The header's fields, and for each whether presign reads it.
pub(super) struct Header(Vec<(String, bool)>);

impl Header {
    /// Reads the first line. `added` are the fields that are added to each row, which it must not have.
    pub(super) fn parse(line: &[u8], added: &[&str]) -> Result<Self, String> {
        let fields =
            Record::default().read(line).map(|fields| fields.map(str::to_owned).collect::<Vec<_>>())?;
        for (index, name) in fields.iter().enumerate() {
            if fields.get(..index).is_some_and(|others| others.contains(name)) {
                return Err(format!("has the field {} twice", shown::escaped(name)));
            }
            if added.contains(&name.as_str()) {
                return Err(format!("has the field {name}, which is added to each row: rename the field"));
            }
        }
        let has = |name: &str| fields.iter().any(|field| field == name);
        if !(has("uri") || has("bucket") && has("key")) {
            let fields: Vec<_> = fields.iter().map(|field| shown::escaped(field)).collect();
            let names = fields.join(", ");
            return Err(format!(
                "names neither uri nor bucket and key, with commas between the fields: its fields are {names}"
            ));
        }
        Ok(Self(
            fields
                .into_iter()
                .map(|name| (is_read(&name), name))
                .map(|(is_read, name)| (name, is_read))
                .collect(),
        ))
    }

    /// Reads one line.
    pub(super) fn row(&self, line: &[u8], record: &mut Record) -> Result<Row<'static>, String> {
        let mut row = Row::default();
        let mut count = 0;
        for value in record.read(line)? {
            if let Some((name, true)) = self.0.get(count)
                && !value.is_empty()
            {
                row.set(name, Csv(value))?;
            }
            count += 1;
        }
        match self.0.len() {
            expected if expected == count => Ok(row),
            expected => Err(format!("has {count} fields, but the header has {expected}")),
        }
    }
}

/// What is wrong with a row that would be two: what follows the first would not be read.
const LINE_END: &str = "has a line end outside of quotation marks: end each row with a newline, and put quotation marks \
    around a field that contains a line end or a quotation mark, with each mark in it twice";

/// The memory for one record.
#[derive(Default)]
pub(super) struct Record {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    /// Splits a line into its fields, without their quotation marks.
    fn read(&mut self, line: &[u8]) -> Result<impl Iterator<Item = &str>, String> {
        let line = without_return(line);
        if line.is_empty() {
            return Err("is empty: remove the line".to_owned());
        }
        // The reader of fields takes a carriage return alone for the end of a row, and skips one before it.
        if line.starts_with(b"\r") || line.ends_with(b"\r") {
            return Err(LINE_END.to_owned());
        }
        // A field needs no more space than it has in the line, and each but the last has a comma.
        self.text.resize(self.text.len().max(line.len()), 0);
        let fields = memchr::memchr_iter(b',', line).count() + 1;
        self.ends.resize(self.ends.len().max(fields), 0);
        let mut reader = Reader::new();
        let (mut read, mut written, mut count) = (0, 0, 0);
        loop {
            // Nothing is left to read after the line, which ends the record.
            let (result, more_read, more_written, more) = reader.read_record(
                line.get(read..).unwrap_or_default(),
                self.text.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(count..).unwrap_or_default(),
            );
            (read, written, count) = (read + more_read, written + more_written, count + more);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() + line.len() + 1, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() + fields, 0),
            }
        }
        if read < line.len() {
            return Err(LINE_END.to_owned());
        }
        let text =
            std::str::from_utf8(self.text.get(..written).unwrap_or_default()).map_err(|_| "is not UTF-8")?;
        let ends = self.ends.get(..count).unwrap_or_default();
        let begins = [0].into_iter().chain(ends.iter().copied());
        Ok(begins.zip(ends).map(move |(begin, end)| text.get(begin..*end).unwrap_or_default()))
    }
}

/// A field, read as an option of the command line is.
struct Csv<'a>(&'a str);

impl Value<'static> for Csv<'_> {
    fn text(self) -> Result<Cow<'static, str>, String> {
        Ok(Cow::Owned(self.0.to_owned()))
    }

    fn seconds(self) -> Result<i64, String> {
        self.0.parse().map(|Seconds(seconds)| seconds).map_err(|rule| format!("{:?}: {rule}", self.0))
    }

    fn timestamp(self) -> Result<i64, String> {
        self.0.parse().map(|Timestamp(timestamp)| timestamp).map_err(|rule| format!("{:?}: {rule}", self.0))
    }
}

/// Writes the line with fields added, and with the line end that it had.
pub(super) fn write(line: &[u8], added: &[&str], out: &mut Vec<u8>) {
    out.extend_from_slice(without_return(line));
    for value in added {
        out.push(b',');
        if value.contains(['"', ',', '\n', '\r']) {
            out.extend_from_slice(format!("\"{}\"", value.replace('"', "\"\"")).as_bytes());
        } else {
            out.extend_from_slice(value.as_bytes());
        }
    }
    out.extend_from_slice(if line.ends_with(b"\r") { b"\r\n" } else { b"\n" });
}
