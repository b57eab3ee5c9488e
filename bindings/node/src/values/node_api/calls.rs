//! Calls of Node-API.

use std::ptr;

use napi::{Error, Result, Status, sys};

pub(super) fn check(status: sys::napi_status, what: &str) -> Result<()> {
    match Status::from(status) {
        Status::Ok => Ok(()),
        status => Err(Error::new(status, format!("presign: {what}"))),
    }
}

pub(super) fn out_of_memory() -> Error {
    Error::new(Status::GenericFailure, "presign: out of memory")
}

/// Returns the length of a string in UTF-16 code units.
pub(super) fn units(env: sys::napi_env, value: sys::napi_value) -> Result<usize> {
    let mut length = 0;
    // SAFETY: `env` and `value` are those of a running call; without a buffer, Node-API writes only the length.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &raw mut length) };
    check(status, "a value is not a string")?;
    Ok(length)
}

/// Copies at most as many UTF-16 code units of a string as `buffer` has, less one for the final zero. Returns how many.
pub(super) fn copy_units(env: sys::napi_env, value: sys::napi_value, buffer: &mut [u16]) -> Result<usize> {
    let mut written = 0;
    let at = buffer.as_mut_ptr();
    // SAFETY: `env` and `value` are those of a running call, and the buffer has the length that is given.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, at, buffer.len(), &raw mut written) };
    check(status, "a value is not a string")?;
    Ok(written)
}

pub(super) fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(length).map_err(|_| out_of_memory())?;
    buffer.resize(length, T::default());
    Ok(buffer)
}

/// Creates a string from bytes that are ASCII.
pub(super) fn string(env: sys::napi_env, ascii: &[u8]) -> Result<sys::napi_value> {
    let length = isize::try_from(ascii.len()).map_err(|_| out_of_memory())?;
    let mut made = ptr::null_mut();
    // SAFETY: the pointer and the length are those of `ascii`, which Node-API copies.
    let status = unsafe { sys::napi_create_string_latin1(env, ascii.as_ptr().cast(), length, &raw mut made) };
    check(status, "no memory for a string")?;
    Ok(made)
}
