//! Whether a link's signature is that of a secret key. Both are compared in constant time.

use super::key_cache::SigningKeyCache;
use crate::Stages;
use crate::primitives::constant_time::equal;
use crate::primitives::time::Stamp;
use crate::primitives::{encode, sha256};
use crate::received::url::{ObjectAddress, ParsedUrl, SignatureParams};
use crate::signing::signing_state::SigningState;
use crate::signing::sigv2;
use crate::signing::sigv4::{StringToSign, derive_key};

/// What a link's signature is checked with: made once for a link, since a HEAD request may be checked twice.
#[allow(clippy::large_enum_variant, reason = "it is on the stack for one link only")]
pub(crate) enum Checker<'k> {
    V4 { to_sign: StringToSign, signing_state: SigningState, is_kept: bool },
    V2(&'k sigv2::Key),
}

impl<'k> Checker<'k> {
    /// Version 2's key is computed in `v2_key`, which the caller owns, so that it is never moved.
    pub(crate) fn new(
        params: &SignatureParams,
        secret_key: &str,
        key_cache: &SigningKeyCache,
        v2_key: &'k mut sigv2::Key,
    ) -> Self {
        match params {
            SignatureParams::V4(params) => {
                let stamp = Stamp::of_text(&params.stamp).unwrap_or_else(|| Stamp::new(params.signed_at));
                let to_sign = StringToSign::new(params.region());
                let kept = key_cache.get(stamp.date, params.region(), secret_key);
                let is_kept = kept.as_ref().is_some_and(|kept| kept.signed_at() == params.signed_at);
                let signing_state = match kept {
                    Some(signing_state) if is_kept => signing_state,
                    kept => {
                        let derive = || derive_key(secret_key, &stamp, params.region());
                        let key = kept.map_or_else(derive, |signing_state| signing_state.key());
                        SigningState::new(params.signed_at, &stamp, &key, to_sign.midstate(&stamp, &key))
                    }
                };
                Self::V4 { to_sign, signing_state, is_kept }
            }
            SignatureParams::V2(_) => {
                v2_key.set(secret_key);
                Self::V2(v2_key)
            }
        }
    }

    /// Whether the link is signed for a method.
    pub(crate) fn matches(&self, url: &ParsedUrl, object: &ObjectAddress, method: &str) -> bool {
        let text = url.signed_text(object, method);
        match (self, &url.params) {
            (Self::V4 { to_sign, signing_state, .. }, SignatureParams::V4(params)) => {
                let digest = encode::hex(&text.digest());
                let signature = encode::hex(&to_sign.sign(signing_state, &digest));
                equal(&signature, params.signature.as_bytes())
            }
            (Self::V2(key), SignatureParams::V2(params)) => {
                equal(&key.base64(&text.bytes), params.signature.as_bytes())
            }
            _ => false,
        }
    }

    /// The texts behind the signature, for showing them.
    pub(crate) fn stages(&self, url: &ParsedUrl, object: &ObjectAddress, method: &str) -> Stages {
        let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let text = url.signed_text(object, method);
        match self {
            Self::V4 { to_sign, signing_state, .. } => {
                let canonical_request = string(&text.bytes);
                let digest = encode::hex(&text.digest());
                let string_to_sign = string(&to_sign.text(signing_state, &digest));
                let signature = string(&encode::hex(&to_sign.sign(signing_state, &digest)));
                Stages { canonical_request, string_to_sign, signature }
            }
            Self::V2(key) => Stages {
                canonical_request: String::new(),
                string_to_sign: string(&text.bytes),
                signature: key.signature(&text.bytes),
            },
        }
    }

    /// Whether the signature is that of another text than the link's own.
    pub(crate) fn matches_text(&self, params: &SignatureParams, text: &str) -> bool {
        match (self, params) {
            (Self::V4 { to_sign, signing_state, .. }, SignatureParams::V4(params)) => {
                let digest = encode::hex(&sha256::padded_digest(&mut text.as_bytes().to_vec()));
                equal(&encode::hex(&to_sign.sign(signing_state, &digest)), params.signature.as_bytes())
            }
            (Self::V2(key), SignatureParams::V2(params)) => {
                equal(&key.base64(text.as_bytes()), params.signature.as_bytes())
            }
            _ => false,
        }
    }

    /// What the next link needs again; to be called when a signature has matched.
    pub(super) fn keep(&self, params: &SignatureParams, secret_key: &str, key_cache: &SigningKeyCache) {
        if let (Self::V4 { signing_state, is_kept: false, .. }, SignatureParams::V4(params)) = (self, params)
        {
            key_cache.put(params.region(), secret_key, signing_state);
        }
    }
}
