//! `Signer.presign_post`: reads conditions in boto3's format, and returns a form in boto3's format.

use presign::{Condition, ErrorKind, Expiry, Post};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PySequence, PyString};

use crate::errors::{from_core, raise};
use crate::pairs::Pairs;
use crate::text::{BUCKET, KEY, Name, text, wrong_type};
use crate::{iterables, times};

const OPERATOR: Name = Name("conditions: an operator", ErrorKind::Form);
const FIELD: Name = Name("conditions: a field's name", ErrorKind::Form);
const VALUE: Name = Name("conditions: a value", ErrorKind::Form);

const SHAPES: &str = "{name: value}, [\"eq\", \"$name\", value], [\"starts-with\", \"$name\", prefix] or \
                      [\"content-length-range\", min, max]";

/// The arguments as the caller passed them.
pub(crate) struct Overrides<'a, 'py> {
    pub(crate) bucket: &'a Bound<'py, PyAny>,
    pub(crate) key: &'a Bound<'py, PyAny>,
    pub(crate) fields: Option<&'a Bound<'py, PyAny>>,
    pub(crate) conditions: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_in: Option<&'a Bound<'py, PyAny>>,
    pub(crate) expires_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) sign_at: Option<&'a Bound<'py, PyAny>>,
    pub(crate) min_size: Option<&'a Bound<'py, PyAny>>,
    pub(crate) max_size: Option<&'a Bound<'py, PyAny>>,
}

impl Overrides<'_, '_> {
    /// Returns the form: `{"url": ..., "fields": {...}}`.
    pub(crate) fn form<'py>(
        &self,
        py: Python<'py>,
        signer: &presign::Signer,
    ) -> PyResult<Bound<'py, PyDict>> {
        let raised = |error| from_core(py, &error);
        let expires_in = self.expires_in.map(|value| times::seconds(value, "expires_in")).transpose()?;
        let expires_at = self.expires_at.map(|value| times::timestamp(value, "expires_at")).transpose()?;
        let sign_at = self.sign_at.map(|value| times::timestamp(value, "sign_at")).transpose()?;
        let fields = Pairs::new(self.fields, "fields")?;
        let fields = fields.texts("fields", ErrorKind::Form)?;
        let given = self.conditions.map(read).transpose()?.unwrap_or_default();
        let mut conditions: Vec<_> = given.iter().map(Given::borrowed).collect();
        let [min, max] = [(self.min_size, "min_size"), (self.max_size, "max_size")]
            .map(|(value, name)| value.map(|value| size(value, name)).transpose());
        conditions.extend(Condition::size(min?, max?));
        let post = Post::new(text(self.bucket, BUCKET)?, text(self.key, KEY)?)
            .fields(&fields)
            .conditions(&conditions)
            .expiry(Expiry::from_options(expires_in, expires_at).map_err(raised)?)
            .sign_at(sign_at);
        let made = signer.presign_post(&post).map_err(raised)?;
        let fields = PyDict::new(py);
        for (name, value) in &made.fields {
            fields.set_item(name, value)?;
        }
        let form = PyDict::new(py);
        form.set_item("url", made.url)?;
        form.set_item("fields", fields)?;
        Ok(form)
    }
}

/// A condition that owns its text, because Python may create the str only when the item is read.
enum Given {
    Exact(String, String),
    StartsWith(String, String),
    Size(u64, u64),
}

impl Given {
    fn borrowed(&self) -> Condition<'_> {
        match self {
            Self::Exact(name, value) => Condition::Exact { name, value },
            Self::StartsWith(name, prefix) => Condition::StartsWith { name, prefix },
            Self::Size(min, max) => Condition::Size { min: *min, max: *max },
        }
    }
}

fn read(list: &Bound<'_, PyAny>) -> PyResult<Vec<Given>> {
    const EXPECTED: &str = "a list of dicts and lists, as boto3 takes them";
    if list.is_instance_of::<PyString>() || list.cast::<PyMapping>().is_ok() {
        return Err(wrong_type(list, "conditions", EXPECTED));
    }
    let mut conditions = Vec::new();
    iterables::all(list, "conditions", EXPECTED, |index, item| {
        let Ok(mapping) = item.cast::<PyMapping>() else {
            return iterables::push(&mut conditions, triple(&item, index)?);
        };
        for pair in mapping.items()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let exact = Given::Exact(text(&name, FIELD)?.to_owned(), text(&value, VALUE)?.to_owned());
            iterables::push(&mut conditions, exact)?;
        }
        Ok(())
    })?;
    Ok(conditions)
}

fn triple(item: &Bound<'_, PyAny>, index: usize) -> PyResult<Given> {
    let refuse = || wrong_type(item, &format!("conditions[{index}]"), SHAPES);
    if item.is_instance_of::<PyString>() {
        return Err(refuse());
    }
    let parts = item.cast::<PySequence>().map_err(|_| refuse())?.to_tuple()?;
    let wrong = |rule: &str| raise(item.py(), ErrorKind::Form, format!("conditions[{index}] {rule}"));
    let (operator, one, other): (Bound<'_, PyAny>, Bound<'_, PyAny>, Bound<'_, PyAny>) =
        parts.extract().map_err(|_| wrong(&format!("must have three items: {SHAPES}")))?;
    // Ceph and MinIO read it in any case; the policy has it in lower case.
    let operator = text(&operator, OPERATOR)?.to_ascii_lowercase();
    if operator == "content-length-range" {
        return Ok(Given::Size(size(&one, "content-length-range")?, size(&other, "content-length-range")?));
    }
    let name = text(&one, FIELD)?
        .strip_prefix('$')
        .ok_or_else(|| wrong("must have a $ before the field's name"))?
        .to_owned();
    let value = text(&other, VALUE)?.to_owned();
    match operator.as_str() {
        "eq" => Ok(Given::Exact(name, value)),
        "starts-with" => Ok(Given::StartsWith(name, value)),
        _ => Err(wrong("must begin with eq, starts-with or content-length-range")),
    }
}

fn size(value: &Bound<'_, PyAny>, name: &str) -> PyResult<u64> {
    let Some(bytes) = times::integer(value, name, ErrorKind::Form)? else {
        return Err(wrong_type(value, name, "int (bytes)"));
    };
    u64::try_from(bytes).map_err(|_| {
        raise(value.py(), ErrorKind::Form, format!("{name} must be 0 or more bytes, got {bytes}"))
    })
}
