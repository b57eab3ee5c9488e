//! HLS playlists with their URIs signed.

use presign::{ErrorKind, Nested};

use crate::failure::Failure;
use crate::optional::optional;
use crate::signer::with_request;
use crate::values::{Callback, Handle, Joined, Outcome, Text};

/// Returns a playlist with links in place of its relative URIs. `request` and `numbers` are the request for the playlist itself.
/// `target` returns the URL for the key of a nested playlist; `nested` is the rule if there is no such function.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign_playlist(
    signer: Handle,
    text: Text,
    request: Joined,
    numbers: &[f64],
    nested: Option<Text>,
    target: Option<Callback<'_, Text>>,
) -> Outcome<String> {
    let made = with_request(request, numbers, |request| {
        let text = text.get("text", ErrorKind::Playlist)?;
        if let Some(target) = target {
            return signer.presign_playlist_with(text, request, |key| url(&target, key));
        }
        let nested = optional(nested.as_ref(), "nested", ErrorKind::Choice)?;
        let nested = nested.map_or(Ok(Nested::default()), Nested::parse)?;
        Ok(signer.presign_playlist(text, request, nested)?)
    });
    made.into()
}

/// Calls the caller's function.
fn url(target: &Callback<'_, Text>, key: &str) -> Result<String, Failure> {
    let url = target.call(key);
    let url = url.ok_or_else(|| Failure::new(ErrorKind::Playlist, "the function nested returned no URL"))?;
    Ok(url.get("the result of nested", ErrorKind::Choice)?.to_owned())
}
