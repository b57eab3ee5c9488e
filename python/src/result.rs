//! What the classes of results share: they are values, which can be compared, hashed, copied, pickled and written as
//! JSON.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Defines the methods of a result class. `$attribute` are the names of its fields, in order.
macro_rules! result_methods {
    ($class:ident { $($attribute:literal),+ $(,)? } $($others:tt)*) => {
        #[pymethods]
        impl $class {
            /// Return a new dict of all attributes, which json.dumps accepts. Times are Unix seconds. The dict contains
            /// what the repr omits.
            fn as_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
                $crate::result::attributes(slf.as_any(), &[$($attribute),+])
            }

            /// The same dict: vars returns it, so FastAPI and others can write the object as JSON.
            #[getter]
            fn __dict__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
                Self::as_dict(slf)
            }

            /// Return the class and the arguments that create an equal object, for pickle and copy.
            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
                Ok((slf.get_type(), Self::as_dict(slf)?.values().to_tuple()))
            }

            $($others)*
        }
    };
}
pub(crate) use result_methods;

/// Returns a dict of the attributes with these names.
pub(crate) fn attributes<'py>(object: &Bound<'py, PyAny>, names: &[&str]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(object.py());
    for name in names {
        dict.set_item(name, object.getattr(*name)?)?;
    }
    Ok(dict)
}

/// Names and values, which Python sees as a new dict.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Mapping(pub(crate) Vec<(String, String)>);

impl<'py> IntoPyObject<'py> for &Mapping {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (name, value) in &self.0 {
            dict.set_item(name, value)?;
        }
        Ok(dict)
    }
}

impl<'py> FromPyObject<'_, 'py> for Mapping {
    type Error = PyErr;

    fn extract(dict: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        dict.cast::<PyDict>()?.items().extract().map(Self)
    }
}
