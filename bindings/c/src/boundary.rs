//! The one way out of the library, and the one way to define an export.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::inputs::presign_str;
use crate::status::{Failure, PRESIGN_ERR_PANIC, PRESIGN_OK, presign_status};

#[cfg(not(panic = "unwind"))]
compile_error!("without unwinding, a panic would end the caller's program: build with panic = \"unwind\"");

/// What the body of an export ends with, and what C gets for it.
pub(crate) trait Outcome {
    type Returned;
    const AFTER_PANIC: Self::Returned;

    fn answer(self) -> Self::Returned;
}

impl Outcome for Result<(), Failure> {
    type Returned = presign_status;
    const AFTER_PANIC: presign_status = PRESIGN_ERR_PANIC;

    fn answer(self) -> presign_status {
        match self {
            Ok(()) => PRESIGN_OK,
            Err(failure) => failure.status(),
        }
    }
}

/// For the exports that cannot fail.
macro_rules! infallible {
    ($($type:ty: $after_panic:expr),* $(,)?) => {$(
        impl Outcome for $type {
            type Returned = $type;
            const AFTER_PANIC: $type = $after_panic;

            fn answer(self) -> $type {
                self
            }
        }
    )*};
}

infallible! {
    (): (),
    u32: 0,
    *const c_char: c"".as_ptr(),
    presign_str: presign_str::EMPTY,
}

/// Runs the body of an export. Unwinding into C would be undefined behaviour, so a panic ends here.
pub(crate) fn boundary<T: Outcome>(body: impl FnOnce() -> T) -> T::Returned {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(outcome) => outcome.answer(),
        Err(payload) => {
            // Dropping what was thrown may panic again.
            std::mem::forget(payload);
            T::AFTER_PANIC
        }
    }
}

/// Defines an export: its body runs inside of [`boundary`]. What it says of itself goes into the header.
macro_rules! export {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $answer:ty)? $body:block
    ) => {
        $(#[$attribute])*
        ///
        /// # Safety
        /// The header's conventions.
        #[allow(unsafe_code, clippy::too_many_arguments)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $type),*) $(-> $answer)? {
            $crate::boundary::boundary(move || $body)
        }
    };
}

pub(crate) use export;

#[cfg(test)]
#[allow(unsafe_code)]
mod tests {
    use super::*;

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
        /// Panics, as no export should.
        fn presign_test_panic(twice: bool) -> presign_status {
            if twice {
                std::panic::panic_any(PanicsWhenDropped);
            }
            fail()
        }
    }

    #[test]
    fn a_panic_becomes_a_status() {
        // SAFETY: the arguments are no pointers.
        let statuses = unsafe { [presign_test_panic(false), presign_test_panic(true)] };
        assert_eq!(statuses, [PRESIGN_ERR_PANIC; 2]);
    }

    #[test]
    fn exports_that_cannot_fail_have_an_answer_after_a_panic() {
        assert_eq!(boundary(|| -> u32 { panic!("a test") }), 0);
        assert!(!boundary(|| -> *const c_char { panic!("a test") }).is_null());
        assert_eq!(boundary(|| -> presign_str { panic!("a test") }).len, 0);
        boundary(|| -> () { panic!("a test") });
    }
}
