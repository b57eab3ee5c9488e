//! Why a function has no result. The JavaScript side throws it as a `PresignError` or a `Refused`.

use presign::{BatchError, Error, ErrorKind, PlaylistError, Reason, Refusal};

use crate::values::results;

/// An error. It is small, because every function returns one of these or its result.
pub struct Failure(Box<Values>);

results! {
    /// An error, as plain values for JavaScript.
    pub struct Values {
        /// The class of the error: `PresignError` or `Refused`. No result has a property of this name.
        pub failed: &'static str,
        /// The machine name of the kind of error, or AWS's error code.
        pub code: String,
        /// The sentence.
        pub message: String,
        /// The index of the wrong key or request.
        pub index: Option<f64>,
        /// The number of the wrong line of a playlist.
        pub line: Option<f64>,
        /// The HTTP status of a refusal.
        pub status: Option<u32>,
        /// The machine name of the reason of a refusal.
        pub reason: Option<String>,
        /// Which part of a refused request is wrong.
        pub detail: Option<String>,
    }
}

impl Failure {
    /// An error of a kind, with a message that names the value and the limit.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::named(kind.name(), message)
    }

    /// An error whose kind is none of the core's.
    pub(crate) fn named(code: &str, message: impl Into<String>) -> Self {
        Self(Box::new(Values {
            failed: "PresignError",
            code: code.to_owned(),
            message: message.into(),
            index: None,
            line: None,
            status: None,
            reason: None,
            detail: None,
        }))
    }

    /// The error of a string that UTF-8 cannot encode, so that no storage can contain it.
    pub(crate) fn lone_surrogate(name: &str, kind: ErrorKind) -> Self {
        Self::new(kind, sentence(name))
    }

    /// The error of a value that answered differently when it was read again, as a Proxy can.
    pub(crate) fn changed(name: &str) -> Self {
        Self::new(ErrorKind::Choice, format!("{name} changed while they were read"))
    }

    /// The refusal of a request with such a string. No presigned URL can contain one.
    pub(crate) fn refused_surrogate(name: &str, reason: Reason) -> Self {
        Self::refused(reason, reason.message(), sentence(name))
    }

    fn refused(reason: Reason, message: &str, detail: String) -> Self {
        let mut failure = Self::named(reason.code(), message);
        failure.0.failed = "Refused";
        failure.0.status = Some(u32::from(reason.status()));
        failure.0.reason = Some(reason.name().to_owned());
        failure.0.detail = Some(detail);
        failure
    }

    /// The error of a batch. `list` is the name of the argument that has the wrong key or request.
    pub(crate) fn of_batch(list: &str, BatchError { index, error }: BatchError) -> Self {
        let failure = Self::from(error);
        match index {
            Some(index) => failure.at_index(list, index),
            None => failure,
        }
    }

    /// The same error, about one item of a list.
    pub(crate) fn at_index(mut self, list: &str, index: usize) -> Self {
        self.0.index = Some(number(index));
        self.0.message = format!("{list}[{index}]: {}", self.0.message);
        self
    }

    /// The values that cross to JavaScript.
    pub(crate) fn into_values(self) -> Values {
        *self.0
    }
}

fn sentence(name: &str) -> String {
    format!("{name} contains a lone surrogate, which UTF-8 cannot encode")
}

/// Indices of JavaScript arrays, and numbers of lines, are far below 2^53.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl From<PlaylistError> for Failure {
    fn from(error: PlaylistError) -> Self {
        let mut failure = Self::new(error.kind(), error.to_string());
        failure.0.line = error.line().map(number);
        failure
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.reason(), refusal.message(), refusal.detail().to_owned())
    }
}
