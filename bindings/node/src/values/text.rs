//! Strings, which UTF-8 may not be able to encode.

use napi::bindgen_prelude::FromNapiValue;
use napi::{Result, sys};
use presign::ErrorKind;
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::calls::{copy_units, out_of_memory, units, zeros};
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
        // SAFETY: the bytes are those of `from_units`, which writes ASCII or what `encode_utf8` returns.
        self.0.as_ref().map(|bytes| unsafe { std::str::from_utf8_unchecked(bytes) })
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
