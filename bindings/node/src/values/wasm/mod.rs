//! Values in WebAssembly, through wasm-bindgen, which would replace a lone surrogate by U+FFFD: that is another key.

mod convert;
mod handles;
mod links;
mod object;
mod passed;
mod receiver;
mod text;

use std::marker::PhantomData;

use js_sys::{Date, Function};
use wasm_bindgen::{JsCast, JsValue};

pub(crate) use self::convert::{FromJs, IntoJs, returned, taken};
pub use self::handles::{HeldVerifier, Made};
pub(crate) use self::object::{Object, read_object, write_object};
pub use self::receiver::Receiver;

/// A function of the caller's, which takes a string. It returns nothing if what it wraps has thrown.
pub struct Callback<'a, T>(Function, PhantomData<&'a T>);

impl<T: FromJs> Callback<'_, T> {
    /// Calls the function.
    pub(crate) fn call(&self, argument: &str) -> Option<T> {
        Option::from_js(&self.0.call1(&JsValue::UNDEFINED, &argument.into()).ok()?)
    }
}

impl<T> FromJs for Callback<'_, T> {
    fn from_js(value: &JsValue) -> Self {
        Self(value.unchecked_ref::<Function>().clone(), PhantomData)
    }
}

/// Returns the time in Unix seconds, if there is a clock.
#[allow(
    clippy::cast_possible_truncation,
    clippy::unnecessary_wraps,
    reason = "a Date has less than 2^53 milliseconds"
)]
pub fn clock() -> Option<i64> {
    Some((Date::now() / 1000.0).floor() as i64)
}
