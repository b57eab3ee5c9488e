//! Reads the iterables that callers pass.

use pyo3::exceptions::{PyMemoryError, PyTypeError};
use pyo3::prelude::*;

use crate::text::wrong_type;

/// The number of items between two checks for Ctrl-C. An iterable without Python code in it may be infinite.
const BETWEEN_SIGNALS: usize = 65_536;

/// Returns the results of `each` for the items of an iterable. The iterable's length is not used, because it may be
/// wrong. Exceptions of the iterable are raised unchanged.
pub(crate) fn all<'py, T>(
    iterable: &Bound<'py, PyAny>,
    name: &str,
    expected: &str,
    mut each: impl FnMut(usize, Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let items = iterable.try_iter().map_err(|error| match is_iterable(iterable) {
        false if error.is_instance_of::<PyTypeError>(iterable.py()) => wrong_type(iterable, name, expected),
        _ => error,
    })?;
    let mut made = Vec::new();
    for (index, item) in items.enumerate() {
        if index % BETWEEN_SIGNALS == BETWEEN_SIGNALS - 1 {
            iterable.py().check_signals()?;
        }
        push(&mut made, each(index, item?)?)?;
    }
    Ok(made)
}

/// Whether the class is iterable. True if that cannot be determined, so that Python's own error is raised.
fn is_iterable(value: &Bound<'_, PyAny>) -> bool {
    let has = |method| value.get_type().hasattr(method).unwrap_or(true);
    has("__iter__") || has("__getitem__")
}

/// Appends an item. Raises MemoryError if memory runs out, where `Vec::push` would abort.
#[inline]
pub(crate) fn push<T>(vec: &mut Vec<T>, item: T) -> PyResult<()> {
    if vec.len() == vec.capacity() {
        reserve(vec, 1)?;
    }
    vec.push(item);
    Ok(())
}

/// Reserves capacity for `more` further items.
pub(crate) fn reserve<T>(vec: &mut Vec<T>, more: usize) -> PyResult<()> {
    vec.try_reserve(more).map_err(|_| PyMemoryError::new_err("out of memory"))
}
