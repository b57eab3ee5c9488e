//! One request and all that is known about it: what was signed, what the storage saw, and what follows from both.

use std::cell::RefCell;

use zeroize::Zeroizing;

use super::finding::Finding;
use super::from_response::{of_code, of_refusal, of_scope};
use super::mutations::Attempt;
use super::signed_text::SignedText;
use super::{Cause, ErrorResponse, difference};
use crate::primitives::time;
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::received::verify::{Checker, SigningKeyCache, check_token};
use crate::signing::sigv2;
use crate::{Refusal, Secret, Stages, Verifier};

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
}

/// A mistake that explains the signature, and the text that was signed.
struct Mutation {
    finding: Finding,
    signed: Zeroizing<String>,
}

impl Diagnosis<'_, '_> {
    pub(super) fn finding(&self, now: Option<i64>) -> Finding {
        if let Some(finding) = self.answer.and_then(|answer| self.by_code(answer)) {
            return finding;
        }
        let fits = self.checker.matches(self.url, self.object, self.url.method);
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
        let mutation = || self.white_space();
        let scope = || self.scope();
        let refused = || self.refused(now);
        let found = if fits { scope() } else { mutation().or_else(scope) };
        let found = found.or_else(|| self.elsewhere()).or_else(refused);
        found.unwrap_or_else(|| self.last(fits))
    }

    /// Returns what the storage's code says, and why it refuses the token where that can be seen here.
    fn by_code(&self, answer: &ErrorResponse) -> Option<Finding> {
        let is_about_token = match answer.code.as_str() {
            "InvalidToken" | "InvalidTokenId" => true,
            // Without their token, temporary keys are unknown keys.
            "InvalidAccessKeyId" => self.url.params.token().is_none(),
            _ => false,
        };
        let finding = is_about_token.then(|| self.token()).flatten();
        finding.or_else(|| of_code(answer))
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
        let token = || self.token();
        let secret_key = || {
            let sentence = "the storage signs the very same text and gets another signature: it has another secret \
                            key for this access key";
            Finding::new(Cause::SecretKey, sentence)
        };
        is_same.then(|| token().unwrap_or_else(secret_key))
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
        let now = now.map_or_else(time::now, Ok).unwrap_or_default();
        // Whoever compared signatures had no objection to the time, which may have gone on since.
        let is_compared = self.answer.is_some_and(|answer| answer.code == "SignatureDoesNotMatch");
        let in_time = || if is_compared { Ok(()) } else { self.verifier.check_time(&self.url.params, now) };
        let judged = self.verifier.check_limits(self.url).and_then(|()| in_time());
        judged.and_then(|()| self.check_token()).err().map(|refusal| of_refusal(&refusal))
    }

    /// Nothing but the signature itself is left.
    fn last(&self, fits: bool) -> Finding {
        let is_whole = match &self.url.params {
            SignatureParams::V4(params) => params.signature.len() == 64,
            SignatureParams::V2(params) => params.signature.len() == 28,
        };
        let theirs = self.theirs();
        let is_denied =
            self.answer.is_some_and(|answer| matches!(&*answer.code, "AccessDenied" | "Forbidden"));
        let (cause, sentence) = if fits && is_denied {
            (
                Cause::Denied,
                "the signature is right and the storage denies the request: the owner of the access key lacks the rights \
                 for it, or a bucket policy refuses it, perhaps for the source address (AWS denies an object that is \
                 not there too, where the signer may not list the bucket)",
            )
        } else if fits {
            (
                Cause::AsSigned,
                "the link is right for this secret key, method and headers: what reached the storage was another \
                 request (a proxy, another method, another Host), or the storage has another secret",
            )
        } else if !is_whole {
            (Cause::Signature, "the signature was cut or altered: it has not the length of one")
        } else if theirs.is_some_and(|theirs| self.differ(self.ours(), theirs)) {
            (
                Cause::SecretKey,
                "the signature is neither that of this request nor that of the one that the storage saw, which is \
                 another: the link is signed with another secret key, or was altered",
            )
        } else if theirs.is_some() {
            (
                Cause::SecretKey,
                "the storage signs the very same text as we do, and the link's signature is another: it was made with \
                 another secret key, or altered",
            )
        } else {
            let sentence = "none of the common mistakes explains this signature: the link was signed with another secret key, or changed \
                 in a way not tried here";
            (Cause::SecretKey, sentence)
        };
        Finding::new(cause, sentence)
    }
}
