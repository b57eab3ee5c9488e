//! Forms with which a browser uploads a file.

use std::ffi::c_char;

use presign::{Condition, Post, PostForm};

use crate::boundary::export;
use crate::inputs::{Growing, pairs_in, presign_pair, presign_str, reference, slice_in, str_in, struct_in};
use crate::outputs::{Record, Shelf, Text};
use crate::request::end;
use crate::signer::presign_signer;
use crate::status::{Failure, presign_status};

/// The field has this value.
pub const PRESIGN_CONDITION_EXACT: u32 = 1;
/// The field's value begins so; an empty one allows any.
pub const PRESIGN_CONDITION_STARTS_WITH: u32 = 2;
/// The file's size in bytes lies between min and max.
pub const PRESIGN_CONDITION_SIZE: u32 = 3;

/// What is asked of an upload.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct presign_condition {
    /// PRESIGN_CONDITION_*.
    pub kind: u32,
    /// 0.
    pub reserved: u32,
    /// The field's name, without a $ before it; not read for a size.
    pub name: presign_str,
    /// Its value, or what that begins with; not read for a size.
    pub value: presign_str,
    /// The least size; read for a size alone, as max.
    pub min: u64,
    /// The largest size.
    pub max: u64,
}

/// What a form allows, and until when. Exactly one of expires_in and expires_at is not 0.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_post_options {
    /// sizeof(presign_post_options).
    pub struct_size: usize,
    /// As in presign_request.
    pub bucket: presign_str,
    /// The object, not empty. Where it ends in ${filename}, the file's name takes that place, and whoever has the form
    /// may choose any key that begins with what stands before it.
    pub key: presign_str,
    /// Further fields of the form: Content-Type, acl, x-amz-meta-*, success_action_status, ... Each needs a condition
    /// that it meets, but for x-ignore-*.
    pub fields: *const presign_pair,
    /// The number of fields.
    pub fields_count: usize,
    /// What is asked besides bucket and key. A field with an exact one must be among the fields.
    pub conditions: *const presign_condition,
    /// The number of conditions.
    pub conditions_count: usize,
    /// The signing time in Unix seconds, taken as it is: 0 is 1970.
    pub sign_at: i64,
    /// The end in Unix seconds, or 0.
    pub expires_at: i64,
    /// The life in seconds from the signing time, or 0. Seven days are no limit here.
    pub expires_in: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_post_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, reserved) + size_of::<u32>();
}

/// A form, ready to be filled with a file. The caller sets struct_size; all else is written by presign_post, and the
/// strings lie in the buffer that it was given, each with a NUL behind it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_form {
    /// sizeof(presign_form).
    pub struct_size: usize,
    /// Where it is posted to, as multipart/form-data.
    pub url: presign_str,
    /// The fields that must be sent, in order. The file is one more field, named file, and must be the last.
    pub fields: *const presign_pair,
    /// The number of fields.
    pub fields_count: usize,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_form {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, expires_at) + size_of::<i64>();
}

export! {
    /// A form with which a browser, or curl -F, uploads one file.
    ///
    /// form: untouched on an error.
    /// out, out_cap: where its strings go; NULL is allowed if out_cap is 0. 4096 bytes are enough for most forms.
    /// out_len: the room taken, without the last NUL; also stored if the buffer is too small, which then is untouched
    /// and must hold out_len + 1 bytes.
    ///
    /// Errors: PRESIGN_ERR_FORM for fields and conditions, _BUCKET, _KEY, _TIME, _EXPIRES, _EXPIRES_IN_PAST,
    /// _CREDENTIALS_EXPIRE, _CHOICE for a condition's kind; PRESIGN_ERR_NULL_POINTER, _STRUCT_SIZE, _UTF8,
    /// _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_post(
        signer: *const presign_signer,
        options: *const presign_post_options,
        form: *mut presign_form,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) -> presign_status {
        // SAFETY: 1, 2, 3, 4.
        let (signer, wishes, record, out) = unsafe {
            let (out, record) = (Text::new(out, out_cap, out_len)?, Record::new(form)?);
            (reference(signer)?, Upload::read(options)?, record, out)
        };
        let form = signer.signer.presign_post(&wishes.post())?;
        record.write(out.lay(|shelf| to_c(&form, shelf))?);
        Ok(())
    }
}

/// A form's wishes read from C.
struct Upload<'a> {
    plain: Post<'a>,
    fields: Vec<(&'a str, &'a str)>,
    conditions: Vec<Condition<'a>>,
}

impl Upload<'_> {
    /// # Safety
    /// Invariants 1 and 2 of the crate, for the struct and for all that it points to.
    #[allow(unsafe_code)]
    unsafe fn read(options: *const presign_post_options) -> Result<Self, Failure> {
        // SAFETY: 1.
        let options = unsafe { struct_in(options) }?;
        if options.reserved != 0 {
            return Err(Failure::STRUCT_SIZE);
        }
        // SAFETY: 2.
        unsafe {
            let plain = Post::new(str_in(options.bucket)?, str_in(options.key)?);
            let conditions = slice_in(options.conditions, options.conditions_count)?;
            Ok(Self {
                plain: plain.sign_at(options.sign_at).expiry(end(options.expires_in, options.expires_at)?),
                fields: pairs_in(options.fields, options.fields_count)?,
                conditions: conditions.iter().map(|given| condition(given)).collect::<Result<_, _>>()?,
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
unsafe fn condition<'a>(given: &presign_condition) -> Result<Condition<'a>, Failure> {
    if given.reserved != 0 {
        return Err(Failure::STRUCT_SIZE);
    }
    // SAFETY: 2.
    let text = |string| unsafe { str_in(string) };
    match given.kind {
        PRESIGN_CONDITION_EXACT => {
            Ok(Condition::Exact { name: text(given.name)?, value: text(given.value)? })
        }
        PRESIGN_CONDITION_STARTS_WITH => {
            Ok(Condition::StartsWith { name: text(given.name)?, prefix: text(given.value)? })
        }
        PRESIGN_CONDITION_SIZE => Ok(Condition::Size { min: given.min, max: given.max }),
        _ => Err(Failure::CHOICE),
    }
}

fn to_c(form: &PostForm, shelf: &mut Shelf) -> presign_form {
    presign_form {
        struct_size: size_of::<presign_form>(),
        url: shelf.text(&form.url),
        fields: shelf.pairs(&form.fields),
        fields_count: form.fields.len(),
        expires_at: form.expires_at,
    }
}
