//! Arguments that a function does not take: the error names the one that was meant.

use std::convert::Infallible;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDelta, PyDict, PyInt, PyTuple};

/// Our keywords, and the names that boto3, other libraries and the HTTP API have for them, in lower case.
const MEANT: &[(&str, &[&str])] = &[
    (
        "expires_in",
        &["expires", "expire", "expiry", "expiration", "expiresin", "lifetime", "ttl", "timeout", "seconds"],
    ),
    ("expires_at", &["expire_at", "expiration_time", "expires_on", "valid_until", "until"]),
    ("query", &["params", "parameters", "query_params", "query_parameters", "extra_query_params"]),
    ("headers", &["extra_headers", "signed_headers", "request_headers"]),
    ("sign_at", &["now", "date", "time", "signed_at", "timestamp", "request_date"]),
    ("stable_for", &["cache_for", "cacheable_for", "window"]),
    ("version_id", &["versionid"]),
    ("content_type", &["contenttype", "mime_type", "mimetype"]),
    ("filename", &["file_name", "download_name", "save_as", "content_disposition"]),
    ("threads", &["workers", "max_workers", "num_threads", "n_jobs"]),
    ("access_key", &["aws_access_key_id", "access_key_id", "key_id"]),
    ("secret_key", &["aws_secret_access_key", "secret_access_key", "secret"]),
    ("session_token", &["aws_session_token", "security_token", "token"]),
    ("endpoint", &["endpoint_url", "url", "host", "base_url"]),
    ("region", &["region_name", "aws_region", "location"]),
    ("addressing", &["addressing_style", "path_style", "force_path_style", "virtual_host"]),
    ("version", &["signature_version", "sig_version"]),
    ("at", &["now", "date", "time", "sign_at"]),
    ("max_size", &["max_length", "max_bytes"]),
    ("secrets", &["keys", "credentials"]),
];

/// Refuses arguments that are left over: `positional` behind those that the function takes, and `keywords` of other names.
/// `function` is its name in the module presign.
#[inline]
pub(crate) fn refuse(
    py: Python<'_>,
    function: &str,
    positional: &Bound<'_, PyTuple>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<()> {
    if positional.is_empty() && keywords.is_none() {
        return Ok(());
    }
    Err(error(py, function, positional, keywords).unwrap_or_else(|error| error))
}

/// An argument that a function takes only to refuse it. `None` counts as given: a lifetime that a caller's settings lack
/// would otherwise become the default one.
pub(crate) struct Unexpected<'a, 'py>(Option<Borrowed<'a, 'py, PyAny>>);

impl Unexpected<'_, '_> {
    pub(crate) const LEFT_OUT: Self = Self(None);
}

impl<'a, 'py> FromPyObject<'a, 'py> for Unexpected<'a, 'py> {
    type Error = Infallible;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self(Some(value)))
    }
}

/// The same for a function that is called so often that it must not take arguments of any name: Python then makes a tuple
/// and a dict for each call, which takes 150 ns. `third` is what stands by position behind the function's own arguments,
/// and `named` are the names of [`MEANT`] that it takes in order to refuse them.
#[inline]
pub(crate) fn refuse_named(
    py: Python<'_>,
    function: &str,
    third: &Unexpected<'_, '_>,
    named: &[(&str, &Unexpected<'_, '_>)],
) -> PyResult<()> {
    if third.0.is_none() && named.iter().all(|(_, value)| value.0.is_none()) {
        return Ok(());
    }
    let keywords = PyDict::new(py);
    for (name, value) in named {
        if let Some(value) = value.0 {
            keywords.set_item(name, value)?;
        }
    }
    let keywords = if keywords.is_empty() { None } else { Some(&keywords) };
    Err(error(py, function, &PyTuple::new(py, third.0)?, keywords).unwrap_or_else(|error| error))
}

#[cold]
fn error(
    py: Python<'_>,
    function: &str,
    positional: &Bound<'_, PyTuple>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyErr> {
    let names = parameters(py, function)?;
    let Some((keyword, _)) = keywords.and_then(|keywords| keywords.iter().next()) else {
        return too_many(function, &names, positional);
    };
    let keyword: String = keyword.extract()?;
    let meant = meant(py, &keyword, &names)?;
    let hint = meant.map_or_else(String::new, |meant| format!(". Did you mean '{meant}'?"));
    Ok(PyTypeError::new_err(format!("{function}() got an unexpected keyword argument '{keyword}'{hint}")))
}

/// A parameter's name, and whether it may be given by position.
type Parameter = (String, bool);

/// Returns the parameters of a function that its signature shows, without `self`.
fn parameters(py: Python<'_>, function: &str) -> PyResult<Vec<Parameter>> {
    let mut thing = py.import("presign")?.into_any();
    for name in function.split('.') {
        thing = thing.getattr(name)?;
    }
    let signature = py.import("inspect")?.call_method1("signature", (thing,))?;
    let mut parameters = Vec::new();
    for parameter in signature.getattr("parameters")?.call_method0("values")?.try_iter()? {
        let parameter = parameter?;
        let name: String = parameter.getattr("name")?.extract()?;
        let by_position = parameter.getattr("kind")?.ne(parameter.getattr("KEYWORD_ONLY")?)?;
        if name != "self" {
            parameters.push((name, by_position));
        }
    }
    Ok(parameters)
}

fn meant(py: Python<'_>, keyword: &str, names: &[Parameter]) -> PyResult<Option<String>> {
    let lower = keyword.to_ascii_lowercase();
    let has = |wanted: &str| names.iter().any(|(name, _)| name == wanted);
    for (ours, others) in MEANT {
        if has(ours) && others.contains(&lower.as_str()) {
            return Ok(Some((*ours).to_owned()));
        }
    }
    let known: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let close: Vec<String> =
        py.import("difflib")?.call_method1("get_close_matches", (lower, known, 1))?.extract()?;
    Ok(close.into_iter().next())
}

/// Returns the error of more positional arguments than the function takes. Of these, only a lifetime and a time are shown.
fn too_many(function: &str, names: &[Parameter], positional: &Bound<'_, PyTuple>) -> PyResult<PyErr> {
    let taken: Vec<&str> =
        names.iter().filter(|(_, by_position)| *by_position).map(|(name, _)| name.as_str()).collect();
    let has = |wanted: &str| names.iter().any(|(name, _)| name == wanted);
    let first = positional.get_item(0)?;
    let keyword = if first.is_instance_of::<PyInt>() || first.is_instance_of::<PyDelta>() {
        "expires_in"
    } else if first.is_instance_of::<PyDateTime>() {
        "expires_at"
    } else {
        ""
    };
    let hint = if has(keyword) {
        format!(". Did you mean {keyword}={}?", first.repr()?)
    } else {
        ": give the others by keyword".to_owned()
    };
    let (count, given) = (taken.len(), taken.len() + positional.len());
    let arguments = if count == 1 { "argument" } else { "arguments" };
    let message = format!(
        "{function}() takes {count} positional {arguments} ({}), but {given} were given{hint}",
        taken.join(", ")
    );
    Ok(PyTypeError::new_err(message))
}
