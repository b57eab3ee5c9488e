//! Creates URLs one by one: for Signature Version 2, where the length of a URL is not known before it is signed.

use std::ops::Range;

use super::links::Links;
use super::parts;
use super::settings::Batch;
use crate::input::keys::{Keys, text_of};
use crate::{BatchError, Error};

pub(super) fn presign_into(
    batch: &Batch,
    keys: &(impl Keys + ?Sized),
    links: &mut Links,
) -> Result<(), BatchError> {
    let count = keys.count();
    // Checked before any key is read, because reading so many keys would take too long.
    count.checked_mul(batch.template.engine.constant() + 1).ok_or(Error::Memory)?;
    parts::presign_into(0..count, batch.threads_for(count), links, |range, part| {
        append(batch, keys, range, part)
    })
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
