//! What callers give to be iterated over.

use pyo3::exceptions::{PyMemoryError, PyTypeError};
use pyo3::prelude::*;

use crate::text::wrong_type;

/// So many items are taken before Ctrl-C is looked for: an iterable without Python code in it may have no end.
const BETWEEN_SIGNALS: usize = 65_536;

/// What `each` makes of the items of an iterable. A length that the iterable claims is not asked for: it may be
/// anything. What the iterable itself raises comes out as it is.
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

/// Where the class cannot be asked, it is for Python to say what is wrong.
fn is_iterable(value: &Bound<'_, PyAny>) -> bool {
    let has = |method| value.get_type().hasattr(method).unwrap_or(true);
    has("__iter__") || has("__getitem__")
}

/// `Vec::push`, where a want of memory is an exception.
#[inline]
pub(crate) fn push<T>(vec: &mut Vec<T>, item: T) -> PyResult<()> {
    if vec.len() == vec.capacity() {
        reserve(vec, 1)?;
    }
    vec.push(item);
    Ok(())
}

/// Room for so many more.
pub(crate) fn reserve<T>(vec: &mut Vec<T>, more: usize) -> PyResult<()> {
    vec.try_reserve(more).map_err(|_| PyMemoryError::new_err("out of memory"))
}
