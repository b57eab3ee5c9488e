//! Reads links of Signature Version 4: their parameters, and the canonical request that the signature covers.

pub(super) mod canonical_request;
mod params;
pub(super) mod plain;

pub(crate) use params::V4Params;
