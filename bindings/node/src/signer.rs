//! Creates signers, and single URLs.

use std::sync::Arc;

use presign::{Addressing, ErrorKind, Expiry, Request, Version};

use crate::failure::Failure;
use crate::optional::{choice, optional};
use crate::request::Written;
use crate::values::{Handle, Joined, Link, Outcome, SecretText, Text, Whole, arguments, clock, results};

arguments! {
    /// The settings of a signer.
    pub struct SignerSettings {
        /// The access key id.
        pub access_key_id: Option<Text>,
        /// The secret key.
        pub secret_access_key: Option<SecretText>,
        /// The session token.
        pub session_token: Option<SecretText>,
        /// The region.
        pub region: Option<Text>,
        /// The endpoint.
        pub endpoint: Option<Text>,
        /// The addressing style.
        pub addressing: Option<Text>,
        /// The signature version.
        pub version: Option<Text>,
        /// The longest lifetime in seconds.
        pub max_expires_in: Option<i64>,
        /// When the credentials expire, in Unix seconds.
        pub credentials_expire_at: Option<i64>,
    }
}

impl SignerSettings {
    pub(crate) fn region(&self) -> Result<Option<&str>, Failure> {
        optional(self.region.as_ref(), "region", ErrorKind::Region)
    }

    pub(crate) fn endpoint(&self) -> Result<Option<&str>, Failure> {
        optional(self.endpoint.as_ref(), "endpoint", ErrorKind::Endpoint)
    }

    pub(crate) fn addressing(&self) -> Result<Option<Addressing>, Failure> {
        choice(self.addressing.as_ref(), "addressing")
    }

    pub(crate) fn version(&self) -> Result<Option<Version>, Failure> {
        choice(self.version.as_ref(), "version")
    }

    fn build(&self) -> Result<presign::Signer, Failure> {
        let access_key = optional(self.access_key_id.as_ref(), "accessKeyId", ErrorKind::Credentials)?;
        let secret_key = self.secret_access_key.as_ref().map(|key| key.get("secretAccessKey")).transpose()?;
        let session_token = self.session_token.as_ref().map(|token| token.get("sessionToken")).transpose()?;
        let signer = presign::Signer::builder(access_key.unwrap_or_default(), secret_key.unwrap_or_default())
            .session_token(session_token)
            .region(self.region()?)
            .endpoint(self.endpoint()?)
            .addressing(self.addressing()?.unwrap_or_default())
            .version(self.version()?.unwrap_or_default())
            .max_expires_in(self.max_expires_in)
            .credentials_expire_at(self.credentials_expire_at)
            .build()?;
        Ok(signer)
    }
}

pub(crate) fn handle(signer: Result<presign::Signer, Failure>) -> Outcome<Handle> {
    signer.map(|signer| Handle(Arc::new(signer))).into()
}

/// Creates a signer.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn create_signer(settings: SignerSettings) -> Outcome<Handle> {
    handle(settings.build())
}

results! {
    /// The values of a signer that are no secret.
    pub struct SignerValues {
        /// The access key id.
        pub access_key_id: String,
        /// The region in the credential scope.
        pub region: String,
        /// The endpoint's URL.
        pub endpoint: String,
        /// The addressing style.
        pub addressing: &'static str,
        /// The signature version.
        pub version: &'static str,
    }
}

/// Returns the values of a signer that are no secret.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn signer_values(signer: Handle) -> SignerValues {
    SignerValues {
        access_key_id: signer.access_key().to_owned(),
        region: signer.region().to_owned(),
        endpoint: signer.endpoint(),
        addressing: signer.addressing().name(),
        version: signer.version().name(),
    }
}

/// Returns a URL for a request with any options.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign(signer: Handle, text: Joined, numbers: &[f64]) -> Outcome<Link> {
    with_request(text, numbers, |request| link(&signer, request)).into()
}

/// Calls `done` with a request that the JavaScript side has written.
pub(crate) fn with_request<R>(
    text: Joined,
    numbers: &[f64],
    done: impl FnOnce(&Request<'_>) -> Result<R, Failure>,
) -> Result<R, Failure> {
    Written::with(Written::new(&[text], numbers), |arguments| arguments.with(done))
}

fn link(signer: &presign::Signer, request: &Request<'_>) -> Result<Link, Failure> {
    let mut url = Vec::new();
    signer.presign_into(request, &mut url)?;
    Ok(Link(url))
}

/// The short way to a URL, without options except times. Reading the properties of an object takes longer than signing.
macro_rules! short {
    ($($(#[doc = $doc:literal])+ $name:ident: $new:expr;)+) => { $(
        $(#[doc = $doc])+
        #[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
        #[allow(clippy::too_many_arguments, reason = "the arguments are by position, which is fastest")]
        pub fn $name(
            signer: Handle,
            bucket: Text,
            key: Text,
            expires_in: Whole,
            expires_at: Whole,
            sign_at: Whole,
            stable_for: Whole,
        ) -> Outcome<Link> {
            let made = || {
                let request = $new(bucket.get("bucket", ErrorKind::Bucket)?, key.get("key", ErrorKind::Key)?)
                    .expiry(Expiry::from_options(expires_in.0, expires_at.0)?)
                    .sign_at(sign_at.0.or_else(clock))
                    .stable_for(stable_for.0.unwrap_or(0));
                link(&signer, &request)
            };
            made().into()
        }
    )+ };
}

short! {
    /// Returns a URL to download an object.
    get: Request::get;
    /// Returns a URL to upload an object.
    put: Request::put;
    /// Returns a URL to read an object's headers.
    head: Request::head;
    /// Returns a URL to delete an object.
    delete: Request::delete;
}

results! {
    /// A URL with what the client must send.
    pub struct PresignedRequest {
        /// The URL.
        pub url: String,
        /// The only HTTP method that the URL allows.
        pub method: String,
        /// The headers that the client must send, as names and values.
        pub headers: Vec<Vec<String>>,
        /// When the URL expires, in Unix seconds.
        pub expires_at: i64,
    }
}

/// Returns a URL with what the client must send.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn presign_request(signer: Handle, text: Joined, numbers: &[f64]) -> Outcome<PresignedRequest> {
    let made = with_request(text, numbers, |request| {
        let made = signer.presign_request(request)?;
        Ok(PresignedRequest {
            url: made.url,
            method: made.method,
            headers: pairs(made.headers),
            expires_at: made.expires_at,
        })
    });
    made.into()
}

/// Returns pairs as JavaScript takes them for `Object.fromEntries`.
pub(crate) fn pairs(pairs: Vec<(String, String)>) -> Vec<Vec<String>> {
    pairs.into_iter().map(|(name, value)| vec![name, value]).collect()
}

/// Returns what may be wrong with the URL of a request although it can be signed: names and sentences.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn warnings(signer: Handle, text: Joined, numbers: &[f64]) -> Outcome<Vec<Vec<String>>> {
    with_request(text, numbers, |request| Ok(sentences(&signer.warnings(request)))).into()
}

/// Returns the names and the sentences of warnings.
pub(crate) fn sentences(warnings: &[presign::Warning]) -> Vec<Vec<String>> {
    warnings.iter().map(|warning| vec![warning.name().to_owned(), warning.message().to_owned()]).collect()
}
