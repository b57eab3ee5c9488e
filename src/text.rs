//! Bytes being put together.

use std::ops::Range;

use smallvec::SmallVec;

/// A buffer that stays on the stack up to 2 KiB, so that signing one link allocates nothing but the link itself.
/// Only a very long session token or key makes it move to the heap. Its bytes are not zeroed first: that alone
/// would cost a tenth of a signature.
#[derive(Clone, Default)]
pub(crate) struct Text(SmallVec<[u8; 2048]>);

impl Text {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        self.0.push(byte);
    }

    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn fill(&mut self, length: usize, byte: u8) {
        self.0.resize(self.0.len() + length, byte);
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of a range that was measured with [`Text::len`] on this very text, and therefore lies in it.
    #[inline]
    pub(crate) fn piece(&self, range: Range<usize>) -> &[u8] {
        self.0.get(range).unwrap_or_default()
    }
}
