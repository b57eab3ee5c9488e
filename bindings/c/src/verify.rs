//! Verifiers: whether an incoming request is accepted.

use std::ffi::c_char;

use presign::{Verified, Verifier};

use crate::boundary::{export, fallible_export};
use crate::error::Failure;
use crate::inputs::{Versioned, optional_str_in, presign_str, reference, strs_in, struct_in};
use crate::outputs::{OutBuffer, OutStruct, TextOut, value_out};
use crate::own_error::OwnFailure;
use crate::received::{IncomingRequest, presign_received};
use crate::refusal::{presign_refusal, refuse};
use crate::secrets::{Secrets, presign_secret};
use crate::signer::{addressing, version_number};

/// Accept requests with x-amz-* headers that the URL does not sign, as older storages do: the holder of a URL then
/// decides about access lists, metadata and encryption.
pub const PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS: u32 = 0x1;
/// Accept HEAD requests with URLs that are signed for GET.
pub const PRESIGN_VERIFY_HEAD_FOR_GET: u32 = 0x2;
/// Refuse signature version 2.
pub const PRESIGN_VERIFY_NO_VERSION_2: u32 = 0x4;

/// Accept unsigned headers that some storages obey beside x-amz-*: names that begin with ibm-, retention-, rgwx-,
/// x-account-, x-container-, x-delete-, x-dho-, x-emc-, x-goog-, x-minio-, x-object- or x-rgw-. For servers that give
/// these headers a meaning of their own.
pub const PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS: u32 = 0x8;

/// All flags that exist.
const FLAGS: u32 = PRESIGN_VERIFY_UNSIGNED_AMZ_HEADERS
    | PRESIGN_VERIFY_HEAD_FOR_GET
    | PRESIGN_VERIFY_NO_VERSION_2
    | PRESIGN_VERIFY_UNSIGNED_STORAGE_HEADERS;

/// Checks incoming requests. It never changes except for a cache of signing keys, and threads can share it.
pub struct presign_verifier {
    pub(crate) verifier: Verifier,
}

/// Which requests are accepted. A field of 0 means its default: AWS's rules.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_verifier_options {
    /// sizeof(presign_verifier_options).
    pub struct_size: usize,
    /// Endpoint, as for a signer: requests for another host, or outside its base path, are refused. Default: any
    /// host; AWS's hosts are recognised by name, and on all others the bucket is in the path. A server should give
    /// its own name here.
    pub endpoint: presign_str,
    /// Bucket that the host serves, with PRESIGN_ADDRESSING_CNAME. Default: the name of the host.
    pub bucket: presign_str,
    /// The one region that version 4 URLs must be signed for. Default: the region in the name of an AWS endpoint,
    /// else any.
    pub region: presign_str,
    /// Names of headers that every URL must sign.
    pub required_headers: *const presign_str,
    /// Number of these names.
    pub required_headers_count: usize,
    /// Longest lifetime in seconds of a URL. 0: 7 days for version 4, no limit for version 2. Negative: an error.
    pub max_expires_in: i64,
    /// How many seconds the signing time of a version 4 URL may be in the future. 0: 900. -1: none.
    pub clock_skew: i64,
    /// Where a URL has the bucket: PRESIGN_ADDRESSING_*.
    pub addressing: u32,
    /// Set of PRESIGN_VERIFY_*.
    pub flags: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_verifier_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, flags) + size_of::<u32>();
}

fallible_export! {
    /// Makes a verifier. It holds no secret until presign_verify accepts a request; then it caches signing keys.
    ///
    /// options: copied.
    /// verifier_out: receives the verifier, to be freed with presign_verifier_free; untouched on an error.
    ///
    /// Errors: PRESIGN_ERR_ENDPOINT, _BUCKET, _REGION, _HEADER for required_headers, _CHOICE for addressing and
    /// flags, _EXPIRES for max_expires_in and clock_skew; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _TOO_LARGE.
    fn presign_verifier_new(
        options: *const presign_verifier_options,
        verifier_out: *mut *mut presign_verifier,
    ) {
        // SAFETY: 1, 3.
        let verifier_out = unsafe { value_out(verifier_out, "verifier_out") }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        // SAFETY: 2.
        let verifier = unsafe { build(&options) }?;
        verifier_out.write(Box::into_raw(Box::new(presign_verifier { verifier })));
        Ok(())
    }
}

export! {
    /// Wipes and frees a verifier. NULL is allowed and does nothing. No other call may be using the verifier.
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
            optional_str_in(options.endpoint, "options.endpoint")?,
            optional_str_in(options.bucket, "options.bucket")?,
            optional_str_in(options.region, "options.region")?,
            strs_in(options.required_headers, options.required_headers_count, "options.required_headers")?,
        )
    };
    if options.flags & !FLAGS != 0 {
        return Err(OwnFailure::CHOICE.of("options.flags").given(options.flags).into());
    }
    let has = |flag| options.flags & flag != 0;
    let builder = Verifier::builder()
        .endpoint(endpoint)
        .addressing(addressing(options.addressing, "options.addressing")?)
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

/// What an accepted URL is for. The caller sets struct_size; presign_verify writes all other fields. The strings are
/// in the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_verified {
    /// sizeof(presign_verified).
    pub struct_size: usize,
    /// Signature version: PRESIGN_SIGNATURE_V2 or _V4.
    pub version: u32,
    /// Becomes 0.
    pub reserved: u32,
    /// Bucket; empty for a URL of the storage itself. It is neither "." nor ".." and contains no slash and no control
    /// character.
    pub bucket: presign_str,
    /// Key, decoded; empty for a URL of the bucket itself. It is data and not a path: it can contain "..", "/" or a
    /// NUL, and can begin with a slash.
    pub key: presign_str,
    /// Access key that signed the URL.
    pub access_key: presign_str,
    /// Region in the signature; empty with version 2.
    pub region: presign_str,
    /// Signing time in Unix seconds; -1 with version 2, whose URLs do not contain it.
    pub signed_at: i64,
    /// Expiry in Unix seconds: the first second at which the URL is refused.
    pub expires_at: i64,
    /// Names of the request's headers that the signature covers, except host: in lower case and sorted. A server that
    /// forwards the request forwards these, and of the others only those that it knows to be harmless.
    pub signed_headers: *const presign_str,
    /// Number of these headers.
    pub signed_headers_count: usize,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_verified {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, signed_headers_count) + size_of::<usize>();
}

fallible_export! {
    /// Checks an incoming request as the storages do. Only PRESIGN_OK means that the request is accepted. The body is
    /// not read: if the request has a signed x-amz-content-sha256 header, the caller compares it with the body.
    ///
    /// secrets, secrets_count: the access keys that are known, with their secrets. Of another one, also if none is known,
    /// the request is refused with PRESIGN_REASON_UNKNOWN_ACCESS_KEY, after all checks that need no secret. A server
    /// with many access keys asks presign_inspect for the one of the request.
    /// verified: untouched on an error.
    /// out, out_cap, out_len: as for presign_inspect. The length of the URL (or of host and target), plus that of the
    /// verifier's bucket, plus 1024 bytes are enough for every request.
    /// refusal: receives why the request is refused, on PRESIGN_ERR_REFUSED; else untouched. Its strings are in out too.
    /// NULL: the reason and the sentence in error are enough.
    ///
    /// Errors: PRESIGN_ERR_REFUSED, _RECEIVED, _TIME if received->now is not above 0, _CREDENTIALS for an empty access
    /// key or secret key; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_verify(
        verifier: *const presign_verifier,
        received: *const presign_received,
        secrets: *const presign_secret,
        secrets_count: usize,
        verified: *mut presign_verified,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
        refusal: *mut presign_refusal,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (verifier, incoming, secrets, result, out, refusal) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(verified, "verified")?);
            let (secrets, refusal) =
                (Secrets::read(secrets, secrets_count)?, OutStruct::optional(refusal, "refusal")?);
            (reference(verifier, "verifier")?, IncomingRequest::read(received)?, secrets, result, out, refusal)
        };
        incoming.check_time()?;
        match verifier.verifier.verify(&incoming.request(), |access_key| secrets.of(access_key)) {
            Ok(link) => result.write(out.fill_struct(|buffer| to_c(&link, buffer))?),
            Err(why) => return Err(refuse(why, refusal, out)),
        }
        Ok(())
    }
}

fn to_c(link: &Verified, buffer: &mut OutBuffer) -> presign_verified {
    presign_verified {
        struct_size: size_of::<presign_verified>(),
        version: version_number(link.version),
        reserved: 0,
        bucket: buffer.text(&link.bucket),
        key: buffer.text(&link.key),
        access_key: buffer.text(&link.access_key),
        region: buffer.text(link.region.as_deref().unwrap_or_default()),
        signed_at: link.signed_at.unwrap_or(-1),
        expires_at: link.expires_at,
        signed_headers: buffer.texts(&link.signed_headers),
        signed_headers_count: link.signed_headers.len(),
    }
}
