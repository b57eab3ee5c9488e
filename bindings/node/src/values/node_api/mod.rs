//! Values in Node. Node-API is called where napi-rs would copy more than once, or would replace a lone surrogate by U+FFFD,
//! which is another key.

mod calls;
mod handle;
mod joined;
mod links;
mod receiver;
mod text;

use std::time::{SystemTime, UNIX_EPOCH};

use napi::bindgen_prelude::{External, FromNapiValue, Function, ToNapiValue, TypeName, ValidateNapiValue};
use napi::{Result, Status, ValueType, sys};
use presign::{Links, Verifier};

use self::calls::string;
pub use self::receiver::Receiver;
use super::{Handle, Joined, JoinedParts, Link, Outcome, SecretText, Text, Whole};

/// A verifier as JavaScript holds it.
pub type HeldVerifier = External<Verifier>;

/// The URLs of a batch in parts, until JavaScript has taken them.
pub type Made = External<Vec<Links>>;

/// A function of the caller's, which takes a string. It returns nothing if what it wraps has thrown.
pub struct Callback<'a, T>(Function<'a, String, Option<T>>);

impl<T: FromNapiValue> Callback<'_, T> {
    /// Calls the function.
    pub(crate) fn call(&self, argument: &str) -> Option<T> {
        self.0.call(argument.to_owned()).ok().flatten()
    }
}

/// Returns the time in Unix seconds, if there is a clock.
pub fn clock() -> Option<i64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(now.as_secs()).ok()
}

impl<T> FromNapiValue for Callback<'_, T> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        // SAFETY: `env` and `value` are those of a running call.
        Ok(Self(unsafe { Function::from_napi_value(env, value) }?))
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
    JoinedParts: "array" Object,
    Receiver: "function" Function
}

impl<T> TypeName for Callback<'_, T> {
    fn type_name() -> &'static str {
        "function"
    }

    fn value_type() -> ValueType {
        ValueType::Function
    }
}

impl<T> ValidateNapiValue for Callback<'_, T> {}
