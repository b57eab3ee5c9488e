//! Whether a link's signature is that of a secret key. Both are compared in constant time.

use super::keys::Keys;
use crate::Stages;
use crate::primitives::constant_time::same;
use crate::primitives::time::Stamp;
use crate::primitives::{encode, sha256};
use crate::received::link::{Claim, Link, Located};
use crate::signing::moments::Moment;
use crate::signing::sigv2;
use crate::signing::sigv4::{StringToSign, derive_key};

/// What a link's signature is checked with: made once for a link, since a HEAD request may be checked twice.
#[allow(clippy::large_enum_variant, reason = "it lives on the stack for one link")]
pub(crate) enum Checker<'k> {
    V4 { to_sign: StringToSign, moment: Moment, is_kept: bool },
    V2(&'k sigv2::Key),
}

impl<'k> Checker<'k> {
    /// Version 2's key is computed in `v2_key`, which the caller owns, so that it is never moved.
    pub(crate) fn new(claim: &Claim, secret_key: &str, keys: &Keys, v2_key: &'k mut sigv2::Key) -> Self {
        match claim {
            Claim::V4(claim) => {
                let stamp = Stamp::of_text(&claim.stamp).unwrap_or_else(|| Stamp::new(claim.signed_at));
                let to_sign = StringToSign::new(claim.region());
                let kept = keys.get(stamp.date, claim.region(), secret_key);
                let is_kept = kept.as_ref().is_some_and(|kept| kept.signed_at() == claim.signed_at);
                let moment = match kept {
                    Some(moment) if is_kept => moment,
                    kept => {
                        let derive = || derive_key(secret_key, &stamp, claim.region());
                        let key = kept.map_or_else(derive, |moment| moment.key());
                        Moment::new(claim.signed_at, &stamp, &key, to_sign.state(&stamp, &key))
                    }
                };
                Self::V4 { to_sign, moment, is_kept }
            }
            Claim::V2(_) => {
                v2_key.set(secret_key);
                Self::V2(v2_key)
            }
        }
    }

    /// Whether the link is signed for a method.
    pub(crate) fn matches(&self, link: &Link, located: &Located, method: &str) -> bool {
        let text = link.signed_text(located, method);
        match (self, &link.claim) {
            (Self::V4 { to_sign, moment, .. }, Claim::V4(claim)) => {
                let digest = encode::hex(&text.digest());
                let signature = encode::hex(&to_sign.sign(moment, &digest));
                same(&signature, claim.signature.as_bytes())
            }
            (Self::V2(key), Claim::V2(claim)) => same(&key.base64(&text.bytes), claim.signature.as_bytes()),
            _ => false,
        }
    }

    /// The texts behind the signature, for showing them.
    pub(crate) fn stages(&self, link: &Link, located: &Located, method: &str) -> Stages {
        let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let text = link.signed_text(located, method);
        match self {
            Self::V4 { to_sign, moment, .. } => {
                let canonical_request = string(&text.bytes);
                let digest = encode::hex(&text.digest());
                let string_to_sign = string(&to_sign.text(moment, &digest));
                let signature = string(&encode::hex(&to_sign.sign(moment, &digest)));
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
    pub(crate) fn matches_text(&self, claim: &Claim, text: &str) -> bool {
        match (self, claim) {
            (Self::V4 { to_sign, moment, .. }, Claim::V4(claim)) => {
                let digest = encode::hex(&sha256::padded_digest(&mut text.as_bytes().to_vec()));
                same(&encode::hex(&to_sign.sign(moment, &digest)), claim.signature.as_bytes())
            }
            (Self::V2(key), Claim::V2(claim)) => {
                same(&key.base64(text.as_bytes()), claim.signature.as_bytes())
            }
            _ => false,
        }
    }

    /// What the next link needs again; to be called when a signature has matched.
    pub(super) fn keep(&self, claim: &Claim, secret_key: &str, keys: &Keys) {
        if let (Self::V4 { moment, is_kept: false, .. }, Claim::V4(claim)) = (self, claim) {
            keys.put(claim.region(), secret_key, moment);
        }
    }
}
