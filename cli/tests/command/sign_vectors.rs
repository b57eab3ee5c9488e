//! The command prints the URL of every vector.

use crate::runner::Presign;
use crate::vectors::{self, UrlCase, sorted_parts};

fn words(case: &UrlCase) -> Vec<String> {
    let mut words = vec![
        format!("s3://{}/{}", case.bucket, case.key),
        format!("--method={}", case.method),
        format!("--endpoint-url={}", case.endpoint),
        format!("--region={}", case.region),
        format!("--addressing-style={}", case.addressing),
        format!("--sign-at={}", case.sign_at),
        format!("--expires-in={}", case.expires_in),
    ];
    for (name, value) in &case.query {
        // A parameter without a value may be given with or without `=`. Other tests use the form with `=`.
        let word = if value.is_empty() { name.clone() } else { format!("{name}={value}") };
        words.extend(["--query".to_owned(), word]);
    }
    for (name, value) in &case.headers {
        words.extend(["--header".to_owned(), format!("{name}: {value}")]);
    }
    words
}

/// Returns the command's output for a case. Checks that it warns only about keys with . or .. segments.
fn printed(case: &UrlCase, more: &[&str]) -> String {
    let mut presign = Presign::new();
    if let Some(token) = &case.session_token {
        presign = presign.set("AWS_SESSION_TOKEN", token);
    }
    let outcome = presign.run(words(case).iter().map(String::as_str).chain(more.iter().copied()));
    let dots = case.key.split('/').any(|segment| matches!(segment, "." | ".."));
    assert_eq!(outcome.stderr.contains("warning"), dots, "{}: {outcome:?}", case.name);
    assert_eq!(outcome.stderr.lines().count(), usize::from(dots), "{outcome:?}");
    outcome.line()
}

#[test]
fn v4_urls_equal_botocores() {
    for case in vectors::v4() {
        assert_eq!(printed(&case, &[]), case.url, "{}", case.name);
    }
}

#[test]
fn v2_urls_equal_botocores() {
    for case in vectors::v2() {
        assert_eq!(sorted_parts(&printed(&case, &["--v2"])), sorted_parts(&case.url), "{}", case.name);
    }
}

/// Signs the keys of all vectors that differ only in the key.
#[test]
fn batch_prints_the_urls_of_all_keys() {
    let mut cases = vectors::v4();
    cases.retain(|case| case.name.starts_with("key ") && !case.key.contains('\n'));
    assert!(cases.len() > 30, "{}", cases.len());
    let keys: String = cases.iter().map(|case| format!("{}\n", case.key)).collect();
    let urls: String = cases.iter().map(|case| format!("{}\n", case.url)).collect();
    let words = "batch s3://mybucket/ --endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    let outcome = Presign::new().run_with(words.split(' '), keys);
    assert_eq!(outcome.stdout, urls, "{outcome:?}");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

/// A key that contains a newline needs a list whose keys end in NUL.
#[test]
fn batch_reads_keys_that_end_in_nul() {
    let urls = ["key 'a\\nb'", "key 'a b'"].map(|name| vectors::url(vectors::v4(), name));
    let words = "batch s3://mybucket --null --endpoint-url https://s-dt2.cloud.gcore.lu --sign-at 1369353600";
    let outcome = Presign::new().run_with(words.split(' '), "a\nb\0a b\0");
    assert_eq!(outcome.stdout, format!("{}\0{}\0", urls[0], urls[1]));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}
