//! Many links of a template: each text is laid down where it will stay, and waits there until enough of them are
//! together for a kernel to sign them side by side.
//!
//! A text holds the canonical request's path and query already, with a line feed where the question mark will be. So
//! the blocks with the key's bytes are hashed where they lie; those behind them do not depend on the key's content.

use super::{MARK, Template};
use crate::batch::Keys;
use crate::sha256::lanes::{
    Blocks, Chain, Kernel, Lane, MOST_LANES, Schedules, Signature, TAIL_PADDING, Work,
};
use crate::{Error, MAX_KEY_BYTES, encode};

/// The most that [`pad`] appends to either.
pub(super) const PADDING: usize = TAIL_PADDING.len();

/// Makes of a template's texts what can be laid down and hashed in whole blocks.
pub(super) fn pad(head: &mut Vec<u8>, tail: &mut Vec<u8>) {
    head.resize(head.len().next_multiple_of(64), 0);
    tail.extend_from_slice(&TAIL_PADDING);
}

/// What one thread works with.
pub(crate) struct Desk<'a> {
    template: &'a Template,
    chain: Chain<'a>,
    kernel: Kernel,
    /// Put behind each link.
    after: Option<u8>,
    place: Place,
    /// By number of own blocks, and of shared ones, of which there are at most two numbers for one of own.
    queues: Vec<Queue>,
    /// The last key's length and its queue: often the next one's, too.
    last: (usize, usize),
    /// There was no memory for a queue: what should wait in it will never be signed.
    is_short: bool,
}

/// Where things are in a link.
#[derive(Clone, Copy)]
struct Place {
    /// The first block that is hashed.
    origin: usize,
    head_len: usize,
    /// Where the query ends, behind the key.
    query_end: usize,
    front_len: usize,
}

/// Links with the same numbers of blocks, which are not signed yet.
#[derive(Default)]
struct Queue {
    waiting: usize,
    links: [Waiting; MOST_LANES],
    schedules: Schedules,
}

/// Room for a kernel's signatures. A caller's, so that it is made once and moved nowhere.
pub(crate) type Room = [Signature; MOST_LANES];

pub(crate) const EMPTY_ROOM: Room = [[0; 64]; MOST_LANES];

#[derive(Clone, Copy, Default)]
struct Waiting {
    begin: usize,
    key_len: usize,
}

impl<'a> Desk<'a> {
    /// `after` is put behind each link.
    #[inline] // what is moved instead of made in its place shows in a small batch's time
    pub(crate) fn new(template: &'a Template, after: Option<u8>, kernel: Kernel) -> Option<Self> {
        let path = template.head().get(template.path..).unwrap_or_default();
        let mut line = [b'\n'; 33];
        let (method, _) = line.split_at_mut_checked(template.method.len())?;
        method.copy_from_slice(template.method.as_bytes());
        let line = line.get(..=template.method.len())?;
        let to_sign = template.to_sign.for_lanes(&template.moment);
        let chain = Chain::new(line, path, &template.tail, template.tail_len, to_sign);
        let (skipped, front_len) = chain.front();
        // The kernels know 32 bits of a message's length in bits: links with a query of half a gigabyte go another way.
        u32::try_from((front_len + 3 * MAX_KEY_BYTES + template.tail_len).checked_mul(8)?).ok()?;
        let place = Place {
            // The method's line lies over the bytes before the path; one that is longer than those is rare enough.
            origin: (template.path + skipped).checked_sub(line.len())?,
            head_len: template.head_len,
            query_end: template.query_end,
            front_len,
        };
        Some(Self {
            template,
            chain,
            kernel,
            after,
            place,
            queues: Vec::new(),
            last: (0, 0),
            is_short: false,
        })
    }

    /// Writes links whose ends are known, the first of which begins at `begin`. All of these count from `origin`, which
    /// is where `out` begins. Some are left unsigned until [`Desk::finish`] is called with the same `out`; after an
    /// error some stay so.
    pub(crate) fn write<K: Keys + ?Sized>(
        &mut self,
        keys: &K,
        first: usize,
        (origin, begin): (usize, usize),
        ends: &[u64],
        out: &mut [u8],
        room: &mut Room,
    ) -> Result<(), Error> {
        let kernel = self.kernel;
        kernel.run(Write { desk: self, keys, first, origin, begin, ends, out, room });
        if self.is_short { Err(Error::Memory) } else { Ok(()) }
    }

    /// The link without its signature. What is laid down in whole blocks reaches into the next part, which is written
    /// afterwards, and at the end into the signature's place.
    #[inline(always)]
    fn lay(&self, link: &mut [u8], key: &[u8], key_len: usize) {
        copy_blocks(link, &self.template.head, self.place.head_len);
        let rest = link.get_mut(self.place.head_len..).unwrap_or_default();
        if key.len() == key_len {
            copy_key(rest, key);
        } else {
            encode::write_path(rest, key);
        }
        let rest = rest.get_mut(key_len..).unwrap_or_default();
        copy_blocks(rest, &self.template.tail, self.place.query_end);
        if let (Some(after), Some(last)) = (self.after, rest.last_mut()) {
            *last = after;
        }
    }

    #[inline(always)]
    fn enqueue(&mut self, link: Waiting, out: &mut [u8], room: &mut Room) {
        if link.key_len != self.last.0 {
            let number = self.number(link.key_len);
            self.is_short |= number.is_none();
            self.last = (link.key_len, number.unwrap_or(usize::MAX));
        }
        let Some(queue) = self.queues.get_mut(self.last.1) else { return };
        if let Some(place) = queue.links.get_mut(queue.waiting) {
            *place = link;
            queue.waiting += 1;
        }
        if queue.waiting >= self.kernel.lanes() {
            queue.sign(&self.chain, self.kernel, self.place, out, room);
        }
    }

    /// The number of the queue for keys of a length, if there is memory for it. There are no keys of length 0.
    #[inline(never)]
    fn number(&mut self, key_len: usize) -> Option<usize> {
        let Blocks { own, shared } = self.chain.blocks(key_len);
        let number = own * 2 + shared % 2;
        let count = self.queues.len().max(number + 1);
        self.queues.try_reserve_exact(count - self.queues.len()).ok()?;
        self.queues.resize_with(count, Queue::default);
        Some(number)
    }

    /// Signs what is left.
    pub(crate) fn finish(&mut self, out: &mut [u8], room: &mut Room) {
        for queue in self.queues.iter_mut().filter(|queue| queue.waiting > 0) {
            queue.sign(&self.chain, self.kernel, self.place, out, room);
        }
    }
}

/// [`Desk::write`] as work for wide registers.
struct Write<'a, 'b, K: ?Sized> {
    desk: &'a mut Desk<'b>,
    keys: &'a K,
    first: usize,
    origin: usize,
    begin: usize,
    ends: &'a [u64],
    out: &'a mut [u8],
    room: &'a mut Room,
}

impl<K: Keys + ?Sized> Work for Write<'_, '_, K> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { desk, keys, first, origin, begin, ends, out, room } = self;
        let fixed = desk.template.bound() + usize::from(desk.after.is_some());
        let mut begin = begin - origin;
        for (index, end) in (first..).zip(ends) {
            let end = usize::try_from(*end).unwrap_or_default() - origin;
            let key_len = end - begin - fixed;
            if let Some(link) = out.get_mut(begin..end) {
                desk.lay(link, keys.key(index), key_len);
            }
            desk.enqueue(Waiting { begin, key_len }, out, room);
            begin = end;
        }
    }
}

impl Queue {
    #[inline(always)]
    fn sign(&mut self, chain: &Chain, kernel: Kernel, place: Place, out: &mut [u8], room: &mut Room) {
        let links = self.links.get(..self.waiting).unwrap_or_default();
        // All in a queue have as many.
        let Blocks { own, .. } = chain.blocks(links.first().map_or(0, |link| link.key_len));
        let mut lanes = [Lane { blocks: &[], key_end: 0 }; MOST_LANES];
        for (lane, link) in lanes.iter_mut().zip(links) {
            let (blocks, _) = out.get(link.begin + place.origin..).unwrap_or_default().as_chunks();
            *lane = Lane {
                blocks: blocks.get(..own).unwrap_or_default(),
                key_end: place.front_len + link.key_len,
            };
        }
        let lanes = lanes.get(..links.len()).unwrap_or_default();
        kernel.sign(chain, lanes, &mut self.schedules, room);
        for (link, signature) in links.iter().zip(room) {
            let gap = link.begin + place.head_len + link.key_len;
            if let Some(gap) = out.get_mut(gap) {
                *gap = b'?';
            }
            if let Some((mark, end)) =
                out.get_mut(gap + place.query_end..).and_then(<[u8]>::split_first_chunk_mut)
            {
                *mark = *MARK;
                if let Some(end) = end.first_chunk_mut() {
                    *end = *signature;
                }
            }
        }
        self.waiting = 0;
    }
}

/// Copies in whole blocks: up to 63 bytes more than are asked for.
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

/// Copies in vectors, the last of which may overlap the one before: no call, and no byte by itself. False if the text
/// is shorter than one.
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
