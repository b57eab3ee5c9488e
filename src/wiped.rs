//! Memory that is zeroed when it is given back.

use std::ops::{Deref, DerefMut};

/// A vector that may hold secrets. The zeroize crate's own takes a step for each byte, which would be most of the time
/// that a template costs; this fills all of it at once, and tells the compiler that somebody looks at it.
///
/// A vector that grows leaves its old place as it was: give it room for all at once.
#[derive(Clone, Default)]
pub(crate) struct Wiped<T: Copy + Default>(Vec<T>);

impl<T: Copy + Default> Wiped<T> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// `None` where there is no memory for it.
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
