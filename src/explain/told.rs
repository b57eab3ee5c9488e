//! What is told in so many words: by the storage's code, by the lines of a string to sign, by our own verifier.

use std::borrow::Cow;

use super::{Cause, ErrorResponse, Finding};
use crate::error::quoted;
use crate::{Reason, Refusal};

/// What the code says by itself; `None` for a signature that does not match, or where it says nothing.
pub(super) fn of_code(answer: &ErrorResponse) -> Option<Finding> {
    let says = |word: &str| answer.message.to_ascii_lowercase().contains(word);
    let (cause, sentence): (_, Cow<'static, str>) = match answer.code.as_str() {
        "AccessDenied" if says("expired") => (Cause::Expired, "the link has ended: sign a new one".into()),
        "AccessDenied" if says("not valid yet") => {
            (Cause::Clock, "the signing time lies ahead of the storage's clock: check both clocks".into())
        }
        "AccessDenied" if says("not signed") => {
            (Cause::HeaderNotSigned, "a header was sent that has to be signed and is not".into())
        }
        "RequestTimeTooSkewed" => {
            (Cause::Clock, "the signer's clock and the storage's are over 15 minutes apart".into())
        }
        "InvalidAccessKeyId" => (Cause::AccessKey, "the storage does not know the link's access key".into()),
        "ExpiredToken" => {
            (Cause::Token, "the temporary keys that signed the link have died, and it with them".into())
        }
        "InvalidToken" | "InvalidTokenId" => {
            (Cause::Token, "the storage does not take the link's session token, or misses one".into())
        }
        "InvalidRequest" if says("aws4-hmac-sha256") => {
            (Cause::Version2, "the storage does not take signature version 2: sign with version 4".into())
        }
        "InvalidArgument" if says("only one auth mechanism") => return Some(two_signatures()),
        "PermanentRedirect" | "TemporaryRedirect" => {
            let own = match answer.endpoint.as_str() {
                "" => String::new(),
                endpoint => format!(", which the storage says is {}", quoted(endpoint)),
            };
            (
                Cause::Region,
                format!("the bucket is in another region: sign for it, and for its endpoint{own}").into(),
            )
        }
        "AuthorizationQueryParametersError" | "AuthorizationHeaderMalformed" if says("region") => {
            let expected =
                if answer.region.is_empty() { String::new() } else { format!(" {}", quoted(&answer.region)) };
            (
                Cause::Region,
                format!("the link is signed for another region than the storage's{expected}").into(),
            )
        }
        "SignatureDoesNotMatch"
        | "AccessDenied"
        | "AuthorizationQueryParametersError"
        | "InvalidArgument"
        | "InvalidURI"
        | "Forbidden" => return None,
        code => (
            Cause::Denied,
            format!("the answer is not about the signature: the storage says {}", quoted(code)).into(),
        ),
    };
    Some(Finding { cause, sentence })
}

/// A storage takes one proof of who asks.
fn two_signatures() -> Finding {
    let sentence = "the request brings a second signature: a link is to be sent without an Authorization header (which \
                    clients add for stored passwords and keys), and with the parameters of one signature version";
    Finding::new(Cause::Limits, sentence)
}

/// A request that cannot be read as one with a link.
pub(super) fn of_unreadable(refusal: &Refusal) -> Finding {
    if refusal.reason() == Reason::TwoSignatures {
        return two_signatures();
    }
    let is_cut =
        matches!(refusal.reason(), Reason::NotSigned | Reason::MissingParameter | Reason::MissingParameterV2);
    let hint = if is_cut { "; a shell cuts a URL without quotes at its first &" } else { "" };
    let detail = if refusal.detail().is_empty() { refusal.message() } else { refusal.detail() };
    let sentence = format!("the link is not whole, or not one that storages read: {detail}{hint}");
    Finding::new(Cause::Unreadable, sentence)
}

/// The first lines of two strings to sign, which hold what the link says itself. The last one is a digest, which says
/// that the requests differ and not in what.
pub(super) fn of_scope(ours: &str, theirs: &str) -> Option<Finding> {
    let mut lines = ours.split('\n').zip(theirs.split('\n'));
    let (index, (one, other)) = lines.by_ref().enumerate().find(|(_, (one, other))| one != other)?;
    let (cause, what) = match index {
        0 => (Cause::Version2, "the algorithm"),
        1 => (Cause::Clock, "the signing time"),
        2 => (Cause::Region, "the credential scope (date, region, service)"),
        _ => return None,
    };
    let (one, other) = (quoted(one), quoted(other));
    Some(Finding::new(cause, format!("{what} differs: the link has {one}, the storage took {other}")))
}

pub(super) fn of_refusal(refusal: &Refusal) -> Finding {
    let cause = match refusal.reason() {
        Reason::Expired => Cause::Expired,
        Reason::NotYetValid => Cause::Clock,
        Reason::HeaderMissing => Cause::HeaderMissing,
        Reason::HeaderNotSigned => Cause::HeaderNotSigned,
        Reason::RepeatedHeader => Cause::HeaderValue,
        Reason::Region => Cause::Region,
        Reason::Version2 => Cause::Version2,
        Reason::Token => Cause::Token,
        _ => Cause::Limits,
    };
    let detail = if refusal.detail().is_empty() { refusal.message() } else { refusal.detail() };
    Finding::new(cause, format!("storages refuse this link: {detail}"))
}
