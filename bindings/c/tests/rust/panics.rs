//! A library with one function, which panics and catches the panic. `--cfg other` gives the function another name.

use std::panic::catch_unwind;

#[cfg_attr(other, export_name = "other_catches_a_panic")]
#[cfg_attr(not(other), export_name = "presign_catches_a_panic")]
pub extern "C" fn catches_a_panic() -> i32 {
    let caught = catch_unwind(|| {
        let on_the_stack = vec![String::from("dropped by unwinding")];
        std::panic::resume_unwind(Box::new(on_the_stack.len()));
    });
    i32::from(caught.unwrap_err().downcast_ref() == Some(&1_usize))
}
