//! Why a storage refuses a link: our texts beside the storage's, and a plain sentence about the first difference.

mod answer;
mod cause;
mod difference;
mod guess;
mod lines;
mod told;

use std::borrow::Cow;
use std::fmt;

pub use self::answer::{Answer, AnswerError};
pub use self::cause::Cause;
use self::lines::{Canonical, ToSign2, masked};
use self::told::{of_code, of_refusal, of_scope};
use crate::link::{Claim, Link, Located};
use crate::verify::{Checker, Keys};
use crate::{Reason, Received, Refusal, Secret, Stages, Verifier, Version, time};

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
    theirs: Option<Answer>,
}

/// A cause and a sentence.
pub(crate) struct Finding {
    cause: Cause,
    sentence: Cow<'static, str>,
}

impl Finding {
    fn new(cause: Cause, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self { cause, sentence: sentence.into() }
    }
}

impl Explanation {
    /// What it is.
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
        self.ours.as_ref().map(|stages| self.shown(self.signed_text(stages), show_values))
    }

    /// The same as the storage says it computed it; `None` where it does not say.
    #[must_use]
    pub fn theirs(&self, show_values: bool) -> Option<String> {
        let answer = self.theirs.as_ref()?;
        let text = match self.version {
            Version::V4 => &answer.canonical_request,
            Version::V2 => &answer.string_to_sign,
        };
        (!text.is_empty()).then(|| self.shown(text, show_values))
    }

    /// Our string to sign and the storage's. With Version 2 these are [`Explanation::ours`] and
    /// [`Explanation::theirs`]; with Version 4 they hold nothing that is to be hidden.
    #[must_use]
    pub fn strings_to_sign(&self) -> Option<(&str, Option<&str>)> {
        let ours = self.ours.as_ref().filter(|_| self.version == Version::V4)?;
        let theirs = self.theirs.as_ref().map(|answer| answer.string_to_sign.as_str());
        Some((&ours.string_to_sign, theirs.filter(|text| !text.is_empty())))
    }

    fn signed_text<'t>(&self, stages: &'t Stages) -> &'t str {
        match self.version {
            Version::V4 => &stages.canonical_request,
            Version::V2 => &stages.string_to_sign,
        }
    }

    fn shown(&self, text: &str, show_values: bool) -> String {
        if show_values { text.to_owned() } else { masked(text, self.version) }
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
    /// answer if there is one. A storage that says what it computed (AWS and Swift do, Ceph does not) is compared with
    /// line by line; otherwise the usual slips are tried until one fits the signature.
    ///
    /// The request is as it was meant to be sent: its method, its URL, its headers.
    #[must_use]
    pub fn explain(&self, request: &Received, secret: &Secret, answer: Option<&Answer>) -> Explanation {
        let read = || -> Result<_, Refusal> {
            let link = Link::read(request)?;
            let located = self.places.locate(&link)?;
            Ok((link, located))
        };
        let (link, located) = match read() {
            Ok(read) => read,
            Err(refusal) => return unreadable(&refusal, answer),
        };
        let checker = Checker::new(&link.claim, secret.key(), &Keys::default());
        let stages = checker.stages(&link, &located, link.method);
        let case = Case { verifier: self, link: &link, located: &located, secret, answer, stages: &stages };
        let Finding { cause, sentence } = case.finding(request, &checker);
        Explanation {
            cause,
            sentence: sentence.into_owned(),
            version: link.claim.version(),
            ours: Some(stages),
            theirs: answer.cloned(),
        }
    }
}

fn unreadable(refusal: &Refusal, answer: Option<&Answer>) -> Explanation {
    let cut =
        matches!(refusal.reason(), Reason::NotSigned | Reason::MissingParameter | Reason::MissingParameterV2);
    let hint = if cut { "; a shell cuts a URL without quotes at its first &" } else { "" };
    let detail = if refusal.detail().is_empty() { refusal.message() } else { refusal.detail() };
    Explanation {
        cause: Cause::Unreadable,
        sentence: format!("the link is not whole, or not one that storages read: {detail}{hint}"),
        version: Version::V4,
        ours: None,
        theirs: answer.cloned(),
    }
}

/// All that is known.
struct Case<'c, 'a> {
    verifier: &'c Verifier,
    link: &'c Link<'a>,
    located: &'c Located<'a>,
    secret: &'c Secret<'c>,
    answer: Option<&'c Answer>,
    stages: &'c Stages,
}

impl Case<'_, '_> {
    fn finding(&self, request: &Received, checker: &Checker) -> Finding {
        if let Some(answer) = self.answer
            && let Some(finding) = of_code(answer)
        {
            return finding;
        }
        let fits = checker.matches(self.link, self.located, self.link.method);
        if let Some(finding) = self.answer.and_then(|answer| self.beside(answer, fits)) {
            return finding;
        }
        if !fits && let Some(finding) = self.slip(checker) {
            return finding;
        }
        let now = request.now.map_or_else(time::now, Ok).unwrap_or_default();
        let judged = self
            .verifier
            .check_limits(self.link)
            .and_then(|()| self.verifier.check_time(&self.link.claim, now));
        match judged {
            Err(refusal) => of_refusal(&refusal),
            Ok(()) => self.last(fits),
        }
    }

    /// The storage's own texts beside ours.
    fn beside(&self, answer: &Answer, fits: bool) -> Option<Finding> {
        if answer.string_to_sign.is_empty() {
            return None;
        }
        let found = match &self.link.claim {
            Claim::V4(_) => {
                let ours = Canonical::read(&self.stages.canonical_request)?;
                let canonical = Canonical::read(&answer.canonical_request);
                let of_request = canonical.and_then(|theirs| difference::of_canonical(&ours, &theirs));
                of_request.or_else(|| of_scope(&self.stages.string_to_sign, &answer.string_to_sign))
            }
            Claim::V2(_) => {
                let (ours, theirs) =
                    (ToSign2::read(&self.stages.string_to_sign)?, ToSign2::read(&answer.string_to_sign)?);
                difference::of_version_2(&ours, &theirs)
            }
        };
        Some(found.unwrap_or_else(|| {
            let sentence = if fits {
                "the storage signs the very same text and gets another signature: it has another secret key for this \
                 access key"
            } else {
                "the storage signs the very same text as we do, and the link's signature is another: it was made with \
                 another secret key, or altered"
            };
            Finding::new(Cause::SecretKey, sentence)
        }))
    }

    /// A slip after which the signature fits.
    fn slip(&self, checker: &Checker) -> Option<Finding> {
        let (claim, signed) = (&self.link.claim, self.stages);
        let found = match claim {
            Claim::V4(_) => guess::canonical(&Canonical::read(&signed.canonical_request)?, &|text| {
                checker.matches_text(claim, text)
            }),
            Claim::V2(_) => guess::version_2(&ToSign2::read(&signed.string_to_sign)?, &|text| {
                checker.matches_text(claim, text)
            }),
        };
        found.or_else(|| {
            let key = self.secret.key();
            let others = [key.trim().to_owned(), format!("{key}\n"), format!("{key}\r"), format!("{key} ")];
            others.map(zeroize::Zeroizing::new).iter().filter(|other| other.as_str() != key).find_map(
                |other| {
                    let checker = Checker::new(claim, other, &Keys::default());
                    checker.matches(self.link, self.located, self.link.method).then(|| {
                        Finding::new(
                            Cause::SecretKey,
                            "the link is signed with this secret key and white space around it",
                        )
                    })
                },
            )
        })
    }

    /// Nothing but the signature itself is left.
    fn last(&self, fits: bool) -> Finding {
        let whole = match &self.link.claim {
            Claim::V4(claim) => claim.signature.len() == 64,
            Claim::V2(claim) => claim.signature.len() == 28,
        };
        if fits {
            let sentence = "the link is right for this secret key, method and headers: what reached the storage was \
                            another request (a proxy, another method, another Host), or the storage has another secret";
            return Finding::new(Cause::AsSigned, sentence);
        }
        if !whole {
            return Finding::new(
                Cause::Signature,
                "the signature was cut or altered: it has not the length of one",
            );
        }
        let sentence = "no usual slip fits: the link is signed with another secret key, or was altered";
        Finding::new(Cause::SecretKey, sentence)
    }
}
