//! The credentials with which received requests are checked.

use presign::Secret;

use crate::error::Failure;
use crate::inputs::{optional_str_in, presign_str, slice_in, str_in};
use crate::own_error::OwnFailure;

/// An access key with its secret key.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_secret {
    /// Access key, not empty.
    pub access_key: presign_str,
    /// Secret key, not empty.
    pub secret_key: presign_str,
    /// Session token that the URL must carry, if the credentials are temporary; empty: it must carry none.
    pub session_token: presign_str,
}

/// An array of secrets whose pointers were checked.
pub(crate) struct Secrets<'a>(Vec<OneSecret<'a>>);

struct OneSecret<'a> {
    access_key: &'a str,
    secret_key: &'a str,
    session_token: Option<&'a str>,
}

impl<'a> Secrets<'a> {
    /// # Safety
    /// Invariant 2 of the crate, for the array and its strings.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(secrets: *const presign_secret, count: usize) -> Result<Self, Failure> {
        // SAFETY: 2.
        let secrets = unsafe { slice_in(secrets, count, "secrets") }?;
        let read = |(index, secret): (usize, &presign_secret)| {
            // SAFETY: 2.
            let secret = unsafe { OneSecret::read(secret) };
            secret.map_err(|failure| failure.at(index))
        };
        secrets.iter().enumerate().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the secret of an access key. The first one counts if it is given twice.
    pub(crate) fn of(&self, access_key: &str) -> Option<Secret<'a>> {
        self.0.iter().find(|secret| secret.access_key == access_key).map(OneSecret::secret)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> OneSecret<'a> {
    /// # Safety
    /// Invariant 2 of the crate, for the strings.
    #[allow(unsafe_code)]
    unsafe fn read(secret: &presign_secret) -> Result<Self, Failure> {
        // SAFETY: 2.
        let read = unsafe {
            Self {
                access_key: str_in(secret.access_key, "secrets")?,
                secret_key: str_in(secret.secret_key, "secrets")?,
                session_token: optional_str_in(secret.session_token, "secrets")?,
            }
        };
        // With an empty secret key any client could sign.
        if read.access_key.is_empty() || read.secret_key.is_empty() {
            return Err(OwnFailure::NO_SECRET.of("secrets").into());
        }
        Ok(read)
    }

    fn secret(&self) -> Secret<'a> {
        let secret = Secret::from(self.secret_key);
        match self.session_token {
            Some(token) => secret.session_token(token),
            None => secret,
        }
    }
}
