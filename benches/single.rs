//! One link at a time: our calls beside the limit and a loop written by hand. `make bench` sets the peers beside them.

#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

mod workload;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use presign::Version;
use workload::{keys, limit, ours};

fn single(criterion: &mut Criterion) {
    let (by_hand, signer) = (limit::ByHand::new(), ours::signer(Version::V4));
    for key in keys() {
        assert_eq!(Ok(by_hand.url(&key)), signer.presign(&ours::request(&key)));
    }
    let mut group = criterion.benchmark_group("link");
    limit::limit_9_blocks(&mut group);
    limit::limit_9_overlapped(&mut group);
    ours::single_v4(&mut group);
    limit::by_hand(&mut group);
    ours::variations(&mut group);
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = single
}
criterion_main!(benches);
