//! Functions for tests and benches: selecting a kernel, and measuring the cost of hashing alone.

use std::sync::atomic::Ordering;

pub use super::kernel::Kernel;
use super::kernel::{FORCED, KERNELS};

/// Returns the kernels that this CPU supports, the best one last.
#[must_use]
pub fn kernels() -> Vec<Kernel> {
    KERNELS.into_iter().filter(|kernel| kernel.is_supported()).collect()
}

/// Makes all batches of the process use this kernel from now on; `None` selects the best one again. Returns false, and
/// changes nothing, if the CPU does not support it.
pub fn force(kernel: Option<Kernel>) -> bool {
    let is_supported = kernel.is_none_or(Kernel::is_supported);
    if is_supported {
        let number = (1..).zip(KERNELS).find(|(_, other)| Some(*other) == kernel);
        FORCED.store(number.map_or(0, |(number, _)| number), Ordering::Relaxed);
    }
    is_supported
}

/// Hashes this many blocks of each URL, for as many URLs as the kernel processes at once, and does nothing else: `own`
/// blocks with different content in each lane, and `shared` blocks that are the same in all lanes. Returns the number
/// of URLs, and a value that depends on all hashes.
#[must_use]
pub fn hash_only(kernel: Kernel, own: usize, shared: usize, seed: u32) -> (usize, u32) {
    let word = match kernel {
        Kernel::Portable => super::portable::hash_only(own + shared, seed),
        #[cfg(target_arch = "x86_64")]
        Kernel::ShaNi => super::sha_ni::hash_only(own, shared, seed),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => super::avx512::hash_only(own, shared, seed),
        #[cfg(not(target_arch = "x86_64"))]
        Kernel::ShaNi | Kernel::Avx512 => 0,
    };
    (kernel.lanes(), word)
}
