//! Signers: credentials, and the storage that they are for.

use std::ffi::{CStr, CString, c_char};

use presign::{Addressing, Signer, Version};

use crate::boundary::{export, fallible_export};
use crate::error::Failure;
use crate::inputs::{Versioned, optional_str_in, presign_str, reference, str_in, struct_in};
use crate::outputs::value_out;
use crate::own_error::OwnError;
use crate::own_error::OwnFailure;

/// Default: signature version 4.
pub const PRESIGN_SIGNATURE_DEFAULT: u32 = 0;
/// Signature version 2, as s3cmd signurl makes it. Newer storages and newer AWS regions refuse it.
pub const PRESIGN_SIGNATURE_V2: u32 = 2;
/// Signature version 4. A URL is valid for 7 days at most.
pub const PRESIGN_SIGNATURE_V4: u32 = 4;

/// Signs URLs. It holds a copy of the credentials and never changes, so that threads can share it.
pub struct presign_signer {
    pub(crate) signer: Signer,
    access_key: CString,
    endpoint: CString,
    region: CString,
}

impl presign_signer {
    fn new(signer: Signer) -> Result<Self, Failure> {
        // The core accepts no NUL in any of the three.
        let terminated = |text: &str| CString::new(text).map_err(|_| OwnFailure::PANIC);
        Ok(Self {
            access_key: terminated(signer.access_key())?,
            endpoint: terminated(&signer.endpoint())?,
            region: terminated(signer.region())?,
            signer,
        })
    }
}

/// The credentials of a signer, and the storage that it signs for. A field of 0 means its default; access_key and
/// secret_key have none.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_signer_options {
    /// sizeof(presign_signer_options).
    pub struct_size: usize,
    /// Access key: printable ASCII, not empty.
    pub access_key: presign_str,
    /// Secret key: not empty, without control characters and outer white space.
    pub secret_key: presign_str,
    /// Session token of temporary credentials. It becomes part of every URL. Default: none.
    pub session_token: presign_str,
    /// Region in the signature: 1 to 64 printable ASCII characters without / and space. Default: the region in the
    /// name of an AWS endpoint, else us-east-1.
    pub region: presign_str,
    /// [http://|https://]host[:port][/base/path]; without a scheme, https. Default: AWS's host for the region.
    pub endpoint: presign_str,
    /// Where the URL has the bucket: PRESIGN_ADDRESSING_*.
    pub addressing: u32,
    /// Signature version: PRESIGN_SIGNATURE_*.
    pub version: u32,
    /// Longest lifetime of a URL in seconds, for a storage with another limit than 7 days. It replaces version 4's
    /// limit, and also applies to version 2, which has no limit otherwise. 0: the version's own. Negative: an error.
    pub max_expires_in: i64,
    /// When the credentials expire, in Unix seconds: a URL that would expire later is an error. 0: never.
    pub credentials_expire_at: i64,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_signer_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, credentials_expire_at) + size_of::<i64>();
}

fallible_export! {
    /// Makes a signer.
    ///
    /// options: copied, and may be wiped after the call.
    /// signer_out: receives the signer, to be freed with presign_signer_free; untouched on an error.
    ///
    /// Errors: PRESIGN_ERR_CREDENTIALS, _REGION, _ENDPOINT, _CHOICE for addressing and version, _EXPIRES for
    /// max_expires_in, _TIME for credentials_expire_at, _VERSION_2; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
    /// _TOO_LARGE.
    fn presign_signer_new(
        options: *const presign_signer_options,
        signer_out: *mut *mut presign_signer,
    ) {
        // SAFETY: 1, 3.
        let signer_out = unsafe { value_out(signer_out, "signer_out") }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        // SAFETY: 2.
        let signer = unsafe { build(&options) }?;
        signer_out.write(Box::into_raw(Box::new(presign_signer::new(signer)?)));
        Ok(())
    }
}

export! {
    /// Wipes and frees a signer. NULL is allowed and does nothing. No other call may be using the signer.
    fn presign_signer_free(signer: *mut presign_signer) {
        if !signer.is_null() {
            // SAFETY: 4; it was made by `Box::into_raw`.
            drop(unsafe { Box::from_raw(signer) });
        }
    }
}

export! {
    /// Returns the access key. It is part of every URL, and no secret. "" for NULL; the string lives as long as the
    /// signer.
    fn presign_signer_access_key(signer: *const presign_signer) -> *const c_char {
        // SAFETY: 1, 4.
        unsafe { text_of(signer, |signer| &signer.access_key) }
    }
}

export! {
    /// Returns the endpoint's URL: scheme, host, port unless it is the scheme's own, and base path. "" for NULL; the
    /// string lives as long as the signer.
    fn presign_signer_endpoint(signer: *const presign_signer) -> *const c_char {
        // SAFETY: 1, 4.
        unsafe { text_of(signer, |signer| &signer.endpoint) }
    }
}

export! {
    /// Returns the region in the signature. "" for NULL; the string lives as long as the signer.
    fn presign_signer_region(signer: *const presign_signer) -> *const c_char {
        // SAFETY: 1, 4.
        unsafe { text_of(signer, |signer| &signer.region) }
    }
}

export! {
    /// Returns where a URL has the bucket, PRESIGN_ADDRESSING_*, as it was given: PRESIGN_ADDRESSING_AUTO for NULL.
    fn presign_signer_addressing(signer: *const presign_signer) -> u32 {
        // SAFETY: 1, 4.
        let signer = unsafe { reference(signer, "signer") };
        signer.map_or(Addressing::Auto, |signer| signer.signer.addressing()) as u32
    }
}

export! {
    /// Returns the signature version: PRESIGN_SIGNATURE_V2 or _V4; PRESIGN_SIGNATURE_DEFAULT for NULL.
    fn presign_signer_version(signer: *const presign_signer) -> u32 {
        // SAFETY: 1, 4.
        let signer = unsafe { reference(signer, "signer") };
        signer.map_or(PRESIGN_SIGNATURE_DEFAULT, |signer| version_number(signer.signer.version()))
    }
}

/// # Safety
/// Invariants 1 and 4 of the crate.
#[allow(unsafe_code)]
unsafe fn text_of(signer: *const presign_signer, text: impl Fn(&presign_signer) -> &CStr) -> *const c_char {
    // SAFETY: 1, 4.
    unsafe { reference(signer, "signer") }.map_or(c"", |signer| text(signer)).as_ptr()
}

/// # Safety
/// Invariant 2 of the crate, for the strings.
#[allow(unsafe_code)]
unsafe fn build(options: &presign_signer_options) -> Result<Signer, Failure> {
    // SAFETY: 2.
    let builder = unsafe {
        Signer::builder(
            str_in(options.access_key, "options.access_key")?,
            str_in(options.secret_key, "options.secret_key")?,
        )
        .session_token(optional_str_in(options.session_token, "options.session_token")?)
        .region(optional_str_in(options.region, "options.region")?)
        .endpoint(optional_str_in(options.endpoint, "options.endpoint")?)
    };
    let given = |number| Some(number).filter(|number| *number != 0);
    let signer = builder
        .addressing(addressing(options.addressing, "options.addressing")?)
        .version(version(options.version)?)
        .max_expires_in(given(options.max_expires_in))
        .credentials_expire_at(given(options.credentials_expire_at))
        .build()?;
    Ok(signer)
}

pub(crate) fn addressing(number: u32, name: &'static str) -> Result<Addressing, OwnError> {
    let known = Addressing::ALL.into_iter().find(|addressing| *addressing as u32 == number);
    known.ok_or(OwnFailure::CHOICE.of(name).given(number))
}

fn version(number: u32) -> Result<Version, OwnError> {
    match number {
        PRESIGN_SIGNATURE_DEFAULT => Ok(Version::default()),
        PRESIGN_SIGNATURE_V2 => Ok(Version::V2),
        PRESIGN_SIGNATURE_V4 => Ok(Version::V4),
        _ => Err(OwnFailure::CHOICE.of("options.version").given(number)),
    }
}

pub(crate) fn version_number(version: Version) -> u32 {
    match version {
        Version::V2 => PRESIGN_SIGNATURE_V2,
        Version::V4 => PRESIGN_SIGNATURE_V4,
    }
}
