//! Parses the parameters of Signature Version 2.

use std::borrow::Cow;

use crate::input::parameters::Param;
use crate::limits::MAX_TIME;
use crate::received::url::auth_params::{AuthParams, number};
use crate::{Reason, Refusal};

/// The parameters of Signature Version 2.
pub(crate) struct V2Params<'a> {
    pub(crate) access_key: Cow<'a, str>,
    /// As given, because it is signed as text.
    pub(crate) expires: Cow<'a, str>,
    pub(crate) expires_at: i64,
    pub(crate) token: Option<Cow<'a, str>>,
    pub(crate) signature: Cow<'a, str>,
}

impl<'a> V2Params<'a> {
    /// Returns whether a query has parameters that only this version uses.
    pub(crate) fn are_in(pairs: &AuthParams) -> bool {
        [Param::AccessKeyV2, Param::SignatureV2].into_iter().any(|param| pairs.has(param))
    }

    pub(crate) fn read(mut pairs: AuthParams<'_, 'a>) -> Result<Self, Refusal> {
        let [access_key, expires, signature] = [Param::AccessKeyV2, Param::ExpiresV2, Param::SignatureV2]
            .map(|param| {
                // An empty access key belongs to no signer, but a look-up may find a secret for it.
                let value = pairs.take(param);
                if value.is_empty() {
                    Err(Refusal::about(Reason::MissingParameterV2, param.name(), "is missing"))
                } else {
                    Ok(value)
                }
            });
        let (access_key, expires, signature) = (access_key?, expires?, signature?);
        let expires_at = number(&expires).ok_or_else(|| {
            let rule = format!("is not a Unix time from 0 to {MAX_TIME} seconds");
            Refusal::malformed(Reason::ExpiresV2, Param::ExpiresV2, &expires, &rule)
        })?;
        // Storages read the token under Version 4's name too.
        let token = pairs.copy(Param::TokenV2).or_else(|| pairs.copy(Param::Token));
        Ok(Self { access_key, expires, expires_at, token, signature })
    }
}
