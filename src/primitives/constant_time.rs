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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every length around the words of eight bytes, with differences that are equal to each other.
    #[test]
    fn only_equal_texts_are_equal() {
        for length in 0..40 {
            let text = vec![b'a'; length];
            assert!(equal(&text, &text.clone()));
            assert!(!equal(&text, &vec![b'a'; length + 1]));
            for one in 0..length {
                for other in 0..length {
                    let mut changed = text.clone();
                    changed[one] = b'b';
                    changed[other] = b'b';
                    assert!(!equal(&text, &changed) && !equal(&changed, &text), "{one}, {other} of {length}");
                }
            }
        }
    }
}
