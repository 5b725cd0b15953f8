//! How the answers to some items become one number, and what that number means.

use super::condition::Comparison;
use super::ratio::Ratio;
use crate::codes;
use crate::programme::{Confidence, Sourced, Words};
use crate::time::Day;

/// One number that answers become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Unique in the instrument.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// The items that it counts.
    pub items: Vec<String>,
    /// How it counts them.
    pub rule: Rule,
    /// How many items must be answered for there to be a number.
    pub minimum: Sourced<Minimum>,
    /// What stands in for items without an answer, once there are enough.
    pub missing: Missing,
    /// What stands in for items that were not asked because of earlier answers.
    pub skipped: Skipped,
    /// How several sheets become one number.
    pub across: Across,
    /// From where to where the number goes when every item is answered, or passed over and counted all the same.
    pub extent: Extent,
    /// Names for parts of the range, from low to high.
    pub bands: Option<Sourced<Vec<Band>>>,
    /// Where the number begins to mean something else.
    pub cut_off: Option<Sourced<CutOff>>,
    /// Which end is the better one.
    pub direction: Direction,
}

/// How answers are counted. A new version of a rule adds scores and changes none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `share-top-2`.
    pub code: String,
    /// Rises with every change.
    pub version: u32,
    /// What is done with the answers.
    pub kind: RuleKind,
    /// Who vouches for it.
    pub confirmation: Confirmation,
    /// Where it comes from.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// What is done with answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// Their sum, times a whole number.
    Sum {
        /// 1 for the plain sum.
        factor: i64,
    },
    /// Their mean.
    Mean,
    /// Their mean, moved so that `low` becomes 0 and `high` becomes 1.
    RescaledMean {
        /// The lowest response.
        low: i64,
        /// The highest response.
        high: i64,
    },
    /// The share of answers that are one of these.
    Share {
        /// The responses that count.
        of: Vec<i64>,
    },
    /// The sum of what each response stands for, such as the middle of "3 to 5 times".
    Midpoints {
        /// Each response and what it stands for.
        points: Vec<(i64, i64)>,
    },
}

impl RuleKind {
    /// The name that definitions know it by.
    pub fn code(&self) -> &'static str {
        match self {
            RuleKind::Sum { .. } => "sum",
            RuleKind::Mean => "mean",
            RuleKind::RescaledMean { .. } => "rescaled_mean",
            RuleKind::Share { .. } => "share",
            RuleKind::Midpoints { .. } => "midpoints",
        }
    }

    /// What one answer counts; nothing if the rule does not know it.
    pub fn counted(&self, value: i64) -> Option<i64> {
        match self {
            RuleKind::Sum { .. } | RuleKind::Mean | RuleKind::RescaledMean { .. } => Some(value),
            RuleKind::Share { of } => Some(i64::from(of.contains(&value))),
            RuleKind::Midpoints { points } => points
                .iter()
                .find(|(response, _)| *response == value)
                .map(|(_, point)| *point),
        }
    }

    /// The number, from the sum `k` of what `n` of `items` answers count; nothing if there is none.
    pub fn value(&self, k: i64, n: u32, items: u32, missing: Missing) -> Option<Ratio> {
        let n = i64::from(n);
        let total = |sum: i64| match missing {
            Missing::Prorate => Ratio::new(sum.checked_mul(i64::from(items))?, n),
            Missing::AsZero => Some(Ratio::whole(sum)),
        };
        match self {
            RuleKind::Sum { factor } => total(k.checked_mul(*factor)?),
            RuleKind::Midpoints { .. } => total(k),
            RuleKind::Mean | RuleKind::Share { .. } => Ratio::new(k, n),
            RuleKind::RescaledMean { low, high } => {
                let above = k.checked_sub(low.checked_mul(n)?)?;
                Ratio::new(above, high.checked_sub(*low)?.checked_mul(n)?)
            }
        }
    }
}

/// Who vouches for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// The authors have published it.
    Published,
    /// The licence holder has confirmed it.
    Confirmed {
        /// Who did.
        by: String,
        /// On which day.
        on: Day,
    },
    /// Nobody: not confirmed by the licence holder. Said wherever its score is shown.
    NotConfirmed,
}

/// How many items must be answered for there to be a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minimum {
    /// So many.
    Count(u32),
    /// This share of the scale's items.
    Share(Ratio),
}

impl Minimum {
    /// Whether `n` of `items` are enough; the share is compared exactly.
    pub fn is_met(self, n: u32, items: u32) -> bool {
        match self {
            Minimum::Count(count) => n >= count,
            Minimum::Share(share) => {
                Ratio::new(i64::from(n), i64::from(items)).is_some_and(|given| given >= share)
            }
        }
    }

    /// The smallest number of items that is enough; `items` and one more if none is.
    pub fn of(self, items: u32) -> u32 {
        (0..=items)
            .find(|n| self.is_met(*n, items))
            .unwrap_or_else(|| items.saturating_add(1))
    }
}

codes! {
    /// What stands in for items without an answer in a sum.
    Missing "missing-rule" {
        /// The mean of those answered.
        Prorate = "prorate",
        /// Nothing.
        AsZero = "as_zero",
    }

    /// How several sheets become one number.
    Across "score-across" {
        /// The mean over all sheets.
        Sheets = "sheets",
        /// First the mean of each respondent's sheets, then the mean of those means.
        RespondentsFirst = "respondents_first",
    }

    /// Which end of a scale is the better one.
    Direction "score-direction" {
        /// More is better.
        HighIsBetter = "high_is_better",
        /// Less is better.
        LowIsBetter = "low_is_better",
    }
}

/// What stands in for items that were not asked because of earlier answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// Nothing: they count as not answered.
    LeftOut,
    /// They count as answered, and so much.
    Counts(i64),
}

/// Fractions from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The lowest.
    pub min: Ratio,
    /// The highest.
    pub max: Ratio,
}

/// A part of a range that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Unique in the scale.
    pub code: String,
    /// What it is called.
    pub label: Words,
    /// Where it begins; it ends where the next one begins.
    pub from: Ratio,
}

/// Where a number begins to mean something else. Never rounded before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutOff {
    /// How the number must compare with the value for the cut-off to be met.
    pub side: Comparison,
    /// The value.
    pub value: Ratio,
}

impl CutOff {
    /// Whether the number meets it.
    pub fn is_met(self, value: Ratio) -> bool {
        self.side.holds(value, self.value)
    }
}

impl Scale {
    /// The band that a number lies in.
    pub fn band(&self, value: Ratio) -> Option<&Band> {
        let bands = &self.bands.as_ref()?.value;
        bands.iter().rev().find(|band| band.from <= value)
    }
}
