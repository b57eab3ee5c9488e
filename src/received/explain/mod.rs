//! Why a storage refuses a link: our texts beside the storage's, and a plain sentence about the first difference.

mod cause;
mod codes;
mod copied_text;
mod diagnose;
mod difference;
mod finding;
mod from_refusal;
mod mutations;
mod response;
mod signed_text;
mod usual_values;

use std::borrow::Cow;
use std::fmt;

pub use self::cause::Cause;
use self::diagnose::Diagnosis;
use self::finding::Finding;
pub use self::response::{ErrorResponse, ErrorResponseError};
use self::signed_text::{is_hidden, masked, masked_to_sign};
use crate::error::quoted;
use crate::received::url::{
    ComponentKind, ExpectedEndpoint, ObjectAddress, ParsedUrl, UrlComponent, other_kind,
};
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

/// A link that could be read, and where it leads.
struct Link<'a> {
    url: ParsedUrl<'a>,
    object: ObjectAddress<'a>,
    /// Why the request is not for the verifier's endpoint.
    elsewhere: Option<Refusal>,
}

/// A finding, and the texts that it is about.
struct Diagnosed {
    finding: Finding,
    stages: Stages,
    /// Whether the link is signed with the secret key for this request.
    fits: bool,
}

/// Returns the secret of an access key.
type SecretOf<'f, 's> = &'f dyn Fn(&str) -> Option<Secret<'s>>;

impl Verifier {
    /// Says why a storage refuses a request: with the secret key that it should be signed with, and with the storage's
    /// answer if there is one. Where the signature is not that of the request, the usual mistakes are tried until one
    /// fits it; what was signed is then compared, line by line, with what the storage says it computed (AWS and Swift
    /// say so, Ceph does not).
    ///
    /// The request is as it was sent, or as it was meant to be sent: its method, its URL, its headers.
    #[must_use]
    pub fn explain(
        &self,
        request: &Received,
        secret: &Secret,
        answer: Option<&ErrorResponse>,
    ) -> Explanation {
        self.explanation(request, &|_| Some(secret.by_ref()), Some(secret), answer)
    }

    /// Says why a storage refuses a request, as [`Verifier::explain`] does. `secret` returns the secret key of an access
    /// key, or `None` for one that is not known, which is then the cause, unless the storage's code states one. It is
    /// called with the link's access key; if the link cannot be read, with that of each link that it may have been before
    /// it was copied.
    #[must_use]
    pub fn explain_with<'s>(
        &self,
        request: &Received,
        secret: impl Fn(&str) -> Option<Secret<'s>>,
        answer: Option<&ErrorResponse>,
    ) -> Explanation {
        self.explanation(request, &secret, None, answer)
    }

    /// `given` is the secret that `secret` always returns, if it does. No text of the storage shows it.
    fn explanation<'s>(
        &self,
        request: &Received,
        secret: SecretOf<'_, 's>,
        given: Option<&Secret>,
        answer: Option<&ErrorResponse>,
    ) -> Explanation {
        let mut known = None;
        let (finding, version, stages) = match self.read_link(request) {
            Ok(link) => {
                let access_key = link.url.params.access_key();
                let version = link.url.params.version();
                known = secret(&access_key);
                match &known {
                    Some(secret) => {
                        let copied = || self.copied_text(request, &|_| Some(secret.by_ref()), true);
                        let found = self.diagnose(request, &link, secret, answer, &copied);
                        (found.finding, version, Some(found.stages))
                    }
                    None => (without_secret(&link, answer), version, None),
                }
            }
            Err(refusal) => (self.unreadable(request, secret, answer, &refusal), Version::V4, None),
        };
        let said = answer.map(|answer| answer.said(&secrets(request, known.as_ref().or(given))));
        let said = said.map_or_else(String::new, |said| format!(" ({said})"));
        Explanation {
            cause: finding.cause,
            sentence: format!("{}{said}", finding.sentence),
            version,
            ours: stages,
            theirs: answer.cloned(),
        }
    }

    fn read_link<'a>(&self, request: &Received<'a>) -> Result<Link<'a>, Refusal> {
        let url = ParsedUrl::read(request)?;
        // A link that leads elsewhere may be signed for the endpoint all the same.
        let (object, elsewhere) = match self.expected_endpoint.locate(&url) {
            Err(refusal) if refusal.reason() == Reason::WrongEndpoint => {
                (ExpectedEndpoint::default().locate(&url)?, Some(refusal))
            }
            object => (object?, None),
        };
        Ok(Link { url, object, elsewhere })
    }

    fn diagnose(
        &self,
        request: &Received,
        link: &Link,
        secret: &Secret,
        answer: Option<&ErrorResponse>,
        copied: &dyn Fn() -> Option<Finding>,
    ) -> Diagnosed {
        let Link { url, object, elsewhere } = link;
        let mut v2_key = sigv2::Key::default();
        let checker = Checker::new(&url.params, secret.key(), &SigningKeyCache::default(), &mut v2_key);
        let stages = checker.stages(url, object, url.method);
        let fits = checker.matches(url, object, url.method);
        let diagnosis = Diagnosis {
            verifier: self,
            url,
            object,
            elsewhere: elsewhere.as_ref(),
            secret,
            answer,
            checker: &checker,
            stages: &stages,
            fits,
            copied,
        };
        Diagnosed { finding: diagnosis.finding(request.now), fits, stages }
    }

    fn unreadable(
        &self,
        request: &Received,
        secret: SecretOf,
        answer: Option<&ErrorResponse>,
        refusal: &Refusal,
    ) -> Finding {
        let query = copied_text::text_of(request).split_once('?').map_or("", |(_, query)| query);
        if let Some(kind) = other_kind(query) {
            return Finding::new(Cause::OtherKind, format!("the link cannot be explained: it is {kind}"));
        }
        // A storage that could read it, and says more than that the signature is wrong, knows better.
        let stated = || answer.and_then(|answer| answer.stated(codes::Link::default()));
        self.copied_text(request, secret, false)
            .or_else(stated)
            .unwrap_or_else(|| from_refusal::of_unreadable(refusal))
    }

    /// Finds out whether the URL's text was changed when it was copied: the link is signed for the request without the
    /// change or, if the URL cannot be read, can be read without it.
    fn copied_text(&self, request: &Received, secret: SecretOf, is_readable: bool) -> Option<Finding> {
        let mut readable = None;
        for original in copied_text::originals(copied_text::text_of(request)) {
            let request = copied_text::with_text(request, &original.text);
            let Ok(link) = self.read_link(&request) else { continue };
            let access_key = link.url.params.access_key();
            let (rest, fits) = match secret(&access_key) {
                None => (format!("; without that, {}", unknown(&access_key)), false),
                Some(secret) => {
                    let found = self.diagnose(&request, &link, &secret, None, &|| None);
                    let rest = match found.finding {
                        Finding { cause: Cause::AsSigned, .. } => String::new(),
                        Finding { sentence, .. } => format!("; without that, {sentence}"),
                    };
                    (rest, found.fits)
                }
            };
            let sentence = format!("the text of the URL was changed by {}{rest}", original.changes);
            if fits {
                return Some(Finding::new(Cause::UrlText, sentence));
            }
            if !is_readable {
                readable.get_or_insert_with(|| Finding::new(Cause::UrlText, sentence));
            }
        }
        readable
    }
}

/// A storage that knew the secret key, and says more than that the signature is wrong, knows better.
fn without_secret(link: &Link, answer: Option<&ErrorResponse>) -> Finding {
    let params = &link.url.params;
    let known = codes::Link {
        version: Some(params.version()),
        has_token: params.token().is_some(),
        host: &link.url.host,
    };
    answer
        .and_then(|answer| answer.stated(known))
        .unwrap_or_else(|| Finding::new(Cause::AccessKey, unknown(&params.access_key())))
}

fn unknown(access_key: &str) -> String {
    format!("the secret key of the link's access key {} is not known", quoted(access_key))
}

/// Returns what may not be shown of a storage's words: secrets of the request, as they are and as the URL has them.
fn secrets<'a>(request: &Received<'a>, secret: Option<&'a Secret>) -> Vec<Cow<'a, str>> {
    let items = copied_text::text_of(request).split(['?', '&']).filter_map(|item| item.split_once('='));
    let values = items.filter(|(name, _)| is_hidden(name)).flat_map(|(_, value)| {
        let text = UrlComponent::new(value, ComponentKind::Query).and_then(UrlComponent::text);
        [Some(Cow::Borrowed(value)), text].into_iter().flatten()
    });
    let headers = request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
    let headers = headers.map(|(_, value)| Cow::Borrowed(value.trim()));
    let own = secret.into_iter().flat_map(|secret| [Some(secret.key()), secret.token()]);
    let own = own.flatten().map(Cow::Borrowed);
    own.chain(values).chain(headers).collect()
}
