//! Region and endpoint come from the option, then the environment, then the file whose keys are used.

use crate::refusals::check;
use crate::runner::{Presign, URI, parameter, place};

const KEYS: &str = "aws_access_key_id = FILE\naws_secret_access_key = HIDDEN\n";

/// Returns scheme and host of a URL, and the region in its credential scope.
fn place_and_region(presign: &Presign, words: &[&str]) -> (String, String) {
    let link = presign.link([&[URI], words].concat());
    let credential = parameter(&link, "X-Amz-Credential").unwrap();
    let region = credential.rsplit("%2F").nth(2).unwrap().to_owned();
    (place(&link).strip_suffix("/key").unwrap().to_owned(), region)
}

fn expect(presign: &Presign, words: &[&str], place: &str, region: &str) {
    assert_eq!(place_and_region(presign, words), (place.to_owned(), region.to_owned()), "{words:?}");
}

/// Returns the command with a profile that sets both.
fn profile() -> Presign {
    Presign::bare()
        .file(".aws/credentials", format!("[default]\n{KEYS}"))
        .file(".aws/config", "[default]\nregion = eu-north-9\nendpoint_url = http://file:1\n")
}

#[test]
fn the_region_comes_from_option_environment_file_in_this_order() {
    let words = ["--endpoint-url", "h"];
    expect(&Presign::new(), &words, "https://h/bucket", "us-east-1");
    expect(&profile(), &words, "https://h/bucket", "eu-north-9");
    let presign = profile().set("AWS_DEFAULT_REGION", "default-region");
    expect(&presign, &words, "https://h/bucket", "default-region");
    let presign = presign.set("AWS_REGION", "variable-region");
    expect(&presign, &words, "https://h/bucket", "variable-region");
    expect(&presign, &["--region", "option", "--endpoint-url", "h"], "https://h/bucket", "option");
    let presign = presign.set("AWS_REGION", "");
    expect(&presign, &words, "https://h/bucket", "default-region");
}

#[test]
fn the_endpoint_comes_from_option_environment_file_in_this_order() {
    let presign = profile();
    expect(&presign, &[], "http://file:1/bucket", "eu-north-9");
    let presign = presign.set("AWS_ENDPOINT_URL", "http://general:2");
    expect(&presign, &[], "http://general:2/bucket", "eu-north-9");
    let presign = presign.set("AWS_ENDPOINT_URL_S3", "http://special:3");
    expect(&presign, &[], "http://special:3/bucket", "eu-north-9");
    expect(&presign, &["--endpoint-url", "option"], "https://option/bucket", "eu-north-9");
    // The variable applies to configured endpoints, not to the option.
    let presign = presign.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    expect(&presign, &[], "https://bucket.s3.eu-north-9.amazonaws.com", "eu-north-9");
    expect(&presign, &["--endpoint-url", "option"], "https://option/bucket", "eu-north-9");
}

#[test]
fn a_bare_host_means_https_and_default_ports_are_removed() {
    for (endpoint, place) in [
        ("h", "https://h/bucket"),
        ("HTTP://H:80/", "http://h/bucket"),
        ("https://h:443", "https://h/bucket"),
        ("http://h:443/base/", "http://h:443/base/bucket"),
        ("https://[0:0::1]:9000", "https://[::1]:9000/bucket"),
    ] {
        expect(&Presign::new(), &["--endpoint-url", endpoint], place, "us-east-1");
    }
}

/// The warning is printed once, for one link, a batch and a form.
#[test]
fn an_endpoint_that_already_has_the_bucket_is_warned_of() {
    for endpoint in
        ["https://bucket.nyc3.digitaloceanspaces.com", "https://acc.r2.cloudflarestorage.com/bucket"]
    {
        for words in [vec![URI], vec!["batch", "s3://bucket/"], vec!["post", URI, "--format", "json"]] {
            let at = |options: &[&str]| {
                let given = [words.as_slice(), &["--endpoint-url", endpoint], options].concat();
                Presign::new().run_with(given, "key\n")
            };
            let outcome = at(&[]);
            assert_eq!(outcome.stderr.matches("presign: warning: ").count(), 1, "{outcome:?}");
            for part in ["the endpoint without the bucket", "--addressing-style cname"] {
                assert!(outcome.stderr.contains(part), "{outcome:?}");
            }
            outcome.line();
            at(&["--addressing-style", "cname"]).quiet_line();
        }
    }
}

/// Servers on this machine or on a port of their own are usually reached by http.
#[test]
fn a_bare_host_that_is_probably_served_by_http_is_signed_for_https_with_a_warning() {
    for (endpoint, place) in [
        ("localhost:9000", "https://localhost:9000/bucket/key"),
        ("LocalHost", "https://localhost/bucket/key"),
        ("127.0.0.1/base", "https://127.0.0.1/base/bucket/key"),
        ("storage.example:9000", "https://storage.example:9000/bucket/key"),
        ("[0:0::1]:9000", "https://[::1]:9000/bucket/key"),
        ("[::1]", "https://[::1]/bucket/key"),
    ] {
        let warning = "presign: warning: the endpoint has no scheme, which means https: begin it with http:// if the \
                       storage has no TLS\n";
        let option = Presign::new().run([URI, "--endpoint-url", endpoint]);
        let variable = Presign::new().set("AWS_ENDPOINT_URL", endpoint).run([URI]);
        let batch = Presign::new().run_with(["batch", "s3://bucket", "--endpoint-url", endpoint], "key\n");
        for outcome in [option, variable, batch] {
            assert_eq!(outcome.stderr, warning);
            assert!(outcome.line().starts_with(&format!("{place}?")), "{endpoint}");
        }
    }
}

#[test]
fn on_aws_the_region_decides_the_host() {
    let presign = Presign::new();
    expect(&presign, &[], "https://bucket.s3.us-east-1.amazonaws.com", "us-east-1");
    let china = ["--region", "cn-north-1"];
    expect(&presign, &china, "https://bucket.s3.cn-north-1.amazonaws.com.cn", "cn-north-1");
    let explicit = ["--endpoint-url", "https://s3.eu-west-2.amazonaws.com"];
    expect(&presign, &explicit, "https://s3.eu-west-2.amazonaws.com/bucket", "eu-west-2");
    let dotted = presign.link(["s3://a.b/key"]);
    assert_eq!(place(&dotted), "https://s3.us-east-1.amazonaws.com/a.b/key");
}

#[test]
fn each_addressing_style_shapes_the_url() {
    let presign = Presign::new();
    for (style, at) in [
        ("auto", "http://h:1/bucket"),
        ("path", "http://h:1/bucket"),
        ("virtual", "http://bucket.h:1"),
        ("cname", "http://h:1"),
    ] {
        expect(&presign, &["--endpoint-url", "http://h:1", "--addressing-style", style], at, "us-east-1");
    }
    let words = ["--addressing-style", "path"];
    expect(&presign, &words, "https://s3.us-east-1.amazonaws.com/bucket", "us-east-1");
}

/// The block `s3` of the AWS files and the services section are read.
#[test]
fn a_profiles_settings_shape_the_url() {
    let presign = profile().file(
        ".aws/config",
        "[default]\nservices = mine\nendpoint_url = http://general\ns3 =\n  addressing_style = virtual\n\
         [services mine]\ns3 =\n  endpoint_url = http://special\n",
    );
    expect(&presign, &[], "http://bucket.special", "us-east-1");
    expect(&presign, &["--addressing-style", "path"], "http://special/bucket", "us-east-1");

    let presign = profile().file(".aws/config", "[default]\ns3 =\n  signature_version = s3\n");
    let link = presign.link([URI, "--endpoint-url", "h"]);
    assert_eq!(parameter(&link, "AWSAccessKeyId"), Some("FILE"));
}

/// Keys from the environment are used with the profile's region and endpoint, as in the AWS tools.
#[test]
fn the_profiles_settings_apply_to_the_environments_keys() {
    let presign =
        Presign::new().file(".aws/config", "[default]\nregion = eu-north-9\nendpoint_url = http://f\n");
    expect(&presign, &[], "http://f/bucket", "eu-north-9");
}

const S3CFG: &str = "[default]\naccess_key = S3CMD\nsecret_key = HIDDEN\nhost_base = s3cmd.example\n";

#[test]
fn the_settings_of_s3cfg_shape_the_url() {
    for (lines, at, region) in [
        ("", "https://bucket.s3cmd.example", "us-east-1"),
        ("host_bucket = s3cmd.example\n", "https://s3cmd.example/bucket", "us-east-1"),
        ("host_bucket = %(bucket)s.x\nbucket_location = EU\n", "https://bucket.s3cmd.example", "eu-west-1"),
        ("host_bucket =\nuse_https = False\n", "http://s3cmd.example/bucket", "us-east-1"),
        (
            "host_bucket =\nuse_https = False\nsignurl_use_https = True\n",
            "https://s3cmd.example/bucket",
            "us-east-1",
        ),
        ("host_bucket =\nsignurl_use_https = False\n", "https://s3cmd.example/bucket", "us-east-1"),
        ("host_bucket =\nbucket_location = S-DT2\n", "https://s3cmd.example/bucket", "s-dt2"),
        ("host_base = s3.amazonaws.com\n", "https://bucket.s3.us-east-1.amazonaws.com", "us-east-1"),
    ] {
        let presign = Presign::bare().file(".s3cfg", format!("{S3CFG}{lines}"));
        expect(&presign, &[], at, region);
    }
    // s3cmd's addressing style does not apply to the endpoint of the option.
    let presign = Presign::bare().file(".s3cfg", S3CFG);
    expect(&presign, &["--endpoint-url", "h", "--region", "r"], "https://h/bucket", "r");
    // A bucket that is not a DNS name cannot be part of the host.
    assert_eq!(place(&presign.link(["s3://My_Bucket/key"])), "https://s3cmd.example/My_Bucket/key");
}

/// The settings of ~/.s3cfg apply only if its keys are used.
#[test]
fn the_settings_of_s3cfg_apply_to_its_keys_only() {
    let aws = "https://bucket.s3.us-east-1.amazonaws.com";
    expect(&Presign::new().file(".s3cfg", S3CFG), &[], aws, "us-east-1");
    let presign =
        Presign::bare().file(".s3cfg", S3CFG).file(".aws/credentials", format!("[default]\n{KEYS}"));
    expect(&presign, &[], aws, "us-east-1");
}

#[test]
fn unknown_setting_values_are_refused() {
    for (lines, says) in [
        ("s3 =\n  addressing_style = HIDDEN\n", "addressing_style must be auto, path or virtual"),
        ("s3 =\n  signature_version = HIDDEN\n", "signature_version must be s3v4"),
    ] {
        let presign = profile().file(".aws/config", format!("[default]\n{lines}"));
        let place = format!("{}:3: ", presign.path(".aws/config").display());
        check(&presign.run([URI]).refusal(1), 1, &[&place, says], &[]);
    }
    let presign = Presign::bare().file(".s3cfg", format!("{S3CFG}use_https = HIDDEN\n"));
    let place = format!("{}:5: ", presign.path(".s3cfg").display());
    check(&presign.run([URI]).refusal(1), 1, &[&place, "use_https must be true"], &[]);
}

/// An endpoint that contains a password is not shown, whether it comes from a variable or a file.
#[test]
fn endpoints_with_a_password_are_refused_and_not_shown() {
    let url = "https://user:HIDDEN@host";
    let variable = Presign::new().set("AWS_ENDPOINT_URL", url);
    let file = profile().file(".aws/config", format!("[default]\nendpoint_url = {url}\n"));
    let s3cfg = Presign::bare().file(".s3cfg", format!("{S3CFG}host_base = user:HIDDEN@host\n"));
    for presign in [variable, file, s3cfg] {
        check(&presign.run([URI]).refusal(1), 1, &["endpoint (not shown)", "user name or password"], &[]);
    }
}
