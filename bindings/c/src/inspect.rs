//! What a link says to everybody who has it.

use std::ffi::c_char;

use presign::{Inspection, Version};

use crate::boundary::export;
use crate::inputs::{Growing, optional_reference, presign_pair, presign_str};
use crate::outputs::{Record, Shelf, Text, place_out};
use crate::reason::presign_reason;
use crate::received::{Arrived, presign_received};
use crate::signer::{PRESIGN_SIGNATURE_V2, PRESIGN_SIGNATURE_V4};
use crate::status::presign_status;
use crate::verify::presign_verifier;
use crate::warning;

/// What stands in a link. The caller sets struct_size; all else is written by presign_inspect, and the strings lie in
/// the buffer that it was given, each with a NUL behind it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_inspection {
    /// sizeof(presign_inspection).
    pub struct_size: usize,
    /// The signature version: PRESIGN_SIGNATURE_V2 or _V4.
    pub version: u32,
    /// What is wrong with the link or may surprise: a set of PRESIGN_WARNING_*.
    pub warnings: u32,
    /// The host, with its port where that is not the scheme's own.
    pub host: presign_str,
    /// The bucket; empty for a link to the storage itself.
    pub bucket: presign_str,
    /// The key, decoded; empty for a link to the bucket itself. It is data, in which anything may stand: a NUL, or ".."
    /// for whoever takes it for a file's path.
    pub key: presign_str,
    /// Whose link it is: the access key, whose secret key presign_verify is to be given.
    pub access_key: presign_str,
    /// The region in the signature; empty with version 2.
    pub region: presign_str,
    /// When it was signed, in Unix seconds; -1 with version 2, which does not say.
    pub signed_at: i64,
    /// The first second at which it is refused, in Unix seconds.
    pub expires_at: i64,
    /// The headers that must be sent as they were signed, but for host. Version 2 does not name them.
    pub signed_headers: *const presign_str,
    /// The number of these headers.
    pub signed_headers_count: usize,
    /// The query parameters that are not the signature's own, decoded, in order. Values of further tokens and of
    /// customers' encryption keys are "(not shown)".
    pub query: *const presign_pair,
    /// The number of these parameters.
    pub query_count: usize,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_inspection {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, query_count) + size_of::<usize>();
}

export! {
    /// Reads a link without a secret. Nothing is checked but what can be read: anybody can write such a link.
    ///
    /// verifier: whose endpoint and addressing say where the bucket stands, and no other of its options matters; NULL
    /// for any storage: AWS's hosts are known by their names, on all others the bucket stands in the path.
    /// inspection: untouched on an error.
    /// out, out_cap: where its strings go; NULL is allowed if out_cap is 0. 2048 bytes are enough for most links.
    /// out_len: the room taken, without the last NUL; also stored if the buffer is too small, which then is untouched
    /// and must hold out_len + 1 bytes.
    /// reason: why it cannot be read, on PRESIGN_ERR_REFUSED; else untouched. Then out holds one English sentence for a
    /// log, cut where the buffer ends, with a NUL behind it; out_len is its whole length.
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
        reason: *mut presign_reason,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, arrived, record, out, reason) = unsafe {
            let (out, reason) = (Text::new(out, out_cap, out_len)?, place_out(reason)?);
            let record = Record::new(inspection)?;
            (optional_reference(verifier)?, Arrived::read(received)?, record, out, reason)
        };
        let request = arrived.request();
        let inspected = match verifier {
            Some(verifier) => verifier.verifier.inspect(&request),
            None => presign::inspect(&request),
        };
        match inspected {
            Ok(link) => record.write(out.lay(|shelf| to_c(&link, shelf))?),
            Err(refusal) => return Err(out.refuse(&refusal, reason)),
        }
        Ok(())
    }
}

pub(crate) fn version_number(version: Version) -> u32 {
    match version {
        Version::V2 => PRESIGN_SIGNATURE_V2,
        Version::V4 => PRESIGN_SIGNATURE_V4,
    }
}

fn to_c(link: &Inspection, shelf: &mut Shelf) -> presign_inspection {
    presign_inspection {
        struct_size: size_of::<presign_inspection>(),
        version: version_number(link.version),
        warnings: warning::bits(&link.warnings),
        host: shelf.text(&link.host),
        bucket: shelf.text(&link.bucket),
        key: shelf.text(&link.key),
        access_key: shelf.text(&link.access_key),
        region: shelf.text(link.region.as_deref().unwrap_or_default()),
        signed_at: link.signed_at.unwrap_or(-1),
        expires_at: link.expires_at,
        signed_headers: shelf.texts(&link.signed_headers),
        signed_headers_count: link.signed_headers.len(),
        query: shelf.pairs(&link.query),
        query_count: link.query.len(),
    }
}
