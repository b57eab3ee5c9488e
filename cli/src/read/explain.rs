//! `presign explain`: explains why a storage refuses a presigned URL.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use presign::{ErrorResponse, Explanation, MAX_RESPONSE_BYTES, inspect};
use serde_json::json;

use super::readable::Refused;
use super::{headers, request, secret, settings, url, verifier};
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::shown;
use crate::signer::warn;

/// The most bytes of an error response that are read: one more than the core accepts, so that it refuses a longer one.
const MOST_BYTES: u64 = MAX_RESPONSE_BYTES as u64 + 1;

pub(crate) fn explain(
    args: &ExplainArgs,
    stdin: Box<dyn Read>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<(), Failure> {
    let headers = headers(&args.sent)?;
    let is_stdin = |path: &Path| path == Path::new("-");
    let (url, answer) = match args.response.as_deref() {
        None => (url(&args.read, stdin)?, None),
        Some(path) if !is_stdin(path) => (url(&args.read, stdin)?, Some(read_answer(path)?)),
        Some(_) if args.read.url == "-" => {
            let text =
                "the URL and the response cannot both be - (standard input): give the response as a file";
            return Err(Failure::Usage(text.to_owned()));
        }
        Some(_) => (args.read.url.clone(), Some(parse_answer("standard input", stdin)?)),
    };
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
    let file = File::open(path).map_err(failed)?;
    parse_answer(&name, Box::new(file))
}

fn parse_answer(name: &str, source: Box<dyn Read>) -> Result<ErrorResponse, Failure> {
    let mut bytes = Vec::new();
    let failed = |error| Failure::Io { what: format!("cannot read {name}"), error };
    source.take(MOST_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    // The page of a proxy may have another encoding, and is recognised nevertheless.
    let text = String::from_utf8_lossy(&bytes);
    ErrorResponse::read(&text).map_err(|error| Failure::ErrorResponse(name.to_owned(), error))
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
    let strings_to_sign = explanation.strings_to_sign(show_values);
    Refused {
        cause: explanation.cause().name(),
        sentence: explanation.sentence(),
        ours: explanation.ours(show_values).as_deref(),
        theirs: explanation.theirs(show_values).as_deref(),
        our_string_to_sign: strings_to_sign.as_ref().map(|(ours, _)| *ours),
        their_string_to_sign: strings_to_sign.as_ref().and_then(|(_, theirs)| theirs.as_deref()),
    }
    .text()
}
