//! Identifiers as numbers: each text once, in one stretch of bytes.

use std::cmp::Ordering;
use std::hash::BuildHasher;
use std::marker::PhantomData;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::number::Number;

/// So many different identifiers, or rows, of one kind at most: thirteen times the weeks of the world-wide network in 25 years.
pub const ROWS_MAX: usize = 1 << 26;

/// Texts of one kind, numbered in the order in which they were first met.
///
/// Files name the same thing in many rows, and things in the same order: a text is first compared with the one met last
/// and the one after it. As long as texts come in rising order they are found by search; a table is built when one does not.
#[derive(Debug, Clone)]
pub struct Ids<N> {
    bytes: Vec<u8>,
    /// Where each text ends; it begins where the one before it ends.
    ends: Vec<u32>,
    /// Nothing while texts come in rising order.
    table: Option<HashTable<u32>>,
    hasher: DefaultHashBuilder,
    /// The number that was met last, and where its text stands.
    last: usize,
    begin: usize,
    end: usize,
    number: PhantomData<N>,
}

impl<N> Default for Ids<N> {
    fn default() -> Ids<N> {
        Ids {
            bytes: vec![],
            ends: vec![],
            table: None,
            hasher: DefaultHashBuilder::default(),
            last: 0,
            begin: 0,
            end: 0,
            number: PhantomData,
        }
    }
}

impl<N: Number> Ids<N> {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The number of a text if it is the one met last or the one after it.
    #[inline]
    pub(crate) fn near(&mut self, text: &[u8]) -> Option<N> {
        if !text.is_empty() && is_same(self.bytes.get(self.begin..self.end)?, text) {
            return N::new(self.last);
        }
        let after = index(*self.ends.get(self.last + 1)?);
        if !is_same(self.bytes.get(self.end..after)?, text) {
            return None;
        }
        self.last += 1;
        (self.begin, self.end) = (self.end, after);
        N::new(self.last)
    }

    /// The number of a text, a new one if it was not met before; `None` where there are too many.
    #[inline]
    pub(crate) fn number(&mut self, text: &[u8]) -> Option<N> {
        match self.near(text) {
            Some(number) => Some(number),
            None => self.look_up(text),
        }
    }

    /// As [`Ids::number`], for a text that is not near.
    pub(crate) fn look_up(&mut self, text: &[u8]) -> Option<N> {
        let (found, hash) = match &self.table {
            None => {
                let last = self.ends.len().checked_sub(1);
                if last.is_none_or(|last| order(self.text_at(last), text).is_lt()) {
                    return self.push(text);
                }
                (self.search(text), None)
            }
            Some(table) => {
                let hash = self.hasher.hash_one(text);
                let found = table.find(hash, |at| self.text_at(index(*at)) == text);
                (found.map(|at| index(*at)), Some(hash))
            }
        };
        if let Some(at) = found {
            return self.meet(at);
        }
        let hash = hash.unwrap_or_else(|| {
            self.build();
            self.hasher.hash_one(text)
        });
        let place = u32::try_from(self.ends.len()).ok()?;
        let number = self.push(text)?;
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        if let Some(table) = &mut self.table {
            let again = |at: &u32| hasher.hash_one(text_of(bytes, ends, index(*at)));
            table.insert_unique(hash, place, again);
        }
        Some(number)
    }

    fn push(&mut self, text: &[u8]) -> Option<N> {
        let at = self.ends.len();
        let end = u32::try_from(self.bytes.len() + text.len()).ok()?;
        if ROWS_MAX <= at {
            return None;
        }
        self.bytes.extend_from_slice(text);
        self.ends.push(end);
        self.meet(at)
    }

    fn meet(&mut self, at: usize) -> Option<N> {
        self.last = at;
        self.end = self.ends.get(at).copied().map_or(0, index);
        self.begin = self.end - self.text_at(at).len();
        N::new(at)
    }

    /// Finds a text among rising ones: in growing steps from the one met last, then by halves.
    fn search(&self, text: &[u8]) -> Option<usize> {
        let is_before = |at: usize| order(self.text_at(at), text).is_lt();
        let count = self.ends.len();
        let (mut low, mut high) = (self.last, self.last);
        let mut step = 1;
        if is_before(self.last) {
            while high < count && is_before(high) {
                low = high;
                high = (high + step).min(count);
                step *= 2;
            }
        } else {
            while 0 < low && !is_before(low) {
                high = low;
                low = low.saturating_sub(step);
                step *= 2;
            }
        }
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // Where a search downwards ends at what it looks for, `low` has passed nothing.
        (low < count && self.text_at(low) == text).then_some(low)
    }

    /// Puts all texts into a table.
    fn build(&mut self) {
        let mut table = HashTable::with_capacity(2 * self.ends.len());
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        let hash_of = |at: usize| hasher.hash_one(text_of(bytes, ends, at));
        for (at, place) in (0..ends.len()).zip(0_u32..) {
            table.insert_unique(hash_of(at), place, |at| hash_of(index(*at)));
        }
        self.table = Some(table);
    }

    /// The number of a text that was met.
    pub fn find(&self, text: &str) -> Option<N> {
        let text = text.as_bytes();
        let found = match &self.table {
            Some(table) => {
                let hash = self.hasher.hash_one(text);
                let found = table.find(hash, |at| self.text_at(index(*at)) == text);
                found.map(|at| index(*at))
            }
            None if self.ends.is_empty() => None,
            None => self.search(text),
        };
        found.and_then(N::new)
    }

    /// The text with this number; empty for a number of another history.
    pub fn text(&self, number: N) -> &str {
        // Only what has been checked to be UTF-8 is ever numbered.
        std::str::from_utf8(self.text_at(number.at())).unwrap_or_default()
    }

    #[inline]
    fn text_at(&self, at: usize) -> &[u8] {
        text_of(&self.bytes, &self.ends, at)
    }
}

/// Shorter ones first, so that `s9` is before `s10`.
#[inline]
fn order(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// Equality of short texts, without a call: two words that may overlap.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        4..=7 => {
            one.first_chunk::<4>() == other.first_chunk()
                && one.last_chunk::<4>() == other.last_chunk()
        }
        8..=16 => {
            one.first_chunk::<8>() == other.first_chunk()
                && one.last_chunk::<8>() == other.last_chunk()
        }
        _ => one == other,
    }
}

#[inline]
fn text_of<'a>(bytes: &'a [u8], ends: &[u32], at: usize) -> &'a [u8] {
    let begin = match at.checked_sub(1) {
        Some(before) => ends.get(before).copied().map_or(0, index),
        None => 0,
    };
    let end = ends.get(at).copied().map_or(0, index);
    bytes.get(begin..end).unwrap_or_default()
}

#[inline]
fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::TeamNo;
    use proptest::prelude::*;

    #[track_caller]
    fn check(texts: &[String]) {
        let mut ids = Ids::<TeamNo>::default();
        let mut known: Vec<&String> = vec![];
        for text in texts {
            let number = ids.number(text.as_bytes()).unwrap();
            let want = known
                .iter()
                .position(|other| *other == text)
                .unwrap_or_else(|| {
                    known.push(text);
                    known.len() - 1
                });
            assert_eq!(number.at(), want, "{text}");
        }
        assert_eq!(ids.count(), known.len());
        for text in texts {
            let number = ids.find(text).unwrap();
            assert_eq!(ids.text(number), text);
        }
        assert_eq!(ids.find("nobody"), None);
    }

    #[test]
    fn each_text_has_one_number() {
        let rising: Vec<String> = (0..300).map(|n| format!("s{n}")).collect();
        let back = rising.iter().rev().step_by(7).cloned();
        check(&rising.iter().cloned().chain(back).collect::<Vec<String>>());
        let mixed: Vec<String> = (0..3000)
            .map(|n| format!("team-{}", n * 7 % 1000))
            .collect();
        check(&mixed);
        check(&[String::new(), "a".to_owned(), String::new()]);
    }

    proptest! {
        #[test]
        fn whatever_the_order(texts in prop::collection::vec("[ab]{0,9}|s[0-9]{1,3}", 0..60)) {
            check(&texts);
        }
    }
}
