//! How a batch is made.

use crate::Template;

/// Number of URLs made at a time per thread where a callback reads them in between: this many stay in a core's own
/// cache.
pub(super) const CHUNK: usize = 1024;

/// Minimum number of keys per thread: with fewer, starting a thread costs more than it saves.
pub(super) const LEAST_KEYS_OF_A_THREAD: usize = 512;

/// Maximum number of threads. A larger number is assumed to be a mistake.
const MOST_THREADS: usize = 256;

/// Creates many URLs from a template. Made by [`Template::batch`].
///
/// ```
/// # use presign::{Links, Request, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// let template = signer.template(&Request::get("example-bucket", "").expires_in(3600))?;
/// let pages = [["a.jpg", "b.jpg"], ["c.jpg", "d.jpg"]];
/// let mut links = Links::default();
/// for page in pages {
///     template.batch().separator(b'\n').presign_into(&page, &mut links)?;
///     assert_eq!(links.text().iter().filter(|byte| **byte == b'\n').count(), 2);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "a batch does nothing before it is given keys"]
pub struct Batch<'a> {
    pub(super) template: &'a Template,
    pub(super) threads: usize,
    pub(super) after: Option<u8>,
}

impl Template {
    /// Returns a [`Batch`], which has more options. It uses one thread by default.
    pub fn batch(&self) -> Batch<'_> {
        Batch { template: self, threads: 1, after: None }
    }
}

impl Batch<'_> {
    /// Sets the maximum number of threads, including the caller's; 0 means one per core. All of them finish before the
    /// call returns. A small batch is not split up, and if the system refuses to start a thread, the other threads do
    /// its work.
    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Sets a byte to write after each URL, such as a line feed. Lengths and offsets include it.
    pub fn separator(self, byte: impl Into<Option<u8>>) -> Self {
        Self { after: byte.into(), ..self }
    }

    pub(super) fn most_threads(&self) -> usize {
        most_threads(self.threads)
    }

    /// Returns the number of threads that this number of keys is worth.
    pub(super) fn threads_for(&self, keys: usize) -> usize {
        threads_for(self.threads, keys)
    }
}

/// Returns the number of threads that a caller means.
pub(super) fn most_threads(threads: usize) -> usize {
    match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads.min(MOST_THREADS),
    }
}

/// Returns the number of threads that this number of URLs is worth, of those that a caller allows.
pub(super) fn threads_for(threads: usize, urls: usize) -> usize {
    // Asking for the number of cores takes longer than a small batch.
    match urls / LEAST_KEYS_OF_A_THREAD {
        0 | 1 => 1,
        worth => worth.min(most_threads(threads)),
    }
}
