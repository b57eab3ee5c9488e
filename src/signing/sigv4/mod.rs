//! Implements Signature Version 4 in the query.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
//!
//! A URL and its canonical request share their longest part, the path and the query. So the canonical request is
//! written where the URL will be, after the scheme and the host:
//!
//! ```text
//! https://host | /bucket/ | key | \n | X-Amz-Algorithm=...&X-Amz-SignedHeaders=host | \nhost:...\nUNSIGNED-PAYLOAD
//! head           path       key   gap  query                                          rest
//! ```
//!
//! The part from the path on, preceded by the method, is hashed. Then the byte at `query_start` becomes a `?`, and the
//! signature replaces the rest.

use zeroize::{Zeroize, Zeroizing};

use crate::Credentials;
use crate::input::headers;
use crate::input::parameters::{Param, joined};
use crate::input::query;
use crate::input::sigv4::{ALGORITHM, SCOPE_END, SERVICE, UNSIGNED_PAYLOAD};
use crate::primitives::encode;
use crate::primitives::encode::PathText;
use crate::primitives::sha256;
use crate::primitives::sha256::HmacKey;
use crate::primitives::sha256::lanes::TAIL_PADDING;
use crate::primitives::time::Stamp;
use crate::primitives::wiped::Wiped;
use crate::signing::buffer::text_len;
use crate::signing::parts::RequestParts;
use crate::signing::stages::Stages;

mod many;
mod message;
mod policy;
mod rows;
mod signing_state;
mod string_to_sign;

pub(crate) use many::{BatchSigner, EMPTY_SIGNATURES, SignatureBuffer};
pub(crate) use policy::PolicySigner;
pub(crate) use rows::RowSigner;
pub(crate) use signing_state::{SigningState, SigningStateCache};
pub(crate) use string_to_sign::StringToSign;
use string_to_sign::put;

const SIGNATURE_PARAM: &[u8; 17] = joined!("&", Param::Signature.name(), "=");

/// Length of a signature in hexadecimal digits.
const SIGNATURE_LEN: usize = 64;

/// What a signer computes once.
pub(crate) struct Engine {
    pub(crate) constants: Constants,
    signing_states: SigningStateCache,
}

impl Engine {
    pub(crate) fn new(credentials: &Credentials, region: &str) -> Self {
        Self { constants: Constants::new(credentials, region), signing_states: SigningStateCache::default() }
    }

    /// Writes what depends on the signing time to `signing_state`: derived, or from the cache.
    #[inline]
    pub(crate) fn read_state(
        &self,
        credentials: &Credentials,
        region: &str,
        signed_at: i64,
        signing_state: &mut SigningState,
    ) {
        self.signing_states.get(
            signed_at,
            signing_state,
            |stamp| derive_key(credentials.secret_key(), stamp, region),
            |stamp, key| self.constants.to_sign.midstate(stamp, key),
        );
    }
}

/// The constants of a signer's URLs, percent-encoded once.
pub(crate) struct Constants {
    /// `X-Amz-Algorithm=...&X-Amz-Credential=AKIA...%2F`: the query up to the date.
    before_date: Vec<u8>,
    /// `%2Fregion%2Fs3%2Faws4_request&X-Amz-Date=`: from the date to the timestamp.
    before_time: Vec<u8>,
    /// `&X-Amz-Security-Token=...`, or empty.
    token: Zeroizing<Vec<u8>>,
    pub(crate) to_sign: StringToSign,
}

impl Constants {
    pub(crate) fn new(credentials: &Credentials, region: &str) -> Self {
        fn encoded(before: &[u8], text: &str, after: &[u8]) -> Vec<u8> {
            let mut out = before.to_vec();
            encode::component(&mut out, text.as_bytes());
            out.extend_from_slice(after);
            out
        }
        let before_key = joined!(Param::Algorithm.name(), "=", ALGORITHM, "&", Param::Credential.name(), "=");
        let before_time = joined!("%2F", SERVICE, "%2F", SCOPE_END, "&", Param::Date.name(), "=");
        let before_token = joined!("&", Param::Token.name(), "=");
        let token = credentials.session_token();
        Self {
            before_date: encoded(before_key, credentials.access_key(), b"%2F"),
            before_time: encoded(b"%2F", region, before_time),
            token: Zeroizing::new(token.map_or_else(Vec::new, |token| encoded(before_token, token, b""))),
            to_sign: StringToSign::new(region),
        }
    }
}

/// Derives the signing key of a day: four HMACs, each of which is the key of the next.
pub(crate) fn derive_key(secret_key: &str, stamp: &Stamp, region: &str) -> HmacKey {
    let secret = Zeroizing::new([b"AWS4", secret_key.as_bytes()].concat());
    let mut key = HmacKey::new(&secret);
    for message in [&stamp.date, region.as_bytes(), SERVICE.as_bytes(), SCOPE_END.as_bytes()] {
        key = HmacKey::new(&*Zeroizing::new(key.sign(message)));
    }
    key
}

/// All parts of a URL except its key.
pub(crate) struct UrlParts<'a> {
    pub(crate) constants: &'a Constants,
    pub(crate) parts: RequestParts<'a>,
    pub(crate) signing_state: &'a SigningState,
}

impl UrlParts<'_> {
    /// Appends the URL for a key to `out`. The steps are those of [`V4Template::append`], without its copies.
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        let key = PathText::new(key);
        out.reserve(self.capacity() + key.bound());
        let path = self.parts.url_prefix.write_url(out, self.parts.request.bucket);
        key.write(out);
        let query_start = out.len();
        let query_end = self.write_tail(out);
        let unsigned =
            UnsignedUrl { path, query_start, query_end, has_headers: !self.parts.headers.is_empty() };
        unsigned.sign_in_place(out, self.parts.request.method, &self.constants.to_sign, self.signing_state);
    }

    pub(crate) fn template(&self) -> V4Template {
        // The whole capacity is allocated at once, because a growing vector leaves copies of its content behind.
        let capacity = self.capacity() + PADDING;
        let [mut head, mut tail] = [(); 2].map(|()| Wiped::with_capacity(capacity));
        let path = self.parts.url_prefix.write_url(&mut head, self.parts.request.bucket);
        let query_end = self.write_tail(&mut tail);
        let lens = [head.len(), tail.len()];
        pad(&mut head, &mut tail);
        V4Template {
            method: self.parts.request.method.to_owned(),
            path,
            head,
            head_len: lens[0],
            query_end,
            tail,
            tail_len: lens[1],
            has_headers: !self.parts.headers.is_empty(),
            to_sign: self.constants.to_sign.clone(),
            signing_state: self.signing_state.clone(),
        }
    }

    /// Returns the maximum length of what [`UrlParts::append`] writes besides the key, in bytes. Names and constants take
    /// less than 320 bytes.
    fn capacity(&self) -> usize {
        let Constants { before_date, before_time, token, .. } = self.constants;
        let scope = before_date.len() + before_time.len() + token.len();
        let url_prefix = 2 * self.parts.url_prefix.len() + 4 * self.parts.request.bucket.len();
        320 + scope + url_prefix + 3 * text_len(self.parts.request.query) + 5 * text_len(self.parts.headers)
    }

    /// Writes everything from `query_start` on, after the key. Returns the position where the query ends.
    fn write_tail(&self, out: &mut Vec<u8>) -> usize {
        out.push(b'\n');
        // Sorted by lower-case name, with `host` among the others.
        let (before, after) = self.parts.headers.split_at(headers::count_before(self.parts.headers, "host"));
        self.write_query(out, before, after);
        let query_end = out.len();
        before.iter().for_each(|header| headers::write_line(out, header));
        out.extend_from_slice(b"\nhost:");
        self.parts.url_prefix.write_host(out, self.parts.request.bucket);
        after.iter().for_each(|header| headers::write_line(out, header));
        out.extend_from_slice(b"\n\n");
        write_names(out, before, after, headers::write_name, b";");
        out.push(b'\n');
        match headers::find(self.parts.headers, headers::CONTENT_SHA256) {
            None => out.extend_from_slice(UNSIGNED_PAYLOAD.as_bytes()),
            Some(payload) => out.extend_from_slice(payload.as_bytes()),
        }
        query_end
    }

    /// Writes the query in canonical order: the caller's pairs go where they sort among the signature's own.
    fn write_query(&self, out: &mut Vec<u8>, before: &[(&str, &str)], after: &[(&str, &str)]) {
        let pairs = query::Sorted::new(
            self.parts.request.query,
            Param::Algorithm.name(),
            Param::SignedHeaders.name(),
        );
        for pair in pairs.before() {
            query::write_pair(out, *pair);
            out.push(b'&');
        }
        let start = out.len();
        let stamp = self.signing_state.stamp();
        out.extend_from_slice(&self.constants.before_date);
        out.extend_from_slice(&stamp.date);
        out.extend_from_slice(&self.constants.before_time);
        out.extend_from_slice(&stamp.bytes());
        out.extend_from_slice(joined!("&", Param::Lifetime.name(), "="));
        encode::decimal(out, self.parts.validity.seconds());
        out.extend_from_slice(&self.constants.token);
        out.extend_from_slice(joined!("&", Param::SignedHeaders.name(), "="));
        write_names(out, before, after, headers::write_encoded_name, b"%3B");
        for pair in pairs.between() {
            query::insert(out, start, *pair);
        }
        for pair in pairs.after() {
            out.push(b'&');
            query::write_pair(out, *pair);
        }
    }
}

/// Writes the names of the signed headers: `a;host;x`.
#[inline]
fn write_names(
    out: &mut Vec<u8>,
    before: &[(&str, &str)],
    after: &[(&str, &str)],
    write: fn(&mut Vec<u8>, &str),
    separator: &[u8],
) {
    for (name, _) in before {
        write(out, name);
        out.extend_from_slice(separator);
    }
    out.extend_from_slice(b"host");
    for (name, _) in after {
        out.extend_from_slice(separator);
        write(out, name);
    }
}

/// A template: all of a URL and its canonical request except the key, written once.
pub(crate) struct V4Template {
    method: String,
    /// Everything before the key, with padding; `path` is the position in it where the path begins.
    head: Wiped<u8>,
    head_len: usize,
    path: usize,
    /// Everything from `query_start` on, with SHA-256's padding except for the length; `query_end` is the position in it where
    /// the query ends.
    tail: Wiped<u8>,
    tail_len: usize,
    query_end: usize,
    has_headers: bool,
    to_sign: StringToSign,
    signing_state: SigningState,
}

impl V4Template {
    /// Appends the URL for a key to `out`.
    pub(crate) fn append(&self, key: &str, out: &mut Vec<u8>) {
        let unsigned = self.write(key, out);
        unsigned.sign_in_place(out, &self.method, &self.to_sign, &self.signing_state);
    }

    fn write(&self, key: &str, out: &mut Vec<u8>) -> UnsignedUrl {
        let key = PathText::new(key);
        let (head, tail) = (self.head(), self.tail());
        out.reserve(self.capacity(key));
        let start = out.len();
        out.extend_from_slice(head);
        key.write(out);
        let query_start = out.len();
        out.extend_from_slice(tail);
        UnsignedUrl {
            path: start + self.path,
            query_start,
            query_end: query_start + self.query_end,
            has_headers: self.has_headers,
        }
    }

    fn head(&self) -> &[u8] {
        self.head.get(..self.head_len).unwrap_or_default()
    }

    fn tail(&self) -> &[u8] {
        self.tail.get(..self.tail_len).unwrap_or_default()
    }

    pub(crate) fn capacity(&self, key: PathText) -> usize {
        // The signature, or the padding of the canonical request, needs less than 160 bytes.
        self.head_len + key.bound() + self.tail_len + 160
    }

    /// Returns the length of a URL without its key, in bytes.
    pub(crate) fn constant(&self) -> usize {
        self.head_len + self.query_end + SIGNATURE_PARAM.len() + SIGNATURE_LEN
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        let mut out = Vec::new();
        let unsigned = self.write(key, &mut out);
        let mut canonical_request = self.method.clone().into_bytes();
        canonical_request.push(b'\n');
        canonical_request.extend_from_slice(out.get(unsigned.path..).unwrap_or_default());
        let signature = unsigned.signature(&mut out, &self.method, &self.to_sign, &self.signing_state);
        let digest = encode::hex(&sha256::padded_digest(&mut canonical_request.clone()));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Stages {
            canonical_request: text(&canonical_request),
            string_to_sign: text(&self.to_sign.text(&self.signing_state, &digest)),
            signature: text(&signature),
        }
    }
}

/// Positions of the parts of a URL that is not signed yet.
struct UnsignedUrl {
    path: usize,
    query_start: usize,
    query_end: usize,
    has_headers: bool,
}

impl UnsignedUrl {
    /// Signs the canonical request and turns it into the URL.
    fn sign_in_place(
        &self,
        out: &mut Vec<u8>,
        method: &str,
        to_sign: &StringToSign,
        signing_state: &SigningState,
    ) {
        let signature = self.signature(out, method, to_sign, signing_state);
        if let Some(query_start) = out.get_mut(self.query_start) {
            *query_start = b'?';
        }
        // The part that is cut off contains the values of headers, which may be encryption keys.
        if self.has_headers
            && let Some(rest) = out.get_mut(self.query_end..)
        {
            rest.zeroize();
        }
        out.truncate(self.query_end);
        out.extend_from_slice(SIGNATURE_PARAM);
        out.extend_from_slice(&signature);
    }

    /// Returns the signature; the padding of the canonical request is left behind it in `out`.
    #[inline]
    fn signature(
        &self,
        out: &mut Vec<u8>,
        method: &str,
        to_sign: &StringToSign,
        signing_state: &SigningState,
    ) -> [u8; SIGNATURE_LEN] {
        // The first block is assembled separately, because the method is not in front of the path: at most 32 letters
        // and a newline. A query is longer than a block, so there are always 64 bytes to take from the path on.
        let mut front = [0; 33 + 64];
        let rest = put(put(&mut front, method.as_bytes()), b"\n");
        let method_line = 33 + 64 - rest.len();
        sha256::pad(out, self.path, method_line);
        let message = out.get(self.path..).unwrap_or_default();
        if let Some(block) = message.first_chunk::<64>() {
            put(rest, block);
        }
        let (first, _) = front.split_at(64);
        let (_, others) = message.split_at(64 - method_line);
        to_sign.signature(signing_state, [first.as_chunks().0, others.as_chunks().0])
    }
}

/// Maximum number of bytes that [`pad`] appends to either text.
const PADDING: usize = TAIL_PADDING.len();

/// Pads a template's texts, so that they can be copied and hashed in whole blocks.
fn pad(head: &mut Vec<u8>, tail: &mut Vec<u8>) {
    head.resize(head.len().next_multiple_of(64), 0);
    tail.extend_from_slice(&TAIL_PADDING);
}
