//! The types that the functions of this crate take and return, besides objects.

use wasm_bindgen::JsValue;
use wasm_bindgen::convert::{FromWasmAbi, IntoWasmAbi};
use wasm_bindgen::describe::WasmDescribe;

use super::Callback;
use super::convert::{FromJs, IntoJs, own, returned, taken};
use super::handles::{HeldSigner, HeldVerifier, Made};
use super::receiver::Receiver;
use crate::failure::Values;
use crate::received::SecretArguments;
use crate::values::{Given, Handle, Joined, JoinedParts, Link, Outcome, SecretText, Text, Whole};

impl FromJs for JoinedParts {
    fn from_js(value: &JsValue) -> Self {
        Self(Vec::from_js(value))
    }
}

/// A URL is ASCII, so nothing in it is replaced.
impl IntoJs for Link {
    fn into_js(self) -> Option<JsValue> {
        String::from_utf8(self.0).unwrap_or_default().into_js()
    }
}

impl<T: IntoJs> IntoJs for Outcome<T> {
    fn into_js(self) -> Option<JsValue> {
        match self {
            Self::Done(value) => value.into_js(),
            Self::Failed(failure) => Values::into_js(failure.into_values()),
        }
    }
}

taken! { Text, SecretText, Joined, JoinedParts, Receiver, Callback<'_, Text>, Callback<'_, SecretArguments> }
returned! { Given }

impl<T> WasmDescribe for Outcome<T> {
    fn describe() {
        JsValue::describe();
    }
}

impl<T: IntoJs> IntoWasmAbi for Outcome<T> {
    type Abi = <JsValue as IntoWasmAbi>::Abi;

    fn into_abi(self) -> Self::Abi {
        self.into_js().unwrap_or(JsValue::UNDEFINED).into_abi()
    }
}

/// A number that may be missing crosses without a reference.
impl WasmDescribe for Whole {
    fn describe() {
        Option::<f64>::describe();
    }
}

impl FromWasmAbi for Whole {
    type Abi = <Option<f64> as FromWasmAbi>::Abi;

    #[allow(
        clippy::cast_possible_truncation,
        reason = "the JavaScript side has checked that the number is whole"
    )]
    unsafe fn from_abi(value: Self::Abi) -> Self {
        // SAFETY: the caller's promise about `value` holds for this call too.
        Self(unsafe { Option::<f64>::from_abi(value) }.map(|number| number as i64))
    }
}

impl IntoJs for Handle {
    fn into_js(self) -> Option<JsValue> {
        Some(HeldSigner::from(self).into())
    }
}

own! { HeldVerifier, Made }
