//! Our own calls, one link each.

use std::hint::black_box;

use criterion::{BenchmarkGroup, measurement::Measurement};
use presign::{Request, Signer, Version};

use super::{ACCESS_KEY, BUCKET, EXPIRES_IN, REGION, SECRET_KEY, SIGN_AT, keys};

const SECONDS_PER_DAY: i64 = 86_400;

pub fn signer(version: Version) -> Signer {
    Signer::builder(ACCESS_KEY, SECRET_KEY).region(REGION).version(version).build().expect("a valid signer")
}

pub fn request(key: &str) -> Request<'_> {
    Request::get(BUCKET, key).expires_in(EXPIRES_IN).sign_at(SIGN_AT)
}

/// The call that the others are compared with: a warm signer, a fresh String.
pub fn single_v4(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let signer = signer(Version::V4);
    each_key(group, "single_v4", |key| signer.presign(&request(key)));
}

/// Its variations.
pub fn variations(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let v4 = signer(Version::V4);
    let mut out = Vec::new();
    each_key(group, "single_v4_into", |key| {
        out.clear();
        v4.presign_into(&request(key), &mut out)
    });
    each_key(group, "single_v4_clock", |key| v4.presign(&request(key).sign_at(None)));
    let template = v4.template(&request("")).expect("a valid request");
    let mut out = Vec::new();
    each_key(group, "single_v4_template", |key| {
        out.clear();
        template.presign_into(key, &mut out)
    });
    let v2 = signer(Version::V2);
    each_key(group, "single_v2", |key| v2.presign(&request(key)));
    cold_day(group);
}

/// The signing key is derived anew for each link: no day comes back before a thousand others did.
fn cold_day(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let signer = signer(Version::V4);
    let mut days = (0..1000).cycle();
    each_key(group, "cold_day", |key| {
        let day = days.next().unwrap_or_default();
        signer.presign(&request(key).sign_at(SIGN_AT + day * SECONDS_PER_DAY))
    });
}

/// Times a call; each round has another key.
pub fn each_key<T>(
    group: &mut BenchmarkGroup<'_, impl Measurement>,
    name: &str,
    mut call: impl FnMut(&str) -> T,
) {
    let keys = keys();
    let mut keys = keys.iter().cycle();
    group.bench_function(name, |bencher| {
        bencher.iter(|| call(black_box(keys.next().map_or("", String::as_str))));
    });
}
