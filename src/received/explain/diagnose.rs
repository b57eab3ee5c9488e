//! One request and all that is known about it: what was signed, what the storage saw, and what follows from both.

use std::cell::RefCell;

use zeroize::Zeroizing;

use super::codes::{self, Topic};
use super::difference::of_scope;
use super::from_refusal::of_refusal;
use super::mutations::{Attempt, tried};
use super::signed_text::SignedText;
use super::{Cause, ErrorResponse, Finding, copied_text, difference};
use crate::error::quoted;
use crate::limits::MAX_TIME;
use crate::primitives::time;
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::received::verify::{Checker, SigningKeyCache, check_token};
use crate::signing::sigv2;
use crate::{Reason, Refusal, Secret, Stages, Verifier};

pub(super) struct Diagnosis<'c, 'a> {
    pub(super) verifier: &'c Verifier,
    pub(super) url: &'c ParsedUrl<'a>,
    pub(super) object: &'c ObjectAddress<'a>,
    /// Why the request is not for the verifier's endpoint.
    pub(super) elsewhere: Option<&'c Refusal>,
    pub(super) secret: &'c Secret<'c>,
    pub(super) answer: Option<&'c ErrorResponse>,
    pub(super) checker: &'c Checker<'c>,
    pub(super) stages: &'c Stages,
    /// Whether the link is signed with the secret key for this request.
    pub(super) fits: bool,
    /// Finds changes of the URL's text.
    pub(super) copied: &'c dyn Fn() -> Option<Finding>,
}

/// A mistake that explains the signature, and the text that was signed.
struct Mutation {
    finding: Finding,
    signed: Zeroizing<String>,
}

impl Diagnosis<'_, '_> {
    pub(super) fn finding(&self, now: Option<i64>) -> Finding {
        if let Some(finding) = self.answer.and_then(|answer| self.stated(answer)) {
            return finding;
        }
        let fits = self.fits;
        let mutation =
            if fits { None } else { self.mutation(self.ours()).or_else(|| self.mutation(self.theirs()?)) };
        let signed =
            if fits { Some(self.ours()) } else { mutation.as_ref().map(|mutation| mutation.signed.as_str()) };
        // A mistake in a request that is given as the storage saw it has a sentence of its own.
        let is_reported =
            mutation.is_some() && self.theirs().is_some_and(|theirs| !self.differ(self.ours(), theirs));
        if !is_reported && let Some(finding) = signed.and_then(|signed| self.beside(signed)) {
            return finding;
        }
        if let Some(mutation) = mutation {
            return mutation.finding;
        }
        let by_itself = if fits { None } else { (self.copied)().or_else(|| self.white_space()) };
        by_itself
            .or_else(|| self.scope())
            .or_else(|| self.elsewhere())
            .or_else(|| self.refused(now))
            .or_else(|| self.other_region())
            .unwrap_or_else(|| self.last())
    }

    /// Returns what the storage's code and message state, and why it refuses the token where that can be seen here.
    fn stated(&self, answer: &ErrorResponse) -> Option<Finding> {
        let has_token = self.url.params.token().is_some();
        let is_about_token = match answer.code.as_str() {
            "InvalidToken" | "InvalidTokenId" => true,
            // Without their token, temporary keys are unknown keys.
            "InvalidAccessKeyId" => !has_token,
            _ => false,
        };
        if let Some(finding) = is_about_token.then(|| self.token()).flatten() {
            return Some(finding);
        }
        let link = codes::Link { version: Some(self.url.params.version()), has_token, host: &self.url.host };
        let finding = answer.stated(link)?;
        if finding.cause != Cause::HeaderNotSigned || !answer.headers_not_signed.is_empty() {
            return Some(finding);
        }
        // Which header it is can be seen here. MinIO answers the same where a signed header was not sent.
        Some(match self.verifier.check_limits(self.url).err() {
            Some(refusal) if refusal.reason() == Reason::HeaderMissing => of_refusal(&refusal),
            Some(refusal) if refusal.reason() == Reason::HeaderNotSigned => {
                Finding::new(finding.cause, format!("{}: {}", finding.sentence, refusal.detail()))
            }
            _ => finding,
        })
    }

    /// The storage received another signature than the link has.
    fn other_signature(&self) -> Option<Finding> {
        let received = Some(&self.answer?.signature_provided).filter(|received| !received.is_empty())?;
        let own = match &self.url.params {
            SignatureParams::V4(params) => &params.signature,
            SignatureParams::V2(params) => &params.signature,
        };
        let sentence =
            "the signature was cut or altered on its way: the storage received another one than the link has";
        (received.as_str() != &**own).then(|| Finding::new(Cause::Signature, sentence))
    }

    /// The storage says its region, and the link has another one.
    fn other_region(&self) -> Option<Finding> {
        let SignatureParams::V4(params) = &self.url.params else { return None };
        let region = self.answer?.expected_region().filter(|region| *region != params.region())?;
        let (own, region) = (quoted(params.region()), quoted(region));
        let sentence = format!("the link is signed for the region {own}, and the storage's is {region}");
        Some(Finding::new(Cause::Region, sentence))
    }

    /// Whether the link's token is the one that belongs to the key.
    fn check_token(&self) -> Result<(), Refusal> {
        check_token(self.url.params.token(), self.secret.token())
    }

    fn token(&self) -> Option<Finding> {
        self.check_token().err().map(|refusal| of_refusal(&refusal))
    }

    fn ours(&self) -> &str {
        self.stages.signed_text(self.url.params.version())
    }

    /// What the storage computed its signature of, where it says so and it can be read.
    fn theirs(&self) -> Option<&str> {
        let version = self.url.params.version();
        let text = self.answer?.signed_text(version);
        SignedText::read(text, version).map(|_| text)
    }

    fn difference(&self, signed: &str, theirs: &str) -> Option<Finding> {
        let read = |text| SignedText::read(text, self.url.params.version());
        difference::between(&read(signed)?, &read(theirs)?)
    }

    fn differ(&self, one: &str, other: &str) -> bool {
        self.difference(one, other).is_some()
    }

    /// What was signed beside what the storage says it saw.
    fn beside(&self, signed: &str) -> Option<Finding> {
        let theirs = self.theirs();
        if let Some(finding) = theirs.and_then(|theirs| self.difference(signed, theirs)) {
            return Some(finding);
        }
        if let Some(finding) = self.scope() {
            return Some(finding);
        }
        let is_same = theirs.is_some()
            || (signed == self.ours()
                && self.answer.is_some_and(|answer| *answer.string_to_sign == self.stages.string_to_sign));
        // The signature is that of the secret key, so no other one is to blame.
        let access_key = || {
            let sentence = "the link is right for this secret key, and the storage signs the very same text: look at \
                            what the storage has for this access key (it may be new, replaced, or of another account)";
            Finding::new(Cause::AccessKey, sentence)
        };
        is_same.then(|| self.other_signature().or_else(|| self.token()).unwrap_or_else(access_key))
    }

    /// The storage's string to sign, which some say alone.
    fn scope(&self) -> Option<Finding> {
        let theirs = &self.answer?.string_to_sign;
        let is_v4 = matches!(self.url.params, SignatureParams::V4(_)) && !theirs.is_empty();
        if is_v4 { of_scope(&self.stages.string_to_sign, theirs) } else { None }
    }

    /// Returns the mistake after which the signature fits, made in the given request or in what the storage saw.
    fn mutation(&self, sent: &str) -> Option<Mutation> {
        let params = &self.url.params;
        let signed = RefCell::new(Zeroizing::default());
        let fits = |text: &str| {
            let fits = self.checker.matches_text(params, text);
            if fits {
                signed.replace(Zeroizing::new(text.to_owned()));
            }
            fits
        };
        let attempt = Attempt {
            sent: &SignedText::read(sent, params.version())?,
            token: self.secret.token(),
            endpoint: self.verifier.expected_endpoint.host(),
            fits: &fits,
        };
        let finding = attempt.first_mistake()?;
        Some(Mutation { finding, signed: signed.into_inner() })
    }

    fn white_space(&self) -> Option<Finding> {
        let key = self.secret.key();
        // Not `format!`: a text that grows leaves copies of itself in freed memory.
        let others = [key.trim().to_owned(), [key, "\n"].concat(), [key, "\r"].concat(), [key, " "].concat()];
        others.map(Zeroizing::new).iter().filter(|other| other.as_str() != key).find_map(|other| {
            let mut v2_key = sigv2::Key::default();
            let checker = Checker::new(&self.url.params, other, &SigningKeyCache::default(), &mut v2_key);
            checker.matches(self.url, self.object, self.url.method).then(|| {
                let sentence = "the link is signed with this secret key and white space around it";
                Finding::new(Cause::SecretKey, sentence)
            })
        })
    }

    /// The request leads to another place than the endpoint that was given.
    fn elsewhere(&self) -> Option<Finding> {
        let refusal = self.elsewhere?;
        let host = self.verifier.expected_endpoint.host().filter(|host| *host != self.url.host);
        Some(match host {
            Some(host) => difference::of_endpoint(host, &self.url.host),
            None => Finding::new(Cause::Path, format!("the path {}", refusal.detail())),
        })
    }

    /// What our own verifier says.
    fn refused(&self, now: Option<i64>) -> Option<Finding> {
        // An explanation is no decision: a time outside the calendar is its nearest end.
        let now = now.map_or_else(time::now, Ok).unwrap_or_default().clamp(0, MAX_TIME);
        // A storage that compared signatures had accepted the time; the link may have expired since.
        let is_compared = self.topic() == Some(Topic::Signature);
        let in_time = || if is_compared { Ok(()) } else { self.verifier.check_time(&self.url.params, now) };
        let judged = self.verifier.check_limits(self.url).and_then(|()| in_time());
        judged.and_then(|()| self.check_token()).err().map(|refusal| of_refusal(&refusal))
    }

    fn topic(&self) -> Option<Topic> {
        self.answer.map(ErrorResponse::topic)
    }

    /// Nothing but the signature itself is left.
    fn last(&self) -> Finding {
        if self.fits { self.last_if_signed() } else { self.last_if_not_signed() }
    }

    fn last_if_signed(&self) -> Finding {
        let (cause, sentence) = match self.topic() {
            None | Some(Topic::Signature) => (
                Cause::AsSigned,
                "the link is right for this secret key, method and headers: what reached the storage was another \
                 request (a proxy, another method, another Host or another value of a signed header)",
            ),
            Some(Topic::NoCode) if self.answer.is_some_and(|answer| answer.is_html) => (
                Cause::AsSigned,
                "the link is right for this secret key, and the answer is no error of a storage: a proxy, a load \
                 balancer or a website may have answered in its place",
            ),
            Some(Topic::NoCode) => (
                Cause::AsSigned,
                "the link is right for this secret key, method and headers, and the answer has no error code (an answer \
                 to HEAD has none): send the same link with GET to see the code, or look at what reached the storage",
            ),
            Some(Topic::Rights) => (
                Cause::Denied,
                "the signature is right and the storage denies the request: the owner of the access key lacks the \
                 rights for it, or a bucket policy refuses it, perhaps for the source address (AWS denies an object \
                 that is not there too, where the signer may not list the bucket)",
            ),
            Some(Topic::Parameters) => (
                Cause::Limits,
                "the signature is right and the storage refuses a parameter of the link or of the request",
            ),
            Some(Topic::Unknown) => (
                Cause::Denied,
                "the signature is right for this secret key, and the storage refuses the request with a code that is \
                 not known here",
            ),
        };
        match self.signed_header_names().as_slice() {
            names @ [_, ..] if cause == Cause::AsSigned => {
                Finding::new(cause, format!("{sentence}; these headers are signed: {}", names.join(", ")))
            }
            _ => Finding::new(cause, sentence),
        }
    }

    fn last_if_not_signed(&self) -> Finding {
        let is_whole = match &self.url.params {
            SignatureParams::V4(params) => params.signature.len() == 64,
            SignatureParams::V2(params) => params.signature.len() == 28,
        };
        let theirs = self.theirs();
        if !is_whole {
            let sentence = "the signature was cut or altered: it has not the length of one";
            return Finding::new(Cause::Signature, sentence);
        }
        if self.topic() == Some(Topic::Parameters) {
            let sentence = "the storage refuses a parameter of the link or of the request; besides, the link is not \
                            signed with this secret key for this request";
            return Finding::new(Cause::Limits, sentence);
        }
        let tried =
            format!("tried were {}, {}, and white space around the secret key", tried(), copied_text::TRIED);
        if theirs.is_some_and(|theirs| self.differ(self.ours(), theirs)) {
            let sentence = "the signature is neither that of this request nor that of the one that the storage saw, \
                            which is another: the link is signed with another secret key, or was altered";
            return Finding::new(Cause::SecretKey, format!("{sentence}; {tried}"));
        }
        if theirs.is_some() {
            let sentence = "the storage signs the very same text as we do, and the link's signature is another: it \
                            was made with another secret key, or for another request";
            return Finding::new(Cause::SecretKey, format!("{sentence}; {tried}"));
        }
        let (cause, headers) = match self.signed_header_names().as_slice() {
            [] => (Cause::SecretKey, String::new()),
            names => {
                let names = names.join(", ");
                (
                    Cause::HeaderValue,
                    format!(
                        "a signed header was sent with another value than it was signed with ({names}), or "
                    ),
                )
            }
        };
        let sentence = format!(
            "none of the common mistakes explains this signature: {headers}the link was signed with another secret \
             key, or changed in a way not tried here; {tried}"
        );
        Finding::new(cause, sentence)
    }

    /// Returns the names of the signed headers of which another value may have been signed, quoted.
    fn signed_header_names(&self) -> Vec<String> {
        let text = SignedText::read(self.ours(), self.url.params.version());
        let headers = text.map(|text| text.headers).unwrap_or_default();
        let names = headers.iter().map(|(name, _)| *name);
        names.filter(|name| *name != "host" && !SignatureParams::is_token(name)).map(quoted).collect()
    }
}
