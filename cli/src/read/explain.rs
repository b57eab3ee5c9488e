//! `presign explain`: explains why a storage refuses a presigned URL.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use presign::{ErrorResponse, Explanation, inspect};
use serde_json::json;

use super::{headers, request, secret, settings, url, verifier};
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::shown;
use crate::signer::warn;

/// The most bytes that are read of an error response. It contains a canonical request and a string to sign, each about
/// as long as the request.
const MOST_BYTES: u64 = 1024 * 1024;

pub(crate) fn explain(
    args: &ExplainArgs,
    stdin: Box<dyn Read>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let headers = headers(&args.sent)?;
    let url = url(&args.read, stdin)?;
    let answer = args.response.as_deref().map(read_answer).transpose()?;
    let settings = settings(&args.sent)?;
    let request = request(&args.read, &args.sent, &url, &headers);
    if let Ok(link) = inspect(&request)
        && link.access_key != settings.access_key
    {
        let (theirs, ours) = (&link.access_key, &settings.access_key);
        warn(
            stderr,
            &format!(
                "the URL is signed with access key {theirs:?}, but the keys from {} have access key {ours:?}",
                settings.source
            ),
        );
    }
    let verifier = verifier(&args.read).region(args.region.as_deref()).build()?;
    let explanation = verifier.explain(&request, &secret(&settings), answer.as_ref());
    let text = if args.json {
        for_programs(&explanation, args.show_values)
    } else {
        for_people(&explanation, args.show_values)
    };
    stdout.write_all(text.as_bytes()).map_err(Failure::output)
}

fn read_answer(path: &Path) -> Result<ErrorResponse, Failure> {
    let name = shown::path(path);
    let failed = |error| Failure::Io { what: format!("cannot read {name}"), error };
    let mut body = String::new();
    File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut body)).map_err(failed)?;
    ErrorResponse::read(&body).map_err(|error| Failure::ErrorResponse(name, error))
}

fn for_programs(explanation: &Explanation, show_values: bool) -> String {
    let strings_to_sign = explanation.strings_to_sign(show_values);
    let object = json!({
        "cause": explanation.cause().name(),
        "sentence": explanation.sentence(),
        "ours": explanation.ours(show_values),
        "theirs": explanation.theirs(show_values),
        "our_string_to_sign": strings_to_sign.as_ref().map(|(ours, _)| ours),
        "their_string_to_sign": strings_to_sign.and_then(|(_, theirs)| theirs),
    });
    shown::object(&object)
}

fn for_people(explanation: &Explanation, show_values: bool) -> String {
    let mut text = format!("{}: {}\n", explanation.cause().name(), shown::line(explanation.sentence()));
    let mut add = |title: &str, ours: &str, theirs: Option<&str>| {
        let legend = if theirs.is_some() { " (- computed here, + computed by the storage)" } else { "" };
        text.push_str(&format!("\n{title}{legend}:\n{}", beside(ours, theirs.unwrap_or(ours))));
    };
    if let Some(ours) = explanation.ours(show_values) {
        let strings_to_sign = explanation.strings_to_sign(show_values);
        let title = if strings_to_sign.is_some() { "canonical request" } else { "string to sign" };
        add(title, &ours, explanation.theirs(show_values).as_deref());
        if let Some((ours, theirs)) = strings_to_sign {
            add("string to sign", ours, theirs.as_deref());
        }
    }
    text
}

/// Compares two texts line by line: equal lines are printed once, different ones below each other with - and +.
fn beside(ours: &str, theirs: &str) -> String {
    let mut text = String::new();
    let (mut ours, mut theirs) = (ours.split('\n'), theirs.split('\n'));
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return text,
            (Some(one), Some(other)) if one == other => text.push_str(&marked(' ', one)),
            (one, other) => {
                text.extend(one.map(|one| marked('-', one)));
                text.extend(other.map(|other| marked('+', other)));
            }
        }
    }
}

fn marked(mark: char, line: &str) -> String {
    format!("{mark} {}\n", shown::line(line))
}
