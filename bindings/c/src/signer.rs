//! The handle: who and where.

use presign::{Addressing, Signer, Version};

use crate::boundary::export;
use crate::inputs::{Growing, optional_str_in, presign_str, str_in, struct_in};
use crate::outputs::place_out;
use crate::status::{Failure, presign_status};

/// Path style with an endpoint; AWS's own hosts get the bucket before them where it is a single DNS label.
pub const PRESIGN_ADDRESSING_AUTO: u32 = 0;
/// https://host/bucket/key
pub const PRESIGN_ADDRESSING_PATH: u32 = 1;
/// https://bucket.host/key
pub const PRESIGN_ADDRESSING_VIRTUAL: u32 = 2;
/// https://host/key: the endpoint's host is the bucket.
pub const PRESIGN_ADDRESSING_CNAME: u32 = 3;
/// https://bucket.host/key wherever that is possible, else https://host/bucket/key, as s3cmd has it.
pub const PRESIGN_ADDRESSING_VIRTUAL_OR_PATH: u32 = 4;

/// The default: signature version 4.
pub const PRESIGN_SIGNATURE_DEFAULT: u32 = 0;
/// Signature version 2, as s3cmd signurl makes it. Refused by newer storages and AWS regions.
pub const PRESIGN_SIGNATURE_V2: u32 = 2;
/// Signature version 4. A link lives for 7 days at most.
pub const PRESIGN_SIGNATURE_V4: u32 = 4;

/// Makes links. It owns a copy of the credentials, and never changes.
pub struct presign_signer {
    pub(crate) signer: Signer,
}

/// Who signs, and for which storage. Fields that are 0 mean the default; only the two keys have none.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_signer_options {
    /// sizeof(presign_signer_options).
    pub struct_size: usize,
    /// Printable ASCII.
    pub access_key: presign_str,
    /// Not empty; no control characters and no outer white space.
    pub secret_key: presign_str,
    /// The token that goes with temporary keys. It becomes a part of every link. Default: none.
    pub session_token: presign_str,
    /// The region in the signature: 1 to 64 printable ASCII characters without / and space. Default: the one that an
    /// AWS endpoint names, else us-east-1.
    pub region: presign_str,
    /// [http://|https://]host[:port][/base/path]; a bare host means https. Default: AWS's host of the region.
    pub endpoint: presign_str,
    /// How the bucket stands in the URL: PRESIGN_ADDRESSING_*.
    pub addressing: u32,
    /// The signature version: PRESIGN_SIGNATURE_*.
    pub version: u32,
    /// The longest life of a link in seconds, for a storage with another limit than 7 days. It replaces version 4's
    /// limit, and then binds version 2 too, which has none otherwise. 0: the version's own. Negative: an error.
    pub max_expires_in: i64,
    /// When the credentials end, in Unix seconds: a link that would end later is refused. 0: they do not.
    pub credentials_expire_at: i64,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_signer_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, credentials_expire_at) + size_of::<i64>();
}

export! {
    /// Makes a signer.
    ///
    /// options: what it signs with; copied, and may be wiped afterwards.
    /// signer_out: where the signer goes, to be freed with presign_signer_free; untouched on an error.
    ///
    /// Errors: PRESIGN_ERR_CREDENTIALS, _REGION, _ENDPOINT, _CHOICE for addressing and version, _EXPIRES for
    /// max_expires_in, _TIME for credentials_expire_at, _VERSION_2; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
    /// _TOO_LARGE.
    fn presign_signer_new(
        options: *const presign_signer_options,
        signer_out: *mut *mut presign_signer,
    ) -> presign_status {
        // SAFETY: 1, 3.
        let signer_out = unsafe { place_out(signer_out) }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options) }?;
        // SAFETY: 2.
        let signer = unsafe { build(&options) }?;
        signer_out.write(Box::into_raw(Box::new(presign_signer { signer })));
        Ok(())
    }
}

export! {
    /// Wipes and frees a signer. NULL is allowed and does nothing. No other call may still be using it.
    fn presign_signer_free(signer: *mut presign_signer) {
        if !signer.is_null() {
            // SAFETY: 4; it was made by `Box::into_raw`.
            drop(unsafe { Box::from_raw(signer) });
        }
    }
}

/// # Safety
/// Invariant 2 of the crate, for the strings.
#[allow(unsafe_code)]
unsafe fn build(options: &presign_signer_options) -> Result<Signer, Failure> {
    // SAFETY: 2.
    let builder = unsafe {
        Signer::builder(str_in(options.access_key)?, str_in(options.secret_key)?)
            .session_token(optional_str_in(options.session_token)?)
            .region(optional_str_in(options.region)?)
            .endpoint(optional_str_in(options.endpoint)?)
    };
    let given = |number| Some(number).filter(|number| *number != 0);
    let signer = builder
        .addressing(addressing(options.addressing)?)
        .version(version(options.version)?)
        .max_expires_in(given(options.max_expires_in))
        .credentials_expire_at(given(options.credentials_expire_at))
        .build()?;
    Ok(signer)
}

pub(crate) fn addressing(number: u32) -> Result<Addressing, Failure> {
    match number {
        PRESIGN_ADDRESSING_AUTO => Ok(Addressing::Auto),
        PRESIGN_ADDRESSING_PATH => Ok(Addressing::Path),
        PRESIGN_ADDRESSING_VIRTUAL => Ok(Addressing::Virtual),
        PRESIGN_ADDRESSING_CNAME => Ok(Addressing::Cname),
        PRESIGN_ADDRESSING_VIRTUAL_OR_PATH => Ok(Addressing::VirtualOrPath),
        _ => Err(Failure::CHOICE),
    }
}

fn version(number: u32) -> Result<Version, Failure> {
    match number {
        PRESIGN_SIGNATURE_DEFAULT => Ok(Version::default()),
        PRESIGN_SIGNATURE_V2 => Ok(Version::V2),
        PRESIGN_SIGNATURE_V4 => Ok(Version::V4),
        _ => Err(Failure::CHOICE),
    }
}
