//! Signs arbitrary playlists: nothing may panic, lines stay lines, and a signed playlist has nothing left to sign.
//!
//! An input is the playlist's text behind a first line, which is its key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::{Addressing, Nested, Request, Signer};

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let Some((key, text)) = input.split_once('\n') else { return };
    for addressing in [Addressing::Path, Addressing::Virtual] {
        let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .endpoint("http://storage.example/base")
            .addressing(addressing)
            .build()
            .expect("a valid signer");
        let request = Request::get("films", key).sign_at(1_795_305_600);
        for nested in
            [Nested::Refuse, Nested::Keep, Nested::Sign, Nested::Template("http://app.example/{key}?{path}")]
        {
            let Ok(signed) = signer.presign_playlist(text, &request, nested) else { continue };
            assert_eq!(signed.lines().count(), text.lines().count());
            let again = signer.presign_playlist(&signed, &request, nested);
            assert_eq!(again.as_ref(), Ok(&signed));
        }
    }
});
