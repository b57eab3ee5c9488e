//! Which kernel does the work.

#[cfg(feature = "force-kernel")]
use std::sync::atomic::{AtomicU8, Ordering};

use super::portable;
use super::single::Single;
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature, Work};
#[cfg(target_arch = "x86_64")]
use super::{avx512, sha_ni};

/// Selects an implementation of SHA-256. All give the same results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// One URL after the other, with the sha2 crate.
    Portable,
    /// The CPU's SHA instructions.
    ShaNi,
    /// AVX-512, with registers of 512 bits.
    Avx512,
}

impl Kernel {
    /// Returns the fastest kernel that this CPU supports. The standard library queries the CPU once and caches the
    /// answer.
    pub(crate) fn best() -> Self {
        #[cfg(feature = "force-kernel")]
        if let Some(kernel) = forced() {
            return kernel;
        }
        [Self::Avx512, Self::ShaNi].into_iter().find(|kernel| kernel.is_supported()).unwrap_or(Self::Portable)
    }

    /// Returns whether this CPU supports the kernel.
    pub(crate) fn is_supported(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::ShaNi => sha_ni::is_supported(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => avx512::is_supported(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::ShaNi | Self::Avx512 => false,
        }
    }

    /// Returns the number of lanes that fill the kernel.
    pub(crate) fn lanes(self) -> usize {
        match self {
            Self::Portable => 1,
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
    /// [`SharedMessage::blocks`].
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(unused_variables, reason = "only kernels for x86-64 use schedules")
    )]
    pub(crate) fn sign(
        self,
        message: &SharedMessage,
        lanes: &[Lane],
        kept: &mut Schedules,
        signatures: &mut [Signature; MOST_LANES],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 if lanes.len() > avx512::too_few() => avx512::sign(message, lanes, kept, signatures),
            // The remainder at the end of a batch is too small for so wide a kernel.
            #[cfg(target_arch = "x86_64")]
            Self::ShaNi | Self::Avx512 if lanes.len() > 1 && sha_ni::is_supported() => {
                sha_ni::sign(message, lanes, kept, signatures);
            }
            _ => portable::sign(message, lanes, signatures),
        }
    }
}

impl Single<'_> {
    /// Signs one URL: with the CPU's SHA instructions if it has them, because a wider kernel is no faster for one.
    #[inline]
    pub(crate) fn sign(&self) -> Signature {
        #[cfg(feature = "force-kernel")]
        if forced() == Some(Kernel::Portable) {
            return portable::sign_single(self);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(signature) = sha_ni::sign_single(self) {
            return signature;
        }
        portable::sign_single(self)
    }
}

#[cfg(feature = "force-kernel")]
pub(super) const KERNELS: [Kernel; 3] = [Kernel::Portable, Kernel::ShaNi, Kernel::Avx512];

/// An index into [`KERNELS`] plus one; 0 means none.
#[cfg(feature = "force-kernel")]
pub(super) static FORCED: AtomicU8 = AtomicU8::new(0);

#[cfg(feature = "force-kernel")]
fn forced() -> Option<Kernel> {
    let number = usize::from(FORCED.load(Ordering::Relaxed)).checked_sub(1)?;
    KERNELS.get(number).copied()
}
