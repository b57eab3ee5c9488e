//! libpresign: the core behind one C header, `include/presign.h`, which is generated from this crate.
//!
//! | module | contents |
//! |---|---|
//! | `boundary` | the macro that defines every export: it catches panics and returns the status |
//! | `inputs`, `outputs` | from C's pointers to Rust's references; nearly all of the unsafe code |
//! | `texts` | tables of static C strings, made at compile time |
//! | `own_error` | statuses, and what this layer refuses itself |
//! | `status` | the names and messages of statuses |
//! | `strings` | strings of C |
//! | `error` | why a call fails: a status, and a sentence with the values |
//! | `signer`, `request` | the options of a signer, and of a request to sign |
//! | `url` | one URL |
//! | `presigned` | one URL, and what is needed to use it |
//! | `disposition` | the file name of a download |
//! | `template` | a request without its key, settled once |
//! | `keys` | the keys of a batch |
//! | `batch`, `requests` | many URLs, of one request or each of its own |
//! | `received`, `secrets` | an incoming request, and the credentials with which it is checked |
//! | `reason`, `refusal` | why a request is refused |
//! | `inspect`, `warning` | the contents of a URL, and warnings about them |
//! | `verify` | whether an incoming request is accepted |
//! | `explain`, `cause` | why a storage refuses a URL |
//! | `post` | forms for browser uploads |
//! | `playlist` | HLS playlists |
//! | `policy` | bucket policies |
//! | `version` | the version of the library |
//!
//! # Invariants
//!
//! The caller promises these by the conventions of the header; no check can tell whether they hold. Each unsafe block
//! lists the ones that it needs.
//!
//! 1. A pointer to a struct or a value is NULL or points to one for the length of the call.
//! 2. A pointer with a length is NULL or points to that many elements for the length of the call. No thread writes to
//!    the elements during the call.
//! 3. Memory that a call writes to overlaps none of the call's other arguments. It may be uninitialized: nothing is read
//!    there before it is written.
//! 4. A `presign_signer` comes from `presign_signer_new` and has not been freed; likewise a `presign_template` and a
//!    `presign_verifier`.
//!
//! Everything else is checked: NULL, alignment, lengths, numbers, UTF-8, sizes of structs.

// Also refuses `no_mangle`, so that an export outside of `boundary::export` does not compile.
#![deny(unsafe_code)]
// The names are the header's.
#![allow(non_camel_case_types)]

mod batch;
mod boundary;
mod cause;
mod disposition;
mod error;
mod explain;
mod inputs;
mod inspect;
mod keys;
mod outputs;
mod own_error;
mod playlist;
mod policy;
mod post;
mod presigned;
mod reason;
mod received;
mod refusal;
mod request;
mod requests;
mod secrets;
mod signer;
mod status;
mod strings;
mod template;
mod texts;
mod url;
mod verify;
mod version;
mod warning;

pub use batch::{
    PRESIGN_SEPARATOR_NUL, PRESIGN_THREADS_ALL, presign_batch_options, presign_urls, presign_urls_bound,
    presign_urls_flat,
};
pub use cause::*;
pub use disposition::{
    PRESIGN_DISPOSITION_ATTACHMENT, PRESIGN_DISPOSITION_INLINE, presign_content_disposition,
};
pub use error::{PRESIGN_ERROR_MESSAGE_SIZE, presign_error, presign_reason};
pub use explain::{
    PRESIGN_EXPLAIN_SHOW_VALUES, presign_explain, presign_explain_options, presign_explanation,
};
pub use inputs::{presign_pair, presign_str};
pub use inspect::{presign_inspect, presign_inspection};
pub use own_error::{PRESIGN_OK, presign_status};
pub use playlist::{presign_playlist, presign_playlist_options};
pub use policy::{presign_ip_policy, presign_ip_policy_options};
pub use post::{presign_condition, presign_form, presign_post, presign_post_options};
pub use presigned::{presign_presigned, presign_presigned_request};
pub use reason::*;
pub use received::presign_received;
pub use refusal::presign_refusal;
pub use request::{presign_request, presign_signed_headers};
pub use requests::presign_requests;
pub use secrets::presign_secret;
pub use signer::{
    presign_signer, presign_signer_access_key, presign_signer_addressing, presign_signer_endpoint,
    presign_signer_free, presign_signer_new, presign_signer_options, presign_signer_region,
    presign_signer_version,
};
pub use status::*;
pub use strings::presign_cstr;
pub use template::{
    presign_template, presign_template_expires_at, presign_template_free, presign_template_new,
    presign_template_url, presign_template_url_flat, presign_template_urls, presign_template_urls_flat,
};
pub use url::{
    presign_expires_at, presign_request_warnings, presign_url, presign_url_bound, presign_url_ex,
    presign_url_flat, presign_url_until, presign_url_until_flat,
};
pub use verify::{
    presign_verified, presign_verifier, presign_verifier_free, presign_verifier_new,
    presign_verifier_options, presign_verify,
};
pub use version::{presign_abi_version, presign_version_number};
pub use warning::*;
