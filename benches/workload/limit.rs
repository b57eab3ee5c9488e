//! What a link costs at least, and what a careful loop written by hand costs.

use std::hint::black_box;

use criterion::{BenchmarkGroup, measurement::Measurement};
use hmac::{Hmac, KeyInit, Mac};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

use super::ours::each_key;
use super::{ACCESS_KEY, EXPIRES_IN, HOST, REGION, SECRET_KEY};

/// The nine compressions of a link and nothing else: five blocks of canonical request, three of the HMAC's inner
/// hash, one of the outer. The state goes on from one to the next: every hash of a link waits for the one before, so
/// the CPU must not overlap here what it cannot overlap there.
pub fn limit_9_blocks(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let blocks = black_box([[0x61_u8; 64]; 9]);
    // The values do not matter to the time.
    let mut state = [0x6a09_e667_u32; 8];
    each_key(group, "limit_9_blocks", |_| {
        compress256(&mut state, &blocks[..5]);
        compress256(&mut state, &blocks[5..8]);
        compress256(&mut state, &blocks[8..]);
        state
    });
}

/// The same nine, each hash begun anew from a state that is at hand and waiting for a byte of the digest before it: the
/// CPU overlaps what it can of them, as it does where much else of a link overlaps too. The least that could be.
pub fn limit_9_overlapped(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let mut request = [[0x61_u8; 64]; 5];
    let mut inner = [[0x62_u8; 64]; 3];
    let mut outer = [[0x63_u8; 64]; 1];
    let initial = black_box([0x6a09_e667_u32; 8]);
    let low_byte = |state: &[u32; 8]| state[0].to_le_bytes()[0];
    each_key(group, "limit_9_overlapped", |key| {
        request[0][4] = key.as_bytes()[30];
        let mut state = initial;
        compress256(&mut state, &request);
        inner[1][5] = low_byte(&state); // where the digest begins in the string to sign
        state = initial;
        compress256(&mut state, &inner);
        outer[0][0] = low_byte(&state);
        state = initial;
        compress256(&mut state, &outer);
        state
    });
}

pub fn by_hand(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let signer = ByHand::new();
    each_key(group, "by_hand", |key| signer.url(key));
}

/// The loop that somebody writes who knows SigV4 and wants it fast, with the sha2 and hmac crates: the day's key and
/// its two HMAC states are kept, the query is made once, the rest is format!.
pub struct ByHand {
    query: String,
    string_to_sign: String,
    day_key: Hmac<Sha256>,
}

impl ByHand {
    pub fn new() -> Self {
        let (date, time) = ("20261122", "20261122T000000Z");
        let mut key = format!("AWS4{SECRET_KEY}").into_bytes();
        for part in [date, REGION, "s3", "aws4_request"] {
            key = hmac(&key).chain_update(part).finalize().into_bytes().to_vec();
        }
        Self {
            query: format!(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={ACCESS_KEY}%2F{date}%2F{REGION}%2Fs3\
                 %2Faws4_request&X-Amz-Date={time}&X-Amz-Expires={EXPIRES_IN}&X-Amz-SignedHeaders=host"
            ),
            string_to_sign: format!("AWS4-HMAC-SHA256\n{time}\n{date}/{REGION}/s3/aws4_request\n"),
            day_key: hmac(&key),
        }
    }

    pub fn url(&self, key: &str) -> String {
        let mut path = String::with_capacity(key.len() + 16);
        for byte in key.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                path.push(char::from(byte));
            } else {
                path.push_str(&format!("%{byte:02X}"));
            }
        }
        let query = &self.query;
        let canonical_request = format!("GET\n/{path}\n{query}\nhost:{HOST}\n\nhost\nUNSIGNED-PAYLOAD");
        let mut digest = String::with_capacity(64);
        push_hex(&mut digest, &Sha256::digest(canonical_request));
        let mac = self.day_key.clone().chain_update(&self.string_to_sign).chain_update(digest);
        let mut url = format!("https://{HOST}/{path}?{query}&X-Amz-Signature=");
        push_hex(&mut url, &mac.finalize().into_bytes());
        url
    }
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
}
