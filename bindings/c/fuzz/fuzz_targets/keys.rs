//! Signs arbitrary lists of keys and of `s3://` URIs with `presign batch`. Each line up to the first wrong one has the
//! naive signer's URL, and a list is signed to its end unless a line breaks a rule.
//!
//! An input is a number in a line of its own, then the list. The bits of the number are: 1 the lines are URIs, 2 the list
//! is NUL-terminated, 4 each key is printed with its URL, 8 two threads sign.
#![no_main]

mod command;
#[path = "../../../../tests/naive/mod.rs"]
mod naive;

use libfuzzer_sys::fuzz_target;

const PREFIX: &str = "a/é ";

/// Returns the naive signer's URL for a line, or `None` for one that must be refused.
fn wanted(line: &[u8], are_uris: bool) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?;
    let case = if are_uris {
        let (bucket, key) = line.strip_prefix("s3://")?.split_once('/')?;
        command::case(bucket, key)
    } else {
        (!line.is_empty() && !line.starts_with("s3://"))
            .then(|| command::case("bucket", &format!("{PREFIX}{line}")))?
    };
    Some(naive::v4(&case).url)
}

fuzz_target!(|data: &[u8]| {
    let Some(at) = data.iter().position(|byte| *byte == b'\n') else { return };
    let flags: u8 =
        std::str::from_utf8(&data[..at]).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let list = &data[at + 1..];
    let [are_uris, is_null, with_keys, two_threads] = [1, 2, 4, 8].map(|bit| flags & bit != 0);
    let uri = format!("s3://bucket/{PREFIX}");
    let mut args = vec![];
    if !are_uris {
        args.extend([uri.as_str(), "-"]);
    }
    for (is_set, option) in [(is_null, "--null"), (with_keys, "--with-keys"), (two_threads, "--threads=2")] {
        if is_set {
            args.push(option);
        }
    }
    let outcome = command::batch(&args, list);

    let end = if is_null { 0 } else { b'\n' };
    let without_mark = list.strip_prefix("\u{feff}".as_bytes()).unwrap_or(list);
    let mut lines: Vec<_> = without_mark.split(|byte| *byte == end).collect();
    // A terminator ends a line; it does not begin another one. A byte order mark alone is a line.
    if lines.last().is_some_and(|line| line.is_empty()) && (lines.len() > 1 || list.is_empty()) {
        lines.pop();
    }
    let mut printed: Vec<_> = outcome.stdout.split(|byte| *byte == end).collect();
    assert_eq!(printed.pop(), Some(b"".as_slice()), "each line is terminated");
    assert!(printed.len() <= lines.len());
    for (line, printed) in lines.iter().zip(&printed) {
        let mut wanted = wanted(line, are_uris).expect("a wrong line is refused").into_bytes();
        if with_keys {
            wanted = [line, b"\t".as_slice(), &wanted].concat();
        }
        assert_eq!(String::from_utf8_lossy(printed), String::from_utf8_lossy(&wanted));
    }
    assert_eq!(outcome.code == 0, printed.len() == lines.len(), "{}", outcome.stderr);
    if let Some(line) = lines.get(printed.len()) {
        let longest = presign::MAX_KEY_BYTES - PREFIX.len();
        let breaks_rule =
            are_uris || wanted(line, false).is_none() || line.len() > longest || line.ends_with(b"\r");
        assert!(breaks_rule, "{}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("line {}: ", printed.len() + 1)), "{}", outcome.stderr);
    }
});
