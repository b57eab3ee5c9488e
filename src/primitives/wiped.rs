//! Memory that is zeroed before it is freed.

use std::ops::{Deref, DerefMut};

/// A vector that may contain secrets. The zeroize crate's own wipe takes one step per byte, which would be most of the
/// cost of a template; this one fills the whole vector at once, followed by an optimization barrier, so that the
/// compiler must keep the writes.
///
/// A vector that grows leaves its old memory unwiped: allocate the whole capacity at once.
#[derive(Clone, Default)]
pub(crate) struct Wiped<T: Copy + Default>(Vec<T>);

impl<T: Copy + Default> Wiped<T> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Returns `None` if there is not enough memory.
    pub(crate) fn try_with_capacity(capacity: usize) -> Option<Self> {
        let mut vec = Vec::new();
        vec.try_reserve_exact(capacity).ok()?;
        Some(Self(vec))
    }

    pub(crate) fn wipe(&mut self) {
        // The spare capacity may have been in use.
        let whole = self.0.capacity();
        self.0.clear();
        self.0.resize(whole, T::default());
        zeroize::optimization_barrier(self.0.as_slice());
        self.0.clear();
    }
}

impl<T: Copy + Default> Drop for Wiped<T> {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl<T: Copy + Default> Deref for Wiped<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Copy + Default> DerefMut for Wiped<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}
