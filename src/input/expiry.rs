//! Lifetime, expiry and signing time of a link, and the cache window in which all requests get the same URL.

use crate::limits::{DEFAULT_EXPIRES_IN, MAX_TIME};
use crate::primitives::time;
use crate::{Error, Version};

/// Says when a link expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// This many seconds after the signing time.
    In(i64),
    /// At this timestamp, in Unix seconds.
    At(i64),
}

impl Expiry {
    /// Makes an expiry of two options, of which at most one may be given. With neither, the lifetime is
    /// [`DEFAULT_EXPIRES_IN`].
    ///
    /// # Errors
    /// [`Error::BothEnds`], if both are given.
    pub fn from_options(expires_in: Option<i64>, expires_at: Option<i64>) -> Result<Self, Error> {
        match (expires_in, expires_at) {
            (Some(_), Some(_)) => Err(Error::BothEnds),
            (None, Some(at)) => Ok(Self::At(at)),
            (lifetime, None) => Ok(Self::In(lifetime.unwrap_or(DEFAULT_EXPIRES_IN))),
        }
    }
}

/// The limits that a signer sets on the expiry.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// Replaces V4's limit, and then also applies to V2.
    pub(crate) max_expires_in: Option<i64>,
    pub(crate) credentials_expire_at: Option<i64>,
}

impl Limits {
    pub(crate) fn check(self) -> Result<Self, Error> {
        if let Some(value) = self.max_expires_in
            && value < 1
        {
            return Err(Error::TooShort { name: "max_expires_in", value, least: 1 });
        }
        if let Some(timestamp) = self.credentials_expire_at {
            time::check("credentials_expire_at", timestamp)?;
        }
        Ok(self)
    }
}

/// The validated signing time and expiry of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    /// The signing time in Unix seconds, after any rounding.
    pub(crate) signed_at: i64,
    pub(crate) expires_at: i64,
}

impl Validity {
    /// Returns the lifetime in seconds, from the signing time to the expiry: V4's `X-Amz-Expires`.
    pub(crate) fn seconds(self) -> i64 {
        self.expires_at - self.signed_at
    }

    /// Validates an expiry. `stable_for` rounds the signing time down to a multiple of the window; 0 leaves it
    /// unchanged. If a lifetime is given, the window is added to it, so that a link handed out late in the window is
    /// still valid for the requested time. If a timestamp is given, the expiry does not change; V4 signs the rounded
    /// time, and V2, whose links do not contain the signing time, signs the same text in either case.
    #[inline]
    pub(crate) fn new(
        expiry: Expiry,
        sign_at: i64,
        stable_for: i64,
        version: Version,
        limits: Limits,
    ) -> Result<Self, Error> {
        time::check("sign_at", sign_at)?;
        if stable_for < 0 {
            return Err(Error::TooShort { name: "stable_for", value: stable_for, least: 0 });
        }
        let rounded = sign_at - sign_at.checked_rem(stable_for).unwrap_or(0);
        let limit = limits.max_expires_in.or(version.max_lifetime());
        let lifetime = match expiry {
            Expiry::In(lifetime) => Self::from_expires_in(lifetime, rounded, stable_for, limit)?,
            Expiry::At(end) => {
                let signed_at = if version.states_signing_time() { rounded } else { sign_at };
                let is_version_limit = limits.max_expires_in.is_none();
                Self::from_expires_at(end, sign_at, signed_at, limit, is_version_limit)?
            }
        };
        match limits.credentials_expire_at {
            Some(credentials_expire_at) if lifetime.expires_at > credentials_expire_at => {
                Err(Error::CredentialsExpire { expires_at: lifetime.expires_at, credentials_expire_at })
            }
            _ => Ok(lifetime),
        }
    }

    /// Validates the expiry of an upload form. Its policy states a timestamp and no lifetime, like a Version 2 link.
    pub(crate) fn of_policy(expiry: Expiry, sign_at: i64, limits: Limits) -> Result<Self, Error> {
        Self::new(expiry, sign_at, 0, Version::V2, limits)
    }

    #[inline(always)]
    fn from_expires_in(
        value: i64,
        signed_at: i64,
        stable_for: i64,
        limit: Option<i64>,
    ) -> Result<Self, Error> {
        let lifetime = value.saturating_add(stable_for);
        if value < 1 || limit.is_some_and(|limit| lifetime > limit) {
            return Err(Error::ExpiresIn { value, stable_for, limit });
        }
        signed_at
            .checked_add(lifetime)
            .filter(|end| *end <= MAX_TIME)
            .map(|expires_at| Self { signed_at, expires_at })
            .ok_or(Error::ExpiresAtOutOfRange { value })
    }

    fn from_expires_at(
        end: i64,
        sign_at: i64,
        signed_at: i64,
        limit: Option<i64>,
        is_version_limit: bool,
    ) -> Result<Self, Error> {
        let expires_at = time::check("expires_at", end)?;
        if expires_at <= sign_at {
            return Err(Error::ExpiresAtPast { expires_at, sign_at });
        }
        if let Some(limit) = limit
            && expires_at - signed_at > limit
        {
            return Err(Error::ExpiresAtTooFar { expires_at, signed_at, limit, version_4: is_version_limit });
        }
        Ok(Self { signed_at, expires_at })
    }
}
