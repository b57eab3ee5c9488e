//! Errors of a batch.

use super::Error;

/// Says why a batch failed, and which key or request caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchError {
    /// The index of the first wrong key or request, counted from 0; `None` if none is wrong.
    pub index: Option<usize>,
    /// The error.
    pub error: Error,
}

impl std::fmt::Display for BatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(index) = self.index {
            write!(f, "item number {index}, counted from 0: ")?;
        }
        self.error.fmt(f)
    }
}

impl std::error::Error for BatchError {}

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self { index: None, error }
    }
}
