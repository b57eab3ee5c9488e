//! Many links at once, from a thousand to ten million, beside single calls and what hashing alone costs. `make bench`
//! sets the peers beside them.

#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

mod workload;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use workload::batch;

fn batch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch");
    batch::batches(&mut group);
    batch::shapes(&mut group);
    group.sample_size(10);
    batch::sizes(&mut group, &[1000, 10_000, 100_000, 1_000_000, 10_000_000]);
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = batch
}
criterion_main!(benches);
