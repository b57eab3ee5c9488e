//! The function `ip_policy`, which builds a bucket policy.

use presign::{DEFAULT_ACTIONS, ErrorKind, IpPolicy};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use crate::errors::from_core;
use crate::text::{BUCKET, Name, optional_text, text, wrong_type};
use crate::{iterables, unexpected};

/// Return a bucket policy that refuses all requests from outside the given networks, as JSON for put_bucket_policy.
///
/// The policy applies to all presigned URLs, including those signed before and those of the bucket's owner. On other
/// networks the owner is locked out like every client until the policy is changed, which is possible from any network,
/// because the policy covers actions on objects only. Putting it replaces the bucket's policy. If all networks are
/// IPv4, every client that connects over IPv6 is refused. The storage checks the address that it sees: a proxy's, if
/// there is one in front of it.
///
/// Args:
///     bucket: the bucket's name.
///     prefix: the policy covers the objects whose keys begin with it, by default all; * in it matches any number of
///         characters, ? matches one.
///     allow: the addresses and networks from which requests are not refused, at least one: an iterable of str
///         ("203.0.113.0/24", "2001:db8::1") or of objects of the module ipaddress.
///     actions: the actions on objects that are refused from other networks, an iterable of str. Default: s3:GetObject
///         and s3:GetObjectVersion.
///     region: the bucket's region, which selects the ARN's partition (AWS China and AWS GovCloud have their own).
///
/// Raises:
///     PolicyError: a network, an action or the prefix is invalid; servers accept most of these mistakes silently.
///     PresignError: the bucket or the region is invalid.
///     TypeError: a value has the wrong type, or an argument is unknown.
///
/// >>> import json, presign
/// >>> policy = presign.ip_policy("photos", "private/", allow=["203.0.113.0/24"])
/// >>> json.loads(policy)["Statement"][0]["Effect"]
/// 'Deny'
#[pyfunction]
#[pyo3(signature = (bucket, prefix=None, *positional, allow, actions=None, region=None, **others))]
#[pyo3(text_signature = "(bucket, prefix='', *, allow, actions=None, region=None)")]
#[expect(clippy::too_many_arguments, reason = "they are keywords")]
pub(crate) fn ip_policy(
    py: Python<'_>,
    bucket: &Bound<'_, PyAny>,
    prefix: Option<&Bound<'_, PyAny>>,
    positional: &Bound<'_, PyTuple>,
    allow: &Bound<'_, PyAny>,
    actions: Option<&Bound<'_, PyAny>>,
    region: Option<&Bound<'_, PyAny>>,
    others: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    unexpected::refuse(py, "ip_policy", positional, others)?;
    let prefix = optional_text(prefix, Name("prefix", ErrorKind::Policy))?.unwrap_or_default();
    let allow = texts(allow, "allow", true)?;
    let actions = actions.map(|actions| texts(actions, "actions", false)).transpose()?;
    let [allow, actions] = [Some(&allow), actions.as_ref()]
        .map(|list| list.map(|list| list.iter().map(String::as_str).collect::<Vec<_>>()));
    IpPolicy::prefix(text(bucket, BUCKET)?, prefix)
        .allow(&allow.unwrap_or_default())
        .actions(actions.as_deref().unwrap_or(&DEFAULT_ACTIONS))
        .region(optional_text(region, Name("region", ErrorKind::Region))?)
        .build()
        .map(|document| document.to_json())
        .map_err(|error| from_core(py, &error))
}

/// Returns the texts of an iterable. Objects of the module ipaddress have theirs in the attribute `compressed`.
fn texts(list: &Bound<'_, PyAny>, name: &'static str, has_addresses: bool) -> PyResult<Vec<String>> {
    let expected =
        if has_addresses { "an iterable of str or of ipaddress objects" } else { "an iterable of str" };
    // Iterating over a str would give its characters.
    if list.is_instance_of::<PyString>() || list.is_instance_of::<PyBytes>() {
        return Err(wrong_type(list, name, expected));
    }
    iterables::all(list, name, expected, |_, mut item| {
        if has_addresses && !item.is_instance_of::<PyString>() && item.hasattr("compressed")? {
            item = item.getattr("compressed")?;
        }
        Ok(text(&item, Name(name, ErrorKind::Policy))?.to_owned())
    })
}
