//! Functions for tests and benches: selecting a kernel, and measuring the cost of hashing alone.

pub use super::kernel::Kernel;

/// Returns the kernels that this CPU supports, the best one last.
#[must_use]
pub fn kernels() -> Vec<Kernel> {
    let mut kernels: Vec<Kernel> = Kernel::supported().collect();
    kernels.reverse();
    kernels
}

/// Makes all batches of the process use this kernel from now on; `None` selects the best one again.
pub fn force(kernel: Option<Kernel>) {
    super::kernel::force(kernel);
}

/// Hashes this many blocks of each URL, for as many URLs as the kernel processes at once, and does nothing else: `own`
/// blocks with different content in each lane, and `shared` blocks that are the same in all lanes. Returns the number
/// of URLs, and a value that depends on all hashes.
#[must_use]
pub fn hash_only(kernel: Kernel, own: usize, shared: usize, seed: u32) -> (usize, u32) {
    (kernel.lanes(), kernel.hash_only(own, shared, seed))
}
