//! Norms: what a score means among people of the same age and sex. A site loads those it has a right to.

use super::Instrument;
use super::ratio::Ratio;
use crate::person::Sex;
use crate::programme::Range;

/// Norms of one scale for some people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormTable {
    /// The scale.
    pub scale: String,
    /// The sex it is for; for everybody without.
    pub sex: Option<Sex>,
    /// Ages in full years.
    pub ages: Range,
    /// From low scores to high.
    pub rows: Vec<NormRow>,
    /// Where it comes from.
    pub source: String,
}

/// One step of a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NormRow {
    /// The lowest score of the step.
    pub from: Ratio,
    /// What it stands for: a T-score, a percentile.
    pub norm: Ratio,
}

impl Instrument {
    /// What a score stands for among people of this sex and age; a table for one sex goes before one for all.
    ///
    /// Nothing if no table fits, or if the score lies below the first step of the one that does.
    pub fn norm(&self, scale: &str, (sex, age): (Sex, u32), value: Ratio) -> Option<Ratio> {
        let fits = |table: &&NormTable, of: Option<Sex>| {
            table.scale == scale && table.ages.contains(age) && table.sex == of
        };
        let find = |of| self.norms.iter().find(|table| fits(table, of));
        let table = find(Some(sex)).or_else(|| find(None))?;
        let row = table.rows.iter().rev().find(|row| row.from <= value)?;
        Some(row.norm)
    }
}
