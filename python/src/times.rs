//! Seconds and moments: int, timedelta, datetime.

use presign::ErrorKind;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyDict, PyInt};

use crate::{errors, text};

/// A number of seconds: an int, or a timedelta without a fraction of a second.
#[inline]
pub(crate) fn seconds(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    if let Some(number) = integer(value, name)? {
        return Ok(number);
    }
    let Ok(delta) = value.cast::<PyDelta>() else {
        return Err(text::wrong_type(value, name, "int (seconds) or timedelta"));
    };
    let part = |part: &str| delta.getattr(part)?.extract::<i64>();
    if part("microseconds")? != 0 {
        let message = format!("{name} must be whole seconds, got {}", delta.str()?);
        return Err(errors::raise(value.py(), ErrorKind::Expires, message));
    }
    Ok(part("days")? * 86_400 + part("seconds")?)
}

/// A moment in Unix seconds: an int, or an aware datetime, cut to the second.
pub(crate) fn moment(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    if let Some(number) = integer(value, name)? {
        return Ok(number);
    }
    let Ok(datetime) = value.cast::<PyDateTime>() else {
        return Err(text::wrong_type(value, name, "int (Unix seconds) or an aware datetime"));
    };
    if datetime.call_method0("utcoffset")?.is_none() {
        return Err(PyTypeError::new_err(format!(
            "{name} is a naive datetime: give it a time zone, as in datetime.now(timezone.utc)"
        )));
    }
    // Without its microseconds a timestamp is a whole number, which a float holds exactly.
    let whole = PyDict::new(value.py());
    whole.set_item("microsecond", 0)?;
    let timestamp = datetime.call_method("replace", (), Some(&whole))?.call_method0("timestamp")?;
    timestamp.call_method0("__floor__")?.extract()
}

/// `None` if it is no int at all. A bool is one to Python, but never meant as a time.
#[inline]
pub(crate) fn integer(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<i64>> {
    if value.is_instance_of::<PyBool>() {
        return Err(PyTypeError::new_err(format!("{name} must be a number, not bool")));
    }
    // numpy's integers are no int, but say with __index__ that they are as good as one.
    if !value.is_instance_of::<PyInt>() && !value.hasattr("__index__")? {
        return Ok(None);
    }
    match value.extract::<i64>() {
        Ok(number) => Ok(Some(number)),
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(value.py()) => {
            let message = format!("{name} is out of range: it does not fit 64 bits");
            Err(errors::raise(value.py(), ErrorKind::Time, message))
        }
        Err(error) => Err(error),
    }
}
