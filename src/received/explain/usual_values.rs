//! The usual values of headers that links sign. A client that sends another one of them makes the commonest mistake with
//! a signed header.

use crate::input::headers::CONTENT_SHA256;

use super::signed_text::{EMPTY_DIGEST, UNSIGNED};

/// A header, and values that clients and SDKs send on their own.
const USUAL: &[(&str, &[&str])] = &[
    (
        "content-type",
        &[
            // curl's, fetch's, XMLHttpRequest's, botocore's and browsers' own.
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "binary/octet-stream",
            "multipart/form-data",
            "text/plain",
            "application/json",
            "application/xml",
            "application/pdf",
            "application/zip",
            "image/jpeg",
            "image/jpg",
            "image/png",
            "text/csv",
            "text/html",
            "text/xml",
            "video/mp4",
        ],
    ),
    (
        "x-amz-acl",
        &[
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
        ],
    ),
    ("x-amz-server-side-encryption", &["AES256", "aws:kms"]),
    ("x-amz-server-side-encryption-customer-algorithm", &["AES256"]),
    (
        "x-amz-storage-class",
        &["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER"],
    ),
    ("x-amz-checksum-mode", &["ENABLED"]),
    // The checksum of an empty body, which newer SDKs put into links.
    ("x-amz-checksum-crc32", &["AAAAAA=="]),
    ("x-amz-sdk-checksum-algorithm", &["CRC32", "CRC64NVME", "SHA256"]),
    ("x-amz-request-payer", &["requester"]),
    (
        "accept-encoding",
        &["gzip", "identity", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd"],
    ),
    ("accept", &["*/*"]),
    ("cache-control", &["no-cache", "no-store"]),
    ("content-disposition", &["attachment", "inline"]),
    ("content-encoding", &["gzip", "br", "identity", "aws-chunked"]),
    ("content-length", &["0"]),
    ("if-none-match", &["*"]),
    (CONTENT_SHA256, &[UNSIGNED, EMPTY_DIGEST]),
];

const CHARSETS: [&str; 4] = [";charset=UTF-8", ";charset=utf-8", "; charset=UTF-8", "; charset=utf-8"];

/// A value that a header may have been signed with, and how a sentence names it. It does not repeat the value that was
/// sent, which may be secret.
pub(super) struct UsualValue {
    pub(super) value: String,
    pub(super) named: String,
}

/// Returns the values that a header may have been signed with, if it was sent with another one.
pub(super) fn of(name: &str, sent: &str) -> Vec<UsualValue> {
    let mut values = Vec::new();
    let mut add = |value: &str, named: &str| {
        values.push(UsualValue { value: value.to_owned(), named: named.to_owned() });
    };
    let known = USUAL.iter().find(|(other, _)| *other == name).map_or(&[][..], |(_, values)| values);
    let is_type = name == "content-type";
    if is_type {
        if let Some((bare, _)) = sent.split_once(';') {
            add(bare.trim_end(), "without its charset or other parameters");
        }
        for charset in CHARSETS {
            let bare = sent.split(';').next().unwrap_or_default().trim_end();
            add(&format!("{bare}{charset}"), &format!("with {charset:?} behind the type"));
        }
    }
    add("", "with an empty value");
    add(&sent.to_ascii_lowercase(), "in lower case");
    add(&sent.to_ascii_uppercase(), "in upper case");
    add(&sent.replace("%20", " "), "with a space for each %20");
    add(&sent.replace(' ', "%20"), "with %20 for each space");
    add(sent.trim_matches('"'), "without its quotes");
    for value in known {
        add(value, &format!("with the value {value:?}"));
        if is_type {
            for charset in CHARSETS {
                add(&format!("{value}{charset}"), &format!("with the value \"{value}{charset}\""));
            }
        }
    }
    values.retain(|usual| usual.value != sent);
    values
}
