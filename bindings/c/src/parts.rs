//! Writing a batch, and writing it in parts with threads. The keys were checked before.

use std::thread;

use presign::Template;

use crate::inputs::Keys;
use crate::status::Failure;

/// More threads than this are a number gone wrong.
pub(crate) const MOST_THREADS: usize = 256;

/// Fewer keys than this are not worth a thread of their own.
const LEAST_KEYS_OF_A_THREAD: usize = 64;

/// What one thread works on.
struct Part<'a> {
    keys: Keys<'a>,
    room: &'a mut [u8],
    starts: &'a mut [u64],
}

/// Writes the links, and where in `out` each begins. Returns where the last one ends.
pub(crate) fn write(
    template: &Template,
    keys: Keys,
    out: &mut [u8],
    starts: &mut [u64],
) -> Result<usize, Failure> {
    let mut end = 0;
    for (key, start) in keys.iter().zip(starts) {
        *start = end as u64;
        let room = out.get_mut(end..).unwrap_or_default();
        let len = template.write(key?, room)?;
        if len > room.len() {
            return Err(Failure::TOO_LARGE);
        }
        end += len;
    }
    Ok(end)
}

/// As [`write`], where `out` has room for the bounds of all links: each thread writes a part into room of its own, and
/// then the parts are moved together.
pub(crate) fn write_with_threads(
    template: &Template,
    keys: Keys,
    threads: usize,
    out: &mut [u8],
    starts: &mut [u64],
) -> Result<usize, Failure> {
    let threads = threads.min(MOST_THREADS).min(keys.len() / LEAST_KEYS_OF_A_THREAD);
    if threads <= 1 {
        return write(template, keys, out, starts);
    }
    let size = keys.len().div_ceil(threads);
    let bounds = keys.chunks(size).map(|keys| bound(template, keys)).collect::<Result<Vec<_>, _>>()?;
    let Some(lens) = write_parts(template, split(keys, size, &bounds, out, starts)?) else {
        // The system gives no more threads.
        return write(template, keys, out, starts);
    };
    let (mut from, mut to) = (0, 0);
    for ((bound, len), starts) in bounds.iter().zip(lens).zip(starts.chunks_mut(size)) {
        let len = len?;
        out.copy_within(from..from + len, to);
        starts.iter_mut().for_each(|start| *start += to as u64);
        from += bound;
        to += len;
    }
    Ok(to)
}

fn bound(template: &Template, keys: Keys) -> Result<usize, Failure> {
    keys.iter().try_fold(0, |sum, key| Ok(sum + template.bound(key?)?))
}

fn split<'a>(
    keys: Keys<'a>,
    size: usize,
    bounds: &[usize],
    out: &'a mut [u8],
    starts: &'a mut [u64],
) -> Result<Vec<Part<'a>>, Failure> {
    let mut rest = out;
    let mut parts = Vec::with_capacity(bounds.len());
    for ((keys, starts), bound) in keys.chunks(size).zip(starts.chunks_mut(size)).zip(bounds) {
        let (room, behind) = rest.split_at_mut_checked(*bound).ok_or(Failure::TOO_LARGE)?;
        rest = behind;
        parts.push(Part { keys, room, starts });
    }
    Ok(parts)
}

/// The length of each part, in order; `None` if a thread could not be started.
fn write_parts(template: &Template, parts: Vec<Part>) -> Option<Vec<Result<usize, Failure>>> {
    thread::scope(|scope| {
        let mut running = Vec::with_capacity(parts.len());
        for part in parts {
            let work = move || write(template, part.keys, part.room, part.starts);
            running.push(thread::Builder::new().spawn_scoped(scope, work).ok()?);
        }
        // A panic in a thread ends there; nothing unwinds through the scope.
        Some(running.into_iter().map(|thread| thread.join().unwrap_or(Err(Failure::PANIC))).collect())
    })
}
