//! No output contains a secret. The runner looks for the secret key in the output of every test; here every refusal is
//! run again with keys, a token and headers that every encoding changes.

use crate::refusals::cases;
use crate::runner::{Outcome, Presign, URI, forms, percent_encoded};

const SECRET: &str = "s3cr+t/\"q\" \\ 'ü%41=;#$&";
const TOKEN: &str = "t0k+n/\"q\" \\ 'ü%41=;#$&";
const VALUE: &str = "v4l+e/\"q\" \\ 'ü%41=;#$&";

fn presign() -> Presign {
    let presign = Presign::bare().set("AWS_ACCESS_KEY_ID", "AKIA/+=").set("AWS_SECRET_ACCESS_KEY", SECRET);
    presign.set("AWS_SESSION_TOKEN", TOKEN)
}

/// Returns the command without keys in the environment and with the same keys in a file.
fn presign_with_file(name: &str, content: &str) -> Presign {
    let content = content.replace("SECRET", SECRET).replace("TOKEN", TOKEN);
    Presign::bare().file(name, content)
}

/// Checks that the output contains none of the three. The percent-encoded token may be in a URL.
fn check(outcome: &Outcome) {
    for form in [SECRET, VALUE].into_iter().flat_map(forms) {
        assert!(!outcome.stdout.contains(&form), "{outcome:?} shows {form}");
        assert!(!outcome.stderr.contains(&form), "{outcome:?} shows {form}");
    }
    let encoded = percent_encoded(TOKEN);
    let without = outcome.stdout.replace(&encoded, "");
    for form in forms(TOKEN) {
        assert!(!without.contains(&form), "{outcome:?} shows {form}");
        assert!(!outcome.stderr.contains(&form), "{outcome:?} shows {form}");
    }
    assert!(outcome.stderr.find("panicked").is_none(), "{outcome:?}");
}

#[test]
fn refusals_show_no_secret() {
    let header = format!("X-Amz-Meta-A: {VALUE}");
    for (code, words, _) in cases() {
        let outcome = presign().run(words);
        check(&outcome);
        assert_eq!(outcome.code, Some(code), "{words:?}");
        // Once more with a header, which comes first so that it has been read when the refusal occurs.
        if words.contains(&URI) {
            check(&presign().run(["--header", &header].iter().chain(words)));
        }
    }
}

#[test]
fn headers_that_are_refused_show_no_value() {
    for name in ["Host", "Authorization", "X-Amz-Security-Token", "x-amz-content-sha256", "X Y", "", "Ä"] {
        check(&presign().run([URI, "--header", &format!("{name}: {VALUE}")]));
    }
    for header in [format!("A: \n{VALUE}"), format!("A: {VALUE}\u{7f}"), VALUE.replace(':', "")] {
        let outcome = presign().run([URI, "--header", &header]);
        check(&outcome);
        assert_eq!(outcome.stdout, "", "{outcome:?}");
    }
    // Without quotes a shell splits the header at its space, and neither half is a valid header.
    for words in [
        &[URI, "--header", "Authorization:", VALUE][..],
        &["signurl", URI, "+60", "--header", "Authorization:", VALUE],
        &["batch", "s3://bucket", "keys", "--header", "Authorization:", VALUE],
    ] {
        let outcome = presign().run(words);
        check(&outcome);
        outcome.refusal(2);
    }
}

#[test]
fn urls_show_no_secret_except_the_token() {
    let header = format!("x-amz-meta-a: {VALUE}");
    for words in [
        &[URI][..],
        &[URI, "--v2"],
        &[URI, "--json"],
        &[URI, "--v2", "--json"],
        &["signurl", URI, "+60"],
        &["signurl", URI, "+60", "--json"],
        &["batch", "s3://bucket/"],
        &["batch", "s3://bucket/", "--v2"],
    ] {
        for endpoint in [&["--endpoint-url", "h"][..], &[]] {
            let words = [words, endpoint].concat();
            let outcome = presign().run_with(&words, "key\n");
            check(&outcome);
            assert!(outcome.stdout.contains(&percent_encoded(TOKEN)), "{outcome:?}");
            // --json prints the values of the headers that the client must send.
            if !words.contains(&"--json") {
                let outcome = presign().run_with(words.iter().copied().chain(["--header", &header]), "key\n");
                check(&outcome);
                outcome.line();
            }
        }
    }
}

#[test]
fn failed_batches_show_no_secret() {
    for keys in [&b"a\n\nb\n"[..], b"a\r\n", b"\xff\n", &[b'a'; 2000]] {
        let outcome = presign().run_with(["batch", "s3://bucket/", "--endpoint-url", "h"], keys);
        check(&outcome);
        outcome.failure(1);
    }
    for words in [
        &["batch", "s3://bucket/", "nowhere"][..],
        &["batch", "s3://bucket/", "-o", "/nowhere/links"],
        &["batch", "s3://bucket/", "."],
    ] {
        let outcome = presign().run(words);
        check(&outcome);
        outcome.refusal(1);
    }
}

/// A secret may be at the wrong position in a file; the message names only the file and the line.
#[test]
fn malformed_files_show_no_secret() {
    let aws = "[default]\naws_access_key_id = A\naws_secret_access_key = SECRET\naws_session_token = TOKEN\n";
    let s3cmd = "[default]\naccess_key = A\nsecret_key = SECRET\naccess_token = TOKEN\n";
    for (name, keys) in [(".aws/credentials", aws), (".aws/config", aws), (".s3cfg", s3cmd)] {
        let outcome = presign_with_file(name, keys).run([URI, "--endpoint-url", "h"]);
        check(&outcome);
        assert!(outcome.line().contains(&percent_encoded(TOKEN)));
        for content in [
            "SECRET\n",
            "[SECRET\n",
            "[default] TOKEN\n",
            "[default]\n= SECRET\n",
            "[default]\naws_secret_access_key SECRET\n",
            "[default]\nSECRET\n",
            "secret_key = SECRET\n",
            "[default]\naws_secret_access_key = SECRET\nsecret_key = SECRET\n",
            "[default]\naws_session_token = TOKEN\naccess_token = TOKEN\n",
            "[default]\ns3 =\n  addressing_style = SECRET\nuse_https = SECRET\naccess_key = a\nsecret_key = b\n",
        ] {
            let outcome = presign_with_file(name, content).run([URI, "--endpoint-url", "h"]);
            check(&outcome);
            outcome.refusal(1);
        }
    }
}

#[test]
fn malformed_variables_show_no_secret() {
    for name in
        ["AWS_SESSION_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCESS_KEY_ID"]
    {
        for value in [format!(" {SECRET}"), format!("{SECRET}\n"), format!("{SECRET}\u{1}")] {
            let outcome = presign().set(name, value.as_str()).run([URI, "--endpoint-url", "h"]);
            check(&outcome);
            outcome.refusal(1);
        }
    }
}

/// Without quotes a header's value is read as another argument, and no message may repeat it.
#[test]
fn a_header_without_its_quotes_shows_no_value() {
    for words in [
        &["--header", "X-Amz-Meta-A:", VALUE][..],
        &["--header", "X-Amz-Meta-A:", VALUE, URI],
        &[URI, "--header", "X-Amz-Meta-A:", VALUE],
        &["signurl", URI, "--header", "X-Amz-Meta-A:", VALUE],
        &["signurl", URI, "--header", "X-Amz-Meta-A:", VALUE, "+3600"],
        &["batch", "s3://bucket", "--header", "X-Amz-Meta-A:", VALUE],
        &["batch", "--header", "X-Amz-Meta-A:", VALUE],
    ] {
        let outcome = presign().run(words);
        check(&outcome);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome:?}");
    }
}
