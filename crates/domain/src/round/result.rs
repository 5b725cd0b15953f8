//! What a round says: numbers over all its ballots, or that there are too few.

use super::{Ballot, Round, State, Turnout};
use crate::instrument::{
    AnswerFault, Answers, Grouped, Ratio, Reading as Number, Report, Scorer, Sheet,
};

/// What may be known of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// It is still open.
    Open,
    /// Too few answered for anybody to see what they said.
    TooFew(Turnout),
    /// Enough did.
    Found(Found),
}

/// The numbers of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many were asked and answered.
    pub turnout: Turnout,
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleResult>,
    /// The codes of the instrument's patterns that the numbers make together.
    pub patterns: Vec<String>,
}

/// One scale of a round, with no word on any single ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleResult {
    /// The scale.
    pub scale: String,
    /// How many ballots it rests on.
    pub spread: Spread,
    /// The number, or why there is none.
    pub outcome: Outcome,
}

/// How many ballots a number rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// So many count.
    pub counted: u32,
    /// So many have too few answers on the scale.
    pub left_out: u32,
}

/// A scale's number, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The exact mean of the raters' means.
    Value(Number),
    /// Fewer ballots than the minimum have enough answers on this scale.
    TooFew,
    /// The exact mean does not fit.
    TooFine,
}

impl Outcome {
    /// The exact number, if there is one.
    pub fn value(&self) -> Option<Ratio> {
        match self {
            Outcome::Value(reading) => Some(reading.value),
            Outcome::TooFew | Outcome::TooFine => None,
        }
    }
}

impl Found {
    /// The exact number of a scale, if there is one.
    pub fn value(&self, scale: &str) -> Option<Ratio> {
        let found = self.scales.iter().find(|one| one.scale == scale)?;
        found.outcome.value()
    }
}

/// Reads the ballots of a round, once it is closed and if enough answered. Their order does not matter.
pub fn read(
    round: &Round,
    scorer: &Scorer,
    ballots: &[Ballot],
) -> Result<Reading, Vec<AnswerFault>> {
    let State::Closed(turnout) = round.state else {
        return Ok(Reading::Open);
    };
    let kept = u32::try_from(ballots.len()).unwrap_or(u32::MAX);
    if !round.is_told(turnout) || kept < round.raters_min {
        return Ok(Reading::TooFew(turnout));
    }
    let answers = |ballot: &Ballot| Answers {
        instrument: round.instrument.clone(),
        version: round.instrument_version,
        given: ballot.clone(),
    };
    let sheets: Vec<Sheet> = ballots
        .iter()
        .map(|ballot| scorer.sheet(&answers(ballot)))
        .collect::<Result<_, _>>()?;
    let scales = scorer.instrument().scales.iter();
    let mut found = Found {
        turnout,
        scales: scales
            .filter_map(|scale| of_scale(&scale.code, round, (scorer, &sheets)))
            .collect(),
        patterns: Vec::new(),
    };
    let patterns = scorer.instrument().patterns.iter();
    found.patterns = patterns
        .filter(|pattern| pattern.is_made(|scale| found.value(scale)))
        .map(|pattern| pattern.code.clone())
        .collect();
    Ok(Reading::Found(found))
}

fn of_scale(
    scale: &str,
    round: &Round,
    (scorer, sheets): (&Scorer, &[Sheet]),
) -> Option<ScaleResult> {
    let report = |(respondent, sheet)| Report { respondent, sheet };
    let reports: Vec<Report<'_, usize>> = sheets.iter().enumerate().map(report).collect();
    let score = scorer.across(scale, &reports)?;
    let counted = score.working.iter().filter(|one| !one.scores.is_empty());
    let counted = u32::try_from(counted.count()).unwrap_or(u32::MAX);
    let all = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
    Some(ScaleResult {
        scale: score.scale,
        spread: Spread {
            counted,
            left_out: all.saturating_sub(counted),
        },
        outcome: match score.outcome {
            _ if counted < round.raters_min => Outcome::TooFew,
            Grouped::Value(reading) => Outcome::Value(reading),
            Grouped::Empty => Outcome::TooFew,
            Grouped::TooFine => Outcome::TooFine,
        },
    })
}
