//! How the URLs of a batch become strings.

use std::ptr;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue};
use napi::{Result, sys};
use presign::Links;

use super::calls::{check, string};

/// The number of strings that one call passes. A call for each would take a third of the time of making the string.
const MOST: usize = 128;

/// A function that gets up to [`MOST`] strings in each call.
pub struct Receiver(sys::napi_value);

impl FromNapiValue for Receiver {
    unsafe fn from_napi_value(_env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        Ok(Self(value))
    }
}

/// The URLs of a batch, and who gets them. Each becomes a string of its own, which keeps none of the others alive.
pub struct Given {
    /// The URLs in parts.
    pub(crate) links: Vec<Links>,
    /// The function that gets the strings.
    pub(crate) receiver: Receiver,
}

/// Passes all strings to the receiver, and returns nothing.
impl ToNapiValue for Given {
    unsafe fn to_napi_value(env: sys::napi_env, given: Self) -> Result<sys::napi_value> {
        let mut undefined = ptr::null_mut();
        // SAFETY: `env` is that of a running call.
        check(unsafe { sys::napi_get_undefined(env, &raw mut undefined) }, "no undefined")?;
        // Bytes, because the check that each URL is text takes a tenth of the time of making its string.
        let links = given.links.iter().flat_map(|part| {
            part.offsets().windows(2).map(|ends| between(part.text(), ends).unwrap_or_default())
        });
        let mut links = links.peekable();
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

/// Returns the part of a text between two offsets.
fn between<'a>(text: &'a [u8], ends: &[u64]) -> Option<&'a [u8]> {
    let [begin, end] = ends else { return None };
    text.get(usize::try_from(*begin).ok()?..usize::try_from(*end).ok()?)
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
