//! Values that were used lately.

/// Keeps up to `N` values, and looks at the one used last first. A further value takes the place of the oldest.
pub(crate) struct Recent<T, const N: usize> {
    values: Vec<T>,
    last: usize,
    oldest: usize,
}

impl<T, const N: usize> Default for Recent<T, N> {
    fn default() -> Self {
        Self { values: Vec::new(), last: 0, oldest: 0 }
    }
}

impl<T, const N: usize> Recent<T, N> {
    /// Returns the value that is wanted.
    #[inline]
    pub(crate) fn find(&mut self, is_wanted: impl Fn(&T) -> bool) -> Option<&mut T> {
        if !self.values.get(self.last).is_some_and(&is_wanted) {
            self.last = self.values.iter().position(is_wanted)?;
        }
        self.values.get_mut(self.last)
    }

    pub(crate) fn push(&mut self, value: T) {
        if self.values.len() < N {
            self.values.push(value);
        } else if let Some(oldest) = self.values.get_mut(self.oldest) {
            *oldest = value;
            self.oldest = (self.oldest + 1) % N;
        }
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.values.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_value_replaces_the_oldest() {
        let mut recent = Recent::<_, 3>::default();
        let kept = |recent: &mut Recent<i32, 3>| -> Vec<i32> {
            (1..=7).filter(|wanted| recent.find(|value| value == wanted).is_some()).collect()
        };
        for (value, expected) in [
            (1, &[1][..]),
            (2, &[1, 2]),
            (3, &[1, 2, 3]),
            (4, &[2, 3, 4]),
            (5, &[3, 4, 5]),
            (6, &[4, 5, 6]),
            (7, &[5, 6, 7]),
        ] {
            recent.push(value);
            assert_eq!(kept(&mut recent), expected);
        }
        assert_eq!(recent.iter_mut().count(), 3);
        // The value used last is found first where several are wanted.
        assert_eq!(recent.find(|value| *value == 6).copied(), Some(6));
        assert_eq!(recent.find(|value| *value > 4).copied(), Some(6));
    }
}
