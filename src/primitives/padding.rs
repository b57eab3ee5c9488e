//! What SHA-1 and SHA-256 share: blocks of 64 bytes, FIPS 180-4's padding of a message, and HMAC's padding of a key
//! (RFC 2104).

/// What a block function reads at once.
pub(crate) type Block = [u8; 64];

/// What HMAC's inner and outer hash XOR the key with.
pub(crate) const INNER: u8 = 0x36;
pub(crate) const OUTER: u8 = 0x5c;

/// Blocks on the stack that hold a key or a part of a message, wiped on drop. They are filled in place, since a value
/// that is moved leaves its bytes behind.
///
/// The zeroize crate wipes an array with one store for each byte; this fills all of it at once, behind a barrier that
/// keeps the compiler from leaving the stores out.
pub(crate) struct WipedBlocks<const COUNT: usize>([Block; COUNT]);

impl<const COUNT: usize> WipedBlocks<COUNT> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self([[0; 64]; COUNT])
    }
}

impl<const COUNT: usize> Drop for WipedBlocks<COUNT> {
    #[inline]
    fn drop(&mut self) {
        self.0 = [[0; 64]; COUNT];
        zeroize::optimization_barrier(&self.0);
    }
}

impl WipedBlocks<1> {
    /// Writes the key, which is not longer than the block, XOR-ed with a pad.
    pub(crate) fn pad_key(&mut self, key: &[u8], pad: u8) -> &[Block] {
        let bytes = self.0.as_flattened_mut();
        bytes.fill(pad);
        for (byte, key) in bytes.iter_mut().zip(key) {
            *byte ^= key;
        }
        &self.0
    }
}

impl WipedBlocks<2> {
    /// Writes the end of a message of `length` bytes: what is left behind its last whole block, a one bit, zeros, and
    /// the length in bits. Returns the one or two blocks that this fills.
    #[inline]
    pub(crate) fn end_message(&mut self, rest: &[u8], length: usize) -> &[Block] {
        // One byte and eight of length at least.
        let (used, _) = self.0.split_at_mut(if rest.len() < 56 { 1 } else { 2 });
        let bytes = used.as_flattened_mut();
        let (text, padding) = bytes.split_at_mut(rest.len());
        text.copy_from_slice(rest);
        if let Some(first) = padding.first_mut() {
            *first = 0x80;
        }
        if let Some(bits) = padding.last_chunk_mut() {
            *bits = (length as u64 * 8).to_be_bytes();
        }
        used
    }
}
