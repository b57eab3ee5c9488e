//! Reads the settings of the storage that `Verifier`, `inspect` and `explain` share.

use presign::VerifierBuilder;
use pyo3::prelude::*;

use crate::errors::from_core;
use crate::signer::{ENDPOINT, choice};
use crate::text::{BUCKET, optional_text};

/// Reads the settings that a verifier shares with `inspect` and `explain`.
pub(crate) fn places<'a>(
    py: Python<'_>,
    endpoint: Option<&'a Bound<'_, PyAny>>,
    addressing: Option<&Bound<'_, PyAny>>,
    bucket: Option<&'a Bound<'_, PyAny>>,
) -> PyResult<VerifierBuilder<'a>> {
    Ok(presign::Verifier::builder()
        .endpoint(optional_text(endpoint, ENDPOINT)?)
        .addressing(choice(py, addressing, "addressing")?.unwrap_or_default())
        .bucket(optional_text(bucket, BUCKET)?))
}

pub(crate) fn built(py: Python<'_>, settings: VerifierBuilder<'_>) -> PyResult<presign::Verifier> {
    settings.build().map_err(|error| from_core(py, &error))
}
