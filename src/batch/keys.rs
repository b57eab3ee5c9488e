//! Where a batch's keys come from.

/// Keys by number, wherever they are kept: nothing is copied to make a batch of them.
///
/// Slices, arrays and vectors of strings are keys. Whoever has them otherwise, as pointers and lengths or as one buffer
/// with offsets, writes these two functions for it.
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
    /// How many there are. Always the same number.
    fn count(&self) -> usize;

    /// The key with this number, which is less than [`Keys::count`]; always the same bytes. They are checked: what is
    /// not UTF-8 is refused.
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
