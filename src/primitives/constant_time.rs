//! Comparing secrets.

use subtle::ConstantTimeEq;

/// Compares two texts in a time that depends only on their lengths. Eight bytes at a time, because subtle's own
/// comparison of slices takes longer than a SHA-256 block for a signature.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    let ((one_words, one_rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let words = one_words.iter().zip(other_words);
    let words = words.map(|(one, other)| u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other));
    let bytes = one_rest.iter().zip(other_rest).map(|(one, other)| u64::from(one ^ other));
    let difference = words.chain(bytes).fold(0, |sum, difference| sum | difference);
    one.len() == other.len() && difference.ct_eq(&0).into()
}
