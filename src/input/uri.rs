//! Objects as `s3://bucket/key`, as the tools for S3 write them.

use crate::{Error, MAX_KEY_BYTES};

const SCHEME: &str = "s3://";

/// Splits `s3://bucket/key` into the bucket and the key, at the first slash after `s3://`. Nothing is decoded. Without
/// that slash the key is empty. In place of the bucket there may be the ARN of an access point, which may contain one
/// slash: `arn:...:accesspoint/name`.
///
/// ```
/// assert_eq!(presign::split_uri("s3://example-bucket/a%20b/c")?, ("example-bucket", "a%20b/c"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
/// [`Error::KeyNotUri`] if the text does not begin with `s3://`. The bucket and the key are not checked.
pub fn split_uri(uri: &str) -> Result<(&str, &str), Error> {
    let rest = uri.strip_prefix(SCHEME).ok_or(Error::KeyNotUri)?;
    let (bucket, rest) = rest.split_at_checked(bucket_length(rest)).unwrap_or_default();
    Ok((bucket, rest.strip_prefix('/').unwrap_or(rest)))
}

/// Returns the length of the bucket before the key.
fn bucket_length(text: &str) -> usize {
    const KIND: &str = "accesspoint";
    let start = match text.find(KIND) {
        // A slash or a colon follows.
        Some(at) if text.starts_with("arn:") => at + KIND.len() + 1,
        _ => 0,
    };
    let slash = text.get(start..).and_then(|rest| rest.find('/'));
    slash.map_or(text.len(), |slash| start + slash)
}

/// Splits a URI given as bytes into the bucket and the key of an object.
pub(crate) fn split_object(uri: &[u8]) -> Result<(&str, &str), Error> {
    // Longer than any URI of an object: its content is not read.
    const MOST: usize = MAX_KEY_BYTES + 2048;
    if uri.len() > MOST {
        return Err(Error::KeyTooLong { bytes: uri.len() });
    }
    let uri = std::str::from_utf8(uri).map_err(|_| Error::KeyNotText)?;
    match split_uri(uri)? {
        (_, "") => Err(Error::KeyEmpty),
        object => Ok(object),
    }
}
