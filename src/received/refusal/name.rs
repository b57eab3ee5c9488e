//! What a reason is called in programs.

use super::Reason;

impl Reason {
    /// A name for programs, which stays.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidUrl => "invalid-url",
            Self::UrlTooLong => "url-too-long",
            Self::WrongEndpoint => "wrong-endpoint",
            Self::NotSigned => "not-signed",
            Self::TwoSignatures => "two-signatures",
            Self::MissingParameter => "missing-parameter",
            Self::MissingParameterV2 => "missing-parameter-v2",
            Self::RepeatedParameter => "repeated-parameter",
            Self::Algorithm => "algorithm",
            Self::Credential => "credential",
            Self::CredentialDate => "credential-date",
            Self::Region => "region",
            Self::Service => "service",
            Self::Date => "date",
            Self::Expires => "expires",
            Self::ExpiresV2 => "expires-v2",
            Self::LifeTooLong => "life-too-long",
            Self::SignedHeaders => "signed-headers",
            Self::HeaderNotSigned => "header-not-signed",
            Self::HeaderMissing => "header-missing",
            Self::RepeatedHeader => "repeated-header",
            Self::DisputedParameter => "disputed-parameter",
            Self::Version2 => "version-2",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::UnknownAccessKey => "unknown-access-key",
            Self::Token => "token",
            Self::Signature => "signature",
            Self::Clock => "clock",
            Self::BadRequest => "bad-request",
            Self::Bucket => "bucket",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_have_the_same_name() {
        let names: BTreeSet<_> = Reason::ALL.into_iter().map(Reason::name).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        assert!(
            names.iter().flat_map(|name| name.bytes()).all(|byte| matches!(byte, b'a'..=b'z' | b'2' | b'-'))
        );
    }
}
