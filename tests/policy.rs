//! Bucket policies: the whole document, and the refusal of what servers would accept but not apply.
#![allow(clippy::unwrap_used, clippy::panic)]

use presign::{Error, ErrorKind, IpPolicy};
use serde_json::{Value, json};

const NETWORK: &[&str] = &["203.0.113.0/24"];

fn json(policy: IpPolicy) -> Value {
    serde_json::from_str(&policy.build().unwrap().to_json()).unwrap()
}

fn resource(policy: IpPolicy) -> String {
    policy.allow(NETWORK).build().unwrap().resource().to_owned()
}

fn refusal(policy: IpPolicy) -> String {
    policy.build().unwrap_err().to_string()
}

#[test]
fn the_document_is_byte_for_byte_as_expected() {
    let policy = IpPolicy::pattern("example-bucket", "photos/*").allow(&["203.0.113.0/24", "2001:db8::/32"]);
    let expected = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "RefuseOtherAddresses",
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": "arn:aws:s3:::example-bucket/photos/*",
            "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}},
        }],
    });
    assert_eq!(json(policy), expected);
    let text = policy.build().unwrap().to_json();
    let order = ["Version", "Statement", "Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
    let places: Vec<_> = order.iter().map(|name| text.find(name).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn patterns_and_prefixes_become_resources() {
    for (pattern, objects) in [
        ("", "*"),
        ("*", "*"),
        ("photos/*", "photos/*"),
        ("photos/?.jpg", "photos/?.jpg"),
        ("image.jpg", "image.jpg"),
        ("*/", "*/"),
        ("a b/ü\"$x", "a b/ü\"$x"),
    ] {
        let expected = format!("arn:aws:s3:::b.C-1_/{objects}");
        assert_eq!(resource(IpPolicy::pattern("b.C-1_", pattern)), expected, "{pattern}");
    }
    for (prefix, objects) in [("", "*"), ("photos/", "photos/*"), ("photos/*", "photos/*"), ("a?", "a?*")] {
        assert_eq!(resource(IpPolicy::prefix("b", prefix)), format!("arn:aws:s3:::b/{objects}"), "{prefix}");
    }
    // A key has at most 1024 bytes.
    let longest = "k".repeat(1024);
    assert_eq!(resource(IpPolicy::pattern("b", &longest)), format!("arn:aws:s3:::b/{longest}"));
    for pattern in ["photos/", "a/${aws:username}/*", "a\n*", &"k".repeat(1025)] {
        let error = IpPolicy::pattern("b", pattern).allow(NETWORK).build().unwrap_err();
        assert!(matches!(error, Error::Pattern { .. }), "{pattern}: {error}");
    }
    for bucket in ["", "..", "a/b", "a*", "a?", "a:b", "${x}", "ü"] {
        let error = IpPolicy::pattern(bucket, "*").allow(NETWORK).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Bucket, "{bucket}");
    }
}

/// The regions and partitions are those of botocore's partitions.json.
#[test]
fn the_region_chooses_the_partition() {
    for (region, partition) in [
        ("eu-west-1", "aws"),
        ("s-dt2", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eusc-de-east-1", "aws-eusc"),
    ] {
        let policy = IpPolicy::prefix("b", "").region(region);
        assert_eq!(resource(policy), format!("arn:{partition}:s3:::b/*"), "{region}");
    }
    let error = IpPolicy::prefix("b", "").allow(NETWORK).region("eu west").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Region);
}

#[test]
fn malformed_addresses_are_refused() {
    let networks = |allow: &[&str]| -> Vec<String> {
        IpPolicy::prefix("b", "").allow(allow).build().unwrap().networks().collect()
    };
    for (given, network) in [
        ("203.0.113.7", "203.0.113.7/32"),
        ("203.0.113.7/32", "203.0.113.7/32"),
        ("203.0.112.0/23", "203.0.112.0/23"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:DB8:0:0::/32", "2001:db8::/32"),
        ("::1", "::1/128"),
        ("::/0", "::/0"),
    ] {
        assert_eq!(networks(&[given]), [network], "{given}");
    }
    // Each once, overlaps as they are.
    let given = ["10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/8", "2001:db8::", "2001:0db8::/128"];
    assert_eq!(networks(&given), ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/128"]);
}

#[test]
fn addresses_that_servers_would_take_and_never_match() {
    let both = "must be an IPv4 or IPv6 address, or a network";
    for (given, rule) in [
        ("", both),
        ("not-an-ip", both),
        ("203.0.113", both),
        ("203.0.113.256", both),
        ("203.0.113.010", both),
        ("203.0.113.0 /24", both),
        ("fe80::1%eth0", both),
        ("203.0.113.0/33", "must have a prefix length from 0 to 32"),
        ("2001:db8::/129", "must have a prefix length from 0 to 128"),
        ("203.0.113.0/", "must have a prefix length from 0 to 32"),
        ("203.0.113.0/+24", "must have a prefix length from 0 to 32"),
        ("203.0.113.0/024", "must have a prefix length from 0 to 32"),
        ("203.0.113.0/255.255.255.0", "must have a prefix length from 0 to 32"),
        ("203.0.113.7/24", "write 203.0.113.0/24 for the network, or 203.0.113.7 for the one address"),
        ("2001:db8::1/64", "write 2001:db8::/64 for the network, or 2001:db8::1 for the one address"),
        // In IPv4 the prefix is shorter by the 96 bits that IPv6 has before the address (RFC 4291, 2.5.5.2).
        ("::ffff:203.0.113.0/120", "which matches no client: write 203.0.113.0/24"),
        ("::ffff:0.0.0.0/96", "write 0.0.0.0/0"),
        ("::ffff:203.0.113.7/128", "write 203.0.113.7/32"),
        (
            "::ffff:203.0.113.7",
            "is an IPv4 address written as IPv6, which matches no client: write 203.0.113.7",
        ),
        ("::ffff:203.0.113.7/120", "write 203.0.113.7"),
        ("::ffff:203.0.113.0/64", "write 203.0.113.0"),
    ] {
        let message = refusal(IpPolicy::prefix("b", "").allow(&["10.0.0.0/8", given]));
        assert!(message.contains(rule) && message.contains(&format!("{given:?}")), "{message}");
    }
    assert_eq!(IpPolicy::prefix("b", "").build(), Err(Error::NoAddress));
}

#[test]
fn unknown_actions_are_refused() {
    let policy = |actions: &'static [&str]| IpPolicy::prefix("b", "").allow(NETWORK).actions(actions);
    let given = policy(&["s3:PutObject", "s3:Get*", "s3:*", "s3:PutObject"]).build().unwrap();
    assert_eq!(given.actions(), ["s3:PutObject", "s3:Get*", "s3:*"]);
    let wrong: [&'static [&str]; 8] = [
        &["GetObject"],
        &["s3:getobject"],
        &["s3:GetObjct"],
        &["s3:"],
        &["s3:ListBucket"],
        &["s3:PutBucketPolicy"],
        &["s3:Put?bject"],
        &[],
    ];
    for actions in wrong {
        assert!(matches!(policy(actions).build(), Err(Error::Action { .. })), "{actions:?}");
    }
}

#[test]
fn a_document_says_which_kinds_of_addresses_it_allows() {
    for (networks, v4, v6) in [
        (&["203.0.113.0/24"][..], true, false),
        (&["2001:db8::/32"], false, true),
        (&["203.0.113.7", "2001:db8::1"], true, true),
    ] {
        let document = IpPolicy::pattern("b", "*").allow(networks).build().unwrap();
        assert_eq!((document.allows_v4(), document.allows_v6()), (v4, v6), "{networks:?}");
    }
}
