//! The function that gets the URLs of a batch.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use super::FromJs;

/// A function that gets many strings in each call.
pub struct Receiver(pub(super) Function);

impl FromJs for Receiver {
    fn from_js(value: &JsValue) -> Self {
        Self(value.unchecked_ref::<Function>().clone())
    }
}
