//! The signature version.

use std::str::FromStr;

use crate::Error;
use crate::input::choice;

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
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        choice::by_name("version", &Self::ALL, Self::name, name)
    }
}
