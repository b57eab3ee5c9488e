//! The signature version.

use std::str::FromStr;

use crate::Error;
use crate::error::quoted;

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
        match name {
            "v4" => Ok(Self::V4),
            "v2" => Ok(Self::V2),
            _ => Err(Error::Choice { name: "version", allowed: "v4, v2", value: quoted(name) }),
        }
    }
}
