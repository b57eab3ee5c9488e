//! Signs arbitrary tables with `presign batch --rows`. Each row is printed as it was read, with one field more: the naive
//! signer's URL for what the row says, or an error.
//!
//! An input is a number in a line of its own, then the table. The bits of the number are: 1 the table is CSV, 2 a wrong
//! row does not end it (`--keep-going`), 4 two threads sign.
#![no_main]

mod command;
#[path = "../../../../tests/naive/mod.rs"]
mod naive;

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, value::RawValue};

/// What a row must be answered with.
#[derive(Debug)]
enum Wanted {
    /// This URL, or an error: the naive signer does not know what the library refuses.
    Url(String),
    Error,
    /// The row has values whose rules are the library's own.
    Unknown,
}

/// Returns what a row is answered with. Its values are strings, and with JSON others too.
fn wanted(row: &[(String, Value)]) -> Wanted {
    let mut case = command::case("", "");
    let (mut uri, mut bucket, mut key, mut content_type, mut lifetime) = (None, None, None, None, None);
    for (name, value) in row {
        let parameter = name.strip_prefix("query.").or((name == "version_id").then_some("versionId"));
        let header = name.strip_prefix("header.");
        match name.as_str() {
            "expires_in" | "expires_at" => {
                let number = value.as_i64().or_else(|| value.as_str().and_then(plain_number));
                let Some(number) = number else { return Wanted::Unknown };
                let seconds =
                    if name == "expires_at" { number.saturating_sub(command::SIGN_AT) } else { number };
                if lifetime.replace(seconds).is_some() {
                    return Wanted::Error;
                }
                continue;
            }
            "filename" => return Wanted::Unknown,
            "uri" | "bucket" | "key" | "content_type" | "method" => {}
            _ if parameter.is_none() && header.is_none() => continue,
            _ => {}
        }
        let Some(text) = value.as_str() else { return Wanted::Error };
        match name.as_str() {
            "uri" => uri = Some(text),
            "bucket" => bucket = Some(text),
            "key" => key = Some(text),
            "content_type" => content_type = Some(text),
            "method" => text.clone_into(&mut case.method),
            _ => {
                if let Some(name) = parameter {
                    case.query.push((name.to_owned(), text.to_owned()));
                } else if let Some(name) = header {
                    case.headers.push((name.to_owned(), text.to_owned()));
                }
            }
        }
    }
    let (bucket, key) = match (uri, bucket, key) {
        (Some(uri), None, None) => match uri.strip_prefix("s3://").and_then(|rest| rest.split_once('/')) {
            Some(found) => found,
            None => return Wanted::Error,
        },
        (None, Some(bucket), Some(key)) => (bucket, key),
        _ => return Wanted::Error,
    };
    if bucket.is_empty() || key.is_empty() {
        return Wanted::Error;
    }
    if bucket.starts_with("arn:") {
        return Wanted::Unknown;
    }
    case.bucket = bucket.to_owned();
    case.key = key.to_owned();
    case.lifetime = lifetime.unwrap_or(case.lifetime);
    if let Some(value) = content_type {
        let is_download = ["GET", "HEAD"].contains(&case.method.as_str());
        let (pairs, name) = if is_download {
            (&mut case.query, "response-content-type")
        } else {
            (&mut case.headers, "content-type")
        };
        pairs.push((name.to_owned(), value.to_owned()));
    }
    Wanted::Url(naive::v4(&case).url)
}

/// Reads a number of seconds without a unit, which CSV may have.
fn plain_number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[derive(Default)]
struct CsvRow {
    fields: Vec<String>,
    /// Whether a field without quotation marks contains a carriage return, which RFC 4180 forbids.
    is_wrong: bool,
}

/// Splits CSV as RFC 4180 says: a field has quotation marks around it or none at all. `None` for what is neither.
fn csv(table: &str) -> Option<Vec<CsvRow>> {
    let (mut rows, mut row) = (vec![], CsvRow::default());
    let mut rest = table;
    while !rest.is_empty() {
        let field = if let Some(quoted) = rest.strip_prefix('"') {
            let mut field = String::new();
            let mut left = quoted;
            loop {
                let (text, after) = left.split_once('"')?;
                field.push_str(text);
                left = after;
                match left.strip_prefix('"') {
                    Some(more) => left = more,
                    None => break,
                }
                field.push('"');
            }
            rest = left;
            field
        } else {
            let end = rest.find([',', '\n']).unwrap_or(rest.len());
            let (field, after) = rest.split_at(end);
            // The carriage return before a newline is part of the line's end.
            let field =
                if after.starts_with(',') { field } else { field.strip_suffix('\r').unwrap_or(field) };
            if field.contains('"') {
                return None;
            }
            rest = after;
            row.is_wrong |= field.contains('\r');
            field.to_owned()
        };
        row.fields.push(field);
        rest = if let Some(after) = rest.strip_prefix(',') {
            if after.is_empty() {
                row.fields.push(String::new());
            }
            after
        } else {
            rows.push(std::mem::take(&mut row));
            let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
            match after.or_else(|| (rest == "\r").then_some("")) {
                Some(after) => after,
                None if rest.is_empty() => rest,
                None => return None,
            }
        };
    }
    if !row.fields.is_empty() {
        rows.push(row);
    }
    Some(rows)
}

fn check_answer(wanted: &Wanted, url: Option<&str>, row: &dyn std::fmt::Debug) {
    let Some(url) = url else { return };
    match wanted {
        Wanted::Url(wanted) => assert_eq!(url, wanted),
        Wanted::Error => panic!("{row:?} is signed: {url}"),
        Wanted::Unknown => {}
    }
}

fn check_csv(table: &str, outcome: &command::Outcome, keeps_going: bool) {
    let Some(rows) = csv(table) else { return };
    let Some((header, rows)) = rows.split_first() else { return };
    let Ok(printed) = std::str::from_utf8(&outcome.stdout) else { panic!("the output is UTF-8") };
    let printed = csv(printed).expect("the output is CSV");
    let Some((printed_header, printed)) = printed.split_first() else {
        return assert_eq!(outcome.code, 1, "only a wrong header is not printed");
    };
    let added: &[String] = &["url".to_owned(), "error".to_owned()][..1 + usize::from(keeps_going)];
    assert!(!header.is_wrong);
    let header = header.fields.as_slice();
    assert_eq!(printed_header.fields, [header, added].concat());
    assert!(printed.len() <= rows.len());
    assert!(printed.len() == rows.len() || (outcome.code == 1 && !keeps_going), "{}", outcome.stderr);
    for (row, printed) in rows.iter().zip(printed) {
        let is_wrong = row.is_wrong;
        let row = &row.fields;
        let answer = printed.fields.strip_prefix(row.as_slice()).expect("a row is printed as it was read");
        assert_eq!(answer.len(), added.len());
        let fields = header.iter().cloned().zip(row.iter().cloned());
        let is_set = |(_, value): &(String, String)| !value.is_empty();
        let row: Vec<_> = fields.filter(is_set).map(|(name, value)| (name, Value::String(value))).collect();
        let url = Some(answer[0].as_str()).filter(|url| !url.is_empty());
        assert!(url.is_some() || answer.get(1).is_some_and(|error| !error.is_empty()));
        let wanted = if is_wrong { Wanted::Error } else { wanted(&row) };
        check_answer(&wanted, url, &row);
    }
}

fn check_jsonl(table: &[u8], outcome: &command::Outcome, keeps_going: bool) {
    let split = |bytes: &'_ [u8]| -> Vec<Vec<u8>> {
        let mut lines: Vec<_> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        lines.pop_if(|line| line.is_empty());
        lines
    };
    let (rows, printed) = (split(table), split(&outcome.stdout));
    assert!(printed.len() <= rows.len());
    assert!(printed.len() == rows.len() || (outcome.code == 1 && !keeps_going), "{}", outcome.stderr);
    for (row, printed) in rows.iter().zip(&printed) {
        let shown = String::from_utf8_lossy(printed);
        let raw: Result<&RawValue, _> = serde_json::from_slice(printed);
        assert!(raw.is_ok_and(|raw| raw.get().starts_with('{')), "an object is printed: {shown}");
        // serde_json's values have limits of their own: for the size of numbers, and for nesting.
        let read = |bytes| serde_json::from_slice::<Map<String, Value>>(bytes).ok();
        let (Some(fields), Some(mut printed)) = (read(row), read(printed)) else { continue };
        let (url, error) = (printed.remove("url"), printed.remove("error"));
        if fields.contains_key("url") || fields.contains_key("error") {
            continue;
        }
        assert_eq!(fields, printed, "a row is printed as it was read");
        assert!(url.is_some() != error.is_some());
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
        check_answer(&wanted(&fields), url.as_ref().and_then(Value::as_str), &fields);
    }
}

fuzz_target!(|data: &[u8]| {
    let Some(at) = data.iter().position(|byte| *byte == b'\n') else { return };
    let flags: u8 =
        std::str::from_utf8(&data[..at]).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let table = &data[at + 1..];
    let [is_csv, keeps_going, two_threads] = [1, 2, 4].map(|bit| flags & bit != 0);
    let mut args = vec!["--rows", if is_csv { "csv" } else { "jsonl" }];
    for (is_set, option) in [(keeps_going, "--keep-going"), (two_threads, "--threads=2")] {
        if is_set {
            args.push(option);
        }
    }
    let outcome = command::batch(&args, table);
    let table = table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(table);
    if !is_csv {
        check_jsonl(table, &outcome, keeps_going);
    } else if let Ok(table) = std::str::from_utf8(table) {
        check_csv(table, &outcome, keeps_going);
    }
});
