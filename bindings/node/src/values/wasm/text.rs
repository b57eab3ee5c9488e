//! How strings are read.

use js_sys::JsString;
use smallvec::SmallVec;
use wasm_bindgen::{JsCast, JsValue};
use zeroize::Zeroizing;

use super::FromJs;
use crate::values::{Joined, SecretText, Text};

/// Returns a string as UTF-8, or none if it has a lone surrogate.
fn utf8(value: &JsValue) -> Option<String> {
    let text = value.as_string().unwrap_or_default();
    // wasm-bindgen replaces a lone surrogate by U+FFFD, which the string may also have itself.
    let is_whole =
        !text.contains(char::REPLACEMENT_CHARACTER) || value.unchecked_ref::<JsString>().is_valid_utf16();
    is_whole.then_some(text)
}

impl FromJs for Text {
    fn from_js(value: &JsValue) -> Self {
        Self(utf8(value).map(|text| SmallVec::from_vec(text.into_bytes())))
    }
}

impl FromJs for SecretText {
    fn from_js(value: &JsValue) -> Self {
        Self(utf8(value).map(Zeroizing::new))
    }
}

impl FromJs for Joined {
    fn from_js(value: &JsValue) -> Self {
        let string = value.unchecked_ref::<JsString>();
        match utf8(value) {
            Some(text) if text.is_ascii() => Self::Ascii(text.into_bytes()),
            Some(text) => Self::Units(text.encode_utf16().collect()),
            None => Self::Units(string.iter().collect()),
        }
    }
}
