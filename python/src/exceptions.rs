//! The exception `Refused` for a request that is refused. It is not a `PresignError`, which reports a mistake of the
//! caller: a server that catches `PresignError` or `ValueError` must not accept a refused request by that.

use presign::{Reason, Refusal};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

const DOC: &str = "Raised for a request that is refused. It is not a PresignError, because it concerns the request and\n\
    not the call.\n\n\
    `code` is AWS's error code, `status` the HTTP status and `message` AWS's message: these three are for the error\n\
    response. `reason` is a name for programs, finer than the code; `detail` says which part of the request is wrong,\n\
    and is empty if the message says it. Neither contains a header's value, a token or a signature.";

fn class(py: Python<'_>) -> PyResult<&Py<PyType>> {
    CLASS.get_or_try_init(py, || {
        let members = PyDict::new(py);
        for name in ["code", "message", "reason", "detail"] {
            members.set_item(name, "")?;
        }
        members.set_item("status", 0)?;
        let doc = std::ffi::CString::new(DOC)?;
        // `members` is kept until the call returns: pyo3 drops its own reference before Python reads the dict.
        let dict = members.clone().into_any().unbind();
        PyErr::new_type(py, c"presign.Refused", Some(&doc), Some(&py.get_type::<PyException>()), Some(dict))
    })
}

/// Adds the exception to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("Refused", class(module.py())?.bind(module.py()))
}

/// Returns the core's refusal as an exception.
pub(crate) fn from_core(py: Python<'_>, refusal: &Refusal) -> PyErr {
    raise(py, refusal.reason(), refusal.message(), refusal.detail(), refusal.to_string())
}

/// Returns the refusal of text that UTF-8 cannot encode, which occurs in Python only.
pub(crate) fn not_unicode(py: Python<'_>, reason: Reason, what: &str) -> PyErr {
    let detail = format!("{what} contains a lone surrogate, which UTF-8 cannot encode");
    raise(
        py,
        reason,
        reason.message(),
        &detail,
        format!("{}: {} ({detail})", reason.code(), reason.message()),
    )
}

fn raise(py: Python<'_>, reason: Reason, message: &str, detail: &str, sentence: String) -> PyErr {
    let made = || {
        let raised = PyErr::from_type(class(py)?.bind(py).clone(), sentence);
        let value = raised.value(py);
        value.setattr("code", reason.code())?;
        value.setattr("status", reason.status())?;
        value.setattr("message", message)?;
        value.setattr("reason", reason.name())?;
        value.setattr("detail", detail)?;
        Ok(raised)
    };
    made().unwrap_or_else(|error| error)
}
