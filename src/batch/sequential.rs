//! Creates URLs one by one: for Signature Version 2, where the length of a URL is not known before it is signed.

use std::ops::Range;
use std::thread::{self, ScopedJoinHandle};

use super::links::Links;
use super::settings::{Batch, CHUNK};
use crate::input::keys::{Keys, text_of};
use crate::{BatchError, Error};

/// Spare capacity, in bytes, for the string to sign behind the last URL.
const SLACK: usize = 64 * 1024;

pub(super) fn presign_into(
    batch: &Batch,
    keys: &(impl Keys + ?Sized),
    links: &mut Links,
) -> Result<(), BatchError> {
    links.text.clear();
    let count = keys.count();
    // Checked before any key is read, because reading so many keys would take too long.
    count.checked_mul(batch.template.constant() + 1).ok_or(Error::Memory)?;
    let share = count.div_ceil(batch.threads_for(count)).max(1);
    let mut shares = (0..count).step_by(share).map(|begin| begin..count.min(begin + share));
    let first = shares.next().unwrap_or_default();
    thread::scope(|scope| {
        let sign = |range: Range<usize>| {
            let mut part = Links::default();
            append(batch, keys, range, &mut part).map(|()| part)
        };
        let others: Vec<_> = shares
            .map(|range| (range.clone(), thread::Builder::new().spawn_scoped(scope, move || sign(range))))
            .collect();
        append(batch, keys, first, links)?;
        for (range, thread) in others {
            match thread.map(ScopedJoinHandle::join) {
                Ok(Ok(part)) => join(links, &part?)?,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                // The system refused to start another thread.
                Err(_) => append(batch, keys, range, links)?,
            }
        }
        Ok(())
    })
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
    for begin in range.clone().step_by(CHUNK) {
        let chunk = begin..range.end.min(begin + CHUNK);
        let mut bound = SLACK;
        for index in chunk.clone() {
            let key = text_of(keys, index)?;
            bound += batch.template.bound(key).map_err(|error| BatchError { index: Some(index), error })? + 1;
        }
        text.try_reserve(bound).map_err(|_| Error::Memory)?;
        for index in chunk {
            let key = text_of(keys, index)?;
            batch
                .template
                .presign_into(key, text)
                .map_err(|error| BatchError { index: Some(index), error })?;
            text.extend(batch.after);
            offsets.push(text.len() as u64);
        }
    }
    Ok(())
}
