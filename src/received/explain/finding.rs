//! What an explanation is made of.

use std::borrow::Cow;

use super::Cause;

/// A cause and a sentence.
pub(crate) struct Finding {
    pub(super) cause: Cause,
    pub(super) sentence: Cow<'static, str>,
}

impl Finding {
    pub(super) fn new(cause: Cause, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self { cause, sentence: sentence.into() }
    }
}
