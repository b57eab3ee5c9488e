//! Warnings as Python shows them.

use presign::Warning;

use crate::result::Mapping;

/// Returns warnings as a mapping from a name for programs to a sentence.
pub(crate) fn sentences(warnings: &[Warning]) -> Mapping {
    let text = |warning: &Warning| (warning.name().to_owned(), warning.message().to_owned());
    Mapping(warnings.iter().map(text).collect())
}
