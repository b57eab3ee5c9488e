//! Random batches equal the naive signer's URLs, with every hash kernel that this CPU supports.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod naive;
mod random;

use std::sync::Mutex;

use naive::Case;
use presign::{BatchError, Error, Links, Request, Version, force};
use proptest::collection::vec;
use proptest::prelude::*;
use random::{case, key, signer_of};

/// Only one kernel at a time, because it is chosen for the whole process.
static ONE: Mutex<()> = Mutex::new(());

/// Few and many keys, of all lengths and of one length, some of which are invalid.
fn keys() -> impl Strategy<Value = Vec<String>> {
    let plain = (1..=1024_usize, "[a-zA-Z0-9/._~-]{8}")
        .prop_map(|(length, text)| text.repeat(128)[..length].to_owned());
    let refused = prop_oneof![Just(String::new()), Just("a".repeat(1025)), Just("ä".repeat(513))];
    let one_length = (1..=300_usize, 1..80_usize).prop_flat_map(|(length, count)| {
        vec("[a-z0-9/]{300}".prop_map(move |text| text[..length].to_owned()), count)
    });
    prop_oneof![
        4 => vec(prop_oneof![key(), plain.clone()], 0..80),
        3 => one_length,
        1 => vec(prop_oneof![20 => key(), 20 => plain, 1 => refused], 1..80),
    ]
}

fn expected(case: &Case, version: Version, keys: &[String]) -> Result<Vec<String>, BatchError> {
    let url = |(index, key): (usize, &String)| {
        let error = match key.len() {
            0 => Error::KeyEmpty,
            1..=1024 => {
                let case = Case { key: key.clone(), ..case.clone() };
                let stages = if version == Version::V4 { naive::v4(&case) } else { naive::v2(&case) };
                return Ok(stages.url);
            }
            bytes => Error::KeyTooLong { bytes },
        };
        Err(BatchError { index: Some(index), error })
    };
    keys.iter().enumerate().map(url).collect()
}

fn agree(case: &Case, version: Version, keys: &[String]) -> Result<(), TestCaseError> {
    let signer = signer_of(version, case.addressing, &case.endpoint, &case.region, Some(case));
    let query: Vec<_> = case.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let headers: Vec<_> = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Request::new(&case.method, &case.bucket, "")
        .query(&query)
        .headers(&headers)
        .sign_at(case.sign_at)
        .expires_in(case.lifetime);
    let template = signer.template(&request).unwrap();
    let wanted = expected(case, version, keys);
    for kernel in force::kernels() {
        let _one = ONE.lock();
        force::force(Some(kernel));
        let mut links = Links::default();
        let made = template.batch().presign_into(keys, &mut links);
        let made = made.map(|()| links.iter().map(str::to_owned).collect::<Vec<_>>());
        prop_assert_eq!(&made, &wanted, "{:?}", kernel);
        if let (Some(key), Ok(urls)) = (keys.first(), &wanted) {
            prop_assert_eq!(&template.presign(key).unwrap(), &urls[0], "one link, {:?}", kernel);
        }
        force::force(None);
    }
    Ok(())
}

proptest! {
    #![proptest_config(random::cases(300))]

    #[test]
    fn v4_batches_equal_the_naive_signer_on_every_kernel(case in case(Version::V4), keys in keys()) {
        agree(&case, Version::V4, &keys)?;
    }

    #[test]
    fn v2_batches_equal_the_naive_signer(case in case(Version::V2), keys in keys()) {
        agree(&case, Version::V2, &keys)?;
    }
}
