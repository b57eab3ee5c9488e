//! A batch prints the URL of each key in order, and stops at the first invalid line.

use presign::{Request, Signer};

use crate::runner::{ACCESS_KEY, Presign, SECRET_KEY, SIGN_AT, place};

const WORDS: [&str; 4] = ["--endpoint-url", "h", "--sign-at", SIGN_AT];

/// Returns the URLs of the keys, each signed by a single call of the library.
fn expected(keys: &[String], end: char) -> String {
    let signer = Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("h").build().unwrap();
    let link = |key: &String| {
        let request = Request::get("bucket", key).sign_at(1_369_353_600);
        format!("{}{end}", signer.presign(&request).unwrap())
    };
    keys.iter().map(link).collect()
}

fn lines(keys: &[String]) -> String {
    keys.iter().map(|key| format!("{key}\n")).collect()
}

/// Compares the whole of standard output, without printing megabytes if it differs.
fn same(stdout: &str, expected: &str, what: &str) {
    let differs = stdout.lines().zip(expected.lines()).position(|(one, other)| one != other);
    assert_eq!(differs, None, "{what}");
    assert!(stdout == expected, "{what}: {} bytes, not {}", stdout.len(), expected.len());
}

/// Signs more keys than fit into a chunk, of different lengths, from a file and from standard input.
#[test]
fn the_order_of_the_keys_is_kept_for_any_number_of_threads() {
    let keys: Vec<String> =
        (0..20_000_usize).map(|number| format!("{number}{}", "/ü b".repeat(number % 7))).collect();
    let expected = expected(&keys, '\n');
    let presign = Presign::new().file("keys", lines(&keys));
    for (threads, list) in [("1", "keys"), ("2", "-"), ("0", "keys"), ("100000", "keys")] {
        let words = [&["batch", "s3://bucket/", list, "--threads", threads], &WORDS[..]].concat();
        let outcome = if list == "-" { presign.run_with(words, lines(&keys)) } else { presign.run(words) };
        same(&outcome.stdout, &expected, threads);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{threads}");
    }
}

#[test]
fn each_url_equals_that_of_the_single_command() {
    let keys = ["a", "dir/b c", " d ", "\t", "//", "e\u{a0}", "ü%20", "\\n", "#", "s3:/bucket/x"];
    for more in [&[][..], &["--v2"], &["--query", "versionId=1", "--header", "x-amz-acl: private"]] {
        let words = [&["batch", "s3://bucket"], &WORDS[..], more].concat();
        let list: String = keys.iter().map(|key| format!("{key}\n")).collect();
        let outcome = Presign::new().run_with(words, list);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        let links: Vec<&str> = outcome.stdout.lines().collect();
        assert_eq!(links.len(), keys.len());
        for (key, link) in keys.iter().zip(links) {
            let uri = format!("s3://bucket/{key}");
            let words = [&[uri.as_str()], &WORDS[..], more].concat();
            assert_eq!(Presign::new().link(words), link, "{key:?}");
        }
    }
}

/// No slash is added between the prefix and the key.
#[test]
fn the_uris_key_is_put_before_each_key() {
    for (uri, path) in [
        ("s3://bucket", "bucket/key"),
        ("s3://bucket/", "bucket/key"),
        ("s3://bucket/dir", "bucket/dirkey"),
        ("s3://bucket/dir/", "bucket/dir/key"),
        ("s3://bucket//%2F", "bucket//%252Fkey"),
    ] {
        let link = Presign::new().run_with(["batch", uri, "--endpoint-url", "h"], "key\n").quiet_line();
        assert_eq!(place(&link), format!("https://h/{path}"), "{uri}");
    }
}

#[test]
fn the_last_line_needs_no_newline() {
    let keys = ["a".to_owned(), "b".to_owned()];
    for list in ["a\nb\n", "a\nb"] {
        let outcome = Presign::new().run_with(["batch", "s3://bucket/"].iter().chain(&WORDS), list);
        assert_eq!(outcome.stdout, expected(&keys, '\n'), "{list:?}");
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn an_empty_list_prints_nothing() {
    let presign = Presign::new().file("empty", "");
    for list in ["-", "empty"] {
        let outcome = presign.run_with(["batch", "s3://bucket/", list, "--threads", "0"], "");
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""));
    }
}

/// Checks that the message names the line, after the URLs of the lines before it have been printed.
fn stops(list: &[u8], words: &[&str], links: usize, says: &[&str]) {
    for threads in ["1", "2"] {
        let words = [&["batch"], words, &["--threads", threads], &WORDS].concat();
        let outcome = Presign::new().run_with(words, list);
        assert_eq!(outcome.stdout.matches("https://h/bucket/").count(), links, "{outcome:?}");
        assert!(outcome.stdout.is_empty() || outcome.stdout.ends_with(['\n', '\0']), "{outcome:?}");
        let message = outcome.failure(1);
        assert_eq!(message.lines().count(), 1, "{message}");
        for part in says {
            assert!(message.contains(part), "{message} does not say {part}");
        }
    }
}

#[test]
fn an_invalid_line_stops_the_batch_with_its_number() {
    let all = ["s3://bucket/"];
    stops(b"a\n\nb\n", &all, 1, &["line 2", "empty"]);
    stops(b"\na\n", &all, 0, &["line 1", "empty"]);
    stops(b"a\nb\n\n", &all, 2, &["line 3", "empty"]);
    stops(b"a\nb\r\nc\n", &all, 1, &["line 2", "carriage return"]);
    stops(b"a\nb\r", &all, 1, &["line 2", "carriage return"]);
    stops(b"a\n\r\nb\n", &all, 1, &["line 2", "carriage return"]);
    stops(b"a\nb\nc\xff\nd\n", &all, 2, &["line 3", "UTF-8"]);
    stops(b"a\n\xed\xa0\x80\n", &all, 1, &["line 2", "UTF-8"]);
    // With a prefix an empty line would be a valid key, but it is refused as a likely mistake.
    stops(b"a\n\nb\n", &["s3://bucket/dir/"], 1, &["line 2", "empty"]);
}

/// A key has at most 1024 bytes, the prefix included.
#[test]
fn a_long_line_stops_the_batch_with_its_number() {
    let list = |length: usize| ["a\n", "b\n", &"x".repeat(length), "\nd\n"].concat();
    for (uri, most) in [("s3://bucket/", 1024), ("s3://bucket/dir/", 1020)] {
        stops(list(most + 1).as_bytes(), &[uri], 2, &["line 3", "1024"]);
        stops(list(5000).as_bytes(), &[uri], 2, &["line 3", "1024"]);
        let outcome = Presign::new().run_with(["batch", uri].iter().chain(&WORDS), list(most));
        assert_eq!((outcome.code, outcome.stdout.lines().count()), (Some(0), 4), "{outcome:?}");
    }
    let prefix = format!("s3://bucket/{}", "p".repeat(1024));
    stops(b"a\n", &[&prefix], 0, &["line 1", "1024"]);
}

/// The list has more keys than a chunk before the invalid line.
#[test]
fn all_urls_before_an_invalid_line_are_written() {
    let list = format!("{}\n\nrest\n", vec!["key"; 10_000].join("\n"));
    stops(list.as_bytes(), &["s3://bucket/"], 10_000, &["line 10001", "empty"]);
}

#[test]
fn with_null_keys_may_contain_newlines() {
    let keys = ["a\nb".to_owned(), "\r".to_owned(), "c\r\n".to_owned()];
    for list in ["a\nb\0\r\0c\r\n\0", "a\nb\0\r\0c\r\n"] {
        let words = ["batch", "s3://bucket/", "--null"];
        let outcome = Presign::new().run_with(words.iter().chain(&WORDS), list);
        assert_eq!(outcome.stdout, expected(&keys, '\0'));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    }
    stops(b"a\0\0b\0", &["s3://bucket/", "--null"], 1, &["2", "empty"]);
    stops(b"a\0b\xff\0", &["s3://bucket/", "--null"], 1, &["2", "UTF-8"]);
}

#[test]
fn an_unreadable_list_is_refused() {
    // Windows says only that access is denied.
    let directory = if cfg!(windows) { "cannot read" } else { "directory" };
    for (list, says) in [("nowhere", "nowhere"), (".", directory)] {
        let message = Presign::new().run(["batch", "s3://bucket/", list]).refusal(1);
        assert!(message.contains(says), "{message}");
    }
}

/// Programs of Windows begin a text file with it.
#[test]
fn a_byte_order_mark_before_the_first_key_is_no_part_of_it() {
    let words = [&["batch", "s3://bucket/"], &WORDS[..]].concat();
    let marked = Presign::new().run_with(words, "\u{feff}a.jpg\nb.jpg\n");
    assert_eq!(marked.stdout, expected(&["a.jpg".to_owned(), "b.jpg".to_owned()], '\n'));
}

#[test]
fn a_uri_in_a_list_of_keys_is_refused() {
    let words = [&["batch", "s3://bucket/prefix/"], &WORDS[..]].concat();
    let outcome = Presign::new().run_with(words, "a.jpg\ns3://bucket/b.jpg\n");
    assert!(outcome.failure(1).contains("line 2: a key is expected, not an s3:// URI"));
}
