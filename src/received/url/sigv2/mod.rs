//! Reads links of Signature Version 2: their parameters, and the string to sign that the signature covers.

mod params;
pub(super) mod string_to_sign;

pub(crate) use params::V2Params;
