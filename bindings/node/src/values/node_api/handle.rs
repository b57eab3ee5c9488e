//! How JavaScript holds a signer. napi-rs's own type for this keeps a record of what is borrowed in each call, which takes
//! a tenth of the time of signing.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue};
use napi::{Error, Result, Status, sys};
use presign::Signer;

use super::calls::check;
use crate::values::Handle;

/// What an external value of a signer points to.
#[repr(C)]
struct Held {
    mark: [u64; 2],
    signer: Arc<Signer>,
}

/// Tells a signer from the other external values of this package, which are larger than this.
const MARK: [u64; 2] = [0x7072_6573_6967_6e2d, 0x7369_676e_6572_2d31]; // presign-signer-1

impl ToNapiValue for Handle {
    unsafe fn to_napi_value(env: sys::napi_env, handle: Self) -> Result<sys::napi_value> {
        let held = Box::into_raw(Box::new(Held { mark: MARK, signer: handle.0 }));
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of a running call. The value owns `held`, which `free` gets once.
        let status = unsafe {
            sys::napi_create_external(env, held.cast(), Some(free), ptr::null_mut(), &raw mut value)
        };
        check(status, "no memory for a signer").inspect_err(|_| {
            // SAFETY: without a value nothing else has the pointer.
            drop(unsafe { Box::from_raw(held) });
        })?;
        Ok(value)
    }
}

unsafe extern "C" fn free(_env: sys::napi_env, held: *mut c_void, _hint: *mut c_void) {
    // SAFETY: the pointer is that of `to_napi_value`, and Node-API calls this once.
    drop(unsafe { Box::from_raw(held.cast::<Held>()) });
}

impl FromNapiValue for Handle {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut held = ptr::null_mut();
        // SAFETY: `env` and `value` are those of a running call.
        check(unsafe { sys::napi_get_value_external(env, value, &raw mut held) }, "no signer")?;
        // SAFETY: JavaScript keeps the value, and so what it points to, until the call ends. Only this package's values get
        // here, and each of them is larger than the mark.
        let mark = unsafe { held.cast::<[u64; 2]>().read_unaligned() };
        if mark != MARK {
            return Err(Error::new(Status::InvalidArg, "presign: no signer"));
        }
        // SAFETY: the mark tells that the value was made in `to_napi_value`.
        let held = unsafe { &*held.cast::<Held>() };
        Ok(Self(Arc::clone(&held.signer)))
    }
}
