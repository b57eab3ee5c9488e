//! `ip_policy`: a bucket policy that narrows links down to networks.

use presign::{DEFAULT_ACTIONS, ErrorKind, IpPolicy};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::errors::from_core;
use crate::gather;
use crate::text::{BUCKET, Name, optional_text, text, wrong_type};

/// A bucket policy that refuses every request from outside of some networks, links included: JSON, as put_bucket_policy
/// takes it.
///
/// It binds all links, also those that were made before and those of the owner, who is locked out like anybody else
/// until the policy is changed; that stays possible from everywhere, since the policy is about objects alone. Putting it
/// replaces the bucket's policy. Networks of IPv4 alone refuse every client that comes over IPv6. The address is the one
/// that the storage sees: a proxy's, where there is one before it.
///
/// Args:
///     bucket: the bucket's name.
///     prefix: the policy is about the objects whose keys begin with it, by default all; * in it stands for any
///         characters, ? for one.
///     allow: the addresses and networks that are not refused, at least one: an iterable of str ("203.0.113.0/24",
///         "2001:db8::1") or of objects of the module ipaddress.
///     actions: what is refused elsewhere, an iterable of actions on objects. Default: s3:GetObject and
///         s3:GetObjectVersion.
///     region: for AWS's partitions in China and for governments.
///
/// Raises:
///     PolicyError: a network, an action or the prefix breaks a rule; servers take most of these without a word.
///     PresignError: the bucket or the region breaks a rule.
///     TypeError: a value has the wrong type.
#[pyfunction]
#[pyo3(signature = (bucket, prefix=None, *, allow, actions=None, region=None))]
#[pyo3(text_signature = "(bucket, prefix='', *, allow, actions=None, region=None)")]
pub(crate) fn ip_policy(
    py: Python<'_>,
    bucket: &Bound<'_, PyAny>,
    prefix: Option<&Bound<'_, PyAny>>,
    allow: &Bound<'_, PyAny>,
    actions: Option<&Bound<'_, PyAny>>,
    region: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
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

/// The texts of an iterable. The objects of the module ipaddress have one too, whatever they are.
fn texts(list: &Bound<'_, PyAny>, name: &'static str, has_addresses: bool) -> PyResult<Vec<String>> {
    let expected =
        if has_addresses { "an iterable of str or of ipaddress objects" } else { "an iterable of str" };
    // A str would be taken apart into letters.
    if list.is_instance_of::<PyString>() || list.is_instance_of::<PyBytes>() {
        return Err(wrong_type(list, name, expected));
    }
    gather::all(list, name, expected, |_, mut item| {
        if has_addresses && !item.is_instance_of::<PyString>() && item.hasattr("compressed")? {
            item = item.getattr("compressed")?;
        }
        Ok(text(&item, Name(name, ErrorKind::Policy))?.to_owned())
    })
}
