//! Why a link is refused, as one of the causes that are known.

/// Names what is wrong. The numbers are for bindings; a number is never given to another cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Cause {
    /// The link cannot be read, or parts of it are missing: often a shell cut it at its first `&`.
    Unreadable = 1,
    /// The request uses another method than the link is signed for.
    Method = 2,
    /// The same path in another encoding: encoded twice, or not at all, or `+` for a space.
    PathEncoding = 3,
    /// A client or a proxy resolved `.` and `..`, or removed a slash.
    PathNormalised = 4,
    /// Another path: another key, or a prefix that a proxy added or removed.
    Path = 5,
    /// The port was added to the host or dropped from it.
    HostPort = 6,
    /// Another host, as behind a proxy.
    Host = 7,
    /// A signed header has another value.
    HeaderValue = 8,
    /// A signed header was not sent.
    HeaderMissing = 9,
    /// A header was sent that has to be signed and is not.
    HeaderNotSigned = 10,
    /// A query parameter was added after signing.
    QueryAdded = 11,
    /// A signed query parameter is missing.
    QueryRemoved = 12,
    /// A query parameter has another value.
    QueryChanged = 13,
    /// The same query parameter in another encoding.
    QueryEncoding = 14,
    /// The payload's digest is another one.
    Payload = 15,
    /// Another region.
    Region = 16,
    /// Another signing time, or a clock that is wrong.
    Clock = 17,
    /// The link has expired.
    Expired = 18,
    /// The storage does not know the access key.
    AccessKey = 19,
    /// The session token is wrong, missing, or has expired.
    Token = 20,
    /// The secret key is not the one that signed.
    SecretKey = 21,
    /// The signature itself was cut or altered.
    Signature = 22,
    /// The storage does not accept Signature Version 2.
    Version2 = 23,
    /// No storage accepts the link: its lifetime, its credential scope, its parameters, or a second signature.
    Limits = 24,
    /// The signature is right; the storage refuses for reasons of its own.
    Denied = 25,
    /// The link is right for this secret key, and the storage does not say what it computed.
    AsSigned = 26,
    /// The text of the URL was changed when it was copied.
    UrlText = 27,
    /// The link has another kind of signature than S3's versions 2 and 4.
    OtherKind = 28,
    /// The storage looks for the bucket elsewhere: another name, the host name instead of the path, or the reverse.
    Addressing = 29,
    /// The storage does not support a header or a parameter of the request.
    Unsupported = 30,
}

impl Cause {
    /// Lists every cause, by number.
    pub const ALL: [Self; 30] = [
        Self::Unreadable,
        Self::Method,
        Self::PathEncoding,
        Self::PathNormalised,
        Self::Path,
        Self::HostPort,
        Self::Host,
        Self::HeaderValue,
        Self::HeaderMissing,
        Self::HeaderNotSigned,
        Self::QueryAdded,
        Self::QueryRemoved,
        Self::QueryChanged,
        Self::QueryEncoding,
        Self::Payload,
        Self::Region,
        Self::Clock,
        Self::Expired,
        Self::AccessKey,
        Self::Token,
        Self::SecretKey,
        Self::Signature,
        Self::Version2,
        Self::Limits,
        Self::Denied,
        Self::AsSigned,
        Self::UrlText,
        Self::OtherKind,
        Self::Addressing,
        Self::Unsupported,
    ];

    /// A name for programs, which stays.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Method => "method",
            Self::PathEncoding => "path-encoding",
            Self::PathNormalised => "path-normalised",
            Self::Path => "path",
            Self::HostPort => "host-port",
            Self::Host => "host",
            Self::HeaderValue => "header-value",
            Self::HeaderMissing => "header-missing",
            Self::HeaderNotSigned => "header-not-signed",
            Self::QueryAdded => "query-added",
            Self::QueryRemoved => "query-removed",
            Self::QueryChanged => "query-changed",
            Self::QueryEncoding => "query-encoding",
            Self::Payload => "payload",
            Self::Region => "region",
            Self::Clock => "clock",
            Self::Expired => "expired",
            Self::AccessKey => "access-key",
            Self::Token => "token",
            Self::SecretKey => "secret-key",
            Self::Signature => "signature",
            Self::Version2 => "version-2",
            Self::Limits => "limits",
            Self::Denied => "denied",
            Self::AsSigned => "as-signed",
            Self::UrlText => "url-text",
            Self::OtherKind => "other-kind",
            Self::Addressing => "addressing",
            Self::Unsupported => "unsupported",
        }
    }

    /// Returns one English sentence that says what is wrong, without the values at hand.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "the link cannot be read, or parts of it are missing: often a shell cut it at its first &"
            }
            Self::Method => "the request uses another method than the link is signed for",
            Self::PathEncoding => {
                "the path is the same in another encoding: encoded twice, or not at all, or with + for a space"
            }
            Self::PathNormalised => {
                "a client or a proxy resolved . and .. in the path, or removed a slash from it"
            }
            Self::Path => "the path is another one: another key, or a proxy added or removed a prefix",
            Self::HostPort => "the port was added to the host or removed from it",
            Self::Host => "the host is another one, as behind a reverse proxy that replaces the Host header",
            Self::HeaderValue => "a signed header has another value than it was signed with",
            Self::HeaderMissing => "a signed header was not sent",
            Self::HeaderNotSigned => "a header was sent that has to be signed and is not",
            Self::QueryAdded => "a query parameter was added after signing",
            Self::QueryRemoved => "a signed query parameter is missing",
            Self::QueryChanged => "a query parameter has another value than it was signed with",
            Self::QueryEncoding => "a query parameter is the same in another encoding",
            Self::Payload => "the payload has another digest than the one that was signed",
            Self::Region => "the link is signed for another region than the storage expects",
            Self::Clock => "the signing time is another one, or a clock is wrong",
            Self::Expired => "the link has expired",
            Self::AccessKey => "the storage does not know the access key",
            Self::Token => "the session token is wrong, missing or expired",
            Self::SecretKey => "the link was signed with a different secret key",
            Self::Signature => "the signature was cut or altered",
            Self::Version2 => "the storage does not accept signature version 2",
            Self::Limits => {
                "no storage accepts such a link: see its lifetime, its credential scope, its parameters, and whether it has two signatures"
            }
            Self::Denied => {
                "the signature is right, and the storage refuses the request for reasons of its own"
            }
            Self::AsSigned => {
                "the link is right for this secret key, and the storage does not report what it computed"
            }
            Self::UrlText => {
                "the text of the URL was changed when it was copied: by HTML or JSON escaping, a second percent-encoding, a line break, or punctuation around it"
            }
            Self::OtherKind => "the link has another kind of signature than S3's versions 2 and 4",
            Self::Addressing => {
                "the storage does not find the bucket where the link has it: another name, or host name and path confused"
            }
            Self::Unsupported => "the storage does not support a header or a parameter of the request",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_causes_are_listed_by_number() {
        for (number, cause) in (1..).zip(Cause::ALL) {
            assert_eq!(cause as i32, number);
        }
    }

    #[test]
    fn no_two_causes_have_the_same_name_or_message() {
        for text in [Cause::name, Cause::message] {
            let texts: BTreeSet<_> = Cause::ALL.into_iter().map(text).collect();
            assert_eq!(texts.len(), Cause::ALL.len());
        }
        let is_allowed = |byte| matches!(byte, b'a'..=b'z' | b'2' | b'-');
        assert!(Cause::ALL.into_iter().flat_map(|cause| cause.name().bytes()).all(is_allowed));
    }
}
