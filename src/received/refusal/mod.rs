//! Why a request is refused, with AWS's error code, HTTP status and message.

mod reason;

use std::borrow::Cow;
use std::fmt;

pub use self::reason::Reason;
use crate::error::quoted;
use crate::input::parameters::Param;

/// How AWS begins its messages about a part of the credential.
pub(crate) const IN_CREDENTIAL: &str = "Error parsing the X-Amz-Credential parameter;";

/// A request that is refused, and why.
///
/// `Display` is one sentence for a log: code, message, and what in the request it is about. It never shows a header's
/// value, a token or a signature. Where a link was only read, it has no code and no message, because no server refused
/// anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    detail: Cow<'static, str>,
    /// The message, where AWS's has values of the request in it.
    message: Option<String>,
    is_verdict: bool,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, detail: detail.into(), message: None, is_verdict: true }
    }

    /// About a name or a value that is no secret, quoted and cut to 80 characters.
    pub(crate) fn about(reason: Reason, value: &str, rule: &str) -> Self {
        Self::new(reason, format!("{} {rule}", quoted(value)))
    }

    /// About the value of a parameter of the signature.
    #[cold]
    pub(crate) fn malformed(reason: Reason, param: Param, value: &str, rule: &str) -> Self {
        Self::new(reason, format!("{} {} {rule}", param.name(), quoted(value)))
    }

    /// Sets the message in which AWS quotes values of the request. The message stays that of the reason if one of the
    /// values is not printable ASCII, or is longer than the parts of a credential scope are.
    pub(crate) fn quoting(self, values: &[&str], message: String) -> Self {
        const MOST_BYTES: usize = 80;
        let is_plain =
            |value: &&str| value.len() <= MOST_BYTES && value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let message = values.iter().all(is_plain).then_some(message);
        Self { message, ..self }
    }

    /// Makes it the failure to read a link, which is no verdict about a request.
    pub(crate) fn of_reading(self) -> Self {
        Self { is_verdict: false, ..self }
    }

    /// Returns what is wrong, without the code and the message of a server's answer.
    pub(crate) fn description(&self) -> &str {
        if self.detail.is_empty() { self.reason.meaning() } else { &self.detail }
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What in the request it is about: the name, the value and the limit. Empty where the message says it all.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// AWS's error code: [`Reason::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The HTTP status: [`Reason::status`].
    #[must_use]
    pub fn status(&self) -> u16 {
        self.reason.status()
    }

    /// Returns AWS's message, for the `<Message>` of an error response: that of [`Reason::message`], or where AWS quotes
    /// a region, a service, a date or a limit, the one with these values in it. Escape it as XML text: the values come
    /// from the request.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message.as_deref().unwrap_or(self.reason.message())
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason, "")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_verdict {
            return f.write_str(self.description());
        }
        write!(f, "{}: {}", self.code(), self.message())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({})", self.detail) }
    }
}

impl std::error::Error for Refusal {}
