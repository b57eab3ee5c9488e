//! A playlist of 3 000 segments beside the signing of its 3 000 keys as a batch: `cargo bench --bench playlist`.

#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

#[path = "peers/cpu_clock.rs"]
mod cpu_clock;
mod workload;

use std::hint::black_box;

use cpu_clock::CpuClock;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use presign::{Nested, Version};
use workload::ours::{request, signer};

const SEGMENTS: usize = 3000;

fn playlist(criterion: &mut Criterion<CpuClock>) {
    let mut group = criterion.benchmark_group("playlist");
    group.throughput(Throughput::Elements(SEGMENTS as u64));
    let signer = signer(Version::V4);
    let folder = "films/2026/11/22/film-00000001";
    let names: Vec<String> = (0..SEGMENTS).map(|number| format!("720p/segment-{number:05}.ts")).collect();
    let keys: Vec<String> = names.iter().map(|name| format!("{folder}/{name}")).collect();
    let text: String = names.iter().map(|name| format!("#EXTINF:6.006,\n{name}\n")).collect();
    let text = format!("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n{text}#EXT-X-ENDLIST\n");
    let index = format!("{folder}/index.m3u8");
    group.bench_function("signing", |bencher| {
        bencher.iter(|| {
            let template = signer.template(&request("")).expect("a valid request");
            template.presign_many(black_box(&keys), 1).expect("valid keys")
        });
    });
    let of_playlist = request(&index);
    group.bench_function("playlist", |bencher| {
        bencher.iter(|| {
            signer.presign_playlist(black_box(&text), &of_playlist, Nested::Refuse).expect("a playlist")
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuClock);
    targets = playlist
}
criterion_main!(benches);
