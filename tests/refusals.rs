//! Invalid requests are refused, with their messages, and the nearest valid ones are accepted.
#![allow(clippy::unwrap_used)]

use presign::{Addressing, Error, Request, Signer, SignerBuilder, Version};

fn builder() -> SignerBuilder<'static> {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

fn get() -> Request<'static> {
    Request::get("example-bucket", "image.jpg").sign_at(1_369_353_600)
}

/// Returns the URL without its query.
fn address(builder: SignerBuilder, request: &Request) -> Result<String, Error> {
    let url = builder.build()?.presign(request)?;
    Ok(url.split_once('?').unwrap().0.to_owned())
}

fn endpoint(endpoint: &str) -> Result<String, Error> {
    address(builder().endpoint(endpoint), &get())
}

#[test]
fn malformed_credentials_are_refused() {
    let build = |access_key, secret_key, token| {
        Signer::builder(access_key, secret_key)
            .session_token(token)
            .build()
            .map(drop)
            .map_err(|e| e.to_string())
    };
    for (bad, rule) in [
        ("", "must not be empty"),
        (" a", "must not begin or end with white space"),
        ("a\n", "must not begin or end with white space"),
        ("a\u{a0}", "must not begin or end with white space"),
        ("a\u{7}b", "must not contain control characters"),
    ] {
        assert_eq!(build(bad, "s", None), Err(format!("access key {rule}")), "{bad:?}");
        assert_eq!(build("a", bad, None), Err(format!("secret key {rule}")), "{bad:?}");
        assert_eq!(build("a", "s", Some(bad)), Err(format!("session token {rule}")), "{bad:?}");
    }
    assert_eq!(build("ключ", "s", None), Err("access key must be printable ASCII".to_owned()));
    assert_eq!(build("a/b+c:d", "ключ /+=%#;\"", Some("FQoG+/=tok en~")), Ok(()));
}

#[test]
fn temporary_keys_of_aws_need_their_token() {
    let build = |endpoint, token| {
        let builder = Signer::builder("ASIAIOSFODNN7EXAMPLE", "s").session_token(token);
        builder.endpoint(endpoint).build().map(drop).map_err(|error| error.to_string())
    };
    for endpoint in [None, Some("s3.us-east-1.amazonaws.com")] {
        assert_eq!(
            build(endpoint, None).unwrap_err(),
            "session token is missing: an access key that begins with ASIA is temporary; AWS refuses it without \
             its token"
        );
        assert_eq!(build(endpoint, Some("t")), Ok(()));
    }
    assert_eq!(build(Some("storage.example"), None), Ok(()));
}

#[test]
fn malformed_regions_are_refused() {
    let region =
        |region| builder().endpoint("h.example").region(region).build().map(|s| s.region().to_owned());
    let longest = "r".repeat(64);
    for good in ["r", "s-dt2", "EU West"[..2].trim(), "a:b~!", longest.as_str()] {
        assert_eq!(region(good), Ok(good.to_owned()));
    }
    let too_long = "r".repeat(65);
    for bad in ["", "a b", "a/b", "a\n", "é", too_long.as_str()] {
        let error = region(bad).unwrap_err().to_string();
        assert!(
            error.ends_with("must be 1 to 64 printable ASCII characters without / and spaces"),
            "{error}"
        );
    }
    // A region that is part of a host must be a DNS label.
    for bad in ["EU", "a:b", "-a", "a.b"] {
        assert!(matches!(builder().region(bad).build(), Err(Error::Region { .. })), "{bad}");
    }
}

#[test]
fn aws_hosts_are_regional() {
    let at = |region| address(builder().region(region), &get());
    assert_eq!(
        address(builder(), &get()).unwrap(),
        "https://example-bucket.s3.us-east-1.amazonaws.com/image.jpg"
    );
    assert_eq!(at("eu-west-1").unwrap(), "https://example-bucket.s3.eu-west-1.amazonaws.com/image.jpg");
    assert_eq!(at("cn-north-1").unwrap(), "https://example-bucket.s3.cn-north-1.amazonaws.com.cn/image.jpg");
    for hostless in ["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "aws-global"] {
        let error = at(hostless).unwrap_err().to_string();
        assert_eq!(error, format!("region {hostless:?} has no known AWS host: give the endpoint"));
        assert!(address(builder().region(hostless).endpoint("s3.example"), &get()).is_ok());
    }
    // A certificate's wildcard does not cover a dot.
    let link = address(builder(), &Request::get("my.bucket", "k")).unwrap();
    assert_eq!(link, "https://s3.us-east-1.amazonaws.com/my.bucket/k");
}

#[test]
fn an_aws_endpoint_sets_the_region() {
    for (host, region) in [
        ("https://s3.eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("https://s3.dualstack.eu-west-3.amazonaws.com", "eu-west-3"),
        ("https://s3-fips.us-west-2.amazonaws.com", "us-west-2"),
        ("https://s3.amazonaws.com", "us-east-1"),
        ("https://s3.eu-west-1.amazonaws.com:8443", "eu-west-1"),
        ("https://my.bucket.s3.eu-west-1.amazonaws.com", "eu-west-1"),
        ("https://ap-1234.s3-accesspoint.us-west-2.amazonaws.com", "us-west-2"),
        ("https://s3.eu-west-1.example.com", "us-east-1"),
        ("https://s3.example.com", "us-east-1"),
    ] {
        assert_eq!(builder().endpoint(host).build().unwrap().region(), region, "{host}");
        assert_eq!(builder().endpoint(host).region(region).build().unwrap().region(), region, "{host}");
    }
    let error = builder().endpoint("s3.eu-west-1.amazonaws.com").region("us-east-1").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "region \"us-east-1\" does not match the endpoint, which belongs to region \"eu-west-1\""
    );
}

#[test]
fn endpoints_are_written_in_one_form() {
    for (given, written) in [
        ("s-dt2.cloud.gcore.lu", "https://s-dt2.cloud.gcore.lu"),
        ("localhost:9000", "https://localhost:9000"),
        ("HTTPS://S3.Example.COM:443", "https://s3.example.com"),
        ("http://s3.example.com:80", "http://s3.example.com"),
        ("http://s3.example.com:443", "http://s3.example.com:443"),
        ("https://h:0080", "https://h:80"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("https://[2001:DB8:0:0::0001]", "https://[2001:db8::1]"),
        ("https://h/", "https://h"),
        ("https://h/base/path/", "https://h/base/path"),
        ("https://h/a%20b/~x", "https://h/a%20b/~x"),
        ("my_minio:9000", "https://my_minio:9000"),
    ] {
        let link = endpoint(given).unwrap_or_else(|error| unreachable!("{given}: {error}"));
        assert_eq!(link, format!("{written}/example-bucket/image.jpg"));
    }
}

#[test]
fn malformed_endpoints_are_refused() {
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!("{}example", "a.".repeat(130));
    for (given, rule) in [
        ("", "must have a host"),
        ("https://", "must have a host"),
        (":9000", "must have a host"),
        ("ftp://h", "must begin with http://, https:// or the host"),
        ("s3://h", "must begin with http://, https:// or the host"),
        ("https://h?x=1", "not have a query"),
        ("https://h/p#f", "or a fragment"),
        ("https://h:", "a port from 1 to 65535"),
        ("https://h:0", "a port from 1 to 65535"),
        ("https://h:65536", "a port from 1 to 65535"),
        ("https://h:+80", "a port from 1 to 65535"),
        ("https://h:80:80", "a port from 1 to 65535"),
        ("https://::1", "IPv6 addresses go in brackets"),
        ("https://[::1", "has a [ without a matching ]"),
        ("https://[::1]x", "nothing but :port"),
        ("https://[::1%eth0]", "without a zone"),
        ("https://[h]", "must have an IPv6 address"),
        ("https://[::ffff:1.2.3.4]", "four decimal numbers"),
        ("https://hé.example", "ASCII letters"),
        ("https://h%41", "ASCII letters"),
        ("https://h h", "ASCII letters"),
        ("https://h\\x", "ASCII letters"),
        (" https://h", "must begin with"),
        ("https://a..b", "labels of 1 to 63"),
        ("https://h.", "labels of 1 to 63"),
        (&long_label, "labels of 1 to 63"),
        (&long_name, "at most 253 bytes"),
        ("https://127.1", "not an IPv4 address of four decimal numbers"),
        ("https://256.0.0.1", "not an IPv4 address of four decimal numbers"),
        ("https://127.0.0.01", "not an IPv4 address of four decimal numbers"),
        ("https://0x7f.0x1", "not an IPv4 address of four decimal numbers"),
        ("https://h/a b", "percent-encoded base path"),
        ("https://h/ü", "percent-encoded base path"),
        ("https://h/a%2", "two hexadecimal digits follow every %"),
        ("https://h/%zz", "two hexadecimal digits follow every %"),
        ("https://h/a/../b", "without . and .. segments"),
        ("https://h/./b", "without . and .. segments"),
        ("https://h/a/%2E%2e", "without . and .. segments"),
    ] {
        let error = endpoint(given).unwrap_err();
        assert!(matches!(error, Error::Endpoint { .. }), "{given}: {error}");
        assert!(error.to_string().contains(rule), "{given}: {error}");
    }
}

#[test]
fn user_info_is_refused_and_not_repeated() {
    for given in [
        "https://user:hunter2@h",
        "hunter2@h",
        "https://h@hunter2/x",
        "ftp://user:hunter2@h",
        "https://user:hunter2%40h/",
        "https://user:hunter2/",
    ] {
        let error = endpoint(given).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn addressing_that_the_endpoint_cannot_have_is_refused() {
    let at = |style, endpoint: Option<&'static str>, bucket: &str| {
        address(builder().addressing(style).endpoint(endpoint), &Request::get(bucket, "a b"))
    };
    let custom = Some("https://s3.example.com:8443/base");
    assert_eq!(at(Addressing::Auto, custom, "b").unwrap(), "https://s3.example.com:8443/base/b/a%20b");
    assert_eq!(at(Addressing::Path, None, "bkt").unwrap(), "https://s3.us-east-1.amazonaws.com/bkt/a%20b");
    assert_eq!(at(Addressing::Virtual, custom, "b.c").unwrap(), "https://b.c.s3.example.com:8443/base/a%20b");
    assert_eq!(at(Addressing::Cname, custom, "b").unwrap(), "https://s3.example.com:8443/base/a%20b");
    for (bucket, url) in [
        ("b.c", "https://b.c.s3.example.com:8443/base/a%20b"),
        ("B", "https://s3.example.com:8443/base/B/a%20b"),
    ] {
        assert_eq!(at(Addressing::VirtualOrPath, custom, bucket).unwrap(), url);
    }
    let on_ip = at(Addressing::VirtualOrPath, Some("127.0.0.1:9000"), "b").unwrap();
    assert_eq!(on_ip, "https://127.0.0.1:9000/b/a%20b");
    assert_eq!(
        at(Addressing::Path, custom, "b ü").unwrap(),
        "https://s3.example.com:8443/base/b%20%C3%BC/a%20b"
    );

    for bucket in ["My_Bucket", "a..b", ".a", "a.", "-a", "a-", &"b".repeat(64), &"b.".repeat(120)[..239]] {
        assert!(matches!(at(Addressing::Virtual, custom, bucket), Err(Error::Bucket { .. })), "{bucket}");
    }
    for ip in ["127.0.0.1", "[::1]:9000"] {
        assert!(matches!(at(Addressing::Virtual, Some(ip), "b"), Err(Error::Endpoint { .. })), "{ip}");
    }
    assert!(matches!(at(Addressing::Cname, None, "b"), Err(Error::Endpoint { .. })));
    for (name, style) in [
        ("auto", Addressing::Auto),
        ("path", Addressing::Path),
        ("virtual", Addressing::Virtual),
        ("cname", Addressing::Cname),
        ("virtual-or-path", Addressing::VirtualOrPath),
    ] {
        assert_eq!(name.parse(), Ok(style));
        assert_eq!(style.name(), name);
    }
    let error = "Path".parse::<Addressing>().unwrap_err().to_string();
    assert_eq!(error, "addressing must be one of auto, path, virtual, cname, virtual-or-path, got \"Path\"");
    assert_eq!("v2".parse(), Ok(Version::V2));
    assert_eq!(
        "s3v4".parse::<Version>().unwrap_err().to_string(),
        "version must be one of v4, v2, got \"s3v4\""
    );
}

#[test]
fn malformed_buckets_are_refused() {
    for bad in ["", ".", "..", "a/b", "/", "a\nb", "a\u{7f}"] {
        let error = address(builder().endpoint("h"), &Request::get(bad, "k")).unwrap_err();
        assert!(matches!(error, Error::Bucket { .. }), "{bad:?}: {error}");
    }
    for builder in [builder(), builder().endpoint("h")] {
        let error = address(builder, &Request::get("s3://bkt", "k")).unwrap_err();
        assert_eq!(error.to_string(), "bucket \"s3://bkt\" must be the name alone, without s3://");
    }
    let long = "é".repeat(200);
    let error = Request::get(&long, "k");
    let error = builder().addressing(Addressing::Virtual).build().unwrap().presign(&error).unwrap_err();
    assert!(error.to_string().contains("... (400 bytes)"), "{error}");
}

#[test]
fn malformed_methods_are_refused() {
    let longest = "M".repeat(32);
    for good in ["GET", "M", longest.as_str()] {
        assert!(address(builder(), &Request::new(good, "bkt", "k")).is_ok());
    }
    let too_long = "M".repeat(33);
    for bad in ["", "get", "Get", "GET ", "G-T", "GÉT", too_long.as_str()] {
        let error = address(builder(), &Request::new(bad, "bkt", "k")).unwrap_err();
        assert!(matches!(error, Error::Method { .. }), "{bad}: {error}");
    }
}

#[test]
fn empty_and_too_long_keys_are_refused() {
    let longest = "k".repeat(1024);
    assert!(address(builder(), &Request::get("bkt", &longest)).is_ok());
    let too_long = "é".repeat(513);
    let error = address(builder(), &Request::get("bkt", &too_long)).unwrap_err();
    assert_eq!(error.to_string(), "the key is 1026 bytes long, but the limit is 1024 bytes");
    // A request for the bucket has no key.
    assert_eq!(address(builder().endpoint("h"), &Request::new("GET", "b", "")).unwrap(), "https://h/b/");
    let virtual_host = address(builder(), &Request::new("GET", "bkt", "")).unwrap();
    assert_eq!(virtual_host, "https://bkt.s3.us-east-1.amazonaws.com/");
    for request in
        [Request::get("b", ""), Request::put("b", ""), Request::head("b", ""), Request::delete("b", "")]
    {
        assert_eq!(address(builder(), &request), Err(Error::KeyEmpty));
    }
    let signer = builder().build().unwrap();
    assert_eq!(signer.template(&Request::get("b", "k")).err(), Some(Error::KeyInTemplate));
    let template = signer.template(&Request::get("bkt", "")).unwrap();
    let mut links = b"before".to_vec();
    assert_eq!(template.presign_into("", &mut links), Err(Error::KeyEmpty));
    assert_eq!(template.presign_into(&too_long, &mut links), Err(Error::KeyTooLong { bytes: 1026 }));
    assert_eq!(links, b"before", "nothing is appended");
}

#[test]
fn the_signatures_query_names_are_refused() {
    for version in [Version::V4, Version::V2] {
        let signer = builder().version(version).build().unwrap();
        for reserved in [
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
        ] {
            for name in [reserved.to_owned(), reserved.to_lowercase(), reserved.to_uppercase()] {
                let error = signer.presign(&get().query(&[(&name, "x")])).unwrap_err();
                assert_eq!(
                    error.to_string(),
                    format!("query parameter {name:?} is set by the signature and cannot be given")
                );
            }
        }
        let unsigned = signer.presign(&get().query(&[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]));
        assert_eq!(unsigned.is_ok(), version == Version::V4);
        assert!(signer.presign(&get().query(&[("X-Amz-Content-Sha256", "00")])).is_err());
    }
}

#[test]
fn repeated_query_names_are_sorted_by_value_and_refused_where_v2_signs_them() {
    let pairs = [("b", "2"), ("a", "z"), ("b", "1"), ("a", "")];
    let url = builder().build().unwrap().presign(&get().query(&pairs)).unwrap();
    assert!(url.contains("&a=&a=z&b=1&b=2&X-Amz-Signature="), "{url}");
    let version_2 = builder().version(Version::V2).build().unwrap();
    assert!(version_2.presign(&get().query(&pairs)).is_ok(), "an unsigned name may be repeated");
    let error = version_2.presign(&get().query(&[("acl", ""), ("acl", "x")])).unwrap_err();
    assert!(error.to_string().contains("is given twice"), "{error}");
}

#[test]
fn parameters_on_which_v2_servers_disagree_are_refused() {
    let signer = builder().version(Version::V2).build().unwrap();
    for name in "accelerate defaultObjectAcl encryption legal-hold retention select select-type restore storageClass \
                 object-lock policyStatus publicAccessBlock replication analytics metrics inventory x-amz-meta-a"
        .split_whitespace()
    {
        let error = signer.presign(&get().query(&[(name, "")])).unwrap_err();
        assert!(matches!(error, Error::Query { .. }), "{name}: {error}");
        assert!(builder().build().unwrap().presign(&get().query(&[(name, "")])).is_ok(), "version 4 signs {name}");
    }
    for header in ["range", "if-match", "cache-control", "expires"] {
        let error = signer.presign(&get().headers(&[(header, "x")])).unwrap_err();
        assert!(error.to_string().contains("cannot be signed by signature version 2"), "{error}");
    }
    for (region, taken) in
        [("us-east-1", true), ("sa-east-1", true), ("eu-central-1", false), ("cn-north-1", false)]
    {
        for endpoint in [None, Some(format!("s3.{region}.amazonaws.com"))] {
            let built = builder().version(Version::V2).region(region).endpoint(endpoint.as_deref()).build();
            assert_eq!(built.is_ok(), taken, "{region} {endpoint:?}");
        }
        assert!(builder().version(Version::V2).region(region).endpoint("s3.example").build().is_ok());
    }
}

#[test]
fn headers_that_cannot_be_signed_are_refused() {
    let signer = builder().build().unwrap();
    let with = |name: &str, value: &str| signer.presign(&get().headers(&[(name, value)]));
    let refused = "host Host authorization baggage connection expect keep-alive proxy-authenticate \
                   proxy-authorization te traceparent tracestate trailer transfer-encoding upgrade user-agent \
                   x-amzn-trace-id x-amz-date X-Amz-Algorithm x-amz-credential x-amz-expires x-amz-signedheaders \
                   x-amz-signature X-Amz-Security-Token x-amz-s3session-token";
    for name in refused.split_whitespace() {
        let error = with(name, "private value").unwrap_err();
        assert!(matches!(&error, Error::Header { name: shown, .. } if shown.contains(name)), "{error}");
        assert!(!format!("{error} {error:?}").contains("private"), "{error}");
    }
    for name in ["", "a b", "a:b", "ä", "a\n", "(a)"] {
        assert!(matches!(with(name, "x"), Err(Error::Header { .. })), "{name:?}");
    }
    for value in ["a\r\nb", "a\0", "a\u{7f}", "a\u{85}b"] {
        let error = with("x-amz-meta-a", value).unwrap_err().to_string();
        assert_eq!(error, "header \"x-amz-meta-a\" must not contain control characters in its value");
    }
    for value in ["", "a\tb", "ü", " a ", "\t"] {
        assert!(with("x-amz-meta-a", value).is_ok(), "{value:?}");
    }
    assert!(with("Expires", "Thu, 01 Dec 2033 16:00:00 GMT").is_ok(), "an object's own Expires");
    let twice = [("X-Amz-Meta-A", "1"), ("b", "2"), ("x-amz-meta-a", "3")];
    let error = signer.presign(&get().headers(&twice)).unwrap_err();
    assert!(error.to_string().ends_with("is given twice: give it once"), "{error}");
    for bad in ["", "00", "unsigned-payload", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", &"g".repeat(64)] {
        assert!(with("X-Amz-Content-SHA256", bad).is_err(), "{bad}");
    }
    let digest = "af".repeat(32);
    assert!(with("x-amz-content-sha256", &digest).is_ok());
    assert!(with("x-amz-content-sha256", &digest.to_uppercase()).is_ok());
    let query = [("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")];
    let headers = [("x-amz-content-sha256", digest.as_str())];
    let error = signer.presign(&get().query(&query).headers(&headers)).unwrap_err();
    assert!(error.to_string().ends_with("contradicts the query parameter of the same name"), "{error}");
    let unsigned = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];
    assert!(signer.presign(&get().query(&query).headers(&unsigned)).is_ok());
}

#[test]
fn the_headers_to_send_are_lower_case_sorted_and_trimmed() {
    let headers = [("X-Amz-Meta-B", "  a   b "), ("Content-Type", "text/plain\t")];
    let link = builder().build().unwrap().presign_request(&get().headers(&headers)).unwrap();
    let expected = [("content-type", "text/plain"), ("x-amz-meta-b", "a   b")];
    assert_eq!(link.headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!((link.method.as_str(), link.expires_at), ("GET", 1_369_357_200));
    assert!(link.url.contains("X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-meta-b&"));
}
