//! The trait for the keys of a batch.

use std::ops::Range;

use crate::{BatchError, Error, MAX_KEY_BYTES};

/// Gives access to keys by index, in whatever form they are stored: no key is copied to make a batch.
///
/// Slices, arrays and vectors of strings implement it. For other forms, such as pointers with lengths or one buffer
/// with offsets, implement these two functions.
///
/// ```
/// use presign::Keys;
///
/// /// A column of text: one buffer, and where each value ends.
/// struct Column<'a> {
///     text: &'a [u8],
///     ends: &'a [usize],
/// }
///
/// impl Keys for Column<'_> {
///     fn count(&self) -> usize {
///         self.ends.len()
///     }
///
///     fn key(&self, index: usize) -> &[u8] {
///         let begin = if index == 0 { 0 } else { self.ends[index - 1] };
///         &self.text[begin..self.ends[index]]
///     }
/// }
/// # use presign::{Request, Signer};
/// # let signer = Signer::builder("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").build()?;
/// # let template = signer.template(&Request::get("example-bucket", "").expires_in(3600))?;
/// let links = template.presign_many(&Column { text: b"a.jpgb.jpg", ends: &[5, 10] }, 1)?;
/// assert_eq!(links.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Keys: Sync {
    /// Returns the number of keys. It must always be the same.
    fn count(&self) -> usize;

    /// Returns the key with this index, which is less than [`Keys::count`]. It must always be the same bytes. They are
    /// checked: keys that are not UTF-8 are refused.
    fn key(&self, index: usize) -> &[u8];
}

impl<T: AsRef<str> + Sync> Keys for [T] {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.get(index).map_or(&[], |key| key.as_ref().as_bytes())
    }
}

impl<T: AsRef<str> + Sync, const N: usize> Keys for [T; N] {
    fn count(&self) -> usize {
        N
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.as_slice().key(index)
    }
}

impl<T: AsRef<str> + Sync> Keys for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &[u8] {
        self.as_slice().key(index)
    }
}

/// Number of keys that [`FoundKeys`] holds.
const MOST_FOUND: usize = 64;

/// Consecutive keys of a batch. Most of the code for batches works on these, so that it is compiled once for each kernel
/// and not also for each type that implements [`Keys`].
pub(crate) struct FoundKeys<'a>([&'a [u8]; MOST_FOUND]);

impl<'a> FoundKeys<'a> {
    pub(crate) fn new() -> Self {
        Self([&[]; MOST_FOUND])
    }

    /// Gets the keys of a range, or as many of them as there is space for.
    #[inline]
    pub(crate) fn get<K: Keys + ?Sized>(&mut self, keys: &'a K, range: Range<usize>) -> &[&'a [u8]] {
        let count = range.len().min(MOST_FOUND);
        let found = self.0.get_mut(..count).unwrap_or_default();
        for (found, index) in found.iter_mut().zip(range) {
            *found = keys.key(index);
        }
        found
    }
}

/// Returns a key as text, or the rule it breaks.
pub(crate) fn text_of<K: Keys + ?Sized>(keys: &K, index: usize) -> Result<&str, BatchError> {
    check(keys.key(index)).map_err(|error| BatchError { index: Some(index), error })
}

/// Returns an object's key as text, or the rule it breaks. The length is checked first, so the content of an overlong key
/// is never read.
pub(crate) fn check(key: &[u8]) -> Result<&str, Error> {
    match key.len() {
        0 => Err(Error::KeyEmpty),
        bytes if bytes > MAX_KEY_BYTES => Err(Error::KeyTooLong { bytes }),
        _ if key.starts_with(b"s3://") => Err(Error::KeyIsUri),
        _ => std::str::from_utf8(key).map_err(|_| Error::KeyNotText),
    }
}
