//! Whole numbers that are given as floats.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// Returns a float as a whole number. pandas keeps whole numbers as floats where a value is missing.
pub(crate) fn whole(float: f64) -> Option<i64> {
    // Every whole number below 2^53 is a float.
    let is_whole = float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits")]
    is_whole.then_some(float as i64)
}

/// Returns the error of a float that is not a whole number.
pub(crate) fn not_whole(name: &str, float: f64) -> PyErr {
    PyTypeError::new_err(format!("{name} must be a whole number, not {float}"))
}
