//! The native half of the packages for JavaScript: it translates strings and errors, and signs nothing itself. For Node it
//! is a library that Node loads, for browsers and others WebAssembly.
//!
//! The JavaScript half (`index.js`, `lib/`) has the classes that users see. It checks the types of all arguments, and
//! passes them on by position or as one object. So a function here may take for granted that a string is a string.

#![allow(clippy::needless_pass_by_value, reason = "napi-rs passes arguments by value")]
// The tests are JavaScript's.
#![cfg_attr(test, allow(dead_code, reason = "napi-rs exports nothing from a build for Rust's tests"))]

#[cfg(not(target_arch = "wasm32"))]
mod background;
mod batch;
#[cfg(not(target_arch = "wasm32"))]
mod environment;
mod failure;
mod optional;
mod playlist;
mod policy;
mod post;
mod received;
mod request;
mod signer;
mod strings;
mod values;
