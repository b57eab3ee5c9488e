//! How the URLs of a batch become strings.

use std::ptr;

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result, sys};

use super::calls::{check, string};
use super::receiver::Receiver;
use crate::values::{Given, MOST};

/// Passes all strings to the receiver, and returns nothing.
impl ToNapiValue for Given {
    unsafe fn to_napi_value(env: sys::napi_env, given: Self) -> Result<sys::napi_value> {
        let mut undefined = ptr::null_mut();
        // SAFETY: `env` is that of a running call.
        check(unsafe { sys::napi_get_undefined(env, &raw mut undefined) }, "no undefined")?;
        let mut links = given.all().peekable();
        while links.peek().is_some() {
            let mut scope = ptr::null_mut();
            // SAFETY: `env` is that of a running call. The scope ends below; without one, the engine would hold a handle
            // for each string until the call ends.
            check(unsafe { sys::napi_open_handle_scope(env, &raw mut scope) }, "no memory")?;
            let passed = pass(env, undefined, &given.receiver, links.by_ref().take(MOST));
            // SAFETY: the scope was opened above.
            check(unsafe { sys::napi_close_handle_scope(env, scope) }, "a handle scope")?;
            passed?;
        }
        Ok(undefined)
    }
}

/// Passes at most [`MOST`] strings in one call.
fn pass<'a>(
    env: sys::napi_env,
    undefined: sys::napi_value,
    receiver: &Receiver,
    links: impl Iterator<Item = &'a [u8]>,
) -> Result<()> {
    let mut strings = [ptr::null_mut(); MOST];
    let mut count = 0;
    for (slot, link) in strings.iter_mut().zip(links) {
        *slot = string(env, link)?;
        count += 1;
    }
    let mut returned = ptr::null_mut();
    // SAFETY: `env` is that of a running call, in which the function and the first `count` strings are alive.
    let status = unsafe {
        sys::napi_call_function(env, undefined, receiver.0, count, strings.as_ptr(), &raw mut returned)
    };
    check(status, "the URLs could not be passed")
}
