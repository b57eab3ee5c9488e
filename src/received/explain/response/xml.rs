//! Reads an error as XML. Entities that a document defines itself are not expanded, and nesting is only counted, so time
//! and memory are in proportion to the document's length.

use quick_xml::Reader;
use quick_xml::events::Event;

use zeroize::Zeroizing;

use super::error_response::ErrorResponse;

/// The elements around an error: S3's, and those of AWS's other services, which gateways use too.
const ROOTS: [&[&str]; 3] = [&["Error"], &["ErrorResponse", "Error"], &["Response", "Errors", "Error"]];

/// The document breaks off or is not well-formed. What was complete until then has been read.
pub(super) struct Broken;

pub(super) fn read(body: &str, response: &mut ErrorResponse) -> Result<(), Broken> {
    let mut reader = Reader::from_str(body);
    // A browser shows, and some storages send, `&` as it is.
    reader.config_mut().allow_dangling_amp = true;
    let mut around = Around::default();
    // A canonical request may contain encryption keys.
    let mut text = Zeroizing::new(String::new());
    loop {
        match reader.read_event().map_err(|_| Broken)? {
            Event::Eof if around.depth == 0 => return Ok(()),
            Event::Eof => return Err(Broken),
            Event::Start(start) => {
                around.enter(start.local_name().as_ref());
                text.clear();
            }
            Event::End(_) => {
                if let Some(field) = around.error_part().and_then(|part| response.field(part))
                    && field.is_empty()
                {
                    field.push_str(text.trim());
                }
                text.clear();
                around.leave();
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| Broken)? {
                Some(character) => text.push(character),
                None => text.push(entity(&name).ok_or(Broken)?),
            },
            _ => {}
        }
    }
}

/// The elements around a position, outermost first. Only as many are kept as an error has around its parts.
#[derive(Default)]
struct Around {
    names: Vec<String>,
    depth: usize,
}

impl Around {
    const MOST: usize = 4;

    fn enter(&mut self, name: &str) {
        if self.depth < Self::MOST {
            self.names.push(name.to_owned());
        }
        self.depth += 1;
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.names.truncate(self.depth);
    }

    /// Returns the name of the innermost element, if it is a part of an error.
    fn error_part(&self) -> Option<&str> {
        let (part, roots) = self.names.split_last().filter(|_| self.depth <= Self::MOST)?;
        ROOTS.iter().any(|known| *known == roots).then_some(part)
    }
}

/// Returns the character of one of XML's five predefined entities.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
