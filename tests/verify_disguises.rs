//! Requests other than the signed one for which a careless verifier would compute the same string to sign: Signature
//! Version 2 writes values into lines and escapes nothing.
#![allow(clippy::unwrap_used, clippy::panic)]

use presign::{Reason, Received, Refusal, Request, Secret, Signer, Verifier, Version};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// 2013-05-24T00:00:00Z.
const NOW: i64 = 1_369_353_600;

fn signer(version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).endpoint("https://h.example").version(version).build().unwrap()
}

fn put<'a>() -> Request<'a> {
    Request::put("b", "k").sign_at(NOW).expires_in(60)
}

fn reason(request: Received) -> Option<Reason> {
    let verifier = Verifier::builder().endpoint("h.example").unsigned_amz_headers(true).build().unwrap();
    let verified = verifier.verify(&request.at(NOW), |_| Some(Secret::from(SECRET_KEY)));
    verified.err().map(|refusal: Refusal| refusal.reason())
}

/// Returns the signature parameters of a Version 2 link.
fn signature_of(url: &str) -> &str {
    url.split_once("AWSAccessKeyId").map(|(_, rest)| rest).unwrap()
}

#[test]
fn a_value_with_a_line_feed_is_no_second_line() {
    // The string to sign ends in `x-amz-meta-a:b\n/b/k?response-content-disposition=foo\n/b2/k2`.
    let request =
        put().headers(&[("x-amz-meta-a", "b")]).query(&[("response-content-disposition", "foo\n/b2/k2")]);
    let url = signer(Version::V2).presign(&request).unwrap();
    let signature = signature_of(&url);
    let other = format!(
        "https://h.example/b2/k2?AWSAccessKeyId{signature}\
         &x-amz-meta-a=b%0A/b/k?response-content-disposition%3Dfoo"
    );
    assert_eq!(reason(Received::url("PUT", &other)), Some(Reason::BadRequest));
}

#[test]
fn headers_are_not_hidden_in_a_value() {
    let signed = [("x-amz-meta-a", "b"), ("x-amz-server-side-encryption", "AES256")];
    let url = signer(Version::V2).presign(&put().headers(&signed)).unwrap();
    assert_eq!(reason(Received::url("PUT", &url).headers(&signed)), None);
    let disguised = format!("{url}&x-amz-meta-a=b%0Ax-amz-server-side-encryption:AES256");
    assert_eq!(reason(Received::url("PUT", &disguised)), Some(Reason::BadRequest));
    let disguised = format!("{url}&x-amz-meta-a:b%0Ax-amz-server-side-encryption=AES256");
    assert_eq!(reason(Received::url("PUT", &disguised)), Some(Reason::BadRequest));
    let disguised = [("x-amz-meta-a", "b\nx-amz-server-side-encryption:AES256")];
    assert_eq!(reason(Received::url("PUT", &url).headers(&disguised)), Some(Reason::BadRequest));
    let disguised = [("x-amz-meta-a:b\nx-amz-server-side-encryption", "AES256")];
    assert_eq!(reason(Received::url("PUT", &url).headers(&disguised)), Some(Reason::BadRequest));
}

#[test]
fn characters_that_http_forbids_are_refused() {
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put().headers(&[("x-amz-meta-a", "b\tc")])).unwrap();
        let with = |method, value| reason(Received::url(method, &url).headers(&[("x-amz-meta-a", value)]));
        assert_eq!(with("PUT", "b\tc"), None, "{version:?}");
        for value in ["b\nc", "b\0", "\r", "b\u{7f}"] {
            assert_eq!(with("PUT", value), Some(Reason::BadRequest), "{version:?} {value:?}");
        }
        assert_eq!(with("PUT\n", "b\tc"), Some(Reason::BadRequest), "{version:?}");
        // This header is not signed.
        let agent = [("x-amz-meta-a", "b\tc"), ("user-agent", "a\x01")];
        assert_eq!(reason(Received::url("PUT", &url).headers(&agent)), None, "{version:?}");
    }
}

/// Servers differ on which of the two they read.
#[test]
fn a_payload_digest_given_twice_is_refused() {
    let url = signer(Version::V4).presign(&put()).unwrap();
    let zeros = "0".repeat(64);
    let twice = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), ("X-Amz-Content-Sha256", zeros.as_str())];
    assert_eq!(reason(Received::url("PUT", &url).headers(&twice[..1])), None);
    assert_eq!(reason(Received::url("PUT", &url).headers(&twice)), Some(Reason::RepeatedHeader));
}

/// Looking up an empty name may find a user.
#[test]
fn an_empty_access_key_is_a_missing_parameter() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    let without_key = url.replace(ACCESS_KEY, "");
    assert_eq!(reason(Received::url("PUT", &without_key)), Some(Reason::MissingParameterV2));
}

/// A Version 2 link does not contain its signing time, so at a time before the calendar every link would be valid.
#[test]
fn a_time_outside_the_calendar_is_refused() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    let verifier = Verifier::builder().build().unwrap();
    for now in [-1, i64::MIN, presign::MAX_TIME + 1] {
        let verified =
            verifier.verify(&Received::url("PUT", &url).at(now), |_| Some(Secret::from(SECRET_KEY)));
        assert_eq!(verified.unwrap_err().reason(), Reason::Clock, "{now}");
    }
}

/// Version 2 signs the same text for one such value and for two parameters.
#[test]
fn a_value_that_reads_like_a_parameter_is_not_signed() {
    let with = |version, value| {
        signer(version).presign(&put().query(&[("response-content-disposition", value)])).map(|_| ())
    };
    for value in
        ["attachment; filename=x&response-content-type=text/html", "x&acl", "x&y&versionId=", "&uploads"]
    {
        assert!(with(Version::V4, value).is_ok());
        let error = with(Version::V2, value).unwrap_err().to_string();
        assert!(error.contains("cannot distinguish from that parameter"), "{error}");
        assert!(!error.contains(value), "{error}");
    }
    for value in ["attachment; filename=\"a & b\"", "a&b=c", "acl", "a&aclx", "a&xacl=", "&"] {
        assert!(with(Version::V2, value).is_ok(), "{value}");
    }
}

/// Names that a back end may take for `x-amz-*` (RFC 3875 section 4.1.18), and prefixes that Ceph, Swift, MinIO, Dell ECS
/// and IBM's storage use.
#[test]
fn a_header_that_passes_for_another_is_refused_unless_it_is_signed() {
    let strict = Verifier::builder().endpoint("h.example").build().unwrap();
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put()).unwrap();
        for name in [
            "x_amz_copy_source",
            "X_Amz_Acl",
            "x-amz_meta-evil",
            "x.amz.acl",
            " x-amz-acl",
            "x-goog-meta-a",
            "X_RGW_Meta_A",
            "x-dho-server-side-encryption",
            "x-object-meta-a",
            "x-container-meta-a",
            "x-account-meta-a",
            "x-minio-force-delete",
            "x-delete-after",
            "x-emc-retention-period",
            "ibm-sse-kp-encryption-algorithm",
            "Retention_Period",
        ] {
            let headers = [(name, "/other/private")];
            let request = Received::url("PUT", &url).headers(&headers).at(NOW);
            let look_up = |_: &str| -> Option<Secret> { panic!("the verifier looked the secret key up") };
            let refusal = strict.verify(&request, look_up).unwrap_err();
            assert_eq!(refusal.reason(), Reason::HeaderNotSigned, "{version:?} {name}");
        }
        for name in ["x-amzn-trace-id", "x-goog", "x-googly-meta", "accept", "x-forwarded-for"] {
            let headers = [(name, "1")];
            let request = Received::url("PUT", &url).headers(&headers).at(NOW);
            assert!(
                strict.verify(&request, |_| Some(Secret::from(SECRET_KEY))).is_ok(),
                "{version:?} {name}"
            );
        }
    }
}

#[test]
fn unsigned_headers_of_storages_are_accepted_where_the_server_wants_them() {
    let lax = Verifier::builder().endpoint("h.example").unsigned_storage_headers(true).build().unwrap();
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put()).unwrap();
        let with = |name| {
            let headers = [(name, "1")];
            let request = Received::url("PUT", &url).headers(&headers).at(NOW);
            lax.verify(&request, |_| Some(Secret::from(SECRET_KEY))).is_ok()
        };
        assert!(with("x-goog-meta-a") && with("X_MinIO_Extract") && !with("x_amz_acl"), "{version:?}");
    }
}

#[test]
fn a_signed_header_in_two_spellings_is_a_repeated_header() {
    for version in [Version::V4, Version::V2] {
        for (name, value) in [("content-type", "a/b"), ("x-amz-acl", "private"), ("x-amz-meta-a", "1")] {
            let url = signer(version).presign(&put().headers(&[(name, value)])).unwrap();
            let spelled = name.replace('-', "_");
            let both = [(name, value), (spelled.as_str(), "evil")];
            let request = Received::url("PUT", &url);
            assert_eq!(reason(request.headers(&both)), Some(Reason::RepeatedHeader), "{version:?} {name}");
            // The link is signed with the header, and the request has another.
            let missing =
                if version == Version::V4 { Reason::HeaderMissing } else { Reason::HeaderNotSigned };
            let other = [(spelled.as_str(), value)];
            assert_eq!(reason(request.headers(&other)), Some(missing), "{version:?} {name}");
        }
    }
}

/// Ceph adds `x-goog-meta-a` to the signed `x-amz-meta-a`, and hashes the digest's header in any spelling.
#[test]
fn the_digest_has_one_spelling() {
    let url = signer(Version::V4).presign(&put()).unwrap();
    let spelled = [("x_amz_content_sha256", "UNSIGNED-PAYLOAD")];
    assert_eq!(reason(Received::url("PUT", &url).headers(&spelled)), Some(Reason::HeaderNotSigned));
    let both = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), spelled[0]];
    assert_eq!(reason(Received::url("PUT", &url).headers(&both)), Some(Reason::RepeatedHeader));
}

/// Metadata names may contain `_`, and a client that sends both signed names sends what was signed.
#[test]
fn two_signed_headers_may_differ_in_a_dash_alone() {
    for version in [Version::V4, Version::V2] {
        let signed = [("x-amz-meta-a-b", "1"), ("x-amz-meta-a_b", "2")];
        let url = signer(version).presign(&put().headers(&signed)).unwrap();
        assert_eq!(reason(Received::url("PUT", &url).headers(&signed)), None, "{version:?}");
    }
}

/// A link with two signed parameters, one of which a client hides in the other's value.
#[test]
fn two_signed_parameters_are_not_merged_into_one() {
    let query = [("response-content-disposition", "x"), ("versionId", "V1")];
    let url = signer(Version::V2).presign(&put().query(&query)).unwrap();
    assert_eq!(reason(Received::url("PUT", &url)), None);
    for merged in ["%26versionId%3DV1", "%26versionId=V1"] {
        let merged = url.replace("&versionId=V1", merged);
        assert_ne!(merged, url);
        assert_eq!(reason(Received::url("PUT", &merged)), Some(Reason::DisputedParameter));
    }
}

/// Storages execute these parameters and Version 2 does not sign them, so the holder of a link could add them.
#[test]
fn unsigned_parameters_that_change_a_version_2_request_are_refused() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    for (added, expected) in [
        ("x-amz-acl=public-read", Reason::HeaderNotSigned),
        ("X-Amz-Copy-Source=/b/k", Reason::HeaderNotSigned),
        ("x_amz_acl=public-read", Reason::HeaderNotSigned),
        ("append&position=0", Reason::DisputedParameter),
        ("layout", Reason::DisputedParameter),
        ("mdsearch", Reason::DisputedParameter),
        ("events=s3%3AObjectCreated%3A%2A", Reason::DisputedParameter),
        ("list-type=2&metadata=true", Reason::DisputedParameter),
        ("rgwx-uid=another", Reason::DisputedParameter),
        ("acl%3D", Reason::DisputedParameter),
        ("a%26acl=1", Reason::DisputedParameter),
        ("x-amz-meta-a%3Ab=c", Reason::BadRequest),
    ] {
        let changed = format!("{url}&{added}");
        assert_eq!(reason(Received::url("PUT", &changed)), Some(expected), "{added}");
    }
}

#[test]
fn version_2_has_one_value_of_a_header_in_the_query_and_among_the_headers() {
    let signed = [("x-amz-meta-a", "b:c")];
    let url = signer(Version::V2).presign(&put().headers(&signed)).unwrap();
    // Servers take metadata from the query as well.
    let moved = format!("{url}&x-amz-meta-a=b%3Ac");
    assert_eq!(reason(Received::url("PUT", &moved)), None);
    // botocore writes signed headers into the query as well, with the same values.
    assert_eq!(reason(Received::url("PUT", &moved).headers(&signed)), None);
    for also in [("X-Amz-Meta-A", "other"), ("x_amz_meta_a", "b:c")] {
        assert_eq!(
            reason(Received::url("PUT", &moved).headers(&[also])),
            Some(Reason::RepeatedHeader),
            "{also:?}"
        );
    }
    let acl = [("x-amz-acl", "private")];
    let url_with_acl = signer(Version::V2).presign(&put().headers(&acl)).unwrap();
    for (value, expected) in [("private", None), ("public-read", Some(Reason::HeaderNotSigned))] {
        let both = format!("{url_with_acl}&x-amz-acl={value}");
        assert_eq!(reason(Received::url("PUT", &both).headers(&acl)), expected, "{value}");
    }
    // The same text is signed for this name and value.
    let split = format!("{url}&x-amz-meta-a%3Ab=c");
    assert_eq!(reason(Received::url("PUT", &split)), Some(Reason::BadRequest));
}

/// No signer makes a link to such a bucket, so a client normalised the path of a correctly signed one.
#[test]
fn a_bucket_that_no_signer_accepts_is_refused() {
    for version in [Version::V4, Version::V2] {
        let signer = Signer::builder(ACCESS_KEY, SECRET_KEY)
            .endpoint("h.example")
            .addressing(presign::Addressing::Cname)
            .version(version)
            .build()
            .unwrap();
        for (key, is_refused) in [
            ("../x", true),
            (".", true),
            ("\0/k", true),
            ("b\n/k", true),
            ("/k", true),
            ("/b/k", true),
            ("b/k", false),
            ("b/../k", false),
            ("..b/k", false),
            ("", false),
        ] {
            // Behind `cname` the whole path is the key; with the bucket in the path its first segment is the bucket.
            let url = signer.presign(&Request::new("GET", "h.example", key).sign_at(NOW)).unwrap();
            let expected = match (is_refused, version) {
                (true, _) => Some(Reason::Bucket),
                (false, Version::V4) => None,
                // The resource that Version 2 signs begins with the bucket.
                (false, Version::V2) => Some(Reason::Signature),
            };
            assert_eq!(reason(Received::url("GET", &url)), expected, "{version:?} {key:?}");
        }
    }
}

#[test]
fn the_bucket_before_the_host_is_a_dns_name() {
    let verifier = Verifier::builder().endpoint("h.example").build().unwrap();
    for (host, is_refused) in
        [("b.h.example", false), ("b.c.h.example", false), ("b..h.example", true), ("a:1.h.example", true)]
    {
        let target = signer(Version::V4).presign(&put()).unwrap().replace("https://h.example", "");
        let request = Received::new("PUT", host, &target).at(NOW);
        let refusal = verifier.verify(&request, |_| Some(Secret::from(SECRET_KEY))).unwrap_err();
        assert_eq!(refusal.reason() == Reason::Bucket, is_refused, "{host}: {refusal}");
    }
}

/// RFC 9112 section 3.2.2: the URL's host wins over the header. Not every server knows that.
#[test]
fn a_url_and_a_host_header_name_the_same_host() {
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put()).unwrap();
        let with = |host| reason(Received::url("PUT", &url).headers(&[("Host", host)]));
        for host in ["h.example", "H.EXAMPLE", "h.example:443", " h.example "] {
            assert_eq!(with(host), None, "{version:?} {host}");
        }
        for host in ["evil.example", "h.example:80", "b.h.example"] {
            assert_eq!(with(host), Some(Reason::BadRequest), "{version:?} {host}");
        }
        let elsewhere = url.replace("h.example", "evil.example");
        let request = Received::url("PUT", &elsewhere).headers(&[("host", "h.example")]);
        assert_eq!(reason(request), Some(Reason::BadRequest), "{version:?}");
    }
}

/// A server may pass these headers on to the storage behind it.
#[test]
fn the_headers_that_are_signed_are_named() {
    let verifier = Verifier::builder().endpoint("h.example").build().unwrap();
    for version in [Version::V4, Version::V2] {
        let signed = [("Content-Type", "a/b"), ("x-amz-meta-b", "1")];
        let url = signer(version).presign(&put().headers(&signed)).unwrap();
        let digest = ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        let mut sent = vec![signed[1], ("accept", "*/*"), signed[0], ("Host", "h.example")];
        let mut expected = vec!["content-type", "x-amz-meta-b"];
        if version == Version::V4 {
            sent.push(digest);
            expected.insert(1, "x-amz-content-sha256");
        }
        let request = Received::url("PUT", &url).headers(&sent).at(NOW);
        let verified = verifier.verify(&request, |_| Some(Secret::from(SECRET_KEY))).unwrap();
        assert_eq!(verified.signed_headers, expected, "{version:?}");
    }
}

#[test]
fn a_signature_depends_on_the_headers_that_the_link_signs() {
    let signed = [("content-type", "a/b"), ("range", "bytes=0-1")];
    let v4 = signer(Version::V4).presign(&put().headers(&signed)).unwrap();
    let v2 = signer(Version::V2).presign(&put()).unwrap();
    let target = v4.strip_prefix("https://h.example").unwrap();
    for (request, yes, no) in [
        (
            Received::url("PUT", &v4),
            ["Range", "content-TYPE", "host", "x_amz_acl"],
            ["content-md5", "cookie"],
        ),
        (
            Received::new("PUT", "", target),
            ["Range", "content-TYPE", "host", "x_amz_acl"],
            ["content-md5", "via"],
        ),
        (Received::url("PUT", &v2), ["content-type", "Content-MD5", "Host", "x-amz-a"], ["range", "cookie"]),
        (Received::url("PUT", "no link"), ["range", "cookie", "host", "a"], ["", ""]),
    ] {
        let filter = request.header_filter();
        assert!(yes.iter().all(|name| filter.contains(name)), "{filter:?}");
        assert!(no.iter().all(|name| name.is_empty() || !filter.contains(name)), "{filter:?}");
    }
}

/// A link that is too long is not read, so its signature may depend on every header.
#[test]
fn a_signature_of_a_link_over_16_kib_depends_on_every_header() {
    let url = signer(Version::V4).presign(&put()).unwrap();
    let unused = 16 * 1024 + "https://".len() - url.len();
    for (more, depends) in [(0, false), (1, true), (2, true)] {
        let long = url.replacen("/b/", &format!("/b/{}", "k".repeat(unused + more)), 1);
        assert_eq!(Received::url("PUT", &long).header_filter().contains("cookie"), depends, "{more} more");
    }
}

/// Some servers end a parameter at `;` too, as HTML 4.01 appendix B.2.2 recommended: Python's parse_qs before 3.9.2, and
/// Go's ParseQuery before 1.17, with which MinIO was built. Version 2 does not sign the parameter in front of it.
#[test]
fn no_parameter_follows_a_semicolon_in_an_unsigned_one() {
    let url = signer(Version::V2).presign(&put()).unwrap();
    for added in
        ["a=1;versionId=2", "a;acl", ";uploads", "a=1;b=2;x-amz-acl=public-read", "a=1;version%49d=2"]
    {
        let changed = format!("{url}&{added}");
        let refused = reason(Received::url("PUT", &changed));
        assert_eq!(refused, Some(Reason::InvalidUrl), "{added}");
    }
    for harmless in ["a=1;b=2", "a=1%3BversionId%3D2"] {
        assert_eq!(reason(Received::url("PUT", &format!("{url}&{harmless}"))), None, "{harmless}");
    }
    // A client may leave the semicolon of a signed value as it is.
    let signed = [("response-content-type", "text/plain; charset=utf-8")];
    let url = signer(Version::V2).presign(&put().query(&signed)).unwrap();
    let bare = url.replace("%3B", ";");
    assert_ne!(bare, url);
    assert_eq!(reason(Received::url("PUT", &bare)), None);
}

/// Version 2 does not sign the host, which may name the bucket.
#[test]
fn no_header_passes_for_the_host() {
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put()).unwrap();
        for name in ["host ", " Host", "host\t"] {
            let headers = [("host", "h.example"), (name, "other.h.example")];
            let refused = reason(Received::url("PUT", &url).headers(&headers));
            assert!(
                matches!(refused, Some(Reason::HeaderNotSigned | Reason::RepeatedHeader)),
                "{version:?} {name:?}: {refused:?}"
            );
        }
    }
}

/// A proxy removes the headers that `Connection` names (RFC 9110 section 7.6.1): the storage would not see what was signed.
#[test]
fn a_connection_header_does_not_remove_a_signed_header() {
    let signed = ("x-amz-server-side-encryption", "AES256");
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put().headers(&[signed])).unwrap();
        for (value, expected) in [
            ("keep-alive", None),
            ("close, TE", None),
            ("upgrade,, x-other", None),
            ("X-Amz-Server-Side-Encryption", Some(Reason::BadRequest)),
            ("close,\t x-amz-server-side-encryption ,te", Some(Reason::BadRequest)),
            ("x_amz_server_side_encryption", Some(Reason::BadRequest)),
            ("x-amz-server-side-encryption;q=1", Some(Reason::BadRequest)),
            ("x-amz-content-sha256", Some(Reason::BadRequest)),
            ("host", Some(Reason::BadRequest)),
        ] {
            for name in ["Connection", "proxy-connection"] {
                let headers = [signed, (name, value)];
                let got = reason(Received::url("PUT", &url).headers(&headers));
                assert_eq!(got, expected, "{version:?} {name}: {value}");
            }
            let headers = [signed, ("connection", "close"), ("connection", value)];
            assert_eq!(reason(Received::url("PUT", &url).headers(&headers)), expected, "{version:?} {value}");
        }
    }
}

/// RFC 9110 section 5.5: a value with one of these may be two headers to the next server. HTTP/2 and FastCGI can carry it.
#[test]
fn no_header_contains_another() {
    for version in [Version::V4, Version::V2] {
        let url = signer(version).presign(&put()).unwrap();
        for header in [
            ("accept", "*/*\r\nx-amz-acl: public-read"),
            ("accept", "*/*\nx-amz-acl: public-read"),
            ("accept", "*/*\rx-amz-acl: public-read"),
            ("accept", "*/*\0"),
            ("accept: */*\r\nx-amz-acl", "public-read"),
            ("accept\n", "*/*"),
            ("accept\0", "*/*"),
        ] {
            let refused = reason(Received::url("PUT", &url).headers(&[header]));
            assert_eq!(refused, Some(Reason::BadRequest), "{version:?} {header:?}");
        }
        let headers = [("user-agent", "a\tb \u{85} \u{1}"), ("accept", "*/*")];
        assert_eq!(reason(Received::url("PUT", &url).headers(&headers)), None, "{version:?}");
    }
}
