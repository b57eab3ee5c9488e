//! Batches whose lines name their buckets: lists of URIs, and tables, each row of which is printed with its URL.

use presign::{Request, Signer, attachment};

use crate::runner::{ACCESS_KEY, Outcome, Presign, SECRET_KEY, SIGN_AT};

const TIME: i64 = 1_369_353_600;

fn batch(more: &[&str], list: impl Into<Vec<u8>>) -> Outcome {
    Presign::new().run_with([&["batch", "--sign-at", SIGN_AT], more].concat(), list)
}

fn sign(request: &Request) -> String {
    Signer::builder(ACCESS_KEY, SECRET_KEY).build().unwrap().presign(request).unwrap()
}

fn url(bucket: &str, key: &str) -> String {
    sign(&Request::get(bucket, key).sign_at(TIME))
}

#[test]
fn uris_are_signed_each_in_its_bucket() {
    let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/example";
    let list = format!("s3://example-bucket/a%20b//c\ns3://with.dots/ä\ns3://{arn}/k\n");
    let wanted = [url("example-bucket", "a%20b//c"), url("with.dots", "ä"), url(arn, "k")];
    for (words, end) in [(&[][..], '\n'), (&["--threads", "2"], '\n'), (&["--null"], '\0')] {
        let outcome = batch(words, list.replace('\n', &end.to_string()));
        assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
        assert_eq!(outcome.stdout, wanted.each_ref().map(|url| format!("{url}{end}")).concat());
    }
    let presign = Presign::new().file("uris", &list);
    assert_eq!(presign.run(["batch", "uris", "--sign-at", SIGN_AT]).stdout.lines().count(), 3);
}

#[test]
fn a_line_that_is_no_uri_stops_with_its_number_after_the_lines_before_it() {
    for (line, message) in [
        (
            "key",
            "line 3: s3://bucket/key is expected: give s3://bucket to presign batch if the lines are keys",
        ),
        ("", "line 3: the URI is empty: remove the empty line"),
        ("s3://example-bucket/", "line 3: the key is empty: a link to an object needs a key"),
        ("s3://Example/k", "line 3: bucket \"Example\" must be 3 to 63 characters"),
        ("s3://example-bucket/k\r", "line 3: the URI ends in a carriage return"),
    ] {
        let outcome = batch(
            &[],
            format!("s3://example-bucket/a\ns3://example-bucket/b\n{line}\ns3://example-bucket/c\n"),
        );
        assert_eq!(outcome.code, Some(1));
        assert!(outcome.stderr.starts_with(&format!("presign: {message}")), "{}", outcome.stderr);
        assert_eq!(
            outcome.stdout,
            format!("{}\n{}\n", url("example-bucket", "a"), url("example-bucket", "b"))
        );
    }
}

#[test]
fn with_keys_each_line_is_printed_before_its_url() {
    let outcome = batch(&["s3://example-bucket/p/", "--with-keys"], "a\nb c\n");
    let wanted = format!("a\t{}\nb c\t{}\n", url("example-bucket", "p/a"), url("example-bucket", "p/b c"));
    assert_eq!(outcome.stdout, wanted);
    let outcome = batch(&["--with-keys"], "s3://example-bucket/a\n");
    assert_eq!(outcome.stdout, format!("s3://example-bucket/a\t{}\n", url("example-bucket", "a")));
}

/// The requests of `ROWS`, in order.
fn wanted() -> [String; 5] {
    let name = attachment("Rechnung ä.pdf").unwrap();
    let put = Request::put("example-bucket", "up").sign_at(TIME).expires_in(60);
    [
        url("example-bucket", "a/b c"),
        sign(&put.headers(&[("x-amz-meta-a", "1"), ("content-type", "text/plain")])),
        sign(
            &Request::get("with.dots", "k")
                .sign_at(TIME)
                .query(&[("versionId", "v1"), ("response-content-disposition", &name)]),
        ),
        sign(
            &Request::get("example-bucket", "k")
                .sign_at(TIME)
                .expires_at(TIME + 99)
                .query(&[("partNumber", "3")]),
        ),
        sign(&Request::get("example-bucket", "k").sign_at(TIME).query(&[("response-content-type", "a/b")])),
    ]
}

const ROWS: [&str; 5] = [
    r#"{"uri":"s3://example-bucket/a/b c","customer":{"n":[1, 2.50]},"version_id":null"#,
    r#"{"bucket":"example-bucket","key":"up","method":"PUT","expires_in":60,"content_type":"text/plain","header.x-amz-meta-a":"1""#,
    r#" { "bucket" : "with.dots", "key":"k", "filename":"Rechnung \u00e4.pdf", "version_id":"v1""#,
    r#"{"uri":"s3://example-bucket/k","expires_at":1369353699,"query.partNumber":"3""#,
    r#"{"uri":"s3://example-bucket/k","content_type":"a/b","e":""#,
];

#[test]
fn rows_of_json_get_their_url_and_keep_their_other_fields() {
    let rows = ROWS.map(|row| if row.ends_with(":\"") { format!("{row}\"") } else { row.to_owned() });
    let list = rows.each_ref().map(|row| format!("{row}}}\n")).concat();
    for words in [
        &["--rows", "jsonl"][..],
        &["--rows", "jsonl", "--threads", "0"],
        &["--rows", "jsonl", "--keep-going"],
    ] {
        let outcome = batch(words, list.clone());
        assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
        let wanted =
            rows.iter().zip(wanted()).map(|(row, url)| format!("{},\"url\":\"{url}\"}}", row.trim()));
        assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
    }
}

#[test]
fn rows_of_csv_get_their_url_and_keep_their_other_fields() {
    let header = "uri,bucket,key,method,expires_in,expires_at,filename,version_id,content_type,query.partNumber,\
                  header.x-amz-meta-a,note";
    let rows = [
        "s3://example-bucket/a/b c,,,,,,,,,,,\"a \"\"note\"\",\nof two lines\"",
        ",example-bucket,up,PUT,1m,,,,text/plain,,1,",
        ",with.dots,k,,,,Rechnung ä.pdf,v1,,,,",
        "\"s3://example-bucket/k\",,,,,2013-05-24T00:01:39Z,,,,3,,",
        "s3://example-bucket/k,,,,,,,,a/b,,,x",
    ];
    for (mark, end) in [("", "\n"), ("\u{feff}", "\r\n")] {
        let list = format!("{mark}{header}{end}{}", rows.map(|row| format!("{row}{end}")).concat());
        let outcome = batch(&["--rows", "csv"], list);
        assert_eq!((outcome.code, &*outcome.stderr), (Some(0), ""));
        let lines = rows.iter().zip(wanted()).map(|(row, url)| format!("{row},{url}{end}"));
        assert_eq!(outcome.stdout, format!("{header},url{end}{}", lines.collect::<String>()));
    }
}

/// A last line without a newline is a row like any other.
#[test]
fn the_last_row_needs_no_newline() {
    let row = r#"{"uri":"s3://example-bucket/a"}"#;
    assert_eq!(batch(&["--rows", "jsonl"], format!("\u{feff}{row}")).stdout.lines().count(), 1);
    assert_eq!(batch(&["--rows", "csv"], "uri\ns3://example-bucket/a").stdout.lines().count(), 2);
}

#[test]
fn a_wrong_row_of_json_stops_with_its_number_and_its_field() {
    for (row, message) in [
        (r#"{"uri":"s3://b"}"#, r#"uri "s3://b" must be s3://bucket/key"#),
        (
            r#"{"uri":"s3://example-bucket/k","key":"k"}"#,
            "uri is given beside bucket or key: give only one of them",
        ),
        (r#"{"bucket":"example-bucket"}"#, "key is missing"),
        (r#"{"bucket":"example-bucket","key":""}"#, "key is empty"),
        ("{}", "names no object: uri, or bucket and key, are missing"),
        (r#"{"key":"a","key":"b"}"#, "has the field key twice"),
        (r#"{"uri":"s3://example-bucket/k","a":1,"\u0061":2}"#, "has the field a twice"),
        (
            r#"{"uri":"s3://example-bucket/k","expires_in":"60"}"#,
            "expires_in must be a number of seconds, not a string",
        ),
        (
            r#"{"uri":"s3://example-bucket/k","expires_in":6.5}"#,
            "expires_in must be a whole number of seconds",
        ),
        (r#"{"uri":"s3://example-bucket/k","version_id":7}"#, "version_id must be a string, not a number"),
        (
            r#"{"uri":"s3://example-bucket/k","expires_in":0}"#,
            "expires_in must be 1 to 604800 seconds, got 0",
        ),
        (
            r#"{"uri":"s3://example-bucket/k","expires_in":1,"expires_at":1}"#,
            "expires_in and expires_at were both given",
        ),
        (
            r#"{"uri":"s3://example-bucket/k","url":"x"}"#,
            "has the field url, which is added to it: rename the field",
        ),
        (
            r#"{"uri":"s3://example-bucket/k","method":"PUT","filename":"a"}"#,
            "filename is about the response to GET and HEAD",
        ),
        (r#"{"uri":"s3://example-bucket/k","header.host":"x"}"#, "header \"host\" cannot be signed"),
        (r#"{"uri":"s3://example-bucket/k""#, "column 30: EOF while parsing an object"),
        (r#"["s3://example-bucket/k"]"#, "column 0: invalid type: sequence, expected a JSON object"),
        ("", "is empty: remove the line"),
    ] {
        let fine = r#"{"uri":"s3://example-bucket/a"}"#;
        let outcome = batch(&["--rows", "jsonl"], format!("{fine}\n{row}\n{fine}\n"));
        assert_eq!(outcome.code, Some(1));
        assert!(
            outcome.stderr.starts_with(&format!("presign: row 2: {message}")),
            "{row}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout.lines().count(), 1, "the row before it");
    }
}

#[test]
fn a_wrong_row_of_csv_stops_with_its_number_and_its_field() {
    for (row, message) in [
        ("s3://example-bucket/k", "row 2: has 1 fields, but the header has 2"),
        ("s3://example-bucket/k,1,2", "row 2: has 3 fields, but the header has 2"),
        (
            "s3://example-bucket/k,x",
            "row 2: expires_in \"x\": expected a whole number of seconds, or 7d, 12h, 30m",
        ),
        (",1", "row 2: names no object: uri, or bucket and key, are missing"),
        ("", "row 2: is empty: remove the line"),
        ("\"s3://example-bucket/k,1", "row 2: a quotation mark has no partner"),
    ] {
        let outcome = batch(&["--rows", "csv"], format!("uri,expires_in\ns3://example-bucket/a,9\n{row}\n"));
        assert_eq!(outcome.code, Some(1));
        assert!(outcome.stderr.starts_with(&format!("presign: {message}")), "{row}: {}", outcome.stderr);
        assert_eq!(outcome.stdout.lines().count(), 2, "the header and the row before it");
    }
    for (header, message) in [
        ("uri,uri", "the header has the field uri twice"),
        ("uri,url", "the header has the field url, which is added to each row: rename the field"),
        (
            "bucket;key",
            "the header names neither uri nor bucket and key, with commas between the fields: its fields are bucket;key",
        ),
        ("", "the header is empty: remove the line"),
    ] {
        let outcome = batch(&["--rows", "csv"], format!("{header}\n"));
        assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""));
        assert!(outcome.stderr.starts_with(&format!("presign: {message}")), "{}", outcome.stderr);
    }
}

#[test]
fn with_keep_going_a_wrong_row_has_its_reason_and_the_exit_code_says_so() {
    let good = |number: usize| format!(r#"{{"uri":"s3://example-bucket/{number}"}}"#);
    let bad =
        [r#"{"uri":"s3://Bad/k"}"#, r#"{"uri":"s3://example-bucket/k","expires_in":0}"#, "{}", "no \"JSON\""];
    let rows: Vec<String> = (0..3000)
        .map(|number| if number % 700 == 1 { bad[number / 700 % 4].to_owned() } else { good(number) })
        .collect();
    let presign = Presign::new();
    let list = rows.iter().map(|row| format!("{row}\n")).collect::<String>();
    let words = ["batch", "--rows", "jsonl", "--keep-going", "--sign-at", SIGN_AT, "-o", "out"];
    let outcome = presign.run_with(words, list);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stderr,
        "presign: 5 of 3000 rows could not be signed: the field error of each says why\n"
    );
    let out = std::fs::read_to_string(presign.path("out")).unwrap();
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), rows.len());
    for (number, line) in lines.iter().enumerate() {
        if number % 700 == 1 {
            assert!(line["error"].is_string() && line.get("url").is_none(), "{line}");
        } else {
            assert_eq!(line["url"], url("example-bucket", &number.to_string()));
        }
    }
    let outcome = batch(&["--rows", "csv", "--keep-going"], "uri,n\ns3://example-bucket/a,1\nx,2\n");
    let wanted = format!(
        "uri,n,url,error\ns3://example-bucket/a,1,{},\nx,2,,\"uri \"\"x\"\" must be s3://bucket/key\"\n",
        url("example-bucket", "a")
    );
    assert_eq!((outcome.code, outcome.stdout), (Some(1), wanted));
}

/// Otherwise what follows the line end would not be read: part of a key, or a whole row.
#[test]
fn a_line_end_outside_of_quotation_marks_is_refused() {
    let message = "has a line end outside of quotation marks: end each row with a newline";
    for row in [
        "s3://bucket/a\rb,1",
        "\rs3://bucket/a,1",
        "s3://bucket/a,1\r\r",
        "s3://bucket/a\"1,\ns3://bucket/b\"2,",
    ] {
        let outcome = batch(&["--rows", "csv"], format!("uri,n\n{row}\n"));
        assert_eq!((outcome.code, &*outcome.stdout), (Some(1), "uri,n,url\n"), "{row:?}");
        assert!(outcome.stderr.starts_with(&format!("presign: row 1: {message}")), "{}", outcome.stderr);
    }
    let outcome = batch(&["--rows", "csv"], "uri\rs3://bucket/a\rs3://bucket/b\r");
    assert_eq!((outcome.code, &*outcome.stdout), (Some(1), ""));
    assert!(outcome.stderr.starts_with(&format!("presign: the header {message}")), "{}", outcome.stderr);
    let outcome = batch(&["--rows", "csv"], "uri\n\"s3://bucket/a\rb\nc\"\r\n");
    assert!(outcome.stdout.contains("/a%0Db%0Ac?"), "{}", outcome.stdout);
}

/// Some of these lines end as an object does. A program that reads the output as JSON must not fail at them.
#[test]
fn a_line_that_is_no_object_is_not_printed_again() {
    let lines = ["x}", "[1}", "\"}", "{\"a\":\"\u{1}\"}", "{\"a\":1}}", "{a}", "[{}]", "}", "{\"uri\":1"];
    let outcome = batch(&["--rows", "jsonl", "--keep-going"], lines.join("\n"));
    assert_eq!(outcome.stdout.lines().count(), lines.len());
    for line in outcome.stdout.lines() {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        assert_eq!(object.keys().collect::<Vec<_>>(), ["error"], "{line}");
    }
}

#[test]
fn a_value_of_a_row_takes_the_place_of_an_option() {
    let rows = "{\"uri\":\"s3://example-bucket/a\"}\n{\"uri\":\"s3://example-bucket/a\",\"query.versionId\":\"2\",\"expires_in\":9}\n";
    let words = ["--rows", "jsonl", "--query", "versionId=1", "--expires-in", "60", "--filename", "f"];
    let outcome = batch(&words, rows);
    let name = attachment("f").unwrap();
    for (line, (version, seconds)) in outcome.stdout.lines().zip([("1", 60), ("2", 9)]) {
        let query = [("versionId", version), ("response-content-disposition", &name)];
        let url = sign(&Request::get("example-bucket", "a").sign_at(TIME).expires_in(seconds).query(&query));
        assert!(line.ends_with(&format!("\"url\":\"{url}\"}}")), "{line}");
    }
    assert_eq!(outcome.stdout.lines().count(), 2);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    for words in [
        &["--rows", "jsonl", "--null"][..],
        &["--rows", "jsonl", "--with-keys"],
        &["--keep-going"],
        &["--rows", "xml"],
        &["s3://example-bucket", "--rows", "csv"],
    ] {
        assert_eq!(batch(words, "").code, Some(2), "{words:?}");
    }
}

/// A quotation mark without a partner makes the rest of the file one field.
#[test]
fn a_row_without_an_end_does_not_fill_the_memory() {
    let list = format!("uri\n\"{}", "a".repeat(3 << 20));
    let outcome = batch(&["--rows", "csv"], list);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.starts_with("presign: row 1: is longer than 1 MiB"), "{}", outcome.stderr);
}
