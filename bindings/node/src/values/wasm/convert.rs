//! How arguments and results are converted. All of them cross as references to a value of JavaScript, and are converted
//! here, but for single numbers and for arrays of numbers.

use wasm_bindgen::JsValue;

/// What a value of JavaScript is converted to. The JavaScript side has checked its type.
pub(crate) trait FromJs: Sized {
    fn from_js(value: &JsValue) -> Self;
}

/// What is converted to a value of JavaScript, or to none.
pub(crate) trait IntoJs {
    fn into_js(self) -> Option<JsValue>;
}

impl<T: FromJs> FromJs for Option<T> {
    fn from_js(value: &JsValue) -> Self {
        (!value.is_undefined() && !value.is_null()).then(|| T::from_js(value))
    }
}

impl<T: FromJs> FromJs for Vec<T> {
    fn from_js(value: &JsValue) -> Self {
        js_sys::Array::from(value).iter().map(|item| T::from_js(&item)).collect()
    }
}

impl FromJs for i64 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the JavaScript side has checked that the number is whole"
    )]
    fn from_js(value: &JsValue) -> Self {
        value.as_f64().unwrap_or_default() as Self
    }
}

impl FromJs for bool {
    fn from_js(value: &JsValue) -> Self {
        value.is_truthy()
    }
}

impl<T: IntoJs> IntoJs for Option<T> {
    fn into_js(self) -> Option<JsValue> {
        self.and_then(T::into_js)
    }
}

impl<T: IntoJs> IntoJs for Vec<T> {
    fn into_js(self) -> Option<JsValue> {
        let items = self.into_iter().map(|item| item.into_js().unwrap_or(JsValue::UNDEFINED));
        Some(items.collect::<js_sys::Array>().into())
    }
}

impl IntoJs for i64 {
    #[allow(clippy::cast_precision_loss, reason = "times and lengths are below 2^53")]
    fn into_js(self) -> Option<JsValue> {
        Some((self as f64).into())
    }
}

/// Types that wasm-bindgen converts.
macro_rules! own {
    ($($type:ty),+) => { $(
        impl IntoJs for $type {
            fn into_js(self) -> Option<JsValue> {
                Some(self.into())
            }
        }
    )+ };
}

own! { String, &str, bool, f64, u32 }

/// Lets the functions of this crate take values of a type that is [`FromJs`].
macro_rules! taken {
    ($($type:ty),+) => { $(
        impl wasm_bindgen::describe::WasmDescribe for $type {
            fn describe() {
                wasm_bindgen::JsValue::describe();
            }
        }

        impl wasm_bindgen::convert::FromWasmAbi for $type {
            type Abi = <wasm_bindgen::JsValue as wasm_bindgen::convert::FromWasmAbi>::Abi;

            unsafe fn from_abi(value: Self::Abi) -> Self {
                // SAFETY: the caller's promise about `value` holds for this call too.
                let value = unsafe { wasm_bindgen::JsValue::from_abi(value) };
                $crate::values::FromJs::from_js(&value)
            }
        }

        impl wasm_bindgen::convert::OptionFromWasmAbi for $type {
            fn is_none(value: &Self::Abi) -> bool {
                wasm_bindgen::JsValue::is_none(value)
            }
        }
    )+ };
}

/// Lets the functions of this crate return values of a type that is [`IntoJs`].
macro_rules! returned {
    ($type:ty) => {
        impl wasm_bindgen::describe::WasmDescribe for $type {
            fn describe() {
                wasm_bindgen::JsValue::describe();
            }
        }

        impl wasm_bindgen::convert::IntoWasmAbi for $type {
            type Abi = <wasm_bindgen::JsValue as wasm_bindgen::convert::IntoWasmAbi>::Abi;

            fn into_abi(self) -> Self::Abi {
                $crate::values::IntoJs::into_js(self).unwrap_or(wasm_bindgen::JsValue::UNDEFINED).into_abi()
            }
        }
    };
}

pub(crate) use {own, returned, taken};
