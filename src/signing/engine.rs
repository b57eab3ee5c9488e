//! The interface of the two signature versions for signing: no other file of this module distinguishes them.
//!
//! ```text
//! SigningEngine --validated--> ValidatedRequest --template--> TemplateEngine
//!               --policy_signer--> PolicySigner
//! ```

use std::sync::Arc;

use super::parts::RequestParts;
use super::sigv4::SigningState;
use super::stages::Stages;
use super::{sigv2, sigv4};
use crate::input::endpoint::Endpoint;
use crate::primitives::encode::PathText;
use crate::primitives::sha256::lanes::Kernel;
use crate::{Credentials, Error, Version};

/// What a signer computes once.
// A signer is created once and not moved afterwards, so the size of the larger variant does not matter.
#[allow(clippy::large_enum_variant)]
pub(crate) enum SigningEngine {
    V4(sigv4::Engine),
    V2(Arc<sigv2::Key>),
}

impl SigningEngine {
    /// Fails if the endpoint is known not to accept the version.
    pub(crate) fn new(
        version: Version,
        credentials: &Credentials,
        endpoint: &Endpoint,
        region: &str,
    ) -> Result<Self, Error> {
        Ok(match version {
            Version::V4 => Self::V4(sigv4::Engine::new(credentials, region)),
            Version::V2 => {
                sigv2::check_endpoint(endpoint, region)?;
                Self::V2(sigv2::Key::shared(credentials.secret_key()))
            }
        })
    }

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::V4(_) => Version::V4,
            Self::V2(_) => Version::V2,
        }
    }

    /// Adds what depends on the signing time to the parts of a request. It is written to `signing_state`.
    #[inline]
    pub(crate) fn validated<'a>(
        &'a self,
        parts: RequestParts<'a>,
        signing_state: &'a mut SigningState,
    ) -> ValidatedRequest<'a> {
        match self {
            Self::V4(engine) => {
                engine.read_state(parts.credentials, parts.region, parts.validity.signed_at, signing_state);
                ValidatedRequest::V4(sigv4::UrlParts { constants: &engine.constants, parts, signing_state })
            }
            Self::V2(key) => ValidatedRequest::V2(sigv2::UrlParts { key, parts }),
        }
    }

    /// Returns the state with which a thread signs many requests at once; `None` for signatures that are computed one
    /// by one.
    pub(crate) fn row_signer(&self, kernel: Kernel) -> Option<sigv4::RowSigner<'_>> {
        match self {
            Self::V4(engine) => Some(sigv4::RowSigner::new(&engine.constants, kernel)),
            Self::V2(_) => None,
        }
    }

    /// Returns what signs the policy of an upload form. What depends on the signing time is written to `signing_state`.
    pub(crate) fn policy_signer<'a>(
        &'a self,
        credentials: &'a Credentials,
        region: &'a str,
        sign_at: i64,
        signing_state: &'a mut SigningState,
    ) -> PolicySigner<'a> {
        match self {
            Self::V4(engine) => {
                engine.read_state(credentials, region, sign_at, signing_state);
                PolicySigner::V4(sigv4::PolicySigner { credentials, region, signing_state })
            }
            Self::V2(key) => PolicySigner::V2(sigv2::PolicySigner { credentials, key }),
        }
    }
}

/// A validated request, from which a template or a single URL is written.
#[allow(clippy::large_enum_variant, reason = "it is on the stack, for one URL")]
pub(crate) enum ValidatedRequest<'a> {
    V4(sigv4::UrlParts<'a>),
    V2(sigv2::UrlParts<'a>),
}

impl ValidatedRequest<'_> {
    /// Appends the URL for a checked key; an empty key addresses the bucket.
    #[inline]
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        match self {
            Self::V4(parts) => parts.append(key, out),
            Self::V2(parts) => parts.append(key, out),
        }
    }

    /// Teaches a [`sigv4::RowSigner`] requests like this one.
    pub(crate) fn teach(&self, row_signer: &mut sigv4::RowSigner, out: &mut [u8]) {
        match self {
            Self::V4(parts) => row_signer.learn(parts, out),
            Self::V2(_) => {}
        }
    }

    pub(crate) fn expires_at(&self) -> i64 {
        match self {
            Self::V4(sigv4::UrlParts { parts, .. }) | Self::V2(sigv2::UrlParts { parts, .. }) => {
                parts.validity.expires_at
            }
        }
    }

    pub(crate) fn template(&self) -> TemplateEngine {
        match self {
            Self::V4(parts) => TemplateEngine::V4(parts.template()),
            Self::V2(parts) => TemplateEngine::V2(parts.template()),
        }
    }
}

/// All of a URL except its key, written once.
// A template is created once for many keys, so the size of the larger variant does not matter.
#[allow(clippy::large_enum_variant)]
pub(crate) enum TemplateEngine {
    V4(sigv4::V4Template),
    V2(sigv2::V2Template),
}

impl TemplateEngine {
    /// Appends the URL for a checked key.
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        match self {
            Self::V4(template) => template.append(key, out),
            Self::V2(template) => template.append(key, out),
        }
    }

    /// Returns the maximum length of a URL without its key, in bytes; for Version 4 it is exact.
    pub(crate) fn constant(&self) -> usize {
        match self {
            Self::V4(template) => template.constant(),
            Self::V2(template) => template.constant(),
        }
    }

    /// Returns an upper bound, in bytes, of the length of the URL for a checked key.
    pub(crate) fn bound(&self, key: &str) -> usize {
        self.constant() + PathText::new(key).bound()
    }

    /// Returns the number of bytes that [`TemplateEngine::append`] may write to `out`, of which the URL is a part.
    pub(crate) fn capacity(&self, key: &str) -> usize {
        let key = PathText::new(key);
        match self {
            Self::V4(template) => template.capacity(key),
            Self::V2(template) => template.capacity(key),
        }
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        match self {
            Self::V4(template) => template.stages(key),
            Self::V2(template) => template.stages(key),
        }
    }

    /// Returns the state with which a batch signs many URLs at once; `None` for signatures that are computed one by
    /// one.
    #[inline]
    pub(crate) fn batch_signer(&self, after: Option<u8>, kernel: Kernel) -> Option<sigv4::BatchSigner<'_>> {
        match self {
            Self::V4(template) => sigv4::BatchSigner::new(template, after, kernel),
            Self::V2(_) => None,
        }
    }
}

/// The signing key of an upload form, and the form's fields that depend on the version.
pub(crate) enum PolicySigner<'a> {
    V4(sigv4::PolicySigner<'a>),
    V2(sigv2::PolicySigner<'a>),
}

impl PolicySigner<'_> {
    /// Returns the fields that state the signer and the signing time.
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::V4(signer) => signer.fields(),
            Self::V2(signer) => signer.fields(),
        }
    }

    /// Returns whether the policy has a condition on these fields.
    pub(crate) fn signs_fields(&self) -> bool {
        matches!(self, Self::V4(_))
    }

    /// Signs the policy's base64, which is the string to sign. Returns the name and the value of the signature's field.
    pub(crate) fn sign(&self, policy: &str) -> (&'static str, String) {
        match self {
            Self::V4(signer) => signer.sign(policy),
            Self::V2(signer) => signer.sign(policy),
        }
    }
}
