//! What a URL says, read without a secret.

use std::ffi::c_char;

use presign::Inspection;

use crate::boundary::fallible_export;
use crate::inputs::{Versioned, optional_reference, presign_pair, presign_str};
use crate::outputs::{OutBuffer, OutStruct, TextOut};
use crate::received::{IncomingRequest, presign_received};
use crate::refusal::{presign_refusal, refuse};
use crate::signer::version_number;
use crate::verify::presign_verifier;
use crate::warning;

/// The contents of a URL. The caller sets struct_size; presign_inspect writes all other fields. The strings are in
/// the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_inspection {
    /// sizeof(presign_inspection).
    pub struct_size: usize,
    /// Signature version: PRESIGN_SIGNATURE_V2 or _V4.
    pub version: u32,
    /// What is wrong with the URL, or may surprise its user: a set of PRESIGN_WARNING_*.
    pub warnings: u32,
    /// Host, with its port where that is not the scheme's default.
    pub host: presign_str,
    /// Bucket; empty for a URL of the storage itself.
    pub bucket: presign_str,
    /// Key, decoded; empty for a URL of the bucket itself. It is data and can contain anything, including a NUL, or
    /// ".." that must not reach a file system path.
    pub key: presign_str,
    /// Access key that signed the URL. presign_verify needs its secret key.
    pub access_key: presign_str,
    /// Region in the signature; empty with version 2.
    pub region: presign_str,
    /// Signing time in Unix seconds; -1 with version 2, whose URLs do not contain it.
    pub signed_at: i64,
    /// Expiry in Unix seconds: the first second at which the URL is refused.
    pub expires_at: i64,
    /// Names of the headers that must be sent as they were signed, except host. Empty with version 2, whose URLs do
    /// not name them.
    pub signed_headers: *const presign_str,
    /// Number of these headers.
    pub signed_headers_count: usize,
    /// Query parameters that are not the signature's own, decoded, in order. Values of further tokens and of
    /// customer-provided encryption keys are "(not shown)".
    pub query: *const presign_pair,
    /// Number of these parameters.
    pub query_count: usize,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_inspection {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, query_count) + size_of::<usize>();
}

fallible_export! {
    /// Reads a URL without a secret. The signature is not checked: anyone can write such a URL.
    ///
    /// verifier: its endpoint and addressing say where the URL has the bucket; its other options are not used. NULL
    /// for any storage: AWS's hosts are recognised by name, and on all other hosts the bucket is in the path.
    /// inspection: untouched on an error.
    /// out, out_cap: buffer for the strings; NULL is allowed if out_cap is 0. 2048 bytes are enough for most URLs.
    /// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
    /// then untouched and must hold out_len + 1 bytes.
    /// refusal: receives why the URL cannot be read, on PRESIGN_ERR_REFUSED; else untouched. Its strings are in out too.
    /// NULL: the reason and the sentence in error are enough.
    ///
    /// Errors: PRESIGN_ERR_REFUSED, _RECEIVED; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL,
    /// _TOO_LARGE.
    fn presign_inspect(
        verifier: *const presign_verifier,
        received: *const presign_received,
        inspection: *mut presign_inspection,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
        refusal: *mut presign_refusal,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, incoming, result, out, refusal) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(inspection, "inspection")?);
            let refusal = OutStruct::optional(refusal, "refusal")?;
            (optional_reference(verifier, "verifier")?, IncomingRequest::read(received)?, result, out, refusal)
        };
        let request = incoming.request();
        let inspected = match verifier {
            Some(verifier) => verifier.verifier.inspect(&request),
            None => presign::inspect(&request),
        };
        match inspected {
            Ok(link) => result.write(out.fill_struct(|buffer| to_c(&link, buffer))?),
            Err(why) => return Err(refuse(why, refusal, out)),
        }
        Ok(())
    }
}

fn to_c(link: &Inspection, buffer: &mut OutBuffer) -> presign_inspection {
    presign_inspection {
        struct_size: size_of::<presign_inspection>(),
        version: version_number(link.version),
        warnings: warning::bits(&link.warnings),
        host: buffer.text(&link.host),
        bucket: buffer.text(&link.bucket),
        key: buffer.text(&link.key),
        access_key: buffer.text(&link.access_key),
        region: buffer.text(link.region.as_deref().unwrap_or_default()),
        signed_at: link.signed_at.unwrap_or(-1),
        expires_at: link.expires_at,
        signed_headers: buffer.texts(&link.signed_headers),
        signed_headers_count: link.signed_headers.len(),
        query: buffer.pairs(&link.query),
        query_count: link.query.len(),
    }
}
