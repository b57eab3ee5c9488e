//! Which kernel does the work: one table, the best kernel first.

#[cfg(feature = "force-kernel")]
use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(target_arch = "aarch64")]
use super::arm_sha2;
use super::implementation::{Implementation, Work};
use super::portable;
#[cfg(target_feature = "simd128")]
use super::simd128;
use super::single::Single;
use super::{Lane, MOST_LANES, Schedules, SharedMessage, Signature};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512, sha_ni};

/// Makes [`Kernel`] from the table. A line has a kernel's type, its module, and the architecture that it needs; the
/// rest is in the module, as an [`Implementation`]. A kernel for another architecture is a line as well.
macro_rules! kernels {
    ($($(#[doc = $doc:literal])* $name:ident: $module:ident $(on $($needed:ident = $value:literal),+)?,)*) => {
        /// An implementation of SHA-256 that this CPU supports. All give the same results.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kernel {
            $($(#[doc = $doc])* #[cfg(all($($($needed = $value),+)?))] $name($module::$name),)*
        }

        /// Checks the CPU for each kernel, the best one first.
        const DETECT: &[fn() -> Option<Kernel>] = &[
            $(#[cfg(all($($($needed = $value),+)?))] || $module::$name::detect().map(Kernel::$name),)*
        ];

        impl Kernel {
            /// Returns the kernel's name, as benches print it.
            #[cfg(feature = "force-kernel")]
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(#[cfg(all($($($needed = $value),+)?))] Self::$name(_) => stringify!($module),)*
                }
            }

            /// Returns the number of lanes that fill the kernel.
            pub(crate) fn lanes(self) -> usize {
                match self {
                    $(#[cfg(all($($($needed = $value),+)?))] Self::$name(_) => $module::$name::LANES,)*
                }
            }

            /// Runs work compiled for the registers that the kernel uses.
            #[inline]
            pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
                match self {
                    $(#[cfg(all($($($needed = $value),+)?))] Self::$name(kernel) => kernel.run(work),)*
                }
            }

            /// Signs the lanes, at most [`MOST_LANES`]. All of them must have the same number of blocks, as counted by
            /// [`SharedMessage::blocks`].
            pub(crate) fn sign(
                self,
                message: &SharedMessage,
                lanes: &[Lane],
                kept: &mut Schedules,
                signatures: &mut [Signature; MOST_LANES],
            ) {
                match self {
                    $(#[cfg(all($($($needed = $value),+)?))]
                    Self::$name(kernel) => kernel.sign(message, lanes, kept, signatures),)*
                }
            }

            /// Implements [`super::force::hash_only`].
            #[cfg(feature = "force-kernel")]
            pub(super) fn hash_only(self, own: usize, shared: usize, seed: u32) -> u32 {
                match self {
                    $(#[cfg(all($($($needed = $value),+)?))]
                    Self::$name(kernel) => kernel.hash_only(own, shared, seed),)*
                }
            }
        }
    };
}

kernels! {
    /// AVX-512, with registers of 512 bits.
    Avx512: avx512 on target_arch = "x86_64",
    /// The CPU's SHA instructions.
    ShaNi: sha_ni on target_arch = "x86_64",
    /// AVX2, with registers of 256 bits.
    Avx2: avx2 on target_arch = "x86_64",
    /// The SHA-256 instructions of aarch64.
    ArmSha2: arm_sha2 on target_arch = "aarch64",
    /// WebAssembly's vectors of 128 bits.
    Simd128: simd128 on target_feature = "simd128",
    /// One URL after the other, with the sha2 crate.
    Portable: portable,
}

impl Kernel {
    /// Returns the fastest kernel that this CPU supports. The standard library queries the CPU once and caches the
    /// answer.
    pub(crate) fn best() -> Self {
        #[cfg(feature = "force-kernel")]
        if let Some(kernel) = forced() {
            return kernel;
        }
        Self::supported().next().unwrap_or(Self::Portable(portable::Portable))
    }

    /// Returns the kernels that this CPU supports, the best one first.
    pub(super) fn supported() -> impl Iterator<Item = Self> {
        DETECT.iter().filter_map(|detect| detect())
    }
}

impl Single<'_> {
    /// Signs one URL: with the CPU's SHA instructions if it has them, because a wider kernel is no faster for one.
    #[inline]
    pub(crate) fn sign(&self) -> Signature {
        #[cfg(feature = "force-kernel")]
        if forced() == Some(Kernel::Portable(portable::Portable)) {
            return portable::sign_single(self);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(sha_ni) = sha_ni::ShaNi::detect() {
            return sha_ni.sign_single(self);
        }
        #[cfg(target_arch = "aarch64")]
        if let Some(arm_sha2) = arm_sha2::ArmSha2::detect() {
            return arm_sha2.sign_single(self);
        }
        portable::sign_single(self)
    }
}

/// An index into [`DETECT`] plus one; 0 means none.
#[cfg(feature = "force-kernel")]
static FORCED: AtomicUsize = AtomicUsize::new(0);

/// Implements [`super::force::force`].
#[cfg(feature = "force-kernel")]
pub(super) fn force(kernel: Option<Kernel>) {
    let index = kernel.and_then(|kernel| DETECT.iter().position(|detect| detect() == Some(kernel)));
    FORCED.store(index.map_or(0, |index| index + 1), Ordering::Relaxed);
}

#[cfg(feature = "force-kernel")]
fn forced() -> Option<Kernel> {
    let index = FORCED.load(Ordering::Relaxed).checked_sub(1)?;
    DETECT.get(index)?()
}
