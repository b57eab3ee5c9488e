//! Objects with a fixed set of properties. In Node napi-rs makes the code; it gets the tokens of the fields as they are,
//! because it looks for `Option` in them.

/// Defines a struct that is read from an object of JavaScript; properties that are undefined are none.
macro_rules! arguments {
    ($(#[$about:meta])* pub struct $name:ident { $($fields:tt)+ }) => {
        $(#[$about])*
        #[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(object, object_to_js = false))]
        pub struct $name { $($fields)+ }

        #[cfg(target_arch = "wasm32")]
        $crate::values::read_object! { $name $($fields)+ }
    };
}

/// Defines a struct that becomes an object of JavaScript, which has no property for what is none.
macro_rules! results {
    ($(#[$about:meta])* pub struct $name:ident { $($fields:tt)+ }) => {
        $(#[$about])*
        #[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(object, object_from_js = false))]
        pub struct $name { $($fields)+ }

        #[cfg(target_arch = "wasm32")]
        $crate::values::write_object! { $name $($fields)+ }
    };
}

pub(crate) use {arguments, results};
