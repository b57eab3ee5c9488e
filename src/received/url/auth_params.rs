//! Finds the signature parameters in a query.

use std::borrow::Cow;
use std::mem;

use smallvec::SmallVec;

use super::query::{Pair, Query};
use crate::input::header_names::is_amz;
use crate::input::parameters::Param;
use crate::limits::MAX_TIME;
use crate::{Reason, Refusal};

/// The pairs of a query that are signature parameters, of both versions: a link with two signatures is refused.
#[derive(Default)]
pub(crate) struct AuthParams<'q, 'a>([Option<&'q mut Pair<'a>>; Param::ALL.len()]);

impl<'q, 'a> AuthParams<'q, 'a> {
    /// No name that begins with `X-Amz-`, and no other of these names, may occur twice, not even in another case:
    /// servers that read the first and servers that read the last would see two different links.
    #[inline(always)]
    pub(super) fn find(query: &'q mut Query<'a>) -> Result<Self, Refusal> {
        let mut own = Self::default();
        let mut others: SmallVec<[String; 4]> = SmallVec::new();
        let mut seen = 0_u32;
        for pair in &mut query.pairs {
            let name = &*pair.name;
            let exact = Param::of(name);
            // The two names of the token differ only in case.
            let any_case =
                exact.filter(|param| *param != Param::TokenV2).or_else(|| Param::of_any_case(name));
            let Some(any_case) = any_case else {
                if is_amz(name) {
                    others.push(name.to_ascii_lowercase());
                }
                continue;
            };
            let bit = 1 << any_case as usize;
            if seen & bit != 0 {
                return Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"));
            }
            seen |= bit;
            // Only under its exact name: in another case a parameter is not part of the signature.
            if let Some(place) = exact.and_then(|param| own.0.get_mut(param as usize)) {
                *place = Some(pair);
            }
        }
        others.sort_unstable();
        match others.windows(2).find(|names| names.first() == names.last()) {
            Some(names) => {
                let name = names.first().map_or("", String::as_str);
                Err(Refusal::about(Reason::RepeatedParameter, name, "is given twice"))
            }
            None => Ok(own),
        }
    }

    #[inline(always)]
    fn get(&self, param: Param) -> Option<&Pair<'a>> {
        self.0.get(param as usize)?.as_deref()
    }

    #[inline(always)]
    pub(super) fn has(&self, param: Param) -> bool {
        self.get(param).is_some()
    }

    /// Returns the value as it was sent.
    #[inline(always)]
    pub(super) fn sent(&self, param: Param) -> &'a str {
        self.get(param).map_or("", |pair| pair.sent[1].raw())
    }

    /// Moves a decoded value out of the query.
    #[inline(always)]
    pub(super) fn take(&mut self, param: Param) -> Cow<'a, str> {
        let pair = self.0.get_mut(param as usize).and_then(Option::as_mut);
        pair.map(|pair| mem::take(&mut pair.value)).unwrap_or_default()
    }

    /// Copies a decoded value, which also stays in the query.
    #[inline(always)]
    pub(super) fn copy(&self, param: Param) -> Option<Cow<'a, str>> {
        self.get(param).map(|pair| pair.value.clone())
    }
}

/// Parses a number that consists of digits only; `parse` alone would accept a plus sign.
pub(super) fn number(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_TIME)
}
