//! Finds the byte positions of certain bytes in a text.

/// Number of bytes examined together.
const VECTOR: usize = 32;

/// Calls `found` with the position of each matching byte, in order, until it fails. For bytes that are close to each
/// other: searching for the next one each time would cost more than examining all bytes this way.
#[inline(always)]
pub(super) fn each_position<E>(
    text: &[u8],
    is_wanted: impl Fn(u8) -> bool + Copy,
    mut found: impl FnMut(usize) -> Result<(), E>,
) -> Result<(), E> {
    let (vectors, rest) = text.as_chunks();
    let mut last = [0; VECTOR];
    last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
    let mut start = 0;
    for vector in vectors.iter().chain([&last]) {
        for mut positions in positions(vector, is_wanted) {
            while positions != 0 {
                let at = start + positions.trailing_zeros() as usize / 8;
                positions &= positions - 1;
                // The last vector may be longer than the text, and its zeros may match too.
                if at < text.len() {
                    found(at)?;
                }
            }
            start += 8;
        }
    }
    Ok(())
}

/// Returns the highest bit of each matching byte, in words of eight bytes. The compiler vectorises the first loop.
#[inline(always)]
fn positions(bytes: &[u8; VECTOR], is_wanted: impl Fn(u8) -> bool) -> [u64; VECTOR / 8] {
    let mut flags = [0; VECTOR];
    for (flag, byte) in flags.iter_mut().zip(bytes) {
        *flag = u8::from(is_wanted(*byte)) << 7;
    }
    let mut words = [0; VECTOR / 8];
    for (word, flags) in words.iter_mut().zip(flags.as_chunks().0) {
        *word = u64::from_le_bytes(*flags);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &[u8], is_wanted: impl Fn(u8) -> bool + Copy) -> Vec<usize> {
        let mut expected_endpoint = Vec::new();
        each_position::<()>(text, is_wanted, |at| {
            expected_endpoint.push(at);
            Ok(())
        })
        .unwrap();
        expected_endpoint
    }

    /// Every byte beside every kind of neighbour, at every position of texts that vectors divide differently.
    #[test]
    fn every_mark_is_found_and_nothing_else() {
        let is_wanted = |byte: u8| (byte == b'&') | (byte == b'=') | (byte == b'%');
        for byte in 0..=255 {
            for neighbour in [0, b'a', b'%' - 1, b'&', b'=', 0x7f, 0x80, b'&' | 0x80, 0xff] {
                for (length, at) in [(1, 0), (7, 6), (8, 3), (31, 30), (32, 31), (33, 32), (70, 40), (96, 95)]
                {
                    let mut text = vec![neighbour; length];
                    text[at] = byte;
                    let expected: Vec<_> = (0..length).filter(|at| b"&=%".contains(&text[*at])).collect();
                    assert_eq!(found(&text, is_wanted), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn zeros_of_the_padding_are_not_reported() {
        assert_eq!(found(&[0, 1, 0], |byte| byte == 0), [0, 2]);
        assert_eq!(found(&[], |byte| byte == 0), [0; 0]);
    }

    #[test]
    fn the_first_failure_ends_it() {
        let mut calls = 0;
        let failed = each_position(
            b"aaa",
            |byte| byte == b'a',
            |at| {
                calls += 1;
                if at == 1 { Err(at) } else { Ok(()) }
            },
        );
        assert_eq!((failed, calls), (Err(1), 2));
    }
}
