//! The two ways to define an export, and what every export returns through.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{ErrorOut, Failure, presign_error};
use crate::own_error::{OwnError, OwnFailure, PRESIGN_OK, presign_status};

// On wasm a panic always ends the instance, and the host sees that as an error of its own.
#[cfg(not(any(panic = "unwind", target_family = "wasm")))]
compile_error!("without unwinding, a panic would abort the caller's program: build with panic = \"unwind\"");

/// A result that exports return which cannot fail.
pub(crate) trait Infallible {
    const AFTER_PANIC: Self;
}

macro_rules! infallible {
    ($($type:ty: $after_panic:expr),* $(,)?) => {$(
        impl Infallible for $type {
            const AFTER_PANIC: $type = $after_panic;
        }
    )*};
}

infallible! {
    (): (),
    u32: 0,
    i64: 0,
    *const c_char: c"".as_ptr(),
}

/// Runs a body, and catches panics: unwinding into C would be undefined behaviour.
fn caught<T>(body: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(outcome) => Some(outcome),
        Err(payload) => {
            // Dropping the payload may panic again.
            std::mem::forget(payload);
            None
        }
    }
}

/// Runs the body of an export that cannot fail.
pub(crate) fn infallible<T: Infallible>(body: impl FnOnce() -> T) -> T {
    caught(body).unwrap_or(T::AFTER_PANIC)
}

/// Runs the body of an export that can fail, and tells the caller why it does.
///
/// # Safety
/// Invariants 1 and 3 of the crate, for `error`.
#[allow(unsafe_code)]
pub(crate) unsafe fn fallible(
    error: *mut presign_error,
    body: impl FnOnce() -> Result<(), Failure>,
) -> presign_status {
    let outcome = caught(move || {
        // SAFETY: 1, 3.
        let out = unsafe { ErrorOut::new(error) }.map_err(OwnError::status)?;
        body().map_err(|failure| {
            out.write(&failure);
            failure.status()
        })
    });
    match outcome {
        Some(Ok(())) => PRESIGN_OK,
        Some(Err(status)) => status,
        None => {
            caught(|| {
                let failure = Failure::from(OwnFailure::PANIC);
                // SAFETY: 1, 3.
                unsafe { ErrorOut::new(error) }.map(|out| out.write(&failure))
            });
            OwnFailure::PANIC.status()
        }
    }
}

/// Defines an export that cannot fail. Its doc comment becomes its comment in the header.
macro_rules! export {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $returned:ty)? $body:block
    ) => {
        $(#[$attribute])*
        ///
        /// # Safety
        /// The header's conventions.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $type),*) $(-> $returned)? {
            $crate::boundary::infallible(move || $body)
        }
    };
}

/// Defines an export that can fail: its body returns `Result<(), Failure>`. In C it has one more argument, `error`, and
/// returns a status (tests/library/header.rs).
macro_rules! fallible_export {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block
    ) => {
        $(#[$attribute])*
        ///
        /// # Safety
        /// The header's conventions.
        #[allow(unsafe_code, clippy::too_many_arguments)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            $($argument: $type,)*
            error: *mut $crate::error::presign_error,
        ) -> $crate::own_error::presign_status {
            let body = move || -> Result<(), $crate::error::Failure> { $body };
            // SAFETY: 1, 3.
            unsafe { $crate::boundary::fallible(error, body) }
        }
    };
}

pub(crate) use {export, fallible_export};

#[cfg(test)]
#[allow(unsafe_code)]
mod tests {
    use std::ptr;

    use super::*;
    use crate::inputs::presign_str;

    struct PanicsWhenDropped;

    impl Drop for PanicsWhenDropped {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }

    fallible_export! {
        /// Panics.
        fn presign_test_panic(twice: bool) {
            if twice {
                std::panic::panic_any(PanicsWhenDropped);
            }
            panic!("a test")
        }
    }

    #[test]
    fn a_panic_becomes_a_status() {
        // SAFETY: no argument is a pointer, but for `error`, which is NULL.
        let statuses = unsafe {
            [presign_test_panic(false, ptr::null_mut()), presign_test_panic(true, ptr::null_mut())]
        };
        assert_eq!(statuses, [OwnFailure::PANIC.status(); 2]);
    }

    #[test]
    fn exports_that_cannot_fail_return_a_value_after_a_panic() {
        assert_eq!(infallible(|| -> u32 { panic!("a test") }), 0);
        assert!(!infallible(|| -> *const c_char { panic!("a test") }).is_null());
        assert_eq!(infallible(|| -> presign_str { panic!("a test") }).len, 0);
        infallible(|| -> () { panic!("a test") });
    }
}
