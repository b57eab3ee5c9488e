//! Parts of the URLs that are made by threads of their own, where the position of a URL is not known before the ones
//! before it are made.

use std::ops::Range;
use std::thread;

use super::links::Links;
use crate::{BatchError, Error};

/// Makes one part of the URLs per thread, the caller's thread the first, and replaces those in `links`. `append` appends
/// the URLs of a range. The first error is that of the first wrong URL.
pub(super) fn presign_into(
    range: Range<usize>,
    threads: usize,
    links: &mut Links,
    append: impl Fn(Range<usize>, &mut Links) -> Result<(), BatchError> + Sync,
) -> Result<(), BatchError> {
    links.text.clear();
    let size = range.len().div_ceil(threads).max(1);
    let first = range.start..range.end.min(range.start.saturating_add(size));
    let others =
        || (first.end..range.end).step_by(size).map(|begin| begin..range.end.min(begin.saturating_add(size)));
    let part_of = |range: Range<usize>| {
        let mut part = Links::default();
        append(range, &mut part).map(|()| part)
    };
    let mut parts: Vec<Option<Result<Links, BatchError>>> = others().map(|_| None).collect();
    thread::scope(|scope| {
        for (range, part) in others().zip(&mut parts) {
            // If the system refuses to start a thread, its part is made below.
            let _ = thread::Builder::new().spawn_scoped(scope, move || *part = Some(part_of(range)));
        }
        append(first.clone(), links)
    })?;
    for (range, part) in others().zip(parts) {
        join(links, &part.unwrap_or_else(|| part_of(range))?)?;
    }
    Ok(())
}

fn join(links: &mut Links, part: &Links) -> Result<(), BatchError> {
    let Links { text, offsets } = links;
    let begin = text.len() as u64;
    text.try_reserve(part.text.len()).map_err(|_| Error::Memory)?;
    offsets.try_reserve(part.len()).map_err(|_| Error::Memory)?;
    text.extend_from_slice(&part.text);
    offsets.extend(part.offsets.iter().skip(1).map(|end| begin + end));
    Ok(())
}
