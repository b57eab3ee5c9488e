//! What can be wrong with a batch.

use super::Error;

/// Why there is no batch of links, and which key's fault it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchError {
    /// The number of the first key that is wrong, counted from 0; `None` where no key is.
    pub index: Option<usize>,
    /// What is wrong.
    pub error: Error,
}

impl std::fmt::Display for BatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(index) = self.index {
            write!(f, "key number {index}, counted from 0: ")?;
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
