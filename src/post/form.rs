//! From a checked request for a form to the form: policy, signature, fields.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Post, PostForm, json};
use crate::error::quoted;
use crate::input::expiry::Validity;
use crate::input::parameters::Param;
use crate::input::url_prefix::UrlPrefix;
use crate::primitives::time::{self, Stamp};
use crate::signing::buffer::into_string;
use crate::signing::engine::PolicySigner;
use crate::signing::sigv4::SigningState;
use crate::{Credentials, Error, Signer};

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
        post.check(self.endpoint.is_aws())?;
        let sign_at = post.sign_at.map_or_else(time::now, Ok)?;
        let validity = Validity::of_policy(post.expiry, sign_at, self.limits)?;
        let (credentials, region) = (&self.credentials, &self.region);
        let mut signing_state = SigningState::default();
        let signer = self.engine.policy_signer(credentials, region, sign_at, &mut signing_state);
        Ok(form(post, url_prefix, validity, credentials, &signer))
    }

    /// Returns the fields that state the signer and the signing time of a form whose policy the caller writes. With
    /// Signature Version 4 the policy needs a condition on each of them; with Version 2, on the session token alone.
    ///
    /// # Errors
    /// [`Error::Time`], if the signing time is out of range.
    pub fn policy_fields(&self, sign_at: impl Into<Option<i64>>) -> Result<Vec<(String, String)>, Error> {
        self.with_policy_signer(sign_at.into(), |signer| signed_fields(signer, &self.credentials))
    }

    /// Returns the signature of a policy that the caller wrote, in base64. Its fields are those of
    /// [`policy_fields`](Self::policy_fields) for the same signing time. The policy itself is not read.
    ///
    /// # Errors
    /// [`Error::Field`], if the policy is not base64; [`Error::Time`], if the signing time is out of range.
    pub fn sign_policy(&self, policy: &str, sign_at: impl Into<Option<i64>>) -> Result<String, Error> {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        if policy.is_empty() || !policy.bytes().all(is_base64) {
            return Err(Error::Field { name: quoted("policy"), rule: "must be the policy in base64" });
        }
        self.with_policy_signer(sign_at.into(), |signer| signer.sign(policy).1)
    }

    fn with_policy_signer<R>(
        &self,
        sign_at: Option<i64>,
        done: impl FnOnce(&PolicySigner<'_>) -> R,
    ) -> Result<R, Error> {
        let sign_at = sign_at.map_or_else(time::now, Ok)?;
        time::check("sign_at", sign_at)?;
        let mut signing_state = SigningState::default();
        let signer = self.engine.policy_signer(&self.credentials, &self.region, sign_at, &mut signing_state);
        Ok(done(&signer))
    }
}

/// Returns the fields that the signature adds, apart from itself.
fn signed_fields(signer: &PolicySigner<'_>, credentials: &Credentials) -> Vec<(String, String)> {
    let mut fields: Vec<_> =
        signer.fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if let Some(token) = credentials.session_token() {
        fields.push((Param::TokenV2.name().to_owned(), token.to_owned()));
    }
    fields
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
    let path_at = url_prefix.write_url(&mut url, post.bucket);
    if url.len() > path_at + 1 {
        // The SDKs write no slash at the end of a path, unless it is the whole path.
        url.pop();
    }
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let signed = signed_fields(signer, credentials);
    let in_policy = signed.iter().skip(if signer.signs_fields() { 0 } else { signer.fields().len() });
    let json = json::policy(post, &Stamp::new(validity.expires_at).iso(), in_policy);
    let policy = STANDARD.encode(&json);
    let (signature_name, signature) = signer.sign(&policy);

    let mut fields: Vec<_> = post.fields.iter().copied().map(owned).collect();
    fields.push(owned(("key", post.key)));
    fields.extend(signed);
    fields.push(("policy".to_owned(), policy));
    fields.push((signature_name.to_owned(), signature));
    PostForm { url: into_string(url), fields, expires_at: validity.expires_at }
}
