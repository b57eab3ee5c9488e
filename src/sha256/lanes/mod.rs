//! Many links at once: from canonical requests to signatures, several side by side in one core.
//!
//! A link's hashes wait for one another, and a core waits with them most of the time. What fills the gaps is other
//! links. Three kernels do the same work; which one is decided once, at run time, by what the CPU has:
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
    allow(dead_code, reason = "the kernels that use all of it are not there")
)]
mod chain;
#[cfg(feature = "force-kernel")]
pub mod force;
mod one;
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "the kernels that use it are not there"))]
mod schedule;
#[cfg(target_arch = "x86_64")]
mod sha_ni;
#[cfg(test)]
mod tests;

pub(crate) use chain::{Blocks, Chain, Lane, MOST_TO_SIGN, TAIL_PADDING, ToSign};
pub(crate) use schedule::Schedules;

/// As many lanes as any kernel takes at once.
pub(crate) const MOST_LANES: usize = 32;

/// Lower-case hex of a signature, as it stands in a link.
pub(crate) type Signature = [u8; 64];

/// A way to hash. All give the same results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// One link after the other, with the sha2 crate.
    One,
    /// The CPU's SHA instructions.
    ShaNi,
    /// Registers of 512 bits.
    Avx512,
}

/// Work on text. Mark its `run` and all that it is made of `#[inline(always)]`: what is not inlined is not made for the
/// kernel's registers.
pub(crate) trait Work {
    type Output;

    fn run(self) -> Self::Output;
}

impl Kernel {
    /// The fastest that this CPU has. The standard library asks the CPU once and keeps the answer.
    pub(crate) fn best() -> Self {
        #[cfg(feature = "force-kernel")]
        if let Some(kernel) = force::forced() {
            return kernel;
        }
        [Self::Avx512, Self::ShaNi].into_iter().find(|kernel| kernel.is_here()).unwrap_or(Self::One)
    }

    /// Whether this CPU has what the kernel needs.
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

    /// How many lanes fill it.
    pub(crate) fn lanes(self) -> usize {
        match self {
            Self::One => 1,
            Self::ShaNi => 8,
            Self::Avx512 => MOST_LANES,
        }
    }

    /// Does some work with code made for the registers that the kernel uses.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => avx512::run(work),
            _ => work.run(),
        }
    }

    /// Signs what is in the lanes, at most [`MOST_LANES`]. All of them must have the same number of blocks, as
    /// [`Chain::blocks`] counts them.
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(unused_variables, reason = "schedules are for kernels not there")
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
            // What is left over at a batch's end is too little for so wide a kernel.
            #[cfg(target_arch = "x86_64")]
            Self::ShaNi | Self::Avx512 if lanes.len() > 1 && sha_ni::is_here() => {
                sha_ni::sign(chain, lanes, kept, signatures);
            }
            _ => one::sign(chain, lanes, signatures),
        }
    }
}
