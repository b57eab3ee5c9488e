//! Causes that our own verifier states.

use super::codes::TWO_SIGNATURES;
use super::{Cause, Finding};
use crate::{Reason, Refusal};

/// Returns the finding for a request that cannot be parsed as one with a link.
pub(super) fn of_unreadable(refusal: &Refusal) -> Finding {
    if refusal.reason() == Reason::TwoSignatures {
        return Finding::new(Cause::Limits, TWO_SIGNATURES);
    }
    let is_cut =
        matches!(refusal.reason(), Reason::NotSigned | Reason::MissingParameter | Reason::MissingParameterV2);
    let hint = if is_cut { "; a shell cuts a URL at its first & unless it is quoted" } else { "" };
    let sentence = format!("the link is incomplete or malformed: {}{hint}", refusal.description());
    Finding::new(Cause::Unreadable, sentence)
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
    Finding::new(cause, format!("storages refuse this link: {}", refusal.description()))
}
