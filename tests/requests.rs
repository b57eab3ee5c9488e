//! Many requests, each its own: the URLs are those of single calls, in order, for lists of requests and for columns.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use presign::{
    Addressing, BatchError, Columns, Disposition, Error, Keys, Links, Request, Signer, Texts, Version,
    attachment,
};

const VERSIONS: [Version; 2] = [Version::V4, Version::V2];
const SIGN_AT: i64 = 1_795_305_600;

fn signer(version: Version) -> Signer {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .version(version)
        .build()
        .unwrap()
}

/// What requests borrow.
struct Row {
    key: String,
    value: String,
    version_id: String,
}

fn rows(count: usize) -> Vec<Row> {
    let row = |number: usize| Row {
        key: match number % 5 {
            0 => format!("photos/{number}.jpg"),
            1 => format!("ümläut {number}/+%2F"),
            2 => "long/".repeat(number % 200) + "k",
            _ => format!("photos/2026/11/22/user-{number:08}/image-{number:08}.jpg"),
        },
        value: "ä \"b\" ".repeat(number % 41),
        version_id: format!("{number}"),
    };
    (0..count).map(row).collect()
}

/// The parts of a request that differ, as pairs.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn queries<'a>(rows: &'a [Row]) -> Vec<Pairs<'a>> {
    let pairs = |(number, row): (usize, &'a Row)| match number % 4 {
        0 => vec![],
        1 => vec![("response-content-disposition", &*row.value)],
        2 => vec![("versionId", &*row.version_id), ("partNumber", "1")],
        _ => vec![("response-content-type", "a/b"), ("Acl", &*row.version_id)],
    };
    rows.iter().enumerate().map(pairs).collect()
}

fn headers<'a>(rows: &'a [Row]) -> Vec<Pairs<'a>> {
    let pairs = |(number, row): (usize, &'a Row)| match number % 3 {
        0 => vec![("content-type", "text/plain"), ("X-Amz-Meta-A", &*row.version_id)],
        _ => vec![],
    };
    rows.iter().enumerate().map(pairs).collect()
}

/// Requests that differ in everything; runs of some that differ in little.
fn requests<'a>(rows: &'a [Row], queries: &'a [Pairs<'_>], headers: &'a [Pairs<'_>]) -> Vec<Request<'a>> {
    let request = |(number, row): (usize, &'a Row)| {
        let bucket = ["example-bucket", "other.bucket", "third-bucket"][number % 3];
        let (method, lifetime) = if number % 2 == 0 { ("GET", 3600) } else { ("PUT", 60) };
        let sign_at = SIGN_AT + i64::try_from(number / 100).unwrap() * 86_400;
        let request = Request::new(method, bucket, &row.key).sign_at(sign_at).expires_in(lifetime);
        match number / 50 % 2 {
            0 => request,
            _ => request.query(&queries[number]).headers(&headers[number]).stable_for(60),
        }
    };
    rows.iter().enumerate().map(request).collect()
}

fn one_by_one(signer: &Signer, requests: &[Request]) -> Vec<String> {
    requests.iter().map(|request| signer.presign(request).unwrap()).collect()
}

#[test]
fn requests_that_differ_in_everything_give_the_urls_of_single_calls() {
    for version in VERSIONS {
        let signer = signer(version);
        for count in (0..20).chain([500, 3000]) {
            let rows = rows(count);
            let (queries, headers) = (queries(&rows), headers(&rows));
            let requests = requests(&rows, &queries, &headers);
            let wanted = one_by_one(&signer, &requests);
            for threads in [1, 2, 7] {
                let links = signer.presign_requests(&requests, threads).unwrap();
                assert!(links.iter().eq(wanted.iter()), "{count} requests, {threads} threads, {version:?}");
            }
        }
    }
}

/// Requests that differ only in their keys are signed as one batch; one that differs in something else is not.
#[test]
fn requests_that_differ_in_one_thing_give_the_urls_of_single_calls() {
    let signer = signer(Version::V4);
    let (query, headers) = ([("response-expires", "1")], [("x-amz-acl", "private")]);
    let base = |key| Request::get("example-bucket", key).sign_at(SIGN_AT).expires_in(60);
    for other in [
        Request::put("example-bucket", "b").sign_at(SIGN_AT).expires_in(60),
        Request::get("other-bucket", "b").sign_at(SIGN_AT).expires_in(60),
        base("b").query(&query),
        base("b").headers(&headers),
        base("b").expires_in(61),
        base("b").sign_at(SIGN_AT + 1),
        base("b").stable_for(7),
    ] {
        for requests in [[base("a"), other], [other, base("a")]] {
            let links = signer.presign_requests(&requests, 1).unwrap();
            assert!(links.iter().eq(one_by_one(&signer, &requests).iter()), "{other:?}");
        }
    }
}

/// Others with the same number of parameters and headers are no reason to take these for the same.
#[test]
fn requests_that_differ_in_their_names_give_the_urls_of_single_calls() {
    let signer = signer(Version::V4);
    let base = |bucket| Request::get(bucket, "k").sign_at(SIGN_AT).expires_in(60);
    let (one, other) = ([("response-expires", "1")], [("versionId", "1")]);
    let (header, another) = ([("x-amz-acl", "private")], [("x-amz-meta-a", "private")]);
    let requests = [
        base("example-bucket").query(&one),
        base("other-bucket").query(&other),
        base("other-bucket").headers(&header),
        base("example-bucket").headers(&another),
    ];
    let links = signer.presign_requests(&requests, 1).unwrap();
    assert!(links.iter().eq(one_by_one(&signer, &requests).iter()));
}

/// Names before the signature's own, and any number of them.
#[test]
fn requests_with_many_parameters_give_the_urls_of_single_calls() {
    let signer = signer(Version::V4);
    let names: Vec<String> = (0..300).map(|number| format!("A{number:03}")).collect();
    let query: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let parts: Vec<_> = (0..300).step_by(3).map(|count| &query[..count]).collect();
    let requests: Vec<_> = parts
        .iter()
        .map(|query| Request::get("example-bucket", "k").query(query).sign_at(SIGN_AT).expires_in(60))
        .collect();
    let links = signer.presign_requests(&requests, 1).unwrap();
    assert!(links.iter().eq(one_by_one(&signer, &requests).iter()));
}

/// What was learned of an earlier request does not let a wrong one pass.
#[test]
fn a_wrong_key_is_refused_behind_requests_like_it() {
    let signer = signer(Version::V4);
    let (longest, longer) = ("k".repeat(1024), "k".repeat(1025));
    let base = |bucket, key| Request::new("GET", bucket, key).sign_at(SIGN_AT);
    let object = |bucket, key| Request::get(bucket, key).sign_at(SIGN_AT);
    let fine = [base("example-bucket", "k"), base("other-bucket", &longest), base("example-bucket", "")];
    let links = signer.presign_requests(&fine, 1).unwrap();
    assert!(links.iter().eq(one_by_one(&signer, &fine).iter()));
    for (requests, error) in [
        ([fine[0], fine[1], base("example-bucket", &longer)], Error::KeyTooLong { bytes: 1025 }),
        (
            [object("example-bucket", "k"), object("other-bucket", "k"), object("example-bucket", "")],
            Error::KeyEmpty,
        ),
    ] {
        let refused = signer.presign_requests(&requests, 1).unwrap_err();
        assert_eq!((refused.index, refused.error), (Some(2), error));
    }
    let buckets = [Some("a-bucket"), Some("b-bucket"), Some("a-bucket")];
    let request = Request::new("GET", "example-bucket", "").sign_at(SIGN_AT);
    for (key, error) in [
        (longer.as_str(), Error::KeyTooLong { bytes: 1025 }),
        ("", Error::KeyEmpty),
        ("s3://a-bucket/k", Error::KeyIsUri),
    ] {
        let keys = ["k", "k", key];
        let columns = Columns::new(&request, &keys).bucket(&buckets);
        let refused = signer.presign_columns(&columns, 1).unwrap_err();
        assert_eq!((refused.index, refused.error), (Some(2), error));
    }
}

#[test]
fn chunks_have_about_a_thousand_urls_per_thread() {
    let keys: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
    let requests: Vec<_> = keys.iter().map(|key| Request::get("example-bucket", key)).collect();
    for version in VERSIONS {
        let signer = signer(version);
        let template = signer.template(&Request::get("example-bucket", "")).unwrap();
        for threads in [1, 2] {
            let (mut of_keys, mut of_requests) = (Vec::new(), Vec::new());
            let batch = template.batch().threads(threads);
            batch
                .chunks(&keys, &mut Links::default(), |links| {
                    of_keys.push(links.len());
                    Ok::<_, BatchError>(())
                })
                .unwrap();
            signer
                .requests(&requests)
                .threads(threads)
                .chunks(&mut Links::default(), |links| {
                    of_requests.push(links.len());
                    Ok::<_, BatchError>(())
                })
                .unwrap();
            assert_eq!(of_keys, of_requests);
            assert_eq!(of_keys.iter().sum::<usize>(), 5000);
            let (_, whole) = of_keys.split_last().unwrap();
            assert!(whole.iter().all(|count| (900 * threads..1200 * threads).contains(count)), "{whole:?}");
        }
    }
}

#[test]
fn requests_that_are_all_the_same_but_their_keys_give_the_urls_of_the_batch() {
    for version in VERSIONS {
        let signer = signer(version);
        let rows = rows(3000);
        let keys: Vec<&str> = rows.iter().map(|row| &*row.key).collect();
        let request = Request::get("example-bucket", "").sign_at(SIGN_AT).query(&[("versionId", "1")]);
        let requests: Vec<_> = keys
            .iter()
            .map(|key| Request::get("example-bucket", key).sign_at(SIGN_AT).query(&[("versionId", "1")]))
            .collect();
        let batch = signer.template(&request).unwrap().presign_many(&keys, 1).unwrap();
        let links = signer.presign_requests(&requests, 1).unwrap();
        assert_eq!((links.text(), links.offsets()), (batch.text(), batch.offsets()), "{version:?}");
        let links = signer.presign_columns(&Columns::new(&request, &keys), 1).unwrap();
        assert_eq!((links.text(), links.offsets()), (batch.text(), batch.offsets()), "{version:?}");
    }
}

#[test]
fn the_first_wrong_request_is_named() {
    for version in VERSIONS {
        let signer = signer(version);
        let rows = rows(5000);
        let (queries, headers) = (queries(&rows), headers(&rows));
        for (wrong, error) in [
            (Request::get("example-bucket", ""), Error::KeyEmpty),
            (Request::new("get", "example-bucket", "a"), Error::Method { method: "\"get\"".to_owned() }),
        ] {
            for (first, second) in [(0, 4999), (1500, 3000), (4999, 4999)] {
                let mut requests = requests(&rows, &queries, &headers);
                (requests[first], requests[second]) = (wrong, wrong);
                for threads in [1, 3] {
                    let made = signer.presign_requests(&requests, threads).unwrap_err();
                    assert_eq!(made, BatchError { index: Some(first), error: error.clone() });
                }
            }
        }
    }
}

/// The rule of each row is that of AWS for its bucket: a dot in the name, and the bucket is in the path.
#[test]
fn a_bucket_of_a_row_chooses_its_own_addressing() {
    let signer = signer(Version::V4);
    let keys = ["a", "b", "c", "d"];
    let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/example";
    let buckets = [Some("example-bucket"), Some("with.dots"), Some(arn), None];
    let request = Request::get("fallback", "").sign_at(SIGN_AT);
    let links = signer.presign_columns(&Columns::new(&request, &keys).bucket(&buckets), 1).unwrap();
    let begins = [
        "https://example-bucket.s3.us-east-1.amazonaws.com/a?",
        "https://s3.us-east-1.amazonaws.com/with.dots/b?",
        "https://example-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/c?",
        "https://fallback.s3.us-east-1.amazonaws.com/d?",
    ];
    for (index, begin) in begins.iter().enumerate() {
        let url = links.get(index).unwrap();
        assert!(url.starts_with(begin), "{url}");
        let bucket = buckets[index].unwrap_or("fallback");
        assert_eq!(url, signer.presign(&Request::get(bucket, keys[index]).sign_at(SIGN_AT)).unwrap());
    }
}

#[test]
fn each_column_is_that_part_of_a_single_request_and_a_null_leaves_it_out() {
    for version in VERSIONS {
        let signer = signer(version);
        let count = 3000;
        let rows = rows(count);
        let keys: Vec<&str> = rows.iter().map(|row| &*row.key).collect();
        let optional = |step: usize, value: fn(&Row) -> &str| -> Vec<Option<&str>> {
            rows.iter().enumerate().map(|(number, row)| (number % step > 0).then(|| value(row))).collect()
        };
        let buckets: Vec<Option<&str>> =
            (0..count).map(|number| [Some("example-bucket"), Some("b.c.d"), None][number % 3]).collect();
        let names = optional(2, |row| &row.key);
        let versions = optional(3, |row| &row.version_id);
        let metas = optional(5, |row| &row.version_id);
        let seconds: Vec<Option<i64>> = (0..count)
            .map(|number| (number % 4 == 0).then_some(1 + i64::try_from(number).unwrap()))
            .collect();
        let ends: Vec<Option<i64>> = (0..count)
            .map(|number| (number % 4 == 1).then_some(SIGN_AT + 1 + i64::try_from(number).unwrap()))
            .collect();
        let request = Request::get("fallback", "")
            .sign_at(SIGN_AT)
            .expires_in(77)
            .query(&[("response-content-type", "text/plain")])
            .headers(&[("content-type", "a/b")]);
        let columns = Columns::new(&request, &keys)
            .bucket(&buckets)
            .query("versionId", &versions)
            .header("x-amz-meta-a", &metas)
            .filename(Disposition::Attachment, &names)
            .expires_in(&seconds)
            .expires_at(&ends);
        let wanted: Vec<String> = (0..count)
            .map(|number| {
                let mut query = vec![("response-content-type", "text/plain")];
                query.extend(versions[number].map(|value| ("versionId", value)));
                let name = names[number].map(|name| attachment(name).unwrap());
                query.extend(name.iter().map(|value| ("response-content-disposition", value.as_str())));
                let mut headers = vec![("content-type", "a/b")];
                headers.extend(metas[number].map(|value| ("x-amz-meta-a", value)));
                let request = Request::get(buckets[number].unwrap_or("fallback"), keys[number]);
                let request = request.sign_at(SIGN_AT).query(&query).headers(&headers);
                let request = match (seconds[number], ends[number]) {
                    (Some(seconds), _) => request.expires_in(seconds),
                    (None, Some(end)) => request.expires_at(end),
                    (None, None) => request.expires_in(77),
                };
                signer.presign(&request).unwrap()
            })
            .collect();
        for threads in [1, 3] {
            let links = signer.presign_columns(&columns, threads).unwrap();
            assert_eq!(links.iter().collect::<Vec<_>>(), wanted, "{version:?}");
        }
        // Columns of buckets and expiries alone, which need no query of their own.
        let columns = Columns::new(&request, &keys).bucket(&buckets).expires_in(&seconds);
        let links = signer.presign_columns(&columns, 1).unwrap();
        for (number, url) in links.iter().enumerate() {
            let bucket = buckets[number].unwrap_or("fallback");
            let request = Request::get(bucket, keys[number])
                .sign_at(SIGN_AT)
                .query(&[("response-content-type", "text/plain")])
                .headers(&[("content-type", "a/b")])
                .expires_in(seconds[number].unwrap_or(77));
            assert_eq!(url, signer.presign(&request).unwrap());
        }
    }
}

#[test]
fn uris_are_split_at_the_first_slash_and_not_decoded() {
    let signer = signer(Version::V4);
    let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/example";
    let uris =
        ["s3://example-bucket/a%20b//c".to_owned(), "s3://with.dots/ä".to_owned(), format!("s3://{arn}/k")];
    let request = Request::get("", "").sign_at(SIGN_AT);
    let links = signer.presign_columns(&Columns::of_uris(&request, &uris), 1).unwrap();
    let objects = [("example-bucket", "a%20b//c"), ("with.dots", "ä"), (arn, "k")];
    for (url, (bucket, key)) in links.iter().zip(objects) {
        assert_eq!(url, signer.presign(&Request::get(bucket, key).sign_at(SIGN_AT)).unwrap());
    }
    assert_eq!(links.len(), 3);
    // Only an ARN has a slash in its bucket. A key has at most 1024 bytes.
    let longest = "a".repeat(1024);
    for (bucket, key) in [("example-bucket", "accesspoint/a/b"), ("example-bucket", &longest)] {
        let uris = [format!("s3://{bucket}/{key}")];
        assert_eq!(presign::split_uri(&uris[0]), Ok((bucket, key)));
        let links = signer.presign_columns(&Columns::of_uris(&request, &uris), 1).unwrap();
        assert_eq!(
            links.get(0),
            Some(&*signer.presign(&Request::get(bucket, key).sign_at(SIGN_AT)).unwrap())
        );
    }
    for (uri, error) in [
        ("example-bucket/a", Error::KeyNotUri),
        ("s3:/example-bucket/a", Error::KeyNotUri),
        ("s3://example-bucket", Error::KeyEmpty),
        ("s3://example-bucket/", Error::KeyEmpty),
        ("s3:///a", Error::Bucket { bucket: "\"\"".to_owned(), rule: "must not be empty" }),
        (&format!("s3://example-bucket/{}", "a".repeat(1025)), Error::KeyTooLong { bytes: 1025 }),
    ] {
        let uris = ["s3://example-bucket/fine", uri];
        let made = signer.presign_columns(&Columns::of_uris(&request, &uris), 1).unwrap_err();
        assert_eq!(made, BatchError { index: Some(1), error });
    }
    let beside_bucket = Columns::of_uris(&Request::get("example-bucket", ""), &uris).count();
    assert_eq!(beside_bucket, 3);
    let made =
        signer.presign_columns(&Columns::of_uris(&Request::get("example-bucket", ""), &uris), 1).unwrap_err();
    assert!(matches!(made, BatchError { index: None, error: Error::Bucket { .. } }), "{made}");
}

#[test]
fn with_a_bucket_a_uri_is_no_key() {
    let signer = signer(Version::V4);
    let keys = ["a", "s3://example-bucket/a"];
    let made =
        signer.presign_columns(&Columns::new(&Request::get("example-bucket", ""), &keys), 1).unwrap_err();
    assert_eq!(made, BatchError { index: Some(1), error: Error::KeyIsUri });
}

/// A column of bytes that need not be text.
struct Bytes(Vec<&'static [u8]>);

impl Keys for Bytes {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> &[u8] {
        self.0[index]
    }
}

impl Texts for Bytes {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn text(&self, index: usize) -> Option<&[u8]> {
        Some(self.0[index])
    }
}

#[test]
fn an_error_of_a_column_names_the_row_and_the_column() {
    let signer = signer(Version::V4);
    let keys = ["a", "b"];
    let request = Request::get("example-bucket", "").sign_at(SIGN_AT);
    let text = Bytes(vec![b"fine-name", b"\xff"]);
    let (short, long) = ([Some("a")], [Some("a"), None, None]);
    let (none, zero, both) = ([None, None], [Some(1), Some(0)], [None, Some(SIGN_AT + 9)]);
    let columns = || Columns::new(&request, &keys);
    for (columns, index, message) in [
        (columns().bucket(&text), Some(1), "bucket \"\u{fffd}\" must be valid UTF-8"),
        (
            columns().query("versionId", &text),
            Some(1),
            "query parameter \"versionId\" must have valid UTF-8 as its value",
        ),
        (columns().header("x-a", &text), Some(1), "header \"x-a\" must have valid UTF-8 as its value"),
        (columns().filename(Disposition::Inline, &text), Some(1), "filename must be valid UTF-8"),
        (columns().expires_in(&zero), Some(1), "expires_in must be 1 to 604800 seconds, got 0"),
        (
            columns().expires_in(&zero).expires_at(&both),
            Some(1),
            "expires_in and expires_at were both given: give only one of them",
        ),
        (
            columns().expires_at(&zero),
            Some(0),
            "expires_at (1) is not later than the signing time (1795305600): give a later time",
        ),
        (
            columns().header("host", &[None, Some("a")]),
            Some(1),
            "header \"host\" cannot be signed: the client, a proxy or the signature itself sets it",
        ),
        (
            columns().query("X-Amz-Date", &[None, Some("a")]),
            Some(1),
            "query parameter \"X-Amz-Date\" is set by the signature and cannot be given",
        ),
        (columns().bucket(&short), None, "the column of bucket has 1 rows, but there are 2 keys"),
        (
            columns().filename(Disposition::Inline, &long),
            None,
            "the column of filename has 3 rows, but there are 2 keys",
        ),
        (
            columns().query("versionId", &long),
            None,
            "the column of query parameter \"versionId\" has 3 rows, but there are 2 keys",
        ),
        (
            columns().header("x-a", &short),
            None,
            "the column of header \"x-a\" has 1 rows, but there are 2 keys",
        ),
    ] {
        let BatchError { index: at, error } = signer.presign_columns(&columns, 1).unwrap_err();
        assert_eq!((at, error.to_string()), (index, message.to_owned()));
    }
    assert!(signer.presign_columns(&columns().expires_in(&none), 1).is_ok());
    let error = signer.presign_columns(&Columns::new(&Request::get("b", "k"), &keys), 1).unwrap_err().error;
    assert_eq!(error, Error::KeyInTemplate);
}

#[test]
fn keys_of_columns_must_be_text() {
    let signer = signer(Version::V4);
    let keys = Bytes(vec![b"a", b"\xff"]);
    let made =
        signer.presign_columns(&Columns::new(&Request::get("example-bucket", ""), &keys), 1).unwrap_err();
    assert_eq!(made, BatchError { index: Some(1), error: Error::KeyNotText });
}

#[test]
fn a_separator_a_range_and_chunks_do_not_change_the_urls() {
    for version in VERSIONS {
        let signer = signer(version);
        let rows = rows(5000);
        let (queries, headers) = (queries(&rows), headers(&rows));
        let mut requests = requests(&rows, &queries, &headers);
        let wanted = one_by_one(&signer, &requests);
        let batch = signer.requests(&requests).separator(b'\n').threads(2);
        let lines: String = wanted.iter().flat_map(|url| [url, "\n"]).collect();
        assert_eq!(batch.presign().unwrap().text(), lines.as_bytes());
        let part = signer.requests(&requests).range(100..2600);
        assert_eq!(part.count(), 2500);
        assert!(part.presign().unwrap().iter().eq(wanted[100..2600].iter()));
        assert!(
            signer.requests(&requests).range(4000..9000).presign().unwrap().iter().eq(wanted[4000..].iter())
        );
        let (mut seen, mut chunks) = (Vec::new(), 0);
        let sign = |links: &Links| {
            seen.extend(links.iter().map(str::to_owned));
            chunks += 1;
            Ok::<(), BatchError>(())
        };
        signer.requests(&requests).chunks(&mut Links::default(), sign).unwrap();
        assert_eq!(seen, wanted);
        assert!(chunks > 2);
        requests[4500] = Request::get("example-bucket", "");
        let at = BatchError { index: Some(4500), error: Error::KeyEmpty };
        let stopped = signer.requests(&requests).chunks(&mut Links::default(), |_| Ok::<(), BatchError>(()));
        assert_eq!(stopped, Err(at.clone()));
        assert_eq!(signer.requests(&requests).range(4400..4600).presign().unwrap_err(), at);
    }
}

#[test]
fn a_slice_that_is_too_short_is_left_unchanged() {
    for version in VERSIONS {
        let signer = signer(version);
        let rows = rows(300);
        let (queries, headers) = (queries(&rows), headers(&rows));
        let requests = requests(&rows, &queries, &headers);
        let links = signer.presign_requests(&requests, 1).unwrap();
        let (length, count) = (links.text().len(), requests.len());
        let batch = signer.requests(&requests);
        let (mut out, mut offsets) = (vec![7; length + 3], vec![9; count + 1]);
        assert_eq!(batch.presign_to_slice(&mut out[..length - 1], &mut offsets), Ok(length));
        assert!(out.iter().all(|byte| *byte == 7) && offsets.iter().all(|offset| *offset == 9));
        assert_eq!(batch.presign_to_slice(&mut out, &mut offsets), Ok(length));
        assert_eq!((&out[..length], &*offsets), (links.text(), links.offsets()));
        assert_eq!(out[length..], [7; 3]);
        let short = batch.presign_to_slice(&mut out, &mut offsets[1..]);
        assert_eq!(short, Err(BatchError { index: None, error: Error::Memory }));
    }
}

#[test]
fn links_of_an_earlier_batch_are_replaced_and_removed_by_an_error() {
    let signer = signer(Version::V4);
    let mut links = Links::default();
    let keys = ["a", "b"];
    let request = Request::get("example-bucket", "").sign_at(SIGN_AT);
    let versions = [Some("1"), Some("2")];
    let columns = Columns::new(&request, &keys).query("versionId", &versions);
    signer.columns(&columns).presign_into(&mut links).unwrap();
    assert_eq!(links.len(), 2);
    signer.requests(&[]).presign_into(&mut links).unwrap();
    assert!(links.is_empty());
    signer.columns(&columns).presign_into(&mut links).unwrap();
    signer.requests(&[Request::get("example-bucket", "")]).presign_into(&mut links).unwrap_err();
    assert!(links.is_empty());
}

/// Without a signing time in the requests, the batch has one: the URLs of one second have the same timestamp.
#[test]
fn the_clock_is_read_once() {
    let signer = Signer::builder("a", "b").addressing(Addressing::Path).build().unwrap();
    let keys: Vec<String> = (0..2000).map(|number| format!("{number}")).collect();
    let requests: Vec<_> = keys.iter().map(|key| Request::get("example-bucket", key)).collect();
    let buckets = vec![Some("other-bucket"); keys.len()];
    let request = Request::get("example-bucket", "");
    let columns = Columns::new(&request, &keys).bucket(&buckets);
    let of_rows = signer.columns(&columns);
    let batch = signer.requests(&requests);
    let date = |url: &str| {
        let at = url.find("X-Amz-Date=").unwrap();
        url[at..at + 27].to_owned()
    };
    let first = date(batch.clone().range(0..1).presign().unwrap().get(0).unwrap());
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(batch.presign().unwrap().iter().all(|url| date(url) == first));
    assert!(of_rows.presign().unwrap().iter().all(|url| date(url) <= first));
}

#[test]
fn debug_shows_no_values_of_headers() {
    let keys = ["a"];
    let column = [Some("secret-value")];
    let columns = Columns::new(&Request::get("b", ""), &keys).header("x-amz-meta-a", &column);
    let shown = format!("{columns:?} {:?}", signer(Version::V4).columns(&columns));
    assert!(shown.contains("x-amz-meta-a") && !shown.contains("secret-value"), "{shown}");
}
