//! Creates many URLs of requests that differ in more than their keys.
//!
//! What a request has in common with earlier ones is kept: the text for its bucket, and the text for its method and the
//! names of its parameters and headers. For a request whose bucket and names are known, only the values are checked,
//! encoded and written between these texts. The canonical request is written to a buffer of its own, and its path and
//! query are copied to the URL; it waits in a queue for others with the same number of blocks, until a kernel signs them
//! in parallel.

use smallvec::SmallVec;

use super::message::{Message, Named, Text};
use super::{
    Constants, SIGNATURE_LEN, SIGNATURE_PARAM, SignatureBuffer, SigningState, UrlParts, write_names,
};
use crate::MAX_KEY_BYTES;
use crate::input::expiry::Validity;
use crate::input::headers;
use crate::input::parameters::{Param, joined};
use crate::input::query;
use crate::input::row::Row;
use crate::input::sigv4::UNSIGNED_PAYLOAD;
use crate::primitives::encode;
use crate::primitives::sha256::lanes::{Kernel, Lane, MOST_LANES, Schedules, SharedMessage};
use crate::primitives::wiped::Wiped;
use crate::signing::recent::Recent;

/// The largest number of blocks of a canonical request that waits in a queue. A longer one is signed alone: the hash of
/// so many blocks is most of its cost.
const MOST_BLOCKS: usize = 128;

/// The number of buckets, and of combinations of a method and names, that are kept.
const KEPT: usize = 8;

/// The working state of one thread.
pub(crate) struct RowSigner<'a> {
    constants: &'a Constants,
    kernel: Kernel,
    time: Option<SigningTime>,
    places: Recent<Place, KEPT>,
    shapes: Recent<Shape, KEPT>,
    /// The canonical request that is being written.
    message: Message,
    /// Indexed by the number of blocks.
    queues: Vec<Queue>,
    schedules: Schedules,
    signatures: SignatureBuffer,
}

/// What depends on the signing time. All URLs that are signed together have the same.
struct SigningTime {
    signed_at: i64,
    /// The signature's parameters up to the lifetime.
    query: Vec<u8>,
    message: SharedMessage<'static>,
}

/// What depends on the bucket.
struct Place {
    bucket: String,
    /// The URL before its path.
    origin: Vec<u8>,
    /// The path before the key.
    path: Text,
    host: Text,
    /// The space that these two need in a message.
    fixed_len: usize,
}

/// What depends on the method, on the names of the parameters and on the names of the headers.
struct Shape {
    method: String,
    query_names: SmallVec<[String; 4]>,
    header_names: SmallVec<[String; 4]>,
    /// The method's line.
    line: Text,
    /// The parameters before the signature's own and after them, as `name=` and `&name=`.
    before: SmallVec<[Named; 2]>,
    after: SmallVec<[Named; 4]>,
    /// The headers before `host` and after it, as `\nname:`.
    headers_before: SmallVec<[Named; 2]>,
    headers_after: SmallVec<[Named; 4]>,
    /// The signature's parameters after the lifetime.
    query_end: Wiped<u8>,
    /// What follows the headers.
    end: Text,
    /// All of the signature's parameters, with the last lifetime.
    params: Text,
    lifetime: i64,
    /// The space that all these texts need in a message.
    fixed_len: usize,
}

/// Canonical requests with the same number of blocks, and where in the output their signatures go.
struct Queue {
    pending: usize,
    messages: [Message; MOST_LANES],
    positions: [usize; MOST_LANES],
}

impl Default for Queue {
    fn default() -> Self {
        Self { pending: 0, messages: std::array::from_fn(|_| Message::default()), positions: [0; MOST_LANES] }
    }
}

impl<'a> RowSigner<'a> {
    pub(crate) fn new(constants: &'a Constants, kernel: Kernel) -> Self {
        Self {
            constants,
            kernel,
            time: None,
            places: Recent::default(),
            shapes: Recent::default(),
            message: Message::default(),
            queues: Vec::new(),
            schedules: Schedules::default(),
            signatures: super::EMPTY_SIGNATURES,
        }
    }

    /// Keeps the texts of a request that passed all checks, for requests like it. Those of another signing time are
    /// signed before.
    pub(crate) fn learn(&mut self, url: &UrlParts, out: &mut [u8]) {
        let request = url.parts.request;
        if self.time.as_ref().is_none_or(|time| time.signed_at != url.parts.validity.signed_at) {
            self.finish(out);
            self.time = Some(SigningTime::new(self.constants, url.signing_state));
            self.shapes.iter_mut().for_each(|shape| shape.params = Text::default());
        }
        if self.places.find(|place| place.bucket == request.bucket).is_none() {
            self.places.push(Place::new(url));
        }
        if self.shapes.find(|shape| shape.fits(&Row::new(request))).is_none()
            && let Some(shape) = Shape::new(url)
        {
            self.shapes.push(shape);
        }
    }

    /// Appends the URL for a request if one like it is known, with zeros for the signature until [`RowSigner::finish`]
    /// is called. Returns false, and appends nothing, if none is known, or if a value needs a closer look.
    #[inline]
    pub(crate) fn write<V: AsRef<[u8]> + Copy>(
        &mut self,
        row: &Row<V>,
        validity: Validity,
        out: &mut Vec<u8>,
    ) -> bool {
        let Some(time) = self.time.as_ref().filter(|time| time.signed_at == validity.signed_at) else {
            return false;
        };
        let Some(place) = self.places.find(|place| place.bucket == row.bucket) else { return false };
        let Some(shape) = self.shapes.find(|shape| shape.fits(row)) else { return false };
        if row.key.len() > MAX_KEY_BYTES || (row.key.len() == 0 && row.object_only) {
            return false;
        }
        shape.set_lifetime(time, validity.seconds());
        let Some(positions) = shape.write(place, row, &mut self.message) else { return false };
        let count = self.message.blocks().len();
        if count > MOST_BLOCKS
            || out.try_reserve(place.origin.len() + count * 64 + 2 * SIGNATURE_LEN).is_err()
        {
            return false;
        }
        if self.queues.len() <= count {
            if self.queues.try_reserve_exact(count + 1 - self.queues.len()).is_err() {
                return false;
            }
            self.queues.resize_with(count + 1, Queue::default);
        }
        let Some(queue) = self.queues.get_mut(count) else { return false };
        out.extend_from_slice(&place.origin);
        let line = shape.line.length;
        let query_start = out.len() + (positions.query_start - line);
        out.extend_from_slice(
            self.message.blocks().as_flattened().get(line..positions.query_end).unwrap_or_default(),
        );
        if let Some(byte) = out.get_mut(query_start) {
            *byte = b'?';
        }
        out.extend_from_slice(SIGNATURE_PARAM);
        if let (Some(slot), Some(position)) =
            (queue.messages.get_mut(queue.pending), queue.positions.get_mut(queue.pending))
        {
            std::mem::swap(slot, &mut self.message);
            *position = out.len();
            queue.pending += 1;
        }
        out.extend_from_slice(&[0; SIGNATURE_LEN]);
        if queue.pending >= self.kernel.lanes() {
            queue.sign(&time.message, self.kernel, &mut self.schedules, &mut self.signatures, out);
        }
        true
    }

    /// Signs the remaining URLs in `out`.
    pub(crate) fn finish(&mut self, out: &mut [u8]) {
        let Some(time) = &self.time else { return };
        for queue in self.queues.iter_mut().filter(|queue| queue.pending > 0) {
            queue.sign(&time.message, self.kernel, &mut self.schedules, &mut self.signatures, out);
        }
    }
}

impl SigningTime {
    fn new(constants: &Constants, signing_state: &SigningState) -> Self {
        let stamp = signing_state.stamp();
        let query: [&[u8]; 5] = [
            &constants.before_date,
            &stamp.date,
            &constants.before_time,
            &stamp.bytes(),
            joined!("&", Param::Lifetime.name(), "="),
        ];
        let to_sign = constants.to_sign.for_lanes(signing_state);
        Self {
            signed_at: signing_state.signed_at(),
            query: query.concat(),
            // The lanes differ in all their blocks.
            message: SharedMessage::new(&[], &[], &[], 0, to_sign),
        }
    }
}

impl Place {
    fn new(url: &UrlParts) -> Self {
        let bucket = url.parts.request.bucket;
        let mut origin = Vec::new();
        let begin = url.parts.url_prefix.write_url(&mut origin, bucket);
        let path = origin.split_off(begin);
        let mut host = b"\nhost:".to_vec();
        url.parts.url_prefix.write_host(&mut host, bucket);
        let (path, host) = (Text::new(&path), Text::new(&host));
        let fixed_len = path.length + host.length;
        Self { bucket: bucket.to_owned(), origin, path, host, fixed_len }
    }
}

/// Positions in a canonical request.
struct Positions {
    query_start: usize,
    query_end: usize,
}

impl Shape {
    /// Returns `None` for parameters whose values decide more than their own text: repeated names, which are sorted by
    /// their values; names among the signature's own; and the hash of the content.
    fn new(url: &UrlParts) -> Option<Self> {
        let request = url.parts.request;
        let is_hash = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case(headers::CONTENT_SHA256);
        if request.query.iter().chain(request.headers).any(is_hash) {
            return None;
        }
        let names: Vec<(&str, &str)> = request.query.iter().map(|(name, _)| (*name, "")).collect();
        let sorted = query::Sorted::new(&names, Param::Algorithm.name(), Param::SignedHeaders.name());
        let named = |name: &str, pairs: &[(&str, &str)], text: &dyn Fn(&mut Vec<u8>)| {
            let mut found = pairs.iter().enumerate().filter(|(_, (other, _))| *other == name);
            let (index, _) = found.next()?;
            let mut out = Vec::new();
            text(&mut out);
            found.next().is_none().then(|| Named { index, text: Text::new(&out) })
        };
        let parameter = |before: &'static str, after: &'static str| {
            move |(name, _): &(&str, &str)| {
                named(name, request.query, &|out| {
                    out.extend_from_slice(before.as_bytes());
                    encode::component(out, name.as_bytes());
                    out.extend_from_slice(after.as_bytes());
                })
            }
        };
        let line = |(name, _): &(&str, &str)| {
            named(name, request.headers, &|out| {
                out.push(b'\n');
                headers::write_name(out, name);
                out.push(b':');
            })
        };
        let headers = url.parts.headers;
        let (before, after) = headers.split_at(headers::count_before(headers, "host"));
        let names = headers.iter().map(|(name, _)| 3 * name.len() + 3).sum::<usize>();
        let mut query_end = Wiped::with_capacity(url.constants.token.len() + 32 + names);
        query_end.extend_from_slice(&url.constants.token);
        query_end.extend_from_slice(joined!("&", Param::SignedHeaders.name(), "="));
        write_names(&mut query_end, before, after, headers::write_encoded_name, b"%3B");
        let mut end = b"\n\n".to_vec();
        write_names(&mut end, before, after, headers::write_name, b";");
        end.push(b'\n');
        end.extend_from_slice(UNSIGNED_PAYLOAD.as_bytes());
        if !sorted.between().is_empty() {
            return None;
        }
        let owned = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, _)| (*name).to_owned()).collect();
        let mut shape = Self {
            method: request.method.to_owned(),
            query_names: owned(request.query),
            header_names: owned(request.headers),
            line: Text::new(&[request.method.as_bytes(), b"\n"].concat()),
            before: sorted.before().iter().map(parameter("", "=")).collect::<Option<_>>()?,
            after: sorted.after().iter().map(parameter("&", "=")).collect::<Option<_>>()?,
            headers_before: before.iter().map(line).collect::<Option<_>>()?,
            headers_after: after.iter().map(line).collect::<Option<_>>()?,
            query_end,
            end: Text::new(&end),
            params: Text::default(),
            lifetime: 0,
            fixed_len: 0,
        };
        shape.measure();
        Some(shape)
    }

    fn measure(&mut self) {
        let named = [&*self.before, &self.after, &self.headers_before, &self.headers_after];
        // Each with an ampersand.
        let named =
            named.iter().flat_map(|named| named.iter()).map(|named| named.text.length + 1).sum::<usize>();
        self.fixed_len = self.line.length + 1 + named + self.params.length + self.end.length;
    }

    /// Returns whether a request has this method and these names.
    #[inline]
    fn fits<V>(&self, row: &Row<V>) -> bool {
        self.method == row.method
            && has_names(&self.query_names, row.query)
            && has_names(&self.header_names, row.headers)
    }

    #[inline]
    fn set_lifetime(&mut self, time: &SigningTime, lifetime: i64) {
        if self.params.length == 0 || self.lifetime != lifetime {
            self.lifetime = lifetime;
            // At most 19 digits.
            self.params.replace(time.query.len() + 19 + self.query_end.len(), |out| {
                out.extend_from_slice(&time.query);
                encode::decimal(out, lifetime);
                out.extend_from_slice(&self.query_end);
            });
            self.measure();
        }
    }

    /// Writes the padded canonical request of a request that has this shape. Returns `None` if a header's value needs a
    /// closer look.
    #[inline]
    fn write<V: AsRef<[u8]> + Copy>(
        &self,
        place: &Place,
        row: &Row<V>,
        message: &mut Message,
    ) -> Option<Positions> {
        let values = row.query.iter().map(|(_, value)| 3 * value.as_ref().len()).sum::<usize>()
            + row.headers.iter().map(|(_, value)| value.len()).sum::<usize>();
        let mut out = message.writer(self.fixed_len + place.fixed_len + row.key.bound() + values)?;
        out.text(&self.line);
        out.text(&place.path);
        out.path(row.key);
        let query_start = out.at;
        out.bytes(b"\n");
        for named in &self.before {
            out.text(&named.text);
            out.component(value_of(named, row.query));
            out.bytes(b"&");
        }
        out.text(&self.params);
        for named in &self.after {
            out.text(&named.text);
            out.component(value_of(named, row.query));
        }
        let query_end = out.at;
        for named in &self.headers_before {
            out.header(named, row.headers)?;
        }
        out.text(&place.host);
        for named in &self.headers_after {
            out.header(named, row.headers)?;
        }
        out.text(&self.end);
        let length = out.pad();
        message.length = length;
        Some(Positions { query_start, query_end })
    }
}

fn value_of<'v, V: AsRef<[u8]>>(named: &Named, pairs: &'v [(&str, V)]) -> &'v [u8] {
    pairs.get(named.index).map_or(&[], |(_, value)| value.as_ref())
}

/// Returns whether pairs have these names, in this order.
#[inline]
fn has_names<V>(names: &[String], pairs: &[(&str, V)]) -> bool {
    names.len() == pairs.len() && names.iter().zip(pairs).all(|(name, (other, _))| name == other)
}

impl Queue {
    fn sign(
        &mut self,
        message: &SharedMessage,
        kernel: Kernel,
        schedules: &mut Schedules,
        signatures: &mut SignatureBuffer,
        out: &mut [u8],
    ) {
        let mut lanes = [Lane { blocks: &[], key_end: 0 }; MOST_LANES];
        for (lane, text) in lanes.iter_mut().zip(&self.messages).take(self.pending) {
            let blocks = text.blocks();
            // The texts are padded. The end of the content, were it the longest in these blocks, leaves no shared block.
            *lane = Lane { blocks, key_end: (blocks.len() * 64).saturating_sub(9) };
        }
        let lanes = lanes.get(..self.pending).unwrap_or_default();
        kernel.sign(message, lanes, schedules, signatures);
        for (position, signature) in self.positions.iter().zip(signatures).take(self.pending) {
            if let Some(out) = out.get_mut(*position..).and_then(<[u8]>::first_chunk_mut) {
                *out = *signature;
            }
        }
        self.pending = 0;
    }
}
