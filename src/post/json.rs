//! Writes the text of the policy.
//!
//! Any JSON with the same content would do, because the storage checks the bytes that it receives. The spaces make it
//! equal to botocore's, which uses Python's. But botocore writes characters outside ASCII as `\uXXXX`; here they stay
//! UTF-8, because Ceph does not understand the second half of a surrogate pair (`\ud83d\ude00`) and refuses the form.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};

use super::{Condition, Post};

#[derive(Serialize)]
struct PostPolicy<'a> {
    expiration: &'a str,
    conditions: Vec<Value>,
}

/// Writes the policy with its conditions in botocore's order: the caller's, the bucket, the key, the signature's
/// fields.
#[expect(clippy::expect_used, reason = "texts and numbers are written to memory")]
pub(super) fn policy<'a>(
    post: &Post,
    expiration: &str,
    signed: impl Iterator<Item = &'a (String, String)>,
) -> Vec<u8> {
    let exact = |name: &str, value: &str| json!({ name: value });
    let mut conditions: Vec<_> = post
        .conditions
        .iter()
        .map(|condition| match *condition {
            Condition::Exact { name, value } => exact(name, value),
            Condition::StartsWith { name, prefix } => starts_with(name, prefix),
            Condition::Size { min, max } => json!(["content-length-range", min, max]),
        })
        .collect();
    conditions.push(exact("bucket", post.bucket));
    conditions.push(match post.key_prefix() {
        Some(prefix) => starts_with("key", prefix),
        None => exact("key", post.key),
    });
    conditions.extend(signed.map(|(name, value)| exact(name, value)));
    let policy = PostPolicy { expiration, conditions };
    let mut text = Vec::new();
    policy
        .serialize(&mut Serializer::with_formatter(&mut text, Spaced))
        .expect("texts and numbers are written to memory");
    text
}

fn starts_with(name: &str, prefix: &str) -> Value {
    json!(["starts-with", format!("${name}"), prefix])
}

/// Writes a space after each comma and each colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.begin_array_value(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
