//! What JavaScript holds.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use presign::{Links, Signer, Verifier};
use wasm_bindgen::convert::{FromWasmAbi, RefFromWasmAbi};
use wasm_bindgen::describe::WasmDescribe;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::values::Handle;

/// A signer as JavaScript holds it.
#[wasm_bindgen]
pub struct HeldSigner(Arc<Signer>);

impl From<Handle> for HeldSigner {
    fn from(handle: Handle) -> Self {
        Self(handle.0)
    }
}

/// A function that takes a signer leaves it to JavaScript, as if it took a reference.
impl WasmDescribe for Handle {
    fn describe() {
        <&HeldSigner>::describe();
    }
}

impl FromWasmAbi for Handle {
    type Abi = <HeldSigner as RefFromWasmAbi>::Abi;

    unsafe fn from_abi(held: Self::Abi) -> Self {
        // SAFETY: the caller's promise about `held` holds for this call too.
        Self(Arc::clone(&unsafe { HeldSigner::ref_from_abi(held) }.0))
    }
}

/// Defines a type that JavaScript holds.
macro_rules! held {
    ($(#[$about:meta])* $name:ident: $type:ty) => {
        $(#[$about])*
        #[wasm_bindgen]
        pub struct $name($type);

        impl $name {
            pub(crate) fn new(held: $type) -> Self {
                Self(held)
            }
        }

        impl Deref for $name {
            type Target = $type;

            fn deref(&self) -> &$type {
                &self.0
            }
        }

        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut $type {
                &mut self.0
            }
        }
    };
}

held! {
    /// A verifier as JavaScript holds it.
    HeldVerifier: Verifier
}

held! {
    /// The URLs of a batch in parts, until JavaScript has taken them.
    Made: Vec<Links>
}
