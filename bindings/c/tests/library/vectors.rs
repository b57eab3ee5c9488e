//! Writes the cases of tests/vectors as tables in C.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::build::{here, scratch};
use crate::forms;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    method: String,
    endpoint: String,
    region: String,
    addressing: String,
    bucket: String,
    key: String,
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    session_token: Option<String>,
    sign_at: i64,
    expires_in: u32,
    url: String,
}

/// Writes `vectors.inc` and `forms.inc`, and returns their folder.
pub fn write_table() -> PathBuf {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    WRITTEN
        .get_or_init(|| {
            let folder = scratch("vectors");
            fs::write(folder.join("vectors.inc"), table()).unwrap();
            forms::write_table(&folder);
            folder
        })
        .clone()
}

fn table() -> String {
    let (mut pairs, mut count, mut cases) = (String::new(), 0, String::new());
    for (file, version) in [("sigv4", "PRESIGN_SIGNATURE_V4"), ("sigv2", "PRESIGN_SIGNATURE_V2")] {
        let path = here("../../tests/vectors").join(file).with_extension("json");
        let vectors: Vectors = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for case in &vectors.cases {
            let query_first = count;
            let all_pairs = case.query.iter().map(|(name, value)| (name, value)).chain(case.headers.iter());
            for (name, value) in all_pairs {
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

fn write_case(out: &mut String, case: &Case, version: &str, (query_first, headers_first): (usize, usize)) {
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
