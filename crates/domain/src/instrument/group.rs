//! From several sheets to one number, and what several numbers say together.

use std::collections::BTreeMap;

use super::answers::Sheet;
use super::ratio::Ratio;
use super::scale::{Across, CutOff};
use super::score::{Reading, Scorer};
use crate::programme::{Confidence, Sourced, Words};

/// One sheet and who filled it in. Whoever holds the key alone knows who that is.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a, R> {
    /// Who filled it in.
    pub respondent: R,
    /// What they answered.
    pub sheet: &'a Sheet,
}

/// The score of several sheets on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupScore<R> {
    /// The scale.
    pub scale: String,
    /// How the sheets became one number.
    pub across: Across,
    /// The number, or why there is none.
    pub outcome: Grouped,
    /// What each respondent adds, in order of respondents.
    pub working: Vec<RespondentTerm<R>>,
}

/// The number of several sheets, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grouped {
    /// There is one.
    Value(Reading),
    /// No sheet has a score.
    Empty,
    /// The exact mean needs a denominator that does not fit: hundreds of sheets, each with other gaps.
    TooFine,
}

/// What one respondent adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RespondentTerm<R> {
    /// Who.
    pub respondent: R,
    /// The scores of their sheets, from low to high.
    pub scores: Vec<Ratio>,
    /// How many of their sheets have no score.
    pub left_out: usize,
}

impl<R> RespondentTerm<R> {
    /// The mean of their sheets.
    pub fn mean(&self) -> Option<Ratio> {
        Ratio::mean(self.scores.iter().copied())
    }
}

impl Scorer {
    /// The score of several sheets on one scale; nothing if there is no such scale.
    ///
    /// Neither the order of the sheets nor that of the respondents matters.
    pub fn across<R: Ord + Clone>(
        &self,
        scale: &str,
        reports: &[Report<'_, R>],
    ) -> Option<GroupScore<R>> {
        let scale = self.instrument().scale(scale)?;
        let mut terms: BTreeMap<&R, RespondentTerm<R>> = BTreeMap::new();
        for report in reports {
            let term = terms.entry(&report.respondent).or_insert(RespondentTerm {
                respondent: report.respondent.clone(),
                scores: Vec::new(),
                left_out: 0,
            });
            match self.value(&scale.code, report.sheet) {
                Some(value) => term.scores.push(value),
                None => term.left_out += 1,
            }
        }
        let mut working: Vec<RespondentTerm<R>> = terms.into_values().collect();
        working.iter_mut().for_each(|term| term.scores.sort());
        let scored = || working.iter().filter(|term| !term.scores.is_empty());
        let value = match scale.across {
            Across::Sheets => Ratio::mean(scored().flat_map(|term| term.scores.iter().copied())),
            Across::RespondentsFirst => scored()
                .map(RespondentTerm::mean)
                .collect::<Option<Vec<Ratio>>>()
                .and_then(Ratio::mean),
        };
        let outcome = match value {
            Some(value) => Grouped::Value(scale.read(value)),
            None if scored().next().is_none() => Grouped::Empty,
            None => Grouped::TooFine,
        };
        Some(GroupScore {
            scale: scale.code.clone(),
            across: scale.across,
            outcome,
            working,
        })
    }
}

/// Scores that say something only together, such as high alliance without competence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Unique in the instrument.
    pub code: String,
    /// What whoever sees it reads.
    pub label: Words,
    /// Each of these must be so.
    pub all: Vec<Threshold>,
    /// At least one of these must be so, if there are any.
    pub any: Vec<Threshold>,
    /// Where the pattern comes from.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// One score that must lie on one side of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// The scale.
    pub scale: String,
    /// The side and the number.
    pub limit: Sourced<CutOff>,
}

impl Pattern {
    /// Whether the scores make the pattern; a score that is not there makes none.
    pub fn is_made(&self, score: impl Fn(&str) -> Option<Ratio>) -> bool {
        let holds = |threshold: &Threshold| {
            score(&threshold.scale).is_some_and(|value| threshold.limit.value.is_met(value))
        };
        self.all.iter().all(holds) && (self.any.is_empty() || self.any.iter().any(holds))
    }
}
