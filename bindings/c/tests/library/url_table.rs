//! Writes the URLs of tests/vectors as a table in C.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::build::scratch;
use crate::form_table;
use crate::vectors::{self, UrlCase};

/// Writes `vectors.inc` and `forms.inc`, and returns their folder.
pub fn write() -> PathBuf {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    WRITTEN
        .get_or_init(|| {
            let folder = scratch("vectors");
            fs::write(folder.join("vectors.inc"), table()).unwrap();
            form_table::write(&folder);
            folder
        })
        .clone()
}

fn table() -> String {
    let (mut pairs, mut count, mut cases) = (String::new(), 0, String::new());
    for (of_version, version) in
        [(vectors::v4(), "PRESIGN_SIGNATURE_V4"), (vectors::v2(), "PRESIGN_SIGNATURE_V2")]
    {
        for case in &of_version {
            let query_first = count;
            for (name, value) in case.query.iter().chain(&case.headers) {
                writeln!(pairs, "    {{{}, {}}},", string(name), string(value)).unwrap();
                count += 1;
            }
            let headers_first = query_first + case.query.len();
            write_case(&mut cases, case, version, (query_first, headers_first));
        }
    }
    format!(
        "static const presign_pair pairs[] = {{\n{pairs}}};\n\nstatic const vector vectors[] = {{\n{cases}}};\n"
    )
}

fn write_case(out: &mut String, case: &UrlCase, version: &str, (query_first, headers_first): (usize, usize)) {
    let mut headers: Vec<_> =
        case.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.trim())).collect();
    headers.sort();
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    writeln!(
        out,
        "    {{{}, {version}, PRESIGN_ADDRESSING_{}, {}, {}, {}, {}, {}, {}, {query_first}, {}, {headers_first}, {}, \
         INT64_C({}), {}u, {}, {}}},",
        literal(&case.name),
        case.addressing.to_uppercase(),
        string(case.session_token.as_deref().unwrap_or_default()),
        string(&case.region),
        string(&case.endpoint),
        string(&case.method),
        string(&case.bucket),
        string(&case.key),
        case.query.len(),
        case.headers.len(),
        case.sign_at,
        case.expires_in,
        string(&case.url),
        string(&lines),
    )
    .unwrap();
}

/// Returns an initializer of a `presign_str`.
pub fn string(text: &str) -> String {
    format!("{{{}, {}}}", literal(text), text.len())
}

/// Returns a string literal. All but the plainest characters are octal escapes: they end after three digits, whatever
/// character follows.
pub fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b" _-./:=&%".contains(&byte) {
            literal.push(char::from(byte));
        } else {
            write!(literal, "\\{byte:03o}").unwrap();
        }
    }
    literal + "\""
}
