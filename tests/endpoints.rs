//! AWS's own hosts, regions, buckets and access points, and what is refused there.
//!
//! The hosts are botocore's: `tests/differential/test_endpoints.py` compares them with each release.

#![allow(clippy::unwrap_used, reason = "tests")]

use presign::{
    Addressing, ErrorKind, Received, Request, Secret, Signer, SignerBuilder, Verifier, Version, Warning,
    inspect,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ARN: &str = "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap";
const NOW: i64 = 1_369_353_600;

fn builder<'a>() -> SignerBuilder<'a> {
    Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

/// The URL up to its query, or the kind of the error and its sentence.
fn place(builder: SignerBuilder, bucket: &str) -> Result<String, (ErrorKind, String)> {
    let made = builder.build().and_then(|signer| signer.presign(&Request::get(bucket, "k").sign_at(NOW)));
    let url = made.map_err(|error| (error.kind(), error.to_string()))?;
    Ok(url.split('?').next().unwrap_or_default().to_owned())
}

fn refused(builder: SignerBuilder, bucket: &str) -> (ErrorKind, String) {
    place(builder, bucket).unwrap_err()
}

#[test]
fn a_region_that_aws_has_not_needs_an_endpoint() {
    for region in [
        "auto",
        "garage",
        "fr-par",
        "nyc3",
        "gra",
        "us-west-004",
        "us-east-1a",
        "us-east",
        "eu-1",
        "us-east-x",
        "us--1",
        "default",
    ] {
        let (kind, message) = refused(builder().region(region), "bkt");
        assert_eq!(kind, ErrorKind::Region, "{region}");
        assert_eq!(message, format!("region {region:?} has no known AWS host: give the endpoint"));
        let at_endpoint = place(builder().region(region).endpoint("s3.example"), "bkt").unwrap();
        assert_eq!(at_endpoint, "https://s3.example/bkt/k");
    }
}

/// A region's form is AWS's own, so regions that are newer than this test work.
#[test]
fn each_region_has_the_host_of_its_partition() {
    for (region, domain) in [
        ("us-east-1", "amazonaws.com"),
        ("ap-southeast-19", "amazonaws.com"),
        ("il-central-1", "amazonaws.com"),
        ("mx-north-2", "amazonaws.com"),
        ("us-gov-east-1", "amazonaws.com"),
        ("cn-northwest-1", "amazonaws.com.cn"),
        ("eusc-de-east-1", "amazonaws.eu"),
    ] {
        assert_eq!(
            place(builder().region(region), "bkt").unwrap(),
            format!("https://bkt.s3.{region}.{domain}/k")
        );
    }
}

#[test]
fn an_access_point_is_put_before_its_own_host() {
    for arn in [ARN, "arn:aws:s3:us-west-2:123456789012:accesspoint:my-ap"] {
        for (settings, host) in [
            (builder(), "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com"),
            (
                builder().region("eu-west-1"),
                "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com",
            ),
            (
                builder().addressing(Addressing::Path),
                "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3.dualstack.us-west-2.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint.dualstack.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3-fips.us-west-2.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint-fips.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3-fips.dualstack.us-west-2.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3-us-west-2.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("s3-accesspoint.us-west-2.amazonaws.com"),
                "https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com",
            ),
            (
                builder().endpoint("accesspoint.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com"),
                "https://my-ap-123456789012.accesspoint.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com",
            ),
            (
                builder().endpoint("http://localhost:9000/base"),
                "http://my-ap-123456789012.localhost:9000/base",
            ),
        ] {
            assert_eq!(place(settings, arn).unwrap(), format!("{host}/k"));
        }
    }
    let china = "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-ap";
    let host = "https://my-ap-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn/k";
    assert_eq!(place(builder().region("cn-northwest-1"), china).unwrap(), host);
}

/// The same bytes by every way to make a link, with the region of the ARN in the signature.
#[test]
fn every_way_to_make_a_link_takes_an_access_point() {
    let signer = builder().region("eu-west-1").build().unwrap();
    let request = Request::get(ARN, "a/b").sign_at(NOW).expires_in(60);
    let url = signer.presign(&request).unwrap();
    assert!(url.contains("%2F20130524%2Fus-west-2%2Fs3%2Faws4_request"), "{url}");
    let in_its_region =
        builder().endpoint("s3-accesspoint.us-west-2.amazonaws.com").addressing(Addressing::Virtual);
    let plain = in_its_region.build().unwrap();
    assert_eq!(
        url,
        plain.presign(&Request::get("my-ap-123456789012", "a/b").sign_at(NOW).expires_in(60)).unwrap()
    );

    assert_eq!(signer.presign_request(&request).unwrap().url, url);
    assert!(signer.bound(&request).unwrap() >= url.len());
    assert_eq!(signer.expires_at(&request).unwrap(), NOW + 60);
    assert!(url.ends_with(&signer.stages(&request).unwrap().signature));
    let template = signer.template(&Request::get(ARN, "").sign_at(NOW).expires_in(60)).unwrap();
    assert_eq!(template.presign("a/b").unwrap(), url);

    let verifier = Verifier::builder().region("us-west-2").build().unwrap();
    let secret = |_: &str| Some(Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    let verified = verifier.verify(&Received::url("GET", &url).at(NOW), secret).unwrap();
    assert_eq!((&*verified.bucket, &*verified.key), ("my-ap-123456789012", "a/b"));
}

#[test]
fn an_access_point_must_fit_the_endpoint() {
    let refusal = |settings: SignerBuilder| refused(settings, ARN);
    for (settings, kind, says) in [
        (builder().endpoint("s3.eu-west-1.amazonaws.com"), ErrorKind::Region, "\"eu-west-1\""),
        (builder().region("cn-north-1"), ErrorKind::Region, "\"cn-north-1\""),
        (builder().endpoint("127.0.0.1:9000"), ErrorKind::Endpoint, "is an IP address"),
        (
            builder().endpoint("s3-accelerate.amazonaws.com"),
            ErrorKind::Endpoint,
            "does not serve access points",
        ),
        (builder().endpoint("bkt.s3.us-west-2.amazonaws.com"), ErrorKind::Endpoint, "without the bucket"),
        (
            builder().endpoint("bucket.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com"),
            ErrorKind::Endpoint,
            "accesspoint.vpce-",
        ),
        (
            builder().endpoint("h.example").addressing(Addressing::Cname),
            ErrorKind::Bucket,
            "virtual addressing",
        ),
        (builder().version(Version::V2), ErrorKind::Bucket, "signature version 4"),
    ] {
        let (found, message) = refusal(settings);
        assert_eq!(found, kind, "{message}");
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn arns_of_other_kinds_say_what_they_need() {
    for (arn, says) in [
        ("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "Signature Version 4A"),
        ("arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/my-olap", "--ol-s3"),
        (
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/my-ap",
            "signed for the service s3-outposts",
        ),
        ("arn:aws:s3express:us-west-2:123456789012:bucket/b--usw2-az1--x-s3", "CreateSession"),
        ("arn:aws:s3:::bkt", "the bucket's name alone"),
        ("arn:aws:s3:::bkt/k", "the bucket's name alone"),
        ("arn:aws:s3:us-west-2:123456789012:bucket/my-ap", "the ARN of an access point"),
        ("arn:aws:s3:us-west-2::my-ap", "the ARN of an access point"),
        ("arn:aws:s3::123456789012:my-ap", "the ARN of an access point"),
        ("arn:aws:sqs:us-west-2:123456789012:queue", "the ARN of an access point"),
        ("arn:aws:s3", "the ARN of an access point"),
        ("arn:", "the ARN of an access point"),
        ("arn:aws:s3:us-west-2:12345678901:accesspoint/my-ap", "12 digits"),
        ("arn:aws:s3:us-west-2::accesspoint/my-ap", "12 digits"),
        ("arn:aws:s3:us-west-2:12345678901x:accesspoint/my-ap", "12 digits"),
        ("arn:aws:s3:auto:123456789012:accesspoint/my-ap", "does not belong to its partition"),
        ("arn:aws-cn:s3:us-west-2:123456789012:accesspoint/my-ap", "does not belong to its partition"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/My_ap", "3 to 50 characters"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/-ap", "3 to 50 characters"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/", "3 to 50 characters"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint", "3 to 50 characters"),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap/object/k", "the key is given on its own"),
    ] {
        for settings in [builder(), builder().endpoint("s3.example")] {
            let (kind, message) = refused(settings, arn);
            assert_eq!(kind, ErrorKind::Bucket, "{message}");
            assert!(message.contains(says), "{message}");
        }
    }
    let signer = builder().build().unwrap();
    let error = signer.presign_post(&presign::Post::new(ARN, "k")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Bucket, "{error}");
}

#[test]
fn names_that_aws_reserves_say_what_they_need() {
    for (bucket, says) in [
        ("b--usw2-az1--x-s3", "CreateSession"),
        ("ap--usw2-az1--xa-s3", "CreateSession"),
        ("ap-o01--op-s3", "s3-outposts"),
        ("mfzwi23gnjvgw.mrap", "Signature Version 4A"),
    ] {
        for addressing in [Addressing::Auto, Addressing::Path, Addressing::Virtual] {
            let (kind, message) = refused(builder().addressing(addressing), bucket);
            assert_eq!(kind, ErrorKind::Bucket, "{message}");
            assert!(message.contains(says), "{message}");
        }
        assert!(place(builder().endpoint("s3.example"), bucket).is_ok(), "{bucket}");
    }
    // These take the place of a bucket's name in ordinary links.
    for bucket in
        ["my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias", "olap-1a4n8y--ol-s3", "63a8e430--table-s3"]
    {
        assert_eq!(
            place(builder(), bucket).unwrap(),
            format!("https://{bucket}.s3.us-east-1.amazonaws.com/k")
        );
    }
}

#[test]
fn names_that_no_bucket_of_aws_has_are_refused_there_alone() {
    let long = "b".repeat(64);
    for bucket in [
        "my bucket",
        "b",
        "ab",
        "MyBucket",
        "my_bucket",
        "-ab",
        "ab-",
        ".ab",
        "a..b",
        "192.168.1.1",
        "bücher",
        &long,
    ] {
        let regional = builder().endpoint("s3.eu-west-1.amazonaws.com");
        for settings in
            [builder(), builder().region("eu-west-1"), regional, builder().endpoint("s3.amazonaws.com")]
        {
            let (kind, message) = refused(settings, bucket);
            assert_eq!(kind, ErrorKind::Bucket, "{message}");
            assert!(message.contains("on AWS"), "{message}");
        }
        assert!(place(builder().endpoint("s3.example"), bucket).is_ok(), "{bucket}");
        // A machine at AWS may serve any storage.
        assert!(place(builder().endpoint("ec2-1-2-3-4.compute-1.amazonaws.com"), bucket).is_ok(), "{bucket}");
    }
    for bucket in ["abc", "my.bucket", "0-9", &"b".repeat(63)] {
        assert!(place(builder(), bucket).is_ok(), "{bucket}");
    }
    // Buckets of us-east-1 from before March 2018.
    let path = || builder().addressing(Addressing::Path);
    assert_eq!(place(path(), "My_Bucket").unwrap(), "https://s3.us-east-1.amazonaws.com/My_Bucket/k");
    assert!(place(path().region("eu-west-1"), "My_Bucket").is_err());
    assert!(place(path(), "my bucket").is_err());
}

#[test]
fn hosts_that_take_buckets_before_them_only() {
    for host in [
        "s3-accelerate.amazonaws.com",
        "s3-accelerate.dualstack.amazonaws.com",
        "s3-accesspoint.eu-west-1.amazonaws.com",
    ] {
        for addressing in [Addressing::Auto, Addressing::Virtual, Addressing::VirtualOrPath] {
            let url = place(builder().endpoint(host).addressing(addressing), "bkt").unwrap();
            assert_eq!(url, format!("https://bkt.{host}/k"));
            assert_eq!(refused(builder().endpoint(host).addressing(addressing), "b.kt").0, ErrorKind::Bucket);
        }
        assert_eq!(
            refused(builder().endpoint(host).addressing(Addressing::Path), "bkt").0,
            ErrorKind::Endpoint
        );
    }
}

/// botocore's endpoints for interface VPC endpoints are `<kind>.vpce-<id>.s3.<region>.vpce.amazonaws.com`.
#[test]
fn a_vpc_endpoint_of_another_service_or_form_names_no_region() {
    for (host, region) in [
        ("bucket.vpce-1a2b-3c.s3.eu-west-1.vpce.amazonaws.com", "eu-west-1"),
        ("bucket.vpce-1a2b-3c.sqs.eu-west-1.vpce.amazonaws.com", "us-east-1"),
        ("bucket.other-1a2b-3c.s3.eu-west-1.vpce.amazonaws.com", "us-east-1"),
    ] {
        assert_eq!(builder().endpoint(host).build().unwrap().region(), region, "{host}");
    }
}

/// RFC 1035: a name has at most 253 characters.
#[test]
fn a_bucket_and_its_host_are_one_name_of_at_most_253_bytes() {
    let host = [49, 49, 49, 50].map(|length| "h".repeat(length)).join(".");
    assert_eq!(host.len(), 200);
    let settings = || builder().endpoint(&*host).addressing(Addressing::Virtual);
    let (fits, longer) = ("b".repeat(52), "b".repeat(53));
    assert_eq!(place(settings(), &fits).unwrap(), format!("https://{fits}.{host}/k"));
    assert_eq!(refused(settings(), &longer).0, ErrorKind::Bucket);
}

/// AWS sends a header as ISO-8859-1, whose last character is U+00FF.
#[test]
fn a_response_header_beyond_latin_1_is_warned_of() {
    for (name, value, expected) in [
        ("response-content-disposition", "inline; filename=\u{ff}", &[][..]),
        ("response-content-disposition", "inline; filename=\u{100}", &[Warning::NotLatin1]),
        ("x-note", "\u{100}", &[]),
    ] {
        let query = [(name, value)];
        let request = Request::get("bkt", "k").query(&query);
        assert_eq!(builder().build().unwrap().warnings(&request), expected, "{value}");
    }
}

#[test]
fn hosts_of_other_services_are_refused() {
    for (host, says) in [
        ("bkt.s3-website-us-east-1.amazonaws.com", "websites"),
        ("s3-website.eu-central-1.amazonaws.com", "websites"),
        ("ap-123456789012.s3-object-lambda.us-west-2.amazonaws.com", "s3-object-lambda"),
        ("ap-123456789012.op-01.s3-outposts.us-west-2.amazonaws.com", "s3-outposts"),
        ("b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3express"),
        ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "Version 4A"),
        ("123456789012.s3-control.us-west-2.amazonaws.com", "control"),
        ("control.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com", "control"),
    ] {
        let (kind, message) = refused(builder().endpoint(host), "bkt");
        assert_eq!(kind, ErrorKind::Endpoint, "{message}");
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn a_bucket_that_the_endpoint_already_has_is_warned_of() {
    let warnings = |endpoint: &str, bucket: &str, addressing| {
        let signer = builder().endpoint(endpoint).addressing(addressing).build().unwrap();
        signer.warnings(&Request::get(bucket, "k"))
    };
    for (endpoint, bucket) in [
        ("https://bkt.nyc3.digitaloceanspaces.com", "bkt"),
        ("https://bkt.nyc3.digitaloceanspaces.com/", "Bkt"),
        ("https://my.bkt.s3.example:8443", "my.bkt"),
        ("https://acc.r2.cloudflarestorage.com/bkt", "bkt"),
        ("https://acc.r2.cloudflarestorage.com/base/bkt/", "bkt"),
        ("https://h.example/b%20t", "b t"),
        ("https://bkt.s3.eu-west-1.amazonaws.com", "bkt"),
        ("https://bkt.s3.amazonaws.com", "another"),
    ] {
        for addressing in [Addressing::Auto, Addressing::Path, Addressing::Virtual] {
            assert_eq!(warnings(endpoint, bucket, addressing), [Warning::BucketInEndpoint], "{endpoint}");
        }
        assert_eq!(warnings(endpoint, bucket, Addressing::Cname), [], "{endpoint}");
    }
    for (endpoint, bucket) in [
        ("https://nyc3.digitaloceanspaces.com", "bkt"),
        ("https://bktx.example", "bkt"),
        ("https://x.bkt.example", "bkt"),
        ("https://acc.r2.cloudflarestorage.com/bktx", "bkt"),
        ("https://acc.r2.cloudflarestorage.com/bkt/x", "bkt"),
        ("https://localhost:9000", "localhost"),
        ("http://127.0.0.1:9000", "127"),
        ("https://s3.eu-west-1.amazonaws.com", "s3"),
        ("https://bucket.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com", "bucket"),
        ("https://h.example", ""),
    ] {
        assert_eq!(warnings(endpoint, bucket, Addressing::Auto), [], "{endpoint}");
    }
    let aws = builder().build().unwrap();
    assert_eq!(aws.warnings(&Request::get("s3", "a/../k")), [Warning::DotSegments]);
}

#[test]
fn repeated_names_and_values_that_are_not_ascii_are_warned_of() {
    let aws = builder().build().unwrap();
    let get = Request::get("bkt", "k");
    assert_eq!(aws.warnings(&get.query(&[("a", "1"), ("b", "1")])), []);
    assert_eq!(aws.warnings(&get.query(&[("a", "1"), ("b", "2"), ("a", "3")])), [Warning::RepeatedName]);
    assert_eq!(aws.warnings(&get.headers(&[("x-amz-meta-a", "e")])), []);
    assert_eq!(aws.warnings(&get.headers(&[("x-amz-meta-a", "é")])), [Warning::HeaderNotAscii]);
}

#[test]
fn a_bare_host_that_may_lack_tls_is_warned_of() {
    let warnings =
        |endpoint: &str| builder().endpoint(endpoint).build().unwrap().warnings(&Request::get("bkt", "k"));
    for endpoint in [
        "localhost:9000",
        "localhost",
        "minio:9000",
        "127.0.0.1",
        "10.1.2.3:9000",
        "[::1]",
        "[::1]:9000",
        "h.example:80",
    ] {
        assert_eq!(warnings(endpoint), [Warning::AssumedHttps], "{endpoint}");
        for scheme in ["http", "https", "HTTPS"] {
            assert_eq!(warnings(&format!("{scheme}://{endpoint}")), [], "{scheme}://{endpoint}");
        }
    }
    for endpoint in ["s3.example.com", "h", "h.example:443", "h.example:8443", "h.example/base"] {
        assert_eq!(warnings(endpoint), [], "{endpoint}");
    }
}

/// AWS's hosts for buckets, with the region that each names.
fn hosts() -> Vec<(String, Option<&'static str>)> {
    let mut hosts = Vec::new();
    for (region, domain) in [
        ("us-west-2", "amazonaws.com"),
        ("us-gov-west-1", "amazonaws.com"),
        ("cn-north-1", "amazonaws.com.cn"),
        ("eusc-de-east-1", "amazonaws.eu"),
        ("us-isob-east-1", "sc2s.sgov.gov"),
    ] {
        for form in [
            "s3.REGION",
            "s3-REGION",
            "s3-fips.REGION",
            "s3-fips-REGION",
            "s3.dualstack.REGION",
            "s3-fips.dualstack.REGION",
            "bucket.vpce-1a2b-3c.s3.REGION.vpce",
            "bucket.vpce-1a2b-3c-REGIONa.s3.REGION.vpce",
        ] {
            hosts.push((format!("{}.{domain}", form.replace("REGION", region)), Some(region)));
        }
        hosts.push((format!("s3.{domain}"), None));
    }
    hosts.push(("s3-external-1.amazonaws.com".to_owned(), Some("us-east-1")));
    hosts
}

#[test]
fn an_aws_host_names_its_region() {
    for (host, region) in hosts() {
        for before in ["", "bkt.", "s3.b.", "vpce.s3-eu-west-1."] {
            let signer = builder().endpoint(&*format!("{before}{host}")).build().unwrap();
            assert_eq!(signer.region(), region.unwrap_or("us-east-1"), "{before}{host}");
        }
        assert!(builder().endpoint(&*host).build().unwrap().is_aws(), "{host}");
    }
    for host in [
        "my.elb.amazonaws.com",
        "ec2-1-2-3-4.compute-1.amazonaws.com",
        "s3.example.com",
        "s3-eu-west-1.example.com",
    ] {
        assert!(!builder().endpoint(host).build().unwrap().is_aws(), "{host}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A link is read back as it was signed: without a word about the endpoint on AWS, with one everywhere.
    #[test]
    fn inspect_and_verify_agree_with_the_signer_about_every_host(
        (host, region) in select([hosts(), vec![
            ("s3-accelerate.amazonaws.com".to_owned(), None),
            ("s3-accelerate.dualstack.amazonaws.com".to_owned(), None),
            ("s3-accesspoint.eu-west-1.amazonaws.com".to_owned(), Some("eu-west-1")),
            ("accesspoint.vpce-1a2b-3c.s3.eu-west-1.vpce.amazonaws.com".to_owned(), Some("eu-west-1")),
            ("ec2-1-2-3-4.compute-1.amazonaws.com".to_owned(), None),
            ("s3.example.com".to_owned(), None),
        ]].concat()),
        port in select(vec!["", ":8443"]),
        addressing in select(vec![Addressing::Auto, Addressing::Path, Addressing::Virtual, Addressing::VirtualOrPath]),
        labels in vec(prop_oneof!["[a-z0-9]{1,9}", select(vec![
            "s3", "s3-eu-west-1", "dualstack", "vpce", "vpce-1", "bucket", "accesspoint", "us-east-1", "amazonaws", "com",
        ]).prop_map(str::to_owned)], 1..4),
        key in "[a-z/]{0,9}k",
    ) {
        let (bucket, endpoint) = (labels.join("."), format!("{host}{port}"));
        let made = builder()
            .endpoint(&*endpoint)
            .addressing(addressing)
            .build()
            .and_then(|signer| signer.presign(&Request::get(&bucket, &key).sign_at(NOW)));
        // Some buckets and styles are not possible at some hosts.
        let Ok(url) = made else { return Ok(()) };
        let at_endpoint = Verifier::builder().endpoint(&*endpoint).addressing(addressing).build().unwrap();
        let secret = |_: &str| Some(Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        let received = Received::url("GET", &url).at(NOW);
        let verified = at_endpoint.verify(&received, secret).unwrap();
        prop_assert_eq!((&*verified.bucket, &*verified.key), (&*bucket, &*key));
        prop_assert_eq!(verified.region.as_deref(), Some(region.unwrap_or("us-east-1")));

        let is_aws = builder().endpoint(&*endpoint).build().unwrap().is_aws();
        let is_in_path = url.starts_with(&format!("https://{endpoint}/"));
        if is_aws || is_in_path {
            let link = inspect(&received).unwrap();
            prop_assert_eq!((&*link.bucket, &*link.key), (&*bucket, &*key), "{}", url);
            prop_assert!(!link.warnings.contains(&Warning::Region), "{}", url);
            let verified = Verifier::builder().build().unwrap().verify(&received, secret).unwrap();
            prop_assert_eq!((&*verified.bucket, &*verified.key), (&*bucket, &*key), "{}", url);
        }
    }
}
