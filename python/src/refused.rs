//! The exception `Refused`: a verdict on somebody's request. It is no `PresignError`, which is about what the caller
//! did: whoever catches that, or `ValueError`, must not let a request in by it.

use presign::{Reason, Refusal};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();

const DOC: &str = "A request that is not let in, and why. It is no PresignError, since it is about the request and not \
    about\nthe call.\n\n`code` is AWS's error code, `status` the HTTP status and `message` AWS's message: these three \
    are for the\nanswer. `reason` is a name for programs, finer than the code; `detail` says what in the request it is \
    about,\nand is empty where the message says it all. Neither shows a header's value, a token or a signature.";

fn class(py: Python<'_>) -> PyResult<&Py<PyType>> {
    CLASS.get_or_try_init(py, || {
        let members = PyDict::new(py);
        for name in ["code", "message", "reason", "detail"] {
            members.set_item(name, "")?;
        }
        members.set_item("status", 0)?;
        let doc = std::ffi::CString::new(DOC)?;
        // `members` stays ours until the end: pyo3 lets its own reference go before Python reads the dict.
        let dict = members.clone().into_any().unbind();
        PyErr::new_type(py, c"presign.Refused", Some(&doc), Some(&py.get_type::<PyException>()), Some(dict))
    })
}

/// Puts the exception into the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("Refused", class(module.py())?.bind(module.py()))
}

/// The core's refusal as an exception.
pub(crate) fn from_core(py: Python<'_>, refusal: &Refusal) -> PyErr {
    raise(py, refusal.reason(), refusal.detail(), refusal.to_string())
}

/// A refusal that only Python can come upon: text that is no UTF-8.
pub(crate) fn not_unicode(py: Python<'_>, reason: Reason, what: &str) -> PyErr {
    let detail = format!("{what} holds a lone surrogate, which has no UTF-8");
    raise(py, reason, &detail, format!("{}: {} ({detail})", reason.code(), reason.message()))
}

fn raise(py: Python<'_>, reason: Reason, detail: &str, sentence: String) -> PyErr {
    let made = || {
        let raised = PyErr::from_type(class(py)?.bind(py).clone(), sentence);
        let value = raised.value(py);
        value.setattr("code", reason.code())?;
        value.setattr("status", reason.status())?;
        value.setattr("message", reason.message())?;
        value.setattr("reason", reason.name())?;
        value.setattr("detail", detail)?;
        Ok(raised)
    };
    made().unwrap_or_else(|error| error)
}
