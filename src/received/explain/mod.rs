//! Why a storage refuses a link: our texts beside the storage's, and a plain sentence about the first difference.

mod answer;
mod cause;
mod diagnose;
mod difference;
mod finding;
mod from_response;
mod mutations;
mod signed_text;

use std::borrow::Cow;
use std::fmt;

pub use self::answer::{ErrorResponse, ErrorResponseError};
pub use self::cause::Cause;
use self::diagnose::Diagnosis;
use self::finding::Finding;
use self::signed_text::{masked, masked_to_sign};
use crate::received::url::{ExpectedEndpoint, ParsedUrl};
use crate::received::verify::{Checker, SigningKeyCache};
use crate::signing::sigv2;
use crate::{Reason, Received, Refusal, Secret, Stages, Verifier, Version};

/// What was found out about a link that a storage refuses.
///
/// The texts hold headers' values and the session token. They are shown without these unless asked for with them;
/// `Debug` shows none.
#[derive(Clone)]
pub struct Explanation {
    cause: Cause,
    sentence: String,
    version: Version,
    ours: Option<Stages>,
    theirs: Option<ErrorResponse>,
}

impl Explanation {
    /// Returns the cause.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// One sentence. It shows no header's value and no token.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What we sign for this request: Version 4's canonical request, or Version 2's string to sign. `None` for a link
    /// that cannot be read.
    #[must_use]
    pub fn ours(&self, show_values: bool) -> Option<String> {
        self.ours.as_ref().map(|stages| self.shown(stages.signed_text(self.version), show_values))
    }

    /// The same as the storage says it computed it; `None` where it does not say.
    #[must_use]
    pub fn theirs(&self, show_values: bool) -> Option<String> {
        let answer = self.theirs.as_ref()?;
        let text = answer.signed_text(self.version);
        (!text.is_empty()).then(|| self.shown(text, show_values))
    }

    /// Our string to sign and the storage's, with Version 4. With Version 2 these are [`Explanation::ours`] and
    /// [`Explanation::theirs`]. Ours holds nothing that is to be hidden; the storage's does where it took the link for
    /// one of Version 2.
    #[must_use]
    pub fn strings_to_sign(&self, show_values: bool) -> Option<(&str, Option<Cow<'_, str>>)> {
        let ours = self.ours.as_ref().filter(|_| self.version == Version::V4)?;
        let theirs = self.theirs.as_ref().map(|answer| answer.string_to_sign.as_str());
        let shown = |text| if show_values { Cow::Borrowed(text) } else { Cow::Owned(masked_to_sign(text)) };
        Some((&ours.string_to_sign, theirs.filter(|text| !text.is_empty()).map(shown)))
    }

    fn shown(&self, text: &str, show_values: bool) -> String {
        match self.version {
            _ if show_values => text.to_owned(),
            Version::V4 => masked(text, Version::V4),
            Version::V2 => masked_to_sign(text),
        }
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("cause", &self.cause)
            .field("sentence", &self.sentence)
            .finish_non_exhaustive()
    }
}

impl Verifier {
    /// Says why a storage refuses a request: with the secret key that it should be signed with, and with the storage's
    /// answer if there is one. Where the signature is not that of the request, the usual mistakes are tried until one fits
    /// it; what was signed is then compared, line by line, with what the storage says it computed (AWS and Swift say
    /// so, Ceph does not).
    ///
    /// The request is as it was sent, or as it was meant to be sent: its method, its URL, its headers.
    #[must_use]
    pub fn explain(
        &self,
        request: &Received,
        secret: &Secret,
        answer: Option<&ErrorResponse>,
    ) -> Explanation {
        let read = || -> Result<_, Refusal> {
            let url = ParsedUrl::read(request)?;
            // A link that leads elsewhere may be signed for the endpoint all the same.
            let (object, elsewhere) = match self.expected_endpoint.locate(&url) {
                Err(refusal) if refusal.reason() == Reason::WrongEndpoint => {
                    (ExpectedEndpoint::default().locate(&url)?, Some(refusal))
                }
                object => (object?, None),
            };
            Ok((url, object, elsewhere))
        };
        let (url, object, elsewhere) = match read() {
            Ok(read) => read,
            Err(refusal) => return unreadable(&refusal, answer),
        };
        let mut v2_key = sigv2::Key::default();
        let checker = Checker::new(&url.params, secret.key(), &SigningKeyCache::default(), &mut v2_key);
        let stages = checker.stages(&url, &object, url.method);
        let diagnosis = Diagnosis {
            verifier: self,
            url: &url,
            object: &object,
            elsewhere: elsewhere.as_ref(),
            secret,
            answer,
            checker: &checker,
            stages: &stages,
        };
        let Finding { cause, sentence } = diagnosis.finding(request.now);
        Explanation {
            cause,
            sentence: sentence.into_owned(),
            version: url.params.version(),
            ours: Some(stages),
            theirs: answer.cloned(),
        }
    }
}

fn unreadable(refusal: &Refusal, answer: Option<&ErrorResponse>) -> Explanation {
    // A storage that could read it, and says more than that the signature is wrong, knows better.
    let finding =
        answer.and_then(from_response::of_code).unwrap_or_else(|| from_response::of_unreadable(refusal));
    Explanation {
        cause: finding.cause,
        sentence: finding.sentence.into_owned(),
        version: Version::V4,
        ours: None,
        theirs: answer.cloned(),
    }
}
