//! What a kernel is.

use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};

/// A way to compute many signatures at once. Where it needs certain instructions, a value proves that the CPU has them:
/// its type has a private field, so that only `detect` makes one.
pub(super) trait Implementation: Copy {
    /// Number of lanes that fill the kernel, at most [`MOST_LANES`].
    const LANES: usize;

    /// Checks the CPU. The standard library caches the answer.
    fn detect() -> Option<Self>;

    /// Runs work compiled for the registers that the kernel uses.
    fn run<W: Work>(self, work: W) -> W::Output;

    /// Signs the lanes, which have the same number of blocks. A kernel leaves lanes that are too few for it to a kernel
    /// with fewer lanes.
    fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    );

    /// Implements [`super::force::hash_only`], for as many lanes as fill the kernel.
    #[cfg(feature = "force-kernel")]
    fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32;
}

/// Work that a kernel compiles for its registers. Mark its `run` and everything that `run` calls `#[inline(always)]`: a
/// function that is not inlined is not compiled for these registers.
pub(crate) trait Work {
    type Output;

    fn run(self) -> Self::Output;
}
