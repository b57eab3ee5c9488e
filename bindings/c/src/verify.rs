//! Whether a request may come in.

use std::ffi::c_char;

use presign::{Secret, Verified, Verifier};

use crate::boundary::export;
use crate::inputs::{Growing, optional_str_in, presign_str, reference, str_in, strs_in, struct_in};
use crate::inspect::version_number;
use crate::outputs::{Record, Shelf, Text, place_out};
use crate::reason::presign_reason;
use crate::received::{Arrived, presign_received};
use crate::signer::addressing;
use crate::status::{Failure, presign_status};

/// Let requests in that have x-amz-* headers which the link does not sign, as older storages do: the holder of a link
/// then decides about access lists, metadata and encryption.
pub const PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS: u32 = 0x1;
/// Let HEAD requests in with links that are signed for GET.
pub const PRESIGN_VERIFY_HEAD_FOR_GET: u32 = 0x2;
/// Refuse signature version 2.
pub const PRESIGN_VERIFY_NO_VERSION_2: u32 = 0x4;

/// Accept unsigned headers that some storage obeys beside x-amz-*: names that begin with x-account-, x-container-,
/// x-delete-, x-dho-, x-goog-, x-minio-, x-object- or x-rgw-. For servers with a meaning of their own for these headers.
pub const PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS: u32 = 0x8;

/// All flags that there are.
const FLAGS: u32 = PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS
    | PRESIGN_VERIFY_HEAD_FOR_GET
    | PRESIGN_VERIFY_NO_VERSION_2
    | PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS;

/// Checks links. It never changes but for a cache of signing keys.
pub struct presign_verifier {
    pub(crate) verifier: Verifier,
}

/// What links are let in. Fields that are 0 mean the default: AWS's rules.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_verifier_options {
    /// sizeof(presign_verifier_options).
    pub struct_size: usize,
    /// As for a signer: requests for another host, or outside the base path, are refused. Default: any host; AWS's are
    /// known by their names, on all others the bucket stands in the path. A server that has a name should say it here.
    pub endpoint: presign_str,
    /// The bucket behind the host, with PRESIGN_ADDRESSING_CNAME. Default: the host's own name.
    pub bucket: presign_str,
    /// The one region that version 4 links must be signed for. Default: the one that an AWS endpoint names, else any.
    pub region: presign_str,
    /// Names of headers that every link must have signed.
    pub required_headers: *const presign_str,
    /// The number of these names.
    pub required_headers_count: usize,
    /// The longest life in seconds that a link may have. 0: 7 days for version 4, and none for version 2. Negative: an
    /// error.
    pub max_expires_in: i64,
    /// How many seconds the signing time of a version 4 link may lie in the future. 0: 900. -1: none.
    pub clock_skew: i64,
    /// Where the bucket stands: PRESIGN_ADDRESSING_*.
    pub addressing: u32,
    /// A set of PRESIGN_VERIFY_*.
    pub flags: u32,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_verifier_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, flags) + size_of::<u32>();
}

export! {
    /// Makes a verifier. It holds no secret before presign_verify has let a link in.
    ///
    /// options: what it lets in; copied.
    /// verifier_out: where the verifier goes, to be freed with presign_verifier_free; untouched on an error.
    ///
    /// Errors: PRESIGN_ERR_ENDPOINT, _BUCKET, _REGION, _HEADER for required_headers, _CHOICE for addressing and flags,
    /// _EXPIRES for max_expires_in and clock_skew; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _TOO_LARGE.
    fn presign_verifier_new(
        options: *const presign_verifier_options,
        verifier_out: *mut *mut presign_verifier,
    ) -> presign_status {
        // SAFETY: 1, 3.
        let verifier_out = unsafe { place_out(verifier_out) }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options) }?;
        // SAFETY: 2.
        let verifier = unsafe { build(&options) }?;
        verifier_out.write(Box::into_raw(Box::new(presign_verifier { verifier })));
        Ok(())
    }
}

export! {
    /// Wipes and frees a verifier. NULL is allowed and does nothing. No other call may still be using it.
    fn presign_verifier_free(verifier: *mut presign_verifier) {
        if !verifier.is_null() {
            // SAFETY: 4; it was made by `Box::into_raw`.
            drop(unsafe { Box::from_raw(verifier) });
        }
    }
}

/// # Safety
/// Invariant 2 of the crate, for the strings.
#[allow(unsafe_code)]
unsafe fn build(options: &presign_verifier_options) -> Result<Verifier, Failure> {
    // SAFETY: 2.
    let (endpoint, bucket, region, required) = unsafe {
        (
            optional_str_in(options.endpoint)?,
            optional_str_in(options.bucket)?,
            optional_str_in(options.region)?,
            strs_in(options.required_headers, options.required_headers_count)?,
        )
    };
    if options.flags & !FLAGS != 0 {
        return Err(Failure::CHOICE);
    }
    let has = |flag| options.flags & flag != 0;
    let builder = Verifier::builder()
        .endpoint(endpoint)
        .addressing(addressing(options.addressing)?)
        .bucket(bucket)
        .region(region)
        .required_headers(&required)
        .max_expires_in(Some(options.max_expires_in).filter(|seconds| *seconds != 0))
        .unsigned_amz_headers(has(PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS))
        .unsigned_storage_headers(has(PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS))
        .head_for_get(has(PRESIGN_VERIFY_HEAD_FOR_GET))
        .version_2(!has(PRESIGN_VERIFY_NO_VERSION_2));
    let builder = match options.clock_skew {
        0 => builder,
        -1 => builder.clock_skew(0),
        seconds => builder.clock_skew(seconds),
    };
    Ok(builder.build()?)
}

/// What a link that was let in is for. The caller sets struct_size; all else is written by presign_verify, and the
/// strings lie in the buffer that it was given, each with a NUL behind it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_verified {
    /// sizeof(presign_verified).
    pub struct_size: usize,
    /// The signature version: PRESIGN_SIGNATURE_V2 or _V4.
    pub version: u32,
    /// 0.
    pub reserved: u32,
    /// The bucket; empty for a link to the storage itself. It is neither "." nor ".." and has no slash and no control
    /// character in it.
    pub bucket: presign_str,
    /// The key, decoded; empty for a link to the bucket itself. It is data, never a path: it may hold "..", "/", a NUL, or
    /// begin with a slash.
    pub key: presign_str,
    /// Whose link it is.
    pub access_key: presign_str,
    /// The region in the signature; empty with version 2.
    pub region: presign_str,
    /// When it was signed, in Unix seconds; -1 with version 2, which does not say.
    pub signed_at: i64,
    /// The first second at which it is refused, in Unix seconds.
    pub expires_at: i64,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_verified {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, expires_at) + size_of::<i64>();
}

export! {
    /// Whether a request may come in, as the storages decide it. The body is not looked at: where the request has a
    /// signed x-amz-content-sha256 header, comparing it with the body is the caller's.
    ///
    /// secret_key: the secret key of the access key that presign_inspect told. Empty: nobody has this access key, which
    /// is refused as PRESIGN_REASON_UNKNOWN_ACCESS_KEY after all that can be checked without it.
    /// session_token: what the link must carry, if the keys are temporary; empty: it must carry none.
    /// verified: untouched on an error.
    /// out, out_cap, out_len: as for presign_inspect. As many bytes as the URL has (or host and target), the verifier's
    /// bucket, and 512 more are enough for every link.
    /// reason: why it is refused, on PRESIGN_ERR_REFUSED; else untouched. Then out holds one English sentence for a log,
    /// cut where the buffer ends, with a NUL behind it; out_len is its whole length. It shows no header's value, no
    /// token and no signature. What to answer: presign_reason_http_status, _code and _message.
    ///
    /// Errors: PRESIGN_ERR_REFUSED, _RECEIVED, _TIME for a time that is not above 0; PRESIGN_ERR_NULL_POINTER,
    /// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE. Nothing but PRESIGN_OK lets the request in.
    fn presign_verify(
        verifier: *const presign_verifier,
        received: *const presign_received,
        secret_key: presign_str,
        session_token: presign_str,
        verified: *mut presign_verified,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
        reason: *mut presign_reason,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, arrived, key, token, record, out, reason) = unsafe {
            let (out, reason) = (Text::new(out, out_cap, out_len)?, place_out(reason)?);
            let (key, token) = (str_in(secret_key)?, optional_str_in(session_token)?);
            let record = Record::new(verified)?;
            (reference(verifier)?, Arrived::read(received)?, key, token, record, out, reason)
        };
        if arrived.now <= 0 {
            return Err(Failure::TIME);
        }
        match verifier.verifier.verify(&arrived.request(), |_| Some(secret(key, token))) {
            Ok(link) => record.write(out.lay(|shelf| to_c(&link, shelf))?),
            Err(refusal) => return Err(out.refuse(&refusal, reason)),
        }
        Ok(())
    }
}

pub(crate) fn secret<'a>(key: &'a str, token: Option<&'a str>) -> Secret<'a> {
    match token {
        Some(token) => Secret::from(key).session_token(token),
        None => Secret::from(key),
    }
}

fn to_c(link: &Verified, shelf: &mut Shelf) -> presign_verified {
    presign_verified {
        struct_size: size_of::<presign_verified>(),
        version: version_number(link.version),
        reserved: 0,
        bucket: shelf.text(&link.bucket),
        key: shelf.text(&link.key),
        access_key: shelf.text(&link.access_key),
        region: shelf.text(link.region.as_deref().unwrap_or_default()),
        signed_at: link.signed_at.unwrap_or(-1),
        expires_at: link.expires_at,
    }
}
