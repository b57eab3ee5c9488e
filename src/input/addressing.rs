//! Addressing styles.

use std::str::FromStr;

use crate::Error;
use crate::error::quoted;

/// Selects where the bucket is in the URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Addressing {
    /// [`Path`](Self::Path) with an explicit endpoint; on AWS [`Virtual`](Self::Virtual) if the bucket is a single DNS
    /// label (with a dot, TLS certificates would not match), otherwise path.
    #[default]
    Auto,
    /// `https://host/bucket/key`.
    Path,
    /// `https://bucket.host/key`. Every label of the bucket must be a DNS label, and the host must not be an IP
    /// address.
    Virtual,
    /// `https://host/key`: the endpoint's host is the bucket.
    Cname,
    /// [`Virtual`](Self::Virtual) where possible, otherwise [`Path`](Self::Path), as s3cmd decides.
    VirtualOrPath,
}

impl Addressing {
    /// Returns the name: `auto`, `path`, `virtual`, `cname` or `virtual-or-path`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Path => "path",
            Self::Virtual => "virtual",
            Self::Cname => "cname",
            Self::VirtualOrPath => "virtual-or-path",
        }
    }
}

impl FromStr for Addressing {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "auto" => Ok(Self::Auto),
            "path" => Ok(Self::Path),
            "virtual" => Ok(Self::Virtual),
            "cname" => Ok(Self::Cname),
            "virtual-or-path" => Ok(Self::VirtualOrPath),
            _ => Err(Error::Choice {
                name: "addressing",
                allowed: "auto, path, virtual, cname, virtual-or-path",
                value: quoted(name),
            }),
        }
    }
}
