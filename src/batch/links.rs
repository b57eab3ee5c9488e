//! The result of a batch.

/// Holds many URLs in one buffer, in the order of their keys.
///
/// The memory is kept from one batch to the next: passing the same `Links` to
/// [`Batch::presign_into`](crate::Batch::presign_into) several times saves most of the cost of allocating it.
#[derive(Default, Clone)]
pub struct Links {
    /// Longer than the part in use, so that memory that was zeroed once need not be zeroed again.
    pub(super) text: Vec<u8>,
    /// The position where each URL begins, and where the last one ends; or empty.
    pub(super) offsets: Vec<u64>,
}

impl Links {
    /// Returns the number of URLs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Returns whether there are no URLs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the URL with this index, followed by the separator if the batch has one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let (begin, end) = (*self.offsets.get(index)?, *self.offsets.get(index + 1)?);
        let link = self.text.get(usize::try_from(begin).ok()?..usize::try_from(end).ok()?)?;
        std::str::from_utf8(link).ok()
    }

    /// Returns an iterator over all URLs, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    /// Returns the text of all URLs, one after the other. It is ASCII.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        let end = self.offsets.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or_default();
        self.text.get(..end).unwrap_or_default()
    }

    /// Returns the offsets: URL `i` is `text()[offsets()[i]..offsets()[i + 1]]`. There is one more offset than there
    /// are URLs.
    #[must_use]
    pub fn offsets(&self) -> &[u64] {
        if self.offsets.is_empty() { &[0] } else { &self.offsets }
    }

    /// Returns [`Links::text`] and [`Links::offsets`] as owned vectors.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<u8>, Vec<u64>) {
        let end = self.text().len();
        self.text.truncate(end);
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        (self.text, self.offsets)
    }

    /// Removes all URLs and keeps the memory.
    pub fn clear(&mut self) {
        self.offsets.clear();
    }
}

/// Omits the URLs, each of which grants access to any reader of a log.
impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links").field("len", &self.len()).finish_non_exhaustive()
    }
}
