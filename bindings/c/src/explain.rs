//! Why a storage refuses a URL.

use std::ffi::c_char;

use presign::{ErrorResponse, Explanation};

use crate::boundary::fallible_export;
use crate::cause::presign_cause;
use crate::error::Failure;
use crate::inputs::{Versioned, optional_reference, optional_str_in, presign_str, struct_in};
use crate::outputs::{OutBuffer, OutStruct, TextOut};
use crate::own_error::OwnFailure;
use crate::received::{IncomingRequest, presign_received};
use crate::secrets::{Secrets, presign_secret};
use crate::verify::presign_verifier;

/// Show header values and the session token in the texts of an explanation.
pub const PRESIGN_EXPLAIN_SHOW_VALUES: u32 = 0x1;

/// What is known beside the request, and what may be shown. A field of 0 means its default.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_explain_options {
    /// sizeof(presign_explain_options).
    pub struct_size: usize,
    /// The storage's error response: its body (XML or JSON), or a whole HTTP response with status line and headers; at
    /// most 1 MiB. Empty if there is none.
    pub response: presign_str,
    /// Set of PRESIGN_EXPLAIN_*.
    pub flags: u32,
    /// Must be 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_explain_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// Why a storage refuses a URL. The caller sets struct_size; presign_explain writes all other fields. The strings are
/// in the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_explanation {
    /// sizeof(presign_explanation).
    pub struct_size: usize,
    /// The cause: PRESIGN_CAUSE_*.
    pub cause: presign_cause,
    /// Becomes 0.
    pub reserved: u32,
    /// One English sentence with the values at hand, and the storage's code and message. It contains no header value and
    /// no token.
    pub sentence: presign_str,
    /// What this library signs for the request: version 4's canonical request or version 2's string to sign, without
    /// header values and the token unless they are asked for. Empty for a URL that cannot be read.
    pub ours: presign_str,
    /// The same as computed by the storage, from its response; empty if the response does not contain it.
    pub theirs: presign_str,
    /// This library's string to sign for a URL of version 4, whose canonical request is in ours; else empty.
    pub our_string_to_sign: presign_str,
    /// The same as computed by the storage.
    pub their_string_to_sign: presign_str,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_explanation {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, their_string_to_sign) + size_of::<presign_str>();
}

fallible_export! {
    /// Finds out why a storage refuses a request. Tries the common mistakes until one of them gives the signature of
    /// the URL, and compares what was signed with what the storage computed, if the response says so (AWS and Swift
    /// do, Ceph does not).
    ///
    /// verifier: as for presign_inspect; its options are taken as the rules of the storage. NULL: AWS's rules.
    /// received: the request as the client meant to send it.
    /// secrets, secrets_count: the credentials of which one should have signed the URL; at least one.
    /// options: NULL means the defaults.
    /// explanation: untouched on an error.
    /// out, out_cap, out_len: as for presign_inspect; 8192 bytes are enough for most requests.
    ///
    /// Errors: PRESIGN_ERR_CREDENTIALS without secrets or with an empty one, _RESPONSE, _RECEIVED, _CHOICE for the flags;
    /// PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_explain(
        verifier: *const presign_verifier,
        received: *const presign_received,
        secrets: *const presign_secret,
        secrets_count: usize,
        options: *const presign_explain_options,
        explanation: *mut presign_explanation,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, incoming, secrets, options, result, out) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(explanation, "explanation")?);
            let (secrets, options) = (Secrets::read(secrets, secrets_count)?, ExplainOptions::read(options)?);
            let verifier = optional_reference(verifier, "verifier")?;
            (verifier, IncomingRequest::read(received)?, secrets, options, result, out)
        };
        let default;
        let verifier = match verifier {
            Some(verifier) => &verifier.verifier,
            None => {
                default = presign::Verifier::builder().build()?;
                &default
            }
        };
        if secrets.is_empty() {
            return Err(OwnFailure::NO_SECRETS.of("secrets").into());
        }
        let request = incoming.request();
        let response = options.response.as_ref();
        let found = verifier.explain_with(&request, |access_key| secrets.of(access_key), response);
        result.write(out.fill_struct(|buffer| to_c(&found, options.shows_values, buffer))?);
        Ok(())
    }
}

/// A presign_explain_options whose pointers were checked.
struct ExplainOptions {
    response: Option<ErrorResponse>,
    shows_values: bool,
}

impl ExplainOptions {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    unsafe fn read(options: *const presign_explain_options) -> Result<Self, Failure> {
        if options.is_null() {
            return Ok(Self { response: None, shows_values: false });
        }
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        if options.reserved != 0 {
            return Err(OwnFailure::STRUCT_SIZE.of("options.reserved").given(options.reserved).into());
        }
        if options.flags & !PRESIGN_EXPLAIN_SHOW_VALUES != 0 {
            return Err(OwnFailure::CHOICE.of("options.flags").given(options.flags).into());
        }
        // SAFETY: 2.
        let response = unsafe { optional_str_in(options.response, "options.response") }?;
        let response = response.map(ErrorResponse::read).transpose();
        Ok(Self {
            response: response.map_err(|_| OwnFailure::RESPONSE.of("options.response"))?,
            shows_values: options.flags & PRESIGN_EXPLAIN_SHOW_VALUES != 0,
        })
    }
}

fn to_c(found: &Explanation, shows_values: bool, buffer: &mut OutBuffer) -> presign_explanation {
    let (our_string, their_string) = found.strings_to_sign(shows_values).unwrap_or_default();
    presign_explanation {
        struct_size: size_of::<presign_explanation>(),
        cause: found.cause() as presign_cause,
        reserved: 0,
        sentence: buffer.text(found.sentence()),
        ours: buffer.text(&found.ours(shows_values).unwrap_or_default()),
        theirs: buffer.text(&found.theirs(shows_values).unwrap_or_default()),
        our_string_to_sign: buffer.text(our_string),
        their_string_to_sign: buffer.text(&their_string.unwrap_or_default()),
    }
}
