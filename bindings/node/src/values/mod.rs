//! How values cross between JavaScript and Rust. This is the only module with unsafe code: it calls Node-API where
//! napi-rs would copy more than once, or would replace a lone surrogate by U+FFFD, which is another key.

mod joined;
mod links;

use std::ptr;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue};
use napi::{Error, Result, Status, ValueType, sys};
use presign::ErrorKind;
use smallvec::SmallVec;
use zeroize::Zeroizing;

pub use joined::Joined;
pub use links::{Given, Receiver};

use crate::failure::Failure;

/// The number of UTF-16 code units that are read without asking for the length first; most keys are shorter.
const STACK_UNITS: usize = 256;

/// A string as UTF-8, or the fact that it has a lone surrogate, which UTF-8 cannot encode.
pub struct Text(Option<SmallVec<[u8; 128]>>);

/// A string that something else owns, or none if it has a lone surrogate.
#[derive(Clone, Copy)]
pub struct Part<'a>(pub(crate) Option<&'a str>);

/// An empty string.
impl Default for Part<'_> {
    fn default() -> Self {
        Self(Some(""))
    }
}

impl<'a> Part<'a> {
    /// Returns the text. `name` and `kind` are for the error, which does not contain the text.
    pub(crate) fn get(self, name: &str, kind: ErrorKind) -> std::result::Result<&'a str, Failure> {
        self.0.ok_or_else(|| Failure::lone_surrogate(name, kind))
    }
}

impl<'a> From<&'a Text> for Part<'a> {
    fn from(text: &'a Text) -> Self {
        Self(text.known())
    }
}

impl<'a> From<&Part<'a>> for Part<'a> {
    fn from(part: &Part<'a>) -> Self {
        *part
    }
}

impl Text {
    /// Returns the text. `name` and `kind` are for the error, which does not contain the text.
    pub(crate) fn get(&self, name: &str, kind: ErrorKind) -> std::result::Result<&str, Failure> {
        Part::from(self).get(name, kind)
    }

    /// Returns the text, if it has no lone surrogate.
    pub(crate) fn known(&self) -> Option<&str> {
        self.0.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// An empty text for one with a lone surrogate; callers look for those first.
impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.known().unwrap_or_default()
    }
}

/// A string that is wiped from memory, as are the copies that are made of it here.
pub struct SecretText(Option<Zeroizing<String>>);

impl SecretText {
    /// Returns the text. `name` is for the error, which does not contain the text.
    pub(crate) fn get(&self, name: &str) -> std::result::Result<&str, Failure> {
        let text = self.0.as_ref().map(|text| text.as_str());
        text.ok_or_else(|| Failure::lone_surrogate(name, ErrorKind::Credentials))
    }
}

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

fn check(status: sys::napi_status, what: &str) -> Result<()> {
    match Status::from(status) {
        Status::Ok => Ok(()),
        status => Err(Error::new(status, format!("presign: {what}"))),
    }
}

fn out_of_memory() -> Error {
    Error::new(Status::GenericFailure, "presign: out of memory")
}

/// Returns the length of a string in UTF-16 code units.
fn units(env: sys::napi_env, value: sys::napi_value) -> Result<usize> {
    let mut length = 0;
    // SAFETY: `env` and `value` are those of a running call; without a buffer, Node-API writes only the length.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &raw mut length) };
    check(status, "a value is not a string")?;
    Ok(length)
}

/// Copies at most as many UTF-16 code units of a string as `buffer` has, less one for the final zero. Returns how many.
fn copy_units(env: sys::napi_env, value: sys::napi_value, buffer: &mut [u16]) -> Result<usize> {
    let mut written = 0;
    let at = buffer.as_mut_ptr();
    // SAFETY: `env` and `value` are those of a running call, and the buffer has the length that is given.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, at, buffer.len(), &raw mut written) };
    check(status, "a value is not a string")?;
    Ok(written)
}

fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(length).map_err(|_| out_of_memory())?;
    buffer.resize(length, T::default());
    Ok(buffer)
}

impl FromNapiValue for Text {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut stack = [0; STACK_UNITS];
        let written = copy_units(env, value, &mut stack)?;
        if written < STACK_UNITS - 1 {
            return Self::from_units(stack.get(..written).unwrap_or_default());
        }
        let mut heap = zeros(units(env, value)? + 1)?;
        let written = copy_units(env, value, &mut heap)?;
        Self::from_units(heap.get(..written).unwrap_or_default())
    }
}

impl Text {
    fn from_units(units: &[u16]) -> Result<Self> {
        let mut bytes = SmallVec::new();
        if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
            bytes.try_reserve(units.len()).map_err(|_| out_of_memory())?;
            bytes.extend(units.iter().map(|unit| unit.to_le_bytes()[0]));
            return Ok(Self(Some(bytes)));
        }
        // No code unit becomes more than three bytes.
        bytes.try_reserve(units.len().saturating_mul(3)).map_err(|_| out_of_memory())?;
        for character in char::decode_utf16(units.iter().copied()) {
            let Ok(character) = character else { return Ok(Self(None)) };
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(Self(Some(bytes)))
    }
}

impl FromNapiValue for SecretText {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut buffer = Zeroizing::new(zeros(units(env, value)? + 1)?);
        let written = copy_units(env, value, &mut buffer)?;
        // The capacity is never exceeded, so that no copy remains.
        let mut text = Zeroizing::new(String::new());
        text.try_reserve_exact(written.saturating_mul(3)).map_err(|_| out_of_memory())?;
        for character in char::decode_utf16(buffer.iter().copied().take(written)) {
            let Ok(character) = character else { return Ok(Self(None)) };
            text.push(character);
        }
        Ok(Self(Some(text)))
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

/// Creates a string from bytes that are ASCII.
fn string(env: sys::napi_env, ascii: &[u8]) -> Result<sys::napi_value> {
    let length = isize::try_from(ascii.len()).map_err(|_| out_of_memory())?;
    let mut made = ptr::null_mut();
    // SAFETY: the pointer and the length are those of `ascii`, which Node-API copies.
    let status = unsafe { sys::napi_create_string_latin1(env, ascii.as_ptr().cast(), length, &raw mut made) };
    check(status, "no memory for a string")?;
    Ok(made)
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
    Joined: "string" String,
    Receiver: "function" Function
}
