//! How the URLs of a batch become strings.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::IntoJs;
use crate::values::{Given, MOST};

/// Passes all strings to the receiver, and returns nothing.
impl IntoJs for Given {
    fn into_js(self) -> Option<JsValue> {
        let mut links = self.all().filter_map(|link| std::str::from_utf8(link).ok()).peekable();
        while links.peek().is_some() {
            let strings: Array = links.by_ref().take(MOST).map(JsValue::from_str).collect();
            // The receiver adds them to an array, and throws nothing.
            self.receiver.0.apply(&JsValue::UNDEFINED, &strings).ok()?;
        }
        None
    }
}
