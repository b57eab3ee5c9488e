//! What everything is made of: percent-encoding, hexadecimal, the calendar, SHA-256, comparing in
//! constant time, and memory that is wiped.

#[cfg(feature = "verify")]
pub(crate) mod constant_time;
pub(crate) mod encode;
pub(crate) mod hmac_sha1;
pub(crate) mod padding;
#[cfg(test)]
pub(crate) mod random;
pub(crate) mod sha256;
pub(crate) mod time;
pub(crate) mod wiped;
