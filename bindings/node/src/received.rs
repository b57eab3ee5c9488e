//! Received requests: verify, inspect, explain.

use std::cell::RefCell;

use presign::{Credentials, ErrorKind, ErrorResponse, Reason, Received, Secret};

use crate::failure::Failure;
use crate::optional::{choice, optional};
use crate::signer::{pairs, sentences};
use crate::values::{Callback, HeldVerifier, Outcome, SecretText, Text, arguments, clock, results};

arguments! {
    /// The settings of a verifier; inspect and explain have some of them.
    pub struct VerifierSettings {
        /// The server's endpoint.
        pub endpoint: Option<Text>,
        /// The addressing style.
        pub addressing: Option<Text>,
        /// The bucket that the host serves.
        pub bucket: Option<Text>,
        /// The only region.
        pub region: Option<Text>,
        /// How far in the future the signing time may be, in seconds.
        pub clock_skew: Option<i64>,
        /// The longest lifetime in seconds.
        pub max_expires_in: Option<i64>,
        /// The names of headers that every URL must sign.
        pub required_headers: Option<Vec<Text>>,
        /// Whether x-amz-* headers may be unsigned.
        pub unsigned_amz_headers: Option<bool>,
        /// Whether other headers that storages interpret may be unsigned.
        pub unsigned_storage_headers: Option<bool>,
        /// Whether HEAD requests may have URLs for GET.
        pub head_for_get: Option<bool>,
        /// Whether Signature Version 2 is accepted.
        pub version2: Option<bool>,
    }
}

impl VerifierSettings {
    fn build(&self) -> Result<presign::Verifier, Failure> {
        let required = self.required_headers.iter().flatten();
        let required = required.map(|name| name.get("requiredHeaders: a name", ErrorKind::Header));
        let required = required.collect::<Result<Vec<_>, _>>()?;
        let mut settings = presign::Verifier::builder()
            .endpoint(optional(self.endpoint.as_ref(), "endpoint", ErrorKind::Endpoint)?)
            .addressing(choice(self.addressing.as_ref(), "addressing")?.unwrap_or_default())
            .bucket(optional(self.bucket.as_ref(), "bucket", ErrorKind::Bucket)?)
            .region(optional(self.region.as_ref(), "region", ErrorKind::Region)?)
            .max_expires_in(self.max_expires_in)
            .required_headers(&required)
            .unsigned_amz_headers(self.unsigned_amz_headers.unwrap_or(false))
            .unsigned_storage_headers(self.unsigned_storage_headers.unwrap_or(false))
            .head_for_get(self.head_for_get.unwrap_or(false))
            .version_2(self.version2.unwrap_or(true));
        if let Some(clock_skew) = self.clock_skew {
            settings = settings.clock_skew(clock_skew);
        }
        Ok(settings.build()?)
    }
}

arguments! {
    /// A received request.
    pub struct ReceivedArguments {
        /// The HTTP method.
        pub method: Text,
        /// The URL or the request target.
        pub url: Text,
        /// All headers: names and values in turn.
        pub headers: Option<Vec<Text>>,
        /// The value of the Host header.
        pub host: Option<Text>,
        /// The time in Unix seconds.
        pub at: Option<i64>,
    }
}

impl ReceivedArguments {
    /// Calls `done` with the request. A lone surrogate is an error of the request and not of the caller.
    fn with<R>(&self, done: impl FnOnce(&Received<'_>) -> Result<R, Failure>) -> Result<R, Failure> {
        let sent = |text: &'_ Text, name: &str, reason| match text.known() {
            Some(_) => Ok(()),
            None => Err(Failure::refused_surrogate(name, reason)),
        };
        sent(&self.method, "method", Reason::Signature)?;
        sent(&self.url, "url", Reason::InvalidUrl)?;
        self.host.iter().try_for_each(|host| sent(host, "host", Reason::InvalidUrl))?;
        let mut headers = Vec::new();
        for pair in self.headers.as_deref().unwrap_or_default().chunks_exact(2) {
            let [name, value] = pair else { continue };
            sent(name, "headers: a name", Reason::Signature)?;
            sent(value, "headers: a value", Reason::Signature)?;
            headers.push((name.as_ref(), value.as_ref()));
        }
        let (method, url) = (self.method.as_ref(), self.url.as_ref());
        let request = match &self.host {
            Some(host) => Received::new(method, host.as_ref(), url),
            // The Host is one of the headers, or the request has none.
            None if url.starts_with('/') => Received::new(method, "", url),
            None => Received::url(method, url),
        };
        done(&request.headers(&headers).at(self.at.or_else(clock)))
    }
}

arguments! {
    /// The secret of an access key.
    pub struct SecretArguments {
        /// The secret key.
        pub secret_access_key: SecretText,
        /// The session token of temporary keys.
        pub session_token: Option<SecretText>,
    }
}

impl SecretArguments {
    /// Returns the secret. An empty secret key is refused, because anyone could sign with it.
    fn secret(&self) -> Result<Secret<'static>, Failure> {
        let key = self.secret_access_key.get("secretAccessKey")?;
        let token = self.session_token.as_ref().map(|token| token.get("sessionToken")).transpose()?;
        // The rules for a secret key do not depend on the access key.
        Credentials::new("any", key, token)?;
        let secret = Secret::from(key.to_owned());
        Ok(match token {
            Some(token) => secret.owned_session_token(token.to_owned()),
            None => secret,
        })
    }
}

/// The caller's source of secrets.
type Secrets<'a> = Callback<'a, SecretArguments>;

fn ask(secrets: &Secrets<'_>, access_key: &str) -> Result<Option<Secret<'static>>, Failure> {
    secrets.call(access_key).map(|found| found.secret()).transpose()
}

/// Creates a verifier.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn create_verifier(settings: VerifierSettings) -> Outcome<HeldVerifier> {
    settings.build().map(HeldVerifier::new).into()
}

results! {
    /// What an accepted request's URL is for.
    pub struct Verified {
        /// The signature version.
        pub version: &'static str,
        /// The bucket.
        pub bucket: String,
        /// The key.
        pub key: String,
        /// The access key id.
        pub access_key_id: String,
        /// The region.
        pub region: Option<String>,
        /// The signing time in Unix seconds.
        pub signed_at: Option<i64>,
        /// The expiry in Unix seconds.
        pub expires_at: i64,
        /// The names of the signed headers.
        pub signed_headers: Vec<String>,
    }
}

/// Checks a request.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn verify(
    verifier: &HeldVerifier,
    request: ReceivedArguments,
    secrets: Secrets<'_>,
) -> Outcome<Verified> {
    let made = request.with(|request| {
        let failed = RefCell::new(None);
        let secret = |access_key: &str| {
            ask(&secrets, access_key).unwrap_or_else(|failure| {
                failed.replace(Some(failure));
                None
            })
        };
        let verified = verifier.verify(request, secret);
        if let Some(failure) = failed.take() {
            return Err(failure);
        }
        let found = verified?;
        Ok(Verified {
            version: found.version.name(),
            bucket: found.bucket.into_owned(),
            key: found.key.into_owned(),
            access_key_id: found.access_key.into_owned(),
            region: found.region.map(|region| region.into_owned()),
            signed_at: found.signed_at,
            expires_at: found.expires_at,
            signed_headers: found.signed_headers,
        })
    });
    made.into()
}

results! {
    /// What a URL says without a secret key.
    pub struct Inspection {
        /// The signature version.
        pub version: &'static str,
        /// The host.
        pub host: String,
        /// The bucket.
        pub bucket: String,
        /// The key.
        pub key: String,
        /// The access key id.
        pub access_key_id: String,
        /// The region.
        pub region: Option<String>,
        /// The signing time in Unix seconds.
        pub signed_at: Option<i64>,
        /// The expiry in Unix seconds.
        pub expires_at: i64,
        /// The time of the inspection in Unix seconds.
        pub now: i64,
        /// The seconds until the expiry.
        pub seconds_left: i64,
        /// The seconds from the signing time to the expiry.
        pub lifetime: Option<i64>,
        /// The names of the signed headers.
        pub signed_headers: Vec<String>,
        /// The query parameters except the signature's own.
        pub query: Vec<Vec<String>>,
        /// Whether the URL was signed with temporary keys.
        pub has_session_token: bool,
        /// Names and sentences.
        pub warnings: Vec<Vec<String>>,
    }
}

/// Reads a URL without a secret key.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn inspect(request: ReceivedArguments, settings: VerifierSettings) -> Outcome<Inspection> {
    let made = settings.build().and_then(|verifier| {
        request.with(|request| {
            let found = verifier.inspect(request)?;
            let (seconds_left, lifetime) = (found.seconds_left(), found.lifetime());
            Ok(Inspection {
                version: found.version.name(),
                host: found.host,
                bucket: found.bucket,
                key: found.key,
                access_key_id: found.access_key,
                region: found.region,
                signed_at: found.signed_at,
                expires_at: found.expires_at,
                now: found.now,
                seconds_left,
                lifetime,
                signed_headers: found.signed_headers,
                query: pairs(found.query),
                has_session_token: found.has_session_token,
                warnings: sentences(&found.warnings),
            })
        })
    });
    made.into()
}

results! {
    /// Why a URL is refused.
    pub struct Explanation {
        /// The name of the cause.
        pub cause: &'static str,
        /// The cause in one sentence.
        pub sentence: String,
        /// The text computed for this request.
        pub ours: Option<String>,
        /// The same text as the storage computed it.
        pub theirs: Option<String>,
        /// Version 4's string to sign, computed for this request.
        pub our_string_to_sign: Option<String>,
        /// The same as the storage computed it.
        pub their_string_to_sign: Option<String>,
    }
}

impl Explanation {
    fn new(found: &presign::Explanation, show_values: bool) -> Self {
        let strings_to_sign = found.strings_to_sign(show_values);
        Self {
            cause: found.cause().name(),
            sentence: found.sentence().to_owned(),
            ours: found.ours(show_values),
            theirs: found.theirs(show_values),
            our_string_to_sign: strings_to_sign.as_ref().map(|(ours, _)| (*ours).to_owned()),
            their_string_to_sign: strings_to_sign
                .and_then(|(_, theirs)| theirs)
                .map(|theirs| theirs.into_owned()),
        }
    }
}

fn answer(response: Option<&Text>) -> Result<Option<ErrorResponse>, Failure> {
    let wrong = |rule: &str| Failure::named("response", format!("response: {rule}"));
    let Some(response) = response else { return Ok(None) };
    let response = response.known().ok_or_else(|| wrong("the text contains a lone surrogate"))?;
    ErrorResponse::read(response).map(Some).map_err(|error| wrong(&error.to_string()))
}

/// Explains why a storage refuses a URL that this secret should have signed.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn explain(
    request: ReceivedArguments,
    secret: SecretArguments,
    response: Option<Text>,
    settings: VerifierSettings,
    show_values: bool,
) -> Outcome<Explanation> {
    let made = || {
        let (secret, answer) = (secret.secret()?, answer(response.as_ref())?);
        let verifier = settings.build()?;
        request.with(|request| {
            Ok(Explanation::new(&verifier.explain(request, &secret, answer.as_ref()), show_values))
        })
    };
    made().into()
}

/// Explains why a verifier or a storage refuses a request.
#[cfg_attr(not(target_arch = "wasm32"), napi_derive::napi(catch_unwind))]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn explain_received(
    verifier: &HeldVerifier,
    request: ReceivedArguments,
    secrets: Secrets<'_>,
    response: Option<Text>,
    show_values: bool,
) -> Outcome<Explanation> {
    let made = || {
        let answer = answer(response.as_ref())?;
        request.with(|request| {
            let failed = RefCell::new(None);
            let secret = |access_key: &str| match ask(&secrets, access_key) {
                Ok(secret) => secret,
                Err(failure) => {
                    failed.borrow_mut().get_or_insert(failure);
                    None
                }
            };
            let found = verifier.explain_with(request, secret, answer.as_ref());
            match failed.into_inner() {
                Some(failure) => Err(failure),
                None => Ok(Explanation::new(&found, show_values)),
            }
        })
    };
    made().into()
}
