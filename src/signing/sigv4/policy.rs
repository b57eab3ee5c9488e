//! Signs the policy of an upload form.

use super::SigningState;
use crate::Credentials;
use crate::input::sigv4::{ALGORITHM, SCOPE_END, SERVICE};
use crate::primitives::encode;
use crate::signing::buffer::into_string;

/// The signing key of one day, and the signer that the form names.
pub(crate) struct PolicySigner<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) region: &'a str,
    pub(crate) signing_state: &'a SigningState,
}

impl PolicySigner<'_> {
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        let stamp = self.signing_state.stamp();
        let [date, time] = [&stamp.date[..], &stamp.bytes()].map(|text| into_string(text.to_vec()));
        let (access_key, region) = (self.credentials.access_key(), self.region);
        vec![
            ("x-amz-algorithm", ALGORITHM.to_owned()),
            ("x-amz-credential", format!("{access_key}/{date}/{region}/{SERVICE}/{SCOPE_END}")),
            ("x-amz-date", time),
        ]
    }

    pub(crate) fn sign(&self, policy: &str) -> (&'static str, String) {
        let digits = encode::hex(&self.signing_state.key().sign(policy.as_bytes()));
        ("x-amz-signature", into_string(digits.to_vec()))
    }
}
