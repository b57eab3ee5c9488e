//! Rows as JSON, an object per line.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::row::{Row, Value};

/// An object's fields in order. The values are not read.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::with_capacity(8);
                while let Some(Name(name)) = map.next_key()? {
                    fields.push((name, map.next_value()?));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// Reads one line. `added` are the fields that are added to it, which it must not have.
pub(super) fn parse<'a>(line: &'a [u8], added: &[&str]) -> Result<Row<'a>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "is not UTF-8")?;
    if text.trim_ascii().is_empty() {
        return Err("is empty: remove the line".to_owned());
    }
    // The library counts lines too, but each row is read alone.
    let Fields(fields) = serde_json::from_str(text).map_err(|error| {
        let text = error.to_string();
        let reason = text.split(" at line 1 column").next().unwrap_or_default();
        format!("column {}: {reason}", error.column())
    })?;
    let mut row = Row::default();
    for (index, (name, value)) in fields.iter().enumerate() {
        // With many fields the set below is faster.
        let is_repeated = |others: &[(Cow<str>, &RawValue)]| others.iter().any(|(other, _)| other == name);
        if fields.len() <= FEW && fields.get(..index).is_some_and(is_repeated) {
            return Err(repeated(name));
        }
        if added.contains(&&**name) {
            return Err(format!("has the field {name}, which is added to it: rename the field"));
        }
        if value.get() != "null" {
            row.set(name, Json(value.get()))?;
        }
    }
    if fields.len() > FEW {
        let mut names = HashSet::new();
        if let Some((name, _)) = fields.iter().find(|(name, _)| !names.insert(&**name)) {
            return Err(repeated(name));
        }
    }
    Ok(row)
}

/// The number of fields up to which comparing each with each is fastest.
const FEW: usize = 16;

fn repeated(name: &str) -> String {
    format!("has the field {} twice", crate::shown::escaped(name))
}

/// A value as it is written.
struct Json<'a>(&'a str);

impl Json<'_> {
    /// Returns what the value is, for a message. Values of headers may be secret, so they are not shown.
    fn kind(&self) -> &'static str {
        match self.0.as_bytes().first() {
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "true or false",
            _ => "a number",
        }
    }
}

impl<'a> Value<'a> for Json<'a> {
    fn text(self) -> Result<Cow<'a, str>, String> {
        let inner = self.0.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        match inner {
            Some(text) if !text.contains('\\') => Ok(Cow::Borrowed(text)),
            Some(_) => {
                serde_json::from_str(self.0).map(Cow::Owned).map_err(|_| "is not Unicode text".to_owned())
            }
            None => Err(format!("must be a string, not {}", self.kind())),
        }
    }

    fn seconds(self) -> Result<i64, String> {
        self.0.parse().map_err(|_| match self.kind() {
            "a number" => "must be a whole number of seconds".to_owned(),
            kind => format!("must be a number of seconds, not {kind}"),
        })
    }

    fn timestamp(self) -> Result<i64, String> {
        if let Ok(seconds) = self.0.parse() {
            return Ok(seconds);
        }
        let parsed = self.text().ok().and_then(|text| OffsetDateTime::parse(&text, &Rfc3339).ok());
        let rule = "must be a whole number of epoch seconds, or a string in RFC 3339 with Z or an offset";
        parsed.map(OffsetDateTime::unix_timestamp).ok_or_else(|| rule.to_owned())
    }
}

/// Writes the row with a field added, whose value is text. The row is an object.
pub(super) fn write(line: &[u8], name: &str, value: &str, out: &mut Vec<u8>) {
    let line = line.trim_ascii();
    let object = line.strip_suffix(b"}").unwrap_or(line);
    let is_empty = object.trim_ascii_end() == b"{";
    out.extend_from_slice(object);
    out.extend_from_slice(if is_empty { b"\"" } else { b",\"" });
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    // Most values are URLs, which have no character that JSON escapes.
    if value.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        out.push(b'"');
    } else {
        // Writing to memory cannot fail, nor can text fail to be JSON.
        let _ = serde_json::to_writer(&mut *out, value);
    }
    out.extend_from_slice(b"}\n");
}

/// Writes a row that could not be signed, with the reason. A row that is no object is not passed through, so that every
/// line of the output is one.
pub(super) fn write_error(line: &[u8], reason: &str, out: &mut Vec<u8>) {
    let is_object = serde_json::from_slice::<&RawValue>(line).is_ok_and(|value| value.get().starts_with('{'));
    write(if is_object { line } else { b"{}" }, "error", reason, out);
}

/// Returns whether JSON has a byte of a string unchanged.
fn is_plain(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') <= b'~' - b' ') & (byte != b'"') & (byte != b'\\')
}
