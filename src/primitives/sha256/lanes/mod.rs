//! Signs many URLs at once: from canonical requests to signatures, several in parallel in one core.
//!
//! The hashes of one URL depend on each other, and a core waits for their results most of the time. Other URLs fill
//! these gaps. Three kernels do the same work; which one is used is decided once, at run time, by what the CPU
//! supports:
//!
//! | kernel | lanes | full blocks | blocks that are the same in all lanes |
//! |---|--:|---|---|
//! | [`avx512`] | 32 | a word of 16 lanes in one register, two such groups interleaved | schedule computed once |
//! | [`sha_ni`] | 8 | two streams interleaved | eight streams on a schedule computed once |
//! | [`one`] | 1 | the sha2 crate's | the same |

#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "the kernels that use all of it need x86-64")
)]
mod chain;
#[cfg(feature = "force-kernel")]
pub mod force;
mod one;
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "the kernels that use it need x86-64"))]
mod schedule;
#[cfg(target_arch = "x86_64")]
mod sha_ni;
#[cfg(test)]
mod tests;

pub(crate) use chain::{Blocks, Chain, Lane, MOST_TO_SIGN, TAIL_PADDING, ToSign};
pub(crate) use schedule::Schedules;

/// Maximum number of lanes of any kernel.
pub(crate) const MOST_LANES: usize = 32;

/// The lower-case hexadecimal digits of a signature, as they are in a URL.
pub(crate) type Signature = [u8; 64];

/// Selects an implementation of SHA-256. All give the same results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// One URL after the other, with the sha2 crate.
    One,
    /// The CPU's SHA instructions.
    ShaNi,
    /// AVX-512, with registers of 512 bits.
    Avx512,
}

/// Work on text that a kernel compiles for its registers. Mark its `run` and everything that `run` calls
/// `#[inline(always)]`: a function that is not inlined is not compiled for these registers.
pub(crate) trait Work {
    type Output;

    fn run(self) -> Self::Output;
}

impl Kernel {
    /// Returns the fastest kernel that this CPU supports. The standard library queries the CPU once and caches the
    /// answer.
    pub(crate) fn best() -> Self {
        #[cfg(feature = "force-kernel")]
        if let Some(kernel) = force::forced() {
            return kernel;
        }
        [Self::Avx512, Self::ShaNi].into_iter().find(|kernel| kernel.is_here()).unwrap_or(Self::One)
    }

    /// Returns whether this CPU supports the kernel.
    pub(crate) fn is_here(self) -> bool {
        match self {
            Self::One => true,
            #[cfg(target_arch = "x86_64")]
            Self::ShaNi => sha_ni::is_here(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => avx512::is_here(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::ShaNi | Self::Avx512 => false,
        }
    }

    /// Returns the number of lanes that fill the kernel.
    pub(crate) fn lanes(self) -> usize {
        match self {
            Self::One => 1,
            Self::ShaNi => 8,
            Self::Avx512 => MOST_LANES,
        }
    }

    /// Runs work compiled for the registers that the kernel uses.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => avx512::run(work),
            _ => work.run(),
        }
    }

    /// Signs the lanes, at most [`MOST_LANES`]. All of them must have the same number of blocks, as counted by
    /// [`Chain::blocks`].
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(unused_variables, reason = "only kernels for x86-64 use schedules")
    )]
    pub(crate) fn sign(
        self,
        chain: &Chain,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 if lanes.len() > avx512::too_few() => avx512::sign(chain, lanes, kept, signatures),
            // The remainder at the end of a batch is too small for so wide a kernel.
            #[cfg(target_arch = "x86_64")]
            Self::ShaNi | Self::Avx512 if lanes.len() > 1 && sha_ni::is_here() => {
                sha_ni::sign(chain, lanes, kept, signatures);
            }
            _ => one::sign(chain, lanes, signatures),
        }
    }
}
