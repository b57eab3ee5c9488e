//! libpresign: the core behind one C header, `include/presign.h`, which is made from this crate.
//!
//! | module | what it does |
//! |---|---|
//! | `boundary` | defines every export; nothing else can: it stops panics and gives the status |
//! | `inputs`, `outputs` | from C's pointers to Rust's references; nearly all of the unsafe code |
//! | `status` | the numbers of errors and their messages |
//! | `signer`, `request` | the two structs of wishes, and the handle |
//! | `url` | one link |
//! | `batch`, `parts` | many links; with threads |
//! | `version` | the library's version |
//!
//! # What is relied upon
//!
//! The header's conventions promise these to the caller's side, and no check can tell whether they hold. Each unsafe
//! block names those that it needs.
//!
//! 1. A pointer to a struct or a value is NULL or points to one for the length of the call.
//! 2. A pointer with a length is NULL or points to that many elements for the length of the call. Nobody writes to
//!    them meanwhile.
//! 3. What a call writes to overlaps with nothing else that the call is given. It may be uninitialized: nothing
//!    is read there that was not written before.
//! 4. A `presign_signer` comes from `presign_signer_new` and has not been freed.
//!
//! Everything else is checked: NULL, alignment, lengths, numbers, UTF-8, sizes of structs.

// Also refuses `no_mangle`, so that an export outside of `boundary::export` does not compile.
#![deny(unsafe_code)]
// The names are the header's.
#![allow(non_camel_case_types)]

mod batch;
mod boundary;
mod inputs;
mod outputs;
mod parts;
mod request;
mod signer;
mod status;
mod url;
mod version;

pub use batch::{PRESIGN_THREADS_ALL, presign_batch_options, presign_urls, presign_urls_bound};
pub use inputs::{presign_cstr, presign_pair, presign_str};
pub use request::{presign_request, presign_signed_headers};
pub use signer::{presign_signer, presign_signer_free, presign_signer_new, presign_signer_options};
pub use status::{presign_status, presign_status_message};
pub use url::{presign_link_end, presign_url, presign_url_bound, presign_url_ex, presign_url_until};
pub use version::presign_version_number;
