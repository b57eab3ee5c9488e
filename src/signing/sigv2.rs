//! Signature Version 2 in the query, which older and S3-compatible storages accept: it has no limit of lifetime and does
//! not care for the region. HMAC-SHA1; what it does not sign, the holder of a link can change.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html> (query string authentication)

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroize;

use crate::error::quoted;
use crate::input::endpoint::Endpoint;
use crate::input::header_names::is_amz;
use crate::input::headers;
use crate::input::headers::List;
use crate::input::parameters::{Param, joined};
use crate::input::query;
use crate::input::sigv2::write_subresources;
use crate::input::url_prefix::write_bucket;
use crate::primitives::encode;
use crate::primitives::encode::PathText;
use crate::primitives::hmac_sha1::HmacSha1;
use crate::primitives::wiped::Wiped;
use crate::signing::buffer::text_len;
use crate::signing::parts::RequestParts;
use crate::signing::stages::Stages;
use crate::{Credentials, Error};

/// The regions in which AWS still accepts Signature Version 2, for buckets made before June 2020.
const AWS_REGIONS: [&str; 8] = [
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1",
];

const TOKEN: &str = Param::TokenV2.name();

/// Maximum length of a signature in a URL, in bytes: 28 characters, each of which may need escaping.
const MAX_SIGNATURE_LEN: usize = 3 * 28;

/// Fails if the endpoint is AWS's own, in a region that does not accept Version 2.
pub(crate) fn check_endpoint(endpoint: &Endpoint, region: &str) -> Result<(), Error> {
    if endpoint.is_aws() && !AWS_REGIONS.contains(&region) {
        return Err(Error::Version2OnAws { region: quoted(region) });
    }
    Ok(())
}

/// A secret key as the two states of HMAC-SHA1. `default()` holds no key yet: [`Key::set`] computes the states in place,
/// since a value that is moved leaves its bytes behind.
#[derive(Default)]
pub(crate) struct Key(HmacSha1);

impl Key {
    /// Returns a key on the heap, for a signer and its templates.
    pub(crate) fn shared(secret_key: &str) -> Arc<Self> {
        let mut key = Arc::new(Self::default());
        // Nothing else refers to it yet, so this is always `Some`.
        if let Some(key) = Arc::get_mut(&mut key) {
            key.set(secret_key);
        }
        key
    }

    /// Replaces the key.
    pub(crate) fn set(&mut self, secret_key: &str) {
        self.0.set_key(secret_key.as_bytes());
    }

    /// The signature of a string to sign, in base64.
    pub(crate) fn signature(&self, string_to_sign: &[u8]) -> String {
        self.base64(string_to_sign).map(char::from).iter().collect()
    }

    /// The same without an allocation.
    pub(crate) fn base64(&self, string_to_sign: &[u8]) -> [u8; 28] {
        let mut base64 = [0; 28];
        // 20 bytes are 28 characters of base64, so there is always space.
        let _ = STANDARD.encode_slice(self.0.sign(string_to_sign), &mut base64);
        base64
    }

    /// Signs what `out` holds from `link` on, and replaces it by the signature.
    fn sign_in_place(&self, out: &mut Vec<u8>, link: usize, has_headers: bool) {
        let mut base64 = [0; 28];
        if let Some(string_to_sign) = out.get_mut(link..) {
            base64 = self.base64(string_to_sign);
            if has_headers {
                string_to_sign.zeroize(); // their values may be keys
            }
        }
        out.truncate(link);
        encode::component(out, &base64);
    }
}

/// All that a link is made of but its key. A link is written with its string to sign behind it, which the signature
/// then replaces:
///
/// ```text
/// https://host/bucket/ | key | ?acl=&AWSAccessKeyId=...&Signature= | GET\n\n\n1657457538\n/bucket/ | key | ?acl
/// head                         tail                                | sign head                         sign tail
/// ```
pub(crate) struct UrlParts<'a> {
    pub(crate) key: &'a Arc<Key>,
    pub(crate) parts: RequestParts<'a>,
}

impl UrlParts<'_> {
    /// Append the link for a key to `out`. The same steps as [`V2Template::append`], without its copies.
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        let key = PathText::new(key);
        out.reserve(self.capacity() + 2 * key.bound());
        self.parts.url_prefix.write_url(out, self.parts.request.bucket);
        let start = out.len();
        key.write(out);
        let end = out.len();
        self.write_tail(out);
        let link = out.len();
        self.write_sign_head(out);
        out.extend_from_within(start..end);
        write_subresources(out, self.parts.request.query);
        self.key.sign_in_place(out, link, !self.parts.headers.is_empty());
        self.write_token(out);
    }

    pub(crate) fn template(&self) -> V2Template {
        // Room for all at once: a text that grows leaves copies of itself behind.
        let written = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut text = Wiped::with_capacity(self.capacity());
            write(&mut text);
            text
        };
        V2Template {
            head: written(&|text| {
                self.parts.url_prefix.write_url(text, self.parts.request.bucket);
            }),
            tail: written(&|text| self.write_tail(text)),
            sign_head: written(&|text| self.write_sign_head(text)),
            sign_tail: written(&|text| write_subresources(text, self.parts.request.query)),
            token: written(&|text| self.write_token(text)),
            has_headers: !self.parts.headers.is_empty(),
            key: Arc::clone(self.key),
        }
    }

    /// What [`UrlParts::append`] writes besides the key, at most. The names and constants come to less than 256 bytes.
    fn capacity(&self) -> usize {
        let token = self.parts.credentials.session_token().map_or(0, str::len);
        let access_key = self.parts.credentials.access_key();
        256 + self.parts.url_prefix.len()
            + 6 * self.parts.request.bucket.len()
            + self.parts.request.method.len()
            + 3 * access_key.len()
            + 4 * token
            + 4 * text_len(self.parts.request.query)
            + text_len(self.parts.headers)
    }

    fn write_tail(&self, out: &mut Vec<u8>) {
        out.push(b'?');
        for pair in self.parts.request.query {
            query::write_pair(out, *pair);
            out.push(b'&');
        }
        out.extend_from_slice(joined!(Param::AccessKeyV2.name(), "="));
        encode::component(out, self.parts.credentials.access_key().as_bytes());
        out.extend_from_slice(joined!("&", Param::ExpiresV2.name(), "="));
        encode::decimal(out, self.parts.validity.expires_at);
        out.extend_from_slice(joined!("&", Param::SignatureV2.name(), "="));
    }

    fn write_sign_head(&self, out: &mut Vec<u8>) {
        let value = |name| headers::find(self.parts.headers, name).unwrap_or_default();
        for part in [self.parts.request.method, value("content-md5"), value("content-type")] {
            out.extend_from_slice(part.as_bytes());
            out.push(b'\n');
        }
        encode::decimal(out, self.parts.validity.expires_at);
        out.push(b'\n');
        let mut headers = List::from_slice(self.parts.headers);
        if let Some(token) = self.parts.credentials.session_token() {
            headers.push((TOKEN, token));
            headers::sort(&mut headers);
        }
        for (name, value) in headers.iter().filter(|(name, _)| is_amz(name)) {
            headers::write_name(out, name);
            out.push(b':');
            out.extend_from_slice(value.as_bytes());
            out.push(b'\n');
        }
        // The resource always names the bucket and never the base path, whatever the URL looks like.
        write_bucket(out, self.parts.request.bucket);
    }

    fn write_token(&self, out: &mut Vec<u8>) {
        if let Some(token) = self.parts.credentials.session_token() {
            out.push(b'&');
            query::write_pair(out, (TOKEN, token));
        }
    }
}

/// Everything but the key, written once.
pub(crate) struct V2Template {
    head: Wiped<u8>,
    tail: Wiped<u8>,
    sign_head: Wiped<u8>,
    sign_tail: Wiped<u8>,
    token: Wiped<u8>,
    has_headers: bool,
    key: Arc<Key>,
}

impl V2Template {
    /// Append the link for a key to `out`.
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        let link = self.write(key, out);
        self.key.sign_in_place(out, link, self.has_headers);
        out.extend_from_slice(&self.token);
    }

    /// The link up to its signature, and the string to sign behind it. Returns where the one ends and the other begins.
    fn write(&self, key: &str, out: &mut Vec<u8>) -> usize {
        let key = PathText::new(key);
        out.reserve(self.capacity(key));
        out.extend_from_slice(&self.head);
        let start = out.len();
        key.write(out);
        let end = out.len();
        out.extend_from_slice(&self.tail);
        let link = out.len();
        out.extend_from_slice(&self.sign_head);
        out.extend_from_within(start..end);
        out.extend_from_slice(&self.sign_tail);
        link
    }

    pub(crate) fn capacity(&self, key: PathText) -> usize {
        let texts = [&self.head, &self.tail, &self.sign_head, &self.sign_tail, &self.token];
        texts.iter().map(|text| text.len()).sum::<usize>() + 2 * key.bound() + MAX_SIGNATURE_LEN
    }

    /// Returns the maximum length of a URL without its key, in bytes.
    pub(crate) fn constant(&self) -> usize {
        self.head.len() + self.tail.len() + MAX_SIGNATURE_LEN + self.token.len()
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        let mut out = Vec::new();
        let link = self.write(key, &mut out);
        let string_to_sign = out.get(link..).unwrap_or_default();
        Stages {
            canonical_request: String::new(),
            string_to_sign: String::from_utf8_lossy(string_to_sign).into_owned(),
            signature: self.key.signature(string_to_sign),
        }
    }
}

/// Signs the policy of an upload form.
pub(crate) struct PolicySigner<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) key: &'a Key,
}

impl PolicySigner<'_> {
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        vec![(Param::AccessKeyV2.name(), self.credentials.access_key().to_owned())]
    }

    pub(crate) fn sign(&self, policy: &str) -> (&'static str, String) {
        ("signature", self.key.signature(policy.as_bytes()))
    }
}
