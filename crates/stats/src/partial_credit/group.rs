//! Rows that answered the same items.

use std::collections::BTreeMap;

use super::PATTERNS_MAX;
use super::coding::{Coding, ItemCoding};
use crate::answers::{Answers, ITEMS_MAX};
use crate::error::Error;

/// One bit per item.
type Pattern = [u64; ITEMS_MAX / 64];

/// Rows that answered the same items.
pub(super) struct Group {
    /// The items, ascending; at least one.
    pub(super) items: Vec<usize>,
    /// How many rows have the raw score 0, 1, 2 … up to the highest possible.
    pub(super) scores: Vec<u32>,
    /// The rows' places in the table; at least one.
    pub(super) rows: Vec<usize>,
}

/// The rows of a table that have an answer, those of the most frequent patterns.
pub(super) struct Grouping {
    /// In an order that does not depend on the rows'.
    pub(super) groups: Vec<Group>,
    /// How often each answer but the lowest was given, item after item.
    pub(super) totals: Vec<u32>,
    /// Rows of patterns beyond [`PATTERNS_MAX`].
    pub(super) left_out: usize,
}

impl Grouping {
    /// Fails with [`Error::Shape`] for another number of items, and [`Error::Range`] for a code above those of the
    /// coding.
    pub(super) fn of(answers: &Answers, coding: &Coding) -> Result<Grouping, Error> {
        if answers.items() != coding.items().len() {
            return Err(Error::Shape);
        }
        let mut patterns: BTreeMap<Pattern, Vec<usize>> = BTreeMap::new();
        for (index, row) in answers.rows().enumerate() {
            let pattern = pattern(row);
            if pattern != Pattern::default() {
                patterns.entry(pattern).or_default().push(index);
            }
        }
        let mut patterns: Vec<Vec<usize>> = patterns.into_values().collect();
        // Stable, so that patterns of equal frequency keep an order of their own.
        patterns.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
        let rare = patterns.split_off(patterns.len().min(PATTERNS_MAX));
        let steps = coding.items().iter().map(ItemCoding::thresholds);
        let width = 1 + steps.max().unwrap_or(0);
        let mut counts = vec![0_u32; width * answers.items()];
        let groups: Option<Vec<Group>> = patterns
            .into_iter()
            .map(|rows| Group::of(rows, answers, coding, counts.chunks_exact_mut(width)))
            .collect();
        let groups = groups.ok_or(Error::Range)?;
        let used = counts.chunks_exact(width).zip(coding.items());
        let totals = used.flat_map(|(counts, item)| counts.iter().skip(1).take(item.thresholds()));
        Ok(Grouping {
            groups,
            totals: totals.copied().collect(),
            left_out: rare.iter().map(Vec::len).sum(),
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }
}

impl Group {
    /// Also adds up how often each answer was given: `counts` holds one slice per item. `None` if a code is unknown.
    fn of(
        rows: Vec<usize>,
        answers: &Answers,
        coding: &Coding,
        mut counts: std::slice::ChunksExactMut<'_, u32>,
    ) -> Option<Group> {
        let mut counts: Vec<&mut [u32]> = counts.by_ref().collect();
        let first = answers.row(*rows.first()?);
        let mut items = Vec::new();
        let mut highest = 0;
        for (index, (cell, item)) in first.iter().zip(coding.items()).enumerate() {
            if cell.is_some() {
                items.push(index);
                highest += item.thresholds();
            }
        }
        let mut scores = vec![0; highest + 1];
        for row in rows.iter().map(|row| answers.row(*row)) {
            let score = count_row(row, coding, counts.iter_mut().map(|counts| &mut **counts))?;
            *scores.get_mut(score)? += 1;
        }
        Some(Group {
            items,
            scores,
            rows,
        })
    }
}

fn pattern(row: &[Option<u8>]) -> Pattern {
    let mut pattern = Pattern::default();
    for (word, cells) in pattern.iter_mut().zip(row.chunks(64)) {
        for (bit, cell) in cells.iter().enumerate() {
            *word |= u64::from(cell.is_some()) << bit;
        }
    }
    pattern
}

/// Counts the answers of a row and gives its raw score; `None` if a code is unknown.
pub(super) fn count_row<'a>(
    row: &[Option<u8>],
    coding: &Coding,
    counts: impl Iterator<Item = &'a mut [u32]>,
) -> Option<usize> {
    let mut score = 0;
    for ((cell, item), counts) in row.iter().zip(coding.items()).zip(counts) {
        if let Some(code) = cell {
            let step = item.step(*code)?;
            score += step;
            *counts.get_mut(step)? += 1;
        }
    }
    Some(score)
}
