//! Signature Version 4 in the query: a template with a hole for the key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::endpoint::Place;
use crate::expiry::Life;
use crate::headers::{self, List};
use crate::sha256::{self, HmacKey, State};
use crate::template::{Link, Stages};
use crate::text::Text;
use crate::time::Stamp;
use crate::{Credentials, Request, encode, query};

const ALGORITHM: &[u8] = b"AWS4-HMAC-SHA256";
const SERVICE_AND_END: &[u8] = b"/s3/aws4_request";

/// What a signer's links have in common, percent-encoded once.
pub(crate) struct Constants {
    /// `AKIA...%2F`: the credential up to the date.
    credential_head: Text,
    /// `%2Fregion%2Fs3%2Faws4_request`: the credential after the date.
    credential_tail: Text,
    token: Option<Zeroizing<Vec<u8>>>,
    region: String,
}

impl Constants {
    pub(crate) fn new(credentials: &Credentials, region: &str) -> Self {
        let encoded = |parts: &[&[u8]]| {
            let mut text = Text::default();
            parts.iter().for_each(|part| encode::component(&mut text, part));
            text
        };
        Self {
            credential_head: encoded(&[credentials.access_key().as_bytes(), b"/"]),
            credential_tail: encoded(&[b"/", region.as_bytes(), SERVICE_AND_END]),
            token: credentials
                .session_token()
                .map(|token| Zeroizing::new(encoded(&[token.as_bytes()]).as_bytes().to_vec())),
            region: region.to_owned(),
        }
    }
}

/// The signing key of a day: four HMACs, each the key of the next.
pub(crate) fn derive_key(secret_key: &str, stamp: &Stamp, region: &str) -> HmacKey {
    let secret = Zeroizing::new([b"AWS4", secret_key.as_bytes()].concat());
    let date = hmac(&secret, stamp.date());
    let region = hmac(&*date, region.as_bytes());
    let service = hmac(&*region, b"s3");
    HmacKey::new(&hmac(&*service, b"aws4_request"))
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn hmac(key: &[u8], message: &[u8]) -> Zeroizing<[u8; 32]> {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    Zeroizing::new(mac.chain_update(message).finalize().into_bytes().into())
}

/// Everything but the key, in the order in which it is written:
///
/// ```text
/// GET\n | https://host | /bucket/ | X-Amz-Algorithm=...&X-Amz-SignedHeaders=host | &X-Amz-Signature= | \nhost:...
///       url            path       query                                          mark                 headers
/// ```
///
/// The canonical request is the method, the path, the key, the query and the headers; the URL is all from `url` to
/// `path`, the key, and all from `query` to `headers`.
pub(crate) struct Template {
    text: Text,
    url: usize,
    path: usize,
    query: usize,
    mark: usize,
    headers: usize,
    to_sign: StringToSign,
}

impl Template {
    /// Lay out all constants. `key` is the day's signing key.
    pub(crate) fn new(
        constants: &Constants,
        place: &Place,
        request: &Request,
        mut headers: List,
        life: Life,
        key: HmacKey,
    ) -> Self {
        let mut text = Text::default();
        text.extend(request.method.as_bytes());
        text.push(b'\n');
        let url = text.len();
        text.extend(place.scheme().as_bytes());
        place.write_host(&mut text, request.bucket);
        let path = text.len();
        place.write_path(&mut text, request.bucket);
        let query = text.len();

        let payload = headers::find(&headers, headers::CONTENT_SHA256).unwrap_or("UNSIGNED-PAYLOAD");
        headers.push(("host", "")); // its value is written from the place itself
        headers::sort(&mut headers);
        let stamp = Stamp::new(life.signed_at);
        write_query(&mut text, constants, request, &headers, life, &stamp);
        let mark = text.len();
        text.extend(b"&X-Amz-Signature=");
        let headers_start = text.len();

        for (name, value) in &headers {
            text.push(b'\n');
            headers::write_name(&mut text, name);
            text.push(b':');
            if *name == "host" {
                place.write_host(&mut text, request.bucket);
            } else {
                headers::write_collapsed(&mut text, value);
            }
        }
        text.extend(b"\n\n");
        write_names(&mut text, &headers);
        text.push(b'\n');
        text.extend(payload.as_bytes());

        let to_sign = StringToSign::new(&stamp, &constants.region, key);
        Self { text, url, path, query, mark, headers: headers_start, to_sign }
    }

    /// One link: the key is percent-encoded once, for the canonical request, and copied from there into the URL.
    pub(crate) fn sign<'a>(&'a self, key: &str, scratch: &'a mut Text) -> Link<'a> {
        let encoded = self.write_canonical_request(key, scratch);
        sha256::pad(scratch);
        let signature = self.to_sign.sign(&encode::hex(&sha256::digest(scratch)));
        let end = scratch.len();
        scratch.extend(&encode::hex(&signature));
        Link([
            self.text.piece(self.url..self.query),
            scratch.piece(encoded),
            b"?",
            self.text.piece(self.query..self.headers),
            scratch.piece(end..scratch.len()),
        ])
    }

    /// The length of a link without its key.
    pub(crate) fn bound(&self) -> usize {
        (self.query - self.url) + 1 + (self.headers - self.query) + 64
    }

    /// Returns where in it the encoded key lies.
    fn write_canonical_request(&self, key: &str, out: &mut Text) -> std::ops::Range<usize> {
        out.extend(self.text.piece(0..self.url));
        out.extend(self.text.piece(self.path..self.query));
        let start = out.len();
        encode::path(out, key.as_bytes());
        let end = out.len();
        out.push(b'\n');
        out.extend(self.text.piece(self.query..self.mark));
        out.extend(self.text.piece(self.headers..self.text.len()));
        start..end
    }

    pub(crate) fn stages(&self, key: &str) -> Stages {
        let mut text = Text::default();
        self.write_canonical_request(key, &mut text);
        let canonical_request = String::from_utf8_lossy(text.as_bytes()).into_owned();
        sha256::pad(&mut text);
        let digest = encode::hex(&sha256::digest(&text));
        let signature = encode::hex(&self.to_sign.sign(&digest));
        Stages {
            canonical_request,
            string_to_sign: self.to_sign.text(&digest),
            signature: String::from_utf8_lossy(&signature).into_owned(),
        }
    }
}

/// The query in canonical order: the caller's pairs are put where they sort among the signature's own.
fn write_query(
    text: &mut Text,
    constants: &Constants,
    request: &Request,
    headers: &List,
    life: Life,
    stamp: &Stamp,
) {
    let pairs = query::canonical(request.query);
    let mut pairs = pairs.iter().peekable();
    let start = text.len();
    let mut own = |text: &mut Text, name: &str| {
        while let Some(pair) = pairs.next_if(|(other, _)| name.is_empty() || query::precedes(other, name)) {
            separate(text, start);
            query::write_pair(text, *pair);
        }
        if !name.is_empty() {
            separate(text, start);
            text.extend(name.as_bytes());
            text.push(b'=');
        }
    };
    own(text, "X-Amz-Algorithm");
    text.extend(ALGORITHM);
    own(text, "X-Amz-Credential");
    text.extend(constants.credential_head.as_bytes());
    text.extend(stamp.date());
    text.extend(constants.credential_tail.as_bytes());
    own(text, "X-Amz-Date");
    text.extend(stamp.as_bytes());
    own(text, "X-Amz-Expires");
    encode::decimal(text, life.seconds());
    if let Some(token) = &constants.token {
        own(text, "X-Amz-Security-Token");
        text.extend(token);
    }
    own(text, "X-Amz-SignedHeaders");
    write_encoded_names(text, headers);
    own(text, ""); // all that sort after
}

fn separate(text: &mut Text, start: usize) {
    if text.len() > start {
        text.push(b'&');
    }
}

/// `a;b;host`.
fn write_names(text: &mut Text, headers: &List) {
    for (index, (name, _)) in headers.iter().enumerate() {
        if index > 0 {
            text.push(b';');
        }
        headers::write_name(text, name);
    }
}

/// `a%3Bb%3Bhost`. A header's name is a token, which may hold `+`, `&` or `#`.
fn write_encoded_names(text: &mut Text, headers: &List) {
    for (index, (name, _)) in headers.iter().enumerate() {
        if index > 0 {
            text.extend(b"%3B");
        }
        name.bytes().for_each(|byte| encode::component(text, &[byte.to_ascii_lowercase()]));
    }
}

/// At most 124 bytes before the hole (a region has 64 at most), 64 in it, 9 or more of padding: four blocks.
const ROOM: usize = 256;

/// `AWS4-HMAC-SHA256`, time and scope, then a hole for the canonical request's digest, then HMAC's padding.
///
/// The text before the hole is 60 bytes and the region's. Where it fills a block, that block is hashed once, on top
/// of the HMAC's inner pad.
struct StringToSign {
    bytes: [u8; ROOM],
    hole: usize,
    /// Where the part that is hashed for each key begins and ends: multiples of 64.
    start: usize,
    end: usize,
    /// The inner hash up to `start`.
    state: State,
    key: HmacKey,
}

impl StringToSign {
    fn new(stamp: &Stamp, region: &str, key: HmacKey) -> Self {
        let mut bytes = [0; ROOM];
        let parts: [&[u8]; 8] = [
            ALGORITHM,
            b"\n",
            stamp.as_bytes(),
            b"\n",
            stamp.date(),
            b"/",
            region.as_bytes(),
            b"/s3/aws4_request\n",
        ];
        let mut rest = bytes.as_mut_slice();
        for part in parts {
            rest = put(rest, part);
        }
        let hole = ROOM - rest.len();
        let length = hole + 64;
        let start = hole - hole % 64;
        let end = (length + 9).next_multiple_of(64);
        // FIPS 180-4's padding. The HMAC's inner pad, one block, counts into the length.
        let bits = ((64 + length) as u64) * 8;
        let (padding, _) = bytes.split_at_mut(end);
        let (_, padding) = padding.split_at_mut(length);
        put(padding, &[0x80]);
        let (_, count) = padding.split_at_mut(padding.len() - 8);
        put(count, &bits.to_be_bytes());
        let mut state = key.inner;
        sha256::compress(&mut state, blocks(&bytes, 0, start));
        Self { bytes, hole, start, end, state, key }
    }

    fn with_digest(&self, digest: &[u8; 64]) -> [u8; ROOM] {
        let mut bytes = self.bytes;
        if let Some(hole) = bytes.get_mut(self.hole..) {
            put(hole, digest);
        }
        bytes
    }

    fn sign(&self, digest: &[u8; 64]) -> [u8; 32] {
        let mut state = self.state;
        sha256::compress(&mut state, blocks(&self.with_digest(digest), self.start, self.end));
        self.key.finish(&state)
    }

    fn text(&self, digest: &[u8; 64]) -> String {
        let bytes = self.with_digest(digest);
        String::from_utf8_lossy(bytes.split_at(self.hole + 64).0).into_owned()
    }
}

fn blocks(bytes: &[u8; ROOM], start: usize, end: usize) -> &[sha256::Block] {
    bytes.get(start..end).unwrap_or_default().as_chunks().0
}

/// Copy `part` to the front of `room` and return what is left of it.
fn put<'a>(room: &'a mut [u8], part: &[u8]) -> &'a mut [u8] {
    let (front, rest) = room.split_at_mut(part.len());
    front.copy_from_slice(part);
    rest
}
