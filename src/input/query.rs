//! The caller's query parameters.

use smallvec::SmallVec;

use crate::error::quoted;
use crate::input::parameters::is_reserved;
use crate::primitives::encode;
use crate::{Error, Version};

/// Fails on a name that a caller may not use.
pub(crate) fn check(query: &[(&str, &str)], version: Version) -> Result<(), Error> {
    for (name, value) in query {
        let rule = if is_reserved(name) {
            "is set by the signature and cannot be given"
        } else if name.eq_ignore_ascii_case("x-amz-content-sha256") && *value != "UNSIGNED-PAYLOAD" {
            // Some servers hash it into the canonical request from here, others only from a header.
            "must be UNSIGNED-PAYLOAD in a query: give a digest as a header instead"
        } else if let Some(rule) = version.query_rule(query, name, value) {
            rule
        } else {
            continue;
        };
        return Err(Error::Query { name: quoted(name), rule });
    }
    Ok(())
}

/// Returns whether a parameter sets a header of the response that HTTP cannot send as Latin-1. AWS answers 400
/// `InvalidArgument`: "Header value cannot be represented using ISO-8859-1."
pub(crate) fn is_beyond_latin1(name: &str, value: &str) -> bool {
    name.starts_with("response-") && value.chars().any(|letter| letter > '\u{ff}')
}

type Pairs<'a> = SmallVec<[(&'a str, &'a str); 4]>;

/// The caller's pairs in canonical order: sorted by encoded name, then by encoded value. Encoding changes the order
/// (`é` sorts after `z`, but `%C3%A9` before it), so it comes first.
///
/// The signature's own parameters are adjacent, from `first` to `last`; nearly all others sort before or after all of
/// them.
pub(crate) struct Sorted<'a> {
    pairs: Pairs<'a>,
    first: usize,
    last: usize,
}

impl<'a> Sorted<'a> {
    #[inline]
    pub(crate) fn new(query: &[(&'a str, &'a str)], first: &str, last: &str) -> Self {
        if query.is_empty() {
            return Self { pairs: Pairs::new(), first: 0, last: 0 };
        }
        let order = |one: &str, other: &str| encode::encoded(one).cmp(encode::encoded(other));
        let mut pairs = Pairs::from_slice(query);
        pairs.sort_unstable_by(|one, other| order(one.0, other.0).then_with(|| order(one.1, other.1)));
        let count_before =
            |own: &str| pairs.partition_point(|(name, _)| encode::encoded(name).lt(own.bytes()));
        let (first, last) = (count_before(first), count_before(last));
        Self { pairs, first, last }
    }

    pub(crate) fn before(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(..self.first).unwrap_or_default()
    }

    pub(crate) fn between(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(self.first..self.last).unwrap_or_default()
    }

    pub(crate) fn after(&self) -> &[(&'a str, &'a str)] {
        self.pairs.get(self.last..).unwrap_or_default()
    }
}

/// Inserts a pair into the query in `out` that begins at `start`, before the first name that sorts after its own. Pairs
/// of the same name keep the order in which they are inserted.
pub(crate) fn insert(out: &mut Vec<u8>, start: usize, pair: (&str, &str)) {
    let mut at = start;
    for parameter in out.get(start..).unwrap_or_default().split(|byte| *byte == b'&') {
        let name = parameter.split(|byte| *byte == b'=').next().unwrap_or_default();
        if encode::encoded(pair.0).lt(name.iter().copied()) {
            break;
        }
        at += parameter.len() + 1;
    }
    let mut text = Vec::new();
    write_pair(&mut text, pair);
    text.push(b'&');
    out.splice(at..at, text);
}

/// Writes `name=value`, also for an empty value: servers read `?acl` and `?acl=` alike, and some refuse the first.
pub(crate) fn write_pair(out: &mut Vec<u8>, (name, value): (&str, &str)) {
    encode::component(out, name.as_bytes());
    out.push(b'=');
    encode::component(out, value.as_bytes());
}
