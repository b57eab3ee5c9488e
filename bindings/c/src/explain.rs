//! Why a storage refuses a URL.

use std::ffi::c_char;

use presign::{ErrorResponse, Explanation, Verifier};

use crate::boundary::export;
use crate::cause::presign_cause;
use crate::inputs::{Versioned, optional_reference, optional_str_in, presign_str, str_in};
use crate::outputs::{OutBuffer, OutStruct, TextOut};
use crate::received::{IncomingRequest, presign_received};
use crate::status::{Failure, presign_status};
use crate::verify::{presign_verifier, secret};

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
    /// header values and the token. Empty for a URL that cannot be read.
    pub ours: presign_str,
    /// The same as computed by the storage, from its response; empty if the response does not contain it.
    pub theirs: presign_str,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_explanation {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, theirs) + size_of::<presign_str>();
}

export! {
    /// Finds out why a storage refuses a request. Tries the common mistakes until one of them gives the signature of
    /// the URL, and compares what was signed with what the storage computed, if the response says so (AWS and Swift
    /// do, Ceph does not).
    ///
    /// verifier: as for presign_inspect; its options are taken as the rules of the storage. NULL: AWS's rules.
    /// received: the request as the client meant to send it.
    /// secret_key, session_token: the credentials that should have signed the URL.
    /// response: the storage's error response: its body (XML or JSON), or a whole HTTP response with status line and
    /// headers; at most 1 MiB. Empty if there is none.
    /// explanation: untouched on an error.
    /// out, out_cap, out_len: as for presign_inspect; 8192 bytes are enough for most requests.
    ///
    /// Errors: PRESIGN_ERR_CREDENTIALS for an empty secret key, _RESPONSE, _RECEIVED; PRESIGN_ERR_NULL_POINTER,
    /// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_explain(
        verifier: *const presign_verifier,
        received: *const presign_received,
        secret_key: presign_str,
        session_token: presign_str,
        response: presign_str,
        explanation: *mut presign_explanation,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, incoming, key, token, response, result, out) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(explanation)?);
            let (key, token) = (str_in(secret_key)?, optional_str_in(session_token)?);
            let response = optional_str_in(response)?;
            (optional_reference(verifier)?, IncomingRequest::read(received)?, key, token, response, result, out)
        };
        if key.is_empty() {
            return Err(Failure::CREDENTIALS);
        }
        let response = response.map(ErrorResponse::read).transpose().map_err(|_| Failure::RESPONSE)?;
        let explain =
            |verifier: &Verifier| verifier.explain(&incoming.request(), &secret(key, token), response.as_ref());
        let found = match verifier {
            Some(verifier) => explain(&verifier.verifier),
            None => explain(&Verifier::builder().build()?),
        };
        result.write(out.fill_struct(|buffer| to_c(&found, buffer))?);
        Ok(())
    }
}

fn to_c(found: &Explanation, buffer: &mut OutBuffer) -> presign_explanation {
    presign_explanation {
        struct_size: size_of::<presign_explanation>(),
        cause: found.cause() as presign_cause,
        reserved: 0,
        sentence: buffer.text(found.sentence()),
        ours: buffer.text(&found.ours(false).unwrap_or_default()),
        theirs: buffer.text(&found.theirs(false).unwrap_or_default()),
    }
}
