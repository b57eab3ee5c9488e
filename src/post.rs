//! Forms with which a browser uploads a file: a policy says what may be sent, and its signature lets it in.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>
//!
//! ```text
//! Signer + Post  ->  policy (JSON, base64)  ->  signature of the base64  ->  PostForm: URL and fields, the file comes last
//! ```

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::endpoint::Place;
use crate::expiry::Life;
use crate::moments::Moment;
use crate::template::into_string;
use crate::time::Stamp;
use crate::{Credentials, DEFAULT_EXPIRES_IN, Expiry, encode, sigv2};

mod check;
mod json;

/// What a storage takes in one upload, in bytes: AWS's and Ceph's limit, and the default of [`Condition::size`].
pub const MAX_POST_SIZE: u64 = 5 << 30;

/// At the end of a key: the name of the file that is uploaded takes its place.
const FILENAME: &str = "${filename}";

/// What the policy asks of an upload. `Debug` leaves the values out, which may be keys, as in [`PostForm`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition<'a> {
    /// The field has this value: `{"acl": "private"}`.
    Exact {
        /// The field's name.
        name: &'a str,
        /// Its value.
        value: &'a str,
    },
    /// The field's value begins so; an empty prefix allows any: `["starts-with", "$Content-Type", "image/"]`.
    StartsWith {
        /// The field's name.
        name: &'a str,
        /// What it begins with.
        prefix: &'a str,
    },
    /// The file's size in bytes: `["content-length-range", 1, 1048576]`.
    Size {
        /// The least size.
        min: u64,
        /// The largest size.
        max: u64,
    },
}

impl Condition<'_> {
    /// For callers who have two options: the size is limited if one of them is given. The other is then 0, or
    /// [`MAX_POST_SIZE`].
    #[must_use]
    pub fn size(min: Option<u64>, max: Option<u64>) -> Option<Self> {
        (min.is_some() || max.is_some())
            .then(|| Self::Size { min: min.unwrap_or(0), max: max.unwrap_or(MAX_POST_SIZE) })
    }
}

impl fmt::Debug for Condition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact { name, .. } => f.debug_struct("Exact").field("name", name).finish_non_exhaustive(),
            Self::StartsWith { name, .. } => {
                f.debug_struct("StartsWith").field("name", name).finish_non_exhaustive()
            }
            Self::Size { min, max } => f.debug_struct("Size").field("min", min).field("max", max).finish(),
        }
    }
}

/// One form's wishes. Everything is borrowed; nothing is checked before a signer reads it.
///
/// ```
/// # use presign::{Condition, Post, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// let post = Post::new("example-bucket", "inbox/${filename}")
///     .fields(&[("success_action_status", "201")])
///     .conditions(&[
///         Condition::Exact { name: "success_action_status", value: "201" },
///         Condition::Size { min: 1, max: 10_000_000 },
///     ])
///     .expires_in(900);
/// let form = signer.presign_post(&post)?;
/// assert_eq!(form.url, "https://example-bucket.s3.us-east-1.amazonaws.com/");
/// assert_eq!(form.fields[1], ("key".to_owned(), "inbox/${filename}".to_owned()));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Post<'a> {
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
    pub(crate) fields: &'a [(&'a str, &'a str)],
    pub(crate) conditions: &'a [Condition<'a>],
    pub(crate) expiry: Expiry,
    pub(crate) sign_at: Option<i64>,
}

impl<'a> Post<'a> {
    /// An upload to this key. Where it ends in `${filename}`, the file's name takes that place, and whoever has the
    /// form may choose any key that begins with what stands before it. Both go into the policy by themselves.
    #[must_use]
    pub fn new(bucket: &'a str, key: &'a str) -> Self {
        let expiry = Expiry::In(DEFAULT_EXPIRES_IN);
        Self { bucket, key, fields: &[], conditions: &[], expiry, sign_at: None }
    }

    /// Further fields of the form: `Content-Type`, `acl`, `x-amz-meta-*`, `success_action_status` (200, 201 or 204),
    /// `success_action_redirect`, `tagging`, ... Storages refuse a form with a field that no condition is about, so
    /// that is an error; only `x-ignore-*` needs none.
    #[must_use]
    pub fn fields(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { fields: pairs, ..self }
    }

    /// What the policy asks of the upload besides the bucket and the key. A field that is to have one value must be
    /// among the [`fields`](Self::fields), with that value.
    #[must_use]
    pub fn conditions(self, conditions: &'a [Condition<'a>]) -> Self {
        Self { conditions, ..self }
    }

    /// How long the form can be used, in seconds, 1 or more. Seven days are no limit here.
    #[must_use]
    pub fn expires_in(self, seconds: i64) -> Self {
        self.expiry(Expiry::In(seconds))
    }

    /// Until when the form can be used, in Unix seconds, after the signing time.
    #[must_use]
    pub fn expires_at(self, unix: i64) -> Self {
        self.expiry(Expiry::At(unix))
    }

    /// The form's end, one way or the other.
    #[must_use]
    pub fn expiry(self, expiry: Expiry) -> Self {
        Self { expiry, ..self }
    }

    /// Fixes the signing time (Unix seconds) instead of reading the clock.
    #[must_use]
    pub fn sign_at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { sign_at: unix.into(), ..self }
    }

    /// What the key must begin with, where the file's name follows it.
    fn key_prefix(&self) -> Option<&'a str> {
        self.key.strip_suffix(FILENAME)
    }
}

/// Without the fields' values.
impl fmt::Debug for Post<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("fields", &self.fields.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("conditions", &self.conditions)
            .field("expiry", &self.expiry)
            .field("sign_at", &self.sign_at)
            .finish()
    }
}

/// A form, ready to be filled with a file.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostForm {
    /// Where it is posted to, as `multipart/form-data`.
    pub url: String,
    /// The fields that must be sent, in order. The file is one more field, `file`, and must be the last.
    pub fields: Vec<(String, String)>,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
}

/// Without the fields' values, which let in whoever reads them.
impl fmt::Debug for PostForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostForm")
            .field("url", &self.url)
            .field("fields", &self.fields.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// What signs.
pub(crate) enum Seal<'a> {
    V4 { region: &'a str, moment: &'a Moment },
    V2(&'a sigv2::Key),
}

impl Seal<'_> {
    /// The fields that say who signs and when. Version 2's is no part of the policy.
    fn names(&self, credentials: &Credentials) -> Vec<(String, String)> {
        let fields = match self {
            Self::V4 { region, moment } => {
                let stamp = moment.stamp();
                let time = stamp.bytes();
                let [date, time] = [&stamp.date[..], &time].map(String::from_utf8_lossy);
                let scope = format!("{}/{date}/{region}/s3/aws4_request", credentials.access_key());
                vec![
                    ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
                    ("x-amz-credential", scope),
                    ("x-amz-date", time.into_owned()),
                ]
            }
            Self::V2(_) => vec![("AWSAccessKeyId", credentials.access_key().to_owned())],
        };
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The signature of the policy's base64, which is the string to sign.
    fn sign(&self, policy: &str) -> (String, String) {
        let (name, signature) = match self {
            Self::V4 { moment, .. } => {
                let digits = encode::hex(&moment.key().sign(policy.as_bytes()));
                ("x-amz-signature", into_string(digits.to_vec()))
            }
            Self::V2(key) => ("signature", STANDARD.encode(key.sign(policy.as_bytes()))),
        };
        (name.to_owned(), signature)
    }
}

/// All checks are done. The fields' order is botocore's.
pub(crate) fn form(
    post: &Post,
    place: Place<'_>,
    life: Life,
    credentials: &Credentials,
    seal: &Seal<'_>,
) -> PostForm {
    let mut url = Vec::new();
    place.write_url(&mut url, post.bucket);
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut signed = seal.names(credentials);
    if let Some(token) = credentials.session_token() {
        signed.push(owned(("x-amz-security-token", token)));
    }
    let in_policy = signed.iter().filter(|(name, _)| name != "AWSAccessKeyId");
    let json = json::policy(post, &Stamp::new(life.expires_at).iso(), in_policy);
    let policy = STANDARD.encode(&json);
    let signature = seal.sign(&policy);

    let mut fields: Vec<_> = post.fields.iter().copied().map(owned).collect();
    fields.push(owned(("key", post.key)));
    fields.extend(signed);
    fields.push(("policy".to_owned(), policy));
    fields.push(signature);
    PostForm { url: into_string(url), fields, expires_at: life.expires_at }
}
