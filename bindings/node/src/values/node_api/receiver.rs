//! The function that gets the URLs of a batch.

use napi::bindgen_prelude::FromNapiValue;
use napi::{Result, sys};

/// A function that gets many strings in each call.
pub struct Receiver(pub(super) sys::napi_value);

impl FromNapiValue for Receiver {
    unsafe fn from_napi_value(_env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        Ok(Self(value))
    }
}
