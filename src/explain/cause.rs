//! Why a link is refused, as one of the causes that are known.

/// What is wrong. The numbers are for bindings: they are never given to another cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Cause {
    /// The link cannot be read, or parts of it are missing: often a shell cut it at its first `&`.
    Unreadable = 1,
    /// It is used with another method than it is signed for.
    Method = 2,
    /// The same path in another encoding: encoded twice, or not at all, or `+` for a space.
    PathEncoding = 3,
    /// A client or a proxy resolved `.` and `..`, or removed a slash.
    PathNormalised = 4,
    /// Another path: another key, or a front that a proxy added or removed.
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
    /// The link has ended.
    Expired = 18,
    /// The storage does not know the access key.
    AccessKey = 19,
    /// The session token is wrong, missing, or has died.
    Token = 20,
    /// The secret key is not the one that signed.
    SecretKey = 21,
    /// The signature itself was cut or altered.
    Signature = 22,
    /// The storage does not take Signature Version 2.
    Version2 = 23,
    /// The link is one that no storage takes: its life, its scope, its parameters, a second signature beside its own.
    Limits = 24,
    /// The signature is right; the storage refuses for reasons of its own.
    Denied = 25,
    /// The link is right for this secret, and the storage does not say what it saw.
    AsSigned = 26,
}

impl Cause {
    /// Every cause, by number.
    pub const ALL: [Self; 26] = [
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_causes_are_listed_by_number() {
        for (number, cause) in (1..).zip(Cause::ALL) {
            assert_eq!(cause as i32, number);
        }
    }
}
