//! A batch's result.

/// Many links in one buffer, in the order of their keys.
///
/// Its memory is kept from one batch to the next: whoever makes several saves most of the cost of fresh memory by
/// giving the same one to [`Batch::presign_into`](crate::Batch::presign_into).
#[derive(Default, Clone)]
pub struct Links {
    /// Longer than what is in use: what was zeroed once need not be again.
    pub(super) text: Vec<u8>,
    /// Where each link begins and the last one ends; or nothing.
    pub(super) offsets: Vec<u64>,
}

impl Links {
    /// How many links there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The link with this number, with the byte behind it if the batch was to put one there.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let (begin, end) = (*self.offsets.get(index)?, *self.offsets.get(index + 1)?);
        let link = self.text.get(usize::try_from(begin).ok()?..usize::try_from(end).ok()?)?;
        std::str::from_utf8(link).ok()
    }

    /// All links, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    /// All links, one behind the other. ASCII.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        let end = self.offsets.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or_default();
        self.text.get(..end).unwrap_or_default()
    }

    /// Link `i` is `text()[offsets()[i]..offsets()[i + 1]]`: one more than there are links.
    #[must_use]
    pub fn offsets(&self) -> &[u64] {
        if self.offsets.is_empty() { &[0] } else { &self.offsets }
    }

    /// [`Links::text`] and [`Links::offsets`], to keep.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<u8>, Vec<u64>) {
        let end = self.text().len();
        self.text.truncate(end);
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        (self.text, self.offsets)
    }

    /// The memory stays.
    pub(super) fn clear(&mut self) {
        self.offsets.clear();
    }
}

/// Without the links, each of which lets in whoever reads it.
impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links").field("len", &self.len()).finish_non_exhaustive()
    }
}
