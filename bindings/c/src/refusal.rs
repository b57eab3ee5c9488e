//! Why a request is refused, for a server's error response.

use presign::Refusal;

use crate::error::{Failure, presign_reason};
use crate::inputs::{Versioned, presign_str};
use crate::outputs::{OutBuffer, OutStruct, TextOut};

/// Why a request is refused. The caller sets struct_size; a call that returns PRESIGN_ERR_REFUSED writes all other
/// fields. The strings are in the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_refusal {
    /// sizeof(presign_refusal).
    pub struct_size: usize,
    /// PRESIGN_REASON_*.
    pub reason: presign_reason,
    /// HTTP status of an error response: 400, 403 or 500.
    pub http_status: u32,
    /// AWS's error code: the <Code> of an error response.
    pub code: presign_str,
    /// AWS's message, with the values where AWS quotes some: the <Message> of an error response. Escape it as XML text:
    /// the values come from the request.
    pub message: presign_str,
    /// For a log: what in the request it is about, with the value and the limit. It contains no header value, no token
    /// and no signature. Empty where the message says it all.
    pub detail: presign_str,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_refusal {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, detail) + size_of::<presign_str>();
}

/// Writes a refusal where the caller wants it, and returns it as the failure of the call.
pub(crate) fn refuse(refusal: Refusal, wanted: Option<OutStruct<presign_refusal>>, out: TextOut) -> Failure {
    if let Some(wanted) = wanted {
        match out.fill_struct(|buffer| to_c(&refusal, buffer)) {
            Ok(result) => wanted.write(result),
            Err(failure) => return failure.into(),
        }
    }
    refusal.into()
}

fn to_c(refusal: &Refusal, buffer: &mut OutBuffer) -> presign_refusal {
    presign_refusal {
        struct_size: size_of::<presign_refusal>(),
        reason: refusal.reason() as presign_reason,
        http_status: u32::from(refusal.status()),
        code: buffer.text(refusal.code()),
        message: buffer.text(refusal.message()),
        detail: buffer.text(refusal.detail()),
    }
}
