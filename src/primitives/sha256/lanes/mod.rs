//! Signs many URLs at once: from canonical requests to signatures, several in parallel in one core.
//!
//! The hashes of one URL depend on each other, and a core waits for their results most of the time. Other URLs fill
//! these gaps. Several kernels do the same work. Of those in [`kernel`], the first one that the CPU supports is used:
//!
//! | kernel | lanes | full blocks | blocks that are the same in all lanes |
//! |---|--:|---|---|
//! | [`avx512`] | 32 | a word of 16 lanes in one register, two such groups interleaved | schedule computed once |
//! | [`sha_ni`] | 8 | two streams interleaved | eight streams on a schedule computed once |
//! | [`avx2`] | 8 | a word of 8 lanes in one register | schedule computed once |
//! | [`arm_sha2`] | 8 | two streams interleaved | eight streams on a schedule computed once |
//! | [`simd128`] | 16 | a word of 4 lanes in one register | schedule computed once |
//! | [`portable`] | 1 | the sha2 crate's | the same |
//!
//! The value of a kernel's type is made only after a check of the CPU, and proves that the CPU has the kernel's
//! instructions. All calls of functions that need them take such a value.

#[cfg(target_arch = "aarch64")]
mod arm_sha2;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(feature = "force-kernel")]
pub mod force;
mod implementation;
mod kernel;
mod portable;
#[cfg_attr(
    not(any(target_arch = "x86_64", target_arch = "aarch64", target_feature = "simd128")),
    allow(dead_code, reason = "only the kernels of some architectures use it")
)]
mod schedule;
#[cfg(target_arch = "x86_64")]
mod sha_ni;
#[cfg_attr(
    not(any(target_arch = "x86_64", target_feature = "simd128")),
    allow(dead_code, reason = "the kernels that use all of it need x86-64")
)]
mod shared_message;
#[cfg(target_feature = "simd128")]
mod simd128;
mod single;
#[cfg(test)]
mod tests;
#[cfg(any(target_arch = "x86_64", target_feature = "simd128"))]
mod vector;

pub(crate) use implementation::Work;
pub use kernel::Kernel;
pub(crate) use schedule::Schedules;
pub(crate) use shared_message::{Blocks, Lane, MOST_TO_SIGN, SharedMessage, TAIL_PADDING, ToSign};
pub(crate) use single::{Pairs, Single, unpacked};

/// Maximum number of lanes of any kernel.
pub(crate) const MOST_LANES: usize = 32;

/// The lower-case hexadecimal digits of a signature, as they are in a URL.
pub(crate) type Signature = [u8; 64];
