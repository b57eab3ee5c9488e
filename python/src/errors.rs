//! Defines the exceptions: `PresignError(ValueError)`, with a subclass for each of the core's kinds of errors.

use presign::{BatchError, Error, ErrorKind};
use pyo3::exceptions::{PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

struct Classes {
    base: Py<PyType>,
    kinds: Vec<(ErrorKind, Py<PyType>)>,
}

/// Returns the name of the exception class. It does not shadow a built-in exception.
fn name(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::Key => "ObjectKeyError".to_owned(),
        kind => format!("{kind:?}Error"),
    }
}

impl Classes {
    fn new(py: Python<'_>) -> PyResult<Self> {
        let class = |name: &str, doc: &str, base: &Bound<'_, PyType>, code: i32| {
            let members = PyDict::new(py);
            members.set_item("code", code)?;
            members.set_item("index", py.None())?;
            members.set_item("line", py.None())?;
            let [name, doc] = [format!("presign.{name}"), doc.to_owned()].map(std::ffi::CString::new);
            // `members` is kept until the call returns: pyo3 drops its own reference before Python reads the dict.
            let dict = members.clone().into_any().unbind();
            PyErr::new_type(py, &name?, Some(&doc?), Some(base), Some(dict))
        };
        let doc = "The base of this package's errors; a subclass is raised. `code` is the number that the C library\n\
                   calls `presign_status`, `index` the index of the key if the error concerns one of many, and `line`\n\
                   the number of the line, from 1, if it concerns one of a playlist. No message contains a secret.";
        let base = class("PresignError", doc, &py.get_type::<PyValueError>(), 0)?;
        let kinds = ErrorKind::ALL
            .into_iter()
            // Python's MemoryError is raised instead.
            .filter(|kind| *kind != ErrorKind::Memory)
            .map(|kind| {
                let mut letters = kind.message().chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                let doc = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
                Ok((kind, class(&name(kind), &doc, base.bind(py), kind as i32)?))
            })
            .collect::<PyResult<_>>()?;
        Ok(Self { base, kinds })
    }

    fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || Self::new(py))
    }
}

/// Adds the exceptions to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let classes = Classes::get(py)?;
    module.add("PresignError", classes.base.bind(py))?;
    for (kind, class) in &classes.kinds {
        module.add(name(*kind).as_str(), class.bind(py))?;
    }
    Ok(())
}

/// Returns an exception of a kind, with a message that names the value and the limit.
pub(crate) fn raise(py: Python<'_>, kind: ErrorKind, message: String) -> PyErr {
    if kind == ErrorKind::Memory {
        return PyMemoryError::new_err(message);
    }
    match Classes::get(py) {
        Ok(classes) => {
            let class = classes
                .kinds
                .iter()
                .find(|(known, _)| *known == kind)
                .map_or(&classes.base, |(_, class)| class);
            PyErr::from_type(class.bind(py).clone(), message)
        }
        Err(error) => error,
    }
}

/// Returns a plain `PresignError`, for errors that are of none of the core's kinds.
pub(crate) fn raise_base(py: Python<'_>, message: String) -> PyErr {
    match Classes::get(py) {
        Ok(classes) => PyErr::from_type(classes.base.bind(py).clone(), message),
        Err(error) => error,
    }
}

/// Returns the core's error as an exception.
pub(crate) fn from_core(py: Python<'_>, error: &Error) -> PyErr {
    raise(py, error.kind(), error.to_string())
}

/// Returns a batch's error as an exception. `index` is the key's index, counted with the `before` keys of earlier
/// batches. The other errors than those of keys name their column themselves.
pub(crate) fn of_batch(py: Python<'_>, BatchError { index, error }: &BatchError, before: usize) -> PyErr {
    let Some(index) = index.map(|index| index + before) else { return from_core(py, error) };
    let place =
        if error.kind() == ErrorKind::Key { format!("keys[{index}]") } else { format!("row {index}") };
    with_index(py, raise(py, error.kind(), format!("{place}: {error}")), index)
}

/// Sets the `index` of an exception of this package; one of Python's has none.
pub(crate) fn at_row(py: Python<'_>, raised: PyErr, row: usize) -> PyErr {
    match raised.value(py).hasattr("index") {
        Ok(true) => with_index(py, raised, row),
        Ok(false) => raised,
        Err(error) => error,
    }
}

/// Sets the exception's `index`.
pub(crate) fn with_index(py: Python<'_>, raised: PyErr, index: usize) -> PyErr {
    match raised.value(py).setattr("index", index) {
        Ok(()) => raised,
        Err(error) => error,
    }
}

/// Sets the exception's `line`.
pub(crate) fn with_line(py: Python<'_>, raised: PyErr, line: Option<usize>) -> PyErr {
    match raised.value(py).setattr("line", line) {
        Ok(()) => raised,
        Err(error) => error,
    }
}

/// Returns the error of `__reduce__` for a class that cannot be pickled. Without `__reduce__`, the oldest pickle
/// protocols write data that cannot be read.
pub(crate) fn refuse_pickling(why: &'static str) -> PyResult<()> {
    Err(PyTypeError::new_err(why))
}
