//! Many links at once, and the cost of hashing alone. Criterion gets the number of links, so all figures are per link.

use std::hint::black_box;

use criterion::{BenchmarkGroup, Throughput, measurement::Measurement};
use presign::force;
use presign::{Keys, Links, Template, Version};

use super::key;
use super::ours::{each_key, request, signer};

/// How many blocks of a link have the key in them or depend on it, and how many are the same for all keys: one of the
/// canonical request's five, and the string to sign's two and the outer hash's one.
const OWN: usize = 4;
const SHARED: usize = 4;

/// The limit for each way to hash, and the batches that the targets are about, each a list of strings into room that
/// was used before.
pub fn batches(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    for kernel in force::kernels() {
        let (lanes, _) = force::hash_only(kernel, 0, 0, 0);
        group.throughput(Throughput::Elements(lanes as u64));
        group.bench_function(format!("limit_{}", kernel.name()), |bencher| {
            bencher.iter(|| force::hash_only(kernel, OWN, SHARED, black_box(1)));
        });
    }
    let template = template();
    for count in [1000, 10_000, 100_000] {
        let keys: Vec<String> = (0..count).map(key).collect();
        into_links(group, &format!("batch_{count}"), &template, &keys);
        if count == 1000 {
            for kernel in force::kernels() {
                force::force(Some(kernel));
                into_links(group, &format!("batch_{count}_{}", kernel.name()), &template, &keys);
            }
            force::force(None);
        }
    }
    single(group);
    small(group);
}

/// One call after the other, for comparing in the same group.
fn single(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let signer = signer(Version::V4);
    let mut out = Vec::new();
    group.throughput(Throughput::Elements(1));
    each_key(group, "single_into", |key| {
        out.clear();
        signer.presign_into(&request(key), &mut out)
    });
}

/// With the template, which every batch needs first.
fn small(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let signer = signer(Version::V4);
    for count in [2, 16, 100] {
        let keys: Vec<String> = (0..count).map(key).collect();
        let mut links = Links::default();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("batch_{count}_with_template"), |bencher| {
            bencher.iter(|| {
                let template = signer.template(&request("")).expect("a valid request");
                template.batch().presign_into(black_box(&keys), &mut links)
            });
        });
    }
}

/// Other keys than the workload's: how the cost grows with their length, and what irregular ones cost.
pub fn shapes(group: &mut BenchmarkGroup<'_, impl Measurement>) {
    let template = template();
    for length in [1, 10, 50, 100, 200, 400, 700, 1024] {
        let text = |number: usize| format!("{number:0length$}").chars().rev().take(length).collect();
        let keys: Vec<String> = (0..2000).map(text).collect();
        into_links(group, &format!("length_{length}"), &template, &keys);
    }
    // As many as there are, in an order that has none of it.
    let lengths =
        |from: usize, to: usize| (0..20_000).map(move |number| from + number * 7919 % (to - from + 1));
    for (name, from, to) in [("lengths_10_to_120", 10, 120), ("lengths_1_to_1024", 1, 1024)] {
        let keys: Vec<String> =
            lengths(from, to).map(|length| "abcdefgh/".repeat(114)[..length].to_owned()).collect();
        into_links(group, name, &template, &keys);
    }
    let keys: Vec<String> = (0..2000).map(|number| format!("Fotos/Größe {number:05} (Kopie).jpg")).collect();
    into_links(group, "escaped", &template, &keys);
    let keys: Vec<String> = (0..1000).map(key).collect();
    let v2 = signer(Version::V2).template(&request("")).expect("a valid request");
    into_links(group, "v2_1000", &v2, &keys);
}

/// Millions of the workload's keys, made when they are needed, to check that the cost per link does not grow.
pub fn sizes(group: &mut BenchmarkGroup<'_, impl Measurement>, counts: &[usize]) {
    let template = template();
    for count in counts {
        let keys: Vec<String> = (0..*count).map(key).collect();
        into_links(group, &format!("size_{count}"), &template, &keys);
    }
}

fn into_links(
    group: &mut BenchmarkGroup<'_, impl Measurement>,
    name: &str,
    template: &Template,
    keys: &(impl Keys + ?Sized),
) {
    let mut links = Links::default();
    group.throughput(Throughput::Elements(keys.count() as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| template.batch().presign_into(black_box(keys), &mut links));
    });
}

pub fn template() -> Template {
    signer(Version::V4).template(&request("")).expect("a valid request")
}
