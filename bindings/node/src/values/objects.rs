//! Objects with a fixed set of properties.

/// Defines a struct that is read from an object of JavaScript; properties that are undefined are none.
macro_rules! arguments {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$about])*
        #[cfg(not(target_arch = "wasm32"))]
        #[napi_derive::napi(object, object_to_js = false)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)+ }

        $(#[$about])*
        #[cfg(target_arch = "wasm32")]
        pub struct $name { $($(#[$doc])* pub $field: $type,)+ }

        #[cfg(target_arch = "wasm32")]
        impl $crate::values::FromJs for $name {
            fn from_js(value: &wasm_bindgen::JsValue) -> Self {
                let object = $crate::values::Object::of(value);
                Self { $($field: object.get(stringify!($field)),)+ }
            }
        }

        #[cfg(target_arch = "wasm32")]
        $crate::values::taken!($name);
    };
}

/// Defines a struct that becomes an object of JavaScript, which has no property for what is none.
macro_rules! results {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$about])*
        #[cfg(not(target_arch = "wasm32"))]
        #[napi_derive::napi(object, object_from_js = false)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)+ }

        $(#[$about])*
        #[cfg(target_arch = "wasm32")]
        pub struct $name { $($(#[$doc])* pub $field: $type,)+ }

        #[cfg(target_arch = "wasm32")]
        impl $crate::values::IntoJs for $name {
            fn into_js(self) -> Option<wasm_bindgen::JsValue> {
                let object = $crate::values::Object::new();
                $(object.set(stringify!($field), self.$field);)+
                Some(object.into())
            }
        }

        #[cfg(target_arch = "wasm32")]
        $crate::values::returned!($name);
    };
}

pub(crate) use {arguments, results};
