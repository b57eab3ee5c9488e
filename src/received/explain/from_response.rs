//! Causes that are stated explicitly: by the lines of a string to sign, by our own verifier.

use super::codes::TWO_SIGNATURES;
use super::{Cause, Finding};
use crate::error::quoted;
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
    Finding::new(cause, format!("storages refuse this link: {}", refusal.description()))
}
