//! Answers the requests of `cases.py`, in Rust: reads lines from standard input, and prints a URL or an error for each.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout, reason = "a test program may fail loudly")]

use std::io::{BufRead, Write, stdin, stdout};

use presign::{Addressing, Error, Request, Signer, Version};

/// Returns the text of a field, or nothing if it is not given.
fn text(field: &str) -> Option<String> {
    let byte = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).expect("ASCII");
        u8::from_str_radix(digits, 16).expect("two hexadecimal digits")
    };
    let bytes = || field.as_bytes().chunks(2).map(byte).collect();
    (field != "-").then(|| String::from_utf8(bytes()).expect("UTF-8"))
}

fn number(field: &str) -> Option<i64> {
    (field != "-").then(|| field.parse().expect("a number"))
}

fn pairs(field: &str) -> Vec<(String, String)> {
    let pairs = field.split(',').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (text(name).expect("a name"), text(value).expect("a value"))).collect()
}

fn answer(line: &str) -> Result<String, Error> {
    let fields: [&str; 15] = line.split('\t').collect::<Vec<_>>().try_into().expect("15 fields");
    let [version, access_key, secret_key, token, region, endpoint, addressing, ..] = fields;
    let [.., method, bucket, key, query, headers, sign_at, expires_in, expires_at] = fields;
    let given = |field| text(field).expect("a field that is always given");
    let version = if given(version) == "v2" { Version::V2 } else { Version::V4 };
    let addressing: Addressing = given(addressing).parse().expect("an addressing style");
    let (token, endpoint) = (text(token), text(endpoint));
    let (access_key, secret_key, region) = (given(access_key), given(secret_key), given(region));
    let signer = Signer::builder(&access_key, &secret_key)
        .session_token(token.as_deref())
        .region(region.as_str())
        .endpoint(endpoint.as_deref())
        .addressing(addressing)
        .version(version)
        .build()?;
    let (query, headers) = (pairs(query), pairs(headers));
    let [query, headers] = [&query, &headers]
        .map(|pairs| pairs.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>());
    let (method, bucket, key) = (given(method), given(bucket), given(key));
    let mut request = Request::new(&method, &bucket, &key).query(&query).headers(&headers);
    request = request.sign_at(number(sign_at).expect("a signing time"));
    if let Some(seconds) = number(expires_in) {
        request = request.expires_in(seconds);
    }
    if let Some(unix) = number(expires_at) {
        request = request.expires_at(unix);
    }
    signer.presign(&request)
}

fn main() {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        match answer(&line.expect("a line")) {
            Ok(url) => writeln!(out, "url\t{url}"),
            Err(error) => writeln!(out, "error\t{}\t{error}", error.kind().name()),
        }
        .expect("standard output");
    }
}
