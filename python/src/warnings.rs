//! Warnings as Python shows them.

use presign::Warning;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Returns warnings as a dict from a name for programs to a sentence.
pub(crate) fn as_dict<'py>(py: Python<'py>, warnings: &[Warning]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for warning in warnings {
        dict.set_item(warning.name(), warning.message())?;
    }
    Ok(dict)
}
