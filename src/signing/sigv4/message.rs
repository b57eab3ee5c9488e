//! A buffer for one canonical request, written without a call or an allocation for its parts.

use crate::input::headers;
use crate::primitives::encode;
use crate::primitives::encode::PathText;
use crate::primitives::sha256::Block;
use crate::primitives::wiped::Wiped;

/// Bytes that may be written after the end of a text that is copied in whole blocks, and SHA-256's padding.
const SLACK: usize = 2 * 64 + 72;

/// A text that is copied in whole blocks, which is faster than a call for so few bytes. It is wiped on drop, because it
/// may contain a session token.
#[derive(Default)]
pub(super) struct Text {
    /// Longer than the text, by less than a block.
    padded: Wiped<u8>,
    pub(super) length: usize,
}

impl Text {
    pub(super) fn new(text: &[u8]) -> Self {
        let mut new = Self::default();
        new.replace(text.len(), |out| out.extend_from_slice(text));
        new
    }

    /// Replaces the text by what `write` writes, which is `most` bytes at most.
    pub(super) fn replace(&mut self, most: usize, write: impl FnOnce(&mut Vec<u8>)) {
        let most = most.next_multiple_of(64);
        self.padded.clear();
        if self.padded.capacity() < most {
            // Not grown in place, because that would leave a copy behind.
            self.padded = Wiped::with_capacity(most);
        }
        write(&mut self.padded);
        self.length = self.padded.len();
        self.padded.resize(self.length.next_multiple_of(64), 0);
    }
}

/// The text before a value, and the index of its pair in the request.
pub(super) struct Named {
    pub(super) index: usize,
    pub(super) text: Text,
}

/// A padded canonical request. It is wiped on drop, because it may contain keys in headers.
#[derive(Default)]
pub(super) struct Message {
    /// Longer than the part in use, so that it need not be zeroed again.
    text: Wiped<u8>,
    pub(super) length: usize,
}

impl Message {
    /// Returns the blocks of the message.
    #[inline]
    pub(super) fn blocks(&self) -> &[Block] {
        self.text.get(..self.length).unwrap_or_default().as_chunks().0
    }

    /// Starts a message of at most this length. Returns `None` if there is not enough memory.
    #[inline]
    pub(super) fn writer(&mut self, most: usize) -> Option<Writer<'_>> {
        let needed = most.checked_add(SLACK)?;
        if self.text.len() < needed {
            // Not grown in place, because that would leave a copy behind.
            self.text = Wiped::try_with_capacity(needed.checked_next_power_of_two()?)?;
            let capacity = self.text.capacity();
            self.text.resize(capacity, 0);
        }
        Some(Writer { out: &mut self.text, at: 0 })
    }
}

/// Writes the parts of a message one after the other. A part may be followed by other bytes, which the next part, or the
/// padding, overwrites.
pub(super) struct Writer<'a> {
    out: &'a mut [u8],
    pub(super) at: usize,
}

impl Writer<'_> {
    #[inline(always)]
    fn rest(&mut self) -> &mut [u8] {
        self.out.get_mut(self.at..).unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        if let Some(out) = self.rest().get_mut(..bytes.len()) {
            out.copy_from_slice(bytes);
        }
        self.at += bytes.len();
    }

    #[inline(always)]
    pub(super) fn text(&mut self, text: &Text) {
        let blocks = text.padded.as_chunks::<64>().0;
        for (out, block) in self.rest().as_chunks_mut().0.iter_mut().zip(blocks) {
            *out = *block;
        }
        self.at += text.length;
    }

    /// Writes text outside a path, percent-encoded.
    #[inline(always)]
    pub(super) fn component(&mut self, text: &[u8]) {
        self.at += encode::write_component(self.rest(), text);
    }

    #[inline(always)]
    pub(super) fn path(&mut self, text: PathText) {
        self.at += text.write_to(self.rest());
    }

    /// Writes a header's line. Returns `None` if the value is not allowed.
    #[inline]
    pub(super) fn header(&mut self, named: &Named, pairs: &[(&str, &str)]) -> Option<()> {
        self.text(&named.text);
        let (_, value) = pairs.get(named.index)?;
        if headers::has_control(value) {
            return None;
        }
        headers::collapsed(headers::trimmed(value), |byte| self.bytes(&[byte]));
        Some(())
    }

    /// Writes SHA-256's padding (FIPS 180-4 section 5.1.1), and returns the length of the message with it.
    #[inline]
    pub(super) fn pad(mut self) -> usize {
        let bits = (self.at as u64) * 8;
        self.bytes(&[0x80]);
        let end = (self.at + 8).next_multiple_of(64);
        if let Some((zeros, length)) =
            self.out.get_mut(self.at..end).and_then(|rest| rest.split_last_chunk_mut::<8>())
        {
            zeros.fill(0);
            *length = bits.to_be_bytes();
        }
        end
    }
}
