//! POST forms with which a browser uploads a file: a policy states what may be sent, and a signature makes it valid.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>
//!
//! ```text
//! Signer + Post  ->  policy (JSON, base64)  ->  signature of the base64  ->  PostForm: URL and fields, the file comes last
//! ```

use std::fmt;

use crate::{DEFAULT_EXPIRES_IN, Expiry};

mod check;
mod form;
mod json;

/// Maximum size of one upload in bytes: the limit of AWS and Ceph, and the default maximum of [`Condition::size`].
pub const MAX_POST_SIZE: u64 = 5 << 30;

/// Placeholder at the end of a key, which the storage replaces by the name of the uploaded file. AWS replaces it in all
/// fields.
const FILENAME: &str = "${filename}";

/// States a condition of the policy on an upload. `Debug` omits the values, which may be encryption keys, as in
/// [`PostForm`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition<'a> {
    /// The field has exactly this value: `{"acl": "private"}`.
    Exact {
        /// The field's name.
        name: &'a str,
        /// Its value.
        value: &'a str,
    },
    /// The field's value begins with a prefix; an empty prefix allows any value:
    /// `["starts-with", "$Content-Type", "image/"]`.
    StartsWith {
        /// The field's name.
        name: &'a str,
        /// The prefix.
        prefix: &'a str,
    },
    /// The size of the file in bytes: `["content-length-range", 1, 1048576]`.
    Size {
        /// The minimum size, in bytes.
        min: u64,
        /// The maximum size, in bytes.
        max: u64,
    },
}

impl Condition<'_> {
    /// Makes a condition on the size of two options, in bytes; `None` if neither is given. A missing minimum is 0, a
    /// missing maximum [`MAX_POST_SIZE`].
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

/// Describes one upload form. All fields are borrowed; nothing is checked until a signer reads it.
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
    /// Creates a form for an upload to this key. If the key ends in `${filename}`, the storage replaces that by the
    /// name of the file, and the holder of the form can choose any key with the prefix before it. The conditions on
    /// bucket and key are added to the policy automatically.
    #[must_use]
    pub fn new(bucket: &'a str, key: &'a str) -> Self {
        let expiry = Expiry::In(DEFAULT_EXPIRES_IN);
        Self { bucket, key, fields: &[], conditions: &[], expiry, sign_at: None }
    }

    /// Sets additional fields of the form: `Content-Type`, `acl`, `x-amz-meta-*`, `success_action_status` (200, 201 or
    /// 204), `success_action_redirect`, `tagging`, ... Storages refuse a form with a field that has no condition, so
    /// such a field is an error, except `x-ignore-*`, which needs none. A field
    /// `x-amz-checksum-*` needs one too.
    ///
    /// AWS replaces `${filename}` in every field before it checks the conditions. On its hosts, such a field needs a
    /// starts-with condition on the text before `${filename}`.
    #[must_use]
    pub fn fields(self, pairs: &'a [(&'a str, &'a str)]) -> Self {
        Self { fields: pairs, ..self }
    }

    /// Sets the policy's conditions, in addition to those on bucket and key. A field with an exact condition must be
    /// among the [`fields`](Self::fields), with that value.
    #[must_use]
    pub fn conditions(self, conditions: &'a [Condition<'a>]) -> Self {
        Self { conditions, ..self }
    }

    /// Sets how long the form is valid, in seconds, 1 or more. The limit of seven days does not apply to forms.
    #[must_use]
    pub fn expires_in(self, seconds: i64) -> Self {
        self.expiry(Expiry::In(seconds))
    }

    /// Sets the expiry of the form in Unix seconds. It must be later than the signing time.
    #[must_use]
    pub fn expires_at(self, unix: i64) -> Self {
        self.expiry(Expiry::At(unix))
    }

    /// Sets the expiry, as a lifetime or as a timestamp.
    #[must_use]
    pub fn expiry(self, expiry: Expiry) -> Self {
        Self { expiry, ..self }
    }

    /// Sets the signing time in Unix seconds instead of reading the clock.
    #[must_use]
    pub fn sign_at(self, unix: impl Into<Option<i64>>) -> Self {
        Self { sign_at: unix.into(), ..self }
    }

    /// Returns the prefix of the key, if the name of the file follows it.
    fn key_prefix(&self) -> Option<&'a str> {
        self.key.strip_suffix(FILENAME)
    }
}

/// Omits the values of the fields.
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

/// Holds a signed form that lacks only the file.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostForm {
    /// The URL to post the form to, as `multipart/form-data`.
    pub url: String,
    /// The fields that must be sent, in order. The file is one more field, `file`, and must come last.
    pub fields: Vec<(String, String)>,
    /// The expiry, in Unix seconds.
    pub expires_at: i64,
}

/// Omits the values of the fields, which grant access to any reader of a log.
impl fmt::Debug for PostForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostForm")
            .field("url", &self.url)
            .field("fields", &self.fields.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("expires_at", &self.expires_at)
            .finish()
    }
}
