//! PyCapsules of Arrow's C data interface: reads those of other libraries, and makes presign's own.
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>
//!
//! This is the only module of this crate with unsafe code. It relies on what the interface demands of the libraries:
//!
//! - A capsule with one of the three names has a pointer to an initialized struct of that kind, which is valid as long
//!   as the capsule exists. A struct that was released or moved has no `release`.
//! - What a struct points to agrees with its schema, and stays valid until its `release` is called, once. Any thread may
//!   call it.
//! - A struct is used by one thread at a time.
//!
//! Taking an array or a stream moves it out of the capsule, which leaves one without `release` there. So exactly
//! one of both is released: what was taken by its new owner, and what was not by the capsule's destructor.

use std::ffi::{CStr, c_char, c_int};
use std::sync::Arc;
use std::{ptr, vec};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType, Field, FieldRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::readable;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// The error number of C for an invalid argument, on every system that Python supports.
const EINVAL: c_int = 22;

/// Reads the field in a schema's capsule, and leaves the schema there.
pub(crate) fn field(schema: &Bound<'_, PyCapsule>) -> PyResult<Field> {
    let pointer = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    // SAFETY: the name says that this is a schema. The reference ends before Python code can run.
    let schema = unsafe { pointer.as_ref() };
    if schema.release.is_none() {
        return Err(released("schema"));
    }
    Field::try_from(schema).map_err(unknown)
}

/// An array that another library made.
pub(crate) struct OneArray {
    array: FFI_ArrowArray,
    field: FieldRef,
}

impl OneArray {
    /// Takes the array out of its capsule, and reads its field.
    pub(crate) fn take(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let field = Arc::new(field(schema)?);
        let pointer = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
        // SAFETY: the name says that this is an array. It is moved out.
        let array = unsafe { FFI_ArrowArray::from_raw(pointer.as_ptr()) };
        if array.is_released() {
            return Err(released("array"));
        }
        Ok(Self { array, field })
    }

    pub(crate) fn field(&self) -> &FieldRef {
        &self.field
    }

    pub(crate) fn into_array(self) -> Result<ArrayRef, ArrowError> {
        imported(self.array, self.field.data_type().clone())
    }
}

fn imported(array: FFI_ArrowArray, data_type: DataType) -> Result<ArrayRef, ArrowError> {
    // SAFETY: the array came with this type, and its buffers agree with it.
    readable::array(&unsafe { from_ffi_and_data_type(array, data_type) }?)
}

fn released(kind: &str) -> PyErr {
    PyValueError::new_err(format!("the capsule's Arrow {kind} was released before: export it again"))
}

/// Converts the error of a type that the crates of Arrow do not have.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unknown(error: ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}

/// A stream of arrays that another library made.
pub(crate) struct ArrayStream {
    stream: FFI_ArrowArrayStream,
    field: FieldRef,
}

impl ArrayStream {
    /// Takes the stream out of its capsule, and reads the field of its arrays.
    pub(crate) fn take(capsule: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let pointer = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: the name says that this is a stream. It is moved out.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        let (Some(get_schema), Some(_)) = (stream.get_schema, stream.release) else {
            return Err(released("stream"));
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream was not released, and both structs are valid for writes.
        let code = unsafe { get_schema(&raw mut stream, &raw mut schema) };
        if code != 0 {
            return Err(PyValueError::new_err(last_error(&mut stream, code).to_string()));
        }
        let field = Arc::new(Field::try_from(&schema).map_err(unknown)?);
        Ok(Self { stream, field })
    }

    pub(crate) fn field(&self) -> &FieldRef {
        &self.field
    }
}

impl Iterator for ArrayStream {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let get_next = self.stream.get_next?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: `take` has checked that the stream was not released, and both structs are valid for writes.
        let code = unsafe { get_next(&raw mut self.stream, &raw mut array) };
        if code != 0 {
            return Some(Err(last_error(&mut self.stream, code)));
        }
        // A released array is the end of the stream.
        (!array.is_released()).then(|| imported(array, self.field.data_type().clone()))
    }
}

/// Returns the error that the stream's last call ended with. A stream need not have a message for it.
fn last_error(stream: &mut FFI_ArrowArrayStream, code: c_int) -> ArrowError {
    let message = stream.get_last_error.and_then(|get_last_error| {
        // SAFETY: the stream was not released, and its last call failed.
        let message = unsafe { get_last_error(stream) };
        // SAFETY: a message is a C string, which is valid until the next call.
        (!message.is_null()).then(|| unsafe { CStr::from_ptr(message) }.to_string_lossy().into_owned())
    });
    ArrowError::CDataInterface(message.unwrap_or_else(|| format!("the stream failed with error {code}")))
}

/// Returns the capsules of an array and its schema.
pub(crate) fn of_array<'py>(
    py: Python<'py>,
    field: &Field,
    array: &ArrayRef,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let schema = exported(field)?;
    let array = FFI_ArrowArray::new(&array.to_data());
    Ok((PyCapsule::new_with_value(py, schema, SCHEMA)?, PyCapsule::new_with_value(py, array, ARRAY)?))
}

/// Returns the capsule of a stream of these arrays.
pub(crate) fn of_stream<'py>(
    py: Python<'py>,
    field: FieldRef,
    chunks: Vec<ArrayRef>,
) -> PyResult<Bound<'py, PyCapsule>> {
    // C's interface has no good place for this error.
    exported(&field)?;
    let chunks = Box::new(Chunks { field, left: chunks.into_iter() });
    let stream = FFI_ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release),
        private_data: Box::into_raw(chunks).cast(),
    };
    PyCapsule::new_with_value(py, stream, STREAM)
}

fn exported(field: &Field) -> PyResult<FFI_ArrowSchema> {
    FFI_ArrowSchema::try_from(field).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// The private data of presign's streams.
struct Chunks {
    field: FieldRef,
    left: vec::IntoIter<ArrayRef>,
}

/// # Safety
///
/// The stream was made by [`of_stream`] and not released, and no other thread uses it. `schema` is valid for writes.
unsafe extern "C" fn get_schema(stream: *mut FFI_ArrowArrayStream, schema: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: as the function's own.
    let chunks = unsafe { &*(*stream).private_data.cast::<Chunks>() };
    let Ok(exported) = FFI_ArrowSchema::try_from(chunks.field.as_ref()) else { return EINVAL };
    // SAFETY: as the function's own. What was there before is not dropped, because it need not be initialized.
    unsafe { schema.write(exported) };
    0
}

/// # Safety
///
/// As [`get_schema`]'s. `array` is valid for writes.
unsafe extern "C" fn get_next(stream: *mut FFI_ArrowArrayStream, array: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: as the function's own.
    let chunks = unsafe { &mut *(*stream).private_data.cast::<Chunks>() };
    let next = chunks.left.next();
    let exported = next.map_or_else(FFI_ArrowArray::empty, |chunk| FFI_ArrowArray::new(&chunk.to_data()));
    // SAFETY: as the function's own. What was there before is not dropped, because it need not be initialized.
    unsafe { array.write(exported) };
    0
}

/// Returns no message: `get_schema` and `get_next` have none.
unsafe extern "C" fn get_last_error(_: *mut FFI_ArrowArrayStream) -> *const c_char {
    ptr::null()
}

/// # Safety
///
/// As [`get_schema`]'s.
unsafe extern "C" fn release(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: as the function's own, so the private data is the box of `of_stream`. The stream is overwritten and not
    // dropped, because that would call this function again.
    unsafe {
        drop(Box::from_raw((*stream).private_data.cast::<Chunks>()));
        stream.write(FFI_ArrowArrayStream::empty());
    }
}
