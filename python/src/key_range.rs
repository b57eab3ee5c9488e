//! A range of the keys of a batch.

use presign::Keys;

/// A range of the keys.
pub(crate) struct KeyRange<'a, K> {
    pub(crate) keys: &'a K,
    pub(crate) start: usize,
    pub(crate) count: usize,
}

impl<K: Keys> Keys for KeyRange<'_, K> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.keys.key(self.start + index)
    }
}
