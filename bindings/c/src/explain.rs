//! Why a storage refuses a link.

use std::ffi::c_char;

use presign::{ErrorResponse, Explanation, Verifier};

use crate::boundary::export;
use crate::cause::presign_cause;
use crate::inputs::{Growing, optional_reference, optional_str_in, presign_str, str_in};
use crate::outputs::{Record, Shelf, Text};
use crate::received::{Arrived, presign_received};
use crate::status::{Failure, presign_status};
use crate::verify::{presign_verifier, secret};

/// What was found out about a link that a storage refuses. The caller sets struct_size; all else is written by
/// presign_explain, and the strings lie in the buffer that it was given, each with a NUL behind it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_explanation {
    /// sizeof(presign_explanation).
    pub struct_size: usize,
    /// What it is: PRESIGN_CAUSE_*.
    pub cause: presign_cause,
    /// 0.
    pub reserved: u32,
    /// One English sentence. It shows no header's value and no token.
    pub sentence: presign_str,
    /// What we sign for this request: version 4's canonical request or version 2's string to sign, without the values
    /// of headers and the token. Empty for a link that cannot be read.
    pub ours: presign_str,
    /// The same as the storage says that it computed it; empty where it does not say.
    pub theirs: presign_str,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_explanation {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, theirs) + size_of::<presign_str>();
}

export! {
    /// Says why a storage refuses a request, which is given as it was sent. The usual slips are tried until one fits the
    /// signature; what a storage tells that it computed (AWS and Swift do, Ceph does not) is compared with what was
    /// signed.
    ///
    /// verifier: as for presign_inspect; its options are what the storage is taken to ask for. NULL: AWS's rules.
    /// received: the request as it was meant to be sent.
    /// secret_key, session_token: what it should be signed with.
    /// answer: the body of the storage's answer, an XML document; empty if there is none.
    /// explanation: untouched on an error.
    /// out, out_cap, out_len: as for presign_inspect; 8192 bytes are enough for most.
    ///
    /// Errors: PRESIGN_ERR_CREDENTIALS for an empty secret key, _RESPONSE, _RECEIVED; PRESIGN_ERR_NULL_POINTER,
    /// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_explain(
        verifier: *const presign_verifier,
        received: *const presign_received,
        secret_key: presign_str,
        session_token: presign_str,
        answer: presign_str,
        explanation: *mut presign_explanation,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, arrived, key, token, answer, record, out) = unsafe {
            let (out, record) = (Text::new(out, out_cap, out_len)?, Record::new(explanation)?);
            let (key, token) = (str_in(secret_key)?, optional_str_in(session_token)?);
            let answer = optional_str_in(answer)?;
            (optional_reference(verifier)?, Arrived::read(received)?, key, token, answer, record, out)
        };
        if key.is_empty() {
            return Err(Failure::CREDENTIALS);
        }
        let answer = answer.map(ErrorResponse::from_xml).transpose().map_err(|_| Failure::RESPONSE)?;
        let explain =
            |verifier: &Verifier| verifier.explain(&arrived.request(), &secret(key, token), answer.as_ref());
        let found = match verifier {
            Some(verifier) => explain(&verifier.verifier),
            None => explain(&Verifier::builder().build()?),
        };
        record.write(out.lay(|shelf| to_c(&found, shelf))?);
        Ok(())
    }
}

fn to_c(found: &Explanation, shelf: &mut Shelf) -> presign_explanation {
    presign_explanation {
        struct_size: size_of::<presign_explanation>(),
        cause: found.cause() as presign_cause,
        reserved: 0,
        sentence: shelf.text(found.sentence()),
        ours: shelf.text(&found.ours(false).unwrap_or_default()),
        theirs: shelf.text(&found.theirs(false).unwrap_or_default()),
    }
}
