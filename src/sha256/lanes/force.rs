//! For tests and benches: one way to hash and no other, and what hashing alone costs.

use std::sync::atomic::{AtomicU8, Ordering};

pub use super::Kernel;

const KERNELS: [Kernel; 3] = [Kernel::One, Kernel::ShaNi, Kernel::Avx512];

/// A number of [`KERNELS`] plus one; 0 is none.
static FORCED: AtomicU8 = AtomicU8::new(0);

pub(super) fn forced() -> Option<Kernel> {
    let number = usize::from(FORCED.load(Ordering::Relaxed)).checked_sub(1)?;
    KERNELS.get(number).copied()
}

/// Those that this CPU has, the best one last.
#[must_use]
pub fn kernels() -> Vec<Kernel> {
    KERNELS.into_iter().filter(|kernel| kernel.is_here()).collect()
}

/// All batches of the process use this kernel from now on; `None` is the best one again. False, and nothing is changed,
/// if the CPU does not have it.
pub fn force(kernel: Option<Kernel>) -> bool {
    let is_here = kernel.is_none_or(Kernel::is_here);
    if is_here {
        let number = (1..).zip(KERNELS).find(|(_, other)| Some(*other) == kernel);
        FORCED.store(number.map_or(0, |(number, _)| number), Ordering::Relaxed);
    }
    is_here
}

/// Hashes so many blocks of each link, of as many links as the kernel takes at once, and nothing else: blocks with a
/// content of their own, and blocks that the links share. Returns how many links those are, and something that depends
/// on all of it.
#[must_use]
pub fn hash_only(kernel: Kernel, own: usize, shared: usize, seed: u32) -> (usize, u32) {
    let word = match kernel {
        Kernel::One => super::one::hash_only(own + shared, seed),
        #[cfg(target_arch = "x86_64")]
        Kernel::ShaNi => super::sha_ni::hash_only(own, shared, seed),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => super::avx512::hash_only(own, shared, seed),
        #[cfg(not(target_arch = "x86_64"))]
        Kernel::ShaNi | Kernel::Avx512 => 0,
    };
    (kernel.lanes(), word)
}
