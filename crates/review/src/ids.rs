//! Identifiers as numbers: each text once, in one stretch of bytes.

use std::hash::BuildHasher;
use std::marker::PhantomData;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::number::Number;

/// So many different identifiers, or rows, of one kind at most: thirteen times the weeks of the world-wide network in 25 years.
pub const ROWS_MAX: usize = 1 << 26;

/// Texts of one kind, numbered in the order in which they were first met.
#[derive(Debug, Clone)]
pub struct Ids<N> {
    bytes: Vec<u8>,
    /// Where each text ends; it begins where the one before it ends.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The number that was met last: files name the same thing in many rows, and things in the same order.
    last: usize,
    number: PhantomData<N>,
}

impl<N> Default for Ids<N> {
    fn default() -> Ids<N> {
        Ids {
            bytes: vec![],
            ends: vec![],
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            last: 0,
            number: PhantomData,
        }
    }
}

impl<N: Number> Ids<N> {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The number of a text, a new one if it was not met before; `None` where there are too many.
    #[inline]
    pub(crate) fn number(&mut self, text: &[u8]) -> Option<N> {
        for near in [self.last, self.last + 1] {
            if self.ends.len() <= near {
                break;
            }
            if self.text_at(near) == text {
                self.last = near;
                return N::new(near);
            }
        }
        self.look_up(text)
    }

    fn look_up(&mut self, text: &[u8]) -> Option<N> {
        let hash = self.hasher.hash_one(text);
        let (bytes, ends) = (&self.bytes, &self.ends);
        let found = self
            .table
            .find(hash, |at| text_of(bytes, ends, index(*at)) == text);
        if let Some(at) = found {
            self.last = index(*at);
            return N::new(self.last);
        }
        let at = self.ends.len();
        let number = N::new(at)?;
        let end = u32::try_from(self.bytes.len() + text.len()).ok()?;
        if ROWS_MAX <= at {
            return None;
        }
        self.bytes.extend_from_slice(text);
        self.ends.push(end);
        let (bytes, ends, hasher) = (&self.bytes, &self.ends, &self.hasher);
        let place = u32::try_from(at).ok()?;
        self.table.insert_unique(hash, place, |at| {
            hasher.hash_one(text_of(bytes, ends, index(*at)))
        });
        self.last = at;
        Some(number)
    }

    /// The number of a text that was met.
    pub fn find(&self, text: &str) -> Option<N> {
        let text = text.as_bytes();
        let hash = self.hasher.hash_one(text);
        let found = self.table.find(hash, |at| self.text_at(index(*at)) == text);
        found.and_then(|at| N::new(index(*at)))
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

    #[test]
    fn each_text_has_one_number() {
        let mut ids = Ids::<TeamNo>::default();
        let texts: Vec<String> = (0..3000)
            .map(|n| format!("team-{}", n * 7 % 1000))
            .collect();
        let numbers: Vec<TeamNo> = texts
            .iter()
            .map(|text| ids.number(text.as_bytes()).unwrap())
            .collect();
        assert_eq!(ids.count(), 1000);
        for (text, number) in texts.iter().zip(numbers) {
            assert_eq!(ids.find(text), Some(number));
            assert_eq!(ids.text(number), text);
        }
        assert_eq!(ids.find("team"), None);
    }
}
