//! Reads seconds and timestamps: int, timedelta, datetime.

use presign::ErrorKind;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyDict, PyInt, PyTzInfo};

use crate::{errors, text};

/// Reads a number of seconds: an int, or a timedelta without a fraction of a second.
#[inline]
pub(crate) fn seconds(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    if let Some(number) = integer(value, name, ErrorKind::Time)? {
        return Ok(number);
    }
    let Ok(delta) = value.cast::<PyDelta>() else {
        return Err(text::wrong_type(value, name, "int (seconds) or timedelta"));
    };
    // A subclass may have attributes of any type, and pandas' Timedelta has nanoseconds too.
    let part = |part: &str| -> PyResult<i64> {
        let Some(number) = delta.getattr_opt(part)? else { return Ok(0) };
        Ok(integer(&number, name, ErrorKind::Time)?.unwrap_or(0))
    };
    if part("microseconds")? != 0 || part("nanoseconds")? != 0 {
        let message = format!("{name} must be whole seconds, got {}", delta.str()?);
        return Err(errors::raise(value.py(), ErrorKind::Expires, message));
    }
    let days = part("days")?.checked_mul(86_400);
    days.zip(Some(part("seconds")?))
        .and_then(|(days, seconds)| days.checked_add(seconds))
        .ok_or_else(|| errors::raise(value.py(), ErrorKind::Time, out_of_range(name)))
}

/// Reads a timestamp in Unix seconds: an int, or an aware datetime, rounded down to the second.
pub(crate) fn timestamp(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    if let Some(number) = integer(value, name, ErrorKind::Time)? {
        return Ok(number);
    }
    let refuse = || text::wrong_type(value, name, "int (Unix seconds) or an aware datetime");
    let datetime = value.cast::<PyDateTime>().map_err(|_| refuse())?;
    // pandas' NaT is an instance of datetime but not a time; it does not equal itself.
    if datetime.ne(datetime)? {
        return Err(refuse());
    }
    if datetime.call_method0("utcoffset")?.is_none() {
        return Err(PyTypeError::new_err(format!(
            "{name} is a naive datetime: give it a time zone, as in datetime.now(timezone.utc)"
        )));
    }
    let py = value.py();
    // Rounded down in UTC, because a zone's offset may have a fraction of a second. A timestamp without a fraction is a
    // whole number, which a float represents exactly.
    let whole = PyDict::new(py);
    whole.set_item("microsecond", 0)?;
    let timestamp = || {
        let utc = datetime.call_method1("astimezone", (PyTzInfo::utc(py)?,))?;
        utc.call_method("replace", (), Some(&whole))?
            .call_method0("timestamp")?
            .call_method0("__floor__")?
            .extract()
    };
    timestamp().map_err(|error: PyErr| match error.is_instance_of::<PyOverflowError>(py) {
        // In UTC the time is before the year 1 or after the year 9999.
        true => errors::raise(py, ErrorKind::Time, format!("{name} is out of range: {value}")),
        false => error,
    })
}

fn out_of_range(name: &str) -> String {
    format!("{name} is out of range: it does not fit into 64 bits")
}

/// Reads an int. Returns `None` if the value is not one. A bool is an int in Python, but not accepted as a time.
#[inline]
pub(crate) fn integer(value: &Bound<'_, PyAny>, name: &str, kind: ErrorKind) -> PyResult<Option<i64>> {
    if value.is_instance_of::<PyBool>() {
        return Err(PyTypeError::new_err(format!("{name} must be a number, not bool")));
    }
    // numpy's integers are not instances of int, but have __index__.
    if !value.is_instance_of::<PyInt>() && !value.hasattr("__index__")? {
        return Ok(None);
    }
    match value.extract::<i64>() {
        Ok(number) => Ok(Some(number)),
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            Err(errors::raise(value.py(), kind, out_of_range(name)))
        }
        Err(error) => Err(error),
    }
}
