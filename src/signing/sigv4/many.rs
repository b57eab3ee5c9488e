//! Creates many URLs of a template: each text is written to its final position, and waits there until there are enough
//! of them for a kernel to sign in parallel.
//!
//! A text contains the path and query of the canonical request, with a line feed where the question mark will be. So
//! the blocks that contain the key are hashed in place; the blocks after them do not depend on the content of the key.

use super::{SIGNATURE_PARAM, V4Template};
use crate::input::keys::{FoundKeys, Keys};
use crate::primitives::encode;
use crate::primitives::sha256::lanes::{
    Blocks, Kernel, Lane, MOST_LANES, Schedules, SharedMessage, Signature, Work,
};
use crate::{Error, MAX_KEY_BYTES};

/// The working state of one thread.
pub(crate) struct BatchSigner<'a> {
    template: &'a V4Template,
    message: SharedMessage<'a>,
    kernel: Kernel,
    /// Byte to write after each URL.
    after: Option<u8>,
    layout: UrlLayout,
    /// Indexed by the number of blocks with the key and by the number of blocks after them, which has at most two
    /// values for each value of the first.
    queues: Vec<Queue>,
    /// Length of the last key and the index of its queue, which are often the same for the next key.
    last: (usize, usize),
    /// Set if there was no memory for a queue: the URLs that belong in it are never signed.
    is_short: bool,
}

/// Positions in a URL.
#[derive(Clone, Copy)]
struct UrlLayout {
    /// The beginning of the first block that is hashed.
    origin: usize,
    head_len: usize,
    /// The end of the query, counted from the end of the key.
    query_end: usize,
    front_len: usize,
}

/// URLs that are not signed yet and have the same numbers of blocks.
#[derive(Default)]
struct Queue {
    pending: usize,
    links: [PendingUrl; MOST_LANES],
    schedules: Schedules,
}

/// Buffer for a kernel's signatures. The caller provides it, so that it is created once and never moved.
pub(crate) type SignatureBuffer = [Signature; MOST_LANES];

pub(crate) const EMPTY_SIGNATURES: SignatureBuffer = [[0; 64]; MOST_LANES];

#[derive(Clone, Copy, Default)]
struct PendingUrl {
    begin: usize,
    key_len: usize,
}

impl<'a> BatchSigner<'a> {
    /// Creates the working state. `after` is written after each URL.
    #[inline] // moving the result instead of building it in place is measurably slow in a small batch
    pub(crate) fn new(template: &'a V4Template, after: Option<u8>, kernel: Kernel) -> Option<Self> {
        let path = template.head().get(template.path..).unwrap_or_default();
        let mut line = [b'\n'; 33];
        let (method, _) = line.split_at_mut_checked(template.method.len())?;
        method.copy_from_slice(template.method.as_bytes());
        let line = line.get(..=template.method.len())?;
        let to_sign = template.to_sign.for_lanes(&template.signing_state);
        let message = SharedMessage::new(line, path, &template.tail, template.tail_len, to_sign);
        let (skipped, front_len) = message.front();
        // The kernels use 32 bits for a message's length in bits: URLs with a query of half a gigabyte are made one by
        // one.
        u32::try_from((front_len + 3 * MAX_KEY_BYTES + template.tail_len).checked_mul(8)?).ok()?;
        let layout = UrlLayout {
            // The method's line overlaps the bytes before the path; it is rarely longer than those.
            origin: (template.path + skipped).checked_sub(line.len())?,
            head_len: template.head_len,
            query_end: template.query_end,
            front_len,
        };
        Some(Self {
            template,
            message,
            kernel,
            after,
            layout,
            queues: Vec::new(),
            last: (0, 0),
            is_short: false,
        })
    }

    /// Writes URLs whose ends are known, the first of which begins at `begin`. `begin` and the ends are counted from
    /// `origin`, the position where `out` begins. Some URLs are left unsigned until [`BatchSigner::finish`] is called with the
    /// same `out`; after an error some stay unsigned.
    pub(crate) fn write<K: Keys + ?Sized>(
        &mut self,
        keys: &K,
        first: usize,
        (origin, mut begin): (usize, usize),
        ends: &[u64],
        out: &mut [u8],
        signatures: &mut SignatureBuffer,
    ) -> Result<(), Error> {
        let (mut found, mut done) = (FoundKeys::new(), 0);
        while done < ends.len() {
            let keys = found.get(keys, first + done..first + ends.len());
            let ends = ends.get(done..done + keys.len()).unwrap_or_default();
            begin = self.write_found(keys, (origin, begin), ends, out, signatures);
            done += keys.len();
        }
        if self.is_short { Err(Error::Memory) } else { Ok(()) }
    }

    /// [`BatchSigner::write`] for a few keys; returns where their last URL ends.
    #[inline(never)]
    fn write_found(
        &mut self,
        keys: &[&[u8]],
        (origin, begin): (usize, usize),
        ends: &[u64],
        out: &mut [u8],
        signatures: &mut SignatureBuffer,
    ) -> usize {
        let kernel = self.kernel;
        kernel.run(Write { batch_signer: self, keys, origin, begin, ends, out, signatures })
    }

    /// Writes the URL without its signature. A part that is copied in whole blocks overlaps the next part, which is
    /// written afterwards, and finally the signature.
    #[inline(always)]
    fn write_unsigned(&self, link: &mut [u8], key: &[u8], key_len: usize) {
        copy_blocks(link, &self.template.head, self.layout.head_len);
        let rest = link.get_mut(self.layout.head_len..).unwrap_or_default();
        if key.len() == key_len {
            copy_key(rest, key);
        } else {
            encode::write_path(rest, key);
        }
        let rest = rest.get_mut(key_len..).unwrap_or_default();
        copy_blocks(rest, &self.template.tail, self.layout.query_end);
        if let (Some(after), Some(last)) = (self.after, rest.last_mut()) {
            *last = after;
        }
    }

    #[inline(always)]
    fn enqueue(&mut self, link: PendingUrl, out: &mut [u8], signatures: &mut SignatureBuffer) {
        if link.key_len != self.last.0 {
            let number = self.number(link.key_len);
            self.is_short |= number.is_none();
            self.last = (link.key_len, number.unwrap_or(usize::MAX));
        }
        let Some(queue) = self.queues.get_mut(self.last.1) else { return };
        if let Some(slot) = queue.links.get_mut(queue.pending) {
            *slot = link;
            queue.pending += 1;
        }
        if queue.pending >= self.kernel.lanes() {
            queue.sign(&self.message, self.kernel, self.layout, out, signatures);
        }
    }

    /// Returns the index of the queue for keys of this length, or `None` if there is not enough memory. No key has
    /// length 0.
    #[inline(never)]
    fn number(&mut self, key_len: usize) -> Option<usize> {
        let Blocks { own, shared } = self.message.blocks(key_len);
        let number = own * 2 + shared % 2;
        let count = self.queues.len().max(number + 1);
        self.queues.try_reserve_exact(count - self.queues.len()).ok()?;
        self.queues.resize_with(count, Queue::default);
        Some(number)
    }

    /// Signs the remaining URLs.
    pub(crate) fn finish(&mut self, out: &mut [u8], signatures: &mut SignatureBuffer) {
        for queue in self.queues.iter_mut().filter(|queue| queue.pending > 0) {
            queue.sign(&self.message, self.kernel, self.layout, out, signatures);
        }
    }
}

/// [`BatchSigner::write_found`] as work that a kernel compiles for its wide registers.
struct Write<'a, 'b> {
    batch_signer: &'a mut BatchSigner<'b>,
    keys: &'a [&'a [u8]],
    origin: usize,
    begin: usize,
    ends: &'a [u64],
    out: &'a mut [u8],
    signatures: &'a mut SignatureBuffer,
}

impl Work for Write<'_, '_> {
    type Output = usize;

    #[inline(always)]
    fn run(self) -> usize {
        let Self { batch_signer, keys, origin, begin, ends, out, signatures } = self;
        let fixed = batch_signer.template.constant() + usize::from(batch_signer.after.is_some());
        let mut begin = begin - origin;
        for (key, end) in keys.iter().zip(ends) {
            let end = usize::try_from(*end).unwrap_or_default() - origin;
            let key_len = end - begin - fixed;
            if let Some(link) = out.get_mut(begin..end) {
                batch_signer.write_unsigned(link, key, key_len);
            }
            batch_signer.enqueue(PendingUrl { begin, key_len }, out, signatures);
            begin = end;
        }
        begin + origin
    }
}

impl Queue {
    #[inline(always)]
    fn sign(
        &mut self,
        message: &SharedMessage,
        kernel: Kernel,
        layout: UrlLayout,
        out: &mut [u8],
        signatures: &mut SignatureBuffer,
    ) {
        let links = self.links.get(..self.pending).unwrap_or_default();
        // All URLs in a queue have the same number of blocks.
        let Blocks { own, .. } = message.blocks(links.first().map_or(0, |link| link.key_len));
        let mut lanes = [Lane { blocks: &[], key_end: 0 }; MOST_LANES];
        for (lane, link) in lanes.iter_mut().zip(links) {
            let (blocks, _) = out.get(link.begin + layout.origin..).unwrap_or_default().as_chunks();
            *lane = Lane {
                blocks: blocks.get(..own).unwrap_or_default(),
                key_end: layout.front_len + link.key_len,
            };
        }
        let lanes = lanes.get(..links.len()).unwrap_or_default();
        kernel.sign(message, lanes, &mut self.schedules, signatures);
        for (link, signature) in links.iter().zip(signatures) {
            let query_start = link.begin + layout.head_len + link.key_len;
            if let Some(query_start) = out.get_mut(query_start) {
                *query_start = b'?';
            }
            if let Some((mark, end)) =
                out.get_mut(query_start + layout.query_end..).and_then(<[u8]>::split_first_chunk_mut)
            {
                *mark = *SIGNATURE_PARAM;
                if let Some(end) = end.first_chunk_mut() {
                    *end = *signature;
                }
            }
        }
        self.pending = 0;
    }
}

/// Copies whole blocks: up to 63 bytes more than `length`.
#[inline(always)]
fn copy_blocks(out: &mut [u8], text: &[u8], length: usize) {
    let blocks = text.as_chunks::<64>().0.get(..length.div_ceil(64)).unwrap_or_default();
    for (out, block) in out.as_chunks_mut().0.iter_mut().zip(blocks) {
        *out = *block;
    }
}

#[inline(always)]
fn copy_key(out: &mut [u8], key: &[u8]) {
    let Some(out) = out.get_mut(..key.len()) else { return };
    let _ = copy_vectors::<32>(out, key) || copy_vectors::<8>(out, key) || {
        out.copy_from_slice(key);
        true
    };
}

/// Copies whole vectors, the last of which may overlap the one before: without a call, and without single bytes.
/// Returns false if the text is shorter than one vector.
#[inline(always)]
fn copy_vectors<const N: usize>(out: &mut [u8], text: &[u8]) -> bool {
    for (out, vector) in out.as_chunks_mut::<N>().0.iter_mut().zip(text.as_chunks().0) {
        *out = *vector;
    }
    match (out.last_chunk_mut::<N>(), text.last_chunk()) {
        (Some(out), Some(vector)) => {
            *out = *vector;
            true
        }
        _ => false,
    }
}
