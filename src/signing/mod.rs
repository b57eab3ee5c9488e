//! From a checked request to a presigned URL: the signer, its templates, and the two signature versions.

mod access_point;
pub(crate) mod buffer;
pub(crate) mod engine;
pub(crate) mod parts;
mod recent;
pub(crate) mod signer;
pub(crate) mod sigv2;
pub(crate) mod sigv4;
pub(crate) mod stages;
pub(crate) mod template;
mod warnings;
