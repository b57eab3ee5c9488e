//! The signature version.

use std::str::FromStr;

use crate::Error;
use crate::input::choice;
use crate::input::sigv2;
use crate::limits::MAX_EXPIRES_IN;

/// Selects the signature version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version {
    /// Signature Version 4, which every storage accepts. A link is valid for at most 7 days (604 800 seconds).
    #[default]
    V4,
    /// Signature Version 2, which `s3cmd signurl` makes. It has no limit on the lifetime; newer storages and newer AWS
    /// regions refuse it.
    V2,
}

impl Version {
    /// Lists both, the default first.
    pub const ALL: [Self; 2] = [Self::V4, Self::V2];

    /// Returns the name: `v4` or `v2`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V4 => "v4",
            Self::V2 => "v2",
        }
    }

    /// Returns the maximum lifetime in seconds, if the version has one.
    pub(crate) fn max_lifetime(self) -> Option<i64> {
        match self {
            Self::V4 => Some(MAX_EXPIRES_IN),
            Self::V2 => None,
        }
    }

    /// Returns whether a link contains its signing time.
    pub(crate) fn states_signing_time(self) -> bool {
        matches!(self, Self::V4)
    }

    /// Returns whether AWS takes the version's links to access points.
    pub(crate) fn reaches_access_points(self) -> bool {
        matches!(self, Self::V4)
    }

    /// Returns the version's own rule that a caller's parameter breaks.
    pub(crate) fn query_rule(self, query: &[(&str, &str)], name: &str, value: &str) -> Option<&'static str> {
        match self {
            Self::V4 => None,
            Self::V2 => sigv2::query_rule(query, name, value),
        }
    }

    /// Returns the version's own rule that a caller's header breaks.
    pub(crate) fn header_rule(self, name: &str) -> Option<&'static str> {
        match self {
            Self::V4 => None,
            Self::V2 => sigv2::header_rule(name),
        }
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        choice::by_name("version", &Self::ALL, Self::name, name)
    }
}
