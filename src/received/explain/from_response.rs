//! Causes that are stated explicitly: by the storage's error code, by the lines of a string to sign, by our own
//! verifier.

use std::borrow::Cow;

use super::finding::Finding;
use super::{Cause, ErrorResponse};
use crate::error::quoted;
use crate::{Reason, Refusal};

/// Returns the cause that the error code states; `None` for a signature that does not match, or a code that states no
/// cause.
pub(super) fn of_code(answer: &ErrorResponse) -> Option<Finding> {
    let says = |word: &str| answer.message.to_ascii_lowercase().contains(word);
    let (cause, sentence): (_, Cow<'static, str>) = match answer.code.as_str() {
        "AccessDenied" if says("expired") => (Cause::Expired, "the link has expired: sign a new one".into()),
        "AccessDenied" if says("not valid yet") => {
            (Cause::Clock, "the signing time is later than the storage's clock: check both clocks".into())
        }
        "AccessDenied" if says("not signed") => {
            (Cause::HeaderNotSigned, "a header was sent that must be signed but is not".into())
        }
        "RequestTimeTooSkewed" => {
            (Cause::Clock, "the signer's clock and the storage's differ by more than 15 minutes".into())
        }
        "InvalidAccessKeyId" => (Cause::AccessKey, "the storage does not know the link's access key".into()),
        "ExpiredToken" => (
            Cause::Token,
            "the temporary credentials that signed the link have expired: sign a new link with new ones"
                .into(),
        ),
        "InvalidToken" | "InvalidTokenId" => {
            (Cause::Token, "the storage does not accept the link's session token, or requires one".into())
        }
        "InvalidRequest" if says("aws4-hmac-sha256") => {
            (Cause::Version2, "the storage does not accept signature version 2: sign with version 4".into())
        }
        "InvalidArgument" if says("only one auth mechanism") => return Some(two_signatures()),
        "PermanentRedirect" | "TemporaryRedirect" => {
            let own = match answer.endpoint.as_str() {
                "" => String::new(),
                endpoint => format!(", which is {} according to the storage", quoted(endpoint)),
            };
            (
                Cause::Region,
                format!("the bucket is in another region: sign for that region and its endpoint{own}").into(),
            )
        }
        "AuthorizationQueryParametersError" | "AuthorizationHeaderMalformed" if says("region") => {
            let expected =
                if answer.region.is_empty() { String::new() } else { format!(" {}", quoted(&answer.region)) };
            (Cause::Region, format!("the link is not signed for the storage's region{expected}").into())
        }
        "SignatureDoesNotMatch"
        | "AccessDenied"
        | "AuthorizationQueryParametersError"
        | "InvalidArgument"
        | "InvalidURI"
        | "Forbidden" => return None,
        code => (
            Cause::Denied,
            format!(
                "the storage refused the request for a reason other than the signature: {}",
                quoted(code)
            )
            .into(),
        ),
    };
    Some(Finding { cause, sentence })
}

/// Returns the finding for two signatures. A storage accepts only one form of authentication per request.
fn two_signatures() -> Finding {
    let sentence = "the request contains a second signature: send the link without an Authorization header (which \
                    clients add for stored passwords and keys), and with the parameters of one signature version";
    Finding::new(Cause::Limits, sentence)
}

/// Returns the finding for a request that cannot be parsed as one with a link.
pub(super) fn of_unreadable(refusal: &Refusal) -> Finding {
    if refusal.reason() == Reason::TwoSignatures {
        return two_signatures();
    }
    let is_cut =
        matches!(refusal.reason(), Reason::NotSigned | Reason::MissingParameter | Reason::MissingParameterV2);
    let hint = if is_cut { "; a shell cuts a URL at its first & unless it is quoted" } else { "" };
    let detail = if refusal.detail().is_empty() { refusal.message() } else { refusal.detail() };
    let sentence = format!("the link is incomplete or malformed: {detail}{hint}");
    Finding::new(Cause::Unreadable, sentence)
}

/// Compares the first lines of two strings to sign, which are copied from the link. The last line is a digest, which
/// shows that the requests differ but not how.
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
    Some(Finding::new(cause, format!("{what} differs: the link has {one}, the storage used {other}")))
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
