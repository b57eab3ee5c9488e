//! Signs many keys and returns the URLs as a list of str.

use std::mem::swap;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use presign::{ErrorKind, Keys, Links};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyString, PyTuple};

use crate::column::Column;
use crate::columns::Arguments;
use crate::errors::{of_batch, raise, with_index};
use crate::rows::{KeyRows, Rows};
use crate::text::{not_unicode, null, wrong_type};
use crate::{arrow_input, iterables, times};

/// The number of URLs that one thread signs before they are converted to strs, while their text is still in the CPU
/// cache and uses little memory. With fewer this thread would lose time, because other threads get the interpreter each
/// time.
const CHUNK: usize = 4096;

/// Reads the number of threads. 0 is replaced by the number of cores here, because the size of a chunk depends on it.
pub(crate) fn threads(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let Some(threads) = times::integer(value, "threads", ErrorKind::Choice)? else {
        return Err(wrong_type(value, "threads", "int"));
    };
    match usize::try_from(threads) {
        Ok(0) => Ok(thread::available_parallelism().map_or(1, usize::from)),
        Ok(threads) => Ok(threads),
        Err(_) => {
            let message = format!("threads must be 0 (one per core) or more, got {threads}");
            Err(raise(value.py(), ErrorKind::Choice, message))
        }
    }
}

/// Returns a URL for each key, in order.
pub(crate) fn list<'py>(
    py: Python<'py>,
    signer: &presign::Signer,
    arguments: &Arguments<'_, 'py>,
    keys: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyList>> {
    let is_sequence = keys.is_exact_instance_of::<PyList>() || keys.is_exact_instance_of::<PyTuple>();
    if !is_sequence && let Some(arrays) = arrow_input::columns(keys)? {
        let column = Column::new(&arrays)?.ok_or_else(|| PyTypeError::new_err("keys must contain text"))?;
        // A list has a URL for every key.
        return match column.first_null() {
            Some(row) => Err(null("keys", row)),
            None => list_of_keys(py, signer, arguments, &column, threads),
        };
    }
    let keys = strings(keys)?;
    list_of_keys(py, signer, arguments, &texts(&keys)?, threads)
}

fn list_of_keys<'py>(
    py: Python<'py>,
    signer: &presign::Signer,
    arguments: &Arguments<'_, 'py>,
    keys: &impl Keys,
    threads: usize,
) -> PyResult<Bound<'py, PyList>> {
    if arguments.have_columns() {
        arguments.with_batch(py, signer, keys, (keys.count(), None), |batch| {
            sign(py, &batch.threads(threads), threads)
        })
    } else {
        arguments.with_template(py, signer, |template| {
            sign(py, &KeyRows { batch: template.batch().threads(threads), keys }, threads)
        })
    }
}

/// Returns a list of `count` times `None`, whose items are replaced later. `PyList::new` panics if memory runs out.
fn list_of(py: Python<'_>, count: usize) -> PyResult<Bound<'_, PyList>> {
    Ok(PyList::new(py, [py.None()])?.as_any().mul(count)?.cast_into()?)
}

/// Returns all keys, which keeps them alive if other threads change the caller's list.
fn strings<'py>(keys: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyString>>> {
    const EXPECTED: &str = "an iterable of str";
    let is_one = keys.is_instance_of::<PyString>()
        || keys.is_instance_of::<PyBytes>()
        || keys.is_instance_of::<PyByteArray>();
    if is_one {
        return Err(wrong_type(keys, "keys", EXPECTED));
    }
    iterables::all(keys, "keys", EXPECTED, |index, key| {
        let key = key.cast_into::<PyString>();
        key.map_err(|error| wrong_type(&error.into_inner(), &format!("keys[{index}]"), "str"))
    })
}

/// Returns the texts of the keys, borrowed from them.
fn texts<'a>(keys: &'a [Bound<'_, PyString>]) -> PyResult<Vec<&'a str>> {
    let mut texts = Vec::new();
    iterables::reserve(&mut texts, keys.len())?;
    for (index, key) in keys.iter().enumerate() {
        texts.push(key.to_str().map_err(|_| {
            let error = not_unicode(key.py(), &format!("keys[{index}]"), ErrorKind::Key);
            with_index(key.py(), error, index)
        })?);
    }
    Ok(texts)
}

/// Returns the URLs of these rows. Other threads can use the interpreter during signing, and Ctrl-C is checked for after
/// each chunk. With several threads, the others sign the next chunk while this one creates the strs of the last, which
/// needs the interpreter.
fn sign<'py>(py: Python<'py>, rows: &impl Rows, threads: usize) -> PyResult<Bound<'py, PyList>> {
    let count = rows.count();
    let list = list_of(py, count)?;
    let size = CHUNK * threads.clamp(1, 16);
    let links_of = |start: usize, links: &mut Links| rows.presign_into(start..count.min(start + size), links);
    let raised = |error| of_batch(py, &error, 0);
    let (mut ready, mut next) = (Links::default(), Links::default());
    let mut place = 0;
    let mut starts = (0..count).step_by(size);
    if let Some(first) = starts.next() {
        py.detach(|| links_of(first, &mut ready)).map_err(raised)?;
    }
    for start in starts {
        let signed = thread::scope(|scope| {
            let sign_next = || links_of(start, &mut next);
            let helper =
                if threads > 1 { thread::Builder::new().spawn_scoped(scope, sign_next).ok() } else { None };
            let made = fill(py, &ready, &list, &mut place);
            let join =
                |helper: ScopedJoinHandle<'_, _>| helper.join().unwrap_or_else(|panic| resume_unwind(panic));
            let signed = helper.map(|helper| py.detach(|| join(helper)));
            made.map(|()| signed)
        })?;
        match signed {
            Some(signed) => signed.map(|()| swap(&mut ready, &mut next)),
            // One thread does both, also if no further thread could be started. `ready` is reused while it is in the
            // cache.
            None => py.detach(|| links_of(start, &mut ready)),
        }
        .map_err(raised)?;
        py.check_signals()?;
    }
    fill(py, &ready, &list, &mut place)?;
    Ok(list)
}

/// Writes the URLs as strs to the list, from index `place` on.
fn fill<'py>(py: Python<'py>, links: &Links, list: &Bound<'py, PyList>, place: &mut usize) -> PyResult<()> {
    let mut text = links.text();
    for bounds in links.offsets().windows(2) {
        let &[begin, end] = bounds else { continue };
        let (link, rest) = text.split_at(usize::try_from(end - begin)?);
        list.set_item(*place, PyString::from_bytes(py, link)?)?;
        *place += 1;
        text = rest;
    }
    Ok(())
}
