//! How joined strings are read.

use std::ptr;

use napi::bindgen_prelude::FromNapiValue;
use napi::{Result, sys};

use super::calls::{check, copy_units, units, zeros};
use crate::values::{Joined, JoinedParts};

impl FromNapiValue for Joined {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let length = units(env, value)?;
        let mut bytes = 0;
        // SAFETY: `env` and `value` are those of a running call; without a buffer, Node-API writes only the length.
        let status =
            unsafe { sys::napi_get_value_string_utf8(env, value, ptr::null_mut(), 0, &raw mut bytes) };
        check(status, "a value is not a string")?;
        if bytes != length {
            let mut buffer = zeros(length + 1)?;
            let written = copy_units(env, value, &mut buffer)?;
            buffer.truncate(written);
            return Ok(Self::Units(buffer));
        }
        // Only ASCII has as many bytes of UTF-8 as code units.
        let mut buffer: Vec<u8> = zeros(length + 1)?;
        let mut written = 0;
        let at = buffer.as_mut_ptr().cast();
        // SAFETY: `env` and `value` are those of a running call, and the buffer has the length that is given.
        let status =
            unsafe { sys::napi_get_value_string_utf8(env, value, at, buffer.len(), &raw mut written) };
        check(status, "a value is not a string")?;
        buffer.truncate(written);
        Ok(Self::Ascii(buffer))
    }
}

impl FromNapiValue for JoinedParts {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        // SAFETY: `env` and `value` are those of a running call.
        unsafe { Vec::from_napi_value(env, value) }.map(Self)
    }
}
