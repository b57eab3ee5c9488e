//! Objects with a fixed set of properties.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::{FromJs, IntoJs};

/// An object of JavaScript. Its properties have the names of a struct's fields.
pub(crate) struct Object(JsValue);

impl Object {
    pub(crate) fn new() -> Self {
        Self(js_sys::Object::new().into())
    }

    pub(crate) fn of(value: &JsValue) -> Self {
        Self(value.clone())
    }

    /// Returns a property. The JavaScript side has made the object, so that reading it calls nothing of the caller's.
    pub(crate) fn get<T: FromJs>(&self, field: &str) -> T {
        T::from_js(&Reflect::get(&self.0, &name_of(field)).unwrap_or(JsValue::UNDEFINED))
    }

    /// Sets a property, unless the value is none.
    pub(crate) fn set(&self, field: &str, value: impl IntoJs) {
        if let Some(value) = value.into_js() {
            // An object that was made here lets every property be set.
            let _ = Reflect::set(&self.0, &name_of(field), &value);
        }
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> Self {
        object.0
    }
}

/// Lets a struct be read from an object that has its fields.
macro_rules! read_object {
    ($name:ident $($(#[$doc:meta])* pub $field:ident: $type:ty,)+) => {
        impl $crate::values::FromJs for $name {
            fn from_js(value: &wasm_bindgen::JsValue) -> Self {
                let object = $crate::values::Object::of(value);
                Self { $($field: object.get(stringify!($field)),)+ }
            }
        }

        $crate::values::taken!($name);
    };
}

/// Lets a struct become an object that has its fields.
macro_rules! write_object {
    ($name:ident $($(#[$doc:meta])* pub $field:ident: $type:ty,)+) => {
        impl $crate::values::IntoJs for $name {
            fn into_js(self) -> Option<wasm_bindgen::JsValue> {
                let object = $crate::values::Object::new();
                $(object.set(stringify!($field), self.$field);)+
                Some(object.into())
            }
        }

        $crate::values::returned!($name);
    };
}

pub(crate) use {read_object, write_object};

/// Returns the name of a property: `accessKeyId` for `access_key_id`.
fn name_of(field: &str) -> JsValue {
    let mut name = String::with_capacity(field.len());
    let mut words = field.split('_');
    name.push_str(words.next().unwrap_or_default());
    for word in words {
        let mut characters = word.chars();
        name.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(characters.as_str());
    }
    name.into()
}
