//! How the tests of this crate choose their random cases.

use proptest::test_runner::{Config, RngSeed};

/// Returns the configuration of a property test. WebAssembly alone has no source of random numbers.
pub(crate) fn config() -> Config {
    let default = Config { failure_persistence: None, ..Config::default() };
    let rng_seed = if cfg!(target_family = "wasm") { RngSeed::Fixed(1) } else { default.rng_seed };
    Config { rng_seed, ..default }
}
