//! The data that a batch's URLs share, from the canonical request to the signature.

use crate::primitives::sha256::{Block, HmacKey, INITIAL, State, compress};

/// Maximum number of blocks of the string to sign: at most 63 bytes before the digest in its block, 64 of digest, 9 or
/// more of padding.
pub(crate) const MOST_TO_SIGN: usize = 3;

/// The padding after a tail: SHA-256's padding except for the length. A block that begins in it, at most 8 bytes before
/// its end, ends in it.
pub(crate) const TAIL_PADDING: [u8; 129] = {
    let mut padding = [0; 129];
    padding[0] = 0x80;
    padding
};

/// The two messages that are hashed for a URL, without the parts that depend on the key:
///
/// ```text
/// canonical request   front | key | tail | padding           the digest of this, in hex, goes
/// string to sign      ... | digest | padding                 here, on top of the HMAC's inner pad
/// ```
///
/// The first blocks contain the key. The blocks after them have the same content for all keys of one length.
pub(crate) struct SharedMessage<'a> {
    /// The state after the front's whole blocks, and the length of those blocks in bytes.
    start: State,
    skipped: usize,
    front_len: usize,
    /// Overlay for the first block that is hashed for each key: `line` is the method's line, if it is in that block;
    /// `own` has ones where the block's own bytes are kept.
    line: Block,
    own: Block,
    /// The tail, a one bit, and zeros: every block after those with the key is a window of it, except for the length.
    tail: &'a [u8],
    tail_len: usize,
    to_sign: ToSign,
}

/// The string to sign, padded, from the block on that the digest changes, and the position of the digest.
pub(crate) struct ToSign {
    pub(crate) blocks: [Block; MOST_TO_SIGN],
    pub(crate) count: usize,
    pub(crate) digest_at: usize,
    /// The inner state includes the blocks before these.
    pub(crate) key: HmacKey,
}

/// The part of one URL.
#[derive(Clone, Copy)]
pub(crate) struct Lane<'a> {
    /// The blocks that contain the key. The bytes where the method's line goes may have any value.
    pub(crate) blocks: &'a [Block],
    /// The length of the front and the key, in bytes.
    pub(crate) key_end: usize,
}

/// The number of blocks of a URL: those with bytes of its key, and those after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocks {
    pub(crate) own: usize,
    pub(crate) shared: usize,
}

impl<'a> SharedMessage<'a> {
    /// Makes the shared data of a batch. The front is the method's line, which is shorter than a block, and the path up
    /// to the key. The tail is longer than a block, and is followed by [`TAIL_PADDING`] after its `tail_len` bytes.
    #[inline]
    pub(crate) fn new(line: &[u8], path: &[u8], tail: &'a [u8], tail_len: usize, to_sign: ToSign) -> Self {
        let mut message = Self {
            start: INITIAL,
            skipped: 0,
            front_len: line.len() + path.len(),
            line: [0; 64],
            own: [0xff; 64],
            tail,
            tail_len,
            to_sign,
        };
        for ((byte, own), line) in message.line.iter_mut().zip(&mut message.own).zip(line) {
            (*byte, *own) = (*line, 0);
        }
        message.skip(line.len(), path);
        message
    }

    /// Hashes the front's whole blocks.
    fn skip(&mut self, line_len: usize, path: &[u8]) {
        let Some((first, rest)) = path.split_at_checked(64_usize.saturating_sub(line_len)) else { return };
        let mut block = self.line;
        for (out, byte) in block.iter_mut().skip(line_len).zip(first) {
            *out = *byte;
        }
        let (blocks, _) = rest.as_chunks();
        compress(&mut self.start, &[block]);
        compress(&mut self.start, blocks);
        self.skipped = 64 + blocks.len() * 64;
        (self.line, self.own) = ([0; 64], [0xff; 64]);
    }

    /// Returns the length of the part of the front that is already hashed, and the length of the front, in bytes.
    pub(crate) fn front(&self) -> (usize, usize) {
        (self.skipped, self.front_len)
    }

    /// Returns the number of blocks of a URL whose encoded key is `key_len` bytes long.
    #[inline]
    pub(crate) fn blocks(&self, key_len: usize) -> Blocks {
        let own = (self.front_len + key_len - self.skipped).div_ceil(64);
        let length = self.front_len + key_len + self.tail_len;
        let all = (length + 1 + 8).div_ceil(64) - self.skipped / 64;
        Blocks { own, shared: all - own }
    }

    pub(super) fn start(&self) -> &State {
        &self.start
    }

    pub(super) fn to_sign(&self) -> &ToSign {
        &self.to_sign
    }

    /// Returns the overlay of the first block: a mask of the bytes that are kept, and the other bytes.
    pub(super) fn overlay(&self) -> (&Block, &Block) {
        (&self.own, &self.line)
    }

    /// Returns the first of a lane's blocks, with the method's line inserted.
    #[inline]
    pub(super) fn with_method_line(&self, block: &Block) -> Block {
        let mut out = self.line;
        for ((out, block), own) in out.iter_mut().zip(block).zip(&self.own) {
            *out |= block & own;
        }
        out
    }

    /// Returns the blocks after those with the key, complete except for the length in the last one.
    #[inline]
    pub(super) fn shared(&self, key_end: usize) -> &[Block] {
        let Blocks { own, shared } = self.blocks(key_end - self.front_len);
        let begin = self.skipped + own * 64 - key_end;
        let (blocks, _) = self.tail.split_at_checked(begin).unwrap_or_default().1.as_chunks();
        blocks.get(..shared).unwrap_or_default()
    }

    /// Returns the length of the whole message in bits, which is the last word of the last block. The creator of a
    /// chain ensures that no message is as long as half a gigabyte.
    #[inline]
    pub(super) fn bits(&self, key_end: usize) -> u32 {
        u32::try_from((key_end + self.tail_len) * 8).unwrap_or(u32::MAX)
    }

    /// Returns the last block with the length inserted.
    #[inline]
    pub(super) fn with_length(&self, block: &Block, key_end: usize) -> Block {
        let mut out = *block;
        if let Some(last) = out.last_chunk_mut() {
            *last = self.bits(key_end).to_be_bytes();
        }
        out
    }
}

impl ToSign {
    /// Returns the blocks to hash, with a digest inserted.
    #[inline]
    pub(super) fn with_digest(&self, digest: &[u8; 64]) -> [Block; MOST_TO_SIGN] {
        let mut blocks = self.blocks;
        if let Some(digest_at) = blocks.as_flattened_mut().get_mut(self.digest_at..self.digest_at + 64) {
            digest_at.copy_from_slice(digest);
        }
        blocks
    }
}
