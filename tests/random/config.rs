//! How property tests try random cases.

use proptest::prelude::ProptestConfig;

/// Tries so many random cases, or `PRESIGN_TEST_CASES` of them: fewer where an emulated processor is slow. A failure is
/// printed and not written to a file.
pub fn cases(count: u32) -> ProptestConfig {
    let set = std::env::var("PRESIGN_TEST_CASES").ok();
    let cases = set.map_or(count, |text| text.parse().expect("PRESIGN_TEST_CASES is a number"));
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
