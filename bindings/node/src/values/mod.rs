//! How values cross between JavaScript and Rust. This is the only module with unsafe code: it calls Node-API where
//! napi-rs would copy more than once, or would replace a lone surrogate by U+FFFD, which is another key.

mod calls;
mod handle;
mod joined;
mod links;
mod text;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue};
use napi::{Result, Status, ValueType, sys};

use self::calls::string;
pub use self::handle::Handle;
pub use self::joined::Joined;
pub use self::links::{Given, Receiver};
pub use self::text::{Part, SecretText, Text};
use crate::failure::Failure;

/// A whole number, or none for any value that is not a number. The JavaScript side has checked it.
pub struct Whole(pub(crate) Option<i64>);

/// A URL, which is ASCII.
pub struct Link(pub(crate) Vec<u8>);

/// What a function returns: its result, or a [`Failure`] that the JavaScript side throws as an error of its classes.
pub enum Outcome<T> {
    /// The function's result.
    Done(T),
    /// Why there is none.
    Failed(Failure),
}

impl<T> From<std::result::Result<T, Failure>> for Outcome<T> {
    fn from(result: std::result::Result<T, Failure>) -> Self {
        match result {
            Ok(value) => Self::Done(value),
            Err(failure) => Self::Failed(failure),
        }
    }
}

impl FromNapiValue for Whole {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut number = 0;
        // SAFETY: `env` and `value` are those of a running call.
        let status = unsafe { sys::napi_get_value_int64(env, value, &raw mut number) };
        Ok(Self((Status::from(status) == Status::Ok).then_some(number)))
    }
}

impl ToNapiValue for Link {
    unsafe fn to_napi_value(env: sys::napi_env, link: Self) -> Result<sys::napi_value> {
        string(env, &link.0)
    }
}

impl<T> TypeName for Outcome<T> {
    fn type_name() -> &'static str {
        "object"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

impl<T: ToNapiValue> ToNapiValue for Outcome<T> {
    unsafe fn to_napi_value(env: sys::napi_env, outcome: Self) -> Result<sys::napi_value> {
        match outcome {
            // SAFETY: the caller's promise about `env` holds for these calls too.
            Self::Done(value) => unsafe { T::to_napi_value(env, value) },
            // SAFETY: as above.
            Self::Failed(failure) => unsafe { ToNapiValue::to_napi_value(env, failure.into_values()) },
        }
    }
}

/// napi-rs asks for these, and uses them for messages and types that this crate does not have it write.
macro_rules! types {
    ($($type:ty: $name:literal $value:ident),+) => { $(
        impl TypeName for $type {
            fn type_name() -> &'static str {
                $name
            }

            fn value_type() -> ValueType {
                ValueType::$value
            }
        }

        impl ValidateNapiValue for $type {}
    )+ };
}

types! {
    Text: "string" String,
    SecretText: "string" String,
    Whole: "number" Number,
    Handle: "external" External,
    Joined: "string" String,
    Receiver: "function" Function
}
