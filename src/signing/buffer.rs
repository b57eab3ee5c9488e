//! How URLs are sized and handed out.

/// Returns the length of all pairs in bytes, plus 4 bytes per pair for separators. Used to compute capacities.
pub(crate) fn text_len(pairs: &[(&str, &str)]) -> usize {
    pairs.iter().map(|(name, value)| name.len() + value.len() + 4).sum()
}

/// Copies the URL to the beginning of `out` if it fits. Returns the URL's length in bytes.
pub(crate) fn copy_whole(link: &[u8], out: &mut [u8]) -> usize {
    if let Some(front) = out.get_mut(..link.len()) {
        front.copy_from_slice(link);
    }
    link.len()
}

/// Converts a URL to a string. URLs are ASCII by construction, so no byte is ever replaced; the check costs a few
/// nanoseconds.
pub(crate) fn into_string(link: Vec<u8>) -> String {
    String::from_utf8(link).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
