//! Names of headers, and the names under which a back end may read them.

/// Returns whether a name is a token (RFC 9110 section 5.6.2).
pub(crate) fn is_token(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(known)
}

/// Returns the bytes of a name in lower case.
pub(crate) fn lowered(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// The prefix of the headers that S3 itself reads.
const AMZ: &str = "x-amz-";

/// Returns whether a header is one of the `x-amz-*` headers, which Signature Version 2 signs by name and value.
pub(crate) fn is_amz(name: &str) -> bool {
    name.get(..AMZ.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(AMZ))
}

/// Prefixes of headers outside `x-amz-*` that storages obey. Ceph rewrites some of them to `x-amz-` before it reads
/// metadata and encryption settings (`meta_prefixes` in `rgw_common.cc`), and takes attributes of an object from
/// `rgwx-attr-*` if the link's user is a system user; Swift reads `x-object-meta-*`, `x-delete-at` and
/// `x-delete-after`; MinIO reads `x-minio-*` (with `x-minio-force-delete`, a DELETE removes everything below the key).
/// Dell ECS reads `x-emc-*` (`x-emc-retention-period`); IBM's storage reads `ibm-*` for encryption, and `retention-*`
/// (the members of `PutObject` in IBM's SDKs).
const OBEYED: [&str; 12] = [
    "ibm-",
    "retention-",
    "rgwx-",
    "x-account-",
    "x-container-",
    "x-delete-",
    "x-dho-",
    "x-emc-",
    "x-goog-",
    "x-minio-",
    "x-object-",
    "x-rgw-",
];

/// Returns the name under which a back end may read a header. CGI variables (RFC 3875 section 4.1.18) use one character
/// for both `-` and `_`, and older servers use it for every character that is not a letter or a digit: here it is `-`.
/// At both ends of a name such characters are removed, as servers remove white space there.
pub(crate) fn folded(name: &str) -> impl Iterator<Item = u8> {
    let name = name.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b'-' })
}

/// Returns whether a back end may read a header as the one with this lower-case name, which consists of letters, digits
/// and `-`.
pub(crate) fn folds_to(name: &str, other: &str) -> bool {
    folded(name).eq(other.bytes())
}

fn folds_to_prefix(name: &str, prefix: &str) -> bool {
    folded(name).take(prefix.len()).eq(prefix.bytes())
}

/// Returns whether a back end may read a header as one of the `x-amz-*` headers.
pub(crate) fn folds_to_amz(name: &str) -> bool {
    folds_to_prefix(name, AMZ)
}

/// Returns whether a back end may read a header as one outside `x-amz-*` that some storage obeys.
pub(crate) fn folds_to_obeyed(name: &str) -> bool {
    OBEYED.iter().any(|prefix| folds_to_prefix(name, prefix))
}
