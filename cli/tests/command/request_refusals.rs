//! Refusals of the endpoint and of the request.

use crate::refusals::{Case, check};
use crate::runner::{Presign, URI};

const LABEL_OF_64: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const REGION_OF_65: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const METHOD_OF_33: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refusals of endpoint, region and addressing style.
pub(crate) const PLACES: &[Case] = &[
    (1, &[URI, "--endpoint-url", ""], &["endpoint \"\"", "must have a host"]),
    (1, &[URI, "--endpoint-url", "https://"], &["endpoint \"https://\"", "must have a host"]),
    (1, &[URI, "--endpoint-url", "ftp://h"], &["endpoint \"ftp://h\"", "http://, https:// or the host"]),
    (1, &[URI, "--endpoint-url", "://h"], &["endpoint \"://h\"", "http://, https:// or the host"]),
    (
        1,
        &[URI, "--endpoint-url", "https://user:HIDDEN@h"],
        &["endpoint (not shown)", "user name or password"],
    ),
    (1, &[URI, "--endpoint-url", "user@h"], &["endpoint (not shown)", "user name or password"]),
    (1, &[URI, "--endpoint-url", "h?x"], &["endpoint \"h?x\"", "not have a query or a fragment"]),
    (1, &[URI, "--endpoint-url", "h/p?x"], &["endpoint \"h/p?x\"", "not have a query or a fragment"]),
    (1, &[URI, "--endpoint-url", "h#x"], &["endpoint \"h#x\"", "not have a query or a fragment"]),
    (1, &[URI, "--endpoint-url", "h%41"], &["endpoint \"h%41\"", "ASCII letters, digits"]),
    (1, &[URI, "--endpoint-url", "hö.example"], &["endpoint \"hö.example\"", "ASCII letters, digits"]),
    (1, &[URI, "--endpoint-url", "h .example"], &["endpoint \"h .example\"", "ASCII letters, digits"]),
    (1, &[URI, "--endpoint-url", "a..b"], &["endpoint \"a..b\"", "labels of 1 to 63"]),
    (1, &[URI, "--endpoint-url", LABEL_OF_64], &["endpoint ", LABEL_OF_64, "labels of 1 to 63"]),
    (1, &[URI, "--endpoint-url", "h:"], &["endpoint \"h:\"", "port from 1 to 65535"]),
    (1, &[URI, "--endpoint-url", "https://user:HIDDEN/"], &["endpoint (not shown)", "port from 1 to 65535"]),
    (1, &[URI, "--endpoint-url", "h:0"], &["endpoint \"h:0\"", "port from 1 to 65535"]),
    (1, &[URI, "--endpoint-url", "h:65536"], &["endpoint \"h:65536\"", "port from 1 to 65535"]),
    (1, &[URI, "--endpoint-url", "h:+80"], &["endpoint \"h:+80\"", "port from 1 to 65535"]),
    (1, &[URI, "--endpoint-url", "::1"], &["endpoint \"::1\"", "IPv6 addresses go in brackets"]),
    (1, &[URI, "--endpoint-url", "[::1"], &["endpoint \"[::1\"", "[ without a matching ]"]),
    (1, &[URI, "--endpoint-url", "[::g]"], &["endpoint \"[::g]\"", "IPv6 address"]),
    (1, &[URI, "--endpoint-url", "[fe80::1%eth0]"], &["endpoint \"[fe80::1%eth0]\"", "without a zone"]),
    (1, &[URI, "--endpoint-url", "[::1]x"], &["endpoint \"[::1]x\"", ":port"]),
    (1, &[URI, "--endpoint-url", "127.1"], &["endpoint \"127.1\"", "four decimal numbers"]),
    (1, &[URI, "--endpoint-url", "h/a/../b"], &["endpoint \"h/a/../b\"", ". and .. segments"]),
    (1, &[URI, "--endpoint-url", "h/."], &["endpoint \"h/.\"", ". and .. segments"]),
    (1, &[URI, "--endpoint-url", "h/%2E%2e/b"], &["endpoint \"h/%2E%2e/b\"", ". and .. segments"]),
    (1, &[URI, "--endpoint-url", "h/a b"], &["endpoint \"h/a b\"", "percent-encoded base path"]),
    (1, &[URI, "--endpoint-url", "h/%zz"], &["endpoint \"h/%zz\"", "two hexadecimal digits"]),
    (
        1,
        &[URI, "--endpoint-url", "s3.eu-west-1.amazonaws.com", "--region", "us-east-1"],
        &["region \"us-east-1\"", "\"eu-west-1\""],
    ),
    (1, &[URI, "--region", ""], &["region \"\"", "1 to 64"]),
    (1, &[URI, "--endpoint-url", "h", "--region", "a b"], &["region \"a b\"", "without / and spaces"]),
    (1, &[URI, "--endpoint-url", "h", "--region", "a/b"], &["region \"a/b\"", "without / and spaces"]),
    (1, &[URI, "--endpoint-url", "h", "--region", "ü"], &["region \"ü\"", "printable ASCII"]),
    (1, &[URI, "--endpoint-url", "h", "--region", REGION_OF_65], &["region ", REGION_OF_65, "1 to 64"]),
    (1, &[URI, "--region", "US-EAST-1"], &["region \"US-EAST-1\"", "lower-case DNS label"]),
    (1, &[URI, "--region", "h.example"], &["region \"h.example\"", "lower-case DNS label"]),
    (1, &[URI, "--region", "us-iso-east-1"], &["region \"us-iso-east-1\"", "give the endpoint"]),
    (2, &[URI, "--addressing-style", "dns"], &["\"dns\"", "auto, path, virtual, cname"]),
    (1, &[URI, "--addressing-style", "cname"], &["cname addressing needs an explicit endpoint"]),
    (
        1,
        &[URI, "--addressing-style", "virtual", "--endpoint-url", "http://127.0.0.1:9000"],
        &["\"127.0.0.1:9000\"", "IP address"],
    ),
    (1, &[URI, "--addressing-style", "virtual", "--endpoint-url", "[::1]"], &["\"[::1]\"", "IP address"]),
    (1, &[URI, "--v2", "--region", "eu-central-1"], &["\"eu-central-1\"", "eight oldest regions"]),
    (
        1,
        &[URI, "--v2", "--endpoint-url", "s3.eu-central-1.amazonaws.com"],
        &["\"eu-central-1\"", "eight oldest regions"],
    ),
    (1, &[URI, "--profile", "missing"], &["no profile \"missing\"", ".aws/credentials", ".aws/config"]),
];

/// Refusals of method, bucket, query parameters and headers.
pub(crate) const REQUESTS: &[Case] = &[
    (1, &[URI, "--method", "get"], &["method \"get\"", "1 to 32 upper-case letters A-Z"]),
    (1, &[URI, "--method", ""], &["method \"\"", "1 to 32 upper-case letters A-Z"]),
    (1, &[URI, "--method", "GET "], &["method \"GET \"", "1 to 32 upper-case letters A-Z"]),
    (1, &[URI, "--method", "G\nT"], &["method \"G\\nT\"", "1 to 32 upper-case letters A-Z"]),
    (1, &[URI, "--method", METHOD_OF_33], &["method ", METHOD_OF_33, "1 to 32 upper-case letters A-Z"]),
    (1, &["s3://./key"], &["bucket \".\"", ". or .."]),
    (1, &["s3://../key"], &["bucket \"..\"", ". or .."]),
    (1, &["s3://a\tb/key"], &["bucket \"a\\tb\"", "control characters"]),
    (1, &["batch", "s3://.."], &["bucket \"..\"", ". or .."]),
    (1, &["s3://Bucket/key", "--addressing-style", "virtual"], &["bucket \"Bucket\"", "not a DNS name"]),
    (1, &["s3://a_b/key", "--addressing-style", "virtual"], &["bucket \"a_b\"", "not a DNS name"]),
    (1, &["s3://a..b/key", "--addressing-style", "virtual"], &["bucket \"a..b\"", "not a DNS name"]),
    (1, &[URI, "--query", "X-Amz-Date=1"], &["query parameter \"X-Amz-Date\"", "is set by the signature"]),
    (1, &[URI, "--query", "signature"], &["query parameter \"signature\"", "is set by the signature"]),
    (
        1,
        &["--v2", "--endpoint-url", "h", URI, "--query", "restore"],
        &["query parameter \"restore\"", "version 2"],
    ),
    (
        1,
        &["--v2", "--endpoint-url", "h", URI, "--query", "acl", "--query", "acl=1"],
        &["query parameter \"acl\"", "twice"],
    ),
    (1, &[URI, "--header", "Host: HIDDEN"], &["header \"Host\"", "cannot be signed"]),
    (1, &[URI, "--header", "X-Key: HID\nDEN"], &["header \"X-Key\"", "must not contain control characters"]),
    (
        1,
        &[URI, "--header", "X-Key: HIDDEN\u{1}"],
        &["header \"X-Key\"", "must not contain control characters"],
    ),
    (
        1,
        &[URI, "--header", "X-Key: HIDDEN\u{85}!"],
        &["header \"X-Key\"", "must not contain control characters"],
    ),
    (1, &[URI, "--header", "X-A: HIDDEN", "--header", "x-a: HIDDEN"], &["header \"", "given twice"]),
    (1, &[URI, "--header", ": HIDDEN"], &["header \"\"", "letters, digits"]),
    (1, &[URI, "--header", "X A: HIDDEN"], &["header \"X A\"", "letters, digits"]),
    (1, &[URI, "--header", "X-Ä: HIDDEN"], &["header \"X-Ä\"", "letters, digits"]),
    (
        1,
        &[URI, "--header", "x-amz-content-sha256: HIDDEN"],
        &["header \"x-amz-content-sha256\"", "64 hexadecimal digits or UNSIGNED-PAYLOAD"],
    ),
    (
        1,
        &["--v2", "--endpoint-url", "h", URI, "--header", "Range: HIDDEN"],
        &["header \"Range\"", "signature version 2"],
    ),
];

const RESERVED: [&str; 11] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "AWSAccessKeyId",
    "Signature",
    "Expires",
];

/// The headers that cannot be signed because clients or proxies set or change them (connection and tracing headers), and
/// `host` and `authorization`.
const REFUSED_HEADERS: &str = "host authorization baggage connection expect keep-alive proxy-authenticate \
                               proxy-authorization te traceparent tracestate trailer transfer-encoding upgrade \
                               user-agent x-amzn-trace-id";

/// Query parameters that some servers sign with Version 2 and others do not.
const DISPUTED: &str = "accelerate defaultObjectAcl encryption legal-hold retention select select-type restore \
                        storageClass object-lock policyStatus publicAccessBlock replication analytics metrics \
                        inventory";

const V4: &[&str] = &[URI, "--endpoint-url", "h"];
const V2: &[&str] = &[URI, "--endpoint-url", "h", "--v2"];

fn refused(form: &[&str], option: &str, value: &str, says: &[&str]) {
    let words = [form, &[option, value]].concat();
    check(&Presign::new().run(&words).refusal(1), 1, says, &words);
}

#[test]
fn the_signatures_query_names_are_refused_in_any_case() {
    for name in RESERVED {
        for name in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
            let quoted = format!("query parameter {name:?}");
            for form in [V4, V2] {
                refused(form, "--query", &format!("{name}=1"), &[&quoted, "is set by the signature"]);
            }
        }
    }
}

#[test]
fn headers_that_proxies_set_are_refused() {
    for name in REFUSED_HEADERS.split_whitespace() {
        for name in [name.to_owned(), name.to_uppercase()] {
            let quoted = format!("header {name:?}");
            refused(V4, "--header", &format!("{name}: HIDDEN"), &[&quoted, "cannot be signed"]);
        }
    }
    // The signature's own names, with both versions.
    for name in RESERVED.iter().filter(|name| name.starts_with("X-Amz-")) {
        let quoted = format!("header {name:?}");
        for form in [V4, V2] {
            refused(form, "--header", &format!("{name}: HIDDEN"), &[&quoted, "cannot be signed"]);
        }
    }
}

#[test]
fn names_that_only_some_servers_sign_with_version_2_are_refused() {
    for name in DISPUTED.split_whitespace() {
        let quoted = format!("query parameter {name:?}");
        refused(V2, "--query", name, &[&quoted, "use version 4"]);
        Presign::new().link([V4, &["--query", name]].concat());
    }
    for header in ["Range", "If-Match", "Cache-Control", "Content-Disposition"] {
        refused(
            V2,
            "--header",
            &format!("{header}: HIDDEN"),
            &[&format!("header {header:?}"), "content-type"],
        );
        Presign::new().link([V4, &["--header", &format!("{header}: x")]].concat());
    }
}

/// The limit of 1024 bytes is that of the UTF-8 text, not of its percent-encoded form.
#[test]
fn keys_of_more_than_1024_bytes_are_refused() {
    for key in ["x".repeat(1025), "ü".repeat(512) + "x"] {
        let message = Presign::new().run([format!("s3://bucket/{key}")]).refusal(1);
        check(&message, 1, &["key is 1025 bytes long", "1024"], &[]);
    }
}

/// AWS accepts Version 2 in its eight oldest regions only.
#[test]
fn version_2_on_aws_is_limited_to_eight_regions() {
    for region in [
        "us-east-1",
        "us-west-1",
        "us-west-2",
        "eu-west-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "sa-east-1",
    ] {
        let outcome = Presign::new().run([URI, "--v2", "--region", region]);
        assert_eq!(outcome.stderr.matches("presign: warning: AWS refuses").count(), 1, "{outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
        outcome.line();
    }
    for region in ["us-east-2", "eu-west-2", "eu-central-1", "ap-northeast-2", "cn-north-1"] {
        let message = Presign::new().run([URI, "--v2", "--region", region]).refusal(1);
        check(&message, 1, &[&format!("region {region:?}"), "eight oldest regions"], &[]);
    }
}
