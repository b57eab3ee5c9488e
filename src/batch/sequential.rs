//! Creates URLs one by one: for Signature Version 2, where the length of a URL is not known before it is signed.

use std::ops::Range;
use std::thread;

use super::links::Links;
use super::settings::Batch;
use crate::input::keys::{Keys, text_of};
use crate::{BatchError, Error};

/// Each thread makes one part of the URLs, the caller's the first.
pub(super) fn presign_into(
    batch: &Batch,
    keys: &(impl Keys + ?Sized),
    links: &mut Links,
) -> Result<(), BatchError> {
    links.text.clear();
    let count = keys.count();
    // Checked before any key is read, because reading so many keys would take too long.
    count.checked_mul(batch.template.engine.constant() + 1).ok_or(Error::Memory)?;
    let size = count.div_ceil(batch.threads_for(count)).max(1);
    let others = || (size..count).step_by(size).map(|begin| begin..count.min(begin + size));
    let part_of = |range: Range<usize>| {
        let mut part = Links::default();
        append(batch, keys, range, &mut part).map(|()| part)
    };
    let mut parts: Vec<Option<Result<Links, BatchError>>> = others().map(|_| None).collect();
    thread::scope(|scope| {
        for (range, part) in others().zip(&mut parts) {
            // If the system refuses to start a thread, its part is made below.
            let _ = thread::Builder::new().spawn_scoped(scope, move || *part = Some(part_of(range)));
        }
        append(batch, keys, 0..size.min(count), links)
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

/// Appends the URLs for a range of keys.
fn append(
    batch: &Batch,
    keys: &(impl Keys + ?Sized),
    range: Range<usize>,
    links: &mut Links,
) -> Result<(), BatchError> {
    let Links { text, offsets } = links;
    offsets.try_reserve(range.len() + 1).map_err(|_| Error::Memory)?;
    if offsets.is_empty() {
        offsets.push(0);
    }
    for index in range {
        let key = text_of(keys, index)?;
        text.try_reserve(batch.template.engine.capacity(key) + 1).map_err(|_| Error::Memory)?;
        batch.template.engine.append(key, text);
        text.extend(batch.after);
        offsets.push(text.len() as u64);
    }
    Ok(())
}
