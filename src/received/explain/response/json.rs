//! Reads an error as JSON: that of a gateway, of a storage's other API, or of an SDK that printed its exception.

use serde_json::Value;

use super::error_response::ErrorResponse;

/// The members that name the error, the most telling ones first.
const CODES: [&str; 9] =
    ["Code", "code", "__type", "error", "Error", "name", "reason", "statusCode", "status"];

const MESSAGES: [&str; 4] = ["Message", "message", "error_description", "detail"];

/// The members that contain the error, if it is not the whole document.
const INSIDE: [&str; 4] = ["Error", "error", "errors", "Errors"];

/// Reads the error of a document. Leaves the response without a code if there is none.
pub(super) fn read(body: &str, response: &mut ErrorResponse) {
    let Ok(document) = serde_json::from_str::<Value>(body) else { return };
    let inside = INSIDE.iter().filter_map(|name| document.get(name));
    let inside = inside.map(|value| value.get(0).unwrap_or(value));
    let first = document.get(0);
    let Some(error) = inside.chain(first).chain([&document]).find(|value| text_of(value, &CODES).is_some())
    else {
        return;
    };
    response.code = text_of(error, &CODES).unwrap_or_default();
    response.message = text_of(error, &MESSAGES).unwrap_or_default();
    for (name, value) in error.as_object().into_iter().flatten() {
        if let (Some(field), Some(text)) = (response.field(name), value.as_str())
            && field.is_empty()
        {
            text.clone_into(field);
        }
    }
}

/// Returns the first of these members that is a text or a number.
fn text_of(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
