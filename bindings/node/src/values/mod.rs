//! How values cross between JavaScript and Rust: in Node through Node-API, elsewhere through wasm-bindgen. All other modules
//! are the same for both. These are the only modules with unsafe code.

#[cfg(not(target_arch = "wasm32"))]
mod node_api;
mod objects;
mod text;
#[cfg(target_arch = "wasm32")]
mod wasm;

use std::ops::Deref;
use std::sync::Arc;

use presign::{Links, Signer};

#[cfg(not(target_arch = "wasm32"))]
pub use self::node_api::{Callback, HeldVerifier, Made, Receiver, clock};
pub(crate) use self::objects::{arguments, results};
pub use self::text::{Part, SecretText, Text};
#[cfg(target_arch = "wasm32")]
pub use self::wasm::{Callback, HeldVerifier, Made, Receiver, clock};
#[cfg(target_arch = "wasm32")]
pub(crate) use self::wasm::{FromJs, IntoJs, Object, read_object, returned, taken, write_object};
use crate::failure::Failure;

/// A signer as JavaScript holds it, which a batch off the event loop shares.
pub struct Handle(pub(crate) Arc<Signer>);

impl Deref for Handle {
    type Target = Signer;

    fn deref(&self) -> &Signer {
        &self.0
    }
}

/// A whole number, or none for any value that is not a number. The JavaScript side has checked it.
pub struct Whole(pub(crate) Option<i64>);

/// A URL, which is ASCII.
pub struct Link(pub(crate) Vec<u8>);

/// One string that was joined of many: reading it takes much less time than reading each of them.
pub enum Joined {
    /// All of it is ASCII.
    Ascii(Vec<u8>),
    /// UTF-16 code units.
    Units(Vec<u16>),
}

/// The same of so many that JavaScript's greatest length does not suffice for one string.
pub struct JoinedParts(pub(crate) Vec<Joined>);

/// The URLs of a batch, and who gets them. Each becomes a string of its own, which keeps none of the others alive.
pub struct Given {
    /// The URLs in parts.
    pub(crate) links: Vec<Links>,
    /// The function that gets the strings.
    pub(crate) receiver: Receiver,
}

/// The number of strings that one call of a [`Receiver`] passes. A call for each would take a third of the time of making
/// the string.
const MOST: usize = 128;

impl Given {
    /// Returns the URLs as bytes, because the check that each is text takes a tenth of the time of making its string.
    fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.links.iter().flat_map(|part| {
            part.offsets().windows(2).map(|ends| between(part.text(), ends).unwrap_or_default())
        })
    }
}

/// Returns the part of a text between two offsets.
fn between<'a>(text: &'a [u8], ends: &[u64]) -> Option<&'a [u8]> {
    let [begin, end] = ends else { return None };
    text.get(usize::try_from(*begin).ok()?..usize::try_from(*end).ok()?)
}

/// What a function returns: its result, or a [`Failure`] that the JavaScript side throws as an error of its classes.
pub enum Outcome<T> {
    /// The function's result.
    Done(T),
    /// Why there is none.
    Failed(Failure),
}

impl<T> From<Result<T, Failure>> for Outcome<T> {
    fn from(result: Result<T, Failure>) -> Self {
        match result {
            Ok(value) => Self::Done(value),
            Err(failure) => Self::Failed(failure),
        }
    }
}
