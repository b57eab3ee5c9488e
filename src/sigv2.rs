//! Signature Version 2 in the query, which older and S3-compatible storages take: it has no limit of life and does
//! not care for the region. HMAC-SHA1; what it does not sign, the holder of a link can change.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html> (query string authentication)

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::endpoint::{Place, write_bucket};
use crate::expiry::Life;
use crate::headers::{self, List};
use crate::template::{Link, Stages};
use crate::text::Text;
use crate::{Credentials, Request, encode, query};

/// The regions in which AWS still takes Signature Version 2, for buckets made before June 2020.
pub(crate) const AWS_REGIONS: [&str; 8] = [
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1",
];

const TOKEN: &str = "x-amz-security-token";

/// A signer's secret key, its two pads hashed. Wiped on drop by the hmac crate.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha1>);

impl Key {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    pub(crate) fn new(secret_key: &str) -> Self {
        Self(Hmac::new_from_slice(secret_key.as_bytes()).expect("HMAC takes keys of any length"))
    }

    fn sign(&self, message: &[u8]) -> [u8; 20] {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }
}

/// Everything but the key, in one text:
///
/// ```text
/// GET\n\n\n1657457538\n/bucket/ | ?acl    | https://host/bucket/ | ?acl=&AWSAccessKeyId=...&Signature= | &x-amz-...
///                               resource  url                    query                                 token
/// ```
pub(crate) struct Template {
    text: Text,
    resource: usize,
    url: usize,
    query: usize,
    token: usize,
    key: Key,
}

impl Template {
    /// Lay out all constants. `key` is the signer's.
    pub(crate) fn new<'a>(
        key: &Key,
        credentials: &'a Credentials,
        place: &Place,
        request: &Request<'a>,
        mut headers: List<'a>,
        life: Life,
    ) -> Self {
        let mut text = Text::default();
        for part in [
            request.method,
            headers::find(&headers, "content-md5").unwrap_or_default(),
            headers::find(&headers, "content-type").unwrap_or_default(),
        ] {
            text.extend(part.as_bytes());
            text.push(b'\n');
        }
        encode::decimal(&mut text, life.expires_at);
        text.push(b'\n');
        if let Some(token) = credentials.session_token() {
            headers.push((TOKEN, token));
            headers::sort(&mut headers);
        }
        for (name, value) in headers.iter().filter(|(name, _)| headers::is_amz(name)) {
            headers::write_name(&mut text, name);
            text.push(b':');
            text.extend(value.as_bytes());
            text.push(b'\n');
        }
        // The resource always names the bucket and never the base path, whatever the URL looks like.
        write_bucket(&mut text, request.bucket);
        let resource = text.len();
        query::write_v2_subresources(&mut text, request.query);

        let url = text.len();
        text.extend(place.scheme().as_bytes());
        place.write_host(&mut text, request.bucket);
        place.write_path(&mut text, request.bucket);
        let query = text.len();
        text.push(b'?');
        for pair in request.query {
            query::write_pair(&mut text, *pair);
            text.push(b'&');
        }
        text.extend(b"AWSAccessKeyId=");
        encode::component(&mut text, credentials.access_key().as_bytes());
        text.extend(b"&Expires=");
        encode::decimal(&mut text, life.expires_at);
        text.extend(b"&Signature=");
        let token = text.len();
        if let Some(token) = credentials.session_token() {
            text.push(b'&');
            query::write_pair(&mut text, (TOKEN, token));
        }
        Self { text, resource, url, query, token, key: key.clone() }
    }

    /// One link: the key is percent-encoded once, for the string to sign, and copied from there into the URL.
    pub(crate) fn sign<'a>(&'a self, key: &str, scratch: &'a mut Text) -> Link<'a> {
        let encoded = self.write_string_to_sign(key, scratch);
        let signature = self.key.sign(scratch.as_bytes());
        let mut base64 = [0; 28];
        // 20 bytes are 28 characters of base64, so there is always room.
        let length = STANDARD.encode_slice(signature, &mut base64).unwrap_or_default();
        let end = scratch.len();
        encode::component(scratch, base64.split_at(length).0);
        Link([
            self.text.piece(self.url..self.query),
            scratch.piece(encoded),
            self.text.piece(self.query..self.token),
            scratch.piece(end..scratch.len()),
            self.text.piece(self.token..self.text.len()),
        ])
    }

    /// The length of a link without its key, at most: a signature is 28 characters, each of which may need escaping.
    pub(crate) fn bound(&self) -> usize {
        (self.text.len() - self.url) + 3 * 28
    }

    /// Returns where in it the encoded key lies.
    fn write_string_to_sign(&self, key: &str, out: &mut Text) -> std::ops::Range<usize> {
        out.extend(self.text.piece(0..self.resource));
        let start = out.len();
        encode::path(out, key.as_bytes());
        let end = out.len();
        out.extend(self.text.piece(self.resource..self.url));
        start..end
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        let mut text = Text::default();
        self.write_string_to_sign(key, &mut text);
        Stages {
            canonical_request: String::new(),
            string_to_sign: String::from_utf8_lossy(text.as_bytes()).into_owned(),
            signature: STANDARD.encode(self.key.sign(text.as_bytes())),
        }
    }
}
