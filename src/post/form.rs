//! From a checked request for a form to the form: policy, signature, fields.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Post, PostForm, json};
use crate::input::expiry::Validity;
use crate::input::url_prefix::UrlPrefix;
use crate::primitives::encode;
use crate::primitives::time::{self, Stamp};
use crate::signing::buffer::into_string;
use crate::signing::signer::SigningEngine;
use crate::signing::signing_state::SigningState;
use crate::signing::sigv2;
use crate::{Credentials, Error, Signer, Version};

impl Signer {
    /// Returns an upload form: the URL to post to and the fields to send before the file. Anyone who holds the form can
    /// upload a file until it expires.
    ///
    /// The policy states its expiry as a timestamp, so Signature Version 4's limit of seven days does not apply;
    /// `max_expires_in` and `credentials_expire_at` do.
    ///
    /// # Errors
    /// [`Error`], if a part of the form breaks a rule: a field without a condition, or a condition that this form
    /// cannot meet.
    pub fn presign_post(&self, post: &Post) -> Result<PostForm, Error> {
        let url_prefix = UrlPrefix::new(&self.endpoint, self.addressing, &self.region, post.bucket)?;
        post.check()?;
        let sign_at = post.sign_at.map_or_else(time::now, Ok)?;
        // Version 2's limits, because a policy states only its expiry and no lifetime.
        let validity = Validity::new(post.expiry, sign_at, 0, Version::V2, self.limits)?;
        let mut signing_state = SigningState::default();
        let signer = match &self.engine {
            SigningEngine::V4 { constants, signing_states } => {
                self.signing_state(constants, signing_states, sign_at, &mut signing_state);
                PolicySigner::V4 { region: &self.region, signing_state: &signing_state }
            }
            SigningEngine::V2(key) => PolicySigner::V2(key),
        };
        Ok(form(post, url_prefix, validity, &self.credentials, &signer))
    }
}

/// The signing key of a form, by signature version.
enum PolicySigner<'a> {
    V4 { region: &'a str, signing_state: &'a SigningState },
    V2(&'a sigv2::Key),
}

impl PolicySigner<'_> {
    /// Returns the fields that state the signer and the signing time. Version 2's field is not part of the policy.
    fn names(&self, credentials: &Credentials) -> Vec<(String, String)> {
        let fields = match self {
            Self::V4 { region, signing_state } => {
                let stamp = signing_state.stamp();
                let time = stamp.bytes();
                let [date, time] = [&stamp.date[..], &time].map(String::from_utf8_lossy);
                let scope = format!("{}/{date}/{region}/s3/aws4_request", credentials.access_key());
                vec![
                    ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
                    ("x-amz-credential", scope),
                    ("x-amz-date", time.into_owned()),
                ]
            }
            Self::V2(_) => vec![("AWSAccessKeyId", credentials.access_key().to_owned())],
        };
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Signs the policy's base64, which is the string to sign. Returns the name and the value of the signature's field.
    fn sign(&self, policy: &str) -> (String, String) {
        let (name, signature) = match self {
            Self::V4 { signing_state, .. } => {
                let digits = encode::hex(&signing_state.key().sign(policy.as_bytes()));
                ("x-amz-signature", into_string(digits.to_vec()))
            }
            Self::V2(key) => ("signature", STANDARD.encode(key.sign(policy.as_bytes()))),
        };
        (name.to_owned(), signature)
    }
}

/// Makes the form of a validated request. The order of the fields is botocore's.
fn form(
    post: &Post,
    url_prefix: UrlPrefix<'_>,
    validity: Validity,
    credentials: &Credentials,
    signer: &PolicySigner<'_>,
) -> PostForm {
    let mut url = Vec::new();
    url_prefix.write_url(&mut url, post.bucket);
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut signed = signer.names(credentials);
    if let Some(token) = credentials.session_token() {
        signed.push(owned(("x-amz-security-token", token)));
    }
    let in_policy = signed.iter().filter(|(name, _)| name != "AWSAccessKeyId");
    let json = json::policy(post, &Stamp::new(validity.expires_at).iso(), in_policy);
    let policy = STANDARD.encode(&json);
    let signature = signer.sign(&policy);

    let mut fields: Vec<_> = post.fields.iter().copied().map(owned).collect();
    fields.push(owned(("key", post.key)));
    fields.extend(signed);
    fields.push(("policy".to_owned(), policy));
    fields.push(signature);
    PostForm { url: into_string(url), fields, expires_at: validity.expires_at }
}
