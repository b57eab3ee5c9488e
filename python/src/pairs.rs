//! Reads `query` and `headers`: a mapping, or an iterable of pairs.

use std::borrow::Cow;

use presign::ErrorKind;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PySequence, PyString};

use crate::values::is_column;
use crate::{iterables, text};

/// Names and values, kept alive while they are borrowed.
pub(crate) struct Pairs<'py>(Vec<(Bound<'py, PyString>, Bound<'py, PyString>)>);

/// A name with a column of values.
type NamedColumn<'py> = (Bound<'py, PyString>, Bound<'py, PyAny>);

impl<'py> Pairs<'py> {
    pub(crate) fn new(value: Option<&Bound<'py, PyAny>>, name: &str) -> PyResult<Self> {
        read(value, name, |pair_name, value| {
            let value = text_value(&pair_name, &value, name)?;
            Ok((pair_name, value))
        })
        .map(Self)
    }

    /// Returns the pairs whose value is one for all rows, and those with a column of values.
    pub(crate) fn with_columns(
        value: Option<&Bound<'py, PyAny>>,
        name: &str,
    ) -> PyResult<(Self, Vec<NamedColumn<'py>>)> {
        let mut columns = Vec::new();
        let values = read(value, name, |pair_name, value| {
            if is_column(&value)? {
                iterables::push(&mut columns, (pair_name, value))?;
                return Ok(None);
            }
            let value = text_value(&pair_name, &value, name)?;
            Ok(Some((pair_name, value)))
        })?;
        Ok((Self(values.into_iter().flatten().collect()), columns))
    }

    /// Returns the pairs for the core. An error names the pair and never contains a header's value.
    pub(crate) fn texts(&self, name: &str, kind: ErrorKind) -> PyResult<Vec<(&str, &str)>> {
        self.texts_or(|py, pair| text::not_unicode(py, &format!("{name}: {pair}"), kind))
    }

    /// Returns the pairs, or the error of `refuse`, which gets the name of the pair that UTF-8 cannot encode.
    pub(crate) fn texts_or(&self, refuse: impl Fn(Python<'_>, &str) -> PyErr) -> PyResult<Vec<(&str, &str)>> {
        self.0
            .iter()
            .map(|(pair_name, value)| {
                let refuse = |_| refuse(pair_name.py(), &format!("the pair of {}", shown(pair_name)));
                Ok((pair_name.to_str().map_err(refuse)?, value.to_str().map_err(refuse)?))
            })
            .collect()
    }

    /// Returns the pairs as [`Self::texts_or`] does, except that the value of a name for which `is_of_no_account` is
    /// true may contain lone surrogates, which are replaced.
    pub(crate) fn lossy_texts_or(
        &self,
        is_of_no_account: impl Fn(&str) -> bool,
        refuse: impl Fn(Python<'_>, &str) -> PyErr,
    ) -> PyResult<Vec<(&str, Cow<'_, str>)>> {
        self.0
            .iter()
            .map(|(pair_name, value)| {
                let refuse = |_| refuse(pair_name.py(), &format!("the pair of {}", shown(pair_name)));
                let name = pair_name.to_str().map_err(refuse)?;
                match value.to_str() {
                    Err(_) if is_of_no_account(name) => Ok((name, value.to_string_lossy())),
                    text => Ok((name, text.map_err(refuse)?.into())),
                }
            })
            .collect()
    }
}

/// Returns the results of `each` for the names and values.
fn read<'py, T>(
    value: Option<&Bound<'py, PyAny>>,
    name: &str,
    mut each: impl FnMut(Bound<'py, PyString>, Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    const EXPECTED: &str = "a mapping or a list of pairs";
    let Some(value) = value else { return Ok(Vec::new()) };
    let items = match value.cast::<PyMapping>() {
        Ok(mapping) => mapping.items()?.into_any(),
        // Iterating over a str would give its characters.
        Err(_) if value.is_instance_of::<PyString>() => {
            return Err(text::wrong_type(value, name, EXPECTED));
        }
        Err(_) => value.clone(),
    };
    iterables::all(&items, name, EXPECTED, |index, pair| {
        let (pair_name, value) = halves(&pair, name, index)?;
        let pair_name = string(&pair_name, || format!("{name}: the name of pair {index}"))?;
        each(pair_name, value)
    })
}

fn text_value<'py>(
    pair_name: &Bound<'py, PyString>,
    value: &Bound<'py, PyAny>,
    name: &str,
) -> PyResult<Bound<'py, PyString>> {
    string(value, || format!("{name}: the value of {}", shown(pair_name)))
}

fn shown(name: &Bound<'_, PyString>) -> String {
    name.repr().map_or_else(|_| "a name".to_owned(), |repr| repr.to_string_lossy().into_owned())
}

fn string<'py>(value: &Bound<'py, PyAny>, what: impl Fn() -> String) -> PyResult<Bound<'py, PyString>> {
    value.cast::<PyString>().cloned().map_err(|_| text::wrong_type(value, &what(), "str"))
}

/// Splits a pair into name and value. A str of two characters is not a pair.
fn halves<'py>(
    pair: &Bound<'py, PyAny>,
    name: &str,
    index: usize,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let refuse = || text::wrong_type(pair, &format!("{name}: pair {index}"), "a tuple of a name and a value");
    if pair.is_instance_of::<PyString>() {
        return Err(refuse());
    }
    let pair = pair.cast::<PySequence>().map_err(|_| refuse())?.to_tuple()?;
    pair.extract().map_err(|_| refuse())
}
