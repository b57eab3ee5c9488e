//! The policy's text.
//!
//! Its bytes are free, since whoever checks it gets them. Python's spaces make it the same as botocore's, which writes
//! characters outside of ASCII as `\uXXXX`; they stay UTF-8 here, since Ceph does not understand such an escape's
//! second half (`\ud83d\ude00`) and refuses the form.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};

use super::{Condition, Post};

#[derive(Serialize)]
struct Policy<'a> {
    expiration: &'a str,
    conditions: Vec<Value>,
}

/// The conditions in botocore's order: the caller's, the bucket, the key, the signature's fields.
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
    let policy = Policy { expiration, conditions };
    let mut text = Vec::new();
    policy
        .serialize(&mut Serializer::with_formatter(&mut text, Spaced))
        .expect("texts and numbers are written to memory");
    text
}

fn starts_with(name: &str, prefix: &str) -> Value {
    json!(["starts-with", format!("${name}"), prefix])
}

/// A space behind each comma and colon.
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
