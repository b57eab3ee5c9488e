//! Our calls, the limit and our peers in one run, since only one run's figures can be compared.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

mod check;
mod cpu_clock;
#[path = "../../tests/naive/mod.rs"]
mod naive;
mod signers;
#[path = "../workload/mod.rs"]
mod workload;

use std::time::Duration;

use cpu_clock::CpuClock;
use criterion::{Criterion, criterion_group, criterion_main};
use presign::Version;
use workload::{batch, keys, limit, ours};

fn peers(criterion: &mut Criterion<CpuClock>) {
    let (by_hand, signer) = (limit::ByHand::new(), ours::signer(Version::V4));
    for key in keys() {
        check::check(&by_hand.url(&key), &key).expect("the loop by hand signs right");
        let url = signer.presign(&ours::request(&key)).expect("a link");
        check::check(&url, &key).expect("we sign right");
        let links = batch::template().presign_many(&[&key], 1).expect("a batch");
        assert_eq!(links.get(0), Some(url.as_str()), "a batch signs the same");
        check::check(&url.replace("Expires=3600", "Expires=3601"), &key).expect_err("a changed link passes");
    }
    let mut group = criterion.benchmark_group("link");
    limit::limit_9_blocks(&mut group);
    limit::limit_9_overlapped(&mut group);
    ours::single_v4(&mut group);
    limit::by_hand(&mut group);
    for (name, sign) in signers::all() {
        let name = match keys().iter().try_for_each(|key| check::check(&sign(key), key)) {
            Ok(()) => name.to_owned(),
            Err(difference) => {
                eprintln!("{name}: {difference}");
                format!("{name} (signs something else)") // the table should say so too
            }
        };
        ours::each_key(&mut group, &name, sign);
    }
    ours::variations(&mut group);
    group.finish();
    let mut group = criterion.benchmark_group("batch");
    batch::batches(&mut group);
    batch::shapes(&mut group);
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .with_measurement(CpuClock)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = peers
}
criterion_main!(benches);
