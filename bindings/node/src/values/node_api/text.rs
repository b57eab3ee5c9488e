//! How strings are read.

use napi::bindgen_prelude::FromNapiValue;
use napi::{Result, sys};
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::calls::{copy_units, out_of_memory, units, zeros};
use crate::values::{SecretText, Text};

/// The number of UTF-16 code units that are read without asking for the length first; most keys are shorter.
const STACK_UNITS: usize = 256;

impl FromNapiValue for Text {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut stack = [0; STACK_UNITS];
        let written = copy_units(env, value, &mut stack)?;
        if written < STACK_UNITS - 1 {
            return from_units(stack.get(..written).unwrap_or_default());
        }
        let mut heap = zeros(units(env, value)? + 1)?;
        let written = copy_units(env, value, &mut heap)?;
        from_units(heap.get(..written).unwrap_or_default())
    }
}

fn from_units(units: &[u16]) -> Result<Text> {
    let mut bytes = SmallVec::new();
    if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
        bytes.try_reserve(units.len()).map_err(|_| out_of_memory())?;
        bytes.extend(units.iter().map(|unit| unit.to_le_bytes()[0]));
        return Ok(Text(Some(bytes)));
    }
    // No code unit becomes more than three bytes.
    bytes.try_reserve(units.len().saturating_mul(3)).map_err(|_| out_of_memory())?;
    for character in char::decode_utf16(units.iter().copied()) {
        let Ok(character) = character else { return Ok(Text(None)) };
        bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(Text(Some(bytes)))
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
