//! Verifying a link beside signing it, the day's key cached in both.

#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

mod workload;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use presign::{Received, Secret, Verifier, Version};
use workload::{SECRET_KEY, SIGN_AT, keys, ours};

fn verify(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify");
    ours::single_v4(&mut group);
    for (name, version) in [("verify_v4", Version::V4), ("verify_v2", Version::V2)] {
        let signer = ours::signer(version);
        let links: Vec<String> =
            keys().iter().map(|key| signer.presign(&ours::request(key)).expect("a valid request")).collect();
        let verifier = Verifier::builder().build().expect("a valid verifier");
        let check = |link| {
            let request = Received::url("GET", link).at(SIGN_AT);
            verifier.verify(&request, |_| Some(Secret::from(SECRET_KEY)))
        };
        assert!(links.iter().all(|link| check(link).is_ok()));
        let mut links = links.iter().cycle();
        group.bench_function(name, |bencher| {
            bencher.iter(|| check(black_box(links.next().map_or("", String::as_str))).is_ok());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = verify
}
criterion_main!(benches);
