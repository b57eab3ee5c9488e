//! Random lists of requests give the naive signer's URLs, with every hash kernel that this CPU supports.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod naive;
mod random;

use std::sync::Mutex;

use naive::{Addressing, Case};
use presign::{Links, Request, Version, force};
use proptest::collection::vec;
use proptest::prelude::*;
use random::{case, key, signer_of};

/// Only one kernel at a time, because it is chosen for the whole process.
static ONE: Mutex<()> = Mutex::new(());

/// Requests of one signer: some that are alike but for their keys, values and lifetimes, in any order.
fn cases(version: Version) -> impl Strategy<Value = Vec<Case>> {
    let row = (any::<prop::sample::Index>(), key(), 0..3_i64, 1..604_800_i64);
    (vec(case(version), 1..5), vec(row, 0..60)).prop_map(|(kinds, rows)| {
        let signer = &kinds[0];
        let of_row =
            |(number, (kind, key, day, lifetime)): (usize, (prop::sample::Index, String, i64, i64))| {
                let kind = kind.get(&kinds);
                // The signer's addressing may not suit another bucket.
                let bucket =
                    if signer.addressing == Addressing::Virtual { &signer.bucket } else { &kind.bucket };
                let value = |(name, value): &(String, String)| match number % 3 {
                    0 => (name.clone(), format!("{value}{number}")),
                    _ => (name.clone(), value.clone()),
                };
                Case {
                    method: kind.method.clone(),
                    bucket: bucket.clone(),
                    key,
                    query: kind.query.iter().map(value).collect(),
                    headers: kind.headers.clone(),
                    sign_at: kind.sign_at.saturating_sub(day / 2 * 86_400).max(0),
                    lifetime,
                    ..signer.clone()
                }
            };
        rows.into_iter().enumerate().map(of_row).collect()
    })
}

fn borrow(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn agree(cases: &[Case], version: Version) -> Result<(), TestCaseError> {
    let Some(first) = cases.first() else { return Ok(()) };
    let signer = signer_of(version, first.addressing, &first.endpoint, &first.region, Some(first));
    let borrowed: Vec<_> = cases.iter().map(|case| (borrow(&case.query), borrow(&case.headers))).collect();
    let requests: Vec<_> = cases
        .iter()
        .zip(&borrowed)
        .map(|(case, (query, headers))| {
            Request::new(&case.method, &case.bucket, &case.key)
                .query(query)
                .headers(headers)
                .sign_at(case.sign_at)
                .expires_in(case.lifetime)
        })
        .collect();
    let url = |case: &Case| if version == Version::V4 { naive::v4(case).url } else { naive::v2(case).url };
    let wanted: Vec<String> = cases.iter().map(url).collect();
    for kernel in force::kernels() {
        let _one = ONE.lock();
        force::force(Some(kernel));
        let mut links = Links::default();
        signer.requests(&requests).presign_into(&mut links).unwrap();
        prop_assert_eq!(&links.iter().map(str::to_owned).collect::<Vec<_>>(), &wanted, "{:?}", kernel);
        force::force(None);
    }
    Ok(())
}

proptest! {
    #![proptest_config(random::cases(100))]

    #[test]
    fn v4_requests_equal_the_naive_signer_on_every_kernel(cases in cases(Version::V4)) {
        agree(&cases, Version::V4)?;
    }

    #[test]
    fn v2_requests_equal_the_naive_signer(cases in cases(Version::V2)) {
        agree(&cases, Version::V2)?;
    }
}
