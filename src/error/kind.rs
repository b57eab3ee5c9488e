//! The kinds of errors, as every language sees them: a number for C, a name for exceptions, a sentence for both.

use super::Error;
use crate::codes::codes;

codes! {
    /// What an [`Error`] is about. The numbers are C's `presign_status`: they are never given to another kind.
    pub enum ErrorKind: message {
        Credentials = 1, "credentials", "the access key, the secret key or the session token breaks a rule";
        Region = 2, "region", "the region breaks a rule, or does not match the endpoint";
        Endpoint = 3, "endpoint", "the endpoint cannot be parsed, or does not suit the addressing";
        Choice = 4, "choice", "a value is not one of those to choose from";
        Bucket = 5, "bucket", "the bucket's name breaks a rule, or does not suit the addressing";
        Key = 6, "key",
            "the key is empty where an object is required, given where it must be empty, or over 1024 bytes";
        Method = 7, "method", "the method is not 1 to 32 letters A-Z";
        Query = 8, "query", "a query parameter is one of the signature's own, or cannot be signed";
        Header = 9, "header", "a header cannot be signed, is given twice, or contains a control character";
        Time = 10, "time", "a time is outside the years 1970 to 9999";
        Expires = 11, "expires",
            "the lifetime or the expiry is outside its limits, or not exactly one of the two is given";
        ExpiresInPast = 12, "expires-in-past", "the expiry is not later than the signing time";
        CredentialsExpire = 13, "credentials-expire", "the link would expire after the credentials that sign it";
        Version2 = 14, "version-2", "AWS does not accept signature version 2 in this region";
        Memory = 15, "memory", "the links need more memory than is available";
        Form = 16, "form", "a field of a POST form breaks a rule, or a field and a condition contradict each other";
        Policy = 17, "policy", "an address, an action or a pattern of an access policy breaks a rule";
        Playlist = 18, "playlist", "the text is no HLS playlist or is too long, or a line of it cannot be signed";
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
            Self::KeyInTemplate
            | Self::KeyEmpty
            | Self::KeyTooLong { .. }
            | Self::KeyNotText
            | Self::KeyIsUri
            | Self::KeyNotUri
            | Self::ColumnLength { .. } => ErrorKind::Key,
            Self::Method { .. } => ErrorKind::Method,
            Self::Query { .. } | Self::Filename { .. } => ErrorKind::Query,
            Self::Header { .. } => ErrorKind::Header,
            Self::Time { .. } | Self::Clock => ErrorKind::Time,
            Self::TooShort { .. }
            | Self::ExpiresIn { .. }
            | Self::ExpiresAtTooFar { .. }
            | Self::ExpiresAtOutOfRange { .. }
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
