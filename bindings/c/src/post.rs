//! Forms for browser uploads.

use std::ffi::c_char;

use presign::{Condition, Post, PostForm};

use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{
    Versioned, pairs_in, presign_pair, presign_str, reference, str_in, struct_in, structs_in,
};
use crate::outputs::{OutBuffer, OutStruct, TextOut};
use crate::own_error::OwnError;
use crate::own_error::OwnFailure;
use crate::request::{expiry, signing_time};
use crate::signer::presign_signer;

/// The field has exactly this value.
pub const PRESIGN_CONDITION_EXACT: u32 = 1;
/// The value of the field begins with this prefix; an empty prefix allows any value.
pub const PRESIGN_CONDITION_STARTS_WITH: u32 = 2;
/// The size of the file in bytes is between min and max.
pub const PRESIGN_CONDITION_SIZE: u32 = 3;

/// What the sentences of errors call the conditions.
const CONDITIONS: &str = "options.conditions";

/// A condition that the storage checks on an upload.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_condition {
    /// sizeof(presign_condition).
    pub struct_size: usize,
    /// Kind of the condition: PRESIGN_CONDITION_*.
    pub kind: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Name of the field, without a leading $; not read for a size.
    pub name: presign_str,
    /// Value or prefix of the field; not read for a size.
    pub value: presign_str,
    /// Smallest size of the file in bytes; read only for a size, as max is.
    pub min: u64,
    /// Largest size of the file in bytes.
    pub max: u64,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_condition {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, max) + size_of::<u64>();
}

/// What a form allows, and until when. Exactly one of expires_in and expires_at is not 0.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_post_options {
    /// sizeof(presign_post_options).
    pub struct_size: usize,
    /// Bucket, as in presign_request.
    pub bucket: presign_str,
    /// Key of the object, not empty. If it ends in ${filename}, the name of the file replaces that, and the uploader
    /// may choose any key that begins with the text before it.
    pub key: presign_str,
    /// Further fields of the form: Content-Type, acl, x-amz-meta-*, success_action_status, ... Each needs a condition
    /// that it meets, except x-ignore-*.
    pub fields: *const presign_pair,
    /// Number of fields.
    pub fields_count: usize,
    /// Conditions beside those on bucket and key. A field with an exact condition must be among the fields.
    pub conditions: *const presign_condition,
    /// Number of conditions.
    pub conditions_count: usize,
    /// Signing time in Unix seconds, above 0; time(NULL) for now.
    pub sign_at: i64,
    /// When the form expires, in Unix seconds, or 0.
    pub expires_at: i64,
    /// Lifetime in seconds from the signing time, or 0. The limit of seven days does not apply to forms.
    pub expires_in: u32,
    /// Must be 0.
    pub reserved: u32,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_post_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// A form to which only the file has to be added. The caller sets struct_size; presign_post writes all other fields.
/// The strings are in the buffer of that call, each followed by a NUL.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_form {
    /// sizeof(presign_form).
    pub struct_size: usize,
    /// URL to post the form to, as multipart/form-data.
    pub url: presign_str,
    /// Fields to send, in this order. The file is one more field, named file, and must be the last.
    pub fields: *const presign_pair,
    /// Number of fields.
    pub fields_count: usize,
    /// When the form expires, in Unix seconds.
    pub expires_at: i64,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_form {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, expires_at) + size_of::<i64>();
}

fallible_export! {
    /// Makes a form with which a browser, or curl -F, can upload files until it expires.
    ///
    /// form: untouched on an error.
    /// out, out_cap: buffer for the strings of the form; NULL is allowed if out_cap is 0. 4096 bytes are enough for
    /// most forms.
    /// out_len: receives the number of bytes used, without the last NUL; also if the buffer is too small, which is
    /// then untouched and must hold out_len + 1 bytes.
    ///
    /// Errors: PRESIGN_ERR_FORM for fields and conditions, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST,
    /// _CREDENTIALS_EXPIRE, _CHOICE for the kind of a condition; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
    /// _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_post(
        signer: *const presign_signer,
        options: *const presign_post_options,
        form: *mut presign_form,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, upload, result, out) = unsafe {
            let (out, result) = (TextOut::new(out, out_cap, out_len)?, OutStruct::new(form, "form")?);
            (reference(signer, "signer")?, PostOptions::read(options)?, result, out)
        };
        let form = signer.signer.presign_post(&upload.post())?;
        result.write(out.fill_struct(|buffer| to_c(&form, buffer))?);
        Ok(())
    }
}

/// A presign_post_options whose pointers were checked. The core's Post borrows from it.
struct PostOptions<'a> {
    plain: Post<'a>,
    fields: Vec<(&'a str, &'a str)>,
    conditions: Vec<Condition<'a>>,
}

impl PostOptions<'_> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    unsafe fn read(options: *const presign_post_options) -> Result<Self, Failure> {
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        if options.reserved != 0 {
            return Err(OwnFailure::STRUCT_SIZE.of("options.reserved").given(options.reserved).into());
        }
        let sign_at = signing_time(options.sign_at, "options.sign_at")?;
        // SAFETY: 2.
        unsafe {
            let plain =
                Post::new(str_in(options.bucket, "options.bucket")?, str_in(options.key, "options.key")?);
            let conditions = structs_in(options.conditions, options.conditions_count, CONDITIONS)?;
            Ok(Self {
                plain: plain.sign_at(sign_at).expiry(expiry(options.expires_in, options.expires_at)?),
                fields: pairs_in(options.fields, options.fields_count, "options.fields")?,
                conditions: conditions
                    .enumerate()
                    .map(|(index, given)| condition(&given?).map_err(|error| error.at(index)))
                    .collect::<Result<_, _>>()?,
            })
        }
    }

    fn post(&self) -> Post<'_> {
        self.plain.fields(&self.fields).conditions(&self.conditions)
    }
}

/// # Safety
/// Invariant 2 of the crate, for the strings.
#[allow(unsafe_code)]
unsafe fn condition<'a>(given: &presign_condition) -> Result<Condition<'a>, OwnError> {
    if given.reserved != 0 {
        return Err(OwnFailure::STRUCT_SIZE.of(CONDITIONS).given(given.reserved));
    }
    // SAFETY: 2.
    let text = |string| unsafe { str_in(string, CONDITIONS) };
    match given.kind {
        PRESIGN_CONDITION_EXACT => {
            Ok(Condition::Exact { name: text(given.name)?, value: text(given.value)? })
        }
        PRESIGN_CONDITION_STARTS_WITH => {
            Ok(Condition::StartsWith { name: text(given.name)?, prefix: text(given.value)? })
        }
        PRESIGN_CONDITION_SIZE => Ok(Condition::Size { min: given.min, max: given.max }),
        kind => Err(OwnFailure::CHOICE.of(CONDITIONS).given(kind)),
    }
}

fn to_c(form: &PostForm, buffer: &mut OutBuffer) -> presign_form {
    presign_form {
        struct_size: size_of::<presign_form>(),
        url: buffer.text(&form.url),
        fields: buffer.pairs(&form.fields),
        fields_count: form.fields.len(),
        expires_at: form.expires_at,
    }
}
