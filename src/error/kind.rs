//! The kinds of errors, as every language sees them: a number for C, a name for exceptions, a sentence for both.

use super::Error;

/// What an [`Error`] is about. The numbers are C's `presign_status`: they are never given to another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum ErrorKind {
    /// The access key, the secret key or the session token.
    Credentials = 1,
    /// The region.
    Region = 2,
    /// The endpoint.
    Endpoint = 3,
    /// A name or number that is none of those to choose from.
    Choice = 4,
    /// The bucket.
    Bucket = 5,
    /// The key.
    Key = 6,
    /// The method.
    Method = 7,
    /// A query parameter.
    Query = 8,
    /// A header.
    Header = 9,
    /// A time outside the years 1970 to 9999, of the clock too.
    Time = 10,
    /// A lifetime or an expiry outside its limits, or both given.
    Expires = 11,
    /// An expiry that is not later than the signing time.
    ExpiresInPast = 12,
    /// An expiry after that of the credentials.
    CredentialsExpire = 13,
    /// Signature Version 2 where AWS does not accept it.
    Version2 = 14,
    /// More links than there is memory for.
    Memory = 15,
    /// A field or a condition of a POST form.
    Form = 16,
    /// An address, an action or a pattern of an access policy.
    Policy = 17,
}

impl ErrorKind {
    /// Lists every kind, by number.
    pub const ALL: [Self; 17] = [
        Self::Credentials,
        Self::Region,
        Self::Endpoint,
        Self::Choice,
        Self::Bucket,
        Self::Key,
        Self::Method,
        Self::Query,
        Self::Header,
        Self::Time,
        Self::Expires,
        Self::ExpiresInPast,
        Self::CredentialsExpire,
        Self::Version2,
        Self::Memory,
        Self::Form,
        Self::Policy,
    ];

    /// Returns a stable machine name, such as `"expires-in-past"`: lower-case words joined by hyphens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Region => "region",
            Self::Endpoint => "endpoint",
            Self::Choice => "choice",
            Self::Bucket => "bucket",
            Self::Key => "key",
            Self::Method => "method",
            Self::Query => "query",
            Self::Header => "header",
            Self::Time => "time",
            Self::Expires => "expires",
            Self::ExpiresInPast => "expires-in-past",
            Self::CredentialsExpire => "credentials-expire",
            Self::Version2 => "version-2",
            Self::Memory => "memory",
            Self::Form => "form",
            Self::Policy => "policy",
        }
    }

    /// Returns what is wrong, without the value at hand.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Credentials => "the access key, the secret key or the session token breaks a rule",
            Self::Region => "the region breaks a rule, or does not fit the endpoint",
            Self::Endpoint => "the endpoint cannot be read, or does not fit the addressing",
            Self::Choice => "a value is none of those to choose from",
            Self::Bucket => "the bucket's name breaks a rule, or does not fit the addressing",
            Self::Key => {
                "the key is empty where an object is needed, given where it must be open, or over 1024 bytes"
            }
            Self::Method => "the method is not 1 to 32 letters A-Z",
            Self::Query => "a query parameter is the signature's own, or cannot be signed",
            Self::Header => "a header cannot be signed, is given twice, or has a control character in it",
            Self::Time => "a moment lies outside the years 1970 to 9999",
            Self::Expires => "the lifetime or the expiry is outside its limits, or not given exactly once",
            Self::ExpiresInPast => "the expiry is not later than the signing time",
            Self::CredentialsExpire => "the link would expire after its credentials",
            Self::Version2 => "AWS does not accept signature version 2 in this region",
            Self::Memory => "the links need more memory than there is",
            Self::Form => "a field of a POST form breaks a rule, or it and a condition do not fit each other",
            Self::Policy => "an address, an action or a pattern of an access policy breaks a rule",
        }
    }
}

impl Error {
    /// Returns what the error is about.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Credentials { .. } => ErrorKind::Credentials,
            Self::Region { .. } | Self::RegionMismatch { .. } => ErrorKind::Region,
            Self::Endpoint { .. } => ErrorKind::Endpoint,
            Self::Choice { .. } => ErrorKind::Choice,
            Self::Bucket { .. } => ErrorKind::Bucket,
            Self::KeyInTemplate | Self::KeyEmpty | Self::KeyTooLong { .. } | Self::KeyNotText => {
                ErrorKind::Key
            }
            Self::Method { .. } => ErrorKind::Method,
            Self::Query { .. } => ErrorKind::Query,
            Self::Header { .. } => ErrorKind::Header,
            Self::Time { .. } | Self::Clock => ErrorKind::Time,
            Self::TooShort { .. }
            | Self::ExpiresIn { .. }
            | Self::ExpiresAtTooFar { .. }
            | Self::EndOutOfRange { .. }
            | Self::BothEnds => ErrorKind::Expires,
            Self::ExpiresAtPast { .. } => ErrorKind::ExpiresInPast,
            Self::CredentialsExpire { .. } => ErrorKind::CredentialsExpire,
            Self::Version2OnAws { .. } => ErrorKind::Version2,
            Self::Memory => ErrorKind::Memory,
            Self::Field { .. } | Self::Condition { .. } | Self::Sizes { .. } => ErrorKind::Form,
            Self::Address { .. } | Self::NoAddress | Self::Action { .. } | Self::Pattern { .. } => {
                ErrorKind::Policy
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_kinds_are_listed_by_number() {
        for (number, kind) in (1..).zip(ErrorKind::ALL) {
            assert_eq!(kind as i32, number);
        }
    }

    #[test]
    fn no_two_kinds_have_the_same_name_or_message() {
        for text in [ErrorKind::name, ErrorKind::message] {
            let texts: BTreeSet<_> = ErrorKind::ALL.into_iter().map(text).collect();
            assert_eq!(texts.len(), ErrorKind::ALL.len());
        }
        let is_allowed = |byte| matches!(byte, b'a'..=b'z' | b'2' | b'-');
        assert!(ErrorKind::ALL.into_iter().flat_map(|kind| kind.name().bytes()).all(is_allowed));
    }
}
