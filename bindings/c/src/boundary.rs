//! The one way to define an export, and what every export returns through.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

// In WebAssembly a panic ends the call by a trap, which the host reports as an error.
#[cfg(not(any(panic = "unwind", target_family = "wasm")))]
compile_error!("without unwinding, a panic would abort the caller's program: build with panic = \"unwind\"");

/// The result of the body of an export, and its value in C.
pub(crate) trait Outcome {
    type Returned;
    const AFTER_PANIC: Self::Returned;

    fn into_c(self) -> Self::Returned;
}

/// Implements `Outcome` for exports that cannot fail.
macro_rules! infallible {
    ($($type:ty: $after_panic:expr),* $(,)?) => {$(
        impl Outcome for $type {
            type Returned = $type;
            const AFTER_PANIC: $type = $after_panic;

            fn into_c(self) -> $type {
                self
            }
        }
    )*};
}

infallible! {
    (): (),
    u32: 0,
    *const c_char: c"".as_ptr(),
}

/// Runs the body of an export, and catches panics: unwinding into C would be undefined behaviour.
pub(crate) fn boundary<T: Outcome>(body: impl FnOnce() -> T) -> T::Returned {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(outcome) => outcome.into_c(),
        Err(payload) => {
            // Dropping the payload may panic again.
            std::mem::forget(payload);
            T::AFTER_PANIC
        }
    }
}

/// Defines an export whose body runs inside [`boundary`]. Its doc comment becomes its comment in the header.
macro_rules! export {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $returned:ty)? $body:block
    ) => {
        $(#[$attribute])*
        ///
        /// # Safety
        /// The header's conventions.
        #[allow(unsafe_code, clippy::too_many_arguments)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $type),*) $(-> $returned)? {
            $crate::boundary::boundary(move || $body)
        }
    };
}

pub(crate) use export;

#[cfg(test)]
#[allow(unsafe_code)]
mod tests {
    use super::*;
    use crate::inputs::presign_str;
    use crate::status::{Failure, presign_status};

    struct PanicsWhenDropped;

    impl Drop for PanicsWhenDropped {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }

    fn fail() -> Result<(), Failure> {
        panic!("a test");
    }

    export! {
        /// Panics.
        fn presign_test_panic(twice: bool) -> presign_status {
            if twice {
                std::panic::panic_any(PanicsWhenDropped);
            }
            fail()
        }
    }

    #[test]
    fn a_panic_becomes_a_status() {
        // SAFETY: no argument is a pointer.
        let statuses = unsafe { [presign_test_panic(false), presign_test_panic(true)] };
        assert_eq!(statuses, [Failure::PANIC.status(); 2]);
    }

    #[test]
    fn exports_that_cannot_fail_return_a_value_after_a_panic() {
        assert_eq!(boundary(|| -> u32 { panic!("a test") }), 0);
        assert!(!boundary(|| -> *const c_char { panic!("a test") }).is_null());
        assert_eq!(boundary(|| -> presign_str { panic!("a test") }).len, 0);
        boundary(|| -> () { panic!("a test") });
    }
}
