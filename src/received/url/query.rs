//! The query of a link as it was sent, and its canonical form.

use std::borrow::Cow;

use super::byte_positions::each_position;
use super::component::{ComponentKind, UrlComponent};
use crate::input::parameters::Param;
use crate::{Reason, Refusal};

const SIGNATURE: &str = Param::Signature.name();

/// One `name=value` pair.
pub(crate) struct Pair<'a> {
    pub(crate) sent: [UrlComponent<'a>; 2],
    /// Both decoded. The value of a signature parameter is moved into the [`SignatureParams`](super::SignatureParams).
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

impl<'a> Pair<'a> {
    /// Makes a pair that is known to need neither decoding nor encoding.
    #[inline]
    fn plain(name: &'a str, value: &'a str) -> Self {
        let sent = [name, value].map(|raw| UrlComponent::plain(raw, ComponentKind::Query));
        Self { sent, name: Cow::Borrowed(name), value: Cow::Borrowed(value) }
    }

    #[inline(never)]
    fn read(name: &'a str, value: &'a str, item: &Item) -> Result<Self, Refusal> {
        let (sent_name, name) = component(name, item.is_clean, item.is_name_plain)?;
        let (sent_value, value) = component(value, item.is_clean, item.is_value_plain)?;
        Ok(Self { sent: [sent_name, sent_value], name, value })
    }
}

/// Returns a name or a value as it was sent, and decoded.
fn component(raw: &str, is_clean: bool, is_plain: bool) -> Result<(UrlComponent<'_>, Cow<'_, str>), Refusal> {
    if is_clean && is_plain {
        return Ok((UrlComponent::plain(raw, ComponentKind::Query), Cow::Borrowed(raw)));
    }
    let refuse = |detail| Refusal::new(Reason::InvalidUrl, detail);
    let bad_escape = || refuse("a % in the query is not followed by two hexadecimal digits");
    let (component, text) = if is_clean {
        let (component, bytes) = UrlComponent::escaped(raw).ok_or_else(bad_escape)?;
        (component, String::from_utf8(bytes).ok().map(Cow::Owned))
    } else {
        let component = UrlComponent::new(raw, ComponentKind::Query).ok_or_else(bad_escape)?;
        (component, component.text())
    };
    Ok((component, text.ok_or_else(|| refuse("the query is not UTF-8"))?))
}

pub(crate) struct Query<'a> {
    raw: &'a str,
    /// Without the signature parameters in the plain form, where there are no others.
    pub(crate) pairs: Vec<Pair<'a>>,
    /// Whether a signer of ours could have written the query: encoded, each name with its `=`, sorted, with the
    /// signature last. The canonical query is then the part before the signature, `signed` bytes long.
    is_canonical: bool,
    signed: usize,
}

impl<'a> Query<'a> {
    /// Makes a query in the plain form, of which `signed` bytes are signed.
    pub(super) fn plain(raw: &'a str, signed: usize) -> Self {
        Self { raw, pairs: Vec::new(), is_canonical: true, signed }
    }

    /// Parses a query. `is_clean` is the result of [`is_clean_query`](super::component::is_clean_query).
    pub(crate) fn read(raw: &'a str, is_clean: bool) -> Result<Self, Refusal> {
        let mut query = Self { raw, pairs: Vec::with_capacity(8), is_canonical: true, signed: 0 };
        let mut item = Item::at(0, is_clean);
        let is_wanted = |byte: u8| (byte == b'&') | (byte == b'=') | (byte == b'%');
        each_position(raw.as_bytes(), is_wanted, |at| {
            match raw.as_bytes().get(at) {
                Some(b'&') => {
                    query.push(&item, at)?;
                    item = Item::at(at + 1, is_clean);
                }
                Some(b'=') if item.equals.is_none() => item.equals = Some(at),
                // A second = was not encoded.
                Some(b'=') => item.is_clean = false,
                _ if item.equals.is_some() => item.is_value_plain = false,
                _ => item.is_name_plain = false,
            }
            Ok::<(), Refusal>(())
        })?;
        query.push(&item, raw.len())?;
        query.is_canonical = query.is_canonical && query.is_in_order();
        let signature = query
            .pairs
            .last()
            .map_or(0, |last| last.sent.map(|component| component.raw().len() + 1).iter().sum());
        query.signed = raw.len().saturating_sub(signature);
        Ok(query)
    }

    #[inline(always)]
    fn push(&mut self, item: &Item, end: usize) -> Result<(), Refusal> {
        // Nothing between two & or at either end: servers ignore an empty item.
        if item.start == end {
            self.is_canonical = false;
            return Ok(());
        }
        let part = |start, end| self.raw.get(start..end).unwrap_or_default();
        let (name, value) = match item.equals {
            Some(equals) => (part(item.start, equals), part(equals + 1, end)),
            None => (part(item.start, end), ""),
        };
        self.is_canonical &= item.equals.is_some();
        if item.is_clean && item.is_name_plain && item.is_value_plain {
            self.pairs.push(Pair::plain(name, value)); // true of nearly all pairs
        } else {
            self.pairs.push(Pair::read(name, value, item)?);
        }
        Ok(())
    }

    /// Returns whether all pairs are encoded and sorted, with the signature last.
    fn is_in_order(&self) -> bool {
        let Some((signature, signed)) = self.pairs.split_last() else { return false };
        let is_sorted = |pairs: &[Pair]| {
            pairs
                .is_sorted_by(|one, next| one.sent.map(UrlComponent::raw) <= next.sent.map(UrlComponent::raw))
        };
        signature.name == SIGNATURE
            && self.pairs.iter().all(|pair| pair.sent.into_iter().all(UrlComponent::is_canonical))
            && signed.iter().all(|pair| pair.name != SIGNATURE)
            && is_sorted(signed)
    }

    /// Returns the length of the query as it was sent, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    /// Returns the decoded names that a server would find behind a `;` if it took that for a `&`.
    pub(crate) fn names_behind_semicolons(&self) -> impl Iterator<Item = Cow<'a, str>> {
        let items = self.raw.split('&').filter(|item| item.contains(';'));
        let names = items.flat_map(|item| item.split(';').skip(1).filter_map(|part| part.split('=').next()));
        names.filter_map(|name| UrlComponent::new(name, ComponentKind::Query)?.text())
    }

    /// Returns whether the canonical query is a part of the query as it was sent.
    pub(crate) fn is_canonical(&self) -> bool {
        self.is_canonical
    }

    /// Appends the canonical query that Signature Version 4 signs: all pairs except the signature, sorted by encoded
    /// name and value.
    pub(crate) fn write_canonical(&self, out: &mut Vec<u8>) {
        if self.is_canonical {
            out.extend_from_slice(self.raw.as_bytes().get(..self.signed).unwrap_or_default());
            return;
        }
        let signed = self.pairs.iter().filter(|pair| pair.name != SIGNATURE);
        let mut pairs: Vec<_> = signed.map(|pair| pair.sent.map(UrlComponent::encoded)).collect();
        pairs.sort_unstable();
        for (index, [name, value]) in pairs.iter().enumerate() {
            if index > 0 {
                out.push(b'&');
            }
            out.extend_from_slice(name);
            out.push(b'=');
            out.extend_from_slice(value);
        }
    }
}

/// An item of the query: the positions of its beginning and of its first =, and properties of its bytes.
struct Item {
    start: usize,
    equals: Option<usize>,
    /// Only characters that encoding leaves unchanged, and escapes.
    is_clean: bool,
    /// No escapes.
    is_name_plain: bool,
    is_value_plain: bool,
}

impl Item {
    fn at(start: usize, is_clean: bool) -> Self {
        Self { start, equals: None, is_clean, is_name_plain: true, is_value_plain: true }
    }
}
