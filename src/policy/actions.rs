//! Lists the actions that a policy on objects can deny.
//!
//! Ceph accepts an unknown name without an error, and the policy then denies nothing.

use crate::Error;
use crate::error::quoted;

/// The actions of S3 whose resource is an object, without `s3:`.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
const OBJECT_ACTIONS: [&str; 38] = [
    "AbortMultipartUpload",
    "BypassGovernanceRetention",
    "DeleteObject",
    "DeleteObjectAnnotation",
    "DeleteObjectTagging",
    "DeleteObjectVersion",
    "DeleteObjectVersionTagging",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAnnotation",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "GetObjectTorrent",
    "GetObjectVersion",
    "GetObjectVersionAcl",
    "GetObjectVersionAttributes",
    "GetObjectVersionForReplication",
    "GetObjectVersionTagging",
    "GetObjectVersionTorrent",
    "InitiateReplication",
    "ListMultipartUploadParts",
    "ListObjectAnnotations",
    "ObjectOwnerOverrideToBucketOwner",
    "PutObject",
    "PutObjectAcl",
    "PutObjectAnnotation",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "PutObjectVersionAcl",
    "PutObjectVersionTagging",
    "ReplicateDelete",
    "ReplicateObject",
    "ReplicateTags",
    "RestoreObject",
    "UpdateObjectEncryption",
];

/// Checks the actions and removes duplicates.
pub(super) fn checked(actions: &[&str]) -> Result<Vec<String>, Error> {
    let refuse = |action: &str, rule| Error::Action { action: quoted(action), rule };
    let mut checked: Vec<String> = Vec::with_capacity(actions.len());
    for action in actions {
        let name = action.strip_prefix("s3:").ok_or_else(|| refuse(action, "must begin with s3:"))?;
        let is_known = match name.strip_suffix('*') {
            Some(start) => OBJECT_ACTIONS.iter().any(|known| known.starts_with(start)),
            None => OBJECT_ACTIONS.contains(&name),
        };
        if !is_known {
            return Err(refuse(
                action,
                "is not an action on objects, which are case-sensitive: s3:GetObject, s3:PutObject, s3:Get*, s3:*",
            ));
        }
        if !checked.iter().any(|one| one == action) {
            checked.push((*action).to_owned());
        }
    }
    if checked.is_empty() {
        return Err(refuse("", "is empty: give at least one action"));
    }
    Ok(checked)
}
